//! The dialog: form, review, confirmation, and afterwards timeline and result, in one place.
//!
//! What the token line needs stands at the lower edge and is placed first; the review above it gives way by rank.

mod account;
mod batch;
mod batch_run;
mod confirm;
mod impact;
mod options;
mod planned;
mod position;
mod request;
mod result;
mod review;
mod timeline;

pub(super) use options::short_region;

use super::Drawn;
use super::doc::Doc;
use super::header::quota_figure;
use super::painter::Painter;
use super::theme::Role;
use super::wrap;
use crate::app::dialog::{Arming, Purpose};
use crate::app::layout::{Areas, Width};
use crate::app::{App, Dialog};
use crate::domain::sanitize::visible;
use crate::text::dialog::{self as text, Label};
use crate::text::{Length, plan_file, screen};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// What the parts of the dialog need to know.
pub(super) struct Pane<'a> {
    pub(super) app: &'a App,
    pub(super) dialog: &'a Dialog,
    pub(super) painter: &'a Painter,
    pub(super) width: Width,
    pub(super) columns: usize,
}

impl Pane<'_> {
    /// A label column where there is room for one, else nothing.
    pub(super) fn label(&self, label: Label) -> Vec<Span<'static>> {
        let words = text::label(self.painter.lang, label);
        let columns = match (self.width, label) {
            (Width::Wide, _) => LABEL,
            // What is asked first has its label at 80 columns, too.
            (Width::Normal, Label::NowOn | Label::To | Label::Account | Label::Checked) => 10,
            (Width::Normal | Width::Narrow, _) => return vec![],
        };
        vec![self.painter.own(Role::Dim, wrap::pad(words, columns))]
    }

    /// How much room a text has.
    pub(super) fn length(&self) -> Length {
        length(self.width)
    }

    /// An empty document; continuation lines stand under the text, not under the label.
    pub(super) fn doc(&self) -> Doc {
        Doc::new(self.columns, if self.width == Width::Wide { LABEL } else { 2 })
    }

    pub(super) fn narrow(&self) -> bool {
        self.width == Width::Narrow
    }
}

/// Width of the label column.
const LABEL: usize = 12;

/// Draws the dialog.
pub(super) fn draw(
    app: &App,
    dialog: &Dialog,
    painter: &Painter,
    areas: &Areas,
    area: Rect,
    buf: &mut Buffer,
) -> Drawn {
    let is_danger =
        app.session.is_marked() || dialog.plan.items.iter().any(|i| !i.dangers.is_empty());
    let role = match &dialog.run {
        Some(run) if run.is_over() => result::role(run),
        _ if is_danger => Role::Danger,
        _ => Role::Warn,
    };
    let title = title(app, dialog, painter, areas.width);
    // Without a frame there are more lines; without a header the quota stands here.
    let inner = if areas.width == Width::Narrow || areas.header == 0 {
        let quota = Line::from(painter.own(Role::Accent, quota_figure(app)));
        let room = usize::from(area.width).saturating_sub(wrap::line_width(&quota) + 1);
        let left = wrap::clip_line(Line::from(painter.own(role, title)), room, &painter.more());
        wrap::put(buf, area, 0, &wrap::spread(left, quota, usize::from(area.width)));
        Rect { y: area.y + 1.min(area.height), height: area.height.saturating_sub(1), ..area }
    } else {
        painter.frame(buf, area, role, vec![painter.own(role, title)], "")
    };
    let pane = Pane { app, dialog, painter, width: areas.width, columns: usize::from(inner.width) };
    let height = usize::from(inner.height);
    if let Some(run) = &dialog.run {
        let lines = result::doc(&pane, run).fit(height);
        wrap::put_all(buf, inner, &lines);
        return None.into();
    }
    let hint = dialog.hint.filter(|_| areas.notice > 0);
    let mut foot = confirm::foot(&pane, dialog.arming(app.now), hint, false);
    let shows_request = dialog.show_request && dialog.first().is_some();
    let body = match () {
        () if shows_request => request::doc(&pane),
        () if dialog.named() > 1 => batch::doc(&pane),
        () => review::doc(&pane),
    };
    let room = height.saturating_sub(foot.lines.len());
    let is_asked = dialog.plan.token.is_some() && !shows_request;
    if is_asked && !body.fits(room) {
        foot = confirm::foot(&pane, dialog.arming(app.now), hint, true);
    }
    // Whether there is room does not hang on what the last key did, or on what the field is waiting for: else it would come and go.
    let whole = !shows_request
        && body.essential() + confirm::foot(&pane, Arming::Armed, None, false).lines.len()
            <= height;
    wrap::put_all(buf, inner, &body.fit(room));
    let below = foot.lines.len().min(height);
    let low = Rect { y: inner.bottom() - below as u16, height: below as u16, ..inner };
    let skip = foot.lines.len() - below;
    wrap::put_all(buf, low, &foot.lines[skip..]);
    let place = |(row, column): (usize, usize)| {
        let row = row.checked_sub(skip)?;
        Some(Position {
            x: (low.x + column as u16).min(low.right().saturating_sub(1)),
            y: low.y + row as u16,
        })
    };
    Drawn { whole, ..foot.cursor.and_then(place).into() }
}

/// What the dialog is for, as its words need it.
fn act(purpose: Purpose) -> text::Act {
    match purpose {
        Purpose::Unbind => text::Act::Unbind,
        Purpose::BindBack => text::Act::BindBack,
        Purpose::Bind => text::Act::Bind,
    }
}

fn length(width: Width) -> Length {
    match width {
        Width::Wide => Length::Long,
        Width::Normal => Length::Short,
        Width::Narrow => Length::Narrow,
    }
}

fn title(app: &App, dialog: &Dialog, painter: &Painter, width: Width) -> String {
    let l = painter.lang;
    let act = act(dialog.purpose);
    let (planned, named) = (dialog.plan.items.len(), dialog.named());
    let what = if named > 1 {
        let count = if planned == 0 { named } else { planned };
        text::batch_title(l, act, count, named, dialog.planned.is_some())
    } else {
        text::title(l, act).to_owned()
    };
    let what = match &dialog.planned {
        Some(planned) if width != Width::Narrow => plan_file::title(l, &what, &planned.name),
        Some(_) | None => what,
    };
    let state = dialog
        .run
        .as_ref()
        .map(|run| format!(" · {}", screen::result::title(l, run, length(width))))
        .unwrap_or_default();
    let is_danger =
        app.session.context.danger || dialog.plan.items.iter().any(|item| !item.dangers.is_empty());
    let danger = match (is_danger && dialog.run.is_none(), width) {
        (false, _) => "",
        (true, width) => text::danger(l, width == Width::Wide),
    };
    let name = visible(app.session.name()).into_owned();
    let region = dialog.targets.first().map(|t| t.request.region.to_string()).unwrap_or_default();
    if width == Width::Narrow {
        let short = dialog
            .targets
            .first()
            .and_then(|t| t.request.region.info())
            .map_or(region.as_str(), |i| i.short)
            .to_owned();
        return format!("▲ {what}{danger} {name}·{short}{state}");
    }
    format!("▲ {what}{danger} · {name} · {region}{state}")
}
