//! Why there are no rows, and what to do.

use crate::text::{Lang, texts};
use crate::tr;

texts! {
    nothing_read: "✗ nothing could be read", "✗ 全部读取失败";
    read_again: "r reads again   e shows everything", "按 r 重新读取   e 查看全部";
    no_region: "no region is chosen", "未选择地域";
    choose_region:
        "→ paste the alert: it is searched for in all regions; or R chooses regions",
        "→ 粘贴告警：会在所有地域中查找；或按 R 选择地域";
    /// What is typed follows.
    no_match: "nothing matches the filter: ", "没有符合过滤条件的行：";
    clear_filter: "→ Esc clears the filter", "→ 按 Esc 清除过滤";
    other_regions: "→ R chooses other regions, r reads again", "→ 按 R 选择其他地域，按 r 重新读取";
    /// No match among the rows that came so far; what is typed follows.
    no_match_yet(read: &str, total: &str):
        "not among the {read} of {total} read so far; still reading: ",
        "已读取的 {read} / {total} 行中没有；仍在读取：";
    reading(regions: &str): "reading {regions}…", "正在读取 {regions}…";
}

pub(crate) fn none_in(lang: Lang, nics: bool, regions: &str) -> String {
    if nics {
        tr!(lang, "no NICs in {regions}", "没有网卡： {regions}")
    } else {
        tr!(lang, "no EIPs in {regions}", "没有 EIP： {regions}")
    }
}
