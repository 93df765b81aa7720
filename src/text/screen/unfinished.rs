//! What a crash left open, in one line: `others` is how many more there are.

use crate::domain::sanitize::visible;
use crate::text::{Lang, outcome};
use crate::tr;
use crate::unbind::Verdict;

fn and(lang: Lang, others: usize) -> String {
    match others {
        0 => String::new(),
        others => tr!(lang, " (+{others} more)", "（另有 {others} 个）"),
    }
}

pub(crate) fn looking(lang: Lang, eip: &str, others: usize) -> String {
    let (eip, others) = (visible(eip), and(lang, others));
    tr!(
        lang,
        "1 to check: {eip}, sent before a crash: reading it{others}",
        "1 项待核对：{eip}，崩溃前已发送：正在读取{others}"
    )
}

pub(crate) fn blind(lang: Lang, eip: &str, why: &str, others: usize) -> String {
    let (eip, why, others) = (visible(eip), visible(why), and(lang, others));
    tr!(
        lang,
        "1 to check: {eip}, sent before a crash: can't be read: {why}{others}",
        "1 项待核对：{eip}，崩溃前已发送：无法读取：{why}{others}"
    )
}

pub(crate) fn settled(lang: Lang, eip: &str, word: Verdict, others: usize) -> String {
    let (eip, word, others) = (visible(eip), outcome::word(lang, word), and(lang, others));
    tr!(
        lang,
        "checked after a crash: {eip}: {word}{others} · H history",
        "崩溃后已核对：{eip}：{word}{others} · H 历史"
    )
}

pub(crate) fn elsewhere(lang: Lang, eip: &str, why: &str, others: usize) -> String {
    let (eip, others) = (visible(eip), and(lang, others));
    tr!(
        lang,
        "{eip}: an earlier run has no outcome; {why}: not checked here{others} · H history",
        "{eip}：之前的操作没有结果；{why}，无法在此核对{others} · H 历史"
    )
}
