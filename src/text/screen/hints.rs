//! The filter line, and what a key does now where that differs from the key table.

use crate::domain::sort::SortKey;
use crate::text::{Lang, texts};
use crate::tr;

texts! {
    marked(count: usize): "+ {count} marked", "+ 已标记 {count}";
    not_shown(count: usize): " ({count} not shown)", "（{count} 个未显示）";
    row(row: usize, of: usize): "row {row}/{of}", "第 {row}/{of} 行";
    esc_clears: "   Esc clears", "   Esc 清除";
    eip_list: "EIP list", "EIP 列表";
    unbind_marked(count: usize): "unbind {count} marked", "解绑已标记的 {count} 个";
    bind_marked(count: usize): "bind {count} marked", "绑定已标记的 {count} 个";
    go_on: "go on after all", "撤销停止";
    nothing_more: "stop, nothing more sent", "停止，不再发出请求";
    back_to_dialog: "back to the dialog", "返回对话框";
    bind_back(name: &str): "bind {name} back", "重新绑定 {name}";
    bind_several_back(count: usize): "bind {count} back", "重新绑定 {count} 个";
}

/// The filter where there is none.
pub(crate) fn all(lang: Lang, pairs: bool) -> &'static str {
    if pairs {
        return lang.pick(" / all pairs", " / 全部网卡与内网 IP");
    }
    lang.pick(" / all", " / 全部")
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
