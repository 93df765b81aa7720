//! tccli's files.

use crate::domain::sanitize::visible;
use crate::text::Lang;
use crate::text::said::Said;
use crate::tr;

/// No home folder.
pub(crate) fn no_home(lang: Lang) -> Said {
    Said::that(
        lang.pick("no home folder to look for ~/.tccli in", "找不到主目录，无法查找 ~/.tccli"),
    )
    .next(lang.pick("set HOME", "请设置 HOME"))
}

/// A name that is a way to somewhere else.
pub(crate) fn bad_name(lang: Lang, name: &str) -> Said {
    let name = visible(name);
    Said::that(tr!(
        lang,
        "{name:?} can't be the name of a tccli profile",
        "{name:?} 不能作为 tccli 配置名称"
    ))
    .next(lang.pick("see the names with: tccli configure list", "用 tccli configure list 查看名称"))
}

/// A file that tccli could not use either.
pub(crate) fn broken(lang: Lang, shown: &str, why: &str, name: &str) -> Said {
    let name = visible(name);
    Said::that(tr!(lang, "{shown} can't be used: {why}", "无法使用 {shown}：{why}")).next(tr!(
        lang,
        "mend or remove the file, or write it anew with: tccli configure --profile {name}",
        "请修复或删除该文件，或用 tccli configure --profile {name} 重新生成"
    ))
}

/// Why a file is broken.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Why<'a> {
    /// JSON, but no object.
    NotAnObject,
    /// No JSON; line and column.
    NotJson(usize, usize),
    /// A key whose value is no text.
    NotText(&'a str),
    /// Half a pair.
    Missing(&'a str),
    /// A role, and no keys to assume it with.
    RoleWithoutKeys,
    /// A token or a session name, and no keys.
    NoKeysFor(&'a str),
}

/// In words.
pub(crate) fn why(lang: Lang, why: Why<'_>) -> String {
    match why {
        Why::NotAnObject => lang.pick("it is not a JSON object", "不是 JSON 对象").to_owned(),
        Why::NotJson(line, column) => tr!(
            lang,
            "it is not JSON (line {line}, column {column})",
            "不是 JSON（第 {line} 行第 {column} 列）"
        ),
        Why::NotText(key) => tr!(lang, "{key} is not a text", "{key} 不是文本"),
        Why::Missing(key) => {
            tr!(lang, "half a key pair: {key} is missing", "密钥对不完整：缺少 {key}")
        }
        Why::RoleWithoutKeys => lang
            .pick(
                "it names a role (role-arn), but no keys to assume it with",
                "其中有角色（role-arn），但没有用于扮演该角色的密钥",
            )
            .to_owned(),
        Why::NoKeysFor(key) => {
            tr!(lang, "it holds {key}, but no keys", "其中有 {key}，但没有密钥")
        }
    }
}

/// A kind of profile that this program does not know.
pub(crate) fn unknown_type(lang: Lang, shown: &str, kind: &str) -> Said {
    let kind = visible(kind);
    let why = tr!(lang, "unknown type {kind:?}", "未知的 type {kind:?}");
    Said::that(tr!(lang, "{shown}: {why}", "{shown}：{why}")).next(lang.pick(
        "known are default, cvm-role, oauth and sso; a newer tccli may know more, this program does not",
        "支持 default、cvm-role、oauth、sso；新版 tccli 可能支持更多类型，本程序尚不支持",
    ))
}

/// Temporary keys that can't be used.
#[derive(Debug, Clone, Copy)]
pub(crate) enum LogIn {
    /// No keys yet.
    NotYet,
    /// It is not said when they end.
    NoEnd,
    /// They end in so many seconds.
    Soon(i64),
    /// They have ended.
    Ended(jiff::Timestamp),
}

/// Somebody must log in again; `command` is how.
pub(crate) fn log_in(lang: Lang, shown: &str, why: LogIn, command: &str) -> Said {
    let what = match why {
        LogIn::NotYet => tr!(lang, "{shown}: not logged in", "{shown}：尚未登录"),
        LogIn::NoEnd => tr!(
            lang,
            "{shown}: expiresAt is missing or no number",
            "{shown}：缺少 expiresAt 或不是数字"
        ),
        LogIn::Soon(left) => {
            tr!(lang, "{shown}: the keys expire in {left} s", "{shown}：密钥将在 {left} 秒后失效")
        }
        LogIn::Ended(at) => {
            tr!(lang, "{shown}: the keys have expired at {at}", "{shown}：密钥已于 {at} 失效")
        }
    };
    Said::that(what).next(tr!(lang, "run: {command}", "请执行：{command}")).next(tr!(
        lang,
        "then try again; this program does not renew tccli's keys",
        "然后重试；本程序不会续期 tccli 的密钥"
    ))
}

/// A file that everybody can read.
pub(crate) fn exposed(lang: Lang, shown: &str) -> String {
    tr!(
        lang,
        "{shown} can be read by every user of this machine; run chmod 700 on its folder",
        "本机所有用户都能读取 {shown}；请对其所在目录执行 chmod 700"
    )
}

/// A role that tccli would not assume either: the keys themselves are used.
pub(crate) fn role_not_assumed(lang: Lang, place: &str, missing: &str) -> String {
    let place = visible(place);
    tr!(
        lang,
        "{place} names a role but no {missing}: as in tccli the role is not assumed, the keys themselves are used",
        "{place} 指定了角色但没有 {missing}：与 tccli 一样不扮演该角色，直接使用密钥"
    )
}

/// An instance role beside a role: tccli does not assume the latter.
pub(crate) fn role_beside_instance_role(lang: Lang, shown: &str) -> String {
    tr!(
        lang,
        "{shown}: with type cvm-role tccli does not assume role-arn, nor does this program",
        "{shown}：type 为 cvm-role 时 tccli 不扮演 role-arn，本程序也不扮演"
    )
}

/// Its file is another one by now.
pub(crate) fn changed(lang: Lang) -> &'static str {
    lang.pick("its file has changed altogether: start again", "其文件已完全改变：请重新启动")
}
