//! Places that an EIP can be bound to: every private IP of every NIC of its region.

use super::command::Move;
use super::inventory::Inventory;
use super::load::Load;
use crate::domain::{BindTarget, NetworkInterface, PrivateIp, Region, Told};

/// The chooser of the bind dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Where the EIP is.
    pub(crate) region: Region,
    /// Where it was, if that is known.
    pub(crate) former: Option<BindTarget>,
    /// What was typed.
    pub(crate) filter: String,
    /// The row under the cursor.
    pub(crate) row: usize,
}

impl Places {
    pub(crate) fn new(region: Region, former: Option<BindTarget>) -> Self {
        Self { region, former, filter: String::new(), row: 0 }
    }

    /// The NICs of the region, once they were read.
    fn nics<'a>(&self, inventory: &'a Inventory) -> Option<&'a Load<Vec<NetworkInterface>>> {
        inventory.regions.iter().find(|known| known.region == self.region).map(|known| &known.nics)
    }

    /// Whether they are still being read.
    pub(crate) fn is_reading(&self, inventory: &Inventory) -> bool {
        self.nics(inventory).is_none_or(|nics| nics.ready().is_none())
    }

    /// The places that the filter keeps: where it was first, then empty ones.
    pub(crate) fn rows<'a>(
        &self,
        inventory: &'a Inventory,
    ) -> Vec<(&'a NetworkInterface, &'a PrivateIp)> {
        let filter = self.filter.to_lowercase();
        let fits = |nic: &NetworkInterface, ip: &PrivateIp| {
            let server = nic.un_instance_id.as_ref().map_or("", |id| id.as_str());
            let address = ip.private_ip_address.to_string();
            [nic.network_interface_id.as_str(), server, &address]
                .iter()
                .any(|text| text.to_lowercase().contains(&filter))
        };
        let nics = self.nics(inventory).and_then(Load::ready);
        let mut rows: Vec<_> = nics
            .into_iter()
            .flatten()
            .flat_map(|nic| nic.private_ip_addresses.iter().map(move |ip| (nic, ip)))
            .filter(|(nic, ip)| fits(nic, ip))
            .collect();
        rows.sort_by_key(|(nic, ip)| (!self.was_here(nic, ip), !is_empty(ip)));
        rows
    }

    /// Whether the EIP was there.
    pub(crate) fn was_here(&self, nic: &NetworkInterface, ip: &PrivateIp) -> bool {
        self.former == Some(place(nic, ip))
    }

    /// The place under the cursor.
    pub(crate) fn current(&self, inventory: &Inventory) -> Option<BindTarget> {
        self.rows(inventory).get(self.row).map(|(nic, ip)| place(nic, ip))
    }

    pub(crate) fn move_by(&mut self, to: Move, page: usize, inventory: &Inventory) {
        self.row = to.from(self.row, self.rows(inventory).len(), page);
    }

    pub(crate) fn edit(&mut self, change: impl FnOnce(&mut String)) {
        change(&mut self.filter);
        self.row = 0;
    }
}

/// Whether neither an EIP nor an ordinary public IP is there.
pub(crate) fn is_empty(ip: &PrivateIp) -> bool {
    ip.eip() == Told::Empty && ip.public_ip() == Told::Empty
}

fn place(nic: &NetworkInterface, ip: &PrivateIp) -> BindTarget {
    BindTarget::PrivateIp {
        network_interface_id: nic.network_interface_id.clone(),
        private_ip_address: ip.private_ip_address,
    }
}
