//! What is wrong with a source of credentials. No value that may hold a part of a key is ever repeated.

pub(crate) mod profile;
pub(crate) mod role;
pub(crate) mod sdk_file;
pub(crate) mod tccli;

use super::Lang;
use super::said::Said;
use crate::domain::sanitize::visible;
use crate::tr;
use std::borrow::Cow;

/// A character that no key holds, by kind: it is named, the rest of the value is not.
pub(crate) fn character(lang: Lang, found: char) -> String {
    let code = u32::from(found);
    match found {
        '"' | '\'' | '`' => {
            tr!(lang, "a quotation mark (U+{code:04X})", "引号（U+{code:04X}）")
        }
        c if c.is_control() => {
            tr!(lang, "a control character (U+{code:04X})", "控制字符（U+{code:04X}）")
        }
        c if c.is_whitespace() => tr!(lang, "a blank (U+{code:04X})", "空白字符（U+{code:04X}）"),
        c if visible(c.encode_utf8(&mut [0; 4])) != c.to_string() => {
            tr!(lang, "an invisible character (U+{code:04X})", "不可见字符（U+{code:04X}）")
        }
        _ => tr!(lang, "not plain ASCII (U+{code:04X})", "非 ASCII 字符（U+{code:04X}）"),
    }
}

/// A value that is empty.
pub(crate) fn empty(lang: Lang, name: &str) -> String {
    tr!(lang, "{name} is empty", "{name} 为空")
}

/// A value with blanks around it.
pub(crate) fn blanks(lang: Lang, name: &str) -> String {
    tr!(lang, "{name} has blanks before or after it", "{name} 首尾有空格")
}

/// A value with a character that no key holds, counted from 1.
pub(crate) fn impossible(lang: Lang, name: &str, at: usize, found: char) -> String {
    let found = character(lang, found);
    tr!(lang, "character {at} of {name} is {found}", "{name} 的第 {at} 个字符是{found}")
}

/// One pair of quotes was taken off.
pub(crate) fn unquoted(lang: Lang, place: &str, name: &str) -> String {
    let name = if place.is_empty() { name.to_owned() } else { format!("{place}: {name}") };
    tr!(
        lang,
        "{name}: quotes around a value were left out; other programs take them for a part of the key",
        "{name}：已去掉值两侧的引号；其他程序会把引号当作密钥的一部分"
    )
}

/// No source at all.
pub(crate) fn none(lang: Lang) -> Said {
    Said::that(lang.pick(
        "no credentials: none in the environment, in ~/.tccli or in ~/.tencentcloud",
        "没有凭证：环境变量、~/.tccli、~/.tencentcloud 中都没有",
    ))
    .next(lang.pick(
        "export TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, or run: tccli configure",
        "请导出 TENCENTCLOUD_SECRET_ID 和 TENCENTCLOUD_SECRET_KEY，或执行：tccli configure",
    ))
    .next(lang.pick(
        "on a server with a role: credentials = \"instance-role\" under [defaults] of the config file",
        "在绑定了角色的服务器上：在配置文件 [defaults] 中写 credentials = \"instance-role\"",
    ))
    .next(lang.pick("or try the built-in cloud with --demo", "或用 --demo 试用内置云"))
}

/// The environment as a source, as records and machine formats name it.
pub(crate) const ENVIRONMENT: &str = "environment";

/// A source as people read it; with its role, where it has one. What an old journal holds stays as it is.
pub(crate) fn shown_source(lang: Lang, source: &str) -> Cow<'_, str> {
    match source.strip_prefix(ENVIRONMENT) {
        Some(rest) if rest.is_empty() || rest.starts_with(' ') => {
            format!("{}{rest}", environment(lang)).into()
        }
        Some(_) | None => source.into(),
    }
}

/// The name of the environment as a source, on screen.
pub(crate) fn environment(lang: Lang) -> &'static str {
    lang.pick("environment", "环境变量")
}

/// Variables for one thing that say different things; their values are not repeated.
pub(crate) fn differ(lang: Lang, names: [&str; 2]) -> Said {
    let [a, b] = names;
    let what = tr!(lang, "{a} and {b} are both set and differ", "{a} 与 {b} 同时设置且不一致");
    Said::that(what).next(if a.ends_with("TOKEN") {
        lang.pick("unset the one that does not belong to this key", "请取消不属于该密钥的那一个")
    } else {
        lang.pick("unset the one that is not meant", "请取消其中不需要的一个")
    })
}

/// Two variables that each name a source of their own.
pub(crate) fn two_sources(lang: Lang, names: [&str; 2]) -> Said {
    let [a, b] = names;
    Said::that(tr!(
        lang,
        "{a} and {b} each name a source of credentials, and only one can be used",
        "{a} 与 {b} 各自指定了一个凭证来源，只能使用其中一个"
    ))
    .next(lang.pick(
        "unset one of them, or name a profile with --profile",
        "请取消其中一个，或用 --profile 指定账户配置",
    ))
}

/// Half of what belongs together is set in the environment.
pub(crate) fn half_environment(lang: Lang, missing: &str) -> Said {
    Said::that(tr!(lang, "half a key pair: {missing} is not set", "密钥对不完整：未设置 {missing}"))
        .next(tr!(lang, "export {missing} as well", "请同时导出 {missing}"))
}

/// A token without the keys that it goes with.
pub(crate) fn token_alone(lang: Lang, token: &str) -> Said {
    Said::that(tr!(
        lang,
        "{token} is set, but TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY are not",
        "已设置 {token}，但未设置 TENCENTCLOUD_SECRET_ID 和 TENCENTCLOUD_SECRET_KEY"
    ))
    .next(tr!(
        lang,
        "export all three, or unset {token} to use another source",
        "请导出全部三个变量，或取消 {token} 以使用其他来源"
    ))
}

/// A value in the environment that can't be one.
pub(crate) fn bad_environment(lang: Lang, why: &str) -> Said {
    Said::that(tr!(lang, "credentials in the environment: {why}", "环境变量中的凭证：{why}")).next(
        lang.pick(
            "check the exported values for blanks and quotes",
            "请检查导出的值是否含空格或引号",
        ),
    )
}

/// The environment as the only source, and nothing is set.
pub(crate) fn no_environment(lang: Lang) -> Said {
    Said::that(lang.pick(
        "no credentials: TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY are not set",
        "没有凭证：未设置 TENCENTCLOUD_SECRET_ID 和 TENCENTCLOUD_SECRET_KEY",
    ))
    .next(lang.pick(
        "export both, or try the built-in cloud with --demo",
        "请导出这两个变量，或用 --demo 试用内置云",
    ))
}

/// A folder or file that a variable names is not there.
pub(crate) fn named_path_missing(lang: Lang, variable: &str, shown: &str) -> Said {
    Said::that(tr!(
        lang,
        "{variable} names {shown}, which is not there",
        "{variable} 指定的 {shown} 不存在"
    ))
    .next(lang.pick("correct the variable or unset it", "请修正或取消该变量"))
}
