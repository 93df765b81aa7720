//! What is wrong with a source of credentials. No value that may hold a part of a key is ever repeated.

use super::Lang;
use super::said::Said;
use crate::domain::sanitize::visible;
use crate::tr;

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

/// The name of the environment as a source.
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

/// The SDKs' file, its own complaints.
pub(crate) mod sdk_file {
    use super::{Lang, Said};
    use crate::tr;

    fn form(lang: Lang, what: String) -> Said {
        Said::that(what).next(lang.pick(
            "it needs [default] with secret_id = … and secret_key = …, one per line",
            "需要 [default] 小节，其中每行一个 secret_id = … 和 secret_key = …",
        ))
    }

    /// A line that can't be read; it may hold a key.
    pub(crate) fn bad_line(lang: Lang, shown: &str, number: usize) -> Said {
        form(
            lang,
            tr!(lang, "{shown} line {number} makes no sense", "{shown} 第 {number} 行无法理解"),
        )
    }

    /// No `[default]`.
    pub(crate) fn no_section(lang: Lang, shown: &str) -> Said {
        form(lang, tr!(lang, "{shown} has no section [default]", "{shown} 没有 [default] 小节"))
    }

    /// A key that is not there.
    pub(crate) fn missing(lang: Lang, shown: &str, name: &str) -> Said {
        let what = tr!(
            lang,
            "{shown}: {name} is missing in [default]",
            "{shown}：[default] 中缺少 {name}"
        );
        form(lang, what)
    }

    /// A value that can't be one.
    pub(crate) fn bad_value(lang: Lang, shown: &str, why: &str) -> Said {
        Said::that(tr!(lang, "{shown}: {why}", "{shown}：{why}")).next(lang.pick(
            "write the value anew, without quotes and blanks",
            "请重新填写该值，不要带引号和空格",
        ))
    }

    /// The only source, and not there.
    pub(crate) fn none(lang: Lang) -> Said {
        Said::that(lang.pick(
            "no credentials: there is no ~/.tencentcloud/credentials",
            "没有凭证：没有 ~/.tencentcloud/credentials",
        ))
        .next(lang.pick(
            "create it, or choose another source with credentials = … in the config file",
            "请创建该文件，或在配置文件中用 credentials = … 选择其他来源",
        ))
    }
}

/// Profiles, the program's own and tccli's.
pub(crate) mod profile {
    use super::{Lang, Said, visible};
    use crate::tr;

    /// A profile of the config file that names no source.
    pub(crate) fn without_source(lang: Lang, name: &str) -> Said {
        let name = visible(name);
        Said::that(tr!(
            lang,
            "profile {name} does not say where its credentials are",
            "账户配置 {name} 未说明凭证来源"
        ))
        .next(tr!(
            lang,
            "add credentials = \"env\" (or \"tccli:NAME\", \"sdk-file\" …) to [profiles.{name}]",
            "请在 [profiles.{name}] 中加入 credentials = \"env\"（或 \"tccli:NAME\"、\"sdk-file\" 等）"
        ))
        .next(lang.pick(
            "with a profile named, the keys in the environment are not used unless it says so",
            "指定账户配置后，除非其中写明，否则不使用环境变量中的密钥",
        ))
    }

    /// A tccli profile without keys.
    pub(crate) fn no_keys(lang: Lang, name: &str, by: Option<&str>) -> Said {
        let name = visible(name);
        let what = match by {
            Some(by) => tr!(
                lang,
                "the tccli profile {name}, which {by} names, holds no keys",
                "{by} 指定的 tccli 配置 {name} 中没有密钥"
            ),
            None => {
                tr!(lang, "the tccli profile {name} holds no keys", "tccli 配置 {name} 中没有密钥")
            }
        };
        Said::that(what).next(configure(lang, &name))
    }

    fn configure(lang: Lang, name: &str) -> String {
        tr!(
            lang,
            "run: tccli configure --profile {name}",
            "请执行：tccli configure --profile {name}"
        )
    }

    /// A name that stands for nothing, with what there is; `by` is the variable that names it.
    pub(crate) fn unknown(
        lang: Lang,
        name: &str,
        by: Option<&str>,
        near: Option<&str>,
        [own, tccli]: [&[&str]; 2],
    ) -> Said {
        let name = visible(name);
        let said = Said::that(match by {
            Some(by) => tr!(
                lang,
                "there is no tccli profile {name}, which {by} names",
                "没有 {by} 指定的 tccli 配置 {name}"
            ),
            None => tr!(lang, "there is no profile {name}", "没有账户配置 {name}"),
        });
        let said = match near.map(visible) {
            Some(near) => said.next(tr!(lang, "did you mean {near}?", "是否想输入 {near}？")),
            None => said,
        };
        let list = |names: &[&str]| match names {
            [] => "-".to_owned(),
            names => visible(&names.join(" ")).into_owned(),
        };
        said.next(tr!(
            lang,
            "in the config file: {}; in ~/.tccli: {}",
            "配置文件中：{}；~/.tccli 中：{}",
            list(own),
            list(tccli)
        ))
    }
}

/// tccli's files.
pub(crate) mod tccli {
    use super::{Lang, Said, visible};
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
        .next(
            lang.pick(
                "see the names with: tccli configure list",
                "用 tccli configure list 查看名称",
            ),
        )
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
                tr!(lang, "{shown}: the keys end in {left} s", "{shown}：密钥将在 {left} 秒后失效")
            }
            LogIn::Ended(at) => {
                tr!(lang, "{shown}: the keys have ended at {at}", "{shown}：密钥已于 {at} 失效")
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
}

/// Roles and pod identities.
pub(crate) mod role {
    use super::{Lang, Said};
    use crate::tr;

    /// A duration that is no number.
    pub(crate) fn bad_duration(lang: Lang) -> Said {
        Said::that(lang.pick(
            "TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION must be a number of seconds",
            "TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION 必须是秒数",
        ))
        .next(lang.pick("for example 7200, or unset it", "例如 7200，或取消该变量"))
    }

    /// Some of TKE's four variables are missing.
    pub(crate) fn no_pod_identity(lang: Lang, missing: &[&str]) -> Said {
        Said::that(tr!(
            lang,
            "no pod identity: {} not set",
            "没有 Pod 身份：未设置 {}",
            missing.join(", ")
        ))
        .next(lang.pick(
            "TKE sets all four in a pod whose service account has a role",
            "在服务账号绑定了角色的 Pod 中，TKE 会设置全部四个变量",
        ))
    }
}
