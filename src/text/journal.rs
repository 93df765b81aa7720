//! What is wrong with the journal.

use super::Lang;
use crate::domain::journal_error::{JournalErrorKind, ProblemKind};
use crate::tr;

/// The whole message; `tail` is what is known of the place.
pub fn failed(lang: Lang, kind: JournalErrorKind, tail: &str) -> String {
    format!("{}{tail}", meaning(lang, kind))
}

/// What it means.
fn meaning(lang: Lang, kind: JournalErrorKind) -> &'static str {
    let (en, zh) = match kind {
        JournalErrorKind::NoFolder => (
            "no home folder to keep the journal in; name one with --state-dir",
            "找不到存放操作日志的主目录；请用 --state-dir 指定",
        ),
        JournalErrorKind::NotAFolder => {
            ("the journal's folder is not a folder", "操作日志目录不是文件夹")
        }
        JournalErrorKind::ReadOnly => (
            "the journal may not be written there (no permission, or read-only)",
            "操作日志不可写（无权限或只读）",
        ),
        JournalErrorKind::DiskFull => {
            ("no space is left for the journal", "磁盘空间不足，无法写入操作日志")
        }
        JournalErrorKind::OthersMayWrite => (
            "others may write to the journal's folder and could exchange it; run chmod go-w on it, or name another with --state-dir",
            "其他用户可写操作日志目录，可能替换操作日志；请对其执行 chmod go-w，或用 --state-dir 指定其他目录",
        ),
        JournalErrorKind::SymbolicLink => (
            "the journal is a symbolic link, which is not followed",
            "操作日志文件是符号链接，不予跟随",
        ),
        JournalErrorKind::NotAFile => ("the journal is not a regular file", "操作日志不是普通文件"),
        JournalErrorKind::NotAJournal => {
            ("the file is not a journal of this program", "该文件不是本程序的操作日志")
        }
        JournalErrorKind::TooLong => {
            ("the record is too long for the journal", "记录过长，无法写入操作日志")
        }
        JournalErrorKind::Lock => ("the journal could not be locked", "无法锁定操作日志文件"),
        JournalErrorKind::Held => (
            "another process holds the journal's lock (perhaps an eip-unbind that was stopped, or a backup; fuser says which)",
            "操作日志的锁被其他进程占用（可能是被暂停的 eip-unbind 或备份程序；可用 fuser 查看）",
        ),
        JournalErrorKind::Settled => ("another process checked it", "已由其他进程核对"),
        JournalErrorKind::Io => ("the journal could not be read or written", "操作日志读写失败"),
    };
    lang.pick(en, zh)
}

/// What a line shows.
fn problem(lang: Lang, kind: ProblemKind) -> &'static str {
    let (en, zh) = match kind {
        ProblemKind::Torn => ("cut short (power loss?), stepped over", "不完整（断电？），已跳过"),
        ProblemKind::NotUnderstood => ("written by a newer version", "由更新的版本写入"),
        ProblemKind::Changed => ("changed after it was written", "写入后被改动"),
        ProblemKind::OutOfPlace => ("does not follow from the line before", "与上一行不衔接"),
        ProblemKind::TooLong => ("longer than any record", "超出记录的长度上限"),
    };
    lang.pick(en, zh)
}

/// The same with the number of the line.
pub(crate) fn problem_at(lang: Lang, line: usize, kind: ProblemKind) -> String {
    tr!(lang, "line {line}: {}", "第 {line} 行：{}", problem(lang, kind))
}
