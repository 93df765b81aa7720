//! The filter line, and what a key does now where that differs from the key table.

use crate::domain::sort::SortKey;
use crate::text::Lang;
use crate::tr;

pub(crate) fn marked(lang: Lang, count: usize) -> String {
    tr!(lang, "+ {count} marked", "+ 已标记 {count}")
}

pub(crate) fn not_shown(lang: Lang, count: usize) -> String {
    tr!(lang, " ({count} not shown)", "（{count} 个未显示）")
}

pub(crate) fn row(lang: Lang, row: usize, of: usize) -> String {
    tr!(lang, "row {row}/{of}", "第 {row}/{of} 行")
}

/// The filter where there is none.
pub(crate) fn all(lang: Lang, pairs: bool) -> &'static str {
    if pairs {
        return lang.pick(" / all pairs", " / 全部网卡与内网 IP");
    }
    lang.pick(" / all", " / 全部")
}

pub(crate) fn esc_clears(lang: Lang) -> &'static str {
    lang.pick("   Esc clears", "   Esc 清除")
}

pub(crate) fn sorted_by(lang: Lang, key: SortKey, is_short: bool) -> String {
    let name = match key {
        SortKey::Address => lang.pick("EIP ADDRESS", "EIP 地址"),
        SortKey::Name => lang.pick("NAME", "名称"),
        SortKey::Status => lang.pick("STATE, bound first", "状态，已绑定在前"),
        SortKey::Instance => lang.pick("BOUND TO", "绑定到"),
        SortKey::Age => lang.pick("AGE, youngest first", "天数，新的在前"),
        SortKey::Region => lang.pick("REGION", "地域"),
    };
    if is_short {
        return tr!(lang, "by {name} ↑", "按{name} ↑");
    }
    tr!(lang, "sorted by {name} ↑", "按{name}排序 ↑")
}

pub(crate) fn eip_list(lang: Lang) -> &'static str {
    lang.pick("EIP list", "EIP 列表")
}

pub(crate) fn unbind_marked(lang: Lang, count: usize) -> String {
    tr!(lang, "unbind {count} marked", "解绑已标记的 {count} 个")
}

pub(crate) fn bind_marked(lang: Lang, count: usize) -> String {
    tr!(lang, "bind {count} marked", "绑定已标记的 {count} 个")
}

pub(crate) fn go_on(lang: Lang) -> &'static str {
    lang.pick("go on after all", "撤销停止")
}

pub(crate) fn back_to_dialog(lang: Lang) -> &'static str {
    lang.pick("back to the dialog", "返回对话框")
}

pub(crate) fn bind_back(lang: Lang, name: &str) -> String {
    tr!(lang, "bind {name} back", "重新绑定 {name}")
}

pub(crate) fn bind_several_back(lang: Lang, count: usize) -> String {
    tr!(lang, "bind {count} back", "重新绑定 {count} 个")
}
