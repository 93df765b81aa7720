//! What is wrong with the config file.

use super::texts;

texts! {
    put_it_under:
        "put it under [defaults] or [profiles.NAME]", "请放到 [defaults] 或 [profiles.NAME] 下";
    outside_sections(key: &str): "{key} stands outside any section", "{key} 不在任何小节中";
    unknown_key(key: &str): "unknown key {key:?}", "未知的键 {key:?}";
    no_credentials_here:
        "credentials are not stored in this file; name their source: credentials = \"env\" or \"tccli:NAME\"",
        "此文件不保存凭证；请写明来源：credentials = \"env\" 或 \"tccli:NAME\"";
    not_one_of(key: &str, given: &str): "{key} can't be {given:?}", "{key} 不能是 {given:?}";
    choices(known: &str): "known here: {known}", "此处可用：{known}";
    at_line(shown: &str, line: usize, message: &str):
        "{shown} line {line}: {message}", "{shown} 第 {line} 行：{message}";
    not_toml(message: &str): "this is not TOML: {message}", "不符合 TOML 语法：{message}";
    nameless_profile: "a profile needs a name", "账户配置需要名称";
    no_source: "credentials does not name a source", "credentials 不是有效的凭证来源";
    unknown_region(text: &str): "unknown region {text:?}", "未知地域 {text:?}";
    write_a_region: "write it as ap-guangzhou or gz", "请写成 ap-guangzhou 或 gz";
    not_a_role: "role_arn is not the name of a role", "role_arn 不是角色名称";
    write_a_role:
        "write it as qcs::cam::uin/100000000001:roleName/oncall",
        "请写成 qcs::cam::uin/100000000001:roleName/oncall";
    bad_rate(most: i64):
        "requests_per_second must be a whole number from 0 to {most}; 0 sets no limit",
        "requests_per_second 必须是 0 到 {most} 的整数；0 表示不限";
    or_env_or_none:
        "or \"env\" for HTTPS_PROXY, or \"none\"", "或 \"env\"（使用 HTTPS_PROXY），或 \"none\"";
    no_program(key: &str): "{key} names no program", "{key} 未指定程序";
    program_without_folder(key: &str, shown: &str):
        "{key} names {shown:?} without a folder: PATH, which is each user's own, would decide which program that is",
        "{key} 指定的 {shown:?} 没有目录：实际运行的程序将取决于各用户自己的 PATH";
    own_folder(key: &str): "{key}: ~ is each user's own folder", "{key}：~ 是各用户自己的主目录";
    not_a_toggle(key: &str):
        "{key} must be true or false, without quotes", "{key} 必须是 true 或 false，不加引号";
    not_a_text(key: &str):
        "{key} must be a text in quotes, not empty", "{key} 必须是引号中的非空文本";
    not_texts(key: &str): "{key} must be a list of texts", "{key} 必须是文本列表";
    write_texts(key: &str, example: &str): "write {key} = {example}", "请写成 {key} = {example}";
    not_a_section(key: &str): "{key} must be a section", "{key} 必须是一个小节";
    write_a_section(hint: &str): "write {hint}", "请写成 {hint}";
    whole_path: "write its whole path, beginning with /", "请写出以 / 开头的完整路径";
}
