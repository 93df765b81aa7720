//! Who asks, and where, as one value (`docs/contract.md` §2, promise 15): the wrong account is the worst mistake here.

use super::Generation;
use super::person::Person;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// With less than this left, people are warned.
const WARN_MIN: i64 = 5;

/// Whether keys end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// They stay until somebody removes them.
    Permanent,
    /// They end by themselves.
    Temporary,
}

/// The source of the built-in cloud's keys.
pub const DEMO: &str = "demo";

/// Who asks, and where. All that names it is made from this one value: screens, plans, records, reports, commands for another run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Identity {
    /// The generation that the readings came from; the mutation uses the same.
    pub api: Generation,
    /// The account as it is known here: its id where the cloud told, else what stands for it.
    pub account: String,
    /// The endpoint that requests go to, when it is not the public cloud's.
    pub endpoint: Option<String>,
    /// The profile in use.
    pub profile: Option<String>,
    /// Where the keys came from, as records name it.
    pub source: Option<String>,
    pub keys: Keys,
    /// The person at this machine, and the cloud's caller where STS could be asked.
    pub who: Person,
    /// How the vendor's command line is told the same.
    pub tccli: TccliAs,
}

impl Identity {
    /// Whether it is on the built-in cloud of its own process.
    pub(crate) fn is_of_demo(&self) -> bool {
        self.source.as_deref() == Some(DEMO)
    }

    /// The endpoint as a confirmation holds it: the built-in cloud is the same at every start, whatever its port.
    pub(crate) fn agreed_endpoint(&self) -> Option<&str> {
        self.endpoint.as_deref().filter(|_| !self.is_of_demo())
    }
}

/// How the vendor's command line is told an identity: without it the command would act on whatever account is its default.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TccliAs {
    /// Its profile, where the keys are from one.
    pub profile: Option<String>,
    /// The role that is assumed: its full name, and the session's.
    pub role: Option<(String, String)>,
    /// The host of API 3.0, where it is not the public one.
    pub endpoint: Option<String>,
    /// The source of the keys, where it is one that tccli does not read.
    pub unread: Option<String>,
}

/// The keys in force.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Keys {
    /// The key's id, masked.
    pub key_id: String,
    /// Whether it ends; `None` on the built-in cloud, where that means nothing, and until the keys are there.
    pub kind: Option<Kind>,
    /// When it ends, where that is known.
    pub expires_at: Option<Timestamp>,
}

impl Keys {
    /// Whole minutes until the keys end, 0 once they have; `None` where they don't, or it is not known.
    pub(crate) fn minutes_left(&self, now: Timestamp) -> Option<i64> {
        self.expires_at.map(|at| (at.as_second() - now.as_second()).max(0) / 60)
    }

    /// Whether they end so soon that people should know.
    pub(crate) fn is_ending(&self, now: Timestamp) -> bool {
        self.minutes_left(now).is_some_and(|left| left < WARN_MIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_whole_and_the_last_five_warn() {
        let at = |s: i64| Timestamp::from_second(s).unwrap();
        let whose = Keys { expires_at: Some(at(10_000)), ..Keys::default() };
        let look =
            |left: i64| (whose.minutes_left(at(10_000 - left)), whose.is_ending(at(10_000 - left)));
        assert_eq!(
            [look(3_600), look(300), look(299), look(59), look(-5)],
            [
                (Some(60), false),
                (Some(5), false),
                (Some(4), true),
                (Some(0), true),
                (Some(0), true)
            ]
        );
        assert_eq!(
            (Keys::default().minutes_left(at(0)), Keys::default().is_ending(at(0))),
            (None, false)
        );
    }
}
