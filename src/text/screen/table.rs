//! Words of the cells of list and NIC view.

use crate::domain::Eip;
use crate::text::status::{Look, look};
use crate::text::{Lang, texts};
use crate::tr;

texts! {
    /// A public IP that is no EIP.
    ordinary: "ordinary", "普通";
    days(days: i64): "{days}d", "{days}天";
    /// When a flag was read, where that was not with the list.
    seen(at: &str): "seen {at}", "{at} 读到";
}

/// What matters about a row, as words; in the list without what its state says already.
pub(crate) fn flags(lang: Lang, eip: &Eip, in_list: bool) -> String {
    let look = look(eip);
    let own = |shown: Look| !in_list || look != shown;
    let all = [
        (eip.is_nat() && own(Look::Nat), "NAT"),
        (eip.blocked == Some(true) && own(Look::Blocked), lang.pick("blocked", "封堵")),
        (eip.arrears == Some(true) && own(Look::Arrears), lang.pick("arrears", "欠费")),
        (eip.cascade_release == Some(true), lang.pick("released on unbind", "解绑即释放")),
        (eip.direct == Some(true) && in_list, lang.pick("direct", "直通")),
    ];
    all.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect::<Vec<_>>().join(" ")
}

/// The screen is smaller than the smallest.
pub(crate) fn too_small(lang: Lang, (columns, rows): (u16, u16), least: (u16, u16)) -> String {
    let (least_columns, least_rows) = least;
    tr!(
        lang,
        "{columns}x{rows}: too small, needs {least_columns}x{least_rows}",
        "{columns}x{rows} 太小，至少需要 {least_columns}x{least_rows}"
    )
}
