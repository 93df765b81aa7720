//! Why an answer that came proves nothing about what was asked: values of their own, shown and recorded, never settled by a guess.

use super::{EipId, Field, Fields, InstanceId, NetworkInterfaceId};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::IpAddr;

/// Two things that were told and cannot both be.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Contradiction {
    /// Its status is bound, and both its server and its NIC are told as empty.
    BoundToNothing,
    /// Its status is unbound, and it names a server all the same.
    UnboundOnServer(InstanceId),
    /// The same id with another address than was read before.
    OtherAddress {
        /// The address as it was read before.
        known: IpAddr,
        /// The address of this row.
        told: IpAddr,
    },
    /// One id twice in one answer; the rows differ in these fields.
    Twice(Fields),
    /// The EIP's row shows it gone, and the NIC still shows its address.
    StillOnNic(NetworkInterfaceId),
    /// By id this EIP is on the NIC and private IP; asked by those, the cloud answers with another one.
    OtherOnPair(EipId),
}

/// Why an answer leaves open what was asked.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Doubt {
    /// The row says nothing about this field.
    NotTold(Field),
    /// The row says something about this field, and the one that was confirmed did not.
    NotToldBefore(Field),
    /// It contradicts itself, another row or another reading.
    Contradiction(Contradiction),
    /// The cloud answered with another EIP than the one that was asked for.
    OtherEip {
        /// The id of the first row that came.
        eip_id: EipId,
        /// Its address.
        eip: Option<IpAddr>,
    },
    /// Fewer rows came than the total says.
    Incomplete {
        /// How many came.
        rows: u64,
        /// How many there are.
        total: u64,
    },
    /// The page is full, and nothing says where the list ends.
    NoEnd,
    /// So many rows have no id that could be read.
    Unreadable(u64),
}

impl Doubt {
    /// The word used in JSON.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::NotTold(_) | Self::NotToldBefore(_) => "notTold",
            Self::Contradiction(_) => "contradiction",
            Self::OtherEip { .. } => "otherEip",
            Self::Incomplete { .. } | Self::NoEnd | Self::Unreadable(_) => "incomplete",
        }
    }
}

impl From<Contradiction> for Doubt {
    fn from(contradiction: Contradiction) -> Self {
        Self::Contradiction(contradiction)
    }
}

/// For journals and JSON, whose messages are English like the cloud's.
impl fmt::Display for Contradiction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BoundToNothing => {
                f.write_str("its status is bound, but it names no server and no NIC")
            }
            Self::UnboundOnServer(server) => {
                write!(f, "its status is unbound, but it names the server {server}")
            }
            Self::OtherAddress { known, told } => {
                write!(f, "the same id has the address {told} now instead of {known}")
            }
            Self::Twice(fields) => write!(f, "the answer has it twice, with different {fields}"),
            Self::StillOnNic(nic) => {
                write!(f, "its row shows it gone, but {nic} still shows its address")
            }
            Self::OtherOnPair(other) => {
                write!(f, "asked by NIC and private IP, the cloud answers with {other}")
            }
        }
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotTold(Field::UnInstanceId) => {
                f.write_str("the cloud's answer does not say on which server it is (unInstanceId)")
            }
            Self::NotTold(field) => {
                write!(f, "the cloud's answer does not say its {}", field.name())
            }
            Self::NotToldBefore(field) => write!(
                f,
                "the answer that was confirmed did not say its {}; the cloud says it now",
                field.name()
            ),
            Self::Contradiction(contradiction) => {
                write!(f, "the cloud's answer contradicts itself: {contradiction}")
            }
            Self::OtherEip { eip_id, eip } => {
                write!(f, "the cloud answered with another EIP: {eip_id}")?;
                eip.map_or(Ok(()), |eip| write!(f, " ({eip})"))
            }
            Self::Incomplete { rows, total } => {
                write!(f, "can't be sure: the answer has {rows} of {total} rows")
            }
            Self::NoEnd => f.write_str("can't be sure: nothing says where the answer ends"),
            Self::Unreadable(rows) => {
                write!(f, "can't be sure: {rows} rows of the answer can't be read")
            }
        }
    }
}
