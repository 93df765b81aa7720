//! What several tests build on.

pub(crate) mod fixture;
pub(crate) mod frame;
pub(crate) mod rows;
