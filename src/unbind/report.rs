//! A run as it is told afterwards, alike whether it was carried out just now or comes from the journal: for JSON, CSV, reports, the history
//! and its screens (`docs/contract.md` §3).

use super::record::{FourEyes, Intent, NotBegun, parameters_json, recorded_place};
use super::run::{Run, RunItem};
use super::story::{EventJson, StoryEvent, StoryKind};
use super::{Outcome, Verdict};
use crate::domain::identity::Identity;
use crate::domain::moment::rfc3339;
use crate::domain::person::Person;
use crate::domain::{
    BindTarget, Eip, EipId, EipState, Generation, InstanceId, NicPosition, Region, Told,
};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::IpAddr;

/// A run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RunReport {
    pub run_id: String,
    pub started_at: Option<Timestamp>,
    /// Who asked, and where; where the journal lost all that was about to be sent, only the person is known.
    pub whose: Identity,
    pub reason: Option<String>,
    /// Who planned it, where that was somebody else.
    pub planned_by: Option<Person>,
    /// How `four_eyes` was kept, where it was asked for.
    pub four_eyes: Option<FourEyes>,
    /// `None` where what was about to be sent is lost.
    pub digest: Option<String>,
    /// Options that a command printed beside it needs, as this program was started with them: name and value.
    pub options: Vec<(&'static str, String)>,
    pub items: Vec<ItemReport>,
    /// What was part of it and was not begun, as far as its items do not say so themselves.
    pub not_begun: Vec<NotBegun>,
}

/// One item of a run. What is not known is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ItemReport {
    pub eip_id: Option<EipId>,
    pub eip: Option<IpAddr>,
    pub region: Option<Region>,
    pub action: Option<String>,
    pub parameters: BTreeMap<String, Value>,
    /// The outcome; `None` while there is none.
    pub outcome: Option<Verdict>,
    pub code: Option<String>,
    pub message: Option<String>,
    pub request_id: Option<String>,
    pub before: Option<EipState>,
    /// Which IP of which NIC that was.
    pub nic_position: NicPosition,
    /// It was blocked (封堵) when it was taken off.
    pub blocked: bool,
    pub after: Option<EipState>,
    /// The server that it was seen on afterwards, where that is another one or it was bound again.
    pub now_on: Option<InstanceId>,
    pub sent_at: Option<Timestamp>,
    /// From sending to the outcome.
    pub took_ms: Option<u64>,
    /// How many requests left, or may have left.
    pub attempts: usize,
    pub events: Vec<StoryEvent>,
    /// The outcome was found by a later start, after a crash.
    pub recovered: bool,
    /// Whose start that was, and when it was found.
    pub recovered_by: Option<(Person, Timestamp)>,
    /// The number of the outcome's record in the journal.
    pub line: Option<usize>,
    /// The hash of that record.
    pub hash: Option<String>,
    /// What a later run of the same journal did to the same EIP.
    pub later: Option<Later>,
}

/// What a later run came to for the same EIP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Later {
    pub(crate) run_id: String,
    /// When its outcome was known, or else when it was sent.
    pub(crate) at: Timestamp,
    pub(crate) binds: bool,
    pub(crate) outcome: Option<Verdict>,
}

/// The outcomes of a run's items, as far as there are any.
pub(crate) fn outcomes(run: &Run) -> Vec<Option<Verdict>> {
    run.items.iter().map(|item| item.outcome.as_ref().map(|outcome| outcome.word)).collect()
}

impl RunReport {
    /// A run as it stands; what only the journal knows is missing.
    pub fn of(run: &Run) -> Self {
        let (context, config) = (&run.context, &run.config);
        Self {
            run_id: config.run_id.clone(),
            started_at: run
                .items
                .iter()
                .filter_map(|item| item.events.first())
                .map(|event| event.at.wall)
                .min(),
            whose: context.whose.clone(),
            reason: config.reason.clone(),
            planned_by: context.planned_by.as_deref().cloned(),
            four_eyes: run.four_eyes(),
            digest: Some(run.digest.clone()),
            options: vec![],
            items: run.items.iter().map(|item| ItemReport::of(run, item)).collect(),
            not_begun: vec![],
        }
    }

    /// Whether a request left, or may have left.
    pub(crate) fn was_sent(&self) -> bool {
        self.items.iter().any(ItemReport::was_sent)
    }

    pub(crate) fn api(&self) -> Option<Generation> {
        self.digest.as_ref().map(|_| self.whose.api)
    }

    /// The account as the digest holds it.
    pub(crate) fn account(&self) -> Option<&str> {
        self.digest.as_ref().map(|_| self.whose.account.as_str())
    }

    /// A run of `history`.
    pub fn json(&self) -> Value {
        json!({
            "runId": self.run_id,
            "startedAt": self.started_at.map(rfc3339),
            "who": self.whose.who,
            "profile": self.whose.profile,
            "source": self.whose.source,
            "account": self.account(),
            "api": self.api(),
            "endpoint": self.whose.endpoint,
            "reason": self.reason,
            "plannedBy": self.planned_by,
            "fourEyes": self.four_eyes,
            "digest": self.digest,
            "items": self.items.iter().map(ItemReport::history_json).collect::<Vec<_>>(),
            "notBegun": self.not_begun,
        })
    }

    /// What came of the items whose outcome is another one than before, as `after_outcome` gets it.
    pub(crate) fn news(run: &Run, before: &[Option<Verdict>]) -> Vec<Value> {
        let words = outcomes(run);
        if words == before {
            return vec![];
        }
        let report = Self::of(run);
        let items = report.items.iter().zip(words.iter().zip(before));
        let changed = items.filter(|(_, (now, before))| now.is_some() && now != before);
        changed.map(|(item, _)| report.told(item)).collect()
    }

    /// What `after_outcome` gets of an item: it stands alone there, so it names its run.
    pub fn told(&self, item: &ItemReport) -> Value {
        let mut told = item.json();
        told["recovered"] = item.recovered.into();
        told["action"] = json!(item.action);
        told["runId"] = json!(self.run_id);
        told["api"] = json!(self.api());
        told["who"] = json!(self.whose.who);
        told["profile"] = json!(self.whose.profile);
        told["account"] = json!(self.account());
        told["endpoint"] = json!(self.whose.endpoint);
        told["reason"] = json!(self.reason);
        told["plannedBy"] = json!(self.planned_by);
        told["fourEyes"] = json!(self.four_eyes);
        told
    }
}

impl ItemReport {
    /// An item of a run as it stands.
    pub fn of(run: &Run, item: &RunItem) -> Self {
        let api = run.context.whose.api;
        let outcome = item.outcome.as_ref();
        let fault = outcome.and_then(|outcome| outcome.fault.as_ref());
        let request_id = fault.and_then(|fault| fault.request_id.as_ref());
        let request_id = request_id.or_else(|| item.request_id());
        // What never left was not sent at any time.
        let left = outcome.is_none_or(|outcome| outcome.word != Verdict::NotSent);
        Self {
            action: Some(item.plan.mutation.action(api).to_owned()),
            parameters: parameters_json(&item.plan.mutation.parameters(api)),
            request_id: request_id.map(ToString::to_string),
            sent_at: item.sent_at.filter(|_| left).map(|at| at.wall),
            took_ms: item.took_ms().filter(|_| left),
            attempts: item.attempts(),
            events: item.story(),
            before: Some(item.plan.state_before()),
            nic_position: item.plan.seat,
            ..Self::of_outcome(&item.plan.before, outcome)
        }
    }

    fn of_outcome(eip: &Eip, outcome: Option<&Outcome>) -> Self {
        let fault = outcome.and_then(|outcome| outcome.fault.as_ref());
        Self {
            eip_id: Some(eip.eip_id.clone()),
            eip: eip.eip,
            region: Some(eip.region.clone()),
            outcome: outcome.map(|outcome| outcome.word),
            code: fault.map(|fault| fault.code.clone()).filter(|code| !code.is_empty()),
            message: outcome.and_then(Outcome::message),
            before: Some(eip.state()),
            blocked: eip.blocked == Some(true),
            after: outcome.and_then(|outcome| outcome.after.clone()),
            now_on: outcome.and_then(|outcome| outcome.now_on.clone()),
            ..Self::default()
        }
    }

    /// What the target of a plan came to without a request.
    pub(super) fn already(eip: &Eip) -> Self {
        let word = if eip.is_unbound() { Verdict::AlreadyUnbound } else { Verdict::AlreadyBound };
        let outcome = Outcome { after: Some(eip.state()), ..Outcome::bare(word) };
        Self::of_outcome(eip, Some(&outcome))
    }

    /// What is known of a request that was about to be sent.
    pub(crate) fn of_intent(intent: Intent) -> Self {
        Self {
            eip_id: Some(intent.eip_id),
            eip: intent.eip,
            region: Some(intent.region),
            action: Some(intent.action),
            parameters: intent.parameters,
            before: Some(intent.before),
            nic_position: intent.nic_position,
            blocked: intent.blocked,
            ..Self::default()
        }
    }

    /// Whether it was to bind.
    pub(crate) fn binds(&self) -> bool {
        self.action.as_deref().is_some_and(Generation::is_bind_action)
    }

    /// Where it was to be bound.
    pub(crate) fn bind_target(&self) -> Option<BindTarget> {
        recorded_place(&self.parameters).filter(|_| self.binds())
    }

    /// Whether a request left, or may have left.
    pub(crate) fn was_sent(&self) -> bool {
        self.attempts > 0
    }

    /// How many requests left, or may have left, but for those that certainly did not.
    pub fn sent_times(&self) -> usize {
        let stayed = self.events.iter().filter(|event| event.kind == StoryKind::NotSent);
        self.attempts.saturating_sub(stayed.count())
    }

    /// Whether a reading was tried since the last request left, as far as the record says.
    pub fn was_read(&self) -> bool {
        let is_known =
            |event: &StoryEvent| matches!(event.kind, StoryKind::Read | StoryKind::BoundAgain);
        let since = self.events.iter().rev().take_while(|event| event.kind != StoryKind::Sent);
        self.after.is_some() || since.into_iter().any(is_known)
    }

    /// Whether the last reading did not list it any more.
    pub(crate) fn is_gone(&self) -> bool {
        let is_read = |event: &&StoryEvent| event.kind == StoryKind::Read;
        let last = self.events.iter().rev().find(is_read);
        last.is_some_and(|e| e.state.is_none() && e.code.is_none() && e.message.is_none())
    }

    /// The code of the error that the last request was answered with; it may have acted all the same.
    pub(crate) fn answered_error(&self) -> Option<&str> {
        let since = self.events.iter().rev().take_while(|event| event.kind != StoryKind::Sent);
        since.into_iter().find(|event| event.kind == StoryKind::Refused)?.code.as_deref()
    }

    /// What was read of an EIP that was taken off its server and stayed linked to a NIC.
    pub(crate) fn kept_link(&self) -> Option<&EipState> {
        let after = self.after.as_ref().filter(|after| after.server() == Told::Empty)?;
        let is_off = !self.binds() && self.outcome == Some(Verdict::Verified);
        (is_off && after.network_interface_id.is_some()).then_some(after)
    }

    /// Whether its link was to be kept, and the last reading shows none.
    pub(crate) fn lost_link(&self) -> bool {
        let keeps = self.parameters.get("unBindPrivateIpWithEip").is_some_and(|value| *value == 0);
        let is_off = self.after.as_ref().is_some_and(|after| after.nic() == Told::Empty);
        keeps && !self.binds() && is_off
    }

    /// The EIP by its address, or by its id where that is not known.
    pub(crate) fn name(&self) -> String {
        let id = || self.eip_id.as_ref().map(ToString::to_string);
        self.eip.map(|ip| ip.to_string()).or_else(id).unwrap_or_default()
    }

    /// An item of `unbind` and `bind`.
    pub(crate) fn json(&self) -> Value {
        json!({
            "eipId": self.eip_id,
            "eip": self.eip,
            "region": self.region,
            "outcome": self.outcome,
            "code": self.code,
            "message": self.message,
            "requestId": self.request_id,
            "before": self.before,
            "after": self.after,
            "sentAt": self.sent_at.map(rfc3339),
            "tookMs": self.took_ms,
            "attempts": self.attempts,
            "events": self.events.iter().map(EventJson::of).collect::<Vec<_>>(),
        })
    }

    /// An item of `history`: what only the journal knows stands beside it.
    fn history_json(&self) -> Value {
        let mut json = self.json();
        json["action"] = json!(self.action);
        json["parameters"] = json!(self.parameters);
        json["recovered"] = self.recovered.into();
        json["line"] = json!(self.line);
        json["hash"] = json!(self.hash);
        json
    }
}
