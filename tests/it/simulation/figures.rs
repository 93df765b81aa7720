//! What a number of simulations added up to.

use super::steps::Table;
use eip_unbind::unbind::Verdict;
use std::collections::BTreeMap;
use std::fmt;

#[derive(Debug, Clone, Default)]
pub(crate) struct Figures {
    pub(crate) seeds: u64,
    pub(crate) events: u64,
    pub(crate) simulated_ms: u64,
    pub(crate) reads: u64,
    pub(crate) mutations: u64,
    pub(crate) applied: u64,
    pub(crate) confirmed: u64,
    pub(crate) changes: u64,
    pub(crate) crashes: u64,
    pub(crate) recovered: u64,
    pub(crate) clock_jumps: u64,
    pub(crate) table: Table,
    faults: BTreeMap<&'static str, u64>,
    outcomes: BTreeMap<&'static str, u64>,
}

impl Figures {
    pub(crate) fn sent(&mut self, mutates: bool) {
        *(if mutates { &mut self.mutations } else { &mut self.reads }) += 1;
    }

    /// Something went wrong at this step.
    pub(crate) fn struck(&mut self, word: &'static str, column: &'static str) {
        self.fault(word);
        self.table.count(word, column);
    }

    fn fault(&mut self, word: &'static str) {
        *self.faults.entry(word).or_default() += 1;
    }

    pub(crate) fn outcome(&mut self, word: Verdict) {
        *self.outcomes.entry(word.as_str()).or_default() += 1;
    }

    pub(crate) fn outcomes(&self, word: Verdict) -> u64 {
        self.outcomes.get(word.as_str()).copied().unwrap_or_default()
    }

    pub(crate) fn add(&mut self, other: &Self) {
        self.seeds += other.seeds;
        self.events += other.events;
        self.simulated_ms += other.simulated_ms;
        self.reads += other.reads;
        self.mutations += other.mutations;
        self.applied += other.applied;
        self.confirmed += other.confirmed;
        self.changes += other.changes;
        self.crashes += other.crashes;
        self.recovered += other.recovered;
        self.clock_jumps += other.clock_jumps;
        self.table.add(&other.table);
        other
            .faults
            .iter()
            .for_each(|(word, count)| *self.faults.entry(word).or_default() += count);
        other
            .outcomes
            .iter()
            .for_each(|(word, count)| *self.outcomes.entry(word).or_default() += count);
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "seeds          {}", self.seeds)?;
        writeln!(f, "events         {}", self.events)?;
        writeln!(f, "simulated time {} h", self.simulated_ms / 3_600_000)?;
        writeln!(f, "reads sent     {}", self.reads)?;
        writeln!(f, "confirmations  {}", self.confirmed)?;
        writeln!(
            f,
            "mutations sent {}, of which the cloud carried out {}",
            self.mutations, self.applied
        )?;
        writeln!(
            f,
            "changes by others {}, crashes {}, clock jumps {}",
            self.changes, self.crashes, self.clock_jumps
        )?;
        writeln!(f, "verdicts after a crash {}", self.recovered)?;
        writeln!(f, "faults   {}", listed(&self.faults))?;
        writeln!(f, "outcomes {}", listed(&self.outcomes))?;
        write!(f, "{}", self.table)
    }
}

fn listed(counts: &BTreeMap<&'static str, u64>) -> String {
    counts.iter().map(|(word, count)| format!("{word} {count}")).collect::<Vec<_>>().join(", ")
}
