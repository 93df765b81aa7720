//! Overlays that scroll: help, errors, a run of the history.

use crate::domain::Region;
use crate::domain::sanitize::visible;
use crate::text::{Lang, target, texts};
use crate::tr;

texts! {
    keys(scope: &str): "keys · {scope}", "按键 · {scope}";
    this_screen(scope: &str): "this screen: {scope}", "本页：{scope}";
    run: "run ", "操作 ";
    errors(count: usize): "errors: {count}", "错误：{count}";
    no_errors: "✓ no errors", "✓ 没有错误";
    closes: "Esc closes", "Esc 关闭";
}

pub(crate) fn in_none_of(lang: Lang, target: &str, looked: &[Region]) -> String {
    let (target, looked) = (visible(target), target::places(lang, looked, usize::MAX));
    tr!(lang, "{target}: in none of {looked}", "{target}：{looked} 中均无")
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
