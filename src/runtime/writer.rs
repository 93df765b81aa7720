//! The journal's one owner: a thread of its own, so that an fsync never holds up the screen; jobs are done in the order they came.

use crate::journal::{Journal, JournalError, RunLock, Scan, Who, scan_last, scan_open, verdict_in};
use crate::text::Lang;
use crate::unbind::{Record, Verdict};
use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc as std_mpsc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// Something for the journal to do.
#[derive(Debug)]
pub enum Job {
    /// Write a record, and say when it is on disk.
    Write(Box<Record>, oneshot::Sender<Result<(), String>>),
    /// Read the journal; of its lines, the last.
    Scan(oneshot::Sender<Result<Scan, String>>),
    /// Read the lines of what has no outcome yet.
    ScanOpen(oneshot::Sender<Result<Scan, String>>),
    /// Read the last verdict about this item of this run.
    Verdict(String, usize, oneshot::Sender<Result<Option<Verdict>, String>>),
}

/// What is to be done, in order; `None` is the end.
#[derive(Debug)]
pub struct Jobs(mpsc::UnboundedReceiver<Option<Job>>);

impl Jobs {
    /// The next job; waits for it. `None` when there is to be no other, or the last handle is gone.
    pub(crate) fn wait(&mut self) -> Option<Job> {
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
    /// Records that are not on disk yet.
    unwritten: Arc<AtomicUsize>,
}

/// So much of the end of the journal is held for the screen, in bytes as they stand in the file: tens of thousands of records.
const SHOWN: usize = 16 << 20;

/// How long the end is waited for: a little longer than one job waits for a lock that somebody else holds.
const END: Duration = Duration::from_secs(8);
/// How long it is waited for when nothing is to be written: a disk that hangs must not hold up leaving.
const IDLE_END: Duration = Duration::from_millis(300);

impl Thread {
    /// Lets it do what was asked for before, and end; what was to be written is on disk then, unless the disk takes too long.
    pub(crate) fn end(self) {
        let _ = self.jobs.send(None);
        let is_idle = self.unwritten.load(Ordering::SeqCst) == 0;
        let _ = self.ended.recv_timeout(if is_idle { IDLE_END } else { END });
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
    /// Options of this process that a command printed in a report needs, too.
    pub options: Vec<(&'static str, String)>,
}

impl Place {
    /// The folder.
    ///
    /// # Errors
    /// When there is none.
    pub(crate) fn dir(&self) -> Result<&Path, JournalError> {
        self.dir.as_deref().ok_or_else(JournalError::no_folder)
    }

    /// An error as a sentence in the operator's language.
    pub(crate) fn sentence(&self, error: &JournalError) -> String {
        crate::text::journal::failed(self.lang, error.kind, &error.tail())
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
    unwritten: Arc<AtomicUsize>,
}

impl Writer {
    /// A handle, and what it asks for.
    pub fn pair(place: Place) -> (Self, Jobs) {
        let (jobs, inbox) = mpsc::unbounded_channel();
        (Self { jobs, place, unwritten: Arc::default() }, Jobs(inbox))
    }

    /// Starts the thread.
    pub(crate) fn start(place: Place) -> (Self, Thread) {
        let own = place.clone();
        let (writer, mut jobs) = Self::pair(place);
        let (running, ended) = std_mpsc::channel();
        let unwritten = Arc::clone(&writer.unwritten);
        let done = Arc::clone(&unwritten);
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
                        done.fetch_sub(1, Ordering::SeqCst);
                    }
                    Job::Scan(reply) => {
                        let read = own.dir().and_then(|dir| scan_last(dir, SHOWN));
                        drop(reply.send(read.map_err(|e| own.sentence(&e))));
                    }
                    Job::ScanOpen(reply) => {
                        let read = own.dir().and_then(scan_open);
                        drop(reply.send(read.map_err(|e| own.sentence(&e))));
                    }
                    Job::Verdict(run, item, reply) => {
                        let read = own.dir().and_then(|dir| verdict_in(dir, &run, item));
                        drop(reply.send(read.map_err(|e| own.sentence(&e))));
                    }
                }
            }
        });
        let thread = Thread { jobs: writer.jobs.clone(), ended, unwritten };
        (writer, thread)
    }

    /// Where the journal is.
    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// Hands a record over, at once; what it gives comes back when that is on disk, or with the reason why not.
    pub fn write(&self, record: Record) -> impl Future<Output = Result<(), String>> + use<> {
        self.unwritten.fetch_add(1, Ordering::SeqCst);
        self.ask(|reply| Job::Write(Box::new(record), reply))
    }

    /// Reads the journal, its last lines for a screen.
    ///
    /// # Errors
    /// The reason, as a sentence.
    pub(crate) async fn scan(&self) -> Result<Scan, String> {
        self.ask(Job::Scan).await
    }

    /// Reads what has no outcome yet.
    ///
    /// # Errors
    /// The reason, as a sentence.
    pub(crate) async fn scan_open(&self) -> Result<Scan, String> {
        self.ask(Job::ScanOpen).await
    }

    /// Reads the last verdict about this item of this run.
    ///
    /// # Errors
    /// The reason, as a sentence.
    pub(crate) async fn verdict(&self, run: &str, item: usize) -> Result<Option<Verdict>, String> {
        let run = run.to_owned();
        self.ask(move |reply| Job::Verdict(run, item, reply)).await
    }

    fn ask<T, J: FnOnce(oneshot::Sender<Result<T, String>>) -> Job>(
        &self,
        job: J,
    ) -> impl Future<Output = Result<T, String>> + use<T, J> {
        let (reply, answer) = oneshot::channel();
        // Where nobody takes it, the other end of the answer is gone with it.
        drop(self.jobs.send(Some(job(reply))));
        async { answer.await.map_err(|_| "the journal's writer has ended".to_owned())? }
    }
}
