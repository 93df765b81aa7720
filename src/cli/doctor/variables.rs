//! Variables that are set and mean nothing here: other tools read them, or somebody mistyped one.

use super::check::{Area, Check, State};
use crate::cli::args::Cli;
use crate::config::credentials::Ask;
use crate::config::env::Env;
use crate::domain::near::near;
use crate::text::variables as words;
use clap::CommandFactory as _;
use std::collections::BTreeSet;

/// Begins a name that is about this cloud or this program.
const OURS: [&str; 6] = ["TENCENTCLOUD_", "TCCLI_", "TKE_", "QCLOUD_", "TENCENT_", "EIP_UNBIND_"];
/// Set for other tools, and not read here.
const OTHERS: [&str; 4] = ["HTTP_PROXY", "http_proxy", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"];

/// Read by this program beside its own options (`docs/credentials.md` §1).
pub(in crate::cli) const READ: [&str; 27] = [
    "TENCENTCLOUD_SECRET_ID",
    "TENCENTCLOUD_SECRET_KEY",
    "TENCENTCLOUD_TOKEN",
    "TENCENTCLOUD_SECURITY_TOKEN",
    "TENCENTCLOUD_REGION",
    "TENCENTCLOUD_ROLE_ARN",
    "TENCENTCLOUD_ROLE_SESSION_NAME",
    "TENCENTCLOUD_ASSUME_ROLE_ARN",
    "TENCENTCLOUD_ASSUME_ROLE_SESSION_NAME",
    "TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION",
    "TENCENTCLOUD_ASSUME_ROLE_EXTERNAL_ID",
    "TENCENTCLOUD_ASSUME_ROLE_SOURCE_IDENTITY",
    "TENCENTCLOUD_ASSUME_ROLE_SERIAL_NUMBER",
    "TENCENTCLOUD_ASSUME_ROLE_TOKEN_CODE",
    "TENCENTCLOUD_CREDENTIALS_FILE",
    "TENCENTCLOUD_PROFILE",
    "TENCENTCLOUD_SHARED_CREDENTIALS_DIR",
    "TENCENTCLOUD_CAM_ROLE_NAME",
    "TCCLI_PROFILE",
    "TKE_REGION",
    "TKE_PROVIDER_ID",
    "TKE_WEB_IDENTITY_TOKEN_FILE",
    "TKE_ROLE_ARN",
    "EIP_UNBIND_STS_ENDPOINT",
    "EIP_UNBIND_METADATA_ENDPOINT",
    "EIP_UNBIND_TEST_PANIC",
    "EIP_UNBIND_COMPLETE",
];

/// Of these, what names keys or a role: a profile that is named alone counts.
const KEYS: [&str; 12] = [
    "TENCENTCLOUD_SECRET_ID",
    "TENCENTCLOUD_SECRET_KEY",
    "TENCENTCLOUD_TOKEN",
    "TENCENTCLOUD_SECURITY_TOKEN",
    "TENCENTCLOUD_ROLE_ARN",
    "TENCENTCLOUD_ASSUME_ROLE_ARN",
    "TENCENTCLOUD_CREDENTIALS_FILE",
    "TENCENTCLOUD_PROFILE",
    "TENCENTCLOUD_CAM_ROLE_NAME",
    "TCCLI_PROFILE",
    "TKE_ROLE_ARN",
    "TKE_PROVIDER_ID",
];

/// A line where there is such a variable.
pub(super) fn check(ask: &Ask<'_>) -> Option<Check> {
    let lang = ask.lang;
    let options = options();
    let unread = unread(ask.env, &options);
    let ignored: Vec<&str> = if ask.profile.is_some() && ask.choice.is_none() {
        KEYS.into_iter().filter(|name| ask.env.get(name).is_some()).collect()
    } else {
        Vec::new()
    };
    if unread.is_empty() && ignored.is_empty() {
        return None;
    }
    let mut found = Vec::new();
    if !unread.is_empty() {
        found.push(words::unread(lang, &unread));
    }
    if !ignored.is_empty() {
        found.push(words::ignored(lang, &ignored));
    }
    let state = if unread.is_empty() { State::Ok } else { State::Warning };
    let all: Vec<&str> = unread.iter().copied().chain(ignored.iter().copied()).collect();
    let check = Check::new(Area::Config, "variables", state, found.join(lang.semicolon()))
        .fact("unread", all);
    if state == State::Ok {
        return Some(check);
    }
    let own = |name: &&str| name.starts_with("EIP_UNBIND_");
    let meant = unread.iter().copied().filter(|name| own(name)).find_map(|name| {
        near(options.iter().map(String::as_str), name).map(|near| words::meant(lang, name, near))
    });
    Some(check.next(meant.unwrap_or_else(|| words::next(lang).to_owned())))
}

fn unread<'a>(env: &'a Env, options: &BTreeSet<String>) -> Vec<&'a str> {
    env.names()
        .filter(|name| {
            let about_us = OURS.iter().any(|begin| name.starts_with(begin));
            let read = READ.contains(name) || options.contains(*name);
            OTHERS.contains(name) || (about_us && !read)
        })
        .collect()
}

/// The variables of the options of every command.
fn options() -> BTreeSet<String> {
    fn add(command: &clap::Command, all: &mut BTreeSet<String>) {
        let names = command.get_arguments().filter_map(|arg| arg.get_env()?.to_str());
        all.extend(names.map(str::to_owned));
        command.get_subcommands().for_each(|sub| add(sub, all));
    }
    let mut all = BTreeSet::new();
    add(&Cli::command(), &mut all);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_and_not_read_is_named_and_nothing_else() {
        let env = Env::of(&[
            ("TENCENTCLOUD_SECRET_ID", "x"),
            ("TENCENTCLOUD_DOMAIN", "x"),
            ("TENCENTCLOUD_ASSUME_ROLE_ARNN_FILE", "x"),
            ("TENCENTCLOUD_PROTOCOL", " "),
            ("EIP_UNBIND_REGION", "gz"),
            ("EIP_UNBIND_REGOIN", "gz"),
            ("HTTP_PROXY", "x"),
            ("HTTPS_PROXY", "x"),
            ("PATH", "x"),
        ]);
        assert_eq!(
            unread(&env, &options()),
            [
                "EIP_UNBIND_REGOIN",
                "HTTP_PROXY",
                "TENCENTCLOUD_ASSUME_ROLE_ARNN_FILE",
                "TENCENTCLOUD_DOMAIN"
            ]
        );
    }

    #[test]
    fn every_variable_of_the_sources_is_in_the_list() {
        let sources = [
            include_str!("../../config/credentials/mod.rs"),
            include_str!("../../config/credentials/env.rs"),
            include_str!("../../config/credentials/role.rs"),
            include_str!("../../config/credentials/sdk_file.rs"),
            include_str!("../../config/credentials/tccli.rs"),
        ];
        for name in sources.iter().flat_map(|text| text.split('"')) {
            let is_name = OURS.iter().any(|begin| name.starts_with(begin))
                && !name.ends_with('_')
                && name.chars().all(|c| c.is_ascii_uppercase() || c == '_');
            assert!(!is_name || READ.contains(&name), "{name}");
        }
    }
}
