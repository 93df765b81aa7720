//! What the process asks of the system before it reads a key or writes a file.

use rustix::process::{Resource, Rlimit, setrlimit};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// A file that may not grow any more is an error of writing, which says so and ends nothing; and no crash writes the keys to disk.
pub(crate) fn set() {
    // Caught and not ignored: whoever this program starts does not inherit it.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::<AtomicBool>::default());
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}
