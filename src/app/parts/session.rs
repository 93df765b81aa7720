//! What stays the same while the program runs: who, where, and how it looks.

use crate::domain::identity::Identity;
use crate::domain::{Fault, Moment, Region};
use crate::text::Lang;
use crate::text::credentials::{ENVIRONMENT, shown_source};
use crate::unbind::Context;
use jiff::tz::TimeZone;
use std::borrow::Cow;

/// Which signs are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Symbols {
    /// Box drawing, bullets, circled digits: ambiguous width.
    #[default]
    Unicode,
    /// Nothing beyond ASCII.
    Ascii,
}

/// Which colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colors {
    /// For a dark background.
    #[default]
    Dark,
    /// For a light background.
    Light,
    /// None: `NO_COLOR` or `--no-color`.
    None,
}

/// The session.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Who asks, and under which rules.
    pub context: Context,
    /// Why API 2.0 is not in use, where it was to be tried first.
    pub v2_gone: Option<Fault>,
    /// Whether that API has answered yet; until then it is the one that is asked first.
    pub api_answered: bool,
    /// The language.
    pub lang: Lang,
    /// The signs.
    pub symbols: Symbols,
    /// The colours.
    pub colors: Colors,
    /// The profiles in which a target is looked for; empty: only in the one that is in force.
    pub search_profiles: Vec<String>,
    /// Nobody chose this profile: what was looked for is in it.
    pub by_search: bool,
    /// The programs that are asked before anything is sent.
    pub before_send: Vec<String>,
    /// Whether STS is asked whose the keys are.
    pub asks_owner: bool,
    /// The scenario of the built-in cloud, when working on it.
    pub demo: Option<String>,
    /// The proxy that requests go through, and who named it.
    pub proxy: Option<String>,
    /// The file with a private authority's certificates.
    pub ca_file: Option<String>,
    /// The regions that are read.
    pub regions: Vec<Region>,
    /// The time zone of the operator's machine.
    pub zone: TimeZone,
    /// Where the journal is, as shown; `None` when this run goes without.
    pub journal: Option<String>,
    /// How long an accepted request is followed.
    pub wait_ms: u64,
    /// Names the runs of this session in the journal: a random prefix and a count.
    pub run_prefix: String,
    /// When the program started.
    pub started: Moment,
}

impl Session {
    /// Who asks, and where.
    pub fn whose(&self) -> &Identity {
        &self.context.whose
    }

    /// Where the keys came from, as people read it.
    pub(crate) fn source(&self) -> Cow<'_, str> {
        shown_source(self.lang, self.whose().source.as_deref().unwrap_or_default())
    }

    /// Whether the profile is to be named so that nobody overlooks it.
    pub(crate) fn is_marked(&self) -> bool {
        self.context.danger || self.by_search
    }

    /// What the header calls this session: `DEMO`, the profile, or in short the source of its keys.
    pub(crate) fn name(&self) -> &str {
        let whose = self.whose();
        match (&whose.profile, whose.source.as_deref().unwrap_or_default()) {
            _ if self.demo.is_some() => "DEMO",
            (Some(profile), _) => profile,
            (None, source) if source.starts_with(ENVIRONMENT) => "env",
            (None, source) => source.split(' ').next().unwrap_or_default(),
        }
    }
}
