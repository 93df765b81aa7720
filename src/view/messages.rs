//! Words for what the machine says about itself: notices, hints of the dialog, why it isn't armed, why there are no rows.

use super::doc::Doc;
use super::painter::Painter;
use super::theme::Role;
use super::wrap;
use crate::app::dialog::{Arming, Hint};
use crate::app::lookup::Lookup;
use crate::app::notice::NoticeKind;
use crate::app::{App, Load};
use crate::domain::sanitize::visible;
use crate::domain::{Fault, Region};
use crate::text::{fault, outcome, target, toggle};
use crate::tr;
use crate::unbind::Verdict;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// A notice.
pub(crate) fn notice(painter: &Painter, kind: &NoticeKind, columns: usize) -> Span<'static> {
    let l = painter.lang;
    let (role, words) = match kind {
        NoticeKind::Copied(copied) => {
            let role = if copied.dropped_by.is_some() { Role::Warn } else { Role::Accent };
            (
                role,
                crate::text::copied::notice(l, copied.dropped_by, copied.saved.as_deref(), columns),
            )
        }
        NoticeKind::CopyFailed(error) => {
            (Role::Warn, tr!(l, "✗ not copied: {}", "✗ 未能复制：{}", visible(error)))
        }
        NoticeKind::NothingHere => (Role::Warn, l.pick("nothing here", "这里没有内容").to_owned()),
        NoticeKind::PasteNothing => (
            Role::Warn,
            l.pick("nothing to look for in the pasted text", "粘贴的内容中没有可查找的目标")
                .to_owned(),
        ),
        NoticeKind::PasteDropped => (
            Role::Warn,
            l.pick("paste dropped: it never acts as keys", "已忽略粘贴：粘贴不会当作按键")
                .to_owned(),
        ),
        NoticeKind::NoEipHere => {
            (Role::Warn, l.pick("this private IP has no EIP", "该内网 IP 没有 EIP").to_owned())
        }
        NoticeKind::TooManyMarks => (
            Role::Warn,
            l.pick("at most 10 at once: unmark some", "一次最多 10 个：请取消部分标记").to_owned(),
        ),
        NoticeKind::LookingUp(target, regions) => (
            Role::Accent,
            tr!(
                l,
                "looking for {} in {regions} regions…",
                "正在 {regions} 个地域中查找 {}…",
                visible(target)
            ),
        ),
        NoticeKind::TargetNotFound(lost) => (Role::Warn, not_found(painter, lost, columns)),
        NoticeKind::TargetFound(address) => (
            Role::Accent,
            tr!(
                l,
                "{} found, not opened: paste it again in the list",
                "已找到 {}，未打开：请在列表中再次粘贴",
                visible(address)
            ),
        ),
        NoticeKind::TargetAmbiguous(target, count) => (
            Role::Warn,
            tr!(
                l,
                "{} fits {count} rows: choose one",
                "{} 符合 {count} 行：请选择",
                visible(target)
            ),
        ),
        NoticeKind::UnknownKey(key) => (
            Role::Dim,
            tr!(
                l,
                "{} does nothing here; ? shows all keys",
                "{} 在此无作用；按 ? 查看按键",
                visible(key)
            ),
        ),
        NoticeKind::ProfileInForce(profile, warning, unwatched) => {
            let name = profile.as_deref().map_or(l.pick("no profile", "无配置档").into(), visible);
            let warning =
                warning.as_deref().map(|w| format!(" · {}", visible(w))).unwrap_or_default();
            if unwatched.is_empty() {
                (Role::Accent, tr!(l, "now with {name}{warning}", "已切换到 {name}{warning}"))
            } else {
                let lost = tr!(
                    l,
                    "not settled, not watched any more: {unwatched}",
                    "结果未定，不再继续观察：{unwatched}"
                );
                (
                    Role::Warn,
                    tr!(
                        l,
                        "▲ {lost} · now with {name}{warning}",
                        "▲ {lost} · 已切换到 {name}{warning}"
                    ),
                )
            }
        }
        NoticeKind::ProfileFailed(why) => {
            (Role::Danger, tr!(l, "✗ not switched: {}", "✗ 未切换：{}", visible(why)))
        }
        NoticeKind::BoundAgain(address, server) => {
            let server = visible(server.as_str());
            (
                Role::Danger,
                tr!(
                    l,
                    "▲ {address} is bound again: it is on {server} now",
                    "▲ {address} 又被绑定：现在在 {server} 上"
                ),
            )
        }
        NoticeKind::Settled(address, word) => {
            let word = outcome::word(l, *word);
            (
                Role::Warn,
                tr!(l, "▲ {address}, as seen now: {word}", "▲ {address} 现在的结果：{word}"),
            )
        }
        NoticeKind::Reported(Ok(path)) => {
            let path = visible(path);
            let words = tr!(
                l,
                "report saved: {path}; sent to the terminal's clipboard, whether it arrived can't be known",
                "报告已保存：{path}；已发送到终端剪贴板，无法确认是否到达"
            );
            (Role::Accent, words)
        }
        NoticeKind::Reported(Err(why)) => {
            let why = visible(why);
            let words = tr!(
                l,
                "sent to the terminal's clipboard; the report could not be saved: {why}",
                "已发送到终端剪贴板；报告无法保存：{why}"
            );
            (Role::Warn, words)
        }
        NoticeKind::HookFailed(program, end) => {
            (Role::Warn, crate::text::hook::after_outcome(l, program, end))
        }
        NoticeKind::NoErrors => (Role::Accent, l.pick("no errors", "没有错误").to_owned()),
    };
    painter.own(role, words)
}

/// Where a target was looked for, and what failed there; on one line, the whole of it stands among the errors.
fn not_found(painter: &Painter, lost: &Lookup, columns: usize) -> String {
    let (l, target) = (painter.lang, lost.target.to_string());
    let (target, failed) = (visible(&target), lost.faults.len());
    if columns < 60 {
        return match failed {
            0 => tr!(l, "{target}: not found · e where", "{target}：未找到 · e 查看"),
            _ => tr!(
                l,
                "{target}: not found, {failed} failed · e",
                "{target}：未找到，{failed} 处失败 · e"
            ),
        };
    }
    let mut words = if lost.looked.is_empty() {
        tr!(l, "{target}: nowhere could be looked", "{target}：所有地域均未能查找")
    } else {
        tr!(
            l,
            "{target}: not found in {}",
            "{target}：未找到，已查找 {}",
            target::places(l, &lost.looked, 3)
        )
    };
    for (reason, regions) in target::reasons(l, &lost.faults) {
        words += &tr!(
            l,
            "; not looked in {}: {reason}",
            "；未能查找 {}：{reason}",
            target::places(l, &regions, 3)
        );
    }
    if let Some(hint) = target::nat_hint(l, &lost.target) {
        words += &tr!(l, "; {hint}", "；{hint}");
    }
    words
}

/// Sign and role of an outcome.
pub(crate) fn sign(word: Verdict) -> (&'static str, Role) {
    match word {
        Verdict::Verified | Verdict::AlreadyUnbound | Verdict::AlreadyBound => ("✓", Role::Accent),
        Verdict::Drifted => ("▲", Role::Warn),
        Verdict::Refused | Verdict::NotSent | Verdict::NotRecorded => ("✗", Role::Danger),
        Verdict::StillSettling => ("…", Role::Warn),
        Verdict::Unknown => ("?", Role::Danger),
        Verdict::Cancelled => ("–", Role::Dim),
    }
}

/// A line of the dialog about the last key.
pub(crate) fn hint(painter: &Painter, hint: Hint) -> String {
    let l = painter.lang;
    let words = match hint {
        Hint::Dropped => l.pick("key dropped: the field was not armed yet", "按键已忽略：尚未就绪"),
        Hint::PasteDropped => l.pick("paste dropped: type the token", "已忽略粘贴：请手动输入确认码"),
        Hint::EnterOnceMore => l.pick("press Enter once more", "请再按一次 Enter（press Enter once more）"),
        Hint::WrongToken => l.pick("not the token: nothing sent", "确认码不符：未发送"),
        Hint::Changed => l.pick("the plan changed: type the token again", "计划已变化：请重新输入确认码"),
        Hint::NotHere(why) => toggle::why(l, why),
        Hint::NoTogglesInBatch => l.pick("no toggles in a batch", "批量解绑没有选项"),
        Hint::NothingToSend => l.pick("nothing to send", "没有可发送的请求"),
        Hint::WithoutJournal => l.pick(
            "notRecorded: no journal, nothing was sent; the token again goes on WITHOUT it, this once",
            "未记录（notRecorded）：无法写日志，未发送；再次输入确认码则本次不记日志继续",
        ),
    };
    words.to_owned()
}

/// Why the field takes no keys; `None` when it does, or when there is no field.
pub(crate) fn arming(painter: &Painter, arming: Arming) -> Option<String> {
    let l = painter.lang;
    match arming {
        Arming::Nothing | Arming::Armed => None,
        Arming::Reading(ms) if ms >= 3_000 => {
            let s = ms / 1_000;
            Some(tr!(l, "no answer for {s} s, trying every 2 s…", "{s} 秒无应答，每 2 秒重试…"))
        }
        Arming::Reading(_) => {
            Some(l.pick("reading the EIP again…", "正在重新读取 EIP…").to_owned())
        }
        Arming::Unreadable => Some(
            l.pick("can't read the EIP, trying every 2 s…", "无法读取 EIP，每 2 秒重试…")
                .to_owned(),
        ),
        Arming::Facts => Some(l.pick("reading NIC and quota…", "正在读取网卡与配额…").to_owned()),
        Arming::Hidden => Some(
            l.pick(
                "no room to show every target: enlarge the window",
                "窗口太小，列不下全部目标：请放大窗口",
            )
            .to_owned(),
        ),
        Arming::Request => Some(
            l.pick("p goes back: the token is typed there", "按 p 返回，在那里输入确认码")
                .to_owned(),
        ),
        Arming::Settling => Some(l.pick("arming…", "即将就绪…").to_owned()),
    }
}

/// Nothing could be read, and why.
fn failed(painter: &Painter, faults: &[(&Region, &'static str, &Fault)], doc: &mut Doc) {
    doc.push(0, painter.say(Role::Danger, "✗ nothing could be read", "✗ 全部读取失败"));
    for (region, action, fault) in faults {
        doc.gap();
        fault_lines(painter, doc, 2, &format!("{region} {action}"), fault);
    }
    doc.gap();
    doc.push(
        1,
        painter.say(Role::Dim, "r reads again   e shows everything", "按 r 重新读取   e 查看全部"),
    );
}

/// A fault in lines: where, code, message, what it means, what to do.
pub(crate) fn fault_lines(painter: &Painter, doc: &mut Doc, rank: u8, place: &str, fault: &Fault) {
    let code =
        if fault.code.is_empty() { fault.class.word().to_owned() } else { fault.code.clone() };
    doc.push(
        rank,
        vec![
            painter.own(Role::Danger, format!("✗ {place}: ")),
            painter.cloud(Role::Danger, &code),
            painter.own(Role::Normal, format!("  {}", fault::meaning(painter.lang, fault))),
        ],
    );
    doc.push(
        rank + 1,
        vec![painter.own(Role::Accent, format!("→ {}", fault::hint(painter.lang, fault)))],
    );
    let mut said = vec![painter.own(Role::Dim, "  "), painter.cloud(Role::Dim, &fault.message)];
    if let Some(id) = &fault.request_id {
        said.push(painter.own(Role::Dim, "  requestId "));
        said.push(painter.cloud(Role::Dim, id.as_str()));
    }
    doc.push(rank + 2, said);
}

/// A number with its thousands apart.
fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    groups.join(",")
}

/// Why there are no rows, and what to do.
pub(crate) fn empty(app: &App, painter: &Painter, area: Rect, buf: &mut Buffer) {
    let columns = usize::from(area.width).saturating_sub(4);
    let mut doc = Doc::new(columns, 2);
    doc.gap();
    let l = painter.lang;
    let waiting = if app.shows_nics() {
        app.inventory.regions.iter().any(|r| matches!(r.nics, Load::Loading(_) | Load::NotAsked))
    } else {
        app.inventory.regions.iter().any(|r| r.read_at.is_none() && r.listing.is_some())
    };
    let faults: Vec<(&Region, &'static str, &Fault)> = app
        .inventory
        .faults()
        .into_iter()
        .filter(|(_, action, _)| {
            *action == if app.shows_nics() { "DescribeNetworkInterfaces" } else { "DescribeEip" }
        })
        .collect();
    let known = if app.shows_nics() {
        app.inventory.regions.iter().any(|r| r.nics.ready().is_some_and(|n| !n.is_empty()))
    } else {
        !app.inventory.is_empty()
    };
    let regions = app.session.regions.iter().map(Region::as_str).collect::<Vec<_>>().join(" ");
    if app.session.regions.is_empty() {
        doc.push(0, painter.say(Role::Warn, "no region is chosen", "未选择地域"));
        doc.push(
            1,
            painter.say(
                Role::Accent,
                "→ R chooses regions; a pasted alert is looked for in all of them",
                "→ 按 R 选择地域；粘贴告警会在所有地域中查找",
            ),
        );
    } else if let Some(total) = app
        .inventory
        .total()
        .filter(|_| known && waiting && !app.list.filter.is_empty() && !app.shows_nics())
    {
        let (read, total) = (thousands(app.inventory.len() as u64), thousands(total));
        let words = tr!(
            l,
            "not among the {read} of {total} read so far; still reading: ",
            "已读取的 {read} / {total} 行中没有；仍在读取："
        );
        doc.push(
            0,
            vec![
                painter.own(Role::Warn, words),
                painter.cloud(Role::Normal, app.list.input.value()),
            ],
        );
    } else if known && !app.list.filter.is_empty() {
        doc.push(
            0,
            vec![
                painter.say(Role::Warn, "nothing matches the filter: ", "没有符合过滤条件的行："),
                painter.cloud(Role::Normal, app.list.input.value()),
            ],
        );
        doc.push(1, painter.say(Role::Accent, "→ Esc clears the filter", "→ 按 Esc 清除过滤"));
    } else if waiting {
        doc.push(0, painter.own(Role::Normal, tr!(l, "reading {}…", "正在读取 {}…", regions)));
    } else if faults.is_empty() {
        let what = if app.shows_nics() {
            l.pick("no NICs in", "没有网卡：")
        } else {
            l.pick("no EIPs in", "没有 EIP：")
        };
        doc.push(0, painter.own(Role::Normal, format!("{what} {regions}")));
        doc.push(
            1,
            painter.say(
                Role::Accent,
                "→ R chooses other regions, r reads again",
                "→ 按 R 选择其他地域，按 r 重新读取",
            ),
        );
    } else {
        failed(painter, &faults, &mut doc);
    }
    let area = Rect { x: area.x.saturating_add(2), width: area.width.saturating_sub(2), ..area };
    let lines: Vec<Line<'_>> = doc.fit(usize::from(area.height));
    wrap::put_all(buf, area, &lines);
}
