//! Tencent Cloud: what is sent, and what comes back.
//!
//! [`Client`] has one method per need and the only choice between the two generations. Below it everything is pure: a [`call::Call`] is
//! encoded into a [`message::HttpRequest`] and decoded from a [`message::HttpReply`], whatever carries them.

mod account;
pub mod call;
mod carrier;
mod client;
mod connect_error;
pub mod credential_store;
pub mod credentials;
pub mod endpoint;
pub mod envelope;
pub mod error;
mod exchange;
pub mod http;
mod lanes;
pub mod lenient;
pub mod message;
pub mod metadata;
pub mod probe;
mod probe_tls;
pub mod proxy;
pub mod rate_limit;
mod ready_connection;
mod row;
mod secrets;
pub mod sign;
pub mod sts;
pub mod v2;
pub mod v3;

use crate::domain::Generation;
pub use carrier::{Carried, Connecting, Paused, Simulated};
pub use client::{Client, ClientSettings};

/// Rows of a page of EIPs and of NICs.
pub fn page_sizes(generation: Generation) -> (u64, u64) {
    match generation {
        Generation::V2 => (v2::describe_eip::LIMIT, v2::describe_network_interfaces::LIMIT),
        Generation::V3 => (v3::describe_addresses::LIMIT, v3::describe_network_interfaces::LIMIT),
    }
}
