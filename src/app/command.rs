//! What the operator meant. Keys mean commands only through the key table.

use serde::{Deserialize, Serialize};

/// Every intention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Command {
    /// Cursor up.
    Up,
    /// Cursor down.
    Down,
    /// To the first row.
    First,
    /// To the last row.
    Last,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// Half a page up.
    HalfUp,
    /// Half a page down.
    HalfDown,
    /// Open the filter field.
    Filter,
    /// Sort by the next column.
    Sort,
    /// Show the detail of the row.
    Detail,
    /// Open the unbind dialog.
    Unbind,
    /// Mark or unmark the row.
    Mark,
    /// Read again.
    Refresh,
    /// Switch between EIPs and NIC/private-IP pairs.
    Nics,
    /// Pick regions and profiles.
    Regions,
    /// Show what was done.
    History,
    /// Copy.
    Copy,
    /// Copy as JSON.
    CopyJson,
    /// Show errors.
    Errors,
    /// Show all keys.
    Help,
    /// Go back, close, clear.
    Back,
    /// Leave the program.
    Quit,
    /// Keep the filter and go back to the list.
    KeepFilter,
    /// Toggle `allocWanIp`.
    AllocWanIp,
    /// Toggle `unBindPrivateIpWithEip`.
    UnBindPrivateIp,
    /// A character of the token.
    Token,
    /// Remove the last character.
    Erase,
    /// Send, when the token is right.
    Confirm,
    /// Edit the note (reason).
    Note,
    /// Show the whole request.
    Request,
    /// Bind back.
    BindBack,
    /// Choose the row (regions picker).
    Choose,
}
