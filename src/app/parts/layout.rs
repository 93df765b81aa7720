//! How the screen is divided. Pure arithmetic, here and not in `view`, because scrolling depends on it.

/// The three sizes the screens are drawn for, by columns and rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// 100 columns and more.
    Wide,
    /// 60 to 99 columns.
    Normal,
    /// Below that.
    Narrow,
}

/// Heights of the parts, top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Areas {
    /// Columns class.
    pub(crate) width: Width,
    /// Whether the terminal is too small for anything but saying so.
    pub(crate) too_small: bool,
    /// The header line.
    pub(crate) header: u16,
    /// The filter line.
    pub(crate) filter: u16,
    /// The column heads.
    pub(crate) heads: u16,
    /// Rows of the table.
    pub(crate) table_rows: u16,
    /// The strip of the row under the cursor, with its frame.
    pub(crate) strip: u16,
    /// The dialog, with its frame.
    pub(crate) dialog: u16,
    /// The line for notices.
    pub(crate) notice: u16,
    /// The hint bar.
    pub(crate) hints: u16,
}

/// The smallest terminal that the job can be done in.
pub(crate) const MIN_SIZE: (u16, u16) = (40, 10);

/// What decides how much room each part gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown {
    /// The profile is marked `danger`.
    pub(crate) danger: bool,
    /// The dialog is open.
    pub(crate) dialog: bool,
    /// There is a filter, or it is being typed.
    pub(crate) filter: bool,
}

/// Divides a screen of so many columns and rows.
pub(crate) fn areas((columns, rows): (u16, u16), shown: Shown) -> Areas {
    let width = match columns {
        100.. => Width::Wide,
        60.. => Width::Normal,
        _ => Width::Narrow,
    };
    let too_small = columns < MIN_SIZE.0 || rows < MIN_SIZE.1;
    let short = rows < 16;
    let danger = u16::from(shown.danger && !short);
    let mut a = Areas {
        width,
        too_small,
        header: 1 + danger,
        filter: 0,
        heads: u16::from(!short),
        table_rows: 0,
        strip: 0,
        dialog: 0,
        notice: 0,
        hints: 1,
    };
    if shown.dialog {
        // The dialog takes what it needs; the rows above keep the context in sight.
        a.dialog = match (short, width) {
            (true, _) => rows - a.hints.min(rows),
            // Header, heads, two rows, notice and hints stay.
            (false, _) => 24.min(rows.saturating_sub(6 + danger)),
        };
        if short {
            (a.header, a.heads) = (0, 0);
        }
        a.notice = u16::from(!short);
    } else {
        a.filter = u16::from(!short || shown.filter);
        a.strip = match (short, width) {
            (true, _) => 1,
            (false, Width::Wide) => 5,
            (false, Width::Normal | Width::Narrow) => 4,
        };
        a.notice = u16::from(!short);
    }
    let fixed = a.header + a.filter + a.heads + a.strip + a.dialog + a.notice + a.hints;
    a.table_rows = rows.saturating_sub(fixed);
    a
}
