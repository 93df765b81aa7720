//! What is said of an entry of the `protect` list that protects nothing.

use super::Lang;
use crate::domain::protect::NeverMatches;
use crate::tr;

/// Why this entry can never match.
pub(crate) fn never_matches(lang: Lang, entry: &str, why: NeverMatches) -> String {
    let why = match why {
        NeverMatches::Empty => lang.pick("it is empty", "内容为空"),
        NeverMatches::Blanks => lang.pick("blanks stand before or after it", "前后有空格"),
        NeverMatches::Control => lang.pick("it holds a control character", "含有控制字符"),
        NeverMatches::NoAddress => {
            lang.pick("it is written as an address, and is none", "写法像地址，但不是有效地址")
        }
        NeverMatches::NoNetwork => {
            lang.pick("it is written as a network, and is none", "写法像网段，但不是有效网段")
        }
        NeverMatches::NoRange => lang.pick(
            "it is no range: its end must be an address of the same kind, not before its beginning",
            "不是有效范围：终点须为同类地址，且不早于起点",
        ),
        NeverMatches::NoId => lang.pick(
            "it begins as an id, and ids hold only letters and digits after that",
            "写法像资源 ID，但 ID 前缀之后只能是字母和数字",
        ),
        NeverMatches::NoTag => lang.pick("a tag is written tag:KEY=VALUE", "标签应写成 tag:键=值"),
    };
    tr!(
        lang,
        "protect: \"{entry}\" can never match anything: {why}",
        "protect：“{entry}”永远不会匹配任何目标：{why}"
    )
}

/// What may stand in the list.
pub(crate) fn hint(lang: Lang) -> &'static str {
    lang.pick(
        "names, ids (eip-, ins-, eni-) and addresses with * for anything; 203.0.113.0/24; 203.0.113.10-203.0.113.20; tag:KEY=VALUE",
        "可写名称、ID（eip-、ins-、eni-）或地址（* 代表任意内容）、203.0.113.0/24、203.0.113.10-203.0.113.20、tag:键=值",
    )
}
