//! What is said after a text was sent to the terminal's clipboard: sent is not arrived.

use super::Lang;
use crate::tr;
use unicode_width::UnicodeWidthStr as _;

/// One line for a screen of so many columns: the most that fits.
pub(crate) fn notice(
    lang: Lang,
    dropped_by: Option<&str>,
    saved: Option<&str>,
    columns: usize,
) -> String {
    let all = match (dropped_by, saved) {
        (None, None) => vec![unknown(lang).to_owned(), short(lang).to_owned()],
        (None, Some(file)) => vec![
            tr!(lang, "{}; also in {file}", "{}；另存于 {file}", unknown(lang)),
            tr!(lang, "{}; also in {file}", "{}；另存于 {file}", short(lang)),
            tr!(lang, "sent; in {file}", "已发送；{file}"),
        ],
        (Some(why), Some(file)) => vec![
            tr!(
                lang,
                "this terminal probably drops it ({why}): the text is in {file}",
                "该终端可能不支持（{why}）：内容已存入 {file}"
            ),
            tr!(lang, "dropped? {file}", "未到达？{file}"),
        ],
        (Some(why), None) => vec![
            tr!(
                lang,
                "this terminal probably drops it ({why}): select the text with the mouse",
                "该终端可能不支持（{why}）：请用鼠标选取文字"
            ),
            tr!(lang, "probably dropped ({why})", "可能未到达（{why}）"),
        ],
    };
    let fits = |text: &&String| text.width() + 2 <= columns;
    all.iter().find(fits).or(all.last()).cloned().unwrap_or_default()
}

fn unknown(lang: Lang) -> &'static str {
    lang.pick(
        "sent to the terminal's clipboard; whether it arrived can't be known",
        "已发送到终端剪贴板，无法确认是否到达",
    )
}

fn short(lang: Lang) -> &'static str {
    lang.pick("sent to the terminal; arrival not known", "已发送到终端，未确认到达")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_named_at_every_size() {
        let file = "reports/20261125-140322-3f.md";
        for lang in [Lang::En, Lang::Zh] {
            for columns in [40, 80, 120] {
                for dropped in [None, Some("tmux set-clipboard")] {
                    let text = notice(lang, dropped, Some(file), columns);
                    assert!(text.contains(file) && text.width() < columns, "{text}");
                }
            }
        }
        let whole = notice(Lang::En, None, Some(file), 120);
        assert!(
            whole
                .starts_with("sent to the terminal's clipboard; whether it arrived can't be known")
        );
    }
}
