//! Identifiers as the cloud writes them. They are opaque: shown whole, compared exactly, never cut.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(CompactString);

        impl $name {
            /// Wraps the text; surrounding blanks are dropped, an empty text is `None`, as the cloud writes "no such thing" that way.
            pub fn parse(text: &str) -> Option<Self> {
                let text = text.trim();
                (!text.is_empty()).then(|| Self(CompactString::new(text)))
            }

            /// The text as the cloud wrote it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }
    };
}

id! {
    /// `eipId`, for example `eip-9k2m4x7q`.
    EipId
}
id! {
    /// `unInstanceId`: a server (`ins-…`), a NAT gateway (`nat-…`) or whatever else the cloud bound.
    InstanceId
}

impl InstanceId {
    /// Whether it is a NAT gateway's (`nat-…`; `docs/api-v3.md` §4.1).
    pub(crate) fn is_nat_gateway(&self) -> bool {
        self.as_str().starts_with("nat-")
    }
}

id! {
    /// `networkInterfaceId` of a NIC (弹性网卡), for example `eni-5f6a7b8c`.
    NetworkInterfaceId
}
id! {
    /// `requestId`: what the vendor's support asks for. A number in API 2.0, a UUID in API 3.0; kept as text.
    RequestId
}
