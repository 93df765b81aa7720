//! EIPs that were taken off their servers and stayed linked to a NIC (`unBindPrivateIpWithEip=0`). No row says so: the cloud may go on calling
//! them bound. A run of this process knows it, or the journal does.

use super::region::RegionData;
use crate::domain::{Eip, EipId, NetworkInterfaceId, Region, Told};
use std::collections::BTreeMap;

/// The journal is asked about a row so often: the run that takes it off may not have written its outcome when the row shows it.
const TIMES: u8 = 3;

/// Which EIPs are known to be linked to which NIC, and how often the journal was asked about others.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Links {
    known: BTreeMap<Region, BTreeMap<EipId, NetworkInterfaceId>>,
    asked: BTreeMap<(Region, EipId), u8>,
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

    /// Rows that look like a kept link and of which nothing is known here.
    pub(super) fn unknown(&mut self, regions: &[RegionData]) -> Vec<(Region, EipId)> {
        let whole = regions.iter().filter(|region| region.listing.is_none());
        let rows = whole.flat_map(|region| &region.eips);
        rows.filter(|eip| eip.status.is_bound() && may_be_kept(eip) && !eip.link_kept)
            .map(|eip| (eip.region.clone(), eip.eip_id.clone()))
            .filter(|id| {
                let times = self.asked.entry(id.clone()).or_default();
                *times = times.saturating_add(1);
                *times <= TIMES
            })
            .collect()
    }
}

fn may_be_kept(eip: &Eip) -> bool {
    eip.network_interface_id.is_some() && eip.server() == Told::Empty
}
