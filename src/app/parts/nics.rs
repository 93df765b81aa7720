//! The NIC/private-IP view: every private IP of every NIC, from which a pair can be chosen as the target.

use super::inventory::Inventory;
use crate::domain::filter::Filter;
use crate::domain::{Eip, NetworkInterface, PrivateIp};
use std::net::IpAddr;

/// The state of the view.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Nics {
    /// The pair under the cursor.
    pub cursor: Option<(String, IpAddr)>,
    /// Where it stands.
    pub(crate) position: usize,
    /// First row on screen.
    pub(crate) top: usize,
    shown: Vec<(u32, u32, u32)>,
}

impl Nics {
    /// How many pairs are shown.
    pub(crate) fn len(&self) -> usize {
        self.shown.len()
    }

    /// A shown pair by its position.
    pub(crate) fn row<'a>(
        &self,
        inventory: &'a Inventory,
        position: usize,
    ) -> Option<(&'a NetworkInterface, &'a PrivateIp)> {
        let (region, nic, ip) = *self.shown.get(position)?;
        let nic = inventory.regions.get(region as usize)?.nics.ready()?.get(nic as usize)?;
        Some((nic, nic.private_ip_addresses.get(ip as usize)?))
    }

    /// The pair under the cursor.
    pub(crate) fn current<'a>(
        &self,
        inventory: &'a Inventory,
    ) -> Option<(&'a NetworkInterface, &'a PrivateIp)> {
        self.row(inventory, self.position)
    }

    /// The view, with the cursor on the pair of this EIP as soon as it is shown.
    pub(crate) fn at(eip: Option<&Eip>) -> Self {
        let pair = eip.and_then(|eip| {
            Some((eip.network_interface_id.as_ref()?.to_string(), eip.private_ip_address?))
        });
        Self { cursor: pair, ..Self::default() }
    }

    /// Brings rows and cursor up to date.
    pub(crate) fn rebuild(&mut self, inventory: &Inventory, filter: &Filter, height: usize) {
        self.shown.clear();
        for (r, region) in inventory.regions.iter().enumerate() {
            for (n, nic) in region.nics.ready().into_iter().flatten().enumerate() {
                for (i, ip) in nic.private_ip_addresses.iter().enumerate() {
                    if filter.is_empty()
                        || filter.matches_nic(nic, ip.private_ip_address, ip.wan_ip)
                    {
                        self.shown.push((r as u32, n as u32, i as u32));
                    }
                }
            }
        }
        let found = self.cursor.as_ref().and_then(|(id, private)| {
            (0..self.shown.len()).find(|p| {
                self.row(inventory, *p).is_some_and(|(nic, ip)| {
                    nic.network_interface_id.as_str() == id && ip.private_ip_address == *private
                })
            })
        });
        self.position = found.unwrap_or(self.position).min(self.shown.len().saturating_sub(1));
        // A pair that is not shown may still be read.
        if found.is_some()
            || self.cursor.is_none()
            || inventory.regions.iter().all(|r| r.nic_listing.is_none())
        {
            self.remember(inventory);
        }
        self.scroll(height);
    }

    /// Moves the cursor.
    pub(crate) fn move_to(&mut self, position: usize, inventory: &Inventory, height: usize) {
        self.position = position.min(self.shown.len().saturating_sub(1));
        self.remember(inventory);
        self.scroll(height);
    }

    /// Keeps the cursor on screen.
    pub(crate) fn scroll(&mut self, height: usize) {
        let height = height.max(1);
        self.top = self.top.min(self.position).max((self.position + 1).saturating_sub(height));
        self.top = self.top.min(self.shown.len().saturating_sub(height));
    }

    fn remember(&mut self, inventory: &Inventory) {
        self.cursor = self
            .current(inventory)
            .map(|(nic, ip)| (nic.network_interface_id.to_string(), ip.private_ip_address));
    }
}
