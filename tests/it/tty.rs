//! The whole program under a pseudo-terminal: what is left behind, what acts and what does not (`docs/contract.md` §2, promises 2, 9, 10, 11).

pub(crate) mod cloud;
mod copy;
mod decode;
mod header;
mod input;
mod leaving;
mod link;
mod next_day;
mod record;
mod recovery;
mod shape;
mod stopping;
mod targets;
mod team;
pub(crate) mod term;
