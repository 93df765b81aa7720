//! A field that narrows the history, or finds a word in a text; and how far a text is scrolled.

use super::command::Move;
use tui_input::InputRequest;

/// What was typed, and whether it is being typed now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FindField {
    /// What was typed.
    pub(crate) text: String,
    /// Whether keys go into it.
    pub(crate) typing: bool,
}

impl FindField {
    /// Takes a key's meaning; whether the text is another one now.
    pub(crate) fn edit(&mut self, request: InputRequest) -> bool {
        match request {
            InputRequest::InsertChar(c) => self.text.push(c),
            InputRequest::DeletePrevChar => drop(self.text.pop()),
            InputRequest::DeletePrevWord => {
                let kept = self.text.trim_end().rfind(' ').map_or(0, |at| at + 1);
                self.text.truncate(kept);
            }
            InputRequest::DeleteLine => self.text.clear(),
            InputRequest::SetCursor(_)
            | InputRequest::GoToPrevChar
            | InputRequest::GoToNextChar
            | InputRequest::GoToPrevWord
            | InputRequest::GoToNextWord
            | InputRequest::GoToStart
            | InputRequest::GoToEnd
            | InputRequest::DeleteNextChar
            | InputRequest::DeleteNextWord
            | InputRequest::DeleteTillEnd
            | InputRequest::DeleteFromStart
            | InputRequest::Yank => return false,
        }
        true
    }
}

/// Where a text is scrolled to, and the word that is looked for in it. How many lines there are, and which of them hold the word, only the
/// drawing knows; it says which line came to stand at the top.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scroll {
    /// The first line on screen.
    pub(crate) line: usize,
    /// The word.
    pub(crate) find: FindField,
    /// The first line with the word, from `line` on and then from the top, is to stand at the top.
    pub(crate) seeks: bool,
}

impl Scroll {
    /// No text here has more lines.
    const MOST: usize = 1_000;

    pub(crate) fn by(&mut self, to: Move, page: usize) {
        self.line = to.from(self.line, Self::MOST + 1, page);
        self.seeks = false;
    }

    /// The line that stands at the top now.
    pub(crate) fn shown_from(&mut self, line: usize) {
        (self.line, self.seeks) = (line, false);
    }

    /// Looks for the word: from the top when it was changed, for the next one when it was not.
    pub(crate) fn seek(&mut self, is_new: bool) {
        self.line = if is_new { 0 } else { self.line + 1 };
        self.seeks = !self.find.text.is_empty();
    }
}
