//! The journal's one owner: a thread of its own, so that an fsync never holds up the screen; jobs are done in the order they came.

use crate::journal::{Journal, JournalError, RunLock, Scan, Who, scan};
use crate::text::Lang;
use crate::unbind::Record;
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::mpsc as std_mpsc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// Something for the journal to do.
#[derive(Debug)]
pub enum Job {
    /// Write a record, and say when it is on disk.
    Write(Box<Record>, oneshot::Sender<Result<(), String>>),
    /// Read the whole journal.
    Scan(oneshot::Sender<Result<Scan, String>>),
}

/// What is to be done, in order; `None` is the end.
#[derive(Debug)]
pub struct Jobs(mpsc::UnboundedReceiver<Option<Job>>);

impl Jobs {
    /// The next job; waits for it. `None` when there is to be no other, or the last handle is gone.
    pub fn wait(&mut self) -> Option<Job> {
        self.0.blocking_recv().flatten()
    }

    /// The next job, if there is one.
    pub fn take(&mut self) -> Option<Job> {
        self.0.try_recv().ok().flatten()
    }
}

/// The thread. Handles to the writer may outlive what is to be written: tasks that wait hold some.
#[derive(Debug)]
pub struct Thread {
    jobs: mpsc::UnboundedSender<Option<Job>>,
    ended: std_mpsc::Receiver<Infallible>,
}

/// How long the end is waited for: a little longer than one job waits for a lock that somebody else holds.
const END: Duration = Duration::from_secs(8);

impl Thread {
    /// Lets it do what was asked for before, and end; what was to be written is on disk then, unless the disk takes too long.
    pub fn end(self) {
        let _ = self.jobs.send(None);
        let _ = self.ended.recv_timeout(END);
    }
}

/// Where the journal is and who writes it.
#[derive(Debug, Clone)]
pub struct Place {
    /// The folder; `None` when there is no home folder to put it into.
    pub dir: Option<PathBuf>,
    /// This process.
    pub who: Who,
    /// The language of its errors.
    pub lang: Lang,
}

impl Place {
    /// The folder.
    ///
    /// # Errors
    /// When there is none.
    pub fn dir(&self) -> Result<&Path, JournalError> {
        self.dir.as_deref().ok_or_else(JournalError::no_folder)
    }

    /// An error as a sentence in the operator's language.
    pub fn sentence(&self, error: &JournalError) -> String {
        let (en, zh) = error.text();
        match self.lang {
            Lang::En => en,
            Lang::Zh => zh,
        }
    }

    /// The lock comes first: whoever finds an intent of this process must be able to tell that it lives.
    fn open(&self) -> Result<(RunLock, Journal), JournalError> {
        let dir = self.dir()?;
        let lock = RunLock::take(dir, &self.who)?;
        Ok((lock, Journal::open(dir, self.who.clone())?))
    }
}

/// A handle to the writer.
#[derive(Debug, Clone)]
pub struct Writer {
    jobs: mpsc::UnboundedSender<Option<Job>>,
    place: Place,
}

impl Writer {
    /// A handle, and what it asks for.
    pub fn pair(place: Place) -> (Self, Jobs) {
        let (jobs, inbox) = mpsc::unbounded_channel();
        (Self { jobs, place }, Jobs(inbox))
    }

    /// Starts the thread.
    pub fn start(place: Place) -> (Self, Thread) {
        let own = place.clone();
        let (writer, mut jobs) = Self::pair(place);
        let (running, ended) = std_mpsc::channel();
        std::thread::spawn(move || {
            let _running = running;
            // A folder that can't be used now may be usable when it matters: it is tried again then.
            let mut open = own.open();
            while let Some(job) = jobs.wait() {
                if open.is_err() {
                    open = own.open();
                }
                match job {
                    Job::Write(record, reply) => {
                        let written = open.as_mut().map_err(|e| own.sentence(e));
                        let _ = reply.send(written.and_then(|(_, journal)| {
                            journal.append(&record).map(drop).map_err(|e| own.sentence(&e))
                        }));
                    }
                    Job::Scan(reply) => {
                        drop(reply.send(own.dir().and_then(scan).map_err(|e| own.sentence(&e))))
                    }
                }
            }
        });
        let thread = Thread { jobs: writer.jobs.clone(), ended };
        (writer, thread)
    }

    /// Where the journal is.
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Writes a record; comes back when it is on disk, or with the reason why not.
    ///
    /// # Errors
    /// The reason, as a sentence.
    pub async fn write(&self, record: Record) -> Result<(), String> {
        self.ask(|reply| Job::Write(Box::new(record), reply)).await
    }

    /// Reads the whole journal.
    ///
    /// # Errors
    /// The reason, as a sentence.
    pub async fn scan(&self) -> Result<Scan, String> {
        self.ask(Job::Scan).await
    }

    async fn ask<T>(
        &self,
        job: impl FnOnce(oneshot::Sender<Result<T, String>>) -> Job,
    ) -> Result<T, String> {
        let gone = || "the journal's writer has ended".to_owned();
        let (reply, answer) = oneshot::channel();
        self.jobs.send(Some(job(reply))).map_err(|_| gone())?;
        answer.await.map_err(|_| gone())?
    }
}
