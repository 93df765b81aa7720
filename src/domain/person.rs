//! Who did something: the person at this machine and the cloud's caller, each as far as it is known.

use serde::{Deserialize, Serialize};
use std::fmt;

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
    pub fn name(&self) -> Option<&str> {
        let names = [&self.sudo_user, &self.login_user, &self.user];
        names.into_iter().find_map(Option::as_deref)
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
    use super::Person;

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
}
