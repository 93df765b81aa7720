//! What a hook came to, in words.

use super::Lang;
use crate::domain::sanitize::visible;
use crate::domain::{Denial, HookEnd};
use crate::tr;

/// `after_outcome` failed: said, and nothing changes.
pub(crate) fn after_outcome(lang: Lang, program: &str, end: &HookEnd) -> String {
    let program = visible(program);
    let why = why(lang, end);
    tr!(
        lang,
        "after_outcome {program} failed: {why}; the outcome stands",
        "after_outcome {program} 失败：{why}；结果不受影响"
    )
}

/// `before_send` did not agree: nothing was sent, and why.
pub(crate) fn denied(lang: Lang, denial: &Denial) -> String {
    let (program, why) = (visible(&denial.program), why(lang, &denial.end));
    tr!(
        lang,
        "nothing was sent: before_send {program}: {why}",
        "未发送任何请求：before_send {program}：{why}"
    )
}

/// The same as far as a screen has room, in characters.
pub(crate) fn denied_short(lang: Lang, denial: &Denial, room: usize) -> String {
    let words = denied(lang, denial);
    match words.char_indices().nth(room) {
        Some((end, _)) => format!("{}…", &words[..end]),
        None => words,
    }
}

/// What to do about it.
pub(crate) fn after_denial(lang: Lang, denial: &Denial) -> &'static str {
    match denial.end {
        HookEnd::NotStarted(_) => lang.pick(
            "correct before_send in the config (eip-unbind config shows which file), then try again",
            "请修正配置中的 before_send（eip-unbind config 显示所在文件）后重试",
        ),
        HookEnd::Failed(..) => lang.pick(
            "do what it asks for, then confirm the plan again",
            "请按其要求处理，再重新确认计划",
        ),
        HookEnd::Late => lang.pick(
            "find out why it does not answer within 30 s, then confirm the plan again",
            "请查明其为何未在 30 秒内答复，再重新确认计划",
        ),
    }
}

/// `before_send` is being asked, since so many seconds.
pub(crate) fn asking(lang: Lang, programs: &[String], waited_s: u64) -> String {
    let programs = programs.join(lang.between_names());
    let programs = visible(&programs);
    tr!(
        lang,
        "before_send is asked: {programs}, {waited_s} s of at most 30 s",
        "正在询问 before_send：{programs}，{waited_s} 秒，最多 30 秒"
    )
}

/// What can be done meanwhile.
pub(crate) fn asking_next(lang: Lang) -> &'static str {
    lang.pick(
        "Nothing has been sent. Next: the EIP is read once more. Esc ends this, and nothing is sent.",
        "尚未发出任何请求。接下来：再次读取 EIP。按 Esc 可终止，不会发出任何请求。",
    )
}

/// Why it failed.
pub(crate) fn why(lang: Lang, end: &HookEnd) -> String {
    match end {
        HookEnd::NotStarted(error) => {
            let error = visible(error);
            tr!(lang, "it could not be started ({error})", "无法启动（{error}）")
        }
        HookEnd::Late => lang.pick("it took too long and was ended", "超时，已被终止").to_owned(),
        HookEnd::Failed(code, said) => {
            // A hook's many lines are one reason.
            let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
            let said = visible(&said).into_owned();
            let code = code.map_or_else(
                || lang.pick("ended by a signal", "被信号终止").to_owned(),
                |code| tr!(lang, "exit code {code}", "退出码 {code}"),
            );
            if said.is_empty() { code } else { tr!(lang, "{code}: {said}", "{code}：{said}") }
        }
    }
}

/// Why a program can't be started, as far as looking shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Obstacle {
    Absent,
    NoFile,
    Forbidden,
}

/// The program is there.
pub(crate) fn can_be_started(lang: Lang, place: &str) -> String {
    tr!(lang, "{place}: there and executable; it was not started", "{place}：存在且可执行；未启动")
}

/// The program can't be started.
pub(crate) fn not_startable(lang: Lang, program: &str, why: Obstacle) -> String {
    match why {
        Obstacle::Absent => tr!(lang, "{program} is not there", "{program} 不存在"),
        Obstacle::NoFile => tr!(lang, "{program} is no regular file", "{program} 不是普通文件"),
        Obstacle::Forbidden => {
            tr!(lang, "{program} is not executable for this user", "当前用户不能执行 {program}")
        }
    }
}

/// What to do about it.
pub(crate) fn correct_it(lang: Lang) -> &'static str {
    lang.pick(
        "install it, make it executable (chmod +x), or correct the config (eip-unbind config shows which file)",
        "请安装该程序、设为可执行（chmod +x），或修正配置（eip-unbind config 显示所在文件）",
    )
}

/// `four_eyes` is in force.
pub(crate) fn four_eyes_here(lang: Lang) -> &'static str {
    lang.pick(
        "four eyes: you can plan here; somebody else must send it (the way back to the recorded place is exempt)",
        "四眼规则：此处可制定计划，须由另一个人发送（重新绑定到记录中的原位置除外）",
    )
}
