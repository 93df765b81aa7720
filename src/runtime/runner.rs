//! Turns effects into messages: asks the cloud, writes the journal, waits. Decides nothing.

use super::clock::Clock;
use super::spawn::spawn;
use super::writer::Writer;
use crate::api::Client;
use crate::app::{Effect, Msg, Query, Reply};
use crate::domain::{Eip, EipId, EipQuery, Fault, FaultClass, NetworkInterfaceId, NicQuery, Region};
use crate::unbind::plan::enrich;
use crate::unbind::{Record, RunEffect, RunMsg};
use std::cell::OnceCell;
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::mpsc;

/// Makes the client when it is first needed, so that the first frame does not wait for certificates to be loaded.
pub type Connect = Box<dyn Fn() -> Result<Client, Fault>>;

/// Starts effects.
#[derive(Clone)]
pub struct Runner {
    inner: Rc<Inner>,
}

struct Inner {
    connect: Connect,
    client: OnceCell<Result<Client, Fault>>,
    writer: Option<Writer>,
    out: mpsc::Sender<Msg>,
    read_only: bool,
}

impl Runner {
    /// A runner that answers over this channel.
    pub fn new(connect: Connect, writer: Option<Writer>, out: mpsc::Sender<Msg>, read_only: bool) -> Self {
        Self { inner: Rc::new(Inner { connect, client: OnceCell::new(), writer, out, read_only }) }
    }

    /// The client.
    ///
    /// # Errors
    /// The fault of making it.
    pub fn client(&self) -> Result<&Client, Fault> {
        self.inner.client.get_or_init(|| (self.inner.connect)()).as_ref().map_err(Clone::clone)
    }

    /// Starts one effect, if it is one for the network, the disk or the clock; the others belong to the terminal.
    pub fn start(&self, effect: Effect) {
        if matches!(effect, Effect::Fetch(..) | Effect::Run(_)) {
            let this = self.clone();
            spawn(async move {
                if let Some(msg) = this.perform(effect).await {
                    this.answer(msg).await;
                }
            });
        }
    }

    /// Performs one effect, if it is one for the network, the disk or the clock; gives the message that it leads to.
    pub async fn perform(&self, effect: Effect) -> Option<Msg> {
        match effect {
            Effect::Fetch(id, query) => Some(Msg::Reply(id, self.fetch(query).await)),
            Effect::Run(effect) => self.run(effect).await.map(Msg::Run),
            Effect::Copy(_) | Effect::Bell | Effect::Suspend | Effect::Quit(_) => None,
        }
    }

    async fn answer(&self, msg: Msg) {
        // Nobody listens any more once the program is leaving.
        let _ = self.inner.out.send(msg).await;
    }

    async fn fetch(&self, query: Query) -> Reply {
        let client = self.client();
        match (query, client) {
            (Query::Eips { region, query, offset }, Ok(client)) => Reply::Eips(client.describe_eips(&region, &query, offset).await),
            (Query::Quota { region }, Ok(client)) => Reply::Quota(client.describe_quota(&region).await),
            (Query::Nics { region, query, offset }, Ok(client)) => Reply::Nics(client.describe_nics(&region, &query, offset).await),
            (Query::Eips { .. }, Err(fault)) => Reply::Eips(Err(fault)),
            (Query::Quota { .. }, Err(fault)) => Reply::Quota(Err(fault)),
            (Query::Nics { .. }, Err(fault)) => Reply::Nics(Err(fault)),
        }
    }

    async fn run(&self, effect: RunEffect) -> Option<RunMsg> {
        Some(match effect {
            RunEffect::Recheck { item, seq, region, eip_id, nic, quota } => {
                let (reading, quota) = self.recheck(&region, eip_id, nic, quota).await;
                RunMsg::Rechecked(item, seq, reading, quota)
            }
            RunEffect::WriteIntent { item, seq, record } => RunMsg::IntentWritten(item, seq, self.write(*record).await),
            RunEffect::Send { item, seq, region, mutation } => {
                // Read-only is enforced here too, in the one place that everything sent comes through.
                let answer = match self.client() {
                    _ if self.inner.read_only => Err(Fault::local(FaultClass::Local, "read-only")),
                    Ok(client) => client.mutate(&region, &mutation).await,
                    Err(fault) => Err(fault),
                };
                RunMsg::Answered(item, seq, answer)
            }
            RunEffect::Look { item, seq, region, eip_id, task_id: _ } => RunMsg::Looked(item, seq, self.look(&region, eip_id).await),
            RunEffect::LookWanIp { item, seq, region, nic, private_ip } => {
                let ip = self.nic(&region, nic).await.map(|nics| {
                    let mut ips = nics.iter().flat_map(|nic| &nic.private_ip_addresses);
                    ips.find(|ip| ip.private_ip_address == private_ip).filter(|ip| ip.eip_id.is_none()).and_then(|ip| ip.wan_ip)
                });
                RunMsg::WanIpSeen(item, seq, ip)
            }
            RunEffect::Wake { item, seq, after_ms } => {
                tokio::time::sleep(Duration::from_millis(after_ms)).await;
                RunMsg::Due(item, seq)
            }
            RunEffect::Write { item, record } => {
                let is_verdict = matches!(*record, Record::Settled { .. });
                let result = self.write(*record).await;
                return is_verdict.then_some(RunMsg::VerdictWritten(item, result));
            }
        })
    }

    async fn write(&self, record: Record) -> Result<(), String> {
        match &self.inner.writer {
            Some(writer) => writer.write(record).await,
            None => Err("there is no place for a journal".to_owned()),
        }
    }

    async fn look(&self, region: &Region, eip_id: EipId) -> Result<Option<Box<Eip>>, Fault> {
        let page = self.client()?.describe_eips(region, &EipQuery::id(eip_id.clone()), 0).await?;
        Ok(page.items.into_iter().find(|eip| eip.eip_id == eip_id).map(Box::new))
    }

    async fn nic(&self, region: &Region, nic: NetworkInterfaceId) -> Result<Vec<crate::domain::NetworkInterface>, Fault> {
        let query = NicQuery { network_interface_id: Some(nic), ..NicQuery::default() };
        Ok(self.client()?.describe_nics(region, &query, 0).await?.items)
    }

    /// Reads the target again; its NIC and the quota beside it, whose failure does not stand in the way.
    async fn recheck(
        &self,
        region: &Region,
        eip_id: EipId,
        nic: Option<NetworkInterfaceId>,
        quota: bool,
    ) -> (Result<Option<Box<Eip>>, Fault>, Option<crate::domain::EipQuota>) {
        let nics = async {
            match nic {
                Some(nic) => self.nic(region, nic).await.ok(),
                None => None,
            }
        };
        let quota = async {
            match self.client() {
                Ok(client) if quota => client.describe_quota(region).await.ok(),
                Ok(_) | Err(_) => None,
            }
        };
        let (reading, nics, quota) = tokio::join!(self.look(region, eip_id), nics, quota);
        (reading.map(|eip| eip.map(|eip| Box::new(enrich(&eip, nics.as_deref())))), quota)
    }
}

/// The clock as the client wants it.
pub fn client_clock(clock: Clock) -> Rc<dyn Fn() -> (jiff::Timestamp, u64)> {
    Rc::new(move || {
        let now = clock.now();
        (now.wall, now.mono_ms)
    })
}
