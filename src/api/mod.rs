//! Tencent Cloud.
pub mod credentials;
pub mod message;
pub mod sign;
