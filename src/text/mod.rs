//! Every word the program says, English and Chinese side by side.
//!
//! [`tr!`](crate::tr) takes both languages at once, so a missing translation does not compile. That replaces a struct of strings per
//! language: the two texts of one thing stay on neighbouring lines, where a reviewer sees both.

pub mod accounts;
pub mod alert;
pub(crate) mod bind;
pub mod command_line;
pub(crate) mod config_file;
pub(crate) mod copied;
pub mod credentials;
pub mod dialog;
pub(crate) mod doctor;
pub mod evidence;
pub mod facts;
pub mod fault;
pub mod files;
pub mod generations;
pub mod help;
pub(crate) mod history;
pub mod hook;
pub mod identity;
pub mod journal;
pub(crate) mod left_behind;
pub(crate) mod listing;
pub mod markdown;
pub mod not_known;
pub mod outcome;
pub mod plan;
pub mod plan_change;
pub mod plan_file;
pub(crate) mod plan_lines;
pub(crate) mod protect;
pub mod proxy;
pub mod refusal;
pub mod report;
pub mod result;
pub mod running;
pub mod said;
pub(crate) mod screen;
pub mod sentence;
pub mod settings;
pub(crate) mod sources;
pub mod state_words;
pub mod status;
pub mod story;
pub mod target;
pub mod toggle;
pub mod usage;
pub mod variables;
pub mod way_back;

/// The language of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

/// How much room a text has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// 100 columns and more.
    Long,
    /// 60 to 99 columns.
    Short,
    /// Below that.
    Narrow,
}

/// One text in both languages: `tr!(lang, "bound", "已绑定")`, or with arguments as `format!` takes them, captured or positional.
#[macro_export]
macro_rules! tr {
    ($lang:expr, $en:literal, $zh:literal $(, $arg:expr)* $(,)?) => {
        match $lang {
            $crate::text::Lang::En => format!($en $(, $arg)*),
            $crate::text::Lang::Zh => format!($zh $(, $arg)*),
        }
    };
}

/// Texts with a name each, a function of the language: `name: "English", "中文";`, with what is filled in `name(count: usize): …;`.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident $(($($arg:ident: $kind:ty),*))?: $en:literal, $zh:literal;)*) => {
        $($crate::text::texts!(@one $(#[$doc])* $name $(($($arg: $kind),*))?, $en, $zh);)*
    };
    (@one $(#[$doc:meta])* $name:ident, $en:literal, $zh:literal) => {
        $(#[$doc])*
        pub(crate) fn $name(lang: $crate::text::Lang) -> &'static str {
            lang.pick($en, $zh)
        }
    };
    (@one $(#[$doc:meta])* $name:ident ($($arg:ident: $kind:ty),*), $en:literal, $zh:literal) => {
        $(#[$doc])*
        pub(crate) fn $name(lang: $crate::text::Lang, $($arg: $kind),*) -> String {
            $crate::tr!(lang, $en, $zh)
        }
    };
}
pub(crate) use texts;

impl Lang {
    /// A fixed text in this language.
    pub fn pick(self, en: &'static str, zh: &'static str) -> &'static str {
        match self {
            Self::En => en,
            Self::Zh => zh,
        }
    }

    /// What stands between the names of a list.
    pub(crate) fn between_names(self) -> &'static str {
        self.pick(", ", "、")
    }

    /// What stands between two statements of one line.
    pub(crate) fn semicolon(self) -> &'static str {
        self.pick("; ", "；")
    }
}
