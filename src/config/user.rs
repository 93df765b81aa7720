//! Who runs this: by the user database and the kernel, which know it where a shell, `su` or cron left the variables empty.

use super::env::Env;

/// The user of this process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The name of its uid in the user database; the number where nobody has it.
    pub(crate) name: String,
    /// Its effective uid.
    pub(crate) uid: u32,
    /// Who logged in, by the kernel's audit (`/proc/self/loginuid`): `su` and `sudo` do not change it.
    pub login_user: Option<String>,
    /// Who called sudo.
    pub sudo_user: Option<String>,
    /// The address that the ssh session came from.
    pub(crate) ssh_client: Option<String>,
}

impl User {
    /// Asks the system.
    pub(crate) fn of_process(env: &Env) -> Self {
        let text = |name: &str| env.get(name).map(str::to_owned);
        let uid = rustix::process::geteuid().as_raw();
        let named = |uid: u32| name_of(uid).unwrap_or_else(|| format!("uid {uid}"));
        let ssh = env.get("SSH_CONNECTION").or_else(|| env.get("SSH_CLIENT"));
        Self {
            name: named(uid),
            uid,
            login_user: login_uid().map(named),
            sudo_user: text("SUDO_USER"),
            ssh_client: ssh.and_then(|ssh| ssh.split_whitespace().next()).map(str::to_owned),
        }
    }

    /// The person: who called sudo, or logged in, before who the process runs as.
    pub(crate) fn person(&self) -> &str {
        self.sudo_user.as_deref().or(self.login_user.as_deref()).unwrap_or(&self.name)
    }
}

fn name_of(uid: u32) -> Option<String> {
    uzers::get_user_by_uid(uid).map(|user| user.name().to_string_lossy().into_owned())
}

/// The kernel says `u32::MAX` where nobody logged in (cron, a container).
fn login_uid() -> Option<u32> {
    let text = std::fs::read_to_string("/proc/self/loginuid").ok()?;
    text.trim().parse().ok().filter(|uid| *uid != u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_the_uids_whatever_variables_say() {
        let of = |pairs: &[(&str, &str)]| User::of_process(&Env::of(pairs));
        let plain = of(&[]);
        assert_eq!(plain.uid, rustix::process::geteuid().as_raw());
        assert!(!plain.name.is_empty(), "{plain:?}");
        assert_eq!(of(&[("USER", "mallory"), ("LOGNAME", "mallory")]), plain);
        let ssh =
            of(&[("SUDO_USER", "alice"), ("SSH_CONNECTION", "198.51.100.7 50000 203.0.113.77 22")]);
        assert_eq!(
            (ssh.name.as_str(), ssh.sudo_user.as_deref(), ssh.ssh_client.as_deref()),
            (plain.name.as_str(), Some("alice"), Some("198.51.100.7"))
        );
        assert_eq!(ssh.person(), "alice");
    }

    #[test]
    fn a_uid_that_nobody_has_is_a_number() {
        assert_eq!(name_of(3_999_999_999), None);
    }
}
