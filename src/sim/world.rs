//! The state machine: what the cloud holds, what a mutation does to it, and how it settles as time goes by. No clock, no wire.
//!
//! ```text
//!          EipUnBindInstance                              EipBindInstance
//!  bound ──accepted──> bound ──> unbinding ──> unbound ──accepted──> binding ──> bound
//!   (2)                 (2)        (3)           (4)                   (1)        (2)
//! ```
//! Nothing happens by itself: `World::advance` carries out every step that was due by `now`, in order.

use super::action::Call;
use super::change::{Change, ChangeKind, Course};
use super::outcome::{EipRow, NicRow, Outcome, Refusal, TaskState};
use super::scenario::Scenario;
use super::spec::{QuotaSpec, Settle};
use crate::domain::{EipQuota, EipStatus, InstanceId, InstanceKind, Region};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    Unbinding { eip: String },
    Unbound { eip: String, alloc: bool, keep: bool },
    Bound { eip: String },
    Change(Change),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Task {
    done_at: Option<Timestamp>,
}

/// The cloud's state.
#[derive(Debug, Clone, PartialEq)]
pub struct World {
    pub(super) eips: Vec<EipRow>,
    pub(super) nics: Vec<NicRow>,
    /// Servers of the classic network, with their private IPs.
    pub(super) classic: BTreeMap<String, String>,
    pub(super) quotas: BTreeMap<Region, QuotaSpec>,
    pub(super) settle: Settle,
    pub(super) standard_account: bool,
    pub(super) tasks_fail: bool,
    steps: Vec<(Timestamp, u64, Step)>,
    tasks: BTreeMap<u64, Task>,
    counter: u64,
}

impl World {
    /// The world of a scenario at `now`.
    pub(crate) fn new(scenario: &Scenario, now: Timestamp) -> Self {
        let (eips, nics) = super::build::tables(scenario, now);
        let classic = eips.iter().filter(|e| e.nic.is_empty() && e.instance.starts_with("ins-"));
        let classic = classic.map(|e| (e.instance.clone(), e.private_ip.clone())).collect();
        Self {
            classic,
            eips,
            nics,
            quotas: scenario.quotas.iter().map(|q| (q.region.clone(), q.clone())).collect(),
            settle: scenario.settle,
            standard_account: scenario.v3.standard_account,
            tasks_fail: scenario.v3.tasks_fail,
            steps: Vec::new(),
            tasks: BTreeMap::new(),
            counter: 0,
        }
    }

    /// Every EIP, for tests.
    pub fn eips(&self) -> &[EipRow] {
        &self.eips
    }

    /// Carries out every step that was due by `now`.
    pub(crate) fn advance(&mut self, now: Timestamp) {
        while let Some(next) = (0..self.steps.len())
            .filter(|&i| self.steps[i].0 <= now)
            .min_by_key(|&i| (self.steps[i].0, self.steps[i].1))
        {
            let (at, _, step) = self.steps.swap_remove(next);
            self.carry_out(step, at);
        }
    }

    /// Answers a call as of `now`.
    ///
    /// # Errors
    /// A [`Refusal`]; nothing was changed then.
    pub(crate) fn apply(
        &mut self,
        region: &Region,
        call: &Call,
        now: Timestamp,
        course: Course,
    ) -> Result<Outcome, Refusal> {
        self.advance(now);
        let outcome = match call {
            Call::Eips(filter) => Ok(self.list_eips(region, filter)),
            Call::Nics(filter) => self.list_nics(region, filter),
            Call::Quota => Ok(Outcome::Quota(self.quota(region))),
            Call::Unbind(unbind) => self.unbind(region, unbind, now, course),
            Call::Bind(bind) => self.bind(region, bind, now, course),
            Call::Task(id) => self.task(*id, now),
            Call::Regions => Ok(Outcome::Regions),
            Call::AccountType => {
                Ok(Outcome::AccountType(if self.standard_account { "STANDARD" } else { "LEGACY" }))
            }
        };
        self.advance(now);
        outcome
    }

    /// Lets somebody else change something, at once or later. Returns whether there was such an EIP.
    pub(crate) fn change(&mut self, change: &Change, at: Timestamp, now: Timestamp) -> bool {
        let known = change.eip.as_deref().is_some_and(|eip| self.find(eip).is_some());
        self.push(at, Step::Change(change.clone()));
        self.advance(now);
        known
    }

    /// Puts a new EIP in front of the listing, whatever its order.
    pub(crate) fn insert_in_front(&mut self, region: &Region, now: Timestamp) {
        let n = self.next();
        let row = EipRow {
            region: region.clone(),
            id: format!("eip-0000{n:04}"),
            name: format!("new-{n}"),
            address: format!("192.0.2.{}", 199 - n % 50),
            isp: 0,
            status: EipStatus::Unbound,
            kind: InstanceKind::Cvm,
            instance_type: String::new(),
            address_type: "EIP".to_owned(),
            tags: std::collections::BTreeMap::new(),
            arrears: false,
            blocked: false,
            cascade_release: false,
            bandwidth: None,
            instance: String::new(),
            nic: String::new(),
            private_ip: String::new(),
            created: now,
            updated: now,
            free_since: Some(now),
            busy: false,
        };
        self.eips.push(row);
    }

    /// Takes away the free EIP with the smallest id, so that every later row moves up.
    pub(crate) fn remove_from_front(&mut self, region: &Region) {
        let free =
            self.eips.iter().filter(|e| e.region == *region && e.status == EipStatus::Unbound);
        if let Some(id) = free.map(|e| e.id.clone()).min() {
            self.eips.retain(|e| e.id != id);
        }
    }

    fn quota(&self, region: &Region) -> EipQuota {
        let spec = self.quota_spec(region);
        EipQuota {
            eip_num_quota: Some(spec.eips),
            current_eip_num: Some(self.eips.iter().filter(|e| e.region == *region).count() as i64),
            daily_apply_quota: Some(spec.daily_apply),
            daily_apply_count: Some(spec.daily_apply_used),
            daily_alloc_wan_ip_quota: Some(spec.daily_alloc),
            daily_alloc_wan_ip_count: Some(spec.daily_alloc_used),
            legacy_account: None,
        }
    }

    pub(super) fn quota_spec(&self, region: &Region) -> QuotaSpec {
        self.quotas.get(region).cloned().unwrap_or_else(|| QuotaSpec::of(region.clone()))
    }

    fn task(&self, id: u64, now: Timestamp) -> Result<Outcome, Refusal> {
        let task = self
            .tasks
            .get(&id)
            .ok_or_else(|| Refusal::new(4000, "InvalidParameter", format!("no task {id}")))?;
        Ok(Outcome::Task(
            id,
            match task.done_at {
                Some(at) if at <= now && self.tasks_fail => TaskState::Failed,
                Some(at) if at <= now => TaskState::Success,
                Some(_) | None => TaskState::Running,
            },
        ))
    }

    pub(super) fn accept(&mut self, done_at: Option<Timestamp>) -> Outcome {
        let task = 184_520_000 + self.next();
        self.tasks.insert(task, Task { done_at });
        Outcome::Accepted { task }
    }

    pub(super) fn push(&mut self, at: Timestamp, step: Step) {
        let number = self.next();
        self.steps.push((at, number, step));
    }

    fn next(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    fn find(&self, id_or_address: &str) -> Option<usize> {
        self.eips.iter().position(|e| {
            e.id == id_or_address || (!e.address.is_empty() && e.address == id_or_address)
        })
    }

    fn carry_out(&mut self, step: Step, at: Timestamp) {
        match step {
            Step::Unbinding { eip } => {
                if let Some(row) = self.find(&eip).map(|i| &mut self.eips[i]) {
                    (row.status, row.updated) = (EipStatus::Unbinding, at);
                }
            }
            Step::Unbound { eip, alloc, keep } => self.take_off(&eip, alloc, keep, at),
            Step::Bound { eip } => {
                if let Some(row) = self.find(&eip).map(|i| &mut self.eips[i]) {
                    row.status = if row.instance.is_empty() {
                        EipStatus::BoundToDetachedNic
                    } else {
                        EipStatus::Bound
                    };
                    (row.busy, row.updated) = (false, at);
                }
            }
            Step::Change(change) => self.change_now(&change, at),
        }
    }

    fn take_off(&mut self, eip: &str, alloc: bool, keep: bool, at: Timestamp) {
        let Some(index) = self.find(eip) else { return };
        let (nic, private_ip) = (self.eips[index].nic.clone(), self.eips[index].private_ip.clone());
        let row = &mut self.eips[index];
        (row.busy, row.updated) = (false, at);
        row.instance.clear();
        if keep {
            row.status = EipStatus::BoundToDetachedNic;
        } else {
            row.status = EipStatus::Unbound;
            row.free_since = Some(at);
            row.nic.clear();
            row.private_ip.clear();
            if row.cascade_release {
                self.eips.remove(index);
            }
        }
        if alloc {
            let wan_ip = self.free_address();
            if let Some(ip) = self
                .nics
                .iter_mut()
                .filter(|n| n.id == nic)
                .flat_map(|n| &mut n.ips)
                .find(|ip| ip.ip == private_ip)
            {
                ip.wan_ip = wan_ip;
            }
        }
    }

    fn free_address(&mut self) -> String {
        let used: BTreeSet<&str> =
            self.nics.iter().flat_map(|n| &n.ips).map(|ip| ip.wan_ip.as_str()).collect();
        let pool = (200..255).map(|n| format!("192.0.2.{n}"));
        pool.into_iter()
            .find(|ip| !used.contains(ip.as_str()))
            .unwrap_or_else(|| "192.0.2.255".to_owned())
    }

    fn change_now(&mut self, change: &Change, at: Timestamp) {
        let Some(index) = change.eip.as_deref().and_then(|eip| self.find(eip)) else { return };
        let id = self.eips[index].id.clone();
        match change.what {
            ChangeKind::Remove => {
                self.eips.remove(index);
            }
            ChangeKind::Unbind => {
                self.forget_steps(&id);
                self.take_off(&id, false, false, at);
            }
            ChangeKind::Rebind => {
                self.forget_steps(&id);
                let (nic, private_ip) = match (&change.instance, &change.nic, &change.private_ip) {
                    (Some(instance), None, _) => self.main_seat(instance),
                    (_, nic, private_ip) => {
                        (nic.clone().unwrap_or_default(), private_ip.clone().unwrap_or_default())
                    }
                };
                let holder = self.nics.iter().find(|n| n.id == nic).map(|n| n.instance.clone());
                let row = &mut self.eips[index];
                row.instance = change.instance.clone().or(holder).unwrap_or_default();
                row.kind = InstanceKind::of_id(InstanceId::parse(&row.instance).as_ref())
                    .unwrap_or(row.kind);
                (row.nic, row.private_ip) = (nic, private_ip);
                (row.status, row.busy, row.updated, row.free_since) =
                    (EipStatus::Bound, false, at, None);
            }
            ChangeKind::Change => {
                let row = &mut self.eips[index];
                row.status = change.status.map_or_else(|| row.status.clone(), EipStatus::from_v2);
                row.arrears = change.arrears.unwrap_or(row.arrears);
                row.blocked = change.blocked.unwrap_or(row.blocked);
                row.name = change.name.clone().unwrap_or_else(|| row.name.clone());
                row.updated = at;
            }
        }
    }

    /// The primary IP of the primary NIC of a server, as far as there is one.
    fn main_seat(&self, instance: &str) -> (String, String) {
        let nic = self.nics.iter().find(|n| n.primary && n.instance == instance);
        nic.map(|n| (n.id.clone(), n.ips[0].ip.clone())).unwrap_or_default()
    }

    /// What somebody else does wins over what was under way.
    fn forget_steps(&mut self, id: &str) {
        self.steps.retain(|(_, _, step)| match step {
            Step::Unbinding { eip } | Step::Unbound { eip, .. } | Step::Bound { eip } => eip != id,
            Step::Change(_) => true,
        });
    }
}
