//! The SDKs' file, its own complaints.

use crate::text::Lang;
use crate::text::said::Said;
use crate::tr;

fn form(lang: Lang, what: String) -> Said {
    Said::that(what).next(lang.pick(
        "it needs [default] with secret_id = … and secret_key = …, one per line",
        "需要 [default] 小节，其中每行一个 secret_id = … 和 secret_key = …",
    ))
}

/// A line that can't be read; it may hold a key.
pub(crate) fn bad_line(lang: Lang, shown: &str, number: usize) -> Said {
    form(lang, tr!(lang, "{shown} line {number} makes no sense", "{shown} 第 {number} 行无法理解"))
}

/// No `[default]`.
pub(crate) fn no_section(lang: Lang, shown: &str) -> Said {
    form(lang, tr!(lang, "{shown} has no section [default]", "{shown} 没有 [default] 小节"))
}

/// A key that is not there.
pub(crate) fn missing(lang: Lang, shown: &str, name: &str) -> Said {
    let what =
        tr!(lang, "{shown}: {name} is missing in [default]", "{shown}：[default] 中缺少 {name}");
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
