//! Profiles, the program's own and tccli's.

use crate::domain::sanitize::visible;
use crate::text::Lang;
use crate::text::said::Said;
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
    tr!(lang, "run: tccli configure --profile {name}", "请执行：tccli configure --profile {name}")
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
