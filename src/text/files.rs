//! Files that can't be read, and paths as they were taken.

use super::Lang;
use super::said::Said;
use crate::tr;

/// A file that can't be read.
pub(crate) fn unreadable(lang: Lang, shown: &str, error: &std::io::Error) -> Said {
    if error.kind() == std::io::ErrorKind::NotFound {
        return Said::that(tr!(
            lang,
            "no such file: {shown} ({error})",
            "没有该文件：{shown}（{error}）"
        ))
        .next(lang.pick("check the path", "请检查路径"));
    }
    Said::that(tr!(lang, "{shown} can't be read: {error}", "无法读取 {shown}：{error}")).next(
        lang.pick("check the owner and mode of file and folder", "请检查文件和目录的属主与权限"),
    )
}

/// What a file is, where it is no text of a reasonable size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoText {
    /// A folder, pipe or device.
    NotAFile,
    /// More than a megabyte.
    TooLarge,
    /// Saved as UTF-16.
    Utf16,
    /// Another encoding; the line.
    NotUtf8(usize),
}

/// A file that is no text.
pub(crate) fn no_text(lang: Lang, shown: &str, why: NoText) -> Said {
    let save = lang.pick("save the file as UTF-8", "请将文件保存为 UTF-8");
    match why {
        NoText::NotAFile => Said::that(tr!(
            lang,
            "{shown} can't be read: it is no regular file",
            "无法读取 {shown}：不是普通文件"
        ))
        .next(lang.pick("name a regular file", "请指定普通文件")),
        NoText::TooLarge => {
            Said::that(tr!(lang, "{shown} is larger than 1 MiB", "{shown} 大于 1 MiB"))
                .next(lang.pick("check that it is the right file", "请检查文件是否正确"))
        }
        NoText::Utf16 => {
            Said::that(tr!(lang, "{shown} is UTF-16 text", "{shown} 是 UTF-16 文本")).next(save)
        }
        NoText::NotUtf8(line) => Said::that(tr!(
            lang,
            "{shown} line {line}: not UTF-8 text",
            "{shown} 第 {line} 行：不是 UTF-8 文本"
        ))
        .next(save),
    }
}

/// A config file that was named is not there.
pub(crate) fn no_config_file(lang: Lang, shown: &str) -> Said {
    Said::that(tr!(lang, "there is no config file {shown}", "没有配置文件 {shown}"))
        .next(lang.pick(
        "check --config and EIP_UNBIND_CONFIG; without them the program runs without a config file",
        "请检查 --config 和 EIP_UNBIND_CONFIG；不指定时无需配置文件也可运行",
    ))
}

/// A relative folder, and what was made of it.
pub(crate) fn made_absolute(lang: Lang, typed: &str, absolute: &str) -> String {
    tr!(
        lang,
        "state folder: {absolute} (--state-dir is relative: {typed})",
        "状态目录：{absolute}（--state-dir 为相对路径：{typed}）"
    )
}
