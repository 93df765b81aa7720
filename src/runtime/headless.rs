//! Reading and running without a screen, for the subcommands: the same listing, plan and run code as the terminal interface.

use super::clock::Clock;
use super::runner::Runner;
use super::signals::{Caught, Signals};
use crate::api::Client;
use crate::app::{Effect, Msg};
use crate::domain::listing::{Listing, Step};
use crate::domain::{Eip, EipPage, EipQuery, Fault, NetworkInterface, NicQuery, Region};
use crate::unbind::{PlanInput, Reading, Run, RunMsg, UnbindRequest};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use std::time::Duration;
use tokio::sync::mpsc;

/// A whole listing of one region.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The rows.
    pub eips: Vec<Eip>,
    /// Whether that is all.
    pub complete: bool,
    /// What went wrong.
    pub fault: Option<Fault>,
}

/// Reads all EIPs that a query keeps; pages in parallel after the first.
pub async fn list(client: &Client, region: &Region, query: &EipQuery) -> Listed {
    let mut listing = Listing::new(client.list_limit());
    let mut out = FuturesUnordered::new();
    let ask = |offset| async move { (offset, client.describe_eips(region, query, offset).await) };
    out.push(ask(0));
    while let Some((offset, page)) = out.next().await {
        match listing.page(offset, page) {
            Step::Ask(offsets) => offsets.into_iter().for_each(|offset| out.push(ask(offset))),
            Step::Wait => {}
            Step::Done { complete } => {
                let (eips, fault) = listing.end();
                return Listed { eips, complete, fault };
            }
        }
    }
    let (eips, fault) = listing.end();
    Listed { eips, complete: false, fault }
}

/// Finds EIPs by part of their name: by the server where it can, else by reading all of them.
///
/// # Errors
/// The fault of the reading.
pub async fn search(client: &Client, region: &Region, query: &EipQuery) -> Result<EipPage, Fault> {
    let mut found = list(client, region, query).await;
    if let (Some(key), false) = (&query.search_key, client.generation().capabilities().name_search)
    {
        let key = key.to_lowercase();
        found.eips.retain(|eip| eip.eip_name.to_lowercase().contains(&key));
    }
    match found.fault {
        Some(fault) => Err(fault),
        None => Ok(EipPage { total: Some(found.eips.len() as u64), items: found.eips }),
    }
}

/// The facts around a target may be late: after one deadline of a read the plan is made without them, and says so.
const FACTS_WITHIN: Duration = Duration::from_secs(10);

/// Gathers the facts that a wish is judged by.
pub async fn subject(client: &Client, request: UnbindRequest, reading: Reading) -> PlanInput {
    let eip = if let Reading::Found(eip) = &reading { Some(eip.as_ref()) } else { None };
    let region = &request.region;
    let nics = async { nics_of(client, region, eip?).await };
    let siblings = async {
        let query =
            EipQuery { un_instance_ids: vec![eip?.un_instance_id.clone()?], ..EipQuery::default() };
        let found = list(client, region, &query).await;
        found.complete.then_some(found.eips)
    };
    let quota = async { client.describe_quota(region).await.ok() };
    let (nics, siblings, quota) = tokio::join!(in_time(nics), in_time(siblings), in_time(quota));
    PlanInput { request: request.clone(), reading, nics, siblings, quota, bind: None }
}

async fn in_time<T>(fact: impl Future<Output = Option<T>>) -> Option<T> {
    tokio::time::timeout(FACTS_WITHIN, fact).await.ok().flatten()
}

async fn nics_of(client: &Client, region: &Region, eip: &Eip) -> Option<Vec<NetworkInterface>> {
    let query = match (&eip.un_instance_id, &eip.network_interface_id) {
        (Some(server), _) if server.as_str().starts_with("ins-") => {
            NicQuery { instance_id: Some(server.clone()), ..NicQuery::default() }
        }
        (_, Some(nic)) => {
            NicQuery { network_interface_id: Some(nic.clone()), ..NicQuery::default() }
        }
        (_, None) => return None,
    };
    client.describe_nics(region, &query, 0).await.ok().map(|page| page.items)
}

/// Carries out a run. A signal starts nothing more and waits at most 30 s for what is out; what has no verdict then is left open.
pub async fn carry_out(
    mut run: Run,
    runner: &Runner,
    mut inbox: mpsc::Receiver<Msg>,
    clock: Clock,
    signals: &mut Option<Signals>,
) -> Run {
    let mut limit = None;
    let mut effects = run.step(clock.now(), RunMsg::Start);
    loop {
        effects.drain(..).for_each(|effect| runner.start(Effect::Run(0, effect)));
        if run.is_over() {
            return run;
        }
        let caught = super::signals::next(signals);
        let timeout = async {
            match limit {
                Some(at) => tokio::time::sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            Some(msg) = inbox.recv() => {
                if let Msg::Run(_, msg) = msg {
                    effects = run.step(clock.now(), msg);
                }
            }
            caught = caught => {
                match caught {
                    Caught::Stop => super::signals::stop_group(),
                    Caught::End(_) => {
                        limit.get_or_insert(tokio::time::Instant::now() + Duration::from_millis(crate::app::LEAVE_MS));
                        effects = run.step(clock.now(), RunMsg::Cancel);
                    }
                    Caught::Continued | Caught::Resized => {}
                }
            }
            () = timeout => {
                run.abandon(clock.now());
                return run;
            }
        }
    }
}
