//! What can be asked of the cloud, in words that belong to neither API generation.

use crate::domain::{EipStatus, InstanceKind, Region};

/// The actions both generations share, by the names of API 2.0 where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionName {
    /// `DescribeEip` / `DescribeAddresses`
    DescribeEip,
    /// `DescribeEipQuota` / `DescribeAddressQuota`
    DescribeEipQuota,
    /// `DescribeNetworkInterfaces` in both
    DescribeNetworkInterfaces,
    /// `EipUnBindInstance` / `DisassociateAddress`
    EipUnBindInstance,
    /// `EipBindInstance` / `AssociateAddress`
    EipBindInstance,
    /// `DescribeRegions` in both
    DescribeRegions,
    /// `DescribeTaskResult`, API 3.0 only
    DescribeTaskResult,
    /// `DescribeNetworkAccountType`, API 3.0 only
    DescribeNetworkAccountType,
}

impl ActionName {
    /// Every action.
    pub(crate) const ALL: [Self; 8] = [
        Self::DescribeEip,
        Self::DescribeEipQuota,
        Self::DescribeNetworkInterfaces,
        Self::EipUnBindInstance,
        Self::EipBindInstance,
        Self::DescribeRegions,
        Self::DescribeTaskResult,
        Self::DescribeNetworkAccountType,
    ];

    /// Its name in API 2.0.
    pub(crate) fn v2(self) -> Option<&'static str> {
        Some(match self {
            Self::DescribeEip => "DescribeEip",
            Self::DescribeEipQuota => "DescribeEipQuota",
            Self::DescribeNetworkInterfaces => "DescribeNetworkInterfaces",
            Self::EipUnBindInstance => "EipUnBindInstance",
            Self::EipBindInstance => "EipBindInstance",
            Self::DescribeRegions => "DescribeRegions",
            Self::DescribeTaskResult | Self::DescribeNetworkAccountType => return None,
        })
    }

    /// Its name in API 3.0.
    pub(crate) fn v3(self) -> &'static str {
        match self {
            Self::DescribeEip => "DescribeAddresses",
            Self::DescribeEipQuota => "DescribeAddressQuota",
            Self::DescribeNetworkInterfaces => "DescribeNetworkInterfaces",
            Self::EipUnBindInstance => "DisassociateAddress",
            Self::EipBindInstance => "AssociateAddress",
            Self::DescribeRegions => "DescribeRegions",
            Self::DescribeTaskResult => "DescribeTaskResult",
            Self::DescribeNetworkAccountType => "DescribeNetworkAccountType",
        }
    }

    /// The action that API 2.0 calls `name`.
    pub(crate) fn from_v2(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.v2() == Some(name))
    }

    /// The action that API 3.0 calls `name`.
    pub(crate) fn from_v3(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|a| a.v3() == name)
    }

    /// The action that either generation calls `name`.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        Self::from_v2(name).or_else(|| Self::from_v3(name))
    }

    /// Whether it changes something.
    pub(crate) fn is_mutation(self) -> bool {
        matches!(self, Self::EipUnBindInstance | Self::EipBindInstance)
    }

    /// The first label of the host that serves it in API 2.0.
    pub(crate) fn v2_product(self) -> &'static str {
        match self {
            Self::DescribeEip
            | Self::DescribeEipQuota
            | Self::EipUnBindInstance
            | Self::EipBindInstance => "eip",
            Self::DescribeNetworkInterfaces
            | Self::DescribeTaskResult
            | Self::DescribeNetworkAccountType => "vpc",
            Self::DescribeRegions => "cvm",
        }
    }
}

/// A request that passed the checks of its front.
#[derive(Debug, Clone, PartialEq)]
pub enum Call {
    /// A page of EIPs.
    Eips(EipFilter),
    /// The region's quota.
    Quota,
    /// A page of NICs.
    Nics(NicFilter),
    /// Take an EIP off.
    Unbind(Unbind),
    /// Put an EIP on.
    Bind(Bind),
    /// How a task of API 3.0 is doing.
    Task(u64),
    /// The list of regions.
    Regions,
    /// Traditional or standard account.
    AccountType,
}

/// What EIPs are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// By age; the default, as the documents name none.
    #[default]
    CreatedAt,
    /// By id.
    EipId,
    /// By address text.
    Eip,
    /// By line.
    IspId,
    /// By status number.
    Status,
    /// By server.
    UnInstanceId,
    /// By arrears.
    Arrears,
}

/// Filters and paging of an EIP listing: AND between the fields, OR inside one; an empty field filters nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct EipFilter {
    /// EIP ids.
    pub(crate) ids: Vec<String>,
    /// Addresses.
    pub(crate) addresses: Vec<String>,
    /// Servers.
    pub(crate) instances: Vec<String>,
    /// NICs.
    pub(crate) nics: Vec<String>,
    /// One private IP.
    pub(crate) private_ip: Option<String>,
    /// Part of a name.
    pub(crate) name_part: Option<String>,
    /// A whole name (API 3.0).
    pub(crate) name: Option<String>,
    /// Statuses.
    pub(crate) statuses: Vec<EipStatus>,
    /// Kinds.
    pub(crate) kinds: Vec<InstanceKind>,
    /// In arrears or not (API 3.0).
    pub(crate) arrears: Option<bool>,
    /// Lines, by the words of API 3.0.
    pub(crate) lines: Vec<String>,
    /// The order.
    pub(crate) order: Order,
    /// Smallest first.
    pub(crate) ascending: bool,
    /// Rows to step over.
    pub(crate) offset: usize,
    /// Rows to return at most.
    pub(crate) limit: usize,
}

/// What NICs are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum NicOrder {
    /// By age.
    #[default]
    CreateTime,
    /// By name.
    EniName,
}

/// Filters and paging of a NIC listing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NicFilter {
    /// NIC ids.
    pub(crate) ids: Vec<String>,
    /// The servers that hold them.
    pub(crate) instances: Vec<String>,
    /// The private network.
    pub(crate) vpc: Option<String>,
    /// The subnet (API 3.0).
    pub(crate) subnet: Option<String>,
    /// Part of a name.
    pub(crate) name_part: Option<String>,
    /// Part of a description (API 2.0).
    pub(crate) description_part: Option<String>,
    /// One of its public IPs (API 3.0).
    pub(crate) public_ips: Vec<String>,
    /// One of its private IPs (API 3.0).
    pub(crate) private_ips: Vec<String>,
    /// The end of one of its private IPs: how API 3.0 takes a single address.
    pub(crate) private_ip_end: Option<String>,
    /// The primary NIC or not (API 3.0).
    pub(crate) primary: Option<bool>,
    /// The order.
    pub(crate) order: NicOrder,
    /// Smallest first.
    pub(crate) ascending: bool,
    /// Rows to step over.
    pub(crate) offset: usize,
    /// Rows to return at most.
    pub(crate) limit: usize,
}

/// How an unbind names its target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// By EIP id: it comes off whatever it is on.
    Eip(String),
    /// By NIC and private IP: whatever EIP is there comes off.
    NicPosition { nic: String, private_ip: String },
}

/// An unbind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unbind {
    pub(crate) target: Target,
    /// `allocWanIp=1`.
    pub(crate) alloc_wan_ip: bool,
    /// `unBindPrivateIpWithEip=0`.
    pub(crate) keep_tie: bool,
}

/// Where a bind puts the EIP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// On the primary IP of the server's primary NIC.
    Instance(String),
    /// On this seat.
    NicPosition { nic: String, private_ip: String },
}

/// A bind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bind {
    pub(crate) eip: String,
    /// Where to.
    pub(crate) place: Place,
    /// Whether an ordinary public IP in the way is released silently (API 2.0) or is a reason to refuse (API 3.0).
    pub(crate) release_ordinary: bool,
}

/// A request that passed the checks of its front.
pub(super) struct Checked {
    pub(super) action: ActionName,
    pub(super) region: Region,
    /// What is asked for.
    pub(super) call: Call,
}
