//! What may be meant by an alert.

use crate::domain::Region;
use crate::text::{Lang, target, texts};
use crate::tr;

texts! {
    all(count: usize): "all {count} of them", "全部 {count} 个";
    unbound: "unbound", "未绑定";
}

/// How many were found, and where; `regions` is empty where no other was looked in.
pub(crate) fn title(lang: Lang, count: usize, regions: &[Region], is_narrow: bool) -> String {
    if is_narrow {
        return tr!(lang, "in the alert: {count}", "告警中：{count} 个");
    }
    if regions.is_empty() {
        return tr!(lang, "found in the alert: {count} targets", "告警中有 {count} 个目标");
    }
    let regions = target::places(lang, regions, 3);
    tr!(
        lang,
        "found in the alert: {count} targets, looked for in {regions}",
        "告警中有 {count} 个目标，在 {regions} 中查找"
    )
}

pub(crate) fn foot(lang: Lang, marked: usize, is_narrow: bool) -> String {
    match (is_narrow, marked) {
        (true, 0) => lang.pick("Enter · Space mark · Esc", "Enter · Space 标记 · Esc").to_owned(),
        (true, _) => tr!(lang, "Enter: {marked} marked · Esc", "Enter：已标记 {marked} 个 · Esc"),
        (false, 0) => lang
            .pick(
                "Enter unbind dialog for this one · Space marks · Esc closes",
                "Enter 为本行打开解绑对话框 · Space 标记 · Esc 关闭",
            )
            .to_owned(),
        (false, _) => tr!(
            lang,
            "Enter unbind dialog for {marked} marked · Space marks · Esc closes",
            "Enter 为已标记的 {marked} 个打开解绑对话框 · Space 标记 · Esc 关闭"
        ),
    }
}
