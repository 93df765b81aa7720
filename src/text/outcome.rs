//! Words for outcomes: each of the ten words of `docs/contract.md` §3, what it means, and what to do next.

use super::Lang;
use crate::unbind::Verdict;

/// The word as shown: English as it is, Chinese with the English word behind it.
pub fn word(lang: Lang, word: Verdict) -> String {
    match lang {
        Lang::En => word.as_str().to_owned(),
        Lang::Zh => format!("{}（{}）", chinese(word), word.as_str()),
    }
}

/// The word in one language alone, where there is little room.
pub fn short(lang: Lang, word: Verdict) -> &'static str {
    lang.pick(word.as_str(), chinese(word))
}

fn chinese(word: Verdict) -> &'static str {
    match word {
        Verdict::Verified => "已验证",
        Verdict::AlreadyUnbound => "原已解绑",
        Verdict::AlreadyBound => "原已绑定",
        Verdict::Drifted => "已变化",
        Verdict::Refused => "被拒绝",
        Verdict::NotSent => "未发送",
        Verdict::StillSettling => "仍在生效",
        Verdict::Unknown => "结果未知",
        Verdict::NotRecorded => "未记录",
        Verdict::Cancelled => "已取消",
    }
}

/// What it means, one sentence.
pub fn sentence(lang: Lang, word: Verdict) -> &'static str {
    match word {
        Verdict::Verified => lang.pick("Done, and a reading shows it.", "已完成，重新读取已确认。"),
        Verdict::AlreadyUnbound => lang.pick(
            "It was off every server before anything was sent.",
            "发送之前它就已不在任何服务器上。",
        ),
        Verdict::AlreadyBound => {
            lang.pick("It was bound there before anything was sent.", "发送之前它就已绑定在那里。")
        }
        Verdict::Drifted => lang.pick(
            "It changed after you confirmed; nothing was sent.",
            "确认之后它发生了变化；未发送任何请求。",
        ),
        Verdict::Refused => lang.pick(
            "The cloud answered with an error; nothing changed.",
            "云端返回错误；没有任何变化。",
        ),
        Verdict::NotSent => lang.pick("The request never left this machine.", "请求没有离开本机。"),
        Verdict::StillSettling => lang.pick(
            "The cloud took it, but no reading shows it yet.",
            "云端已受理，但读取尚未显示生效。",
        ),
        Verdict::Unknown => lang.pick(
            "No trustworthy answer; it may or may not have happened.",
            "没有可信的应答；可能已生效，也可能没有。",
        ),
        Verdict::NotRecorded => lang.pick(
            "The journal could not be written; nothing was sent.",
            "日志无法写入；未发送任何请求。",
        ),
        Verdict::Cancelled => lang.pick("Not begun.", "没有开始。"),
    }
}

/// What to do next when it was unbound and is bound again, one sentence.
pub fn next_step_bound_again(lang: Lang) -> &'static str {
    lang.pick(
        "Find what binds it again; Esc, then u.",
        "先找出是谁把它绑回去的；按 Esc 返回，再按 u。",
    )
}

/// What to do next, one sentence; `binds` where it was a bind back, which cannot be begun anew by a key.
pub fn next_step(lang: Lang, word: Verdict, binds: bool) -> &'static str {
    match word {
        Verdict::Drifted if binds => {
            lang.pick("Esc closes; read what it is now.", "按 Esc 关闭，先看清现状。")
        }
        Verdict::NotSent if binds => {
            lang.pick("Fix the cause; Esc closes.", "请排除原因；按 Esc 关闭。")
        }
        Verdict::Cancelled if binds => {
            lang.pick("Nothing was sent for it; Esc closes.", "未为它发送请求；按 Esc 关闭。")
        }
        Verdict::NotRecorded if binds => lang.pick(
            "Make room or fix permissions of the state folder; Esc closes.",
            "腾出空间或修复状态目录权限；按 Esc 关闭。",
        ),
        Verdict::Verified => lang.pick(
            "Nothing more to do; it is looked at again at 10 s and 60 s.",
            "无需其他操作；10 秒与 60 秒时会再次读取。",
        ),
        Verdict::AlreadyUnbound | Verdict::AlreadyBound => {
            lang.pick("Nothing to do.", "无需操作。")
        }
        Verdict::Drifted => lang.pick(
            "Read what it is now; Esc, then u to begin anew.",
            "先看清现状；按 Esc 返回，再按 u 重新开始。",
        ),
        Verdict::Refused => lang.pick(
            "Read code and message; y copies the report.",
            "查看错误码与消息；按 y 复制报告。",
        ),
        Verdict::NotSent => {
            lang.pick("Fix the cause; Esc, then u.", "排除原因后按 Esc 返回，再按 u。")
        }
        Verdict::StillSettling => lang
            .pick("Watched on, every 5 s; don't send another.", "每 5 秒继续观察；不要重复发送。"),
        Verdict::Unknown => {
            lang.pick("Not resent. Watched on, every 5 s.", "不会重发。每 5 秒继续观察。")
        }
        Verdict::NotRecorded => lang.pick(
            "Make room or fix permissions of the state folder; Esc, then u.",
            "腾出空间或修复状态目录权限；按 Esc 返回，再按 u。",
        ),
        Verdict::Cancelled => lang.pick(
            "Nothing was sent for it; Esc, then u to begin anew.",
            "未为它发送请求；按 Esc 返回，再按 u 重新开始。",
        ),
    }
}
