//! Identity credentials are in force, as far as it is known: the wrong account is the worst mistake here (`docs/credentials.md` §5).

use jiff::Timestamp;

/// With less than this left, people are warned.
const WARN_MIN: i64 = 5;

/// Whether keys end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// They stay until somebody removes them.
    Permanent,
    /// They end by themselves.
    Temporary,
}

/// Who calls, by `GetCallerIdentity`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The main account's uin.
    pub account_id: String,
    /// The caller's full name.
    pub arn: String,
}

impl Caller {
    /// The caller's name without the account, which is said beside it; whole when it is of another account.
    pub fn short(&self) -> &str {
        let own = |service: &str| {
            self.arn.strip_prefix(&format!("qcs::{service}::uin/{}:", self.account_id))
        };
        own("cam")
            .or_else(|| self.arn.strip_prefix(&format!("qcs::sts:{}:", self.account_id)))
            .or_else(|| own("sts"))
            .unwrap_or(&self.arn)
    }
}

/// The keys in force, and their owner.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Identity {
    /// The key's id, masked; `None` while there is no key.
    pub key_id: Option<String>,
    /// Whether it ends; `None` on the built-in cloud, where that means nothing.
    pub kind: Option<Kind>,
    /// When it ends, where that is known.
    pub expires_at: Option<Timestamp>,
    /// Its owner, where STS could be asked.
    pub caller: Option<Caller>,
}

impl Identity {
    /// Whole minutes until the keys end, 0 once they have; `None` where they don't, or it is not known.
    pub fn minutes_left(&self, now: Timestamp) -> Option<i64> {
        self.expires_at.map(|at| (at.as_second() - now.as_second()).max(0) / 60)
    }

    /// Whether they end so soon that people should know.
    pub fn is_ending(&self, now: Timestamp) -> bool {
        self.minutes_left(now).is_some_and(|left| left < WARN_MIN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_is_not_said_twice() {
        let short =
            |arn: &str| Caller { account_id: "1000".into(), arn: arn.into() }.short().to_owned();
        assert_eq!(short("qcs::cam::uin/1000:uin/2000"), "uin/2000");
        assert_eq!(short("qcs::sts:1000:assumed-role/4611"), "assumed-role/4611");
        assert_eq!(
            short("qcs::sts::uin/1000:assumed-role/oncall/alice"),
            "assumed-role/oncall/alice"
        );
        assert_eq!(short("qcs::cam::uin/3000:uin/2000"), "qcs::cam::uin/3000:uin/2000");
    }

    #[test]
    fn minutes_are_whole_and_the_last_five_warn() {
        let at = |s: i64| Timestamp::from_second(s).unwrap();
        let whose = Identity { expires_at: Some(at(10_000)), ..Identity::default() };
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
            (Identity::default().minutes_left(at(0)), Identity::default().is_ending(at(0))),
            (None, false)
        );
    }
}
