//! What must be done: the only way out of the machine.

use super::load::{ReqId, RunNo};
pub use crate::domain::Query;
use crate::domain::{EipId, Region};
use crate::text::alert::Targets;
use crate::unbind::RunEffect;
use crate::unbind::report::RunReport;

/// Everything that the shell can be asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Read something.
    Fetch(ReqId, Query),
    /// Do something for this run.
    Run(RunNo, RunEffect),
    /// Tell the programs that want to know what came of an item.
    Tell(Box<serde_json::Value>),
    /// Read the journal.
    ReadPast,
    /// Find in the journal where these EIPs were, at this endpoint.
    ReadPlaces(Vec<(Region, EipId)>, Option<String>),
    /// Find in the journal which of these EIPs were taken off and stayed linked to a NIC, at this endpoint.
    ReadLinks(Vec<(Region, EipId)>, Option<String>),
    /// Find in the journal which EIPs have a request to take them off that has no outcome, at this endpoint.
    ReadOpen(Option<String>),
    /// Make the report of a run, save it, and give it back.
    Report(Box<RunReport>),
    /// Add to this JSON of a run how far the journal reaches, and give it back as text.
    ReportJson(Box<serde_json::Value>),
    /// See which profiles there are.
    ReadProfiles,
    /// Look for targets in the profiles that are searched.
    SearchProfiles(Box<Targets>),
    /// Work with another profile, or with none.
    Switch(Option<String>),
    /// Put this text into the clipboard, and keep it in a file.
    Copy(String),
    /// Put this report into the clipboard: it is saved already.
    CopySaved(String),
    /// Ring for attention: a verdict fell.
    Bell,
    /// Stop the process as Ctrl-Z does.
    Suspend,
    /// End with this exit code.
    Quit(u8),
}

/// Asks for all of these.
pub(crate) fn fetch(queries: Vec<(ReqId, Query)>, out: &mut Vec<Effect>) {
    out.extend(queries.into_iter().map(|(id, query)| Effect::Fetch(id, query)));
}
