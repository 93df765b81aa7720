//! The envelopes of both generations: a gateway can refuse in the shape of the other one.

use super::error::redacted;
use super::lenient::{Data, wire};
use crate::domain::error_code::{lookup_v3, named_v2};
use crate::domain::{Fault, RequestId};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// The part of the envelope that decides between success and refusal.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Head {
    /// 0 is success. A number or a text.
    #[serde(
        deserialize_with = "crate::api::lenient::read",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) code: Option<i64>,
    /// The message.
    #[serde(
        deserialize_with = "crate::api::lenient::read",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) message: Option<CompactString>,
    /// `Success`, or a word for the error.
    #[serde(
        deserialize_with = "crate::api::lenient::read",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) code_desc: Option<CompactString>,
    /// Not documented for these actions, seen on others.
    #[serde(
        deserialize_with = "crate::api::lenient::read",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) request_id: Option<CompactString>,
    /// The payload, as far as a mutation's answer has one.
    #[serde(skip_serializing_if = "Data::is_missing")]
    pub(crate) data: Data<AcceptedData>,
    /// An envelope of API 3.0 on a 2.0 host.
    #[serde(rename = "Response", skip_serializing_if = "Data::is_missing")]
    pub(crate) response: Data<ResponseHead>,
}

/// What every answer holds inside `Response`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct ResponseHead {
    /// Present when the cloud refused.
    #[serde(deserialize_with = "error_body", skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<ErrorBody>,
    /// What the vendor's support asks for.
    #[serde(
        deserialize_with = "crate::api::lenient::read",
        skip_serializing_if = "Option::is_none"
    )]
    pub(crate) request_id: Option<CompactString>,
}

fn error_body<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<ErrorBody>, D::Error> {
    Ok(match Data::<ErrorBody>::deserialize(deserializer)? {
        Data::Missing => None,
        Data::Object(error) => Some(error),
        // An error of an unknown shape is still no success.
        Data::Empty | Data::List(_) | Data::Odd => Some(ErrorBody::default()),
    })
}

wire! {
    /// `data` of a mutation's answer: seen in practice, not documented.
    AcceptedData("camelCase") {
        /// A number.
        request_id: CompactString,
    }

    /// `Response.Error`
    ErrorBody("PascalCase") {
        /// The dotted code.
        code: CompactString,
        /// Its message; the language follows `X-TC-Language`.
        message: CompactString,
    }
}

/// Longest message of the cloud that is kept, in characters; its longest word for a code.
const MESSAGE: usize = 1_000;
const DESC: usize = 200;

/// The beginning of a text, with a sign that there was more.
fn shortened(text: String, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// The fault for a code that is not 0. The module's own word may sit in `codeDesc` only, so it is kept beside the message.
pub(super) fn rejected_v2(code: i64, head: &Head) -> Fault {
    let message = head.message.as_deref().unwrap_or_default();
    let (desc, said) = (head.code_desc.as_deref().unwrap_or_default(), message);
    let message = shortened(redacted(message), MESSAGE);
    let message = match () {
        () if desc.is_empty() || said.contains(desc) => message,
        () if said.is_empty() => shortened(redacted(desc), DESC),
        () => format!("{message} ({})", shortened(redacted(desc), DESC)),
    };
    named_v2(code, &message).fault(code.to_string(), message, request_id(head))
}

pub(super) fn request_id(head: &Head) -> Option<RequestId> {
    let inner = match &head.data {
        Data::Object(data) => data.request_id.as_deref(),
        Data::Missing | Data::Empty | Data::List(_) | Data::Odd => None,
    };
    inner.or(head.request_id.as_deref()).and_then(RequestId::parse)
}

/// The fault that a 3.0 envelope with an `Error` says.
pub(super) fn rejected_v3(head: &ResponseHead) -> Option<Fault> {
    let error = head.error.as_ref()?;
    let code = error.code.as_deref().unwrap_or_default();
    let message = error.message.as_deref().unwrap_or_default();
    Some(lookup_v3(code).fault(
        code,
        shortened(redacted(message), MESSAGE),
        head.request_id.as_deref().and_then(RequestId::parse),
    ))
}
