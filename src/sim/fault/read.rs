//! Faults and events as a scenario writes them.

use super::{EventRule, FaultKind, FaultRule, When};
use crate::domain::Region;
use crate::sim::action::ActionName;
use crate::sim::change::{Change, ChangeKind};
use crate::sim::row_fault::{Instead, RowFault};
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::marker::PhantomData;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::fault::Faults;

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
