//! What a hook came to, in words.

use super::Lang;
use crate::domain::sanitize::visible;
use crate::tr;

/// How a hook failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HookEnd {
    /// It could not be started; what the system says.
    NotStarted(String),
    /// It ended with this exit code, or by a signal, and said this.
    Failed(Option<i32>, String),
    /// It took too long and was ended.
    Late,
}

/// `after_outcome` failed: said, and nothing changes.
pub fn after_outcome(lang: Lang, program: &str, end: &HookEnd) -> String {
    let program = visible(program);
    let why = why(lang, end);
    tr!(
        lang,
        "after_outcome {program} failed: {why}; the outcome stands",
        "after_outcome {program} 失败：{why}；结果不受影响"
    )
}

/// Why it failed.
pub fn why(lang: Lang, end: &HookEnd) -> String {
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
