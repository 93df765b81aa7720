//! The question whether to leave while a request is out.

use super::doc::Doc;
use super::painter::Painter;
use super::theme::Role;
use super::wrap;
use crate::app::{App, Dialog, LEAVE_MS};
use crate::tr;
use crate::unbind::Run;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the question over whatever is there.
pub(crate) fn draw(app: &App, painter: &Painter, area: Rect, buf: &mut Buffer) {
    let columns = area.width.min(72);
    let mut doc = Doc::new(usize::from(columns).saturating_sub(4), 0);
    doc.push(
        0,
        if app.dialog.as_ref().is_some_and(Dialog::is_sent) {
            painter.say(
                Role::Warn,
                "▲ A request was sent and its outcome is not known yet.",
                "▲ 请求已发送，结果尚不清楚。",
            )
        } else {
            painter.say(
                Role::Warn,
                "▲ No request is out, but the journal is still being written.",
                "▲ 没有进行中的请求，但操作日志仍在写入。",
            )
        },
    );
    match app.leaving {
        Some((since, _)) => {
            let left = LEAVE_MS.saturating_sub(app.now.since(since)).div_ceil(1_000);
            doc.push(
                0,
                painter.own(
                    Role::Normal,
                    tr!(
                        painter.lang,
                        "Leaving as soon as the outcome is in the journal, in {left} s at the latest.",
                        "得到结果并记录后退出，最多再等 {left} 秒。"
                    ),
                ),
            );
        }
        None => {
            doc.push(
                0,
                painter.say(
                    Role::Normal,
                    "Leaving waits up to 30 s for the outcome and writes it to the journal. The next start checks what is left open.",
                    "退出前最多等待 30 秒以得到结果并写入操作日志。未确定的部分由下次启动核对。",
                ),
            );
            let run = app.dialog.as_ref().and_then(|dialog| dialog.run.as_ref());
            let waiting = run.map_or_else(Vec::new, Run::waiting);
            if !waiting.is_empty() {
                let waiting = waiting.join(", ");
                let words = tr!(
                    painter.lang,
                    "{waiting} not begun, and held until you answer: q leaves it so, Esc goes on.",
                    "{waiting} 尚未开始，等待你的选择：q 不再开始，Esc 继续。"
                );
                doc.push(0, painter.own(Role::Normal, words));
            }
            doc.gap();
            let keys = if waiting.is_empty() {
                painter.say(Role::Accent, "Esc stay   q leave", "Esc 不退出   q 退出")
            } else {
                painter.say(
                    Role::Accent,
                    "Esc stay and go on with the rest   q leave",
                    "Esc 不退出并继续其余项   q 退出",
                )
            };
            doc.push(0, keys);
        }
    }
    let height = (doc.len() as u16 + 2).min(area.height);
    let place = Rect {
        x: area.x + (area.width - columns) / 2,
        y: area.y + (area.height - height) / 2,
        width: columns,
        height,
    };
    let inner = painter.frame(
        buf,
        place,
        Role::Warn,
        vec![painter.say(Role::Warn, "leave?", "退出？")],
        "",
    );
    let lines = doc.fit(usize::from(inner.height));
    wrap::put_all(buf, inner, &lines);
}
