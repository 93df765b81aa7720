//! Settings as `config` shows them.

use super::Lang;
use crate::tr;

/// The heads of the table.
pub(crate) fn heads(lang: Lang) -> [&'static str; 3] {
    match lang {
        Lang::En => ["KEY", "VALUE", "FROM"],
        Lang::Zh => ["键", "值", "来源"],
    }
}

/// Nobody set it.
pub(crate) fn default(lang: Lang) -> &'static str {
    lang.pick("default", "默认")
}

/// No source was named.
pub(crate) fn found_first(lang: Lang) -> &'static str {
    lang.pick("none was named: the first that is there", "未指定：使用最先找到的来源")
}

/// The source can't be used; why is said beside the table.
pub(crate) fn not_usable(lang: Lang) -> &'static str {
    lang.pick("can't be used", "不可用")
}

/// A file that is not there.
pub(crate) fn not_there(lang: Lang, path: &str) -> String {
    tr!(lang, "{path} (not there)", "{path}（不存在）")
}

/// Two variables name regions, and differ.
pub(crate) fn regions_differ(lang: Lang) -> super::said::Said {
    super::said::Said::that(lang.pick(
        "EIP_UNBIND_REGION and TENCENTCLOUD_REGION are both set and differ",
        "EIP_UNBIND_REGION 与 TENCENTCLOUD_REGION 同时设置且不一致",
    ))
    .next(lang.pick(
        "unset the one that is not meant, or give --region",
        "请取消其中不需要的一个，或用 --region 指定",
    ))
}
