//! Regions and profiles to choose from.

use crate::text::{Lang, texts};
use crate::tr;

texts! {
    marked(chosen: usize, all: usize): "{chosen} of {all} marked", "已选 {chosen}/{all}";
    filter: "filter ▸ ", "过滤 ▸ ";
    profile: "profile  ", "账户配置  ";
    above(rows: usize): "↑ {rows} more", "↑ 还有 {rows} 行";
    below(rows: usize): "↓ {rows} more", "↓ 还有 {rows} 行";
    none: "no region or profile is called so", "没有这样的地域或账户配置";
    no_profile: "(no profile)", "（无账户配置）";
    environment: "environment variables", "环境变量";
    config_file: "config file", "配置文件";
    in_use: "in use", "使用中";
    danger: "▲DANGER", "▲高危";
    read_only: "read-only", "只读";
}

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
