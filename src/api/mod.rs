//! Tencent Cloud.
pub mod message;
