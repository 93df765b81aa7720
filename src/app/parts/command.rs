//! What the operator meant, by the part that has the keys. Keys mean commands only through the key table.

/// Every intention. Those of every part stand here; the others belong to one part each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// Leave the program, or ask whether to, or close the dialog: what Ctrl-C means there.
    Quit,
    /// Show all keys.
    Help,
    /// Stop the process until the shell goes on with it.
    Suspend,
    /// In the list and the NIC/private-IP view.
    List(ListCommand),
    /// In the filter field.
    Filter(FilterCommand),
    /// In the detail of a row.
    Detail(DetailCommand),
    /// In the dialog, before sending.
    Dialog(DialogCommand),
    /// In the note field.
    Note(NoteCommand),
    /// While a request is out.
    Running(RunningCommand),
    /// On a result.
    Result(ResultCommand),
    /// In the history.
    History(HistoryCommand),
    /// Among places to bind to.
    Places(PlacesCommand),
    /// Among what may be meant by an alert.
    Candidates(CandidatesCommand),
    /// Among regions and profiles.
    Regions(RegionsCommand),
    /// In help and errors.
    Text(TextCommand),
    /// In the question whether to leave.
    Leave(LeaveCommand),
}

/// Moves a cursor or a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Move {
    Up,
    Down,
    First,
    Last,
    PageUp,
    PageDown,
    HalfUp,
    HalfDown,
}

impl Move {
    /// Where it leads from here, among `len` rows of which `page` are in sight.
    pub(crate) fn from(self, position: usize, len: usize, page: usize) -> usize {
        let page = page.max(1);
        let to = match self {
            Self::Up => position.saturating_sub(1),
            Self::Down => position.saturating_add(1),
            Self::First => 0,
            Self::Last => usize::MAX,
            Self::PageUp => position.saturating_sub(page),
            Self::PageDown => position.saturating_add(page),
            Self::HalfUp => position.saturating_sub(page / 2 + 1),
            Self::HalfDown => position.saturating_add(page / 2 + 1),
        };
        to.min(len.saturating_sub(1))
    }
}

/// In the list and the NIC/private-IP view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListCommand {
    Move(Move),
    Filter,
    /// By the next column.
    Sort,
    Detail,
    /// Opens the dialog; nothing is sent by it.
    Unbind,
    /// Opens the bind dialog; nothing is sent by it.
    BindBack,
    Mark,
    Refresh,
    /// There, and back to the EIPs.
    Nics,
    Regions,
    History,
    Copy,
    Errors,
    /// Filter and marks.
    Clear,
}

/// In the filter field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FilterCommand {
    Keep,
    Clear,
}

/// In the detail of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DetailCommand {
    Scroll(Move),
    Unbind,
    BindBack,
    Copy,
    Close,
}

/// In the dialog, before sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DialogCommand {
    /// A character of the token.
    Token,
    Erase,
    AllocWanIp,
    UnBindPrivateIp,
    /// Another place to bind to.
    Place,
    /// Bind what there is nothing to unbind of.
    BindBack,
    Note,
    /// The whole request, or the review again.
    Request,
    /// The request of the next item of a batch.
    NextRequest,
    PreviousRequest,
    Copy,
    /// Sends, when the token is right.
    Confirm,
    Close,
}

/// In the note field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoteCommand {
    Done,
}

/// While a request is out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RunningCommand {
    /// Nothing more of the run is begun; where something is out, not after that. Once more takes that back.
    Stop,
}

/// On a result, and in a run opened from the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ResultCommand {
    Move(Move),
    Mark,
    /// The events of the item under the cursor.
    Events,
    /// An item that was not begun.
    Unbind,
    History,
    BindBack,
    Copy,
    CopyJson,
    Close,
}

/// In the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HistoryCommand {
    Move(Move),
    Filter,
    Open,
    BindBack,
    Copy,
    CopyJson,
    Close,
}

/// Among what may be meant by an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CandidatesCommand {
    Move(Move),
    Mark,
    Choose,
    Close,
}

/// Among regions and profiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RegionsCommand {
    Move(Move),
    Mark,
    /// All that are shown, or none.
    MarkAll,
    /// The last character of the filter.
    Erase,
    Choose,
    Close,
}

/// Among places to bind to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PlacesCommand {
    Move(Move),
    Erase,
    Take,
    Close,
}

/// In help and errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextCommand {
    Scroll(Move),
    /// A word.
    Find,
    Copy,
    Close,
}

/// In the question whether to leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LeaveCommand {
    Stay,
}
