//! Variables that are set and not read.

use super::Lang;
use crate::domain::sanitize::visible;
use crate::tr;

fn list(lang: Lang, names: &[&str]) -> String {
    visible(&names.join(lang.between_names())).into_owned()
}

/// Other tools read them.
pub(crate) fn unread(lang: Lang, names: &[&str]) -> String {
    let names = list(lang, names);
    tr!(lang, "set, and not read by this program: {names}", "已设置，但本程序不读取：{names}")
}

/// A profile that is named alone counts.
pub(crate) fn ignored(lang: Lang, names: &[&str]) -> String {
    let names = list(lang, names);
    tr!(
        lang,
        "set, and not used as a profile is named: {names}",
        "已设置，但因指定了账户配置而不使用：{names}"
    )
}

/// What to do about them.
pub(crate) fn next(lang: Lang) -> &'static str {
    lang.pick(
        "they are for other tools; what this program reads is in docs/credentials.md",
        "它们供其他工具使用；本程序读取的变量见 docs/credentials.md",
    )
}

/// A name that was probably mistyped.
pub(crate) fn meant(lang: Lang, name: &str, near: &str) -> String {
    let name = visible(name);
    tr!(
        lang,
        "{name} is no option of this program: did you mean {near}?",
        "{name} 不是本程序的选项：是否想输入 {near}？"
    )
}
