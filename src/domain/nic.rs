//! Network interfaces (弹性网卡) and the seat that an EIP takes on one (`docs/api-v2.md` §5).

use super::{Eip, EipId, InstanceId, InstanceKind, NetworkInterfaceId, Region, Told};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// One NIC as read from the cloud.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkInterface {
    /// The region it was read from.
    pub region: Region,
    /// Its id.
    pub network_interface_id: NetworkInterfaceId,
    /// Its name (`eniName`), raw cloud text.
    pub eni_name: CompactString,
    /// Whether it is the primary NIC (主网卡) of its server.
    pub primary: Option<bool>,
    /// The server that holds it.
    pub un_instance_id: Option<InstanceId>,
    /// The row does not say which server holds it.
    #[serde(default)]
    pub holder_not_told: bool,
    /// Its private IPs.
    pub private_ip_addresses: Vec<PrivateIp>,
    /// The row leaves out private IPs, or tells some in a way that can't be read.
    #[serde(default)]
    pub ips_not_told: bool,
}

impl NetworkInterface {
    /// The server that holds it, as far as the row says.
    pub fn holder(&self) -> Told<&InstanceId> {
        told(self.un_instance_id.as_ref(), self.holder_not_told)
    }

    /// Takes in a further row of the same NIC. What only one of two rows shows is shown; what they tell differently is not known.
    pub(crate) fn merge(&mut self, other: &Self) {
        if self.primary != other.primary {
            self.primary = None;
        }
        if self.holder() != other.holder() {
            (self.un_instance_id, self.holder_not_told) = (None, true);
        }
        self.ips_not_told |= other.ips_not_told;
        for ip in &other.private_ip_addresses {
            let known = &mut self.private_ip_addresses;
            match known.iter_mut().find(|k| k.private_ip_address == ip.private_ip_address) {
                Some(known) => known.merge(ip),
                None => known.push(ip.clone()),
            }
        }
    }
}

/// One private IP of a NIC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PrivateIp {
    /// The address.
    pub private_ip_address: IpAddr,
    /// Whether it is the primary IP of its NIC.
    pub primary: Option<bool>,
    /// The public IP on it: an EIP's, or an ordinary one when `eip_id` is missing.
    pub wan_ip: Option<IpAddr>,
    /// Whether that public IP is blocked (封堵).
    pub is_wan_ip_blocked: Option<bool>,
    /// The EIP on it.
    pub eip_id: Option<EipId>,
    /// The row does not say which public IP is on it.
    #[serde(default)]
    pub wan_ip_not_told: bool,
    /// The row does not say whether an EIP is on it.
    #[serde(default)]
    pub eip_id_not_told: bool,
}

impl PrivateIp {
    /// The public IP on it, as far as the row says.
    pub fn public_ip(&self) -> Told<IpAddr> {
        told(self.wan_ip, self.wan_ip_not_told)
    }

    /// The EIP on it, as far as the row says.
    pub fn eip(&self) -> Told<&EipId> {
        told(self.eip_id.as_ref(), self.eip_id_not_told)
    }

    /// Takes in a further row of the same private IP: what the two tell differently is not known.
    pub(crate) fn merge(&mut self, other: &Self) {
        if self.primary != other.primary {
            self.primary = None;
        }
        if self.is_wan_ip_blocked != other.is_wan_ip_blocked {
            self.is_wan_ip_blocked = None;
        }
        if self.public_ip() != other.public_ip() {
            (self.wan_ip, self.wan_ip_not_told) = (None, true);
        }
        if self.eip() != other.eip() {
            (self.eip_id, self.eip_id_not_told) = (None, true);
        }
    }
}

fn told<T>(value: Option<T>, not_told: bool) -> Told<T> {
    match value {
        Some(value) => Told::Value(value),
        None if not_told => Told::NotTold,
        None => Told::Empty,
    }
}

/// Which seat an EIP takes; decides which of the two toggles mean something (`docs/api-v2.md` §4.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum NicPosition {
    /// Primary IP of the primary NIC: `allocWanIp` applies, the tie is always dissolved.
    PrimaryOfPrimary,
    /// Primary IP of another NIC: both readings of the documents let `unBindPrivateIpWithEip` apply.
    PrimaryOfSecondary,
    /// Secondary IP of the primary NIC: `unBindPrivateIpWithEip` may be ignored.
    SecondaryOfPrimary,
    /// Secondary IP of another NIC: likewise.
    SecondaryOfSecondary,
    /// Secondary IP of a NIC that is not told to be primary or not: likewise.
    Secondary,
    /// A server of the classic network (基础网络): no NIC at all.
    Classic,
    /// On no server: a NAT gateway, a HAVIP, a load balancer, a kind that this program does not know.
    NotOnServer,
    /// The NIC is not told, or could not be read (no permission, no answer, or it is not listed): the cloud decides.
    #[default]
    Unknown,
}

impl NicPosition {
    /// The seat of `eip`, from the NICs that could be read.
    pub fn of<'a>(eip: &Eip, nics: impl IntoIterator<Item = &'a NetworkInterface>) -> Self {
        let (Some(nic_id), Some(ip)) = (&eip.network_interface_id, eip.private_ip_address) else {
            return match eip.serves() {
                Some(
                    InstanceKind::Nat
                    | InstanceKind::Havip
                    | InstanceKind::Clb
                    | InstanceKind::Other,
                ) => Self::NotOnServer,
                // Only a row that names the server and says that there is no NIC is of the classic network.
                Some(InstanceKind::Cvm)
                    if eip.un_instance_id.is_some() && eip.nic() == Told::Empty =>
                {
                    Self::Classic
                }
                Some(InstanceKind::Cvm | InstanceKind::Eni) | None => Self::Unknown,
            };
        };
        let Some(nic) = nics.into_iter().find(|n| n.network_interface_id == *nic_id) else {
            return Self::Unknown;
        };
        let Some(seat) = nic.private_ip_addresses.iter().find(|p| p.private_ip_address == ip)
        else {
            return Self::Unknown;
        };
        Self::between(nic.primary, seat.primary)
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it like this")]
    pub(crate) fn is_unknown(&self) -> bool {
        *self == Self::Unknown
    }

    /// The position of a private IP, by what is told of its NIC and of itself.
    pub(crate) fn between(nic: Option<bool>, ip: Option<bool>) -> Self {
        match (nic, ip) {
            (Some(true), Some(true)) => Self::PrimaryOfPrimary,
            (Some(false), Some(true)) => Self::PrimaryOfSecondary,
            (Some(true), Some(false)) => Self::SecondaryOfPrimary,
            (Some(false), Some(false)) => Self::SecondaryOfSecondary,
            (None, Some(false)) => Self::Secondary,
            (None, Some(true)) | (_, None) => Self::Unknown,
        }
    }
}
