//! What goes wrong, and when: faults on the nth call, and what somebody else does in between.

use super::action::ActionName;
use super::row_fault::{Instead, RowFault};
use super::world::Course;
use crate::domain::Region;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeSet;
use std::marker::PhantomData;

/// Which calls a rule fires on; each rule counts the calls that it could fire on, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// The nth.
    Nth(u64),
    /// These, both ends included.
    Range(u64, u64),
    /// Every nth.
    Each(u64),
}

impl When {
    /// Whether it fires on the call with this number.
    pub fn fires(self, count: u64) -> bool {
        match self {
            Self::Nth(n) => count == n,
            Self::Range(from, to) => (from..=to).contains(&count),
            Self::Each(n) => count.is_multiple_of(n.max(1)),
        }
    }
}

/// What goes wrong. `applied` says whether a mutation takes effect all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// The answer comes this many milliseconds late; what was asked for happens at once.
    Delay(u64),
    /// No answer ever comes.
    Hang {
        /// See above.
        applied: bool,
    },
    /// The connection is closed without a reply.
    Drop {
        /// See above.
        applied: bool,
    },
    /// An error code.
    Error {
        /// API 2.0's number.
        code: i64,
        /// API 3.0's word, when the usual one will not do.
        code_v3: Option<String>,
        /// The message, when the usual one will not do.
        message: Option<String>,
        /// See above.
        applied: bool,
    },
    /// A proxy's HTML page with HTTP 502.
    BadGateway {
        /// See above.
        applied: bool,
    },
    /// A reply that stops in the middle.
    CutJson {
        /// See above.
        applied: bool,
    },
    /// A page for people where JSON was expected, with HTTP 200.
    Html200 {
        /// See above.
        applied: bool,
    },
    /// Accepted, and then for ever unbinding.
    NeverSettles,
    /// Accepted, and then nothing happens at all.
    NeverLeaves,
    /// A new EIP appears at the front of the list before this page is read.
    PageShift,
    /// The EIP at the front of the list disappears before this page is read.
    PageGap,
    /// The total is off by this much.
    WrongTotal(i64),
    /// The rows of the answer are not what they should be.
    Rows(RowFault),
}

impl FaultKind {
    /// Whether a mutation takes effect under it.
    pub fn applies(&self) -> bool {
        match self {
            Self::Hang { applied }
            | Self::Drop { applied }
            | Self::Error { applied, .. }
            | Self::BadGateway { applied }
            | Self::CutJson { applied }
            | Self::Html200 { applied } => *applied,
            Self::Delay(_)
            | Self::NeverSettles
            | Self::NeverLeaves
            | Self::PageShift
            | Self::PageGap
            | Self::WrongTotal(_)
            | Self::Rows(_) => true,
        }
    }

    /// How an accepted mutation goes on under it.
    pub fn course(&self) -> Course {
        match self {
            Self::NeverSettles => Course::NeverSettles,
            Self::NeverLeaves => Course::NeverLeaves,
            Self::Hang { .. }
            | Self::Drop { .. }
            | Self::Error { .. }
            | Self::BadGateway { .. }
            | Self::CutJson { .. } => Course::Settles,
            Self::Html200 { .. }
            | Self::Delay(_)
            | Self::PageShift
            | Self::PageGap
            | Self::WrongTotal(_)
            | Self::Rows(_) => Course::Settles,
        }
    }
}

/// One rule of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultRule {
    /// The action; none means any.
    pub action: Option<ActionName>,
    /// The region; none means any.
    pub region: Option<Region>,
    /// Which calls.
    pub when: When,
    /// Only calls after one of this action count.
    pub after: Option<ActionName>,
    /// What goes wrong.
    pub kind: FaultKind,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    action: String,
    region: Option<String>,
    nth: Option<u64>,
    #[serde(default)]
    every: bool,
    each: Option<u64>,
    from: Option<u64>,
    to: Option<u64>,
    after: Option<String>,
    kind: String,
    ms: Option<u64>,
    code: Option<i64>,
    code_v3: Option<String>,
    message: Option<String>,
    by: Option<i64>,
    applied: Option<bool>,
    #[serde(default)]
    fields: Vec<String>,
    instead: Option<String>,
    #[serde(default)]
    unbound: bool,
}

impl RawRule {
    fn when(&self) -> Result<When, String> {
        Ok(match (self.nth, self.every, self.each, self.from, self.to) {
            (Some(n), false, None, None, None) => When::Nth(n),
            (None, true, None, None, None) => When::Each(1),
            (None, false, Some(n), None, None) => When::Each(n),
            (None, false, None, Some(from), to) => When::Range(from, to.unwrap_or(u64::MAX)),
            (None, false, None, None, Some(to)) => When::Range(1, to),
            (_, _, _, _, _) => {
                return Err(
                    "a fault needs exactly one of `nth`, `every = true`, `each`, or `from`/`to`"
                        .into(),
                );
            }
        })
    }

    fn kind(&self) -> Result<FaultKind, String> {
        let applied = self.applied.unwrap_or(false);
        let error = |code, applied| FaultKind::Error {
            code,
            code_v3: self.code_v3.clone(),
            message: self.message.clone(),
            applied,
        };
        let code =
            || self.code.ok_or_else(|| format!("a fault of kind `{}` needs `code`", self.kind));
        Ok(match self.kind.as_str() {
            "delay" => FaultKind::Delay(self.ms.ok_or("a fault of kind `delay` needs `ms`")?),
            "hang" => FaultKind::Hang { applied },
            "drop-before" => FaultKind::Drop { applied: false },
            "drop-after" => FaultKind::Drop { applied: true },
            "error" => error(code()?, applied),
            "error-applied" => error(code()?, true),
            "throttle" => error(4400, applied),
            "bad-gateway" => FaultKind::BadGateway { applied },
            "cut-json" => FaultKind::CutJson { applied },
            "html-200" => FaultKind::Html200 { applied },
            "never-settle" => FaultKind::NeverSettles,
            "never-leaves-2" => FaultKind::NeverLeaves,
            "page-shift" => FaultKind::PageShift,
            "page-gap" => FaultKind::PageGap,
            "wrong-total" => FaultKind::WrongTotal(self.by.unwrap_or(1)),
            other => match self.row_fault(other)? {
                Some(fault) => FaultKind::Rows(fault),
                None => return Err(format!("unknown kind of fault: `{other}`; one of {KINDS}")),
            },
        })
    }

    fn row_fault(&self, kind: &str) -> Result<Option<RowFault>, String> {
        let fields = || match self.fields.as_slice() {
            [] => Err(format!("a fault of kind `{kind}` needs `fields`")),
            fields if fields.iter().any(String::is_empty) => Err("a field without a name".into()),
            fields => Ok(fields.to_vec()),
        };
        Ok(Some(match kind {
            "fields" => {
                let word = self.instead.as_deref().unwrap_or("missing");
                let words = || Instead::ALL.map(Instead::word).join(", ");
                let instead = Instead::parse(word)
                    .ok_or_else(|| format!("`instead` must be one of {}, not `{word}`", words()))?;
                RowFault::Fields(fields()?, instead)
            }
            "only-fields" => RowFault::OnlyFields(fields()?),
            "rows-of-others" => RowFault::OfOthers,
            "filter-ignored" => RowFault::FilterIgnored,
            "rows-missing" => RowFault::Missing(self.by.unwrap_or(1).max(1) as usize),
            "rows-twice" => RowFault::Twice,
            "rows-contradict" => RowFault::TwiceUnlike,
            "bound-to-none" => RowFault::BoundToNone,
            "unbound-on-server" => RowFault::UnboundOnServer,
            "other-address" => RowFault::OtherAddress { unbound: self.unbound },
            "limit-ignored" => RowFault::LimitIgnored,
            "endless" => RowFault::Endless,
            _ => return Ok(None),
        }))
    }
}

const KINDS: &str = "delay, hang, drop-before, drop-after, error, error-applied, throttle, bad-gateway, cut-json, html-200, never-settle, never-leaves-2, page-shift, page-gap, wrong-total, fields, only-fields, rows-of-others, filter-ignored, rows-missing, rows-twice, rows-contradict, bound-to-none, unbound-on-server, other-address, limit-ignored, endless";

impl TryFrom<RawRule> for FaultRule {
    type Error = String;

    fn try_from(raw: RawRule) -> Result<Self, String> {
        let action = action_or_any(&raw.action)?;
        let region = raw
            .region
            .as_deref()
            .map(|r| Region::trusted(r).ok_or_else(|| format!("not a region: `{r}`")))
            .transpose()?;
        let after = raw.after.as_deref().map(action_or_any).transpose()?.flatten();
        Ok(Self { action, region, when: raw.when()?, after, kind: raw.kind()? })
    }
}

fn action_or_any(name: &str) -> Result<Option<ActionName>, String> {
    if name == "*" {
        return Ok(None);
    }
    ActionName::parse(name).map(Some).ok_or_else(|| format!("unknown action: `{name}`"))
}

impl<'de> Deserialize<'de> for FaultRule {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_map(Checked::<RawRule, Self>(PhantomData))
    }
}

impl<'de> Deserialize<'de> for EventRule {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_map(Checked::<RawEvent, Self>(PhantomData))
    }
}

/// Reads `R` and turns it into `T` while the table is still being read: serde's `try_from` does so only afterwards, and the error
/// would point at the whole array instead of at this table.
struct Checked<R, T>(PhantomData<(R, T)>);

impl<'de, R: Deserialize<'de>, T: TryFrom<R, Error = String>> Visitor<'de> for Checked<R, T> {
    type Value = T;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a table")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        R::deserialize(MapAccessDeserializer::new(map))?
            .try_into()
            .map_err(serde::de::Error::custom)
    }
}

/// Faults of a scenario with their counters.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Faults {
    rules: Vec<(FaultRule, u64)>,
    once: Option<FaultKind>,
    called: BTreeSet<ActionName>,
}

impl Faults {
    /// Nothing counted yet.
    pub fn new(rules: &[FaultRule]) -> Self {
        Self { rules: rules.iter().map(|rule| (rule.clone(), 0)).collect(), ..Self::default() }
    }

    /// Lets the next call go wrong in this way, whatever it is.
    pub fn set_next(&mut self, kind: Option<FaultKind>) {
        self.once = kind;
    }

    /// Counts one call on every rule it belongs to and returns the first that fires.
    pub fn next(&mut self, action: ActionName, region: &Region) -> Option<FaultKind> {
        let mut fired = self.once.take();
        for (rule, count) in &mut self.rules {
            if rule.action.is_some_and(|a| a != action)
                || rule.region.as_ref().is_some_and(|r| r != region)
                || rule.after.is_some_and(|after| !self.called.contains(&after))
            {
                continue;
            }
            *count += 1;
            if fired.is_none() && rule.when.fires(*count) {
                fired = Some(rule.kind.clone());
            }
        }
        self.called.insert(action);
        fired
    }
}

/// What somebody else does to an EIP.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// What is done.
    #[serde(rename = "do")]
    pub what: ChangeKind,
    /// The EIP, by id or address; none means the one that the call named.
    pub eip: Option<String>,
    /// Rebind: the server.
    pub instance: Option<String>,
    /// Rebind: the NIC, with `private_ip`, instead of the server.
    pub nic: Option<String>,
    /// Rebind: the private IP.
    pub private_ip: Option<String>,
    /// Change: API 2.0's status number.
    pub status: Option<i64>,
    /// Change: arrears.
    pub arrears: Option<bool>,
    /// Change: blocked.
    pub blocked: Option<bool>,
    /// Change: the name.
    pub name: Option<String>,
}

/// Kinds of [`Change`]; each happens at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// Taken off whatever it is on and bound to another server.
    Rebind,
    /// Taken off.
    Unbind,
    /// Status, arrears, block or name change.
    Change,
    /// Released: it is gone.
    Remove,
}

/// A change that follows a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRule {
    /// The action that it follows.
    pub after_action: ActionName,
    /// Which calls.
    pub when: When,
    /// Only calls that name exactly one EIP count (and, if the change names an EIP, that one).
    pub targeted: bool,
    /// How long after the call.
    pub after_ms: u64,
    /// What is done.
    pub change: Change,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawEvent {
    after_action: String,
    #[serde(default = "one")]
    nth: u64,
    #[serde(default)]
    every: bool,
    #[serde(default)]
    targeted: bool,
    #[serde(default)]
    after_ms: u64,
    #[serde(rename = "do")]
    what: ChangeKind,
    eip: Option<String>,
    instance: Option<String>,
    nic: Option<String>,
    private_ip: Option<String>,
    status: Option<i64>,
    arrears: Option<bool>,
    blocked: Option<bool>,
    name: Option<String>,
}

fn one() -> u64 {
    1
}

impl TryFrom<RawEvent> for EventRule {
    type Error = String;

    fn try_from(raw: RawEvent) -> Result<Self, String> {
        let RawEvent {
            what, eip, instance, nic, private_ip, status, arrears, blocked, name, ..
        } = raw;
        if what == ChangeKind::Rebind
            && instance.is_none()
            && (nic.is_none() || private_ip.is_none())
        {
            return Err("a rebind needs `instance`, or `nic` and `private_ip`".into());
        }
        Ok(Self {
            after_action: action_or_any(&raw.after_action)?
                .ok_or("`after_action` must name one action")?,
            when: if raw.every { When::Each(1) } else { When::Nth(raw.nth) },
            targeted: raw.targeted,
            after_ms: raw.after_ms,
            change: Change { what, eip, instance, nic, private_ip, status, arrears, blocked, name },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> Result<Faults, toml::de::Error> {
        #[derive(Deserialize)]
        struct File {
            faults: Vec<FaultRule>,
        }
        toml::from_str::<File>(text).map(|f| Faults::new(&f.faults))
    }

    #[test]
    fn rules_count_their_own_calls() {
        let mut faults =
            rules("faults = [{ action = \"DescribeEip\", nth = 2, kind = \"hang\" }, { action = \"*\", each = 3, kind = \"throttle\" }]")
                .unwrap();
        let gz = Region::parse("gz").unwrap();
        let fired: Vec<bool> =
            (0..6).map(|_| faults.next(ActionName::DescribeEip, &gz).is_some()).collect();
        assert_eq!(fired, [false, true, true, false, false, true]);
    }

    #[test]
    fn a_rule_may_wait_for_another_call() {
        let mut faults =
            rules("faults = [{ action = \"DescribeEip\", after = \"EipUnBindInstance\", every = true, kind = \"rows-twice\" }]")
                .unwrap();
        let gz = Region::parse("gz").unwrap();
        let mut fires = |action| faults.next(action, &gz).is_some();
        assert!(!fires(ActionName::DescribeEip) && !fires(ActionName::EipUnBindInstance));
        assert!(fires(ActionName::DescribeEip));
    }

    #[test]
    fn a_rule_that_makes_no_sense_is_an_error_with_its_line() {
        for (bad, says) in [
            ("{ action = \"DescribeEip\", kind = \"hang\" }", "exactly one of"),
            ("{ action = \"DescribeEips\", nth = 1, kind = \"hang\" }", "unknown action"),
            ("{ action = \"*\", nth = 1, kind = \"hagn\" }", "unknown kind"),
            ("{ action = \"*\", nth = 1, kind = \"delay\" }", "needs `ms`"),
            ("{ action = \"*\", nth = 1, kind = \"fields\" }", "needs `fields`"),
            (
                "{ action = \"*\", nth = 1, kind = \"fields\", fields = [\"eip\"], instead = \"nul\" }",
                "must be one of",
            ),
            ("{ action = \"*\", nth = 1, kind = \"hang\", colour = 1 }", "unknown field"),
        ] {
            let error = rules(&format!("faults = [\n{bad}]")).unwrap_err();
            assert!(error.to_string().contains(says), "{error}");
            assert!(error.to_string().contains("line 2"), "{error}");
        }
    }
}
