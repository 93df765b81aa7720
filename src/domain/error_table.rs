//! The error table: what each code of the cloud means, whether a mutation may have acted in spite of it, and what to do next.
//!
//! Classes and columns follow `docs/api-v2.md` §6 and `docs/api-v3.md` §5.1, §5.2. Where a document says "re-read", the row says that it may have
//! acted: a reading then decides, not this table.

use super::FaultClass::{
    Auth, BadRequest, ClockOrReplay, Credentials, Internal, Local, Maintenance, NotFound,
    OperationFailed, Permission, Throttled, Unreachable,
};
use super::fault::ReadRetry::{BackOff, Never, Once};
use super::fault::{FaultClass, ReadRetry};

/// One row of the table.
#[derive(Debug, PartialEq, Eq)]
pub struct ErrorRow {
    /// The code, or the part of it before the first dot; empty for rows that no code leads to.
    pub(crate) code: &'static str,
    /// Its kind.
    pub class: FaultClass,
    /// How a read may be tried again.
    pub(crate) read_retry: ReadRetry,
    /// Whether a mutation may have taken effect in spite of it.
    pub may_have_acted: bool,
    /// What it means, in English.
    pub(crate) en: &'static str,
    /// What it means, in Chinese.
    pub(crate) zh: &'static str,
    /// The next step, in English.
    pub(crate) hint_en: &'static str,
    /// The next step, in Chinese.
    pub(crate) hint_zh: &'static str,
}

/// A row that provably did nothing.
const fn no(
    code: &'static str,
    class: FaultClass,
    read_retry: ReadRetry,
    means: [&'static str; 2],
    hint: [&'static str; 2],
) -> ErrorRow {
    ErrorRow {
        code,
        class,
        read_retry,
        may_have_acted: false,
        en: means[0],
        zh: means[1],
        hint_en: hint[0],
        hint_zh: hint[1],
    }
}

/// A row that may have acted.
const fn may(
    code: &'static str,
    class: FaultClass,
    read_retry: ReadRetry,
    means: [&'static str; 2],
    hint: [&'static str; 2],
) -> ErrorRow {
    ErrorRow {
        code,
        class,
        read_retry,
        may_have_acted: true,
        en: means[0],
        zh: means[1],
        hint_en: hint[0],
        hint_zh: hint[1],
    }
}

const CHECK_KEY: [&str; 2] = [
    "Correct the key at its source, or enable it; eip-unbind doctor shows all sources.",
    "请在来源处更正或启用密钥；eip-unbind doctor 可列出全部来源。",
];
const ASK_OWNER: [&str; 2] = [
    "Ask the account's owner for that CAM action; doctor prints the policy.",
    "请主账号授予该 CAM 权限；doctor 会给出所需策略。",
];
const TEMPORARY_KEY: [&str; 2] = [
    "The temporary key has expired, or its session token is wrong.",
    "临时密钥已过期或其令牌错误。",
];
const RENEW: [&str; 2] = [
    "Log in again where it came from (tccli auth login), then try again (r).",
    "在来源处重新登录（tccli auth login），再重试（r）。",
];
const COPY_KEY: [&str; 2] = [
    "Copy the key again (no quotes, no blanks), and check any proxy in between; then run eip-unbind doctor.",
    "重新复制密钥（无引号和空格），并检查中间的代理；再运行 eip-unbind doctor。",
];
const CLOCK: [&str; 2] = [
    "Set this machine's clock (timedatectl; at most 5 minutes off), then try again.",
    "校准本机时间（timedatectl，误差不超过 5 分钟）后重试。",
];
const SLOWER: [&str; 2] =
    ["Wait; this program slows down by itself.", "请等待，本程序会自动放慢。"];
/// Of unbind and bind, on screen and on the command line.
const WAIT: [&str; 2] = [
    "Wait until its state stands still (list shows it); plan anew if needed.",
    "等状态稳定（list 可查看），如仍需要再重新操作。",
];
const SAYS_WHICH: [&str; 2] = [
    "Tencent's message names it: correct the target or the option.",
    "腾讯云返回的信息会指明：请更正目标或选项。",
];
const SAYS_WHY: [&str; 2] = [
    "Tencent's message says why; list shows the EIP's state.",
    "原因见腾讯云返回的信息；list 可查看 EIP 状态。",
];
const OTHER_REGION: [&str; 2] =
    ["Choose another region: R, or --region.", "请选择其他地域：按 R，或用 --region。"];
const WRONG_PLACE: [&str; 2] =
    ["Check region and account; it may have been released.", "请检查地域和账号；资源可能已释放。"];
const REPORT: [&str; 2] = [
    "Note code and request id, and report it if it happens again.",
    "请记录错误码和请求 ID；若再次出现请反馈。",
];
const SWITCH: [&str; 2] = [
    "API 2.0 for EIP was announced to end on 2023-01-01: use --api v3, or check the endpoint.",
    "EIP 的 API 2.0 已公告于 2023-01-01 下线：请改用 --api v3，或检查接入地址。",
];
const VENDOR: [&str; 2] = [
    "A fault on Tencent's side: try later; after an unbind or a bind only if list shows that it is still needed.",
    "腾讯云侧故障：请稍后重试；若是解绑或绑定，先用 list 确认仍需要再操作。",
];
const KIND: [&str; 2] =
    ["Use the action that belongs to that kind of resource.", "请使用该类资源对应的接口。"];
const ENDPOINT: [&str; 2] = ["Check the endpoint setting.", "请检查接入地址配置。"];

/// Numeric codes of API 2.0.
pub(crate) const V2: &[ErrorRow] = &[
    no(
        "4000",
        BadRequest,
        Never,
        [
            "A parameter is missing or malformed; the request was not taken.",
            "参数缺失或格式错误，请求被拒绝。",
        ],
        SAYS_WHICH,
    ),
    no(
        "4100",
        Auth,
        Never,
        [
            "The signature was not accepted: wrong SecretKey, or the request was altered underway.",
            "签名校验失败：SecretKey 错误，或请求在途中被改动。",
        ],
        COPY_KEY,
    ),
    no(
        "4101",
        Permission,
        Never,
        ["This sub-account may not call this action.", "该子账号未被授权调用此接口。"],
        ASK_OWNER,
    ),
    no(
        "4102",
        Permission,
        Never,
        ["This sub-account may not touch this resource.", "该子账号未被授权操作此资源。"],
        ASK_OWNER,
    ),
    no(
        "4103",
        Permission,
        Never,
        [
            "This key is not authorised for the resources of this action.",
            "该密钥未被授权操作此接口涉及的资源。",
        ],
        ASK_OWNER,
    ),
    no(
        "4104",
        Auth,
        Never,
        ["No such SecretId, or it is disabled.", "SecretId 不存在或已禁用。"],
        CHECK_KEY,
    ),
    no("4105", Auth, Never, TEMPORARY_KEY, RENEW),
    no(
        "4106",
        Auth,
        Never,
        ["The MFA check failed.", "MFA 校验失败。"],
        [
            "This key needs MFA: use another key, or a role.",
            "该密钥需要 MFA：请换用其他密钥或角色。",
        ],
    ),
    no(
        "4110",
        Permission,
        Never,
        ["Access control (CAM) does not allow the request.", "访问管理（CAM）拒绝了该请求。"],
        ASK_OWNER,
    ),
    no(
        "4200",
        ClockOrReplay,
        Once,
        ["The request had expired when it arrived.", "请求到达时已过期。"],
        CLOCK,
    ),
    no(
        "4300",
        Permission,
        Never,
        [
            "No access: this region or product is not open to this key, or the account is suspended.",
            "拒绝访问：该密钥不能使用此地域或产品，或账号已停用。",
        ],
        [
            "If only this region fails: nothing to do, or leave it out (R, --region). Otherwise ask the account's owner.",
            "若仅此地域失败：无需操作，或去掉它（按 R，或用 --region）。否则请联系主账号。",
        ],
    ),
    no(
        "4400",
        Throttled,
        BackOff,
        [
            "Too many requests, or a quota of the day is used up.",
            "请求过于频繁，或当日配额已用完。",
        ],
        [
            "Wait; this program slows down by itself. If only w (allocWanIp=1) fails, the new public IPs on unbind today may be used up: set it to 0.",
            "请等待，本程序会自动放慢。若仅 w（allocWanIp=1）失败，可能今日重新分配次数已用完：请改为 0。",
        ],
    ),
    no(
        "4500",
        ClockOrReplay,
        Once,
        [
            "Taken for a replay: the clock is off, or the nonce was used before.",
            "被判为重放：本机时间偏差过大，或随机数重复。",
        ],
        CLOCK,
    ),
    no(
        "4600",
        BadRequest,
        Never,
        ["The protocol is not supported: only HTTPS is.", "协议不支持：只能使用 HTTPS。"],
        ENDPOINT,
    ),
    no(
        "5000",
        NotFound,
        Never,
        [
            "No such resource in this region and account, or it was released.",
            "该地域和账号下没有此资源，或已被释放。",
        ],
        WRONG_PLACE,
    ),
    may(
        "5100",
        OperationFailed,
        Once,
        ["The operation on the resource failed.", "资源操作失败。"],
        WAIT,
    ),
    may("5200", OperationFailed, Never, ["The purchase failed.", "购买失败。"], WAIT),
    may(
        "5300",
        OperationFailed,
        Never,
        ["The purchase failed: the balance is too low.", "购买失败：余额不足。"],
        ["Have the account's balance checked.", "请检查账户余额。"],
    ),
    may("5400", OperationFailed, Never, ["Only a part of it was done.", "仅部分执行成功。"], WAIT),
    may(
        "5500",
        OperationFailed,
        Never,
        [
            "The purchase failed: the account has not passed its checks.",
            "购买失败：账号资质审核未通过。",
        ],
        ["Have the account's verification checked.", "请检查账号的资质审核。"],
    ),
    may("6000", Internal, BackOff, ["Internal error at Tencent.", "腾讯云内部错误。"], VENDOR),
    no(
        "6100",
        Maintenance,
        Never,
        [
            "This API version or host does not know the action, or it is under maintenance.",
            "该版本或接入地址不支持此接口，或接口维护中。",
        ],
        SWITCH,
    ),
    no(
        "6200",
        Maintenance,
        BackOff,
        ["The action is stopped for maintenance.", "接口维护中，暂停访问。"],
        SWITCH,
    ),
];

/// Codes of API 3.0: whole codes, and first parts that stand for all codes that begin with them.
pub(crate) const V3: &[ErrorRow] = &[
    no(
        "AuthFailure",
        Auth,
        Never,
        ["The credentials were not accepted.", "身份认证失败。"],
        CHECK_KEY,
    ),
    no(
        "AuthFailure.SignatureFailure",
        Auth,
        Never,
        [
            "The signature was not accepted: wrong SecretKey, or the request was altered underway.",
            "签名校验失败：SecretKey 错误，或请求在途中被改动。",
        ],
        COPY_KEY,
    ),
    no(
        "AuthFailure.SignatureExpire",
        ClockOrReplay,
        Once,
        [
            "The signature had expired: the clock is more than 5 minutes off.",
            "签名已过期：本机时间误差超过 5 分钟。",
        ],
        CLOCK,
    ),
    no(
        "AuthFailure.SecretIdNotFound",
        Auth,
        Never,
        ["No such SecretId, or it is disabled.", "SecretId 不存在或已禁用。"],
        CHECK_KEY,
    ),
    no(
        "AuthFailure.InvalidSecretId",
        Auth,
        Never,
        ["The SecretId is not one for this API.", "SecretId 非法。"],
        CHECK_KEY,
    ),
    no(
        "AuthFailure.InvalidAuthorization",
        Auth,
        Never,
        ["The Authorization header was not understood.", "Authorization 请求头不合法。"],
        COPY_KEY,
    ),
    no("AuthFailure.TokenFailure", Auth, Never, TEMPORARY_KEY, RENEW),
    no(
        "AuthFailure.MFAFailure",
        Auth,
        Never,
        ["The MFA check failed.", "MFA 校验失败。"],
        [
            "This key needs MFA: use another key, or a role.",
            "该密钥需要 MFA：请换用其他密钥或角色。",
        ],
    ),
    no(
        "AuthFailure.UnauthorizedOperation",
        Permission,
        Never,
        [
            "The access policy (CAM) lacks this action or resource.",
            "访问策略（CAM）未包含该接口或资源。",
        ],
        ASK_OWNER,
    ),
    no(
        "UnauthorizedOperation",
        Permission,
        Never,
        [
            "The access policy (CAM) lacks this action or resource.",
            "访问策略（CAM）未包含该接口或资源。",
        ],
        ASK_OWNER,
    ),
    no(
        "UnauthorizedOperation.NeedApproval",
        Permission,
        Never,
        ["The operation was intercepted and waits for approval.", "操作被拦截，等待审批。"],
        ["Have it approved in the event centre, then try again.", "请在事件中心审批后再试。"],
    ),
    no(
        "IpInBlacklist",
        Permission,
        Never,
        ["The address of this machine is on a deny list.", "本机 IP 在黑名单中。"],
        ["Use an allowed machine, or ask the account's owner.", "请换用允许的机器，或联系主账号。"],
    ),
    no(
        "IpNotInWhitelist",
        Permission,
        Never,
        ["The address of this machine is not on the allow list.", "本机 IP 不在白名单中。"],
        ["Use an allowed machine, or ask the account's owner.", "请换用允许的机器，或联系主账号。"],
    ),
    no(
        "RequestLimitExceeded",
        Throttled,
        BackOff,
        ["Too many requests.", "请求过于频繁。"],
        SLOWER,
    ),
    no(
        "LimitExceeded.ActionLimited",
        Throttled,
        BackOff,
        ["Too many requests to this action.", "该接口请求过于频繁。"],
        SLOWER,
    ),
    no(
        "LimitExceeded",
        OperationFailed,
        Never,
        ["A quota is used up.", "超过配额限制。"],
        [
            "Check the quotas: eip-unbind quota, or the console.",
            "请查看配额：eip-unbind quota，或控制台。",
        ],
    ),
    no(
        "LimitExceeded.InstanceAddressQuota",
        OperationFailed,
        Never,
        [
            "The server holds as many public addresses as it may.",
            "该服务器绑定的公网 IP 数已达上限。",
        ],
        [
            "Bind it to another server, or unbind another EIP from it first.",
            "请绑定到其他服务器，或先解绑该服务器上的另一个 EIP。",
        ],
    ),
    no("MissingParameter", BadRequest, Never, ["A parameter is missing.", "缺少参数。"], REPORT),
    no("InvalidParameter", BadRequest, Never, ["A parameter is wrong.", "参数错误。"], SAYS_WHICH),
    no(
        "InvalidParameterConflict",
        BadRequest,
        Never,
        ["Two parameters exclude each other.", "参数互相冲突。"],
        REPORT,
    ),
    no(
        "InvalidParameterValue",
        BadRequest,
        Never,
        ["A parameter's value is wrong.", "参数取值错误。"],
        SAYS_WHICH,
    ),
    no(
        "InvalidParameterValue.AddressNotFound",
        NotFound,
        Never,
        ["No such address in this region and account.", "该地域和账号下没有此公网 IP。"],
        WRONG_PLACE,
    ),
    no(
        "InvalidParameterValue.AddressIdMalformed",
        BadRequest,
        Never,
        ["The EIP's id is malformed.", "EIP ID 格式错误。"],
        ["Check the id.", "请检查 ID。"],
    ),
    no(
        "InvalidParameterValue.InstanceIdMalformed",
        BadRequest,
        Never,
        ["The server's id is malformed.", "服务器 ID 格式错误。"],
        ["Check the id.", "请检查 ID。"],
    ),
    no(
        "InvalidParameterValue.ResourceNotSupport",
        OperationFailed,
        Never,
        ["That kind of resource does not support this operation.", "该类资源不支持此操作。"],
        KIND,
    ),
    no(
        "InvalidParameterValue.OnlySupportedForMasterNetworkCard",
        BadRequest,
        Never,
        [
            "A new ordinary IP can only be given to the primary IP of the primary NIC.",
            "只有主网卡的主 IP 才能重新分配普通公网 IP。",
        ],
        [
            "Unbind without a new ordinary IP (allocWanIp=0).",
            "请不要重新分配普通公网 IP（allocWanIp=0）。",
        ],
    ),
    no(
        "InvalidParameterValue.InstanceHasWanIP",
        OperationFailed,
        Never,
        ["The target still holds an ordinary public IP.", "目标仍有普通公网 IP。"],
        ["Return the ordinary public IP first, then bind.", "请先退还普通公网 IP，再绑定。"],
    ),
    no(
        "InvalidParameterValue.NetworkInterfaceNotFound",
        NotFound,
        Never,
        ["No such NIC in this region and account.", "该地域和账号下没有此弹性网卡。"],
        WRONG_PLACE,
    ),
    no(
        "UnknownParameter",
        BadRequest,
        Never,
        ["Tencent does not know one of the parameters.", "腾讯云不认识某个参数。"],
        REPORT,
    ),
    no(
        "InvalidRequest",
        BadRequest,
        Never,
        ["The request was not understood.", "请求不合法。"],
        REPORT,
    ),
    no(
        "InvalidRequest.ReplayAttack",
        ClockOrReplay,
        Once,
        [
            "Taken for a replay: the clock is off, or the nonce was used before.",
            "被判为重放：本机时间偏差过大，或随机数重复。",
        ],
        CLOCK,
    ),
    no(
        "RequestSizeLimitExceeded",
        BadRequest,
        Never,
        ["The request is too large.", "请求包过大。"],
        REPORT,
    ),
    no(
        "ResponseSizeLimitExceeded",
        BadRequest,
        Never,
        ["The answer would be too large.", "返回包过大。"],
        ["Narrow the filter.", "请缩小查询范围。"],
    ),
    no(
        "ResourceNotFound",
        NotFound,
        Never,
        ["No such resource in this region and account.", "该地域和账号下没有此资源。"],
        WRONG_PLACE,
    ),
    no(
        "InvalidAddressId.NotFound",
        NotFound,
        Never,
        [
            "No such EIP in this region and account, or it was released.",
            "该地域和账号下没有此 EIP，或已被释放。",
        ],
        WRONG_PLACE,
    ),
    no(
        "InvalidNetworkInterfaceId.NotFound",
        NotFound,
        Never,
        ["No such NIC in this region and account.", "该地域和账号下没有此弹性网卡。"],
        WRONG_PLACE,
    ),
    no(
        "InvalidNetworkInterfaceId.NetworkInterfaceIdNotMatch",
        OperationFailed,
        Never,
        ["The EIP is linked to another NIC.", "该 EIP 保留着与另一块弹性网卡的关系。"],
        WAIT,
    ),
    no(
        "InvalidNetworkInterfaceId.PrivateIpAddressNotMatch",
        OperationFailed,
        Never,
        ["The EIP is linked to another private IP.", "该 EIP 保留着与另一个内网 IP 的关系。"],
        WAIT,
    ),
    no(
        "ResourceInUse",
        OperationFailed,
        BackOff,
        ["The resource is in use.", "资源被占用。"],
        ["Wait until it is no longer busy, then try again.", "请等资源不再忙碌后再试。"],
    ),
    no(
        "ResourceUnavailable",
        OperationFailed,
        BackOff,
        ["The resource is not available now.", "资源暂不可用。"],
        ["Wait a moment, then try again.", "请稍后再试。"],
    ),
    no(
        "ResourceInsufficient",
        OperationFailed,
        BackOff,
        ["Tencent has no such resource left.", "腾讯云资源不足。"],
        ["Try later.", "请稍后再试。"],
    ),
    may("FailedOperation", OperationFailed, Once, ["The operation failed.", "操作失败。"], WAIT),
    no(
        "FailedOperation.InvalidRegion",
        BadRequest,
        Never,
        [
            "This region does not offer the action, or is not open to this key.",
            "该地域不支持此接口，或该密钥不能使用此地域。",
        ],
        OTHER_REGION,
    ),
    may(
        "FailedOperation.AddressEniInfoNotFound",
        OperationFailed,
        Once,
        ["Tencent could not find the NIC of this EIP.", "腾讯云未找到该 EIP 的网卡信息。"],
        WAIT,
    ),
    may(
        "FailedOperation.MasterEniNotFound",
        OperationFailed,
        Once,
        ["Tencent could not find the server's primary NIC.", "腾讯云未找到服务器的主网卡。"],
        WAIT,
    ),
    may(
        "FailedOperation.TaskFailed",
        OperationFailed,
        Once,
        ["The task on this EIP failed.", "该 EIP 的任务执行失败。"],
        WAIT,
    ),
    no(
        "UnsupportedOperation",
        OperationFailed,
        Never,
        ["The state or kind of the resource does not allow this.", "资源状态或类型不支持此操作。"],
        SAYS_WHY,
    ),
    may(
        "UnsupportedOperation.AddressStatusNotPermit",
        OperationFailed,
        Never,
        [
            "The EIP's status does not allow it: already unbound, or a task is running.",
            "EIP 状态不允许此操作：可能已解绑，或有任务正在执行。",
        ],
        WAIT,
    ),
    may(
        "UnsupportedOperation.MutexOperationTaskRunning",
        OperationFailed,
        BackOff,
        ["Another task on this EIP is running.", "该 EIP 有其他任务正在执行。"],
        WAIT,
    ),
    no(
        "UnsupportedOperation.InstanceStateNotSupported",
        OperationFailed,
        Never,
        ["The server's state does not allow it.", "服务器当前状态不支持此操作。"],
        ["Check the server's state in the CVM console.", "请在云服务器控制台查看服务器状态。"],
    ),
    no(
        "UnsupportedOperation.InstanceStatusNotPermit",
        OperationFailed,
        Never,
        [
            "The server's state does not allow it, for example stopped without charge.",
            "服务器状态不允许此操作，例如关机不收费。",
        ],
        ["Start the server first.", "请先开机。"],
    ),
    no(
        "UnsupportedOperation.ActionNotFound",
        OperationFailed,
        Never,
        ["That kind of resource does not support this operation.", "该类资源不支持此操作。"],
        KIND,
    ),
    no(
        "UnsupportedOperation.InvalidAction",
        OperationFailed,
        Never,
        ["That kind of resource does not support this operation.", "该类资源不支持此操作。"],
        KIND,
    ),
    no(
        "OperationDenied",
        OperationFailed,
        Never,
        ["Tencent denied the operation.", "操作被腾讯云拒绝。"],
        SAYS_WHY,
    ),
    may(
        "OperationDenied.MutexTaskRunning",
        OperationFailed,
        BackOff,
        ["Another task on this EIP is running.", "该 EIP 有其他任务正在执行。"],
        WAIT,
    ),
    no(
        "OperationDenied.AddressInArrears",
        OperationFailed,
        Never,
        ["The EIP is isolated for overdue payment.", "该 EIP 因欠费被隔离。"],
        ["Have the bill paid first.", "请先结清欠费。"],
    ),
    no(
        "OperationDenied.TrafficExceedThreshold",
        OperationFailed,
        Never,
        [
            "A guard against mistakes: this EIP carries much traffic.",
            "误操作防护：该 EIP 流量较大。",
        ],
        ["Confirm it in the console if it is meant.", "如确需操作，请在控制台确认。"],
    ),
    no(
        "InvalidAddressId.Blocked",
        OperationFailed,
        Never,
        [
            "The EIP is blocked by Tencent (after an attack, for example).",
            "该 EIP 已被封堵（例如遭受攻击后）。",
        ],
        [
            "Lift the block in the Anti-DDoS console, or wait (usually 2–24 h).",
            "在 DDoS 防护控制台解封，或等待（通常 2～24 小时）。",
        ],
    ),
    may(
        "InvalidAddressIdStatus.NotPermit",
        OperationFailed,
        Never,
        [
            "The EIP's status does not allow it: already unbound, or a task is running.",
            "EIP 状态不允许此操作：可能已解绑，或有任务正在执行。",
        ],
        WAIT,
    ),
    no(
        "InvalidInstanceId.NotFound",
        OperationFailed,
        Never,
        ["No such server in this region and account.", "该地域和账号下没有此服务器。"],
        WRONG_PLACE,
    ),
    no(
        "InvalidInstanceId.AlreadyBindEip",
        OperationFailed,
        Never,
        ["The server already has an EIP there.", "该服务器已绑定 EIP。"],
        [
            "Choose another private IP, or unbind that EIP first.",
            "请选择其他内网 IP，或先解绑该 EIP。",
        ],
    ),
    no(
        "InvalidPrivateIpAddress.AlreadyBindEip",
        OperationFailed,
        Never,
        ["The private IP already has an EIP.", "该内网 IP 已绑定 EIP。"],
        [
            "Choose another private IP, or unbind that EIP first.",
            "请选择其他内网 IP，或先解绑该 EIP。",
        ],
    ),
    no(
        "InvalidInstance.NotSupported",
        OperationFailed,
        Never,
        ["This server does not support the operation.", "该服务器不支持此操作。"],
        ["Check the server in the CVM console.", "请在云服务器控制台查看该服务器。"],
    ),
    may(
        "AddressQuotaLimitExceeded.DailyAllocate",
        OperationFailed,
        Never,
        [
            "Today's quota of new ordinary public IPs is used up.",
            "当日重新分配普通公网 IP 的次数已用完。",
        ],
        [
            "Unbind without a new ordinary IP (allocWanIp=0).",
            "请不要重新分配普通公网 IP（allocWanIp=0）。",
        ],
    ),
    no(
        "AddressQuotaLimitExceeded",
        OperationFailed,
        Never,
        ["A quota of EIPs is used up.", "EIP 配额已用完。"],
        [
            "Check the quotas: eip-unbind quota, or the console.",
            "请查看配额：eip-unbind quota，或控制台。",
        ],
    ),
    may(
        "InternalError",
        Internal,
        BackOff,
        ["Internal error at Tencent.", "腾讯云内部错误。"],
        VENDOR,
    ),
    may(
        "InternalServerError",
        Internal,
        BackOff,
        ["Internal error at Tencent.", "腾讯云内部错误。"],
        VENDOR,
    ),
    may(
        "ServiceUnavailable",
        Internal,
        BackOff,
        ["The service is not available.", "服务暂不可用。"],
        VENDOR,
    ),
    no(
        "ActionOffline",
        Maintenance,
        Never,
        ["The action was taken offline.", "接口已下线。"],
        ENDPOINT,
    ),
    no(
        "InvalidAction",
        Maintenance,
        Never,
        ["The endpoint does not know the action.", "该接入地址不支持此接口。"],
        ENDPOINT,
    ),
    no(
        "NoSuchVersion",
        Maintenance,
        Never,
        ["The endpoint does not know this API version.", "该接入地址不支持此 API 版本。"],
        ENDPOINT,
    ),
    no(
        "NoSuchProduct",
        Maintenance,
        Never,
        ["The endpoint does not know this product.", "该接入地址不支持此产品。"],
        ENDPOINT,
    ),
    no(
        "UnsupportedRegion",
        BadRequest,
        Never,
        [
            "This region does not offer the action, or is not open to this key.",
            "该地域不支持此接口，或该密钥不能使用此地域。",
        ],
        OTHER_REGION,
    ),
    no(
        "UnsupportedProtocol",
        BadRequest,
        Never,
        ["The protocol is not supported.", "协议不支持。"],
        ENDPOINT,
    ),
    no(
        "DryRunOperation",
        OperationFailed,
        Never,
        ["A dry run: nothing was done.", "只制定计划，未执行任何操作。"],
        REPORT,
    ),
];

/// Codes with which STS refuses keys (`docs/credentials.md` §5), where API 3.0 means something else by them or has them not.
pub(crate) const STS: &[ErrorRow] = &[
    no(
        "ResourceNotFound.RoleNotFound",
        Credentials,
        Never,
        ["There is no such role: nothing was sent.", "角色不存在：请求未发出。"],
        [
            "Check the role's name: role_arn in the profile, role-arn in the tccli profile, or TENCENTCLOUD_ROLE_ARN.",
            "请检查角色名：账户配置中的 role_arn、tccli 配置的 role-arn，或 TENCENTCLOUD_ROLE_ARN。",
        ],
    ),
    no(
        "InternalError.GetRoleError",
        Credentials,
        Never,
        ["STS could not read the role: nothing was sent.", "STS 未能读取该角色：请求未发出。"],
        [
            "It is asked again every 10 s; check the role's name if it lasts.",
            "每 10 秒会重试；若持续如此请检查角色名。",
        ],
    ),
    no(
        "InvalidParameter.AccessKeyNotSupport",
        Credentials,
        Never,
        [
            "A key of this kind can't assume a role: nothing was sent.",
            "此类密钥不能扮演角色：请求未发出。",
        ],
        [
            "Use the permanent key of a sub-account, not of the main account.",
            "请使用子账号的永久密钥，而不是主账号密钥。",
        ],
    ),
    no(
        "InvalidParameter.OverTimeError",
        Credentials,
        Never,
        [
            "The role can't be assumed for so long: nothing was sent.",
            "角色会话时长超限：请求未发出。",
        ],
        [
            "Lower TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION.",
            "请减小 TENCENTCLOUD_ASSUME_ROLE_SESSION_DURATION。",
        ],
    ),
    no(
        "InvalidParameter.OverLimit",
        Credentials,
        Never,
        [
            "STS is asked too often by this account: nothing was sent.",
            "该账号调用 STS 过于频繁：请求未发出。",
        ],
        ["It is asked again every 10 s: wait a moment.", "每 10 秒会重试：请稍候。"],
    ),
    no(
        "InvalidParameter.ParamError",
        Credentials,
        Never,
        [
            "STS does not take the role's or the session's name: nothing was sent.",
            "STS 不接受该角色名或会话名：请求未发出。",
        ],
        [
            "A role is written qcs::cam::uin/OWNER:roleName/NAME.",
            "角色须写成 qcs::cam::uin/主账号:roleName/角色名。",
        ],
    ),
    no(
        "FailedOperation.CheckMFAError",
        Credentials,
        Never,
        ["The MFA code was not accepted: nothing was sent.", "MFA 验证码未通过：请求未发出。"],
        [
            "Export a fresh TENCENTCLOUD_ASSUME_ROLE_TOKEN_CODE and start again.",
            "请导出新的 TENCENTCLOUD_ASSUME_ROLE_TOKEN_CODE 后重新启动。",
        ],
    ),
    no(
        "FailedOperation.TempKeyNotAllowed",
        Credentials,
        Never,
        [
            "A temporary key can't assume this role: nothing was sent.",
            "临时密钥不能扮演该角色：请求未发出。",
        ],
        ["Start from a permanent key, or leave out the role.", "请使用永久密钥，或去掉角色。"],
    ),
    no(
        "UnauthorizedOperation",
        Credentials,
        Never,
        [
            "This key may not assume the role: nothing was sent.",
            "该密钥无权扮演此角色：请求未发出。",
        ],
        [
            "The role must name this account, and the key needs sts:AssumeRole.",
            "角色的信任策略须包含该账号，密钥须有 sts:AssumeRole 权限。",
        ],
    ),
];

/// Any other code: nothing is known about it, so a mutation may have acted.
pub(crate) const UNKNOWN: ErrorRow = may(
    "",
    OperationFailed,
    Never,
    ["Tencent answered with a code that no document lists.", "腾讯云返回了文档中没有的错误码。"],
    [
        "Note code, message and request id; wait until its state stands still (list shows it), then plan anew if it is still needed.",
        "记录错误码、信息和请求 ID；等状态稳定（list 可查看），如仍需要再重新操作。",
    ],
);
/// No connection was made.
pub(crate) const UNREACHABLE: ErrorRow = no(
    "",
    Unreachable,
    BackOff,
    ["No connection to Tencent: nothing was sent.", "无法连接腾讯云：请求未发出。"],
    [
        "Check HTTPS_PROXY, the endpoint and DNS; eip-unbind doctor tests each.",
        "请检查 HTTPS_PROXY、接入地址和 DNS；eip-unbind doctor 会逐项测试。",
    ],
);
/// It left, and no usable reply came.
pub const NO_ANSWER: ErrorRow = may(
    "",
    Internal,
    BackOff,
    ["No usable reply came.", "没有可用的应答。"],
    [
        "Try again; if it stays so, eip-unbind doctor shows how far requests come.",
        "请重试；若仍如此，运行 eip-unbind doctor 查看请求能到达哪一步。",
    ],
);
/// The host answers, but not as this API.
pub(crate) const GONE: ErrorRow = may(
    "",
    Maintenance,
    Never,
    ["The host no longer serves this API.", "该接入地址已不再提供此 API。"],
    SWITCH,
);
/// No usable credentials.
pub(crate) const NO_CREDENTIALS: ErrorRow = no(
    "",
    Credentials,
    Never,
    ["No usable credentials: nothing was sent.", "没有可用的密钥：请求未发出。"],
    [
        "Run eip-unbind doctor: it shows all sources of keys.",
        "运行 eip-unbind doctor：可列出全部密钥来源。",
    ],
);
/// Stopped by this program.
pub(crate) const STOPPED_HERE: ErrorRow = no(
    "",
    Local,
    Never,
    ["Stopped by this program: nothing was sent.", "被本程序阻止：请求未发出。"],
    [
        "Mend what its message names; eip-unbind doctor checks this machine.",
        "请按所附信息处理；eip-unbind doctor 可检查本机。",
    ],
);
