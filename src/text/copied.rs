//! What is said after a text was sent to the terminal's clipboard: sent is not arrived.

use super::Lang;
use crate::domain::sanitize::visible;
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

/// A report was saved in this file, and sent to the clipboard: the most that fits. The end of the path, which is the file's name, is seen
/// at every size.
pub(crate) fn report_saved(
    lang: Lang,
    dropped_by: Option<&str>,
    path: &str,
    columns: usize,
) -> String {
    let path = visible(path).into_owned();
    let (folder, name) = path.rsplit_once('/').map_or(("", path.as_str()), |(f, name)| (f, name));
    let parent = folder.rsplit('/').next().unwrap_or_default();
    let near = format!("…/{parent}/{name}");
    let in_folder = format!("…/{name}");
    let long = |file: &str| match dropped_by {
        None => tr!(
            lang,
            "report saved: {file}; sent to the terminal's clipboard, whether it arrived can't be known",
            "报告已保存：{file}；已发送到终端剪贴板，无法确认是否到达"
        ),
        Some(why) => tr!(
            lang,
            "report saved: {file}; this terminal probably drops what is sent to its clipboard ({why})",
            "报告已保存：{file}；该终端可能不支持剪贴板（{why}）"
        ),
    };
    let short = |file: &str| match dropped_by {
        None => {
            tr!(lang, "report saved: {file}; {}", "报告已保存：{file}；{}", self::short(lang))
        }
        Some(why) => tr!(
            lang,
            "report saved: {file}; probably dropped ({why})",
            "报告已保存：{file}；可能未到达（{why}）"
        ),
    };
    let all = [
        long(&path),
        long(&near),
        short(&path),
        short(&near),
        short(&in_folder),
        tr!(lang, "saved: {name}", "已保存：{name}"),
    ];
    if let Some(text) = all.iter().find(|text| text.width() + 2 <= columns) {
        return text.clone();
    }
    // Not even the name: its end tells it from others.
    let start = lang.pick("saved: …", "已保存：…");
    let mut rest = name;
    while start.width() + rest.width() + 2 > columns && !rest.is_empty() {
        rest = rest.get(rest.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
    }
    format!("{start}{rest}")
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
    fn a_saved_report_is_named_by_the_end_of_its_path_and_the_clipboard_beside_it_where_both_fit() {
        let name = &["6479e242-1", "md"].join(".");
        for folder in ["/srv/a-very-long-folder/of-a-team/with-more/state/reports", "~/s/reports"] {
            let path = format!("{folder}/{name}");
            for lang in [Lang::En, Lang::Zh] {
                for dropped in [None, Some("tmux set-clipboard")] {
                    for columns in [40, 80, 100, 200] {
                        let text = report_saved(lang, dropped, &path, columns);
                        assert!(text.contains(name) && text.width() < columns, "{columns}: {text}");
                        let fate = match (lang, dropped) {
                            (Lang::En, None) => "sent to the terminal",
                            (Lang::Zh, None) => "已发送到终端",
                            (_, Some(why)) => why,
                        };
                        assert_eq!(text.contains(fate), columns >= 80, "{columns}: {text}");
                    }
                    assert!(report_saved(lang, dropped, &path, 200).contains(&path));
                    assert!(report_saved(lang, dropped, &path, 20).ends_with(&name[5..]));
                }
            }
        }
    }

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
