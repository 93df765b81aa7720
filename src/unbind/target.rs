//! Finding the EIP that a target means, in what was read.

use crate::domain::target::TargetText;
use crate::domain::{Eip, UnbindTarget};

/// Whether this EIP is the one that the target means.
pub fn is_target(eip: &Eip, target: &UnbindTarget) -> bool {
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
pub fn can_be(eip: &Eip, target: &TargetText) -> bool {
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

/// `prod-*` style patterns of a `protect` list: `*` stands for anything, everything else for itself, case-insensitive.
pub fn pattern_matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.to_lowercase(), text.to_lowercase());
    let mut parts = pattern.split('*');
    let Some(first) = parts.next() else { return false };
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else { return rest.is_empty() };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::pattern_matches;

    #[test]
    fn stars_stand_for_anything() {
        assert!(pattern_matches("prod-*", "prod-gw-1"));
        assert!(pattern_matches("*-gw-*", "Prod-GW-1"));
        assert!(pattern_matches("eip-1", "eip-1"));
        assert!(!pattern_matches("eip-1", "eip-12"));
        assert!(!pattern_matches("prod-*", "preprod-1"));
        assert!(pattern_matches("*", ""));
        assert!(!pattern_matches("a*b*c", "acb"));
    }
}
