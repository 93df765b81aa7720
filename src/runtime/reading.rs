//! Reading in one go what takes several requests: a listing, and the facts around a target.

use crate::api::Client;
use crate::domain::listing::{Listing, Step};
use crate::domain::{Eip, EipPage, EipQuery, Fault, Query, Region, Reply};
use crate::unbind::PlanInput;
use crate::unbind::around::Facts;
use futures_util::StreamExt as _;
use futures_util::future::join_all;
use futures_util::stream::FuturesUnordered;
use std::time::Duration;
use tokio::time::timeout;

/// A whole listing of one region.
#[derive(Debug, Clone)]
pub struct Listed {
    /// Its pages.
    pub pages: Vec<Vec<Eip>>,
    /// Whether that is all.
    pub complete: bool,
    /// What went wrong.
    pub fault: Option<Fault>,
}

/// Reads all EIPs that a query keeps.
pub async fn list(client: &Client, region: &Region, query: &EipQuery) -> Listed {
    let listing = read_all(client, region, query).await;
    let complete = listing.is_complete();
    let (pages, fault) = listing.pages();
    Listed { pages, complete, fault }
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

/// A page of EIPs. Of those with a part of a name, or of one server, all that there are: they may be more than a page.
///
/// # Errors
/// The fault of the reading.
pub async fn eips(
    client: &Client,
    region: &Region,
    query: &EipQuery,
    offset: u64,
) -> Result<EipPage, Fault> {
    if query.search_key.is_none() && query.un_instance_ids.is_empty() {
        return client.describe_eips(region, query, offset).await;
    }
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

/// Gathers the facts that each of these is judged by; without a client they stay as they are.
pub async fn subjects(client: Result<&Client, &Fault>, subjects: Vec<PlanInput>) -> Vec<PlanInput> {
    let Ok(client) = client else { return subjects };
    join_all(subjects.into_iter().map(|bare| subject(client, bare))).await
}

/// Gathers the facts that a wish is judged by.
pub async fn subject(client: &Client, bare: PlanInput) -> PlanInput {
    if bare.reading.eip().is_none() {
        return bare;
    }
    let (mut facts, questions) =
        Facts::ask(&bare.request.region, bare.reading.eip(), bare.bind.as_ref());
    let ask = async |question| (question, fetch(client, question).await);
    let mut out: FuturesUnordered<_> = questions.iter().map(ask).collect();
    let all = async {
        while let Some((question, reply)) = out.next().await {
            facts.take(question, reply);
        }
    };
    drop(timeout(FACTS_WITHIN, all).await);
    facts.around(bare)
}

async fn fetch(client: &Client, question: &Query) -> Reply {
    match question {
        Query::Eips { region, query, offset } => {
            Reply::Eips(eips(client, region, query, *offset).await)
        }
        Query::Quota { region } => Reply::Quota(client.describe_quota(region).await),
        Query::Nics { region, query, offset } => {
            Reply::Nics(client.describe_nics(region, query, *offset).await)
        }
    }
}
