//! The network between client and cloud, in memory: it delays, loses, cuts and holds up, as the dice say.

use super::answers::Answer;
use super::broken::Broken;
use super::careless;
use super::dice::Of;
use super::odd;
use super::oracle::Ticket;
use super::place::Place;
use super::steps::{self, Step};
use eip_unbind::api::message::{HttpReply, HttpRequest, Method, TransportError};
use eip_unbind::api::{Carried, Connecting, Paused, Simulated};
use eip_unbind::domain::error_code::lookup_v2;
use eip_unbind::sim::fault::FaultKind;
use eip_unbind::sim::{AnswerKind, IncomingRequest, verify};
use futures_util::future::{Either, select};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;
use tokio::sync::oneshot;

const READ_DEADLINE_MS: u64 = 10_000;
const MUTATION_DEADLINE_MS: u64 = 15_000;
/// A connection that takes longer than this would let a reading grow old.
const SLOW_CONNECTION_MS: u64 = 1_000;

/// The outside of the client of one process.
pub(crate) fn simulated(place: &Rc<Place>, process: u32) -> Simulated {
    let (sends, waits) = (Rc::clone(place), Rc::clone(place));
    let (connects, closes) = (Rc::clone(place), Rc::clone(place));
    let count = Cell::new(process.wrapping_mul(1_000_003));
    Simulated {
        answer: Rc::new(move |request| carry(&sends, request)),
        pause: Rc::new(move |ms| -> Paused { waits.hub.sleep(ms) }),
        jitter: Rc::new(move || {
            count.set(count.get().wrapping_add(1));
            count.get().wrapping_mul(0x9e37_79b1)
        }),
        connect: place.connecting_ms.map(|most| -> Connecting {
            Rc::new(move |_| {
                let ms =
                    if connects.healed.get() { 20 } else { connects.range(Of::Wire, 20, most) };
                if ms > SLOW_CONNECTION_MS {
                    connects
                        .figures
                        .borrow_mut()
                        .struck("slow connection", connects.step.get().column());
                }
                if connects.step.get() == Step::Send {
                    connects.connected.set(connects.hub.now() + ms);
                }
                connects.hub.sleep(ms)
            })
        }),
        closes: Rc::new(move || {
            let closed = closes.connecting_ms.is_some() && closes.trouble(Of::Wire, 200);
            if closed {
                closes.figures.borrow_mut().struck("idle closed", steps::BEFORE);
            }
            closed
        }),
    }
}

/// What is asked, as far as it shows on the wire.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) action: String,
    pub(crate) params: BTreeMap<String, String>,
    pub(crate) mutates: bool,
}

impl Asked {
    fn of(request: &HttpRequest) -> Self {
        let header = |name: &str| {
            request
                .headers
                .iter()
                .find(|(n, _)| n.eq_ignore_ascii_case(name))
                .map(|(_, v)| v.clone())
        };
        let (action, params) = if let Some(action) = header("x-tc-action") {
            let body: BTreeMap<String, serde_json::Value> =
                serde_json::from_str(&request.body).unwrap_or_default();
            let plain =
                |v: serde_json::Value| v.as_str().map_or_else(|| v.to_string(), str::to_owned);
            (action, body.into_iter().map(|(name, value)| (name, plain(value))).collect())
        } else {
            let text = if request.method == Method::Post { &request.body } else { &request.query };
            let mut params: BTreeMap<String, String> =
                verify::pairs(text).unwrap_or_default().into_iter().collect();
            for common in
                ["Timestamp", "Nonce", "SecretId", "SignatureMethod", "Signature", "Region"]
            {
                params.remove(common);
            }
            (params.remove("Action").unwrap_or_default(), params)
        };
        let mutates =
            ["EipUnBindInstance", "EipBindInstance", "DisassociateAddress", "AssociateAddress"]
                .contains(&action.as_str());
        Self { action, params, mutates }
    }

    /// Whether it asks for a page of all there is.
    pub(crate) fn is_list(&self) -> bool {
        ["DescribeEip", "DescribeAddresses", "DescribeNetworkInterfaces"]
            .contains(&self.action.as_str())
            && self.params.keys().all(|name| {
                ["offset", "limit"].iter().any(|paging| name.eq_ignore_ascii_case(paging))
            })
    }

    /// Whether it names this id or address.
    pub(crate) fn has(&self, value: &str) -> bool {
        let holds = |given: &str| {
            given == value || given.starts_with('[') && given.contains(&format!("\"{value}\""))
        };
        !value.is_empty() && self.params.values().any(|given| holds(given))
    }
}

/// What becomes of one request.
struct Fate {
    /// The connection is never made.
    unconnected: bool,
    out_ms: u64,
    back_ms: u64,
    fault: Option<FaultKind>,
    word: &'static str,
    /// It strikes before a change happens.
    before: bool,
    /// The answer says something that is not so.
    lies: bool,
}

fn fate(place: &Place, asked: &Asked) -> Fate {
    let out_ms = place.range(Of::Wire, 5, 60);
    let mut fate = Fate {
        unconnected: false,
        out_ms,
        back_ms: 5,
        fault: None,
        word: "",
        before: true,
        lies: false,
    };
    let permille = match place.step.get() {
        Step::Send => 500,
        // There are few of these.
        Step::Recovery => 200,
        Step::List | Step::Arming | Step::Recheck | Step::Look => 70,
    };
    if !place.trouble(Of::Wire, permille) {
        if let Some(odd) = odd::strikes(place, asked) {
            (fate.word, fate.fault, fate.lies) = (odd.word, Some(odd.fault), odd.lies);
        }
        return fate;
    }
    // What is read is carried out all the same; what changes something may be lost before or after.
    let applied = !asked.mutates || place.roll(Of::Wire, 2) == 1;
    let (word, fault) = match place.roll(Of::Wire, 13) {
        0 => {
            fate.out_ms += place.range(Of::Wire, 500, 9_000);
            ("slow there", None)
        }
        1 => {
            fate.back_ms += place.range(Of::Wire, 500, 9_000);
            ("slow back", None)
        }
        2 => {
            fate.unconnected = true;
            ("not connected", None)
        }
        3 => ("closed", Some(FaultKind::Drop { applied })),
        4 => ("hang", Some(FaultKind::Hang { applied })),
        5 => ("bad gateway", Some(FaultKind::BadGateway { applied })),
        6 => ("cut reply", Some(FaultKind::CutJson { applied })),
        7 => ("html", Some(FaultKind::Html200 { applied })),
        8 => {
            fate.out_ms += place.range(Of::Wire, 10_000, 40_000);
            ("held up", None)
        }
        9 => ("page shift", Some(FaultKind::PageShift)),
        10 => ("never settles", Some(FaultKind::NeverSettles)),
        11 => ("never leaves", Some(FaultKind::NeverLeaves)),
        _ => {
            let (code, word) = *place.dice.borrow_mut().pick(Of::Wire, &steps::CODES);
            let applied = applied && lookup_v2(code).may_have_acted;
            (word, Some(FaultKind::Error { code, code_v3: None, message: None, applied }))
        }
    };
    fate.before = fault.as_ref().map_or(word != "slow back", |fault| !fault.applies());
    let column = if !asked.mutates {
        place.step.get().column()
    } else if fate.before {
        steps::BEFORE
    } else {
        steps::AFTER
    };
    // What means nothing here does not happen: a list's pages shift, a change does not settle.
    if steps::can_be(word, column) {
        (fate.word, fate.fault) = (word, fault);
    }
    fate
}

/// Sends a request and waits for its reply, as the client's own transport would.
fn carry(place: &Rc<Place>, request: HttpRequest) -> Carried {
    let asked = Asked::of(&request);
    let ticket = if asked.mutates { sent(place, &asked) } else { None };
    let resends = matches!(place.broken, Some(Broken::ResendsLostRequests | Broken::ResendsUnseen))
        && asked.mutates;
    if !resends {
        return once(place, request, asked, ticket);
    }
    let place = Rc::clone(place);
    Box::pin(async move {
        match once(&place, request.clone(), asked.clone(), ticket).await {
            Err(TransportError::Lost(_)) => {
                let again = if place.broken == Some(Broken::ResendsUnseen) {
                    ticket
                } else {
                    sent(&place, &asked)
                };
                once(&place, request, asked, again).await
            }
            other => other,
        }
    })
}

fn once(place: &Rc<Place>, request: HttpRequest, asked: Asked, ticket: Option<Ticket>) -> Carried {
    let fate = fate(place, &asked);
    if (asked.mutates || odd::ODD.contains(&fate.word)) && !fate.word.is_empty() {
        place.tell("wire", || format!("has it in for this request: {}", fate.word));
    }
    let step = place.step.get();
    place.figures.borrow_mut().sent(asked.mutates);
    if !fate.word.is_empty() && (!asked.mutates || fate.before) {
        place.figures.borrow_mut().struck(fate.word, step.column());
    }
    let deadline = if asked.mutates { MUTATION_DEADLINE_MS } else { READ_DEADLINE_MS };
    if fate.unconnected {
        let wait = place.hub.sleep(place.range(Of::Wire, 5, 5_000));
        return Box::pin(async move {
            wait.await;
            Err(TransportError::NotConnected("connection refused".to_owned()))
        });
    }
    let (reply, replied) = oneshot::channel();
    let there = Rc::clone(place);
    let asked_by = (place.hub.now(), step);
    let out_ms = fate.out_ms;
    place.hub.call_after(out_ms, move || {
        arrive(&there, &request, &asked, fate, ticket, asked_by, reply)
    });
    let timeout = place.hub.sleep(deadline);
    Box::pin(async move {
        match select(replied, timeout).await {
            Either::Left((Ok(result), _)) => result,
            Either::Left((Err(_), _)) => Err(TransportError::Lost("connection closed".to_owned())),
            Either::Right(_) => {
                Err(TransportError::Lost(format!("no whole reply within {} s", deadline / 1_000)))
            }
        }
    })
}

/// A request for a change leaves the program.
fn sent(place: &Place, asked: &Asked) -> Option<Ticket> {
    place.tell("program", || format!("sends {} {:?}", asked.action, asked.params));
    let ticket = super::rules::on_send(place, asked);
    place.risky_step();
    if let Some(id) = asked.params.get("eipId").or_else(|| asked.params.get("AddressId")) {
        place.others_may_step_in(id, 20_000);
    }
    ticket
}

/// The request reaches the cloud.
fn arrive(
    place: &Rc<Place>,
    request: &HttpRequest,
    asked: &Asked,
    fate: Fate,
    ticket: Option<Ticket>,
    (sent, step): (u64, Step),
    reply: oneshot::Sender<Result<HttpReply, TransportError>>,
) {
    let now = place.true_now();
    place.cloud.borrow_mut().spoil_next(fate.fault);
    let answer = place.cloud.borrow_mut().answer(&IncomingRequest::from(request), now);
    place.cloud.borrow_mut().spoil_next(None);
    let (applied, answered) = place
        .cloud
        .borrow()
        .log()
        .last()
        .map(|e| (e.applied, e.answered.clone()))
        .unwrap_or_default();
    if asked.mutates {
        place.tell("cloud", || {
            format!(
                "{} {:?}: answers {answered}, {}",
                asked.action,
                asked.params,
                if applied { "applied" } else { "not applied" }
            )
        });
        if applied && !fate.word.is_empty() && !fate.before {
            place.figures.borrow_mut().struck(fate.word, steps::AFTER);
        }
        super::rules::on_arrival(place, ticket, applied);
        place.risky_step();
    }
    place.note_world();
    let after = answer.after_ms + fate.back_ms;
    match answer.kind {
        AnswerKind::Close => place.hub.call_after(after, move || drop(reply)),
        // It is kept until long after everybody gave up waiting.
        AnswerKind::Hang => place.hub.call_after(60_000, move || drop(reply)),
        AnswerKind::Reply { .. } => {
            let there = Rc::clone(place);
            let reads_well = !asked.mutates && matches!(answered.as_str(), "0" | "OK");
            let mut whole = answer.into_reply();
            if let (Some(rows), Some(reply)) = (place.page.filter(|_| asked.is_list()), &mut whole)
            {
                shorten(reply, rows as usize);
            }
            let (asked, lies) = (asked.clone(), fate.lies);
            let throttled = ["4400", "RequestLimitExceeded"].contains(&answered.as_str());
            place.hub.call_after(after, move || {
                let Some(mut whole) = whole else { return };
                let times = (sent, there.hub.now(), step);
                let said = reads_well
                    .then(|| Answer::read(&whole.body, there.generation, &asked, times, lies));
                careless::read(there.broken, there.generation, &asked, &mut whole);
                if reply.send(Ok(whole)).is_ok() {
                    let mut oracle = there.oracle.borrow_mut();
                    oracle.answers.extend(said.flatten());
                    if let Some(Ticket { confirmed, item }) = ticket.filter(|_| throttled) {
                        oracle.confirmed[confirmed].items[item].throttled = true;
                    }
                }
            });
        }
    }
}

/// A page has no more rows than this. The machine is told so too, and asks for the others from there.
fn shorten(reply: &mut HttpReply, rows: usize) {
    let Ok(mut body) = serde_json::from_slice::<serde_json::Value>(&reply.body) else { return };
    shorten_lists(&mut body, rows);
    reply.body = body.to_string().into_bytes();
}

fn shorten_lists(value: &mut serde_json::Value, rows: usize) {
    if let Some(all) = value.as_array_mut() {
        all.truncate(rows);
    } else if let Some(fields) = value.as_object_mut() {
        fields.values_mut().for_each(|field| shorten_lists(field, rows));
    }
}
