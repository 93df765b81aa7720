//! EIPs that were taken off their servers and stayed linked to a NIC (`unBindPrivateIpWithEip=0`). No row says so: the cloud may go on calling
//! them bound. A run of this process knows it, or the journal does.

use super::region::RegionData;
use crate::domain::{Eip, EipId, NetworkInterfaceId, Region, Told};
use std::collections::{BTreeMap, BTreeSet};

/// Which EIPs are known to be linked to which NIC, and of which the journal was asked.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Links {
    known: BTreeMap<Region, BTreeMap<EipId, NetworkInterfaceId>>,
    asked: BTreeSet<(Region, EipId)>,
}

impl Links {
    /// Takes in that this EIP was seen off its server, and still linked to a NIC.
    pub(super) fn learn(&mut self, region: &Region, eip_id: &EipId, nic: &NetworkInterfaceId) {
        let links = self.known.entry(region.clone()).or_default();
        links.insert(eip_id.clone(), nic.clone());
    }

    /// A link that was kept is known as long as a row names that NIC and no server.
    pub(super) fn mark(&self, region: &mut RegionData) {
        let Some(links) = self.known.get(&region.region) else { return };
        for eip in &mut region.eips {
            let link = links.get(&eip.eip_id);
            eip.link_kept =
                link.is_some() && link == eip.network_interface_id.as_ref() && may_be_kept(eip);
        }
    }

    /// Rows that look like a kept link and of which nothing is known here: each is asked about once.
    pub(super) fn unknown(&mut self, regions: &[RegionData]) -> Vec<(Region, EipId)> {
        let whole = regions.iter().filter(|region| region.listing.is_none());
        let rows = whole.flat_map(|region| &region.eips);
        let unknown: Vec<_> = rows
            .filter(|eip| eip.status.is_bound() && may_be_kept(eip) && !eip.link_kept)
            .map(|eip| (eip.region.clone(), eip.eip_id.clone()))
            .filter(|id| !self.asked.contains(id))
            .collect();
        self.asked.extend(unknown.iter().cloned());
        unknown
    }
}

fn may_be_kept(eip: &Eip) -> bool {
    eip.network_interface_id.is_some() && eip.server() == Told::Empty
}
