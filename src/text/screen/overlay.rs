//! Overlays that scroll: help, errors, a run of the history.

use crate::domain::Region;
use crate::domain::sanitize::visible;
use crate::text::{Lang, target};
use crate::tr;

pub(crate) fn keys(lang: Lang, scope: &str) -> String {
    tr!(lang, "keys · {scope}", "按键 · {scope}")
}

pub(crate) fn this_screen(lang: Lang, scope: &str) -> String {
    tr!(lang, "this screen: {scope}", "本页：{scope}")
}

pub(crate) fn run(lang: Lang) -> &'static str {
    lang.pick("run ", "操作 ")
}

pub(crate) fn errors(lang: Lang, count: usize) -> String {
    tr!(lang, "errors: {count}", "错误：{count}")
}

pub(crate) fn no_errors(lang: Lang) -> &'static str {
    lang.pick("✓ no errors", "✓ 没有错误")
}

pub(crate) fn in_none_of(lang: Lang, target: &str, looked: &[Region]) -> String {
    let (target, looked) = (visible(target), target::places(lang, looked, usize::MAX));
    tr!(lang, "{target}: in none of {looked}", "{target}：{looked} 中均无")
}

pub(crate) fn closes(lang: Lang) -> &'static str {
    lang.pick("Esc closes", "Esc 关闭")
}

/// Which lines are in sight.
pub(crate) fn lines(
    lang: Lang,
    (first, last, total): (usize, usize, usize),
    is_narrow: bool,
) -> String {
    if is_narrow {
        return tr!(
            lang,
            "{first}–{last} of {total} · j/k · Esc",
            "{first}–{last}/{total} 行 · j/k · Esc"
        );
    }
    tr!(
        lang,
        "lines {first}–{last} of {total} · j/k scroll · Esc closes",
        "第 {first}–{last} 行，共 {total} 行 · j/k 滚动 · Esc 关闭"
    )
}
