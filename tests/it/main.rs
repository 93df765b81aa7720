//! The one test binary: one link, many modules.

mod fixture;
mod keys;
mod layering;
mod plan;
mod signing;
mod sim;
mod wire;
