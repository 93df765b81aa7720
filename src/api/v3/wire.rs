//! Bodies of API 3.0 as they are on the wire (`api/v3.md` §3, §4).

use crate::api::lenient::{Data, wire};
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

wire! {
    /// `Response.Error`
    ErrorBody("PascalCase") {
        /// The dotted code.
        code: CompactString,
        /// Its message; the language follows `X-TC-Language`.
        message: CompactString,
    }
}

/// What every answer holds inside `Response`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "PascalCase")]
pub struct ResponseHead {
    /// Present when the cloud refused.
    #[serde(deserialize_with = "error_body", skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorBody>,
    /// What the vendor's support asks for.
    #[serde(deserialize_with = "crate::api::lenient::read", skip_serializing_if = "Option::is_none")]
    pub request_id: Option<CompactString>,
}

fn error_body<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<ErrorBody>, D::Error> {
    Ok(match Data::<ErrorBody>::deserialize(deserializer)? {
        Data::Missing => None,
        Data::Object(error) => Some(error),
        // An error of an unknown shape is still no success.
        Data::Empty | Data::List(_) | Data::Odd => Some(ErrorBody::default()),
    })
}
