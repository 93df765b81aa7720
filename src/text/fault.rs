//! Words for failures: what a class means, and what to do next.

use super::Lang;
use crate::domain::{Delivery, Fault, FaultClass};

/// What happened, one clause.
pub fn meaning(lang: Lang, fault: &Fault) -> &'static str {
    if fault.delivery == Delivery::NoAnswer {
        return lang.pick("no trustworthy answer came back", "没有收到可信的应答");
    }
    match fault.class {
        FaultClass::Auth => lang.pick("key, token or signature not accepted", "密钥、令牌或签名未通过"),
        FaultClass::Permission => lang.pick("this key may not do this, or not here", "该密钥无此权限，或此地域未开通"),
        FaultClass::ClockOrReplay => lang.pick("clock off, or the request was seen before", "本机时钟不准，或请求重复"),
        FaultClass::Throttled => lang.pick("too many requests", "请求过于频繁"),
        FaultClass::BadRequest => lang.pick("the cloud did not accept the request as written", "请求内容不被接受"),
        FaultClass::NotFound => lang.pick("no such resource in this account and region", "该账号与地域中没有此资源"),
        FaultClass::OperationFailed => lang.pick("the operation failed in the cloud", "云端操作失败"),
        FaultClass::Internal => lang.pick("fault on the vendor's side", "云端内部错误"),
        FaultClass::Maintenance => lang.pick("retired, renamed or under maintenance", "接口已下线、改名或维护中"),
        FaultClass::Unreachable => lang.pick("no connection could be made; nothing was sent", "无法建立连接；未发送任何请求"),
        FaultClass::Credentials => lang.pick("no usable credentials; nothing was sent", "没有可用的凭据；未发送任何请求"),
        FaultClass::Local => lang.pick("stopped on this machine; nothing was sent", "在本机被拦下；未发送任何请求"),
    }
}

/// What to do next, one clause.
pub fn hint(lang: Lang, fault: &Fault) -> &'static str {
    if fault.delivery == Delivery::NoAnswer {
        return lang.pick("check the network; readings are tried again by themselves", "检查网络；读取会自动重试");
    }
    match fault.class {
        FaultClass::Auth => lang.pick("check key id and secret: eip-unbind doctor", "检查密钥：eip-unbind doctor"),
        FaultClass::Permission => lang.pick("ask the account owner for this action and region", "请主账号授予该操作与地域的权限"),
        FaultClass::ClockOrReplay => lang.pick("set this machine's clock, then r", "校准本机时钟，再按 r"),
        FaultClass::Throttled => lang.pick("wait a little; the pace is slowed down by itself", "稍等；程序会自动降低频率"),
        FaultClass::BadRequest => lang.pick("report the request id to support", "将 requestId 提供给技术支持"),
        FaultClass::NotFound => lang.pick("check region and account; it may have been released", "检查地域与账号；资源可能已释放"),
        FaultClass::OperationFailed => lang.pick("read the message; read the EIP again with r", "查看消息；按 r 重新读取"),
        FaultClass::Internal => lang.pick("try again with r; if it stays, report the request id", "按 r 重试；持续出现请提交 requestId"),
        FaultClass::Maintenance => lang.pick("use API 3.0: --api v3", "改用 API 3.0：--api v3"),
        FaultClass::Unreachable => {
            lang.pick("check network, proxy and endpoint: eip-unbind doctor", "检查网络、代理与接入点：eip-unbind doctor")
        }
        FaultClass::Credentials => {
            lang.pick("set credentials: eip-unbind doctor says where it looked", "配置凭据：eip-unbind doctor 会列出查找位置")
        }
        FaultClass::Local => lang.pick("see the message", "见消息内容"),
    }
}
