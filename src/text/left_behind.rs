//! Lines on the main screen once the terminal interface is left.

use super::{Lang, texts};
use crate::tr;

texts! {
    terminal_unusable: "the terminal can't be used", "终端不可用";
    nothing_sent(word: &str, eip: &str):
        "{word}  {eip}  nothing was sent for it", "{word}  {eip}  没有为它发出请求";
    no_id: "none", "无";
    sent(word: &str, eip: &str, place: &str, id: &str, journal: &str):
        "{word}  {eip}  {place}  request id {id}  journal {journal}",
        "{word}  {eip}  {place}  请求 ID {id}  操作日志 {journal}";
}

pub(crate) fn place(lang: Lang, server: &str, binds: bool) -> String {
    if binds {
        tr!(lang, "to {server}", "绑定到 {server}")
    } else {
        tr!(lang, "was on {server}", "原绑定 {server}")
    }
}
