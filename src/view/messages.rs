//! What the machine says about itself: notices, hints of the dialog, why it is not ready.

use super::doc::Doc;
use super::painter::Painter;
use super::theme::Role;
use crate::app::dialog::{Arming, Hint};
use crate::app::lookup::Lookup;
use crate::app::notice::NoticeKind;
use crate::domain::Fault;
use crate::domain::sanitize::visible;
use crate::text::{Length, accounts, fault, outcome, target, toggle};
use crate::tr;
use crate::unbind::Verdict;
use ratatui::text::Span;

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
        NoticeKind::CopyFailed(error) => (
            Role::Warn,
            tr!(
                l,
                "✗ could not be sent to the clipboard: {}",
                "✗ 无法发送到剪贴板：{}",
                visible(error)
            ),
        ),
        NoticeKind::NothingHere => {
            (Role::Warn, l.pick("there is no row here", "此处没有行").to_owned())
        }
        NoticeKind::PasteNothing => (
            Role::Warn,
            l.pick("the pasted text names nothing to look up", "粘贴的内容中没有可查找的目标")
                .to_owned(),
        ),
        NoticeKind::PasteDropped => (
            Role::Warn,
            l.pick("paste ignored: it never acts as keys", "已忽略粘贴：粘贴不会当作按键")
                .to_owned(),
        ),
        NoticeKind::NoEipHere => {
            (Role::Warn, l.pick("this private IP has no EIP", "该内网 IP 没有 EIP").to_owned())
        }
        NoticeKind::TooManyMarks => (
            Role::Warn,
            l.pick(
                "at most 10 at once → Space unmarks some",
                "一次最多 10 个 → 按 Space 取消部分标记",
            )
            .to_owned(),
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
        NoticeKind::LookingInProfiles(targets, profiles) => {
            (Role::Accent, accounts::looking(l, targets, *profiles))
        }
        NoticeKind::InSeveralProfiles(profiles) => {
            (Role::Warn, accounts::in_several_short(l, profiles))
        }
        NoticeKind::InNoProfile(looked, unread) => {
            (Role::Warn, accounts::in_none(l, looked, *unread))
        }
        NoticeKind::FoundInProfile(profile) => {
            (Role::Accent, accounts::found_meanwhile(l, profile))
        }
        NoticeKind::TargetNotFound(lost) => (Role::Warn, not_found(painter, lost, columns)),
        NoticeKind::TargetFound(address) => (
            Role::Accent,
            tr!(
                l,
                "{} found, not opened → Esc, then paste it again in the list",
                "已找到 {}，未打开 → 按 Esc，然后在列表中再次粘贴",
                visible(address)
            ),
        ),
        NoticeKind::TargetAmbiguous(target, count) => (
            Role::Warn,
            tr!(
                l,
                "{count} EIPs match “{}”: choose one",
                "{count} 个 EIP 匹配“{}”：请选择",
                visible(target)
            ),
        ),
        NoticeKind::UnknownKey(key) => (
            Role::Dim,
            tr!(
                l,
                "{} is not a key here; ? lists the keys of this screen",
                "此处没有 {} 键；按 ? 查看本页按键",
                visible(key)
            ),
        ),
        NoticeKind::ProfileInForce(profile, warning, unwatched) => {
            let name =
                profile.as_deref().map_or(l.pick("no profile", "无账户配置").into(), visible);
            let warning =
                warning.as_deref().map(|w| format!(" · {}", visible(w))).unwrap_or_default();
            if unwatched.is_empty() {
                (
                    Role::Accent,
                    tr!(
                        l,
                        "profile in use now: {name}{warning}",
                        "现在使用账户配置：{name}{warning}"
                    ),
                )
            } else {
                let lost = tr!(
                    l,
                    "outcome not known and not read any more: {unwatched}",
                    "结果未知，不再继续读取：{unwatched}"
                );
                (
                    Role::Warn,
                    tr!(
                        l,
                        "▲ {lost} · profile in use now: {name}{warning}",
                        "▲ {lost} · 现在使用账户配置：{name}{warning}"
                    ),
                )
            }
        }
        NoticeKind::ProfileFailed(why) => (
            Role::Danger,
            tr!(
                l,
                "✗ the profile could not be used, nothing changed: {}",
                "✗ 无法使用该账户配置，一切不变：{}",
                visible(why)
            ),
        ),
        NoticeKind::BoundAgain(address, server) => {
            let server = visible(server.as_str());
            (
                Role::Danger,
                tr!(
                    l,
                    "▲ {address} is bound again, to {server}; not by this program · H shows the run",
                    "▲ {address} 又绑定到 {server}，并非本程序所为 · 按 H 查看"
                ),
            )
        }
        NoticeKind::Settled(address, word) => {
            let word = outcome::word(l, *word);
            (
                Role::Warn,
                tr!(
                    l,
                    "▲ {address}: outcome now {word} · H shows it",
                    "▲ {address}：现在的结果：{word} · 按 H 查看"
                ),
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
        tr!(l, "{target}: no region could be read", "{target}：所有地域均读取失败")
    } else {
        tr!(
            l,
            "{target} is in none of {}",
            "{} 中均无 {target}",
            target::places(l, &lost.looked, 3)
        )
    };
    for (reason, regions) in target::reasons(l, &lost.faults) {
        words += &tr!(
            l,
            "; {} could not be read: {reason} (e)",
            "；{} 读取失败：{reason}（e）",
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
        Hint::Dropped => l.pick("key ignored: the dialog was not ready yet", "按键已忽略：对话框尚未就绪"),
        Hint::PasteDropped => l.pick("paste ignored: type the token", "已忽略粘贴：请手动输入确认码"),
        Hint::EnterOnceMore => l.pick("press Enter once more", "请再按一次 Enter（press Enter once more）"),
        Hint::WrongToken => l.pick("not the token: nothing was sent", "确认码不符：未发出任何请求"),
        Hint::Changed => l.pick("the plan changed: type the token again", "计划已变化：请重新输入确认码"),
        Hint::NotHere(why) => {
            return toggle::remark(l, why, Length::Long).unwrap_or_default();
        }
        Hint::AsPlanned => l.pick("as planned: it can't be changed here", "以计划为准，不能在此更改"),
        Hint::NothingToSend => l.pick("there is nothing to send", "没有可发送的请求"),
        Hint::WithoutJournal => l.pick(
            "nothing was sent: the journal can't be written; the token again goes on once WITHOUT it",
            "没有发出任何请求：无法写入操作日志；再次输入确认码，仅此一次不记日志",
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
            Some(tr!(
                l,
                "not ready: no answer for {s} s, next try within 2 s",
                "尚未就绪：{s} 秒无应答，2 秒内重试"
            ))
        }
        Arming::Reading(ms) => Some(tr!(
            l,
            "not ready: reading the EIP ({} s)",
            "尚未就绪：正在读取 EIP（{} 秒）",
            ms / 1_000
        )),
        Arming::Unreadable => Some(
            l.pick(
                "not ready: the EIP can't be read, next try in 2 s",
                "尚未就绪：无法读取 EIP，2 秒后重试",
            )
            .to_owned(),
        ),
        Arming::Facts => Some(
            l.pick("not ready: reading NIC and quota", "尚未就绪：正在读取网卡与配额").to_owned(),
        ),
        Arming::Hidden => Some(
            l.pick(
                "no room to show every target → enlarge the window",
                "窗口太小，列不下全部目标 → 请放大窗口",
            )
            .to_owned(),
        ),
        Arming::Request => {
            Some(l.pick("The token is typed in the dialog", "确认码在对话框中输入").to_owned())
        }
        Arming::Settling => Some(l.pick("ready in a moment", "即将就绪").to_owned()),
    }
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
