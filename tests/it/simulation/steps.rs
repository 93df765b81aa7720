//! What went wrong at which step. Every possible pair must have happened, or a run of seeds shows nothing about it.

use super::odd::ODD;
use eip_unbind::domain::error_code::lookup_v2;
use eip_unbind::unbind::Record;
use std::collections::BTreeMap;
use std::fmt;

/// Who in the program asks for something: what it performs tells, not what it thinks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Step {
    /// The list, the NIC view, the quota in the header.
    #[default]
    List,
    /// The dialog, before the token: the target and the facts around it.
    Arming,
    /// A run, before it sends.
    Recheck,
    /// A run, sending.
    Send,
    /// A run, to see what came of it.
    Look,
    /// A later start, to settle what a dead process left open.
    Recovery,
}

impl Step {
    /// The column of a reading.
    pub(crate) fn column(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Arming => "arming",
            Self::Recheck => "recheck",
            Self::Send => BEFORE,
            Self::Look => "look",
            Self::Recovery => "recovery",
        }
    }
}

/// The column of a change that the fault kept from happening, or that it struck before it happened.
pub(crate) const BEFORE: &str = "before";
/// The column of a change that had happened when the fault struck.
pub(crate) const AFTER: &str = "after";

const ON_THE_WIRE: [&str; 7] = ["list", "arming", "recheck", BEFORE, AFTER, "look", "recovery"];
/// The columns of questions whose answers list something.
const ODD_AT: [&str; 5] = ["list", "arming", "recheck", "look", "recovery"];
const ON_DISK: [&str; 4] = ["intent", "answer", "verdict", "recovered"];

/// What goes wrong on the wire and in the cloud, but for the codes.
const TROUBLES: [&str; 14] = [
    "slow connection",
    "idle closed",
    "not connected",
    "slow there",
    "held up",
    "slow back",
    "closed",
    "hang",
    "bad gateway",
    "cut reply",
    "html",
    "page shift",
    "never settles",
    "never leaves",
];
/// What goes wrong on the disk.
const DISK: [&str; 4] = ["disk slow", "disk full", "torn line", "unheard line"];

/// Codes that the cloud may answer with for no reason of ours, and how they are called here.
pub(crate) const CODES: [(i64, &str); 8] = [
    (4400, "4400"),
    (6000, "6000"),
    (5100, "5100"),
    (4500, "4500"),
    (4101, "4101"),
    (4300, "4300"),
    (6200, "6200"),
    (7000, "7000"),
];

/// Whether this can happen at that step: a reading has no effect to come before or after, and only a list has pages.
pub(crate) fn can_be(word: &str, column: &str) -> bool {
    match word {
        "page shift" | "endless" => column == "list",
        // Such a connection is made before the last reading, or it is in time.
        "slow connection" => column != BEFORE && column != AFTER,
        "idle closed" => column == BEFORE,
        // Without a filter nothing is asked for that others could come instead of.
        "of others" | "filter ignored" => ODD_AT.contains(&column) && column != "list",
        word if ODD.contains(&word) => ODD_AT.contains(&column),
        "never settles" | "never leaves" => column == AFTER,
        "not connected" | "slow there" | "held up" => column != AFTER,
        "slow back" => column != BEFORE,
        word => {
            column != AFTER
                || CODES.iter().all(|(code, name)| *name != word || lookup_v2(*code).may_have_acted)
        }
    }
}

/// The column of a record.
pub(crate) fn of_record(record: &Record) -> &'static str {
    match record {
        Record::Intent { .. } => "intent",
        Record::Sent { .. } => "answer",
        Record::Settled { settled, .. } if settled.recovered => "recovered",
        Record::Settled { .. } => "verdict",
        Record::Note { .. } => "note",
    }
}

/// How often what went wrong at which step.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table(BTreeMap<(&'static str, &'static str), u64>);

impl Table {
    pub(crate) fn count(&mut self, word: &'static str, column: &'static str) {
        *self.0.entry((word, column)).or_default() += 1;
    }

    pub(crate) fn add(&mut self, other: &Self) {
        other.0.iter().for_each(|(cell, count)| *self.0.entry(*cell).or_default() += count);
    }

    fn get(&self, word: &'static str, column: &'static str) -> u64 {
        self.0.get(&(word, column)).copied().unwrap_or_default()
    }

    /// What can happen and never did.
    pub(crate) fn missing(&self) -> Vec<(&'static str, &'static str)> {
        let wire = on_the_wire()
            .flat_map(|word| ON_THE_WIRE.map(|column| (word, column)))
            .filter(|(word, column)| can_be(word, column));
        let disk = DISK.into_iter().flat_map(|word| ON_DISK.map(|column| (word, column)));
        wire.chain(disk).filter(|(word, column)| self.get(word, column) == 0).collect()
    }
}

fn on_the_wire() -> impl Iterator<Item = &'static str> {
    TROUBLES.into_iter().chain(ODD).chain(CODES.map(|(_, word)| word))
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = |f: &mut fmt::Formatter<'_>, columns: &[&'static str]| {
            write!(f, "{:<16}", "")?;
            columns.iter().try_for_each(|column| write!(f, "{column:>10}"))?;
            writeln!(f)
        };
        let row = |f: &mut fmt::Formatter<'_>,
                   word: &'static str,
                   columns: &[&'static str],
                   can: &dyn Fn(&str) -> bool| {
            write!(f, "{word:<16}")?;
            for column in columns {
                if can(column) {
                    write!(f, "{:>10}", self.get(word, column))?
                } else {
                    write!(f, "{:>10}", "-")?
                }
            }
            writeln!(f)
        };
        head(f, &ON_THE_WIRE)?;
        on_the_wire()
            .try_for_each(|word| row(f, word, &ON_THE_WIRE, &|column| can_be(word, column)))?;
        head(f, &ON_DISK)?;
        DISK.into_iter().try_for_each(|word| row(f, word, &ON_DISK, &|_| true))
    }
}
