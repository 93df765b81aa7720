//! What a crash left open, as a line above the list.

use super::painter::Painter;
use super::theme::Role;
use crate::app::App;
use crate::app::history::UnfinishedState;
use crate::domain::sanitize::visible;
use crate::text::outcome;
use crate::tr;

/// What a crash left open, in one line; `None` when there is nothing of the kind.
pub(crate) fn unfinished(app: &App, painter: &Painter) -> Option<(Role, String)> {
    let open = app
        .unfinished
        .iter()
        .find(|u| !matches!(u.state, UnfinishedState::Settled(_)))
        .or(app.unfinished.last())?;
    let (eip, more) = (visible(&open.eip), app.unfinished.len() - 1);
    let others = if more > 0 {
        tr!(painter.lang, " (+{more} more)", "（另有 {more} 个）")
    } else {
        String::new()
    };
    Some(match &open.state {
        UnfinishedState::Looking => (
            Role::Warn,
            tr!(
                painter.lang,
                "1 to check: {eip}, sent before a crash: reading it{others}",
                "1 项待核对：{eip}，崩溃前已发送：正在读取{others}"
            ),
        ),
        UnfinishedState::Blind(why) => (
            Role::Warn,
            tr!(
                painter.lang,
                "1 to check: {eip}, sent before a crash: can't be read: {}{others}",
                "1 项待核对：{eip}，崩溃前已发送：无法读取：{}{others}",
                visible(why)
            ),
        ),
        UnfinishedState::Settled(word) => {
            let word = outcome::word(painter.lang, *word);
            (
                Role::Accent,
                tr!(
                    painter.lang,
                    "checked after a crash: {eip}: {word}{others} · H history",
                    "崩溃后已核对：{eip}：{word}{others} · H 历史"
                ),
            )
        }
        UnfinishedState::Elsewhere(why) => (
            Role::Dim,
            tr!(
                painter.lang,
                "{eip}: an earlier run has no outcome; {why}: not checked here{others} · H history",
                "{eip}：之前的操作没有结果；{why}，无法在此核对{others} · H 历史"
            ),
        ),
    })
}
