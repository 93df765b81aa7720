//! What the cloud holds and what it can say, in words that belong to neither API generation.

use crate::domain::{EipQuota, EipStatus, InstanceKind, Region};
use jiff::Timestamp;

/// One EIP as the cloud keeps it.
#[derive(Debug, Clone, PartialEq)]
pub struct EipRow {
    pub region: Region,
    /// `eipId`
    pub id: String,
    /// `eipName`
    pub name: String,
    /// The address; empty while there is none.
    pub address: String,
    /// The line.
    pub(crate) isp: i64,
    pub status: EipStatus,
    /// What it serves.
    pub kind: InstanceKind,
    /// 3.0's word for what it serves, where `kind` does not say it.
    pub(crate) instance_type: String,
    /// 3.0's kind of address.
    pub(crate) address_type: String,
    /// Its tags.
    pub(crate) tags: std::collections::BTreeMap<String, String>,
    /// In arrears.
    pub arrears: bool,
    /// Blocked after an attack.
    pub blocked: bool,
    /// Released when unbound.
    pub(crate) cascade_release: bool,
    /// Bandwidth in Mbps, none on traditional accounts.
    pub(crate) bandwidth: Option<i64>,
    /// The server or gateway; empty when there is none.
    pub instance: String,
    /// The NIC; empty when there is none.
    pub nic: String,
    /// The private IP; empty when there is none.
    pub private_ip: String,
    /// When it was created.
    pub(crate) created: Timestamp,
    /// When it last changed.
    pub(crate) updated: Timestamp,
    /// Since when it is unbound.
    pub(crate) free_since: Option<Timestamp>,
    /// A task on it has not finished.
    pub busy: bool,
}

impl EipRow {
    /// Whether it takes up the seat it names.
    pub(crate) fn is_seated(&self) -> bool {
        self.status.is_bound() || matches!(self.status, EipStatus::Binding | EipStatus::Unbinding)
    }

    /// Its line as API 3.0 writes it, which knows fewer of them (`docs/api-v3.md` §6).
    pub(crate) fn line(&self) -> &'static str {
        match self.isp {
            0 => "CTCC",
            1 => "CUCC",
            2 => "CMCC",
            _ => "BGP",
        }
    }

    /// Seconds it has been unbound.
    pub(crate) fn free_seconds(&self, now: Timestamp) -> i64 {
        self.free_since.map_or(0, |since| now.duration_since(since).as_secs().max(0))
    }
}

/// One NIC as the cloud keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NicRow {
    pub(crate) region: Region,
    /// `networkInterfaceId`
    pub(crate) id: String,
    /// `eniName`
    pub(crate) name: String,
    /// Whether it is the primary NIC of its server.
    pub(crate) primary: bool,
    /// The server that holds it; empty when none does.
    pub(crate) instance: String,
    /// The private network.
    pub(crate) vpc: String,
    /// Its private IPs, the primary one first.
    pub(crate) ips: Vec<IpRow>,
}

impl NicRow {
    /// The subnet: each private network has one.
    pub(crate) fn subnet(&self) -> String {
        self.vpc.replace("vpc-", "subnet-")
    }
}

/// One private IP of a NIC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IpRow {
    pub(crate) ip: String,
    /// The public IP on it; in the cloud's own tables only an ordinary one, in answers also an EIP's.
    pub(crate) wan_ip: String,
    /// The EIP on it; filled in for answers.
    pub(crate) eip: String,
    /// Whether that public IP is blocked; filled in for answers.
    pub(crate) blocked: bool,
}

/// How a task is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskState {
    /// Not finished.
    Running,
    /// Finished.
    Success,
    /// Given up.
    Failed,
}

/// What the world says to a call that it accepts.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A page of EIPs.
    Eips {
        rows: Vec<EipRow>,
        /// Matches in all.
        total: i64,
    },
    /// The quota.
    Quota(EipQuota),
    /// A page of NICs.
    Nics {
        rows: Vec<NicRow>,
        /// Matches in all.
        total: i64,
    },
    /// A mutation was accepted, which is not the same as done.
    Accepted {
        /// Its task.
        task: u64,
    },
    /// A task.
    Task(u64, TaskState),
    /// The regions.
    Regions,
    /// `LEGACY` or `STANDARD`.
    AccountType(&'static str),
}

/// What the cloud says to a call that it refuses: the code of each generation and a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// API 2.0's number.
    pub(crate) v2: i64,
    /// API 3.0's word.
    pub(crate) v3: String,
    pub(crate) message: String,
}

impl Refusal {
    /// A refusal.
    pub(crate) fn new(v2: i64, v3: &str, message: impl Into<String>) -> Self {
        Self { v2, v3: v3.to_owned(), message: message.into() }
    }

    /// A refusal by API 2.0's number alone, with the nearest code of API 3.0 and the usual words.
    pub(crate) fn by_code(code: i64) -> Self {
        let (v3, message) = CODES
            .iter()
            .find(|row| row.0 == code)
            .map_or(("FailedOperation", "操作失败"), |row| (row.1, row.2));
        Self::new(code, v3, message)
    }

    /// With another message.
    pub(crate) fn saying(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }
}

/// A refusal that only API 3.0 gives.
pub(super) fn refuse(code: &str, message: impl Into<String>) -> Refusal {
    Refusal::new(0, code, message)
}

const CODES: &[(i64, &str, &str)] = &[
    (4000, "InvalidParameter", "请求参数非法"),
    (4100, "AuthFailure.SignatureFailure", "身份认证失败"),
    (4101, "AuthFailure.UnauthorizedOperation", "未被开发商授权访问本接口"),
    (4102, "UnauthorizedOperation", "未被开发商授权访问接口中所操作的资源"),
    (4103, "UnauthorizedOperation", "未授权访问本接口中所操作的资源"),
    (4104, "AuthFailure.SecretIdNotFound", "SecretId不存在"),
    (4105, "AuthFailure.TokenFailure", "token错误"),
    (4106, "AuthFailure.MFAFailure", "MFA校验失败"),
    (4110, "UnauthorizedOperation", "其他CAM鉴权失败"),
    (4200, "AuthFailure.SignatureExpire", "请求过期"),
    (4300, "UnsupportedRegion", "拒绝访问"),
    (4400, "RequestLimitExceeded", "超过配额"),
    (4500, "AuthFailure.SignatureExpire", "重放攻击"),
    (4600, "UnsupportedProtocol", "协议不支持"),
    (5000, "InvalidAddressId.NotFound", "资源不存在"),
    (5100, "FailedOperation", "资源操作失败"),
    (5400, "FailedOperation", "部分资源操作失败"),
    (6000, "InternalError", "服务器内部错误"),
    (6100, "InvalidAction", "版本暂不支持本接口或该接口处于维护状态"),
    (6200, "ActionOffline", "接口暂时无法访问"),
];
