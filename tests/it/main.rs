//! The one test binary: one link, many modules.

#![expect(clippy::unwrap_used, reason = "a test that can't go on stops")]

mod accounts;
mod alert;
mod answers;
mod auto;
mod before_send;
mod cli;
mod config;
mod conformance;
mod contrast;
mod crash;
mod credentials;
mod docs;
mod faults;
mod filter;

mod flows;
mod hooks;
mod incidents;
mod journal;
mod keys;
mod laws;
mod layering;
mod leaks;
mod lookups;
mod network;
mod picker;
mod plan;
mod plan_files;
mod protections;
mod readme;
mod references;
mod regions;
mod run_order;
mod screens;
mod signing;
mod simulation;
mod simulator;
mod support;
mod tty;
mod untold;
mod wire;
mod words;
