//! The verdict over all checks; the report as JSON. Pure.

use super::check::{Blame, Check, State};
use super::policy::Policy;
use crate::domain::moment::rfc3339;
use crate::failure::FailureKind;
use jiff::Timestamp;
use serde_json::{Value, json};

/// The first blame present decides.
const ORDER: [(Blame, FailureKind); 4] = [
    (Blame::Config, FailureKind::Usage),
    (Blame::Credentials, FailureKind::Credentials),
    (Blame::Journal, FailureKind::Journal),
    (Blame::Reading, FailureKind::Reading),
];

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
    use super::super::check::Area;
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
}
