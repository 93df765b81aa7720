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
pub mod http;
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

pub use carrier::{Carried, Connecting, Paused, Simulated};
pub use client::{Client, ClientSettings, page_sizes};
