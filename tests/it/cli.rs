//! The command line as operators and scripts use it: the real binary against a cloud in another process.

mod bind;
mod completions;
mod doctor;
mod ending;
mod files;
mod history;
mod hostile;
mod input;
mod left_open;
mod options;
pub(crate) mod plan;
mod read;
mod said;
mod send;
mod settings;
mod usage;
mod width;
