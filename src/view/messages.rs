//! What the machine says about itself: notices, hints of the dialog, why it is not ready.

use super::doc::Doc;
use super::painter::Painter;
use super::theme::Role;
use crate::app::dialog::{Arming, Hint};
use crate::app::notice::NoticeKind;
use crate::domain::{Fault, NicPosition};
use crate::text::not_known::Why;
use crate::text::screen::{notice as words, token};
use crate::text::{Length, accounts, copied, fault, hook, toggle};
use crate::unbind::Verdict;
use ratatui::text::Span;

/// A notice.
pub(crate) fn notice(painter: &Painter, kind: &NoticeKind, columns: usize) -> Span<'static> {
    let l = painter.lang;
    let fixed = |role: Role, words: &str| (role, words.to_owned());
    let (role, words) = match kind {
        NoticeKind::Copied(sent) => {
            let role = if sent.dropped_by.is_some() { Role::Warn } else { Role::Accent };
            (role, copied::notice(l, sent.dropped_by, sent.saved.as_deref(), columns))
        }
        NoticeKind::CopyFailed(error) => (Role::Warn, words::copy_failed(l, error)),
        NoticeKind::NothingHere => fixed(Role::Warn, words::nothing_here(l)),
        NoticeKind::PasteNothing => fixed(Role::Warn, words::paste_nothing(l)),
        NoticeKind::PasteDropped => fixed(Role::Warn, words::paste_dropped(l)),
        NoticeKind::NoEipHere => fixed(Role::Warn, words::no_eip_here(l)),
        NoticeKind::TooManyMarks => fixed(Role::Warn, words::too_many_marks(l)),
        NoticeKind::LookingUp(target, regions) => {
            (Role::Accent, words::looking_up(l, target, *regions))
        }
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
        NoticeKind::TargetNotFound(lost) => {
            (Role::Warn, words::not_found(l, &lost.target, &lost.looked, &lost.failures(), columns))
        }
        NoticeKind::TargetFound(address) => (Role::Accent, words::found_not_opened(l, address)),
        NoticeKind::TargetAmbiguous(target, count) => {
            (Role::Warn, words::ambiguous(l, target, *count))
        }
        NoticeKind::TargetUnclear(target, count) => (Role::Warn, words::unclear(l, target, *count)),
        NoticeKind::UnknownKey(key) => (Role::Dim, words::unknown_key(l, key)),
        NoticeKind::ProfileInForce(profile, warning, unwatched) => {
            let role = if unwatched.is_empty() { Role::Accent } else { Role::Warn };
            let (profile, warning) = (profile.as_deref(), warning.as_deref());
            (role, words::profile_in_force(l, profile, warning, unwatched))
        }
        NoticeKind::ProfileFailed(why) => (Role::Danger, words::profile_failed(l, why)),
        NoticeKind::BoundAgain(address, server) => {
            (Role::Danger, words::bound_again(l, address, server))
        }
        NoticeKind::Settled(address, word) => (Role::Warn, words::settled(l, address, *word)),
        NoticeKind::Reported(Ok(path), dropped_by) => {
            let role = if dropped_by.is_some() { Role::Warn } else { Role::Accent };
            (role, copied::report_saved(l, *dropped_by, path, columns))
        }
        NoticeKind::Reported(Err(why), _) => (Role::Warn, words::report_not_saved(l, why)),
        NoticeKind::HookFailed(program, end) => (Role::Warn, hook::after_outcome(l, program, end)),
        NoticeKind::NoErrors => fixed(Role::Accent, words::no_errors(l)),
    };
    painter.own(role, words)
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
        Hint::Dropped => token::dropped(l),
        Hint::PasteDropped => token::paste_dropped(l),
        Hint::EnterOnceMore => token::enter_once_more(l),
        Hint::WrongToken => token::wrong_token(l),
        Hint::Changed => token::changed(l),
        Hint::NotHere(why) => {
            // What is undecided is offered.
            let position = (NicPosition::Unknown, Why::NotReadYet);
            return toggle::remark(l, why, Length::Long, position).unwrap_or_default();
        }
        Hint::AsPlanned => token::as_planned(l),
        Hint::NothingToSend => token::nothing_to_send(l),
        Hint::WithoutJournal => token::without_journal(l),
    };
    words.to_owned()
}

/// Why the field takes no keys; `None` when it does, or when there is no field.
pub(crate) fn arming(painter: &Painter, arming: Arming) -> Option<String> {
    let l = painter.lang;
    let words = match arming {
        Arming::Nothing | Arming::Armed => return None,
        Arming::Reading(ms) => return Some(token::reading(l, ms)),
        Arming::Unreadable => token::unreadable(l),
        Arming::Facts => token::facts(l),
        Arming::Hidden => token::hidden(l),
        Arming::Request => token::request(l),
        Arming::Settling => token::settling(l),
    };
    Some(words.to_owned())
}

/// A fault in lines: where, code, message, what it means, what to do.
pub(crate) fn fault_lines(painter: &Painter, doc: &mut Doc, rank: u8, place: &str, fault: &Fault) {
    doc.push(
        rank,
        vec![
            painter.own(Role::Danger, format!("✗ {place}: ")),
            painter.cloud(Role::Danger, &fault.code),
            painter.own(
                Role::Normal,
                format!(
                    "{}{}",
                    if fault.code.is_empty() { "" } else { "  " },
                    fault::meaning(painter.lang, fault)
                ),
            ),
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
