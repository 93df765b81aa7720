//! Credentials from the environment (`docs/credentials.md` §1).

use super::{Base, Found, bad_value, setup_failure};
use crate::api::credentials::Credentials;
use crate::config::env::Env;
use crate::failure::Failure;
use crate::text::Lang;
use crate::tr;

const ID: &str = "TENCENTCLOUD_SECRET_ID";
const KEY: &str = "TENCENTCLOUD_SECRET_KEY";

/// Reads `TENCENTCLOUD_SECRET_ID`, `_KEY` and the token under either of its two names; `None` when neither id nor key is set.
///
/// # Errors
/// Half a pair, two different tokens, or a value that can't be one: each names the variable, never its value.
pub(super) fn find(env: &Env, lang: Lang) -> Result<Option<Found>, Failure> {
    let (id, key) = match (env.get(ID), env.get(KEY)) {
        (Some(id), Some(key)) => (id, key),
        (None, None) => return Ok(None),
        (id, _) => {
            let missing = if id.is_none() { ID } else { KEY };
            return Err(setup_failure(tr!(
                lang,
                "half a key pair: {missing} is not set",
                "密钥对不完整：未设置 {missing}"
            ))
            .hint(tr!(lang, "export {missing} as well", "请同时导出 {missing}")));
        }
    };
    let token = match (env.get("TENCENTCLOUD_TOKEN"), env.get("TENCENTCLOUD_SECURITY_TOKEN")) {
        (Some(a), Some(b)) if a != b => {
            return Err(setup_failure(lang.pick(
                "TENCENTCLOUD_TOKEN and TENCENTCLOUD_SECURITY_TOKEN are both set and differ",
                "TENCENTCLOUD_TOKEN 与 TENCENTCLOUD_SECURITY_TOKEN 同时设置且不一致",
            ))
            .hint(lang.pick(
                "unset the one that does not belong to this key",
                "请取消不属于该密钥的那一个",
            )));
        }
        (a, b) => a.or(b),
    };
    let credentials = Credentials::new(id, key, token).map_err(|error| {
        let why = bad_value(lang, error);
        setup_failure(tr!(lang, "credentials in the environment: {why}", "环境变量中的凭证：{why}"))
            .hint(lang.pick(
                "check the exported values for blanks and quotes",
                "请检查导出的值是否含空格或引号",
            ))
    })?;
    Ok(Some(Found::new(Base::Keys(credentials), lang.pick("environment", "环境变量"))))
}

/// The environment as the only source.
///
/// # Errors
/// As [`find`], and when nothing is set.
pub(super) fn only(env: &Env, lang: Lang) -> Result<Found, Failure> {
    find(env, lang)?.ok_or_else(|| {
        setup_failure(lang.pick(
            "no credentials: TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY are not set",
            "没有凭证：未设置 TENCENTCLOUD_SECRET_ID 和 TENCENTCLOUD_SECRET_KEY",
        ))
        .hint(lang.pick(
            "export both, or try the built-in cloud with --demo",
            "请导出这两个变量，或用 --demo 试用内置云",
        ))
    })
}
