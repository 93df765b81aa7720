//! The command line as operators and scripts use it: the real binary against a cloud in another process.

mod doctor;
mod hostile;
mod history;
mod input;
mod options;
mod plan;
mod read;
mod send;
