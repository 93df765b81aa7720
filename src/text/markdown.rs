//! The report of a run as Markdown: enough for somebody who was not there to know what happened and to take it back.

use super::credentials::shown_source;
use super::result::{
    after_words, afterwards, destination, last_read, moment, request_id, sentence, word,
};
use super::way_back::Undo;
use super::{Lang, Length, status, story, way_back};
use crate::domain::person::Person;
use crate::domain::sanitize::{option, visible, visible_lines};
use crate::domain::{NicPosition, Told};
use crate::tr;
use crate::unbind::record::FourEyes;
use crate::unbind::report::{ItemReport, RunReport};
use jiff::tz::TimeZone;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// How far the journal reaches at the time of the report.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chain {
    /// How many records it has.
    pub records: usize,
    /// The hash of the last one.
    pub head: Option<String>,
}

impl Chain {
    /// The same for programs.
    pub(crate) fn json(&self) -> Value {
        json!({ "records": self.records, "head": self.head })
    }
}

/// How it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// For a ticket.
    Markdown,
    /// For a terminal.
    Plain,
}

/// The report. Without `chain` it says that nothing is known of the journal.
pub fn report(
    style: Style,
    lang: Lang,
    run: &RunReport,
    chain: Option<&Chain>,
    zone: &TimeZone,
) -> String {
    let title = title(style, lang, run);
    let mut text = match style {
        Style::Markdown => format!("## {title}\n\n"),
        Style::Plain => format!("{title}\n\n"),
    };
    common(style, lang, run, zone, &mut text);
    for item in &run.items {
        if run.items.len() > 1 {
            let sign = if style == Style::Markdown { "### " } else { "" };
            let (name, word) = (style.text(&item.name()), word(lang, item));
            let head = tr!(lang, "{name}: {word}", "{name}：{word}");
            let _ = writeln!(text, "\n{sign}{head}\n");
        } else {
            text.push('\n');
        }
        of_item(style, lang, run, item, zone, &mut text);
    }
    if let Some(words) = super::history::not_begun(lang, &run.not_begun) {
        let _ = writeln!(text, "\n{}", style.text(&words));
    }
    text.push('\n');
    match chain {
        Some(Chain { records, head: Some(head) }) => {
            let _ = writeln!(
                text,
                "{}",
                tr!(
                    lang,
                    "Journal at the time of this report: {records} records, head (hash of the last \
                     record) {}. Whether it still holds them: {}",
                    "生成报告时的操作日志：{records} 条记录，最新记录的哈希 {}。检查这些记录是否仍在：{}",
                    style.code(head),
                    style.code(&check_command(run, head))
                )
            );
        }
        // The journal was not read for it.
        Some(_) => {}
        None => {
            text.push_str(lang.pick("Not recorded in a journal.\n", "没有写入操作日志。\n"));
        }
    }
    // Its lines end; nothing else in it acts.
    visible_lines(&text).into_owned()
}

fn title(style: Style, lang: Lang, run: &RunReport) -> String {
    let binds = run.items.first().is_some_and(ItemReport::binds);
    match run.items.as_slice() {
        [item] => {
            let (eip, word) = (style.text(&item.name()), word(lang, item));
            if binds {
                tr!(lang, "Bind {eip}: {word}", "绑定 {eip}：{word}")
            } else {
                tr!(lang, "Unbind {eip}: {word}", "解绑 {eip}：{word}")
            }
        }
        items => {
            let count = items.len();
            if binds {
                tr!(lang, "Bind of {count} EIPs", "绑定 {count} 个 EIP")
            } else {
                tr!(lang, "Unbind of {count} EIPs", "解绑 {count} 个 EIP")
            }
        }
    }
}

fn line(style: Style, lang: Lang, text: &mut String, label: &str, value: &str) {
    let colon = lang.pick(": ", "：");
    let _ = match style {
        Style::Markdown => writeln!(text, "- **{label}**{colon}{value}"),
        Style::Plain => writeln!(text, "{label}{colon}{value}"),
    };
}

/// What all its items have in common.
fn common(style: Style, lang: Lang, run: &RunReport, zone: &TimeZone, text: &mut String) {
    let unknown = || lang.pick("not known", "未知").to_owned();
    let date = run.started_at.map_or_else(unknown, |at| moment(at, zone));
    line(style, lang, text, lang.pick("Date", "日期"), &date);
    line(style, lang, text, lang.pick("Who", "操作人"), &person(style, lang, &run.whose.who));
    let account = run.whose.who.account.as_deref().or(run.account());
    line(
        style,
        lang,
        text,
        lang.pick("Account", "账号"),
        &account.map_or_else(unknown, |name| style.code(name)),
    );
    let caller = run.whose.who.caller.as_ref().map_or_else(unknown, |name| style.code(name));
    line(style, lang, text, lang.pick("Caller", "调用者"), &caller);
    let profile = run.whose.profile.as_ref().map(|name| style.code(name));
    let none = lang.pick("none", "无").to_owned();
    line(style, lang, text, lang.pick("Profile", "账户配置"), &profile.unwrap_or(none));
    if let Some(source) = &run.whose.source {
        line(
            style,
            lang,
            text,
            lang.pick("Keys", "密钥"),
            &style.code(&shown_source(lang, source)),
        );
    }
    let api = run.api().map_or_else(unknown, |api| api.number().to_owned());
    line(style, lang, text, "API", &api);
    if let Some(endpoint) = &run.whose.endpoint {
        line(style, lang, text, lang.pick("Endpoint", "接入地址"), &style.code(endpoint));
    }
    if let Some(planner) = &run.planned_by {
        let mut words = person(style, lang, planner);
        if let Some(caller) = &planner.caller {
            words += &tr!(lang, ", caller {}", "，调用者 {}", style.code(caller));
        }
        line(style, lang, text, lang.pick("Planned by", "计划人"), &words);
    }
    let four_eyes = match &run.four_eyes {
        Some(FourEyes::TwoPeople) => Some(lang.pick(
            "kept, by the plan file: planned by one caller, sent by another",
            "已满足（依据计划文件）：由不同调用者计划和发送",
        )),
        Some(FourEyes::WayBack) => Some(
            lang.pick("exempt: the way back to the recorded place", "豁免：重新绑定到记录中的位置"),
        ),
        Some(FourEyes::Other(_)) | None => None,
    };
    if let Some(words) = four_eyes {
        line(style, lang, text, lang.pick("Four eyes", "四眼规则"), words);
    }
    if let Some(reason) = &run.reason {
        line(style, lang, text, lang.pick("Reason", "原因"), &style.text(reason));
    }
    line(style, lang, text, lang.pick("Run", "操作"), &style.code(&run.run_id));
}

/// Who, with what else is known of the person.
fn person(style: Style, lang: Lang, who: &Person) -> String {
    let mut parts = vec![style.text(&who.to_string())];
    if let Some(uid) = who.uid {
        parts.push(format!("uid {uid}"));
    }
    if let Some(pid) = who.pid {
        parts.push(format!("pid {pid}"));
    }
    if let Some(client) = &who.ssh_client {
        parts.push(tr!(lang, "ssh from {}", "SSH 来自 {}", style.text(client)));
    }
    parts.join(lang.pick(", ", "，"))
}

/// The command that checks later whether the journal still holds these records: in the same state folder.
fn check_command(run: &RunReport, head: &str) -> String {
    let mut words = vec!["eip-unbind".to_owned(), "history".to_owned()];
    for (name, value) in run.options.iter().filter(|(name, _)| *name == "--state-dir") {
        option(&mut words, name, value);
    }
    option(&mut words, "--expect-head", &head[..16.min(head.len())]);
    words.join(" ")
}

/// That it was blocked, which API 2.0 can't tell any more of an unbound EIP.
fn blocked(style: Style, text: &mut String, lang: Lang, item: &ItemReport) {
    if item.blocked && !item.binds() {
        let words = lang.pick(
            "yes, when it was taken off; no server gets it until that is lifted (usually 2–24 h)",
            "解绑时已封堵；解封前（通常 2～24 小时）不能绑定到任何服务器",
        );
        line(style, lang, text, lang.pick("Blocked by Tencent", "封堵"), words);
    }
}

/// Where it was before. What the journal lost, or no reading told, is not known; that is another thing than none.
fn place_before(style: Style, lang: Lang, item: &ItemReport, text: &mut String) {
    let told = |value: Option<Told<String>>| match value {
        Some(Told::Value(value)) => style.code(&value),
        Some(Told::Empty) => lang.pick("none", "无").to_owned(),
        Some(Told::NotTold | Told::Conflicting) | None => lang.pick("not known", "未知").to_owned(),
    };
    let before = item.before.as_ref();
    let server = told(before.map(|state| state.server().map(ToString::to_string)));
    line(style, lang, text, lang.pick("Server before", "原绑定服务器"), &server);
    let nic = told(before.map(|state| state.nic().map(ToString::to_string)));
    line(style, lang, text, lang.pick("NIC before", "原网卡"), &nic);
    let ip = told(before.map(|state| state.private_ip().map(|ip| ip.to_string())));
    line(style, lang, text, lang.pick("Private IP before", "原内网 IP"), &ip);
    if let Some(words) = position_before(lang, item) {
        line(style, lang, text, lang.pick("NIC/IP before", "原网卡/IP"), words);
    }
    if let Some(ip) = before.and_then(|state| state.wan_ip) {
        let label = lang.pick("Ordinary public IP there before", "该位置原有普通公网 IP");
        line(style, lang, text, label, &style.code(&ip.to_string()));
    }
}

/// Which IP of which NIC that was, where it was on one or is known to have been on none.
fn position_before(lang: Lang, item: &ItemReport) -> Option<&'static str> {
    let on_nic = item.before.as_ref().is_some_and(|state| state.network_interface_id.is_some());
    if item.nic_position == NicPosition::Unknown {
        return (on_nic && !item.binds()).then(|| lang.pick("not known", "未知"));
    }
    let words = status::position(lang, item.nic_position, Length::Long);
    Some(words).filter(|words| !words.is_empty())
}

fn of_item(
    style: Style,
    lang: Lang,
    run: &RunReport,
    item: &ItemReport,
    zone: &TimeZone,
    text: &mut String,
) {
    let _ = writeln!(text, "{}\n", style.text(&sentence(lang, item, zone)));
    let unknown = || lang.pick("not known", "未知").to_owned();
    let id =
        item.eip_id.as_ref().map(|id| format!(" {}", style.code(id.as_str()))).unwrap_or_default();
    line(style, lang, text, "EIP", &format!("{}{id}", style.code(&item.name())));
    let region = item.region.as_ref().map_or_else(unknown, |region| style.code(region.as_str()));
    line(style, lang, text, lang.pick("Region", "地域"), &region);
    place_before(style, lang, item, text);
    if let Some(to) = destination(item) {
        line(style, lang, text, lang.pick("To", "目标"), &style.code(&to));
    }
    line(style, lang, text, lang.pick("Request", "请求"), &style.code(&request(item)));
    line(
        style,
        lang,
        text,
        lang.pick("Request id", "请求 ID"),
        &style.text(&request_id(lang, item)),
    );
    let sent = item.sent_at.map(|at| moment(at, zone));
    let sent = sent.unwrap_or_else(|| lang.pick("not sent", "没有发出").to_owned());
    line(style, lang, text, lang.pick("Sent", "发送"), &sent);
    let after = after_words(lang, item).unwrap_or_else(unknown);
    line(style, lang, text, lang.pick("After", "之后"), &style.text(&after));
    let read = last_read(lang, item, zone);
    line(style, lang, text, lang.pick("Last read", "最后一次读取"), &style.text(&read));
    if let Some(later) = &item.later {
        let words = style.text(&afterwards(lang, later, zone));
        line(style, lang, text, lang.pick("Afterwards", "此后"), &words);
    }
    blocked(style, text, lang, item);
    if let Some(back) = way_back(style, lang, run, item) {
        line(style, lang, text, way_back::label(lang, item.binds()), &back);
    }
    if let (Some(number), Some(hash)) = (item.line, &item.hash) {
        line(
            style,
            lang,
            text,
            lang.pick("Record", "记录"),
            &tr!(
                lang,
                "journal line {number}, hash {}",
                "操作日志第 {number} 行，哈希 {}",
                style.code(hash)
            ),
        );
    }
    if item.events.is_empty() {
        return;
    }
    let zone_name = item.sent_at.or(run.started_at).map_or_else(String::new, |at| {
        at.to_zoned_datetime(zone.clone()).strftime("%:z").to_string()
    });
    let _ = writeln!(text, "\n{}\n", tr!(lang, "Events ({zone_name}):", "事件（{zone_name}）："));
    for (event, words) in item.events.iter().zip(story::lines(lang, &item.events)) {
        let (time, words) = (story::time(event, zone), style.text(&words));
        let _ = match style {
            Style::Markdown => writeln!(text, "- `{time}` {words}"),
            Style::Plain => writeln!(text, "  {time}  {words}"),
        };
    }
}

/// The request as it was, or would have been: action and parameters.
pub fn request(item: &ItemReport) -> String {
    let mut words = vec![item.action.clone().unwrap_or_else(|| "?".to_owned())];
    words.extend(item.parameters.iter().map(|(name, value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        format!("{name}={value}")
    }));
    words.join(" ")
}

/// How it is undone, where something may have happened that can be undone.
fn way_back(style: Style, lang: Lang, run: &RunReport, item: &ItemReport) -> Option<String> {
    let own = match way_back::undo(run, item)? {
        Undo::DemoEnds => return Some(way_back::demo_ends(lang).to_owned()),
        Undo::Command(Ok(command)) => style.code(&command),
        Undo::Command(Err(id)) => way_back::by_the_console(lang, &style.text(&id)),
    };
    let condition = way_back::condition(lang, item);
    // The vendor's own tool knows nothing of a private cloud's endpoint.
    let tccli = way_back::tccli(run, item).filter(|_| run.whose.endpoint.is_none());
    Some(match tccli {
        Some(tccli) => tr!(
            lang,
            "{condition}{own} (without this program, by API 3.0: {})",
            "{condition}{own}（不使用本程序时，通过 API 3.0：{}）",
            style.code(&tccli)
        ),
        None => format!("{condition}{own}"),
    })
}

impl Style {
    /// Text that Markdown leaves as it is.
    fn text(self, text: &str) -> String {
        let text = visible(text);
        if self == Self::Plain {
            return text.into_owned();
        }
        let mut out = String::new();
        for c in text.chars() {
            if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#') {
                out.push('\\');
            }
            out.push(c);
        }
        out
    }

    /// Text in a code span, where nothing but the backtick means anything.
    fn code(self, text: &str) -> String {
        match self {
            Self::Markdown => format!("`{}`", visible(text).replace('`', "'")),
            Self::Plain => visible(text).into_owned(),
        }
    }
}
