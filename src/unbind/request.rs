//! What the operator asks for, and which of the two toggles mean something for a target.

use crate::domain::{Capabilities, EipQuota, NicPosition, Region, UnbindTarget};
use serde::{Deserialize, Serialize};

/// The two toggles as the operator set them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnbindOptions {
    /// `allocWanIp`: give the server a new ordinary public IP (普通公网IP) afterwards.
    pub alloc_wan_ip: bool,
    /// `unBindPrivateIpWithEip`: 0 keeps the link to NIC and private IP, 1 removes it; `None` leaves it out, and the cloud's default is yes.
    pub un_bind_private_ip_with_eip: Option<bool>,
}

/// One wish: this target, with these toggles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnbindRequest {
    /// Where it is.
    pub region: Region,
    /// What it is.
    pub target: UnbindTarget,
    /// How.
    pub options: UnbindOptions,
}

/// Whether a toggle means something for a target (`docs/api-v2.md` §4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ToggleUse {
    /// It does.
    Applies,
    /// Documents differ: the cloud may ignore it.
    MayBeIgnored,
    /// The NIC could not be read: the cloud decides.
    CloudDecides,
    /// Not for this seat: only the primary IP of the primary NIC gets an ordinary public IP.
    OnlyPrimary,
    /// The primary IP of the primary NIC always loses the tie.
    PrimaryAlwaysDrops,
    /// A classic-network server has no NIC to keep a tie with.
    NoNic,
    /// It is on no server, and so on no NIC of one.
    NotOnServer,
    /// This API generation has no such parameter.
    NotInGeneration,
    /// The account is a standard one: it has no ordinary public IPs to re-allocate.
    StandardAccount,
    /// No re-allocation is left today.
    QuotaUsedUp,
    /// A bind back has no such option.
    NotForBind,
}

impl ToggleUse {
    /// Whether the toggle is offered.
    pub fn is_offered(self) -> bool {
        matches!(self, Self::Applies | Self::MayBeIgnored | Self::CloudDecides)
    }

    /// Whether `allocWanIp` means something for this seat.
    pub(crate) fn of_alloc_wan_ip(seat: NicPosition, quota: Option<&EipQuota>) -> Self {
        match seat {
            NicPosition::PrimaryOfSecondary
            | NicPosition::SecondaryOfPrimary
            | NicPosition::SecondaryOfSecondary
            | NicPosition::Secondary => Self::OnlyPrimary,
            _ if quota.is_some_and(|q| q.legacy_account == Some(false)) => Self::StandardAccount,
            _ if quota.is_some_and(|q| q.alloc_wan_ip_left() == Some(0)) => Self::QuotaUsedUp,
            NicPosition::PrimaryOfPrimary => Self::Applies,
            // A classic-network server has one private IP, which takes the primary's part; the documents do not say more.
            NicPosition::Classic | NicPosition::NotOnServer | NicPosition::Unknown => {
                Self::CloudDecides
            }
        }
    }

    /// Whether `unBindPrivateIpWithEip` means something for this seat.
    pub(crate) fn of_un_bind_private_ip(seat: NicPosition, capabilities: &Capabilities) -> Self {
        if capabilities.names.un_bind_private_ip_with_eip.is_none() {
            return Self::NotInGeneration;
        }
        match seat {
            NicPosition::PrimaryOfSecondary => Self::Applies,
            NicPosition::SecondaryOfPrimary
            | NicPosition::SecondaryOfSecondary
            | NicPosition::Secondary => Self::MayBeIgnored,
            NicPosition::PrimaryOfPrimary => Self::PrimaryAlwaysDrops,
            NicPosition::Classic => Self::NoNic,
            NicPosition::NotOnServer => Self::NotOnServer,
            NicPosition::Unknown => Self::CloudDecides,
        }
    }
}
