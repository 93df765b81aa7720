//! `DescribeRegions` of the product `region`: which regions the account may use (`docs/api-v3.md` §4.7).

use super::wire::RegionPage;
use super::{CallV3, open};
use crate::api::call::Call;
use crate::api::endpoint::Service;
use crate::api::error::untrusted;
use crate::api::message::HttpReply;
use crate::domain::{Fault, Region};
use serde_json::{Map, Value};

/// The call. It is sent to no region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DescribeRegions;

impl Call for DescribeRegions {
    const SERVICE: Service = Service::Region;
    /// Those that are open: others are not to be scanned.
    type Output = Vec<Region>;

    fn action(&self) -> &'static str {
        "DescribeRegions"
    }

    fn region(&self) -> Option<&Region> {
        None
    }

    fn decode(&self, reply: &HttpReply) -> Result<Vec<Region>, Fault> {
        let page: RegionPage = open(reply)?;
        let rows = page.region_set.ok_or_else(|| untrusted("no list in the reply", reply))?;
        let open = rows
            .iter()
            .filter(|row| row.region_state.as_deref().is_none_or(|state| state == "AVAILABLE"));
        Ok(open.filter_map(|row| Region::trusted(row.region.as_deref()?)).collect())
    }
}

impl CallV3 for DescribeRegions {
    const VERSION: &'static str = "2022-06-27";

    fn body(&self) -> Map<String, Value> {
        Map::from_iter([("Product".to_owned(), "vpc".into())])
    }
}
