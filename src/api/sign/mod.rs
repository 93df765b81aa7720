//! Signing, pure: texts in, texts out. Every stage can be looked at, so that the vendor's vectors test each of them.

pub mod encode;
pub mod tc3;
pub mod v2;
