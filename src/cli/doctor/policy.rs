//! The CAM policy that a key needs, for whoever may give it: shown where the cloud refused an action.

use super::check::{Area, Check};
use crate::domain::Generation;
use crate::text::Lang;
use crate::text::doctor as words;
use serde_json::Value;

const READ: &str = include_str!("../../../packaging/cam-policy-read.json");
const OPERATE: &str = include_str!("../../../packaging/cam-policy-operate.json");

/// Code of API 2.0 for an account or region that is closed: no policy opens it.
const CLOSED: &str = "4300";

/// The policy as it is pasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Policy {
    text: &'static str,
    is_read_only: bool,
}

impl Policy {
    /// The policy, if the cloud refused an action for want of a permission.
    pub(super) fn missing(checks: &[Check], is_read_only: bool) -> Option<Self> {
        let is_refused = |check: &Check| {
            check.area == Area::Permissions
                && check.facts.get("class").is_some_and(|class| class == "permission")
                && check.facts.get("code").is_none_or(|code| code != CLOSED)
        };
        let text = if is_read_only { READ } else { OPERATE };
        checks.iter().any(is_refused).then_some(Self { text, is_read_only })
    }

    /// The same as data.
    pub(super) fn json(self) -> Value {
        serde_json::from_str(self.text).unwrap_or_default()
    }

    /// What to do with it, then the policy.
    pub(super) fn shown(
        self,
        lang: Lang,
        api: Option<Generation>,
    ) -> (Vec<&'static str>, &'static str) {
        let mut lead =
            vec![if self.is_read_only { words::policy_to_read(lang) } else { words::policy(lang) }];
        if api == Some(Generation::V2) {
            lead.push(words::names_of_v3(lang));
        }
        (lead, self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::super::check::State;
    use super::*;

    fn refused(area: Area, class: &str, code: &str) -> Check {
        Check::new(area, "DescribeEip", State::Warning, "").fact("class", class).fact("code", code)
    }

    #[test]
    fn a_policy_is_shown_for_a_missing_permission_and_nothing_else() {
        let of = |area, class, code| Policy::missing(&[refused(area, class, code)], false);
        assert!(of(Area::Permissions, "permission", "4101").is_some());
        assert!(of(Area::Permissions, "permission", "UnauthorizedOperation").is_some());
        assert_eq!(of(Area::Permissions, "permission", "4300"), None, "a closed region");
        assert_eq!(of(Area::Permissions, "auth", "4104"), None);
        assert_eq!(of(Area::Quota, "permission", "4101"), None);
        assert_eq!(Policy::missing(&[], false), None);
    }

    #[test]
    fn both_policies_are_what_the_cloud_takes_and_only_one_changes_anything() {
        let actions = |read_only| {
            let checks = [refused(Area::Permissions, "permission", "4101")];
            let policy = Policy::missing(&checks, read_only).unwrap().json();
            assert_eq!(policy["version"], "2.0");
            policy["statement"][0]["action"].to_string()
        };
        assert!(actions(false).contains("cvm:DisassociateAddress"));
        assert!(!actions(true).contains("sociateAddress"));
        assert!(actions(true).contains("cvm:DescribeAddresses"));
    }
}
