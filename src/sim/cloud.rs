//! The cloud as one pure function: a raw request and a point in time in, an answer out, and a log of everything that was asked.

use super::action::{ActionName, Checked};
use super::change::Change;
use super::fault::{EventRule, FaultKind, Faults};
use super::identity::{Keys, METADATA};
use super::message::{Answer, AnswerKind, IncomingRequest, LogEntry};
use super::outcome::{Outcome, Refusal};
use super::reply::{Front, at_once, html, http_date, json_text, spoil, write};
use super::scenario::Scenario;
use super::spec::V2Service;
use super::world::World;
use super::{sts, v2, v3};
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

/// The cloud.
#[derive(Debug, Clone, PartialEq)]
pub struct Cloud {
    scenario: Scenario,
    world: World,
    faults: Faults,
    events: Vec<(EventRule, u64)>,
    nonces: v2::Nonces,
    keys: Keys,
    log: Vec<LogEntry>,
}

impl Cloud {
    /// The cloud of a scenario at `now`.
    pub fn new(scenario: Scenario, now: Timestamp) -> Self {
        Self {
            world: World::new(&scenario, now),
            faults: Faults::new(&scenario.faults),
            events: scenario.events.iter().map(|rule| (rule.clone(), 0)).collect(),
            nonces: v2::Nonces::new(),
            keys: Keys::new(&scenario.credentials, &scenario.identity),
            log: Vec::new(),
            scenario,
        }
    }

    /// Every request so far.
    pub fn log(&self) -> &[LogEntry] {
        &self.log
    }

    /// Every request for a change so far, whatever became of it.
    pub fn mutations(&self) -> impl Iterator<Item = &LogEntry> {
        self.log.iter().filter(|entry| entry.is_mutation())
    }

    /// What it holds.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Lets somebody else change something now. Returns whether there was such an EIP.
    pub fn change(&mut self, change: &Change, now: Timestamp) -> bool {
        self.world.advance(now);
        self.world.change(change, now, now)
    }

    /// Lets the next call go wrong in this way, whatever it is; `None` takes that back.
    pub fn spoil_next(&mut self, kind: Option<FaultKind>) {
        self.faults.set_next(kind);
    }

    /// Answers a request.
    pub fn answer(&mut self, request: &IncomingRequest, now: Timestamp) -> Answer {
        self.world.advance(now);
        match request.path.as_str() {
            v2::PATH => self.answer_v2(request, now),
            v3::PATH if request.header("x-tc-version") == Some(sts::VERSION) => {
                self.answer_sts(request, now)
            }
            v3::PATH => self.answer_v3(request, now),
            "/sim/log" => at_once(200, &json!(self.log), now),
            "/sim/event" => self.event(request, now),
            path => match path.strip_prefix(METADATA) {
                Some(role) if request.method == "GET" => self.answer_metadata(path, role, now),
                Some(_) | None => at_once(404, &json!({ "error": "no such path" }), now),
            },
        }
    }

    fn event(&mut self, request: &IncomingRequest, now: Timestamp) -> Answer {
        match serde_json::from_slice::<Change>(&request.body) {
            Ok(change) if self.change(&change, now) => at_once(200, &json!({ "ok": true }), now),
            Ok(_) => at_once(404, &json!({ "error": "no such EIP" }), now),
            Err(error) => at_once(400, &json!({ "error": error.to_string() }), now),
        }
    }

    fn answer_v2(&mut self, request: &IncomingRequest, now: Timestamp) -> Answer {
        let pairs = v2::params(request);
        let known = pairs.as_deref().unwrap_or_default();
        let named = |name: &str| {
            known.iter().find(|p| p.0 == name).map(|p| p.1.clone()).unwrap_or_default()
        };
        let (action, region, params) = (named("Action"), named("Region"), v2::loggable(known));
        let mut entry =
            LogEntry { at: now, action, region, params, applied: false, answered: String::new() };
        let (delay, kind) = if let Some(kind) = self.retired_v2(&mut entry) {
            (0, kind)
        } else {
            let clock = self.clock(now);
            let checked = pairs.and_then(|pairs| {
                v2::check(request, &pairs, (&self.scenario, &self.keys), &mut self.nonces, clock)
            });
            self.conclude(Front::V2, checked, &mut entry, now)
        };
        self.log.push(entry);
        self.reply(delay, kind, now)
    }

    fn answer_v3(&mut self, request: &IncomingRequest, now: Timestamp) -> Answer {
        let front = Front::V3(v3::Context::new(&self.scenario, self.log.len()));
        let header = |name: &str| request.header(name).unwrap_or_default().to_owned();
        let (action, region) = (header("x-tc-action"), header("x-tc-region"));
        let mut entry = LogEntry {
            at: now,
            action,
            region,
            params: v3::loggable(request),
            applied: false,
            answered: String::new(),
        };
        let (delay, kind) = if self.scenario.v3.served {
            let checked = v3::check(request, &self.scenario, &self.keys, self.clock(now));
            self.conclude(front, checked, &mut entry, now)
        } else {
            "404".clone_into(&mut entry.answered);
            (0, html(404, "<html><body><h1>Not here</h1></body></html>"))
        };
        self.log.push(entry);
        self.reply(delay, kind, now)
    }

    fn answer_sts(&mut self, request: &IncomingRequest, now: Timestamp) -> Answer {
        let context = v3::Context::new(&self.scenario, self.log.len());
        let header = |name: &str| request.header(name).unwrap_or_default().to_owned();
        let mut params = v3::loggable(request);
        params.remove("WebIdentityToken");
        let result = self.keys.sts(request, self.clock(now));
        let (answered, body) = match result {
            Ok(body) => ("OK".to_owned(), v3::enveloped(body, context)),
            Err(refusal) => (refusal.v3.clone(), v3::refusal(&refusal, context)),
        };
        self.log.push(LogEntry {
            at: now,
            action: header("x-tc-action"),
            region: header("x-tc-region"),
            params,
            applied: false,
            answered,
        });
        self.reply(0, json_text(body.to_string()), now)
    }

    fn answer_metadata(&mut self, path: &str, role: &str, now: Timestamp) -> Answer {
        let (status, body) = self.keys.metadata(role, self.clock(now));
        let (action, answered) = (path.to_owned(), status.to_string());
        self.log.push(LogEntry {
            at: now,
            action,
            region: String::new(),
            params: std::collections::BTreeMap::new(),
            applied: false,
            answered,
        });
        let kind = AnswerKind::Reply { status, content_type: "text/plain", body };
        self.reply(0, kind, now)
    }

    /// What goes out, as late as every answer of this cloud, and `delay_ms` more.
    fn reply(&self, delay_ms: u64, kind: AnswerKind, now: Timestamp) -> Answer {
        Answer {
            after_ms: self.scenario.latency_ms + delay_ms,
            date: http_date(self.clock(now)),
            closes: self.scenario.closes_connections,
            kind,
        }
    }

    fn conclude(
        &mut self,
        front: Front,
        checked: Result<Checked, Refusal>,
        entry: &mut LogEntry,
        now: Timestamp,
    ) -> (u64, AnswerKind) {
        match checked {
            Ok(checked) => self.serve(front, &checked, entry, now),
            Err(refusal) => {
                let (code, body) = write(front, &Err(refusal), now);
                entry.answered = code;
                (0, json_text(body.to_string()))
            }
        }
    }

    fn clock(&self, now: Timestamp) -> Timestamp {
        now + SignedDuration::from_secs(self.scenario.clock_offset_s)
    }

    fn retired_v2(&self, entry: &mut LogEntry) -> Option<AnswerKind> {
        let gone = |status| html(status, "<html><body><h1>Not here any more</h1></body></html>");
        let (answered, kind) = match self.scenario.v2 {
            V2Service::Served => return None,
            V2Service::NotFound => ("404", gone(404)),
            V2Service::Gone => ("410", gone(410)),
            V2Service::Code6100 => {
                ("6100", json_text(v2::refusal(&Refusal::by_code(6100)).to_string()))
            }
            V2Service::Code6200 => {
                ("6200", json_text(v2::refusal(&Refusal::by_code(6200)).to_string()))
            }
            V2Service::ActionOffline => {
                let error = json!({ "Code": "ActionOffline", "Message": "This API has been taken offline." });
                let body = json!({ "Response": { "Error": error, "RequestId": "9f2c4a10-7d3e-4b58-8c61-000000000099" } });
                ("ActionOffline", json_text(body.to_string()))
            }
        };
        answered.clone_into(&mut entry.answered);
        Some(kind)
    }

    /// A call that passed the checks: faults, the world, events. Returns the extra delay and the answer.
    fn serve(
        &mut self,
        front: Front,
        checked: &Checked,
        entry: &mut LogEntry,
        now: Timestamp,
    ) -> (u64, AnswerKind) {
        let Checked { action, region, call } = checked;
        let fault = self.faults.next(*action, region);
        // Before it is carried out: afterwards the seat that it names may be empty.
        let target = self.world.target_of(region, call);
        match &fault {
            Some(FaultKind::PageShift) => self.world.insert_in_front(region, now),
            Some(FaultKind::PageGap) => self.world.remove_from_front(region),
            Some(_) | None => {}
        }
        let odd = match &fault {
            Some(FaultKind::Rows(rows)) => rows.read(&self.world, region, call),
            Some(_) | None => None,
        };
        // A read changes nothing, so it may always be carried out; a mutation that is not still needs something to cut off.
        let result = if let Some(odd) = odd {
            odd
        } else if !action.is_mutation() || fault.as_ref().is_none_or(FaultKind::applies) {
            self.world.apply(
                region,
                call,
                now,
                fault.as_ref().map(FaultKind::course).unwrap_or_default(),
            )
        } else {
            Ok(Outcome::Accepted { task: 184_520_077 })
        };
        entry.applied =
            action.is_mutation() && result.is_ok() && fault.as_ref().is_none_or(FaultKind::applies);
        let delay = if let Some(FaultKind::Delay(ms)) = fault { ms } else { 0 };
        let kind = spoil(front, fault, result, entry, (now, self.log.len()));
        self.fire_events(*action, target.as_deref(), now);
        (delay, kind)
    }

    fn fire_events(&mut self, action: ActionName, target: Option<&str>, now: Timestamp) {
        let mut due = Vec::new();
        for (rule, count) in &mut self.events {
            let names_it = match (&rule.change.eip, target) {
                (Some(eip), Some(target)) => self.world.eips().iter().any(|e| {
                    (e.id == *eip || e.address == *eip) && (e.id == target || e.address == target)
                }),
                (None, Some(_)) => true,
                (_, None) => false,
            };
            if rule.after_action != action || (rule.targeted && !names_it) {
                continue;
            }
            *count += 1;
            if rule.when.fires(*count) {
                let mut change = rule.change.clone();
                change.eip = change.eip.or_else(|| target.map(str::to_owned));
                due.push((change, now + SignedDuration::from_millis(rule.after_ms as i64)));
            }
        }
        for (change, at) in due {
            self.world.change(&change, at, now);
        }
    }
}
