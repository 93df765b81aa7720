//! The one test binary: one link, many modules.

#[cfg(test)]
mod screens;
#[cfg(test)]
mod support;
