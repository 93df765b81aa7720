//! The journal as the history view shows it.

use crate::app::history::{HistoryRow, Past};
use crate::journal::{HistoryFilter, HistoryItem, HistoryRun, Latest, Scan, history};
use crate::text::markdown::Chain;
use crate::unbind::record::Note;

/// All of it, newest first.
pub fn past(scan: &Result<Scan, String>) -> Past {
    let scan = match scan {
        Ok(scan) => scan,
        Err(error) => return Past { error: Some(error.clone()), ..Past::default() },
    };
    let verdict = scan.chain();
    let runs = history(scan, &HistoryFilter::default());
    let mut rows: Vec<HistoryRow> = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        let items = run.items.iter().enumerate();
        rows.extend(items.map(|(item, one)| HistoryRow { place: (at, item), ..row(run, one) }));
    }
    rows.reverse();
    let latest = Latest::of(&runs);
    let told = |run: HistoryRun| {
        let mut run = run.report(scan);
        latest.tell(&mut run);
        run
    };
    Past {
        rows,
        broken_at: verdict.first_broken,
        torn: verdict.torn.len(),
        error: None,
        runs: runs.into_iter().map(told).collect(),
        chain: Chain { records: scan.records(), head: scan.head() },
    }
}

/// One item as a row.
fn row(run: &HistoryRun, item: &HistoryItem) -> HistoryRow {
    let intent = item.intent.as_deref();
    let settled = item.settled.as_deref();
    let parameters = intent.map(|intent| {
        let all: Vec<String> = intent
            .parameters
            .iter()
            .map(|(name, value)| format!("{name}={}", value.to_string().trim_matches('"')))
            .collect();
        format!("{} {}", intent.action, all.join(" "))
    });
    let server = item.before().and_then(|before| before.un_instance_id.as_ref());
    let binds = intent.is_some_and(|i| i.action == i.api.capabilities().bind_action);
    let place = |name: &&str| {
        name.eq_ignore_ascii_case("unInstanceId")
            || name.eq_ignore_ascii_case("instanceId")
            || name.eq_ignore_ascii_case("networkInterfaceId")
    };
    let to = intent
        .filter(|_| binds)
        .and_then(|i| i.parameters.iter().find(|(name, _)| place(&name.as_str())));
    let asked = |name: &str| {
        let (_, value) =
            intent?.parameters.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        value.as_str().map(str::to_owned)
    };
    let before = item.before().filter(|_| !binds);
    let nic = before.and_then(|b| b.network_interface_id.as_ref()).map(ToString::to_string);
    let private_ip = before.and_then(|b| b.private_ip_address).map(|ip| ip.to_string());
    let again = item.notes.iter().rev().find(|note| note.what == Note::BoundAgain);
    let message = settled.map(|s| {
        format!(
            "{} {}",
            s.code.as_deref().unwrap_or_default(),
            s.message.as_deref().unwrap_or_default()
        )
    });
    HistoryRow {
        at: item.at,
        who: format!("{}@{}", run.who.user, run.who.host),
        profile: intent.and_then(|i| i.profile.clone()),
        region: intent.map(|i| i.region.to_string()).unwrap_or_default(),
        eip: intent
            .and_then(|i| i.eip)
            .map(|ip| ip.to_string())
            .or_else(|| item.eip_id().map(str::to_owned))
            .unwrap_or_default(),
        binds,
        from: server.map(ToString::to_string).unwrap_or_default(),
        to: to.map(|(_, value)| value.to_string().trim_matches('"').to_owned()).unwrap_or_default(),
        nic: nic.or_else(|| asked("networkInterfaceId")).unwrap_or_default(),
        private_ip: private_ip.or_else(|| asked("privateIpAddress")).unwrap_or_default(),
        bound_again: again
            .map(|note| {
                note.un_instance_id.as_ref().map_or_else(|| "?".to_owned(), ToString::to_string)
            })
            .unwrap_or_default(),
        parameters: parameters.unwrap_or_default(),
        outcome: item.outcome(),
        message: message.unwrap_or_default().trim().to_owned(),
        took_ms: settled.and_then(|s| s.took_ms),
        request_id: item.request_id().map(ToString::to_string).unwrap_or_default(),
        after: settled.and_then(|s| s.after.clone()),
        reason: intent.and_then(|i| i.reason.clone()).unwrap_or_default(),
        recovered: settled.is_some_and(|s| s.recovered),
        place: (0, 0),
    }
}
