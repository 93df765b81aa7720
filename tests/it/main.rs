//! The one test binary: one link, many modules.

#![expect(clippy::unwrap_used, reason = "a test that can't go on stops")]

mod fixture;
mod keys;
mod layering;
mod plan;
mod run_order;
mod signing;
mod sim;
mod simulation;
mod wire;
