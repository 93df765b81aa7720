//! What a check says, as data. Pure.

use crate::failure::{Failure, FailureKind};
use crate::text::Lang;
use crate::text::doctor as words;
pub(super) use crate::text::doctor::Area;
use crate::text::said::Said;
use serde_json::{Map, Value};

/// What a failed check means for the exit code (`docs/contract.md` §3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Blame {
    /// Usage or configuration.
    Config,
    /// Keys or permissions.
    Credentials,
    /// The journal.
    Journal,
    /// Something can't be read.
    Reading,
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Ok,
    /// The main job works, but something is worth knowing.
    Warning,
    /// The main job would not work.
    Failed(Blame),
    NotTried,
}

impl State {
    /// The word in JSON and CSV.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Failed(_) => "failed",
            Self::NotTried => "notTried",
        }
    }

    /// The word for people.
    pub(super) fn shown(self, lang: Lang) -> &'static str {
        match self {
            Self::Ok => words::ok(lang),
            Self::Warning => words::warning(lang),
            Self::Failed(_) => words::failed(lang),
            Self::NotTried => words::not_tried(lang),
        }
    }
}

/// One line of the report.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Check {
    pub(super) area: Area,
    /// Its name in JSON and CSV: never changes.
    pub(super) name: &'static str,
    /// What it is about, where there is more than one: a region, a source, a URL.
    pub(super) subject: Option<String>,
    pub(super) state: State,
    /// What was found.
    pub(super) found: String,
    /// What to run or set.
    pub(super) next: Option<String>,
    /// The same in figures, for programs.
    pub(super) facts: Map<String, Value>,
}

impl Check {
    pub(super) fn new(
        area: Area,
        name: &'static str,
        state: State,
        found: impl Into<String>,
    ) -> Self {
        Self {
            area,
            name,
            subject: None,
            state,
            found: found.into(),
            next: None,
            facts: Map::new(),
        }
    }

    pub(super) fn ok(area: Area, name: &'static str, found: impl Into<String>) -> Self {
        Self::new(area, name, State::Ok, found)
    }

    /// A check that ended with a failure, whose hints are the next step.
    pub(super) fn of_failure(
        lang: Lang,
        area: Area,
        name: &'static str,
        state: State,
        failure: &Failure,
    ) -> Self {
        let (what, next) = (failure.message.clone(), failure.hints.clone());
        Self::said(lang, area, name, state, Said { what, next })
    }

    pub(super) fn said(
        lang: Lang,
        area: Area,
        name: &'static str,
        state: State,
        said: Said,
    ) -> Self {
        let found = Self::new(area, name, state, said.what);
        if said.next.is_empty() { found } else { found.next(said.next.join(lang.semicolon())) }
    }

    pub(super) fn subject(self, subject: impl Into<String>) -> Self {
        Self { subject: Some(subject.into()), ..self }
    }

    pub(super) fn next(self, next: impl Into<String>) -> Self {
        Self { next: Some(next.into()), ..self }
    }

    pub(super) fn fact(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.facts.insert(name.to_owned(), value.into());
        self
    }
}

/// What must be corrected in the config or on the command line.
pub(super) const CONFIG: State = State::Failed(Blame::Config);

fn blame(failure: &Failure) -> State {
    let keys = failure.kind == FailureKind::Credentials;
    if keys { State::Failed(Blame::Credentials) } else { CONFIG }
}

/// What is fine, or `None` with a line about what is not.
pub(super) fn kept<T>(
    lang: Lang,
    result: Result<T, Failure>,
    checks: &mut Vec<Check>,
) -> Option<T> {
    result
        .map_err(|failure| {
            checks.push(Check::of_failure(lang, Area::Config, "option", blame(&failure), &failure))
        })
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_step_of_a_failure_is_kept() {
        let failure = Failure::usage("wrong").hint("do this").hint("or that");
        let check = Check::of_failure(Lang::En, Area::Config, "file", State::Warning, &failure);
        assert_eq!(
            (check.found.as_str(), check.next.as_deref()),
            ("wrong", Some("do this; or that"))
        );
        assert_eq!(
            Check::of_failure(
                Lang::En,
                Area::Config,
                "file",
                State::Warning,
                &Failure::usage("wrong")
            )
            .next,
            None
        );
    }
}
