//! Why a value is not known: one of few reasons, always said with it.

use super::{Lang, generations};
use crate::domain::sanitize::visible;
use crate::domain::{Eip, Fault, FaultClass, Generation, NetworkInterface};
use crate::tr;

/// The reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why<'a> {
    /// This generation of the API has no such field.
    NoField(Generation),
    /// This action is not allowed to the key.
    NotAllowed(&'a str),
    /// It is being read.
    NotReadYet,
    /// The reading failed.
    Failed(&'a Fault),
    /// The answer was not whole, or contradicted itself.
    NotWhole,
    /// The answer left the field out.
    LeftOut,
    /// The NIC is not among those that were read.
    NicNotListed,
    /// The NIC was read, and has no such private IP.
    NoSuchIp,
}

impl<'a> Why<'a> {
    /// Why the position of an EIP on its NIC is not known. `nics` are those that were read; else the fault, or that none were read yet.
    pub fn of_position(eip: &Eip, nics: Result<&[NetworkInterface], Option<&'a Fault>>) -> Self {
        let (Some(nic), Some(ip)) = (&eip.network_interface_id, eip.private_ip_address) else {
            return Self::LeftOut;
        };
        let nics = match nics {
            Ok(nics) => nics,
            Err(Some(fault)) => return Self::of_fault("DescribeNetworkInterfaces", fault),
            Err(None) => return Self::NotReadYet,
        };
        let Some(nic) = nics.iter().find(|read| read.network_interface_id == *nic) else {
            return Self::NicNotListed;
        };
        let has_it = nic.private_ip_addresses.iter().any(|own| own.private_ip_address == ip);
        if has_it || nic.ips_not_told { Self::LeftOut } else { Self::NoSuchIp }
    }

    /// Why what this action would have told is not known.
    pub(crate) fn of_fault(action: &'a str, fault: &'a Fault) -> Self {
        match fault.class {
            FaultClass::Permission => Self::NotAllowed(action),
            FaultClass::Auth
            | FaultClass::BadRequest
            | FaultClass::ClockOrReplay
            | FaultClass::Credentials
            | FaultClass::Internal
            | FaultClass::Local
            | FaultClass::Maintenance
            | FaultClass::NotFound
            | FaultClass::OperationFailed
            | FaultClass::Throttled
            | FaultClass::Unreachable => Self::Failed(fault),
        }
    }
}

/// The reason alone, as it stands in brackets.
pub(crate) fn why(lang: Lang, why: Why<'_>) -> String {
    match why {
        Why::NoField(api) => {
            let api = generations::name(api);
            tr!(lang, "{api} does not report it", "{api} 不提供")
        }
        Why::NotAllowed(action) => {
            tr!(lang, "this key may not call {action}", "该密钥无 {action} 权限")
        }
        Why::NotReadYet => lang.pick("not read yet", "尚未读取").to_owned(),
        Why::Failed(fault) if fault.code.is_empty() => {
            lang.pick("reading failed: no answer", "读取失败：无应答").to_owned()
        }
        Why::Failed(fault) => {
            tr!(lang, "reading failed: {}", "读取失败：{}", visible(&fault.code))
        }
        Why::NotWhole => lang.pick("the answer was not whole", "应答不完整").to_owned(),
        Why::LeftOut => lang.pick("the answer leaves it out", "应答中没有该字段").to_owned(),
        Why::NicNotListed => {
            lang.pick("the answer does not have that NIC", "应答中没有该网卡").to_owned()
        }
        Why::NoSuchIp => {
            lang.pick("that NIC has no such private IP", "该网卡没有此内网 IP").to_owned()
        }
    }
}

/// The reason in few words, for a line that has more to say; the whole reason stands beside the value itself.
pub(crate) fn brief(lang: Lang, reason: Why<'_>) -> String {
    match reason {
        Why::NotAllowed(_) | Why::Failed(_) => {
            lang.pick("could not be read", "无法读取").to_owned()
        }
        Why::NoField(_)
        | Why::NotReadYet
        | Why::NotWhole
        | Why::LeftOut
        | Why::NicNotListed
        | Why::NoSuchIp => why(lang, reason),
    }
}

/// `not known (WHY)`
pub(crate) fn not_known(lang: Lang, reason: Why<'_>) -> String {
    let reason = why(lang, reason);
    tr!(lang, "not known ({reason})", "未知（{reason}）")
}
