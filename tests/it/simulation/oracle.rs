//! What the simulation knows and the program does not: how the world really was, and what was really typed, sent and read.

use super::answers::Answer;
use eip_unbind::domain::{BindTarget, EipStatus, Generation, Mutation};
use eip_unbind::sim::outcome::EipRow;
use eip_unbind::unbind::{Plan, PlanItem, Verdict};
use std::collections::BTreeMap;

/// The promises that are watched (`docs/contract.md` §2, by number).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Rule {
    /// 1, 2: no request for a change without a valid confirmation of that very plan.
    Confirmed,
    /// 3: the target is read again between confirmation and sending, and is as it was shown.
    ReadAgain,
    /// 4: the intent is on disk before the request leaves.
    RecordedFirst,
    /// 5: at most one effect a confirmation.
    OneEffect,
    /// 5: never a second request without a new reading and a new record.
    NewRecord,
    /// 6: the outcome agrees with the world, or says that it does not know.
    Truth,
    /// 6, 14: nothing is concluded from a field that no answer told.
    Told,
    /// 6: nothing is concluded from rows that contradict each other.
    OneVoice,
    /// 13: an answer about another EIP is no answer.
    Compared,
    /// 13: an answer that is not whole makes nothing certain.
    Whole,
    /// 7: what the screen says, the journal says.
    JournalAgrees,
    /// 16: what was seen after an outcome is on record.
    Followed,
    /// 6, 7: bound there is no outcome of a bind while a request to take it off is open.
    OpenUnbind,
    /// 7: after a restart every open intent reaches a verdict.
    Settled,
    /// 7: the journal's chain stays whole, whatever was cut short.
    Chain,
    /// 11: nothing waits for ever, nothing spins.
    NoWaiting,
    /// 11: leaving without a verdict says so by exit code 6.
    ExitCode,
    /// 12: read-only means read-only.
    ReadOnly,
    /// What was stopped begins nothing more.
    Stopped,
    /// Nothing leaves that `before_send` did not agree to, once a plan, after the confirmation.
    Asked,
    /// What came of an item is told to `after_outcome`, once, whatever becomes of that.
    Heard,
    /// The plan of a file is begun only while it is young, unchanged, of this account, and its targets are as planned.
    PlanHolds,
    /// Under `four_eyes` nothing leaves that the same person planned, but the way back.
    FourEyes,
    /// When all is well again, the list is right and the job can be done, whatever happened before.
    GetsDone,
}

/// An EIP as it really is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) id: String,
    status: EipStatus,
    instance: String,
    pub(crate) nic: String,
    pub(crate) private_ip: String,
    arrears: bool,
}

impl Seen {
    pub(crate) fn of(row: &EipRow) -> Self {
        Self {
            id: row.id.clone(),
            status: row.status.clone(),
            instance: row.instance.clone(),
            nic: row.nic.clone(),
            private_ip: row.private_ip.clone(),
            arrears: row.arrears,
        }
    }

    fn is_row(&self, row: &EipRow) -> bool {
        self.status == row.status
            && self.instance == row.instance
            && self.nic == row.nic
            && self.private_ip == row.private_ip
            && self.arrears == row.arrears
    }

    fn is_free(&self) -> bool {
        self.status == EipStatus::Unbound || self.instance.is_empty()
    }
}

/// Which confirmation a request belongs to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ticket {
    pub(crate) confirmed: usize,
    pub(crate) item: usize,
}

/// What really became of one item.
#[derive(Debug, Clone, Default)]
pub(crate) struct Trace {
    pub(crate) sends: Vec<u64>,
    pub(crate) applied: u32,
    /// The program was told of an attempt that it was one too many.
    pub(crate) throttled: bool,
    pub(crate) said: Option<Verdict>,
}

/// A confirmation.
#[derive(Debug)]
pub(crate) struct Confirmed {
    pub(crate) at: u64,
    pub(crate) process: u32,
    pub(crate) run_id: String,
    pub(crate) plan: Plan,
    pub(crate) journal: bool,
    pub(crate) items: Vec<Trace>,
}

impl Confirmed {
    /// The item whose request this is, to the letter.
    pub(crate) fn item_of(
        &self,
        generation: Generation,
        action: &str,
        params: &BTreeMap<String, String>,
    ) -> Option<usize> {
        self.plan.items.iter().position(|item| {
            let own: BTreeMap<String, String> = item
                .mutation
                .parameters(generation)
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value.to_string()))
                .collect();
            item.mutation.action(generation) == action && own == *params
        })
    }
}

/// The review as it stands on screen.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) opened: u64,
    pub(crate) digest: Option<String>,
    pub(crate) since: u64,
    pub(crate) plan: Plan,
    /// What the frame says; `None` as long as no frame asked for a token.
    pub(crate) review: Option<Review>,
}

/// The review as it was read off a drawn frame.
#[derive(Debug)]
pub(crate) struct Review {
    /// What it asks to type.
    pub(crate) token: String,
    /// All of the dialog.
    pub(crate) text: String,
}

impl Review {
    /// Reads a frame.
    pub(crate) fn read(frame: &str) -> Option<Self> {
        let from = frame.find(" UNBIND").or_else(|| frame.find(" BIND"))?;
        let text = &frame[from..];
        let token = text.split_once("Type ")?.1.split_once(" to ")?.0;
        Some(Self { token: token.to_owned(), text: text.to_owned() })
    }

    /// What the frame does not tell of these items, and should.
    pub(crate) fn lacks(&self, items: &[PlanItem]) -> Option<String> {
        items.iter().find_map(|item| self.lacks_of(item))
    }

    fn lacks_of(&self, item: &PlanItem) -> Option<String> {
        let place = match &item.mutation {
            Mutation::Bind { target: BindTarget::Instance(server), .. } => Some(server.to_string()),
            Mutation::Bind { target: BindTarget::PrivateIp { private_ip_address, .. }, .. } => {
                Some(private_ip_address.to_string())
            }
            Mutation::Unbind { .. } => item.before.un_instance_id.as_ref().map(ToString::to_string),
        };
        let all = [item.eip.map(|ip| ip.to_string()), place];
        all.into_iter().flatten().find(|word| !self.text.contains(word.as_str()))
    }
}

/// Everything that is known.
#[derive(Default)]
pub(crate) struct Oracle {
    pub(crate) violation: Option<(Rule, String)>,
    /// What the answers said that reached the program.
    pub(crate) answers: Vec<Answer>,
    pub(crate) confirmed: Vec<Confirmed>,
    pub(crate) process: u32,
    pub(crate) read_only: bool,
    /// The profile is marked as dangerous.
    pub(crate) danger: bool,
    pub(crate) shown: Option<Shown>,
    /// Since when a dialog has been there: what it says of a server was asked for then.
    pub(crate) dialog_since: Option<u64>,
    pub(crate) typed: String,
    pub(crate) last_key: Option<u64>,
    /// The run of which nothing more is to be begun, from this item on.
    pub(crate) stopped: Option<(String, usize)>,
    pub(crate) leaving: Option<u64>,
    history: BTreeMap<String, Vec<(u64, Option<Seen>)>>,
}

impl Oracle {
    pub(crate) fn violated(&mut self, rule: Rule, says: String) {
        self.violation.get_or_insert((rule, says));
    }

    /// Notes how all EIPs are; tells what changed.
    pub(crate) fn note_world(&mut self, now: u64, all: &[EipRow]) -> Vec<String> {
        let mut told = Vec::new();
        for (id, past) in &mut self.history {
            if past.last().is_some_and(|(_, seen)| seen.is_some())
                && !all.iter().any(|row| row.id == *id)
            {
                past.push((now, None));
                told.push(format!("{id} is gone"));
            }
        }
        for row in all {
            let known = self
                .history
                .get(&row.id)
                .and_then(|past| past.last())
                .and_then(|(_, last)| last.as_ref());
            if known.is_some_and(|last| last.is_row(row)) {
                continue;
            }
            if now > 0 {
                let place = if row.instance.is_empty() { "nothing" } else { &row.instance };
                told.push(format!("{} is {} on {place}", row.id, row.status));
            }
            self.history.entry(row.id.clone()).or_default().push((now, Some(Seen::of(row))));
        }
        told
    }

    /// Whether an EIP was ever so from then until now.
    fn was(&self, id: &str, since: u64, is: impl Fn(Option<&Seen>) -> bool) -> bool {
        let Some(past) = self.history.get(id) else { return false };
        let first = past.iter().rposition(|(at, _)| *at <= since).unwrap_or(0);
        past[first..].iter().any(|(_, seen)| is(seen.as_ref()))
    }

    /// Whether it was off its server at some time since then.
    fn was_free(&self, id: &str, since: u64) -> bool {
        self.was(id, since, |seen| seen.is_none_or(Seen::is_free))
    }

    /// Whether the cloud was at work on it at some time since then.
    pub(crate) fn was_moving(&self, id: &str, since: u64) -> bool {
        self.was(id, since, |seen| seen.is_some_and(|seen| seen.status.is_in_transition()))
    }

    /// Whether what the item asks for was so at some time since then.
    pub(crate) fn was_reached(&self, item: &PlanItem, since: u64) -> bool {
        let id = item.eip_id.as_str();
        let Mutation::Bind { target, .. } = &item.mutation else { return self.was_free(id, since) };
        self.was(id, since, |seen| {
            seen.is_some_and(|seen| match target {
                BindTarget::Instance(server) => seen.instance == server.as_str(),
                BindTarget::PrivateIp { network_interface_id, private_ip_address } => {
                    seen.nic == network_interface_id.as_str()
                        && seen.private_ip == private_ip_address.to_string()
                }
            })
        })
    }

    /// Whether a request of ours bound this EIP back.
    pub(crate) fn was_bound_back(&self, id: &str) -> bool {
        let back = |(item, trace): (&PlanItem, &Trace)| {
            trace.applied > 0
                && item.eip_id.as_str() == id
                && matches!(item.mutation, Mutation::Bind { .. })
        };
        self.confirmed
            .iter()
            .any(|confirmed| confirmed.plan.items.iter().zip(&confirmed.items).any(back))
    }
}
