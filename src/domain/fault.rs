//! What a failed attempt told us, as comparable data. One question orders it: may it have taken effect?

use super::{LocalError, RequestId};
use serde::{Deserialize, Serialize};

/// Kinds of failure (`docs/api-v2.md` §6, `docs/api-v3.md` §5). They decide about retries, exit codes and hints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FaultClass {
    /// The key, token or signature was not accepted.
    Auth,
    /// The key may not do this, or not here.
    Permission,
    /// The clock is off, or the nonce was seen before.
    ClockOrReplay,
    /// Too many requests.
    Throttled,
    /// The request itself is wrong.
    BadRequest,
    /// No such resource for this account and region.
    NotFound,
    /// The operation on the resource failed.
    OperationFailed,
    /// The vendor's fault, or no trustworthy answer.
    Internal,
    /// Retired, renamed or under maintenance.
    Maintenance,
    /// No connection was made: nothing was sent.
    Unreachable,
    /// No usable credentials: nothing was sent.
    Credentials,
    /// Stopped by this program itself (read-only, shut down): nothing was sent.
    Local,
}

impl FaultClass {
    /// All of them.
    const ALL: [Self; 12] = [
        Self::Auth,
        Self::Permission,
        Self::ClockOrReplay,
        Self::Throttled,
        Self::BadRequest,
        Self::NotFound,
        Self::OperationFailed,
        Self::Internal,
        Self::Maintenance,
        Self::Unreachable,
        Self::Credentials,
        Self::Local,
    ];

    /// Whether a code is one of these words, which stands in for a code of the cloud where there is none.
    pub(crate) fn is_word(code: &str) -> bool {
        Self::ALL.iter().any(|class| class.word() == code)
    }

    /// The word used in JSON and journal.
    pub fn word(self) -> &'static str {
        match self {
            Self::Auth => "auth",
            Self::Permission => "permission",
            Self::ClockOrReplay => "clock-or-replay",
            Self::Throttled => "throttled",
            Self::BadRequest => "bad-request",
            Self::NotFound => "not-found",
            Self::OperationFailed => "operation-failed",
            Self::Internal => "internal",
            Self::Maintenance => "maintenance",
            Self::Unreachable => "unreachable",
            Self::Credentials => "credentials",
            Self::Local => "local",
        }
    }
}

/// How far the request got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Delivery {
    /// It provably never left this machine.
    NotSent,
    /// The cloud answered with an error.
    Answered,
    /// It left, and no trustworthy answer came back.
    NoAnswer,
}

/// A failed attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// Its kind.
    pub class: FaultClass,
    /// How far the request got.
    pub delivery: Delivery,
    /// Whether a mutation may have taken effect in spite of it.
    pub may_have_acted: bool,
    /// How a read may be tried again after it.
    pub read_retry: ReadRetry,
    /// The cloud's code, for example `5100` or `InvalidAddressId.NotFound`; empty when there was no answer.
    pub code: String,
    /// The cloud's message, or what went wrong underway. Raw text: pass it through [`super::sanitize::visible`] before showing it.
    pub message: String,
    /// The request id, when the cloud gave one.
    pub request_id: Option<RequestId>,
    /// What stood in the way, where nothing was sent and it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub local_error: Option<LocalError>,
}

/// Whether a *read* may be tried again. Mutations never use this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ReadRetry {
    /// It would fail again.
    Never,
    /// Once, with fresh values.
    Once,
    /// With back-off, up to the limit of `docs/contract.md` §5.
    BackOff,
}

impl Fault {
    /// A fault on this side of the wire: nothing was sent.
    pub fn local(class: FaultClass, message: impl Into<String>) -> Self {
        Self {
            class,
            delivery: Delivery::NotSent,
            may_have_acted: false,
            read_retry: if class == FaultClass::Unreachable {
                ReadRetry::BackOff
            } else {
                ReadRetry::Never
            },
            code: String::new(),
            message: message.into(),
            request_id: None,
            local_error: None,
        }
    }

    /// The cloud's code, or the class where there is none.
    pub(crate) fn name(&self) -> &str {
        if self.code.is_empty() { self.class.word() } else { &self.code }
    }

    /// It left, and no trustworthy answer came back.
    pub fn no_answer(message: impl Into<String>) -> Self {
        Self {
            class: FaultClass::Internal,
            delivery: Delivery::NoAnswer,
            may_have_acted: true,
            read_retry: ReadRetry::BackOff,
            code: String::new(),
            message: message.into(),
            request_id: None,
            local_error: None,
        }
    }

    /// Whether credentials or permission are the cause (exit code 3).
    pub(crate) fn is_auth(&self) -> bool {
        matches!(self.class, FaultClass::Auth | FaultClass::Permission | FaultClass::Credentials)
    }
}
