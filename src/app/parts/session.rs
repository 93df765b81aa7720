//! What stays the same while the program runs: who, where, and how it looks.

use crate::domain::{Fault, Moment, Region};
use crate::text::Lang;
use crate::text::credentials::environment;
use crate::text::report::TccliAs;
use crate::unbind::Context;
use jiff::tz::TimeZone;

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
    /// How the vendor's command line is told the same identity.
    pub tccli: TccliAs,
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
    /// The endpoint, when it is not the public cloud's.
    pub endpoint: Option<String>,
    /// The proxy that requests go through, and who named it.
    pub proxy: Option<String>,
    /// The file with a private authority's certificates.
    pub ca_file: Option<String>,
    /// The key id, masked.
    pub key_id: String,
    /// Where the credentials came from.
    pub source: String,
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
    /// Whether the profile is to be named so that nobody overlooks it.
    pub fn is_marked(&self) -> bool {
        self.context.danger || self.by_search
    }

    /// What the header calls this session: `DEMO`, the profile, or in short the source of its keys.
    pub fn name(&self) -> &str {
        match &self.context.profile {
            _ if self.demo.is_some() => "DEMO",
            Some(profile) => profile,
            None if self.source.starts_with(environment(self.lang)) => "env",
            None => self.source.split(' ').next().unwrap_or_default(),
        }
    }
}
