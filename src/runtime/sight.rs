//! What is read of one EIP in one go: itself, what is on its NIC and private IP, the NIC, the quota.

use super::runner::Runner;
use crate::domain::listing::unique;
use crate::domain::{
    EipQuery, Fault, FaultClass, NetworkInterface, NetworkInterfaceId, NicQuery, Region, Told,
};
use crate::unbind::{Reading, Sighting, TargetQuestion};
use std::net::IpAddr;

impl Runner {
    /// Asks one question about EIPs, and compares the answer with it.
    async fn look(&self, region: &Region, query: &EipQuery) -> Reading {
        match self.client().await {
            Ok(client) => Reading::of(query, client.describe_eips(region, query, 0).await),
            Err(fault) => Reading::Failed(fault),
        }
    }

    async fn nic(
        &self,
        region: &Region,
        nic: NetworkInterfaceId,
    ) -> Result<Vec<NetworkInterface>, Fault> {
        let query = NicQuery { network_interface_id: Some(nic.clone()), ..NicQuery::default() };
        let mut nics = self.client().await?.describe_nics(region, &query, 0).await?.items;
        nics.retain(|row| row.network_interface_id == nic);
        Ok(unique(nics))
    }

    /// Reads a target; its NIC and the quota beside it, whose failure does not stand in the way.
    /// `changes_next`: a request is to leave right after it.
    pub async fn sight(&self, question: &TargetQuestion, changes_next: bool) -> Sighting {
        let region = &question.region;
        let nics = async {
            match question.nic.clone() {
                Some(nic) => self.nic(region, nic).await.ok(),
                None => None,
            }
        };
        let quota = async {
            match self.client().await {
                Ok(client) if question.quota => client.describe_quota(region).await.ok(),
                Ok(_) | Err(_) => None,
            }
        };
        // The change is to find a connection: what it goes on must not grow old while one is made.
        let ready = async {
            if let (true, Ok(client)) = (changes_next, self.client().await) {
                client.prepare(region).await;
            }
        };
        let pair = async {
            match question.by_pair() {
                Some(query) => Some(self.look(region, &query).await),
                None => None,
            }
        };
        let (nics, quota, pair, ()) = tokio::join!(nics, quota, pair, ready);
        // The target itself comes last: while a slow answer about the NIC or the quota was waited for, it may have changed.
        let eip = self.look(region, &question.by_id()).await;
        Sighting { eip, pair, nics, quota }
    }

    /// The ordinary public IP on a private IP, or that there is none; an answer that leaves one of the two open says neither.
    pub(super) async fn new_public_ip(
        &self,
        region: &Region,
        nic: NetworkInterfaceId,
        private_ip: IpAddr,
    ) -> Result<Option<IpAddr>, Fault> {
        let nics = self.nic(region, nic).await?;
        let mut own = nics.iter().flat_map(|nic| &nic.private_ip_addresses);
        let own = own.find(|own| own.private_ip_address == private_ip);
        match own.map(|own| (own.eip(), own.public_ip())) {
            Some((Told::Value(_), _) | (Told::Empty | Told::NotTold, Told::Empty)) => Ok(None),
            Some((Told::Empty, Told::Value(ip))) => Ok(Some(ip)),
            Some(_) | None => {
                let says = "the cloud's answer does not say which public IP is on that private IP";
                Err(Fault::local(FaultClass::Local, says))
            }
        }
    }
}
