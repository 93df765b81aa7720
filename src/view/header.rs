//! The header: who, where, may it write, how much, how old, the quota, the time. Parts are shortened and dropped as it gets narrow.

use super::painter::Painter;
use super::theme::Role;
use super::wrap::{self, width};
use crate::app::{App, Session};
use crate::domain::sanitize::visible;
use crate::domain::{EipQuota, Region};
use crate::text::screen::header as words;
use crate::text::{Lang, accounts};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use ratatui::text::{Line, Span};

/// The data counts as live for this long.
const LIVE_MS: u64 = 20_000;

/// One part: its texts from the fullest to the shortest; an empty text leaves it out.
struct Part {
    texts: Vec<String>,
    level: usize,
    role: Role,
    right: bool,
    strong: bool,
}

impl Part {
    fn text(&self) -> &str {
        self.texts.get(self.level).map_or("", String::as_str)
    }
}

/// Where each part stands in the list.
const NAME: usize = 0;
const KEY: usize = 1;
const API: usize = 2;
const REGION: usize = 3;
const WRITE: usize = 4;
const ERRORS: usize = 5;
const COUNT: usize = 6;
const AGE: usize = 7;
const QUOTA: usize = 8;
const TIME: usize = 9;

/// What gives way first.
const GIVING_WAY: [usize; 17] = [
    KEY, QUOTA, REGION, COUNT, ERRORS, TIME, AGE, WRITE, REGION, TIME, COUNT, KEY, NAME, AGE,
    ERRORS, REGION, API,
];

/// Draws the header into one row, with the danger rule below it where there is room for one.
pub(crate) fn draw(app: &App, painter: &Painter, area: Rect, buf: &mut Buffer) {
    let columns = usize::from(area.width);
    wrap::put(buf, area, 0, &line(app, painter, columns));
    if area.height > 1 {
        let danger = words::danger_rule(painter.lang);
        let found = accounts::rule(painter.lang, app.session.name());
        let title = match (app.session.context.danger, app.session.by_search) {
            (true, true) => format!("{danger} · {found}"),
            (true, false) => danger.to_owned(),
            (false, _) => found,
        };
        wrap::put(buf, area, 1, &painter.rule(columns, Role::Danger, &title));
    }
}

fn line(app: &App, painter: &Painter, columns: usize) -> Line<'static> {
    let mut parts = parts(app, painter);
    for part in &mut parts {
        part.texts = part.texts.iter().map(|t| painter.signs(t)).collect();
    }
    let total = |parts: &[Part]| -> usize {
        let shown = parts.iter().filter(|p| !p.text().is_empty());
        let widths: Vec<usize> = shown.map(|p| width(p.text())).collect();
        widths.iter().sum::<usize>() + widths.len().saturating_sub(1) * gap(columns)
    };
    let fits = |parts: &[Part]| total(parts) + usize::from(columns >= 60) <= columns;
    for at in GIVING_WAY {
        if fits(&parts) {
            break;
        }
        parts[at].level += 1;
    }
    // What went early may fit again after something longer went, too: the last to go comes back first.
    for at in GIVING_WAY.into_iter().rev().filter(|at| parts_may_return(*at)) {
        if parts[at].level > 0 {
            parts[at].level -= 1;
            if !fits(&parts) {
                parts[at].level += 1;
            }
        }
    }
    let side = |right: bool| {
        let mut spans: Vec<Span<'static>> = Vec::new();
        for part in parts.iter().filter(|p| p.right == right && !p.text().is_empty()) {
            if !spans.is_empty() {
                spans.push(Span::raw(" ".repeat(gap(columns))));
            }
            let style = painter.style(part.role);
            let style = if part.strong { style.add_modifier(Modifier::BOLD) } else { style };
            spans.push(Span::styled(part.text().to_owned(), style));
        }
        Line::from(spans)
    };
    let mut left = side(false);
    if columns >= 60 {
        left.spans.insert(0, Span::raw(" "));
    }
    wrap::spread(left, side(true), columns)
}

/// The name, once cut, stays cut: it would only flicker.
fn parts_may_return(at: usize) -> bool {
    at != NAME
}

fn gap(columns: usize) -> usize {
    if columns >= 100 { 2 } else { 1 }
}

fn parts(app: &App, painter: &Painter) -> Vec<Part> {
    let (s, l) = (&app.session, painter.lang);
    let part = |texts: Vec<String>, role: Role, right: bool| Part {
        texts,
        level: 0,
        role,
        right,
        strong: false,
    };
    let mut name = part(
        name_texts(app, painter),
        if s.is_marked() { Role::Danger } else { Role::Normal },
        false,
    );
    name.strong = true;
    let write = if s.context.read_only {
        part(all(&[words::read_only(l), words::read_only_short(l)]), Role::Accent, false)
    } else {
        part(all(&[words::write(l), words::write_short(l)]), Role::Warn, false)
    };
    let errors = words::errors(l, app.inventory.faults().len());
    let count_role = if app.inventory.read_at().is_some() && !app.inventory.is_complete() {
        Role::Warn
    } else {
        Role::Normal
    };
    let now = app.now;
    vec![
        name,
        part(
            key_texts(app, painter),
            if s.whose().keys.is_ending(now.wall) { Role::Warn } else { Role::Dim },
            false,
        ),
        part(api(painter, s), Role::Dim, false),
        part(region_texts(app, painter), Role::Normal, false),
        write,
        part(errors, Role::Danger, true),
        part(count_texts(app, painter), count_role, true),
        part(age_texts(app, painter), Role::Normal, true),
        part(quota_texts(app, painter), Role::Accent, true),
        part(
            vec![
                format!("{} {}", painter.minutes(now), painter.offset(now)),
                painter.minutes(now),
                String::new(),
            ],
            Role::Dim,
            true,
        ),
    ]
}

fn all(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn name_texts(app: &App, painter: &Painter) -> Vec<String> {
    let name = visible(app.session.name()).into_owned();
    let danger = match (app.session.context.danger, app.session.by_search) {
        (true, _) => words::danger(painter.lang),
        (false, true) => "▲",
        (false, false) => "",
    };
    vec![format!("{danger}{name}"), format!("{danger}{}", wrap::clip(&name, 10, "…"))]
}

fn key_texts(app: &App, painter: &Painter) -> Vec<String> {
    let (s, now) = (&app.session, app.now.wall);
    let whose = s.whose();
    let place = whose.agreed_endpoint().map(|endpoint| format!(" @{endpoint}")).unwrap_or_default();
    words::key(painter.lang, &whose.keys, &place, now)
}

fn region_texts(app: &App, painter: &Painter) -> Vec<String> {
    let regions = &app.session.regions;
    let Some(first) = regions.first() else { return vec![String::new()] };
    let more = regions.len() - 1;
    let short = first.info().map(|i| i.short).filter(|s| !s.is_empty()).unwrap_or(first.as_str());
    words::regions(painter.lang, first.as_str(), short, more)
}

fn count_texts(app: &App, painter: &Painter) -> Vec<String> {
    let (inventory, l) = (&app.inventory, painter.lang);
    let count = inventory.len();
    match (inventory.read_at(), inventory.progress()) {
        (None, Some(pages)) => words::pages(l, pages, count, inventory.total()),
        (Some(_), _) if !inventory.is_complete() => words::incomplete(l, count),
        (None, None) => vec![String::new()],
        (Some(_), _) => words::count(l, count),
    }
}

fn age_texts(app: &App, painter: &Painter) -> Vec<String> {
    let l = painter.lang;
    let Some(read_at) = app.inventory.read_at() else {
        let is_reading = app.inventory.is_reading();
        if is_reading {
            return all(&[words::reading(l)]);
        }
        return all(&[words::no_eips(l), words::not_read(l)]);
    };
    let age = app.now.since(read_at);
    if age <= LIVE_MS {
        return all(&[words::live(l), words::live_short(l)]);
    }
    words::age(l, age / 10_000 * 10)
}

/// The quota that stands in the header: of the region of the row under the cursor.
pub(crate) fn quota(app: &App) -> Option<(Region, Option<EipQuota>)> {
    let of_dialog =
        app.dialog.as_ref().and_then(|d| d.targets.first()).map(|t| t.request.region.clone());
    let region = of_dialog
        .or_else(|| app.current_eip().map(|e| e.region.clone()))
        .or_else(|| app.session.regions.first().cloned())?;
    let quota = app.inventory.region(&region).and_then(|r| r.quota.ready().copied());
    Some((region, quota))
}

/// `2/10`, or that it is not known.
pub(crate) fn quota_figure(app: &App) -> String {
    quota(app)
        .and_then(|(_, q)| q)
        .and_then(|q| q.alloc_wan_ip_text())
        .unwrap_or_else(|| "?/?".to_owned())
}

/// The region's quota of new public IPs, named and placed, as a result shows it.
pub(crate) fn new_ips(lang: Lang, app: &App) -> String {
    let figure = quota_figure(app);
    let place = quota(app).map_or_else(String::new, |(region, _)| region.to_string());
    words::new_ips(lang, &figure, &place)
}

fn quota_texts(app: &App, painter: &Painter) -> Vec<String> {
    let figure = quota_figure(app);
    let place = match quota(app) {
        Some((region, _)) if app.session.regions.len() > 1 => {
            let short =
                region.info().map(|i| i.short).filter(|s| !s.is_empty()).unwrap_or(region.as_str());
            format!("{short} ")
        }
        _ => String::new(),
    };
    words::new_ips_today(painter.lang, &place, &figure)
}

/// The API in use; where 2.0 was to be tried first and is gone, that too.
fn api(painter: &Painter, session: &Session) -> Vec<String> {
    let name = session.whose().api.to_string();
    if !session.api_answered {
        return words::api_not_answered(painter.lang, name);
    }
    let Some(gone) = &session.v2_gone else { return vec![name] };
    let code = visible(&gone.code);
    let why = if code.is_empty() { words::no_connection(painter.lang) } else { code.as_ref() };
    words::v2_gone(painter.lang, name, why)
}
