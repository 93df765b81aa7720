//! Where `bind` puts an EIP back.

use super::said::Said;
use super::{Lang, texts};
use crate::tr;
use std::fmt::Display;

pub(crate) fn not_a_place(lang: Lang, text: &str) -> Said {
    Said::that(tr!(lang, "--to {text:?} is not a place", "--to {text:?} 不是有效的位置")).next(
        lang.pick(
            "write --to eni-5f6a7b8c,10.0.3.21 or --to ins-1a2b3c4d",
            "请写成 --to eni-5f6a7b8c,10.0.3.21 或 --to ins-1a2b3c4d",
        ),
    )
}

texts! {
    /// Blocked when anybody could read it last: of an unbound EIP API 2.0 does not tell that any more.
    was_blocked(eip: &str, at: impl Display):
        "warning: {eip}: blocked by Tencent when it was taken off ({at}); whether it still is can't be read now. Tencent refuses to bind it, \
         here or elsewhere, until the block is lifted (usually 2–24 h)",
        "注意：{eip}：解绑时（{at}）已被腾讯云封堵，现在是否仍封堵无法读取。解封前（通常 2～24 小时）腾讯云拒绝绑定，原位置与其他位置均如此";
    by_journal(eip: &str, line: usize, to: &str):
        "{eip}: its place by the journal (line {line}) is {to}",
        "{eip}：操作日志（第 {line} 行）中的位置为 {to}";
    by_option(eip: &str, to: &str):
        "{eip}: to {to}, as --to says", "{eip}：绑定到 {to}（--to 指定）";
    by_kept_link(eip: &str, to: &str):
        "{eip}: to {to}: the link that was kept", "{eip}：绑定到 {to}（保留的关系）";
    on_server(server: &str): " on {server}", "（{server}）";
    /// Back to where it was.
    by_former_place(eip: &str, to: &str, server: &str, until: impl Display, line: usize):
        "{eip}: to {to}{server}: where it was until {until} (journal line {line})",
        "{eip}：绑定到 {to}{server}，即 {until} 之前的位置（操作日志第 {line} 行）";
}
