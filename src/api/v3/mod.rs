//! API 3.0 (`api/v3.md`).

pub mod wire;

use crate::api::error::redacted;
use crate::domain::error_table::lookup_v3;
use crate::domain::{Fault, RequestId};
use wire::ResponseHead;

/// The fault that a 3.0 envelope with an `Error` says.
pub(in crate::api) fn rejected(head: &ResponseHead) -> Option<Fault> {
    let error = head.error.as_ref()?;
    let code = error.code.as_deref().unwrap_or_default();
    let message = error.message.as_deref().unwrap_or_default();
    Some(lookup_v3(code).fault(code, redacted(message), head.request_id.as_deref().and_then(RequestId::parse)))
}
