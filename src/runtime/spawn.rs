//! The one place that starts tasks, and the runtime that they live on.

use crate::failure::{Failure, FailureKind};

/// Starts a task on the current thread.
#[expect(clippy::disallowed_methods, reason = "the one place that starts tasks")]
pub fn spawn(task: impl Future<Output = ()> + 'static) {
    drop(tokio::task::spawn_local(task));
}

/// Runs a future on a runtime of one thread, where all tasks live.
pub(crate) fn block_on<T>(future: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| {
            Failure::new(FailureKind::Reading, format!("no async runtime: {error}"))
        })?;
    let result = tokio::task::LocalSet::new().block_on(&runtime, future);
    // A name lookup that hangs in a thread of its own must not hold up leaving.
    runtime.shutdown_background();
    result
}
