//! The journal's one owner: a thread of its own, so that an fsync never holds up the screen; jobs are done in the order they came.

use crate::journal::Journal;
use crate::unbind::Record;
use std::thread::JoinHandle;
use tokio::sync::{mpsc, oneshot};

struct Job {
    record: Record,
    reply: oneshot::Sender<Result<(), String>>,
}

/// Opens the journal when it is first needed.
pub type Open = Box<dyn FnOnce() -> Result<Journal, String> + Send>;

/// A handle to the writer. Dropping the last one ends the thread after its last job.
#[derive(Debug, Clone)]
pub struct Writer {
    jobs: mpsc::UnboundedSender<Job>,
}

impl Writer {
    /// Starts the thread.
    pub fn start(open: Open) -> (Self, JoinHandle<()>) {
        let (jobs, mut inbox) = mpsc::unbounded_channel::<Job>();
        let thread = std::thread::spawn(move || {
            let mut journal = open();
            while let Some(job) = inbox.blocking_recv() {
                let result = match &mut journal {
                    Ok(journal) => journal.append(&job.record).map(drop).map_err(|error| error.to_string()),
                    Err(error) => Err(error.clone()),
                };
                let _ = job.reply.send(result);
            }
        });
        (Self { jobs }, thread)
    }

    /// Writes a record; comes back when it is on disk, or with the reason why not.
    ///
    /// # Errors
    /// The reason, as a sentence.
    pub async fn write(&self, record: Record) -> Result<(), String> {
        let (reply, answer) = oneshot::channel();
        let gone = || "the journal's writer has ended".to_owned();
        self.jobs.send(Job { record, reply }).map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }
}
