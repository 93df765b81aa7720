//! Which hosts are looked at, and which of them an unbind needs. Pure.

use crate::api::endpoint::Service;
use crate::api::endpoint::{Endpoint, Endpoints};
use crate::cli::setup::Setup;
use crate::config::credentials::Base;
use crate::config::credentials::provider::sts_url;
use crate::domain::{Generation, Region};
use crate::runtime::connect::Wanted;

/// What a host is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Use {
    /// The EIP actions of a generation.
    Eips(Generation),
    /// Another product of a generation: NICs of 2.0, regions of 3.0.
    Beside(Generation),
    /// Keys of a role.
    Keys,
}

/// A host to look at.
#[derive(Debug)]
pub(super) struct Host {
    pub(super) endpoint: Endpoint,
    uses: Vec<Use>,
}

impl Host {
    /// What it serves.
    pub(super) fn serves(&self) -> &'static str {
        let eips = |generation| self.uses.contains(&Use::Eips(generation));
        match (eips(Generation::V2), eips(Generation::V3)) {
            (true, true) => "API 2.0 + 3.0",
            (true, false) => "API 2.0",
            (false, true) => "API 3.0",
            (false, false) if self.uses.contains(&Use::Beside(Generation::V2)) => "API 2.0 NICs",
            (false, false) if self.uses.contains(&Use::Beside(Generation::V3)) => "API 3.0 regions",
            (false, false) => "STS",
        }
    }

    /// Whether an unbind needs it, with this API in use; with none, every host of EIPs might be it.
    pub(super) fn is_needed(&self, in_use: Option<Generation>) -> bool {
        self.uses.iter().any(|used| match used {
            Use::Eips(generation) => in_use.is_none_or(|in_use| in_use == *generation),
            Use::Beside(_) => false,
            Use::Keys => true,
        })
    }

    /// Whether it says anything: hosts of 3.0 don't while 2.0 answers, those of 2.0 tell why it is not in use.
    pub(super) fn is_worth_a_line(&self, in_use: Option<Generation>) -> bool {
        self.uses.iter().any(|used| match used {
            Use::Eips(Generation::V2) | Use::Keys => true,
            Use::Eips(Generation::V3) | Use::Beside(Generation::V3) => {
                in_use != Some(Generation::V2)
            }
            Use::Beside(Generation::V2) => in_use != Some(Generation::V3),
        })
    }
}

/// The hosts, each once.
pub(super) fn hosts(
    endpoints: &Endpoints,
    wanted: &Wanted,
    regions: &[Region],
    setup: Option<&Setup>,
) -> Vec<Host> {
    let speaks = |generation| match wanted {
        Wanted::Auto(_) => true,
        Wanted::Only(only) => *only == generation,
    };
    let mut all = Vec::new();
    if speaks(Generation::V2) {
        all.push((endpoints.v2(Service::Eip), Use::Eips(Generation::V2)));
        all.push((endpoints.v2(Service::Vpc), Use::Beside(Generation::V2)));
    }
    if speaks(Generation::V3) {
        all.extend(
            regions.iter().map(|region| {
                (endpoints.v3(Service::Vpc, Some(region)), Use::Eips(Generation::V3))
            }),
        );
        all.push((endpoints.v3(Service::Region, None), Use::Beside(Generation::V3)));
    }
    all.extend(setup.and_then(keys).map(|endpoint| (endpoint, Use::Keys)));
    let mut hosts: Vec<Host> = Vec::new();
    for (endpoint, used) in all {
        match hosts.iter_mut().find(|host| host.endpoint == endpoint) {
            Some(host) => host.uses.push(used),
            None => hosts.push(Host { endpoint, uses: vec![used] }),
        }
    }
    hosts
}

/// STS, where the source that won needs it.
fn keys(setup: &Setup) -> Option<Endpoint> {
    let found = setup.provider.as_ref()?.found();
    let needed = found.role.is_some() || matches!(found.base, Base::Tke(_));
    let url = sts_url(&setup.env, setup.global.endpoint.as_deref());
    needed.then(|| Endpoint::parse(url).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bases(
        endpoints: &Endpoints,
        wanted: &Wanted,
        in_use: Option<Generation>,
    ) -> Vec<(String, &'static str, bool)> {
        let regions = ["gz", "shjr"].map(|region| Region::parse(region).unwrap());
        let hosts = hosts(endpoints, wanted, &regions, None);
        let kept = hosts.iter().filter(|host| host.is_worth_a_line(in_use));
        kept.map(|host| {
            (host.endpoint.base().replace("https://", ""), host.serves(), host.is_needed(in_use))
        })
        .collect()
    }

    #[test]
    fn each_host_is_looked_at_once_and_judged_by_the_api_in_use() {
        let auto = Wanted::Auto(Region::parse("gz").unwrap());
        let public = Endpoints::default();
        let line = |base: &str, serves, needed| (base.to_owned(), serves, needed);
        assert_eq!(
            bases(&public, &auto, Some(Generation::V2)),
            [
                line("eip.api.qcloud.com", "API 2.0", true),
                line("vpc.api.qcloud.com", "API 2.0 NICs", false)
            ]
        );
        assert_eq!(
            bases(&public, &auto, Some(Generation::V3)),
            [
                line("eip.api.qcloud.com", "API 2.0", false),
                line("vpc.tencentcloudapi.com", "API 3.0", true),
                line("vpc.ap-shanghai-fsi.tencentcloudapi.com", "API 3.0", true),
                line("region.tencentcloudapi.com", "API 3.0 regions", false),
            ]
        );
        assert_eq!(bases(&public, &Wanted::Only(Generation::V3), None).len(), 3);
        let one = Endpoints::single("https://cloud.example").unwrap();
        for in_use in [None, Some(Generation::V2), Some(Generation::V3)] {
            assert_eq!(bases(&one, &auto, in_use), [line("cloud.example", "API 2.0 + 3.0", true)]);
        }
    }
}
