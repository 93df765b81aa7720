//! What several tests build on.

pub(crate) mod cli;
pub(crate) mod fixture;
pub(crate) mod frame;
pub(crate) mod replies;
pub(crate) mod rows;
pub(crate) mod values;
