//! Styles by meaning: at most five roles over the terminal's own colours.

use crate::app::Colors;
use ratatui::style::{Color, Modifier, Style};

/// What a piece of text means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Text.
    Normal,
    /// Labels, hints, what matters less.
    Dim,
    /// What can be acted on, what is good.
    Accent,
    /// What needs a second look.
    Warn,
    /// What can do harm.
    Danger,
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] = [Self::Normal, Self::Dim, Self::Accent, Self::Warn, Self::Danger];

    /// The style of this role. Without colours only attributes are left, and the words and signs that are always there.
    pub fn style(self, colors: Colors) -> Style {
        let plain = Style::new();
        match (self, colors) {
            (Self::Normal, _) => plain,
            (Self::Dim, _) => plain.add_modifier(Modifier::DIM),
            (Self::Danger, Colors::None) => {
                plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
            }
            (Self::Warn | Self::Accent, Colors::None) => plain.add_modifier(Modifier::BOLD),
            (Self::Accent, Colors::Dark) => plain.fg(Color::Cyan),
            (Self::Warn, Colors::Dark) => plain.fg(Color::Yellow),
            (Self::Danger, Colors::Dark) => plain.fg(Color::LightRed).add_modifier(Modifier::BOLD),
            // On a light background the sixteen colours are too pale: at least 4.5 to 1 on white.
            (Self::Accent, Colors::Light) => plain.fg(Color::Indexed(25)),
            (Self::Warn, Colors::Light) => plain.fg(Color::Indexed(94)),
            (Self::Danger, Colors::Light) => {
                plain.fg(Color::Indexed(124)).add_modifier(Modifier::BOLD)
            }
        }
    }
}
