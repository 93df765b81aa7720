//! Where an EIP was, by the journal: the way back of the next day.

use super::history::{HistoryFilter, HistoryItem, history};
use super::recover::plain_endpoint;
use super::scan::Scan;
use crate::domain::{BindTarget, EipId, InstanceId, NetworkInterfaceId, Told};
use crate::unbind::Verdict;
use crate::unbind::record::Answered;
use crate::unbind::report::ItemReport;
use jiff::Timestamp;
use std::collections::HashMap;

/// The place that an EIP had last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Former {
    /// The NIC and private IP, or the server in the classic network.
    pub target: BindTarget,
    /// The server, where it is on record.
    pub(crate) server: Option<InstanceId>,
    /// Until when it was there, or since when it is.
    pub(crate) until: Timestamp,
    /// It was blocked (封堵) when it was taken off.
    pub(crate) blocked: bool,
    /// The NIC that it was still linked to when it was last read, off its server.
    pub(crate) kept_link: Option<NetworkInterfaceId>,
    /// Whether the request that took it off has no outcome on record: it may still be on its way.
    pub(crate) is_open: bool,
    /// The line of the journal that says so.
    pub(crate) line: usize,
}

/// The last place that this program took the EIP off, or bound it to; at this endpoint, as elsewhere the same id is another EIP. What did
/// not happen (refused, not sent, drifted …) took it nowhere.
pub fn former_place(scan: &Scan, eip_id: &EipId, endpoint: Option<&str>) -> Option<Former> {
    let filter = HistoryFilter { eip: Some(eip_id.to_string()), ..HistoryFilter::default() };
    let runs = history(scan, &filter);
    let items = runs.iter().flat_map(|run| &run.items);
    items.filter_map(|item| of_item(item, endpoint)).max_by_key(|former| former.until)
}

/// The EIPs whose last request by this program, at this endpoint, is one to take them off that has no outcome on record: it may still act.
pub fn open_unbinds(scan: &Scan, endpoint: Option<&str>) -> Vec<EipId> {
    let runs = history(scan, &HistoryFilter::default());
    let mut last: HashMap<EipId, Former> = HashMap::new();
    for item in runs.iter().flat_map(|run| &run.items) {
        let Some(former) = of_item(item, endpoint) else { continue };
        let Some(intent) = item.intent.as_deref() else { continue };
        if last.get(&intent.eip_id).is_none_or(|known| known.until <= former.until) {
            last.insert(intent.eip_id.clone(), former);
        }
    }
    last.into_iter().filter(|(_, former)| former.is_open).map(|(id, _)| id).collect()
}

fn of_item(item: &HistoryItem, endpoint: Option<&str>) -> Option<Former> {
    let intent = item.intent.as_deref()?;
    if intent.endpoint.as_deref().map(plain_endpoint) != endpoint.map(plain_endpoint) {
        return None;
    }
    let report = ItemReport::of_intent(intent.clone());
    let until = item.sent_at().unwrap_or(item.at);
    let line = item.line;
    let may_have_happened = item.attempts > 0
        && matches!(
            item.outcome(),
            None | Some(Verdict::Verified | Verdict::StillSettling | Verdict::Unknown)
        );
    if report.binds() {
        let server = item.settled.as_ref().and_then(|settled| settled.after.clone());
        let server = server.and_then(|after| after.un_instance_id);
        let target = report.bind_target()?;
        return (item.outcome() == Some(Verdict::Verified)).then_some(Former {
            target,
            server,
            until,
            blocked: false,
            kept_link: None,
            is_open: false,
            line,
        });
    }
    let target = intent.before.place()?;
    let server = intent.before.un_instance_id.clone();
    let blocked = intent.blocked;
    let after = item.settled.as_ref().and_then(|settled| settled.after.as_ref());
    let seen = after
        .filter(|after| item.outcome() == Some(Verdict::Verified) && after.server() == Told::Empty);
    let kept_link = seen.and_then(|after| after.network_interface_id.clone());
    let stayed = item
        .sent
        .as_ref()
        .is_some_and(|sent| sent.attempt == item.attempt && sent.answer == Answered::NotSent);
    let is_open = item.outcome().is_none() && !stayed;
    may_have_happened.then_some(Former { target, server, until, blocked, kept_link, is_open, line })
}
