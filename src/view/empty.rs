//! Why there are no rows, and what to do.

use super::doc::Doc;
use super::messages::fault_lines;
use super::painter::Painter;
use super::theme::Role;
use super::wrap;
use crate::app::{App, Load};
use crate::domain::{Fault, Region};
use crate::tr;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

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
pub(crate) fn draw(app: &App, painter: &Painter, area: Rect, buf: &mut Buffer) {
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
                "→ paste the alert: it is searched for in all regions; or R chooses regions",
                "→ 粘贴告警：会在所有地域中查找；或按 R 选择地域",
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
