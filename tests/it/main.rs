//! The one test binary: one link, many modules.

mod screens;
mod support;
