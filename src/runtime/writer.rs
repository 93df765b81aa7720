//! The journal's one owner: a thread of its own, so that an fsync never holds up the screen; jobs are done in the order they came.

use crate::journal::Journal;
use crate::unbind::Record;
use std::thread::JoinHandle;
use tokio::sync::{mpsc, oneshot};

/// A record that is to be written.
#[derive(Debug)]
pub struct Job {
    /// The record.
    pub record: Record,
    reply: oneshot::Sender<Result<(), String>>,
}

impl Job {
    /// Tells whoever waits what became of it.
    pub fn done(self, result: Result<(), String>) {
        // Nobody waits any more once the program is leaving.
        let _ = self.reply.send(result);
    }
}

/// What is to be written, in order.
#[derive(Debug)]
pub struct Jobs(mpsc::UnboundedReceiver<Job>);

impl Jobs {
    /// The next job; waits for it. `None` when the last handle is gone.
    pub fn wait(&mut self) -> Option<Job> {
        self.0.blocking_recv()
    }

    /// The next job, if there is one.
    pub fn take(&mut self) -> Option<Job> {
        self.0.try_recv().ok()
    }
}

/// Opens the journal when it is first needed.
pub type Open = Box<dyn FnOnce() -> Result<Journal, String> + Send>;

/// A handle to the writer. Dropping the last one ends the thread after its last job.
#[derive(Debug, Clone)]
pub struct Writer {
    jobs: mpsc::UnboundedSender<Job>,
}

impl Writer {
    /// A handle, and what it asks for.
    pub fn pair() -> (Self, Jobs) {
        let (jobs, inbox) = mpsc::unbounded_channel();
        (Self { jobs }, Jobs(inbox))
    }

    /// Starts the thread.
    pub fn start(open: Open) -> (Self, JoinHandle<()>) {
        let (writer, mut jobs) = Self::pair();
        let thread = std::thread::spawn(move || {
            let mut journal = open();
            while let Some(job) = jobs.wait() {
                let result = match &mut journal {
                    Ok(journal) => journal.append(&job.record).map(drop).map_err(|error| error.to_string()),
                    Err(error) => Err(error.clone()),
                };
                job.done(result);
            }
        });
        (writer, thread)
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
