//! Words that stand on the screen alone, one file a part of it.

pub(crate) mod batch;
pub(crate) mod candidates;
pub(crate) mod confirm;
pub(crate) mod detail;
pub(crate) mod empty;
pub(crate) mod header;
pub(crate) mod heads;
pub(crate) mod hints;
pub(crate) mod history;
pub(crate) mod leave;
pub(crate) mod notice;
pub(crate) mod overlay;
pub(crate) mod picker;
pub(crate) mod places;
pub(crate) mod request;
pub(crate) mod result;
pub(crate) mod review;
pub(crate) mod row;
pub(crate) mod scope;
pub(crate) mod table;
pub(crate) mod token;
pub(crate) mod unfinished;
