//! Finding the EIP that a target means, in what was read.

use crate::domain::target::TargetText;
use crate::domain::{Eip, UnbindTarget};

/// Whether this EIP is the one that the target means.
pub(crate) fn is_target(eip: &Eip, target: &UnbindTarget) -> bool {
    match target {
        UnbindTarget::Eip(id) => eip.eip_id == *id,
        UnbindTarget::PrivateIp { network_interface_id, private_ip_address } => {
            eip.network_interface_id.as_ref() == Some(network_interface_id)
                && eip.private_ip_address == Some(*private_ip_address)
        }
    }
}

/// Whether this EIP can be what the operator named. Only a pair says it all: a cloud that leaves out one of its two filters answers with
/// other EIPs of the NIC.
pub(crate) fn can_be(eip: &Eip, target: &TargetText) -> bool {
    match target {
        TargetText::Pair(nic, ip) => is_target(
            eip,
            &UnbindTarget::PrivateIp { network_interface_id: nic.clone(), private_ip_address: *ip },
        ),
        TargetText::EipId(_)
        | TargetText::Address(_)
        | TargetText::Instance(_)
        | TargetText::Name(_) => true,
    }
}

/// The target as the operator would write it.
pub fn describe(target: &UnbindTarget) -> String {
    match target {
        UnbindTarget::Eip(id) => id.to_string(),
        UnbindTarget::PrivateIp { network_interface_id, private_ip_address } => {
            format!("{network_interface_id} {private_ip_address}")
        }
    }
}
