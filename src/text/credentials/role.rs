//! Roles and pod identities.

use crate::text::Lang;
use crate::text::said::Said;
use crate::tr;

/// A duration that is no number.
pub(crate) fn bad_duration(lang: Lang) -> Said {
    Said::that(lang.pick(
        "TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION must be a number of seconds",
        "TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION 必须是秒数",
    ))
    .next(lang.pick("for example 7200, or unset it", "例如 7200，或取消该变量"))
}

/// Some of TKE's four variables are missing.
pub(crate) fn no_pod_identity(lang: Lang, missing: &[&str]) -> Said {
    Said::that(tr!(
        lang,
        "no pod identity: {} not set",
        "没有 Pod 身份：未设置 {}",
        missing.join(lang.between_names())
    ))
    .next(lang.pick(
        "TKE sets all four in a pod whose service account has a role",
        "在服务账号绑定了角色的 Pod 中，TKE 会设置全部四个变量",
    ))
}
