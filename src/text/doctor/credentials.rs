//! Where credentials were looked for.

use crate::text::{Lang, texts};
use crate::tr;

texts! {
    winner(source: &str, key: &str): "{source}: {key}", "{source}：{key}";
    asked_for: "keys are asked for", "密钥需请求获取";
    temporary_for(id: &str, minutes: i64):
        "{id}, temporary, {minutes} min left", "{id}，临时密钥，剩余 {minutes} 分钟";
    permanent(id: &str): "{id}, permanent", "{id}，永久密钥";
    temporary(id: &str): "{id}, temporary", "{id}，临时密钥";
    nothing_there: "nothing there", "无";
}

/// A key that was found, and whether it is the one.
pub(crate) fn found(lang: Lang, key: &str, wins: bool) -> String {
    if wins {
        tr!(lang, "{key} (in use)", "{key}（生效）")
    } else {
        tr!(lang, "{key} (not in use)", "{key}（未使用）")
    }
}
