//! Chance. Every decision of a simulated world is rolled here, so that a seed, or the decisions written down, replay it exactly.

/// Who decides. Each has dice of its own: taking away what one decided does not change what the others do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Of {
    /// What the world looks like.
    Scene,
    /// The operator.
    Operator,
    /// The network and the cloud's moods.
    Wire,
    /// The disk.
    Disk,
    /// Other people.
    Others,
    /// The operator's machine: crashes, its clock.
    Machine,
    /// How fast the account may be asked, and how much fits on a page.
    RateLimit,
    /// What is wrong with what the cloud answers.
    Rows,
    /// The team: its commands, and who plans.
    Team,
}

const STREAMS: usize = 9;

/// Decisions, by who made them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Script(pub(crate) [Vec<u32>; STREAMS]);

impl Script {
    /// How many decisions are not the calm one.
    pub(crate) fn weight(&self) -> usize {
        self.0.iter().flatten().filter(|roll| **roll != 0).count()
    }
}

enum Source {
    Seed([u64; STREAMS]),
    Script(Script),
}

/// The dice.
pub(crate) struct Dice {
    source: Source,
    rolled: Script,
}

impl Dice {
    /// Dice that a seed decides.
    pub(crate) fn seeded(seed: u64) -> Self {
        let mut states = [0; STREAMS];
        for (index, state) in states.iter_mut().enumerate() {
            *state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)
                ^ (index as u64 + 1).wrapping_mul(0xd1b5_4a32_d192_ed03);
        }
        Self { source: Source::Seed(states), rolled: Script::default() }
    }

    /// Dice that fall as written down, and calmly after that.
    pub(crate) fn scripted(script: &Script) -> Self {
        Self { source: Source::Script(script.clone()), rolled: Script::default() }
    }

    /// What was rolled so far.
    pub(crate) fn rolled(&self) -> &Script {
        &self.rolled
    }

    /// From 0 to `sides - 1`; 0 is always the calm choice.
    pub(crate) fn roll(&mut self, of: Of, sides: u32) -> u32 {
        let index = of as usize;
        let raw = match &mut self.source {
            Source::Seed(states) => splitmix(&mut states[index]),
            Source::Script(script) => {
                script.0[index].get(self.rolled.0[index].len()).copied().unwrap_or(0)
            }
        };
        let value = raw % sides.max(1);
        self.rolled.0[index].push(value);
        value
    }

    /// Whether something happens that happens in so many of a thousand cases.
    pub(crate) fn permille(&mut self, of: Of, permille: u32) -> bool {
        self.roll(of, 1_000) >= 1_000 - permille
    }

    /// From `from` to `to`, both included; `from` is the calm choice.
    pub(crate) fn range(&mut self, of: Of, from: u64, to: u64) -> u64 {
        from + u64::from(self.roll(of, (to - from + 1) as u32))
    }

    /// One of these; the first is the calm choice.
    pub(crate) fn pick<'a, T>(&mut self, of: Of, all: &'a [T]) -> &'a T {
        &all[self.roll(of, all.len() as u32) as usize]
    }
}

fn splitmix(state: &mut u64) -> u32 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) as u32
}
