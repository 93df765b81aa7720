//! The way of a call to the cloud and back: its turn, its attempts, its secrets, its line in the log.

use super::call::{Call, EncodeContext};
use super::carrier::Carrier;
use super::client::Client;
use super::endpoint::Endpoint;
use super::error;
use super::http::Reach;
use super::message::{HttpReply, HttpRequest, TransportError};
use super::secrets::Secrets;
use crate::domain::Region;
use crate::domain::fault::{Fault, FaultClass, ReadRetry};
use crate::domain::sanitize::visible;
use futures_util::future::LocalBoxFuture;
use std::time::Duration;

/// First back-off of a read; it doubles.
const BACK_OFF_MS: u64 = 500;

/// A call on its way. All that travels is a trait object: the way to the cloud and back is long, and would be compiled for each call.
trait Exchange {
    fn action(&self) -> &'static str;
    fn region(&self) -> Option<&Region>;
    fn mutates(&self) -> bool;
    fn encode(&self, context: &EncodeContext<'_>) -> HttpRequest;
    /// Reads a reply, and keeps what it says.
    fn read(&mut self, reply: &HttpReply) -> Result<(), Fault>;
}

/// A call, how it is written, and what the last reply said.
struct Asked<'a, C: Call> {
    call: &'a C,
    encode: fn(&C, &EncodeContext<'_>) -> HttpRequest,
    said: Option<C::Output>,
}

impl<C: Call> Exchange for Asked<'_, C> {
    fn action(&self) -> &'static str {
        self.call.action()
    }

    fn region(&self) -> Option<&Region> {
        self.call.region()
    }

    fn mutates(&self) -> bool {
        C::MUTATES
    }

    fn encode(&self, context: &EncodeContext<'_>) -> HttpRequest {
        (self.encode)(self.call, context)
    }

    fn read(&mut self, reply: &HttpReply) -> Result<(), Fault> {
        self.said = Some(self.call.decode(reply)?);
        Ok(())
    }
}

impl Client {
    /// Sends a call in one generation's form, and reads what comes back.
    pub(super) async fn ask<C: Call>(
        &self,
        call: &C,
        endpoint: &Endpoint,
        encode: fn(&C, &EncodeContext<'_>) -> HttpRequest,
    ) -> Result<C::Output, Fault> {
        let mut asked = Asked { call, encode, said: None };
        self.perform(&mut asked, endpoint).await?;
        asked.said.ok_or_else(|| Fault::local(FaultClass::Local, "no reply was read"))
    }

    /// Tries a read as often as its faults allow, a mutation once. Every attempt has a new time, nonce and signature.
    fn perform<'a>(
        &'a self,
        call: &'a mut dyn Exchange,
        endpoint: &'a Endpoint,
    ) -> LocalBoxFuture<'a, Result<(), Fault>> {
        Box::pin(async move {
            let mut attempt = 1;
            loop {
                let Err(fault) = self.attempt(call, endpoint).await else { return Ok(()) };
                let limit = match fault.read_retry {
                    _ if call.mutates() => 1,
                    ReadRetry::Never => 1,
                    ReadRetry::Once => self.attempts.min(2),
                    ReadRetry::BackOff => self.attempts,
                };
                if attempt >= limit {
                    return Err(fault);
                }
                tracing::debug!(action = call.action(), attempt, why = %visible(&fault.message), "read once more");
                let carrier = &self.inner.carrier;
                carrier.pause(back_off(attempt, carrier.jitter().unwrap_or(u32::MAX / 2))).await;
                attempt += 1;
            }
        })
    }

    async fn attempt(&self, call: &mut dyn Exchange, endpoint: &Endpoint) -> Result<(), Fault> {
        let (inner, settings) = (&self.inner, &self.inner.settings);
        let mutates = call.mutates();
        let wait = inner.pace.borrow_mut().take((settings.clock)().mono_ms);
        // A change goes on the reading before it, which would grow old in a queue: it is counted, and the others wait the longer.
        let queues = !mutates && !self.urgent;
        let asked = (settings.clock)();
        if queues {
            inner.carrier.pause(wait).await;
        }
        // Until a change has its answer, it is the same credentials that stand.
        let _hold = mutates.then(|| settings.credentials.hold());
        let lease = settings.credentials.lease(|| (settings.clock)().wall, mutates).await?;
        let lane = if queues { inner.carrier.lane().await } else { None };
        let begun = (settings.clock)();
        tracing::trace!(
            action = call.action(),
            queued_ms = begun.since(asked),
            key = lease.credentials.secret_id.masked(),
            "request goes out"
        );
        let context = EncodeContext {
            endpoint,
            credentials: &lease.credentials,
            at: begun.wall,
            nonce: self.next_nonce(),
            signature_method: settings.signature_method,
        };
        let request = call.encode(&context);
        let left = |until: u64| Duration::from_millis(until.saturating_sub(begun.mono_ms));
        let reach = if mutates {
            Reach::Mutation { within: self.not_after_ms.map(left) }
        } else {
            Reach::Read
        };
        let carried = inner.carrier.carry(&request, endpoint, reach).await;
        drop(lane);
        let ended = (settings.clock)();
        // Many pages may come at once over the network. Between any two of them a key is answered.
        let is_page = carried.as_ref().is_ok_and(|reply| reply.body.len() > 8_192) && !self.urgent;
        let turn = async { (inner.decoding.lock().await, tokio::task::yield_now().await) };
        let is_far = matches!(inner.carrier, Carrier::Http(_));
        let _turn = if is_page && is_far { Some(turn.await) } else { None };
        let result = match &carried {
            Ok(reply) => call.read(reply),
            Err(error) => Err(error::transport_fault(error)),
        };
        let result = result.map_err(|fault| {
            let secrets = Secrets::of(Some(&lease.credentials), &request);
            // Hidden before anything is cut: what is left of a secret at an edge is a part of it, too.
            let reply = carried.as_ref().ok();
            let hidden = reply.and_then(|reply| error::hidden_reply(reply, &secrets));
            let fault = hidden.and_then(|reply| call.read(&reply).err()).unwrap_or(fault);
            error::without_secrets(fault, &secrets)
        });
        if result.as_ref().is_err_and(|fault| fault.class == FaultClass::Throttled) {
            inner.pace.borrow_mut().throttled(ended.mono_ms);
        }
        trace(call, endpoint, &carried, &result, ended.since(begun));
        let bytes = carried.as_ref().map_or(0, |reply| reply.body.len());
        tracing::trace!(action = call.action(), bytes, took_ms = ended.since(begun), "reply");
        result
    }

    /// From 1 to 2³¹-1: no upper bound is documented, and SDKs differ (`docs/api-v2.md` §1.1).
    fn next_nonce(&self) -> u32 {
        let next = (self.inner.nonce.get().wrapping_add(1) & 0x7fff_ffff).max(1);
        self.inner.nonce.set(next);
        next
    }
}

/// A step that doubles, give or take a quarter by jitter, so that many readers don't come back together.
fn back_off(attempt: u32, random: u32) -> u64 {
    let step = BACK_OFF_MS << (attempt - 1).min(4);
    step * 3 / 4 + u64::from(random) * (step / 2) / u64::from(u32::MAX)
}

/// One line per request for the log: nothing of its parameters, signature or body.
fn trace(
    call: &dyn Exchange,
    endpoint: &Endpoint,
    carried: &Result<HttpReply, TransportError>,
    result: &Result<(), Fault>,
    took_ms: u64,
) {
    let region = call.region().map_or("-", Region::as_str);
    let status = carried.as_ref().map_or(0, |reply| reply.status);
    let (class, code) =
        result.as_ref().err().map_or(("ok", ""), |fault| (fault.class.word(), fault.code.as_str()));
    let request_id = result
        .as_ref()
        .err()
        .and_then(|fault| fault.request_id.as_ref())
        .map_or("-", |id| id.as_str());
    tracing::info!(
        action = call.action(),
        region,
        host = endpoint.signed_host(),
        status,
        took_ms,
        class,
        code,
        request_id,
        "request"
    );
}

#[test]
fn a_back_off_doubles_within_a_quarter() {
    assert_eq!([back_off(1, 0), back_off(1, u32::MAX)], [375, 625]);
    assert_eq!([back_off(2, 0), back_off(2, u32::MAX)], [750, 1250]);
}
