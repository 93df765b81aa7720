//! `eip-unbind` takes a Tencent Cloud Elastic IP (EIP, 弹性公网IP) off its server, during an incident, without lying about what happened.
//!
//! `docs/architecture.md` shows how a key press becomes a request and a verdict, and where a key, a text, a parameter and a test live.
//!
//! # Reading order
//! 1. [`domain`]: the nouns, as plain data.
//! 2. [`unbind`]: the procedure request → plan → run → outcome, as plain functions.
//! 3. [`app`]: the machine, one function `update(&mut App, Msg) -> Vec<Effect>`.
//! 4. [`view`]: pictures of the machine; [`text`]: every word it says, English and Chinese side by side.
//! 5. [`api`]: what is sent to the cloud and what comes back; [`sim`]: a cloud that fits in memory.
//! 6. [`runtime`]: the shell that owns terminal, network, disk and clock; [`cli`]: the way in.
//!
//! # The rule
//! Arrows point inwards: `domain` uses nothing of ours, `unbind` only `domain`, `text` those two, `app` those three, `view` also `app`;
//! `api` uses only `domain`. Time arrives in messages. `tests/it/layering.rs` reads the sources and fails on a violation.

pub mod api;
pub mod app;
pub mod cli;
pub mod config;
pub mod domain;
pub mod failure;
mod files;
pub mod journal;
mod parallel;
pub mod runtime;
pub mod sim;
pub mod text;
pub mod unbind;
pub mod view;
