//! Where an EIP is in its life, as both generations and the records say it.

use compact_str::CompactString;
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// Where an EIP is in its life. The two generations' values meet here.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum EipStatus {
    /// 创建中: v2 0, v3 `CREATING`.
    Creating,
    /// 绑定中: v2 1, v3 `BINDING`.
    Binding,
    /// 已绑定: v2 2, v3 `BIND`. The one state that an unbind starts from.
    Bound,
    /// Bound to a NIC that no server holds: v3 `BIND_ENI`; v2 has no known value for it.
    BoundToDetachedNic,
    /// 解绑中: v2 3, v3 `UNBINDING`.
    Unbinding,
    /// 未绑定: v2 4, v3 `UNBIND`.
    Unbound,
    /// 下线中: v2 6, v3 `OFFLINING`.
    Offlining,
    /// 创建失败: v2 9.
    CreateFailed,
    /// A value that no document names, kept as it came.
    Other(CompactString),
    /// The cloud did not say, or said two things.
    NotTold,
}

impl EipStatus {
    /// The status for API 2.0's number.
    pub(crate) fn from_v2(status: i64) -> Self {
        match status {
            0 => Self::Creating,
            1 => Self::Binding,
            2 => Self::Bound,
            3 => Self::Unbinding,
            4 => Self::Unbound,
            6 => Self::Offlining,
            9 => Self::CreateFailed,
            other => Self::Other(compact_str::format_compact!("{other}")),
        }
    }

    /// The status for API 3.0's word.
    pub(crate) fn from_v3(status: &str) -> Self {
        match status {
            "CREATING" => Self::Creating,
            "BINDING" => Self::Binding,
            "BIND" => Self::Bound,
            "BIND_ENI" => Self::BoundToDetachedNic,
            "UNBINDING" => Self::Unbinding,
            "UNBIND" => Self::Unbound,
            "OFFLINING" => Self::Offlining,
            other => Self::Other(CompactString::new(other)),
        }
    }

    /// Whether it says by itself that no server has the EIP. API 3.0 leaves the server out there.
    pub fn is_without_server(&self) -> bool {
        matches!(
            self,
            Self::Creating | Self::BoundToDetachedNic | Self::Unbound | Self::CreateFailed
        )
    }

    /// API 2.0's number, where it has one.
    pub fn to_v2(&self) -> Option<i64> {
        Some(match self {
            Self::Creating => 0,
            Self::Binding => 1,
            Self::Bound | Self::BoundToDetachedNic => 2,
            Self::Unbinding => 3,
            Self::Unbound => 4,
            Self::Offlining => 6,
            Self::CreateFailed => 9,
            Self::Other(raw) => return raw.parse().ok(),
            Self::NotTold => return None,
        })
    }

    /// API 3.0's word, where it has one.
    pub fn to_v3(&self) -> &str {
        match self {
            Self::Creating => "CREATING",
            Self::Binding => "BINDING",
            Self::Bound => "BIND",
            Self::BoundToDetachedNic => "BIND_ENI",
            Self::Unbinding => "UNBINDING",
            Self::Unbound => "UNBIND",
            Self::Offlining => "OFFLINING",
            Self::CreateFailed => "CREATE_FAILED",
            Self::Other(raw) => raw,
            Self::NotTold => "",
        }
    }

    /// Whether an unbind may start from here.
    pub fn is_bound(&self) -> bool {
        matches!(self, Self::Bound | Self::BoundToDetachedNic)
    }

    /// Whether the cloud will change this status by itself.
    pub fn is_in_transition(&self) -> bool {
        matches!(self, Self::Creating | Self::Binding | Self::Unbinding | Self::Offlining)
    }
}

/// The word of `docs/contract.md` §3: `bound`, `unbinding` …, or `other(<raw>)`; `unknown` where JSON has null.
impl fmt::Display for EipStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Creating => f.pad("creating"),
            Self::Binding => f.pad("binding"),
            Self::Bound => f.pad("bound"),
            Self::BoundToDetachedNic => f.pad("boundToDetachedNic"),
            Self::Unbinding => f.pad("unbinding"),
            Self::Unbound => f.pad("unbound"),
            Self::Offlining => f.pad("offlining"),
            Self::CreateFailed => f.pad("createFailed"),
            Self::Other(raw) => f.pad(&format!("other({raw})")),
            Self::NotTold => f.pad("unknown"),
        }
    }
}

impl std::str::FromStr for EipStatus {
    type Err = std::convert::Infallible;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Ok(match word {
            "creating" => Self::Creating,
            "binding" => Self::Binding,
            "bound" => Self::Bound,
            "boundToDetachedNic" => Self::BoundToDetachedNic,
            "unbinding" => Self::Unbinding,
            "unbound" => Self::Unbound,
            "offlining" => Self::Offlining,
            "createFailed" => Self::CreateFailed,
            other => {
                let raw =
                    other.strip_prefix("other(").and_then(|o| o.strip_suffix(')')).unwrap_or(other);
                Self::Other(CompactString::new(raw))
            }
        })
    }
}

impl Serialize for EipStatus {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        if *self == Self::NotTold { s.serialize_none() } else { s.collect_str(self) }
    }
}

impl<'de> Deserialize<'de> for EipStatus {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let word = Option::<CompactString>::deserialize(d)?;
        Ok(word.map_or(Self::NotTold, |word| word.parse().unwrap_or(Self::Other(word))))
    }
}
