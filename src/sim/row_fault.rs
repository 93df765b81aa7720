//! What can be wrong with the rows of an answer.

use serde_json::{Value, json};

/// What stands in a field instead of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instead {
    /// The field is not there.
    Missing,
    /// `null`
    Null,
    /// `[]`
    List,
    /// `{}`
    Object,
    /// A number.
    Number,
    /// A text that means nothing.
    Text,
    /// A text of blanks.
    Blank,
    /// An empty text, as API 2.0 writes what is not there.
    Empty,
}

impl Instead {
    /// Every one.
    pub(crate) const ALL: [Self; 8] = [
        Self::Missing,
        Self::Null,
        Self::List,
        Self::Object,
        Self::Number,
        Self::Text,
        Self::Blank,
        Self::Empty,
    ];

    /// Its name in a scenario.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Null => "null",
            Self::List => "list",
            Self::Object => "object",
            Self::Number => "number",
            Self::Text => "text",
            Self::Blank => "blank",
            Self::Empty => "empty",
        }
    }

    /// The one of this name.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|instead| instead.word() == word)
    }

    pub(super) fn value(self) -> Value {
        match self {
            Self::Missing | Self::Null => Value::Null,
            Self::List => json!([]),
            Self::Object => json!({}),
            Self::Number => json!(7_000_007),
            Self::Text => json!("n/a"),
            Self::Blank => json!("  "),
            Self::Empty => json!(""),
        }
    }
}

/// What is wrong with the rows of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowFault {
    /// Something else stands in these fields, wherever in the answer they are.
    Fields(Vec<String>, Instead),
    /// Of each row only these fields are there.
    OnlyFields(Vec<String>),
    /// Rows that were not asked for, instead of those that were.
    OfOthers,
    /// The filter is ignored: every row comes.
    FilterIgnored,
    /// So many rows at the end are missing, though the total counts them.
    Missing(usize),
    /// Each row is there twice.
    Twice,
    /// Each row is there twice, the first time as if it were bound (or unbound) otherwise.
    TwiceUnlike,
    /// Each row has its status of a bound EIP, and no server.
    BoundToNone,
    /// Each row has the status of an unbound EIP, and a server all the same.
    UnboundOnServer,
    /// Each row has another address, a different one each time; also as if it were unbound, if so said.
    OtherAddress { unbound: bool },
    /// A page has all rows there are, whatever limit was asked for.
    LimitIgnored,
    /// The total is always more than was read so far, and there are always further rows.
    Endless,
}
