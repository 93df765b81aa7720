//! The history as CSV, and as lines for a terminal.

use crate::cli::output::Part;
use crate::domain::EipState;
use crate::domain::sanitize::visible;
use crate::text::result::{destination, word};
use crate::text::story::pair;
use crate::text::{Lang, history as said, markdown};
use crate::unbind::record::NotBegun;
use crate::unbind::report::{ItemReport, RunReport};
use crate::unbind::story::EventJson;
use crate::view::wrap::wrap;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::text::Line;
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr as _;

/// A terminal's usual width: lines into a pipe or a file are broken there, with nothing left out.
pub(super) const WIDTH: u16 = 80;

const HEADS: [&str; 41] = [
    "runId",
    "startedAt",
    "user",
    "uid",
    "loginUser",
    "sudoUser",
    "sshClient",
    "host",
    "pid",
    "account",
    "caller",
    "profile",
    "source",
    "api",
    "endpoint",
    "reason",
    "plannedBy",
    "region",
    "eipId",
    "eip",
    "action",
    "parameters",
    "outcome",
    "code",
    "message",
    "requestId",
    "before.status",
    "before.unInstanceId",
    "before.networkInterfaceId",
    "before.privateIpAddress",
    "before.wanIp",
    "after.status",
    "after.unInstanceId",
    "after.networkInterfaceId",
    "after.privateIpAddress",
    "after.wanIp",
    "sentAt",
    "tookMs",
    "attempts",
    "events",
    "recovered",
];

fn text_of<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn state(state: Option<&EipState>) -> [String; 5] {
    let Some(state) = state else { return Default::default() };
    // What the cloud did not say is as empty as in JSON it is null.
    let status = serde_json::to_value(&state.status).unwrap_or_default();
    [
        status.as_str().unwrap_or_default().to_owned(),
        text_of(state.un_instance_id.as_ref()),
        text_of(state.network_interface_id.as_ref()),
        text_of(state.private_ip_address.as_ref()),
        text_of(state.wan_ip.as_ref()),
    ]
}

/// A row for each item, with a column for everything that JSON has; then for each EIP that was not begun: it has no action and no outcome.
pub(super) fn rows(run: &RunReport, zone: &TimeZone) -> Part {
    let bare = |one: &NotBegun| ItemReport {
        eip_id: Some(one.eip_id.clone()),
        eip: one.eip,
        ..ItemReport::default()
    };
    let rest: Vec<_> = run.not_begun.iter().map(bare).collect();
    let rows: Vec<_> = run.items.iter().chain(&rest).map(|item| cells(run, item, zone)).collect();
    Part::csv(&rows)
}

/// The heads of [`rows`].
pub(super) fn csv_heads() -> Part {
    let last = ["line", "hash", "plannedByCaller", "fourEyes"];
    Part::csv(&[HEADS.into_iter().chain(last).map(str::to_owned).collect::<Vec<_>>()])
}

fn cells(run: &RunReport, item: &ItemReport, zone: &TimeZone) -> Vec<String> {
    let time = |at: Option<Timestamp>| {
        at.map(|at| {
            at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
        })
        .unwrap_or_default()
    };
    let who = &run.whose.who;
    let events: Vec<EventJson> = item.events.iter().map(EventJson::of).collect();
    let mut row = vec![
        run.run_id.clone(),
        time(run.started_at),
        text_of(who.user.as_ref()),
        text_of(who.uid.as_ref()),
        text_of(who.login_user.as_ref()),
        text_of(who.sudo_user.as_ref()),
        text_of(who.ssh_client.as_ref()),
        text_of(who.host.as_ref()),
        text_of(who.pid.as_ref()),
        text_of(who.account.as_ref()),
        text_of(who.caller.as_ref()),
        text_of(run.whose.profile.as_ref()),
        text_of(run.whose.source.as_ref()),
        text_of(run.api().as_ref()),
        text_of(run.whose.endpoint.as_ref()),
        text_of(run.reason.as_ref()),
        text_of(run.planned_by.as_ref()),
        text_of(item.region.as_ref()),
        text_of(item.eip_id.as_ref()),
        text_of(item.eip.as_ref()),
        text_of(item.action.as_ref()),
        serde_json::to_string(&item.parameters).unwrap_or_default(),
        item.outcome.map_or_else(String::new, |word| word.as_str().to_owned()),
        text_of(item.code.as_ref()),
        text_of(item.message.as_ref()),
        text_of(item.request_id.as_ref()),
    ];
    row.extend(state(item.before.as_ref()));
    row.extend(state(item.after.as_ref()));
    row.extend([
        time(item.sent_at),
        text_of(item.took_ms.as_ref()),
        item.attempts.to_string(),
        serde_json::to_string(&events).unwrap_or_default(),
        item.recovered.to_string(),
        text_of(item.line.as_ref()),
        text_of(item.hash.as_ref()),
        text_of(run.planned_by.as_ref().and_then(|planner| planner.caller.as_ref())),
        text_of(run.four_eyes.as_ref()),
    ]);
    row
}

/// The heads of what [`text`] says of each run; `sample` says which offset the times have.
pub(super) fn heads(lang: Lang, sample: Timestamp, zone: &TimeZone, width: usize) -> Part {
    let offset = sample.to_zoned_datetime(zone.clone()).strftime("%:z").to_string();
    let when = said::when(lang, &offset);
    let [what, eip, place, outcome] = said::heads(lang);
    Part::lines(&wrapped(&columns(&when, what, eip, place, outcome), width))
}

/// Three lines an item: what and what became of it; where, and by whom; what the cloud said.
pub(super) fn text(lang: Lang, run: &RunReport, zone: &TimeZone, width: usize) -> Part {
    let items = run.items.iter().map(|item| lines(lang, run, item, zone));
    let rest = said::not_begun(lang, &run.not_begun).map(|words| format!("    {words}\n"));
    Part::lines(&wrapped(&items.chain(rest).collect::<String>(), width))
}

fn lines(lang: Lang, run: &RunReport, item: &ItemReport, zone: &TimeZone) -> String {
    let at = item.sent_at.or(run.started_at);
    let at =
        at.map(|at| at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string());
    let verb = said::verb(lang, item.binds());
    let place = match destination(item) {
        Some(to) => to,
        None => {
            let server = item.before.as_ref().and_then(|it| it.un_instance_id.as_ref());
            server.map_or_else(|| "—".to_owned(), |id| visible(id.as_str()).into_owned())
        }
    };
    let name = visible(&item.name()).into_owned();
    let line = columns(&at.unwrap_or_default(), verb, &name, &place, &word(lang, item));
    line + &details(lang, run, item)
}

fn columns(when: &str, verb: &str, eip: &str, place: &str, word: &str) -> String {
    let mut line = String::with_capacity(2 * usize::from(WIDTH));
    let cells: [(&str, usize); 4] = [(when, 20), (verb, 7), (eip, 16), (place, 15)];
    for (text, width) in cells {
        line.push_str(text);
        line.extend(std::iter::repeat_n(' ', width.saturating_sub(text.width()).max(1)));
    }
    line.push_str(word);
    line.truncate(line.trim_end().len());
    line.push('\n');
    line
}

fn details(lang: Lang, run: &RunReport, item: &ItemReport) -> String {
    let mut parts = Vec::new();
    parts.extend(item.before.as_ref().and_then(pair));
    parts.push(visible(&run.whose.who.to_string()).into_owned());
    parts.extend(run.whose.profile.as_ref().map(|name| visible(name).into_owned()));
    parts.push(said::run(lang, &visible(&run.run_id)));
    if let Some(id) = &item.request_id {
        parts.push(visible(id).into_owned());
    }
    if let Some(ms) = item.took_ms {
        let (seconds, tenths) = (ms / 1_000, ms % 1_000 / 100);
        parts.push(said::took(lang, seconds, tenths));
    }
    if let Some(server) = &item.now_on {
        let server = visible(server.as_str());
        parts.push(said::bound_again(lang, &server));
    }
    let said = [item.code.as_deref(), item.message.as_deref()];
    let said: Vec<String> =
        said.into_iter().flatten().map(|text| visible(text).into_owned()).collect();
    parts.extend((!said.is_empty()).then(|| said.join(" ")));
    parts.extend(run.reason.as_ref().map(|reason| visible(reason).into_owned()));
    let mut text = String::new();
    let _ = writeln!(text, "    {}", parts.join("  "));
    let _ = writeln!(text, "    {}", markdown::request(item));
    text
}

/// Lines that are too long go on in the next one, further in.
pub(super) fn wrapped(text: &str, columns: usize) -> String {
    let mut out = String::new();
    for line in text.lines() {
        // No character is wider than the bytes that it is written with.
        if line.len() <= columns || line.width() <= columns {
            out.push_str(line.trim_end());
            out.push('\n');
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        for part in wrap(&Line::raw(line.to_owned()), columns, indent + 2) {
            out.push_str(part.to_string().trim_end());
            out.push('\n');
        }
    }
    out
}
