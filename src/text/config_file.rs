//! What is wrong with the config file.

use super::Lang;
use crate::tr;

pub(crate) fn put_it_under(lang: Lang) -> &'static str {
    lang.pick(
        "put it under [defaults] or [profiles.NAME]",
        "请放到 [defaults] 或 [profiles.NAME] 下",
    )
}

pub(crate) fn outside_sections(lang: Lang, key: &str) -> String {
    tr!(lang, "{key} stands outside any section", "{key} 不在任何小节中")
}

pub(crate) fn unknown_key(lang: Lang, key: &str) -> String {
    tr!(lang, "unknown key {key:?}", "未知的键 {key:?}")
}

pub(crate) fn no_credentials_here(lang: Lang) -> &'static str {
    lang.pick(
        "credentials are not stored in this file; name their source: credentials = \"env\" or \"tccli:NAME\"",
        "此文件不保存凭证；请写明来源：credentials = \"env\" 或 \"tccli:NAME\"",
    )
}

pub(crate) fn not_one_of(lang: Lang, key: &str, given: &str) -> String {
    tr!(lang, "{key} can't be {given:?}", "{key} 不能是 {given:?}")
}

pub(crate) fn choices(lang: Lang, known: &str) -> String {
    tr!(lang, "known here: {known}", "此处可用：{known}")
}

pub(crate) fn at_line(lang: Lang, shown: &str, line: usize, message: &str) -> String {
    tr!(lang, "{shown} line {line}: {message}", "{shown} 第 {line} 行：{message}")
}

pub(crate) fn not_toml(lang: Lang, message: &str) -> String {
    tr!(lang, "this is not TOML: {message}", "不符合 TOML 语法：{message}")
}

pub(crate) fn nameless_profile(lang: Lang) -> &'static str {
    lang.pick("a profile needs a name", "账户配置需要名称")
}

pub(crate) fn no_source(lang: Lang) -> &'static str {
    lang.pick("credentials does not name a source", "credentials 不是有效的凭证来源")
}

pub(crate) fn unknown_region(lang: Lang, text: &str) -> String {
    tr!(lang, "unknown region {text:?}", "未知地域 {text:?}")
}

pub(crate) fn write_a_region(lang: Lang) -> &'static str {
    lang.pick("write it as ap-guangzhou or gz", "请写成 ap-guangzhou 或 gz")
}

pub(crate) fn not_a_role(lang: Lang) -> &'static str {
    lang.pick("role_arn is not the name of a role", "role_arn 不是角色名称")
}

pub(crate) fn write_a_role(lang: Lang) -> &'static str {
    lang.pick(
        "write it as qcs::cam::uin/100000000001:roleName/oncall",
        "请写成 qcs::cam::uin/100000000001:roleName/oncall",
    )
}

pub(crate) fn bad_rate(lang: Lang, most: i64) -> String {
    tr!(
        lang,
        "requests_per_second must be a whole number from 0 to {most}; 0 sets no limit",
        "requests_per_second 必须是 0 到 {most} 的整数；0 表示不限"
    )
}

pub(crate) fn or_env_or_none(lang: Lang) -> &'static str {
    lang.pick(
        "or \"env\" for HTTPS_PROXY, or \"none\"",
        "或 \"env\"（使用 HTTPS_PROXY），或 \"none\"",
    )
}

pub(crate) fn no_program(lang: Lang, key: &str) -> String {
    tr!(lang, "{key} names no program", "{key} 未指定程序")
}

pub(crate) fn program_without_folder(lang: Lang, key: &str, shown: &str) -> String {
    tr!(
        lang,
        "{key} names {shown:?} without a folder: PATH, which is each user's own, would decide which program that is",
        "{key} 指定的 {shown:?} 没有目录：实际运行的程序将取决于各用户自己的 PATH"
    )
}

pub(crate) fn own_folder(lang: Lang, key: &str) -> String {
    tr!(lang, "{key}: ~ is each user's own folder", "{key}：~ 是各用户自己的主目录")
}

pub(crate) fn not_a_toggle(lang: Lang, key: &str) -> String {
    tr!(lang, "{key} must be true or false, without quotes", "{key} 必须是 true 或 false，不加引号")
}

pub(crate) fn not_a_text(lang: Lang, key: &str) -> String {
    tr!(lang, "{key} must be a text in quotes, not empty", "{key} 必须是引号中的非空文本")
}

pub(crate) fn not_texts(lang: Lang, key: &str) -> String {
    tr!(lang, "{key} must be a list of texts", "{key} 必须是文本列表")
}

pub(crate) fn write_texts(lang: Lang, key: &str, example: &str) -> String {
    tr!(lang, "write {key} = {example}", "请写成 {key} = {example}")
}

pub(crate) fn not_a_section(lang: Lang, key: &str) -> String {
    tr!(lang, "{key} must be a section", "{key} 必须是一个小节")
}

pub(crate) fn write_a_section(lang: Lang, hint: &str) -> String {
    tr!(lang, "write {hint}", "请写成 {hint}")
}

pub(crate) fn whole_path(lang: Lang) -> &'static str {
    lang.pick("write its whole path, beginning with /", "请写出以 / 开头的完整路径")
}
