//! How long credentials last, in words.

use super::Lang;
use crate::domain::identity::{Identity, Kind};
use crate::tr;
use jiff::Timestamp;

/// `permanent key`, or `temporary key` with the time that is left; empty where it means nothing.
pub fn kind(lang: Lang, whose: &Identity, now: Timestamp) -> String {
    match (whose.kind, whose.minutes_left(now)) {
        (None, _) => String::new(),
        (Some(Kind::Permanent), _) => lang.pick("permanent key", "永久密钥").to_owned(),
        (Some(Kind::Temporary), None) => lang.pick("temporary key", "临时密钥").to_owned(),
        (Some(Kind::Temporary), Some(0)) => {
            lang.pick("temporary key, less than 1 min left", "临时密钥，剩余不到 1 分钟").to_owned()
        }
        (Some(Kind::Temporary), Some(minutes)) => {
            tr!(lang, "temporary key, {minutes} min left", "临时密钥，剩余 {minutes} 分钟")
        }
    }
}

/// Where requests go, when that is not the vendor's public cloud.
pub(crate) fn endpoint(lang: Lang, url: &str, is_short: bool) -> String {
    if is_short {
        return format!("@{url}");
    }
    tr!(lang, "Endpoint {url} (not Tencent's public one)", "接入地址 {url}（非腾讯云公网地址）")
}
