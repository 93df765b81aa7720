//! Words that stand on the screen alone, one file a part of it.

pub(crate) mod batch;
pub(crate) mod confirm;
pub(crate) mod request;
pub(crate) mod result;
pub(crate) mod review;
