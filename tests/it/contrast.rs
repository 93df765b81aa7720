//! Colours can be read: every role against black and against white.

use eip_unbind::app::Colors;
use eip_unbind::view::theme::Role;

/// The least contrast that small text needs (WCAG 2, level AA).
const READABLE: f64 = 4.5;

#[expect(clippy::wildcard_enum_match_arm, reason = "colours that are not in use")]
/// What a terminal of 16 or 256 colours shows for a colour in use: xterm's defaults.
fn rgb(color: ratatui::style::Color) -> Option<[u8; 3]> {
    use ratatui::style::Color;
    match color {
        Color::Cyan => Some([0, 205, 205]),
        Color::Yellow => Some([205, 205, 0]),
        Color::LightRed => Some([255, 0, 0]),
        Color::Indexed(index @ 16..=231) => {
            let level = |n: u8| if n == 0 { 0 } else { 55 + 40 * n };
            let n = index - 16;
            Some([level(n / 36), level(n / 6 % 6), level(n % 6)])
        }
        _ => None,
    }
}

fn luminance(rgb: [u8; 3]) -> f64 {
    let part = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.039_28 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(rgb[0]) + 0.7152 * part(rgb[1]) + 0.0722 * part(rgb[2])
}

/// Roles without a colour of their own use the terminal's.
#[test]
fn every_role_can_be_read_on_black_and_on_white() {
    for (colors, ground) in [(Colors::Dark, [0; 3]), (Colors::Light, [255; 3])] {
        for role in Role::ALL {
            let Some(color) = role.style(colors).fg else { continue };
            let color = rgb(color).unwrap_or_else(|| panic!("{role:?} {color:?} is not known"));
            let (a, b) = (luminance(color) + 0.05, luminance(ground) + 0.05);
            let contrast = if a > b { a / b } else { b / a };
            assert!(contrast >= READABLE, "{role:?} {colors:?}: {contrast:.1}");
        }
    }
}
