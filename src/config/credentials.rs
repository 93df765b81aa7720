//! Credentials from the environment (`api/credentials.md` §1).

use super::env::Env;
use crate::api::credentials::Credentials;
use crate::failure::{Failure, FailureKind};
use crate::text::Lang;
use crate::tr;

/// Credentials, and where they came from.
#[derive(Debug, Clone)]
pub struct Sourced {
    /// The keys.
    pub credentials: Credentials,
    /// Where from, as shown.
    pub source: String,
}

/// Reads `TENCENTCLOUD_SECRET_ID`, `_KEY` and the token under either of its two names.
///
/// # Errors
/// None at all, half a pair, two different tokens, or a value that can't be one: each names the variable, never its value.
pub fn from_env(env: &Env, lang: Lang) -> Result<Sourced, Failure> {
    let (id, key) = (env.get("TENCENTCLOUD_SECRET_ID"), env.get("TENCENTCLOUD_SECRET_KEY"));
    let fail = |message: String| Failure::new(FailureKind::CredentialSetup, message);
    let (id, key) = match (id, key) {
        (Some(id), Some(key)) => (id, key),
        (None, None) => {
            return Err(fail(
                lang.pick(
                    "no credentials: TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY are not set",
                    "没有凭证：未设置 TENCENTCLOUD_SECRET_ID 和 TENCENTCLOUD_SECRET_KEY",
                )
                .to_owned(),
            )
            .hint(lang.pick("export both, or try the built-in cloud with --demo", "请导出这两个变量，或用 --demo 试用内置云")));
        }
        (id, _) => {
            let missing = if id.is_none() { "TENCENTCLOUD_SECRET_ID" } else { "TENCENTCLOUD_SECRET_KEY" };
            return Err(fail(tr!(lang, "half a key pair: {missing} is not set", "密钥对不完整：未设置 {missing}")).hint(tr!(
                lang,
                "export {missing} as well",
                "请同时导出 {missing}"
            )));
        }
    };
    let token = match (env.get("TENCENTCLOUD_TOKEN"), env.get("TENCENTCLOUD_SECURITY_TOKEN")) {
        (Some(a), Some(b)) if a != b => {
            return Err(fail(
                lang.pick(
                    "TENCENTCLOUD_TOKEN and TENCENTCLOUD_SECURITY_TOKEN are both set and differ",
                    "TENCENTCLOUD_TOKEN 与 TENCENTCLOUD_SECURITY_TOKEN 同时设置且不一致",
                )
                .to_owned(),
            )
            .hint(lang.pick("unset the one that does not belong to this key", "请取消不属于该密钥的那一个")));
        }
        (a, b) => a.or(b),
    };
    let credentials = Credentials::new(id, key, token).map_err(|error| {
        fail(error.to_string()).hint(lang.pick("check the exported values for blanks and quotes", "请检查导出的值是否含空格或引号"))
    })?;
    Ok(Sourced { credentials, source: lang.pick("environment", "环境变量").to_owned() })
}
