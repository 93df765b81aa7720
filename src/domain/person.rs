//! Who did something: the person at this machine and the cloud's caller, each as far as it is known.

use serde::{Deserialize, Serialize};
use std::fmt;

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
    pub(crate) fn short(&self) -> &str {
        let own = |service: &str| {
            self.arn.strip_prefix(&format!("qcs::{service}::uin/{}:", self.account_id))
        };
        own("cam")
            .or_else(|| self.arn.strip_prefix(&format!("qcs::sts:{}:", self.account_id)))
            .or_else(|| own("sts"))
            .unwrap_or(&self.arn)
    }
}

/// `who` of the JSON; what is not known is null.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Person {
    /// The name of the uid.
    pub user: Option<String>,
    /// The uid.
    pub uid: Option<u32>,
    /// Who logged in, whatever `su` and `sudo` made of it.
    pub login_user: Option<String>,
    /// Who called sudo.
    pub sudo_user: Option<String>,
    /// The address that the ssh session came from.
    pub ssh_client: Option<String>,
    /// The machine.
    pub host: Option<String>,
    /// The process.
    pub pid: Option<u32>,
    /// The cloud account, by `GetCallerIdentity`.
    pub account: Option<String>,
    /// The caller, by `GetCallerIdentity`.
    pub caller: Option<String>,
}

impl Person {
    /// The human being, as far as it is known: who called sudo, or logged in, before whom the process runs as.
    pub(crate) fn name(&self) -> Option<&str> {
        let names = [&self.sudo_user, &self.login_user, &self.user];
        names.into_iter().find_map(Option::as_deref)
    }

    /// The cloud's caller, where all of it is known.
    pub(crate) fn cloud_caller(&self) -> Option<Caller> {
        Some(Caller { account_id: self.account.clone()?, arn: self.caller.clone()? })
    }

    /// The cloud told who that is.
    pub fn is_called(&mut self, Caller { account_id, arn }: Caller) {
        (self.account, self.caller) = (Some(account_id), Some(arn));
    }
}

/// `bob@bastion-3`, with the user of the process where that is another one: `bob (root)@bastion-3`.
impl fmt::Display for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name().unwrap_or("?"))?;
        if let Some(user) = self.user.as_deref().filter(|user| Some(*user) != self.name()) {
            write!(f, " ({user})")?;
        }
        write!(f, "@{}", self.host.as_deref().unwrap_or("?"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Caller, Person};

    #[test]
    fn the_human_being_is_named_first() {
        let root = Person {
            user: Some("root".into()),
            sudo_user: Some("bob".into()),
            host: Some("bastion-3".into()),
            ..Person::default()
        };
        assert_eq!(root.to_string(), "bob (root)@bastion-3");
        let plain = Person { sudo_user: None, ..root };
        assert_eq!(plain.to_string(), "root@bastion-3");
        assert_eq!(Person::default().to_string(), "?@?");
    }

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
}
