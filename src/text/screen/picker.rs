//! Regions and profiles to choose from.

use crate::text::Lang;
use crate::tr;

/// `is_first`: no region was chosen yet.
pub(crate) fn title(lang: Lang, is_first: bool, is_narrow: bool) -> &'static str {
    match (is_first, is_narrow) {
        (true, _) => lang.pick("where to look?", "在哪里查找？"),
        (false, false) => lang.pick("regions and profiles", "地域与账户配置"),
        (false, true) => lang.pick("regions, profiles", "地域、账户配置"),
    }
}

pub(crate) fn paste(lang: Lang, is_first: bool, regions: usize) -> String {
    if is_first {
        return tr!(
            lang,
            "Paste the alert now: what it names is searched for in all {regions} regions.",
            "现在粘贴告警：其中的目标会在全部 {regions} 个地域中查找。"
        );
    }
    tr!(
        lang,
        "A pasted alert is searched for in all {regions} regions.",
        "粘贴的告警会在全部 {regions} 个地域中查找。"
    )
}

pub(crate) fn marked(lang: Lang, chosen: usize, all: usize) -> String {
    tr!(lang, "{chosen} of {all} marked", "已选 {chosen}/{all}")
}

pub(crate) fn filter(lang: Lang) -> &'static str {
    lang.pick("filter ▸ ", "过滤 ▸ ")
}

pub(crate) fn profile(lang: Lang) -> &'static str {
    lang.pick("profile  ", "配置  ")
}

pub(crate) fn above(lang: Lang, rows: usize) -> String {
    tr!(lang, "↑ {rows} more", "↑ 还有 {rows} 行")
}

pub(crate) fn below(lang: Lang, rows: usize) -> String {
    tr!(lang, "↓ {rows} more", "↓ 还有 {rows} 行")
}

pub(crate) fn none(lang: Lang) -> &'static str {
    lang.pick("no region or profile is called so", "没有这样的地域或配置")
}

pub(crate) fn no_profile(lang: Lang) -> &'static str {
    lang.pick("(no profile)", "（无账户配置）")
}

pub(crate) fn environment(lang: Lang) -> &'static str {
    lang.pick("environment variables", "环境变量")
}

pub(crate) fn config_file(lang: Lang) -> &'static str {
    lang.pick("config file", "配置文件")
}

pub(crate) fn in_use(lang: Lang) -> &'static str {
    lang.pick("in use", "使用中")
}

pub(crate) fn danger(lang: Lang) -> &'static str {
    lang.pick("▲DANGER", "▲高危")
}

pub(crate) fn read_only(lang: Lang) -> &'static str {
    lang.pick("read-only", "只读")
}
