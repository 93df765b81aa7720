//! Reading in one go what takes several requests: a listing, and the facts around a target.

use crate::api::Client;
use crate::domain::listing::{Listing, Step, unique};
use crate::domain::{
    BindTarget, Eip, EipPage, EipQuery, Fault, NetworkInterface, NicPage, NicQuery, Region,
};
use crate::unbind::answer::Fits;
use crate::unbind::{PlanInput, Reading, UnbindRequest};
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use std::time::Duration;

/// A whole listing of one region.
#[derive(Debug, Clone)]
pub struct Listed {
    pub eips: Vec<Eip>,
    /// Whether that is all.
    pub complete: bool,
    /// What went wrong.
    pub fault: Option<Fault>,
}

/// Reads all EIPs that a query keeps.
pub async fn list(client: &Client, region: &Region, query: &EipQuery) -> Listed {
    let listing = read_all(client, region, query).await;
    let complete = listing.is_complete();
    let (eips, fault) = listing.end();
    Listed { eips, complete, fault }
}

/// Reads page by page; pages in parallel after the first.
async fn read_all(client: &Client, region: &Region, query: &EipQuery) -> Listing<Eip> {
    let mut listing = Listing::new(client.list_limit());
    let mut out = FuturesUnordered::new();
    let ask = |offset| async move { (offset, client.describe_eips(region, query, offset).await) };
    out.push(ask(0));
    while let Some((offset, page)) = out.next().await {
        match listing.page(offset, page) {
            Step::Ask(offsets) => offsets.into_iter().for_each(|offset| out.push(ask(offset))),
            Step::Wait => {}
            Step::Done { .. } => break,
        }
    }
    listing
}

/// Finds EIPs by part of their name: by the server where it can, else by reading all of them.
///
/// # Errors
/// The fault of the reading.
pub async fn search(client: &Client, region: &Region, query: &EipQuery) -> Result<EipPage, Fault> {
    let mut page = read_all(client, region, query).await.into_page()?;
    if let (Some(key), false) = (&query.search_key, client.generation().capabilities().name_search)
    {
        // Everything was read, as the server knows no such filter: what does not fit was not answered to this question.
        let whole = page.doubt().is_none();
        let key = key.to_lowercase();
        page.items.retain(|eip| eip.eip_name.to_lowercase().contains(&key));
        page.total = page.total.filter(|_| !whole).or(Some(page.items.len() as u64));
    }
    Ok(page)
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
        let page = read_all(client, region, &query).await.into_page().ok()?;
        Some(Fits::of(&query, page))
    };
    let quota = async { client.describe_quota(region).await.ok() };
    let (nics, siblings, quota) = tokio::join!(in_time(nics), in_time(siblings), in_time(quota));
    let incomplete = nics.as_ref().is_some_and(|(_, is_whole)| !is_whole)
        || siblings.as_ref().is_some_and(|answer| answer.doubt.is_some());
    PlanInput {
        request: request.clone(),
        reading,
        nics: nics.map(|(nics, _)| nics),
        siblings: siblings.map(|answer| answer.rows),
        quota,
        incomplete,
        bind: None,
        recorded: false,
    }
}

async fn in_time<T>(fact: impl Future<Output = Option<T>>) -> Option<T> {
    tokio::time::timeout(FACTS_WITHIN, fact).await.ok().flatten()
}

/// The NICs at a place that an EIP is to be bound to: that NIC, or those of the server; and whether they are all there are.
pub async fn nics_of_place(
    client: &Client,
    region: &Region,
    place: &BindTarget,
) -> Option<(Vec<NetworkInterface>, bool)> {
    let query = match place {
        BindTarget::Instance(server) => {
            NicQuery { instance_id: Some(server.clone()), ..NicQuery::default() }
        }
        BindTarget::PrivateIp { network_interface_id, .. } => NicQuery {
            network_interface_id: Some(network_interface_id.clone()),
            ..NicQuery::default()
        },
    };
    in_time(async { client.describe_nics(region, &query, 0).await.ok().map(nics_in) }).await
}

/// The NICs of an answer, and whether they are all there are.
fn nics_in(page: NicPage) -> (Vec<NetworkInterface>, bool) {
    let is_whole = page.doubt().is_none();
    (unique(page.items), is_whole)
}

async fn nics_of(
    client: &Client,
    region: &Region,
    eip: &Eip,
) -> Option<(Vec<NetworkInterface>, bool)> {
    let query = match (&eip.un_instance_id, &eip.network_interface_id) {
        (Some(server), _) if server.as_str().starts_with("ins-") => {
            NicQuery { instance_id: Some(server.clone()), ..NicQuery::default() }
        }
        (_, Some(nic)) => {
            NicQuery { network_interface_id: Some(nic.clone()), ..NicQuery::default() }
        }
        (_, None) => return None,
    };
    client.describe_nics(region, &query, 0).await.ok().map(nics_in)
}
