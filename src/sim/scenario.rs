//! A scenario: what the cloud holds, how fast it settles and what goes wrong, read from TOML.

use super::fault::{EventRule, FaultRule};
use super::spec::{
    Credential, EipSpec, Generate, Identity, NicSpec, QuotaSpec, Settle, Title, V2Service,
    V3Service, regions,
};
use crate::domain::Region;
use crate::domain::near::near;
use serde::Deserialize;
use std::collections::BTreeSet;

macro_rules! embedded {
    ($($name:literal),* $(,)?) => {
        const EMBEDDED: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../assets/scenarios/", $name, ".toml")))),*];
    };
}

embedded!(
    "demo",
    "empty",
    "hundred",
    "ten-thousand",
    "quota-used-up",
    "slow",
    "throttled",
    "lost-reply-applied",
    "lost-reply-not-applied",
    "bad-gateway",
    "cut-json",
    "internal-error",
    "internal-error-not-applied",
    "drift",
    "never-settles",
    "operation-failed",
    "no-permission",
    "no-nic-permission",
    "auth-failed",
    "clock-off",
    "short-lived-role",
    "region-denied",
    "rebound",
    "page-shift",
    "hostile-text",
    "half-down",
    "fields-missing",
    "fields-null",
    "fields-of-other-types",
    "ids-only",
    "rows-of-others",
    "incomplete-answers",
    "rows-twice",
    "rows-contradict",
    "unbound-on-a-server",
    "bound-to-none",
    "other-address",
    "limit-ignored",
    "endless-list",
    "closing-connections",
    "v2-retired-404",
    "v2-retired-410",
    "v2-retired-6100",
    "v2-retired-6200",
    "v2-retired-offline",
    "v2-only",
    "v3-no-task",
    "v3-task-failed",
    "v3-task-undone",
    "v3-old-quota-id",
    "v3-standard-account",
);

/// Everything the built-in cloud needs to know. Fields are public so that a test can bend a scenario.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Scenario {
    /// Its name; set for the embedded ones.
    #[serde(skip)]
    pub name: String,
    /// What it shows, in a sentence.
    pub title: Title,
    /// An embedded scenario that lends its rows, quotas, regions and keys where this one has none.
    pub base: Option<String>,
    /// How long mutations take.
    pub settle: Settle,
    /// Every answer is this late.
    pub latency_ms: u64,
    /// Every connection is closed after one reply.
    pub closes_connections: bool,
    /// How far the cloud's clock is ahead of `now`.
    pub clock_offset_s: i64,
    /// Regions that answer 4300.
    #[serde(deserialize_with = "regions")]
    pub denied_regions: Vec<Region>,
    /// The keys.
    pub credentials: Vec<Credential>,
    /// Identity they are, and what STS gives out.
    pub identity: Identity,
    /// Quota by region; a region without an entry has the defaults.
    pub quotas: Vec<QuotaSpec>,
    /// EIPs.
    pub eips: Vec<EipSpec>,
    /// NICs. A NIC that only an EIP names is made up: the primary NIC of that EIP's server, with that private IP alone.
    pub nics: Vec<NicSpec>,
    /// Rows by the thousand.
    pub generate: Vec<Generate>,
    /// What goes wrong.
    pub faults: Vec<FaultRule>,
    /// What others do.
    pub events: Vec<EventRule>,
    /// How API 2.0 is served.
    pub v2: V2Service,
    /// How API 3.0 is served.
    pub v3: V3Service,
}

/// A scenario that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{message}", .line.map(|l| format!("line {l}: ")).unwrap_or_default())]
pub struct ScenarioError {
    /// The line of the file.
    pub(crate) line: Option<usize>,
    /// What is wrong there.
    pub(crate) message: String,
}

/// A name that no embedded scenario has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown scenario: {name}")]
pub struct UnknownScenario {
    /// What was asked for.
    pub(crate) name: String,
    /// The name that was probably meant.
    pub(crate) nearest: Option<&'static str>,
}

impl Scenario {
    /// The regions that have rows, in the order they first appear; Guangzhou when there are none.
    pub fn regions(&self) -> Vec<Region> {
        let mut regions: Vec<Region> = Vec::new();
        for region in
            self.eips.iter().map(|e| &e.region).chain(self.generate.iter().map(|g| &g.region))
        {
            if !regions.contains(region) {
                regions.push(region.clone());
            }
        }
        if regions.is_empty() { Region::all().into_iter().take(1).collect() } else { regions }
    }

    /// The names of the embedded scenarios.
    pub fn names() -> impl Iterator<Item = &'static str> {
        EMBEDDED.iter().map(|row| row.0)
    }

    /// The embedded scenario of this name.
    pub fn embedded(name: &str) -> Option<Self> {
        let text = EMBEDDED.iter().find(|row| row.0 == name)?.1;
        let mut scenario = Self::parse(text).ok()?;
        name.clone_into(&mut scenario.name);
        Some(scenario)
    }

    /// The embedded scenario of this name, or the nearest name.
    pub(crate) fn find(name: &str) -> Result<Self, UnknownScenario> {
        Self::embedded(name).ok_or_else(|| UnknownScenario {
            name: name.to_owned(),
            nearest: near(Self::names(), name),
        })
    }

    /// Reads a scenario.
    ///
    /// # Errors
    /// [`ScenarioError`] with the line, where one can be named.
    pub fn parse(text: &str) -> Result<Self, ScenarioError> {
        let mut scenario: Self = toml::from_str(text).map_err(|error| ScenarioError {
            line: error
                .span()
                .map(|span| text[..span.start.min(text.len())].matches('\n').count() + 1),
            message: error.message().to_owned(),
        })?;
        scenario.check(text)?;
        if let Some(base) = scenario.base.clone() {
            let lender =
                Self::find(&base).map_err(|error| at_word(text, &base, error.to_string()))?;
            scenario.borrow_from(lender);
        }
        if scenario.credentials.is_empty() {
            scenario.credentials.push(Credential::demo());
        }
        Ok(scenario)
    }

    fn borrow_from(&mut self, lender: Self) {
        if self.eips.is_empty() && self.nics.is_empty() && self.generate.is_empty() {
            self.eips = lender.eips;
            self.nics = lender.nics;
            self.generate = lender.generate;
        }
        if self.quotas.is_empty() {
            self.quotas = lender.quotas;
        }
        if self.denied_regions.is_empty() {
            self.denied_regions = lender.denied_regions;
        }
        if self.credentials.is_empty() {
            self.credentials = lender.credentials;
        }
    }

    fn check(&self, text: &str) -> Result<(), ScenarioError> {
        let mut seen = BTreeSet::new();
        for id in self.eips.iter().map(|e| &e.id).chain(self.nics.iter().map(|n| &n.id)) {
            if !seen.insert(id) {
                return Err(at_word(text, id, format!("`{id}` is there twice")));
            }
        }
        if let Some(nic) = self.nics.iter().find(|nic| nic.ips.is_empty()) {
            return Err(at_word(text, &nic.id, format!("`{}` has no private IP", nic.id)));
        }
        for eip in self.eips.iter().filter(|eip| !eip.nic.is_empty()) {
            let listed = self.nics.iter().find(|nic| nic.id == eip.nic);
            if listed
                .is_some_and(|nic| !nic.ips.contains(&eip.private_ip) || nic.region != eip.region)
            {
                return Err(at_word(
                    text,
                    &eip.id,
                    format!("`{}` is on a seat that `{}` does not have", eip.id, eip.nic),
                ));
            }
        }
        let actions = self.credentials.iter().flat_map(|c| &c.denied_actions);
        for action in actions {
            if super::action::ActionName::parse(action).is_none() {
                return Err(at_word(text, action, format!("unknown action: `{action}`")));
            }
        }
        Ok(())
    }
}

fn at_word(text: &str, word: &str, message: String) -> ScenarioError {
    // The last mention: that is the second one where something is there twice.
    let line = text.rfind(word).map(|at| text[..at].matches('\n').count() + 1);
    ScenarioError { line, message }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_scenario_parses() {
        for (name, text) in EMBEDDED {
            let scenario = Scenario::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(
                !scenario.title.en.is_empty() && !scenario.title.zh.is_empty(),
                "{name} has no title"
            );
            assert!(!scenario.credentials.is_empty(), "{name} has no key");
        }
    }

    #[test]
    fn an_unknown_name_gets_the_nearest() {
        assert_eq!(Scenario::find("rebund").unwrap_err().nearest, Some("rebound"));
        assert!(Scenario::embedded("nope").is_none());
    }

    #[test]
    fn errors_name_the_line() {
        for (text, line, says) in [
            ("latency_ms = 3\nlatencyy = 1\n", 2, "unknown field"),
            ("\n\ndenied_regions = [\"mars\"]", 3, "unknown region"),
            (
                "eips = [\n{ id = \"eip-1\", region = \"gz\" },\n{ id = \"eip-1\", region = \"gz\" },\n]",
                3,
                "twice",
            ),
            ("base = \"dmeo\"", 1, "unknown scenario: dmeo"),
            ("[[nics]]\nid = \"eni-1\"\nregion = \"gz\"\nips = []", 2, "no private IP"),
        ] {
            let error = Scenario::parse(text).unwrap_err();
            assert_eq!(error.line, Some(line), "{error}");
            assert!(error.to_string().contains(says), "{error}");
        }
    }
}
