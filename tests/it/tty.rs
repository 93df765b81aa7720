//! The whole program under a pseudo-terminal: what is left behind, what acts and what does not (`product.md` §2, promises 2, 9, 10, 11).

mod cloud;
mod decode;
mod header;
mod input;
mod leaving;
mod shape;
mod stopping;
pub(crate) mod term;
