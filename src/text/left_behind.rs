//! Lines on the main screen once the terminal interface is left.

use super::Lang;
use crate::tr;

pub(crate) fn terminal_unusable(lang: Lang) -> &'static str {
    lang.pick("the terminal can't be used", "终端不可用")
}

pub(crate) fn nothing_sent(lang: Lang, word: &str, eip: &str) -> String {
    tr!(lang, "{word}  {eip}  nothing was sent for it", "{word}  {eip}  没有为它发出请求")
}

pub(crate) fn no_id(lang: Lang) -> &'static str {
    lang.pick("none", "无")
}

pub(crate) fn place(lang: Lang, server: &str, binds: bool) -> String {
    if binds {
        tr!(lang, "to {server}", "绑定到 {server}")
    } else {
        tr!(lang, "was on {server}", "原绑定 {server}")
    }
}

pub(crate) fn sent(
    lang: Lang,
    word: &str,
    eip: &str,
    place: &str,
    id: &str,
    journal: &str,
) -> String {
    tr!(
        lang,
        "{word}  {eip}  {place}  request id {id}  journal {journal}",
        "{word}  {eip}  {place}  请求 ID {id}  操作日志 {journal}"
    )
}
