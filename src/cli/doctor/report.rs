//! What a check says, as data; the verdict over all of them; the report as JSON. Pure.

use super::policy::Policy;
use crate::failure::{Failure, FailureKind};
use crate::text::Lang;
use crate::unbind::report::rfc3339;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

/// What is looked at, in the order of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Area {
    Program,
    Config,
    Credentials,
    Endpoints,
    Clock,
    Permissions,
    Quota,
    Journal,
    Terminal,
}

impl Area {
    /// The word in JSON and CSV.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::Config => "config",
            Self::Credentials => "credentials",
            Self::Endpoints => "endpoints",
            Self::Clock => "clock",
            Self::Permissions => "permissions",
            Self::Quota => "quota",
            Self::Journal => "journal",
            Self::Terminal => "terminal",
        }
    }

    /// The word for people.
    pub(super) fn shown(self, lang: Lang) -> &'static str {
        let zh = match self {
            Self::Program => "程序",
            Self::Config => "配置",
            Self::Credentials => "凭证",
            Self::Endpoints => "接入点",
            Self::Clock => "时钟",
            Self::Permissions => "权限",
            Self::Quota => "配额",
            Self::Journal => "日志",
            Self::Terminal => "终端",
        };
        lang.pick(self.word(), zh)
    }
}

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

/// The first blame present decides.
const ORDER: [(Blame, FailureKind); 4] = [
    (Blame::Config, FailureKind::Usage),
    (Blame::Credentials, FailureKind::Credentials),
    (Blame::Journal, FailureKind::Journal),
    (Blame::Reading, FailureKind::Reading),
];

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
            Self::Ok => lang.pick("ok", "正常"),
            Self::Warning => lang.pick("warning", "注意"),
            Self::Failed(_) => lang.pick("failed", "失败"),
            Self::NotTried => lang.pick("not tried", "未试"),
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
        area: Area,
        name: &'static str,
        state: State,
        failure: &Failure,
    ) -> Self {
        let found = Self::new(area, name, state, failure.message.clone());
        if failure.hints.is_empty() { found } else { found.next(failure.hints.join("; ")) }
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

/// Everything that was found.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) at: Timestamp,
    /// The API in use, where it was found out.
    pub(super) api: Option<crate::domain::Generation>,
    pub(super) regions: Vec<crate::domain::Region>,
    pub(super) checks: Vec<Check>,
    /// What a key must be allowed, where it is not.
    pub(super) policy: Option<Policy>,
}

impl Report {
    /// 0 if the main job would work, else the code of the first blame.
    pub(super) fn exit_code(&self) -> u8 {
        let blamed = |blame| self.checks.iter().any(|check| check.state == State::Failed(blame));
        ORDER.iter().find(|(blame, _)| blamed(*blame)).map_or(0, |(_, kind)| kind.exit_code())
    }

    /// How many ended so.
    pub(super) fn count(&self, word: &str) -> usize {
        self.checks.iter().filter(|check| check.state.word() == word).count()
    }

    /// The report for programs.
    pub(super) fn json(&self) -> Value {
        let checks = self.checks.iter().map(|check| {
            json!({
                "area": check.area.word(),
                "check": check.name,
                "subject": check.subject,
                "state": check.state.word(),
                "found": check.found,
                "next": check.next,
                "facts": check.facts,
            })
        });
        json!({
            "version": env!("CARGO_PKG_VERSION"),
            "checkedAt": rfc3339(self.at),
            "works": self.exit_code() == 0,
            "exitCode": self.exit_code(),
            "api": self.api,
            "regions": self.regions,
            "checks": checks.collect::<Vec<_>>(),
            "policy": self.policy.map(Policy::json),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(states: &[State]) -> u8 {
        let checks =
            states.iter().map(|state| Check::new(Area::Config, "file", *state, "")).collect();
        Report { at: Timestamp::UNIX_EPOCH, api: None, regions: vec![], checks, policy: None }
            .exit_code()
    }

    #[test]
    fn the_first_blame_decides_the_exit_code() {
        use Blame::{Config, Credentials, Journal, Reading};
        use State::{Failed, NotTried, Ok, Warning};
        for (states, expected) in [
            (&[][..], 0),
            (&[Ok, Warning, NotTried], 0),
            (&[Warning, Failed(Reading)], 1),
            (&[Failed(Reading), Failed(Journal)], 7),
            (&[Failed(Journal), Failed(Credentials), Failed(Reading)], 3),
            (&[Failed(Credentials), Failed(Config)], 2),
        ] {
            assert_eq!(code(states), expected, "{states:?}");
        }
    }

    #[test]
    fn the_next_step_of_a_failure_is_kept() {
        let failure = Failure::usage("wrong").hint("do this").hint("or that");
        let check = Check::of_failure(Area::Config, "file", State::Warning, &failure);
        assert_eq!(
            (check.found.as_str(), check.next.as_deref()),
            ("wrong", Some("do this; or that"))
        );
        assert_eq!(
            Check::of_failure(Area::Config, "file", State::Warning, &Failure::usage("wrong")).next,
            None
        );
    }
}
