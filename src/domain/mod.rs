//! The nouns of this program: what an EIP, a network interface, a quota and a fault are.
//!
//! Plain data with parsing and comparison. Nothing here knows a terminal, HTTP, a disk or a clock.

pub mod eip;
mod error_code;
pub mod error_table;
pub mod fault;
pub mod filter;
pub mod generation;
pub mod id;
pub mod identity;
pub mod listing;
pub mod local_error;
pub mod moment;
pub mod mutation;
pub mod near;
pub mod nic;
pub(crate) mod pattern;
pub mod person;
pub mod protect;
pub mod query;
pub mod quota;
pub mod region;
pub mod sanitize;
pub mod sort;
pub mod target;

pub use eip::{Eip, EipState, EipStatus, InstanceKind, Tag};
pub use fault::{Delivery, Fault, FaultClass};
pub use generation::{AllocSpelling, Capabilities, Filling, Generation};
pub use id::{EipId, InstanceId, NetworkInterfaceId, RequestId};
pub use local_error::LocalError;
pub use moment::Moment;
pub use mutation::{Accepted, BindTarget, Mutation, Param, ParamValue, TaskState, UnbindTarget};
pub use nic::{NetworkInterface, NicPosition, PrivateIp};
pub use query::{EipPage, EipQuery, NicPage, NicQuery, Page};
pub use quota::{AccountType, EipQuota};
pub use region::Region;
