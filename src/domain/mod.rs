//! The nouns of this program: what an EIP, a network interface, a quota and a fault are.
//!
//! Plain data with parsing and comparison. Nothing here knows a terminal, HTTP, a disk or a clock.

pub mod doubt;
pub mod eip;
mod eip_merge;
mod eip_state;
mod eip_status;
pub mod error_code;
pub mod error_table;
pub mod fault;
pub mod filter;
pub mod generation;
pub mod hook;
pub mod id;
pub mod identity;
pub mod journal_error;
pub mod listing;
pub mod local_error;
mod local_error_table;
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
mod stage;
pub mod target;
pub mod told;

pub use doubt::{Contradiction, Doubt};
pub use eip::{Eip, InstanceKind, Tag};
pub use eip_state::EipState;
pub use eip_status::EipStatus;
pub use fault::{Delivery, Fault, FaultClass};
pub use generation::{AllocSpelling, Capabilities, Filling, Generation};
pub use hook::{Denial, HookEnd};
pub use id::{EipId, InstanceId, NetworkInterfaceId, RequestId};
pub use local_error::LocalError;
pub use moment::Moment;
pub use mutation::{Accepted, BindTarget, Mutation, Param, ParamValue, TaskState, UnbindTarget};
pub use nic::{NetworkInterface, NicPosition, PrivateIp};
pub use query::{Asked, EipPage, EipQuery, NicPage, NicQuery, Page, Query, Reply};
pub use quota::{AccountType, EipQuota};
pub use region::Region;
pub use stage::Stage;
pub use told::{Field, Fields, Gaps, Told};
