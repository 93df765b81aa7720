//! The terminal: taken, and always given back (`docs/contract.md` §2, promise 10).
//!
//! Frames are written by a thread of their own: a terminal that takes nothing any more (a frozen window, a link that hangs) must hold up
//! neither the verdict of a request that is out, nor leaving.

use crossterm::cursor::{Hide, MoveTo, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, EnableBracketedPaste, EnableFocusChange,
};
use crossterm::queue;
use crossterm::style::{Print, ResetColor};
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, SetTitle, disable_raw_mode, enable_raw_mode,
};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::cell::RefCell;
use std::io;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc as sync;
use std::time::Duration;
use tokio::sync::mpsc;

/// Whether the terminal is ours at the moment; the panic hook asks.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// So long a terminal that takes nothing is waited for when it is given back.
const PATIENCE: Duration = Duration::from_millis(300);
/// A sign that is one column wide in most terminals and two in some, and the question where the cursor is after it.
const AMBIGUOUS: &str = "①\x1b[6n";
/// Keys as a plain terminal sends them: kitty's protocol off (what was before is kept by the terminal), modifyOtherKeys off, cursor keys and
/// keypad not in application mode. A program that ended badly may have left any of these on.
const PLAIN_KEYS: &str = "\x1b[>0u\x1b[>4;0m\x1b[?1l\x1b>";
/// The same without keeping anything, as it is kept already.
const PLAIN_KEYS_AGAIN: &str = "\x1b[=0u\x1b[>4;0m\x1b[?1l\x1b>";
/// Kitty's protocol as it was; modifyOtherKeys as the terminal is set up.
const KEYS_GIVEN_BACK: &str = "\x1b[<1u\x1b[>4m";
/// The title is put on the terminal's own stack, and taken from there.
const TITLE_KEPT: &str = "\x1b[22;0t";
const TITLE_GIVEN_BACK: &str = "\x1b[23;0t";
/// The column after it where it is one column wide.
pub(crate) const NARROW: u16 = 2;

/// Tells when something was written, or that the terminal is gone.
pub type Written = mpsc::UnboundedReceiver<io::Result<()>>;

/// Where frames are put together.
#[derive(Debug, Clone, Default)]
struct Outbox(Rc<RefCell<Vec<u8>>>);

impl io::Write for Outbox {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Outbox {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.borrow_mut())
    }
}

enum Job {
    Write(Vec<u8>),
    /// Say when everything before this is written.
    Mark(sync::Sender<()>),
}

/// The terminal while it is ours. Dropping it gives it back.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<Outbox>>,
    outbox: Outbox,
    jobs: sync::Sender<Job>,
    /// Pieces that are not written yet.
    unwritten: usize,
    /// The last frame: positions are absolute, so the same bytes again would change nothing.
    last: Vec<u8>,
}

impl Screen {
    /// Takes the terminal. With `probe` it is asked how wide an ambiguous sign is; the answer comes with the keys.
    ///
    /// # Errors
    /// When there is none, or it does not take the sequences.
    pub(crate) fn take(probe: bool) -> io::Result<(Self, Written)> {
        enter(probe)?;
        let (jobs, inbox) = sync::channel();
        let (tell, written) = mpsc::unbounded_channel();
        std::thread::spawn(move || write_jobs(&inbox, &tell));
        let outbox = Outbox::default();
        let viewport = Viewport::Fixed(area(Self::size()));
        let terminal = Terminal::with_options(
            CrosstermBackend::new(outbox.clone()),
            TerminalOptions { viewport },
        )?;
        Ok((Self { terminal, outbox, jobs, unwritten: 0, last: Vec::new() }, written))
    }

    /// Whether everything is written.
    pub(crate) fn is_idle(&self) -> bool {
        self.unwritten == 0
    }

    /// One piece was written.
    pub(crate) fn written(&mut self) {
        self.unwritten = self.unwritten.saturating_sub(1);
    }

    /// Draws a frame, as one update that the terminal shows at once. Says whether there was anything to write.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(crate) fn draw(&mut self, paint: impl FnOnce(&mut ratatui::Frame<'_>)) -> io::Result<bool> {
        queue!(self.outbox, BeginSynchronizedUpdate)?;
        self.terminal.draw(paint)?;
        queue!(self.outbox, EndSynchronizedUpdate)?;
        let frame = self.outbox.take();
        if frame == self.last {
            return Ok(false);
        }
        self.last.clone_from(&frame);
        self.send(Job::Write(frame))?;
        Ok(true)
    }

    /// Writes a sequence that is no part of a frame.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(crate) fn write(&mut self, bytes: Vec<u8>) -> io::Result<()> {
        self.send(Job::Write(bytes))
    }

    /// Rings.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(crate) fn bell(&mut self) -> io::Result<()> {
        self.send(Job::Write(vec![7]))
    }

    /// The terminal has this size now; the next frame is drawn whole.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(crate) fn resize(&mut self, size: (u16, u16)) -> io::Result<()> {
        self.last.clear();
        self.terminal.resize(area(size))
    }

    /// Gives the terminal back, stops the process group as the shell expects, and takes it again on `fg`.
    ///
    /// # Errors
    /// When the terminal is gone afterwards.
    pub(crate) fn suspend(&mut self) -> io::Result<()> {
        self.settle();
        leave();
        super::signals::stop_group();
        enter(false)?;
        self.resize(Self::size())
    }

    /// The process was stopped from outside and goes on: whoever had the terminal meanwhile may have changed it behind our back.
    ///
    /// # Errors
    /// When the terminal is gone.
    pub(crate) fn retake(&mut self) -> io::Result<()> {
        let _ = disable_raw_mode();
        enable_raw_mode()?;
        let mut bytes = Vec::new();
        queue!(bytes, Hide, EnableBracketedPaste, EnableFocusChange, Print(PLAIN_KEYS_AGAIN))?;
        self.send(Job::Write(bytes))?;
        self.resize(Self::size())
    }

    /// The size of the terminal.
    pub(crate) fn size() -> (u16, u16) {
        let size =
            rustix::termios::tcgetwinsize(io::stdout()).map(|size| (size.ws_col, size.ws_row));
        size.ok().filter(|(columns, rows)| *columns > 0 && *rows > 0).unwrap_or((80, 24))
    }

    fn send(&mut self, job: Job) -> io::Result<()> {
        self.jobs.send(job).map_err(|_| io::ErrorKind::BrokenPipe)?;
        self.unwritten += 1;
        Ok(())
    }

    /// Waits until everything is written, but not for a terminal that takes nothing.
    fn settle(&self) {
        let (tell, told) = sync::channel();
        if self.jobs.send(Job::Mark(tell)).is_ok() {
            let _ = told.recv_timeout(PATIENCE);
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.settle();
        leave();
    }
}

fn area((width, height): (u16, u16)) -> Rect {
    Rect::new(0, 0, width, height)
}

/// Writes what comes until the terminal is gone.
fn write_jobs(inbox: &sync::Receiver<Job>, tell: &mpsc::UnboundedSender<io::Result<()>>) {
    while let Ok(job) = inbox.recv() {
        match job {
            Job::Write(bytes) => {
                let result = write_all(&bytes);
                let is_gone = result.is_err();
                if tell.send(result).is_err() || is_gone {
                    return;
                }
            }
            Job::Mark(told) => drop(told.send(())),
        }
    }
}

/// Whether a shell is there that can bring a stopped job back: not when the terminal was opened for this program alone (`ssh -t host …`,
/// `xterm -e …`), where stopping would mean a dead window.
pub(crate) fn has_job_control() -> bool {
    rustix::process::getsid(None).is_ok_and(|session| session != rustix::process::getpgrp())
}

fn enter(probe: bool) -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let mut bytes = Vec::new();
    queue!(
        bytes,
        Print(TITLE_KEPT),
        EnterAlternateScreen,
        Hide,
        EnableBracketedPaste,
        EnableFocusChange,
        Print(PLAIN_KEYS),
        SetTitle("eip-unbind")
    )?;
    if probe {
        queue!(
            bytes,
            BeginSynchronizedUpdate,
            MoveTo(0, 0),
            Print(AMBIGUOUS),
            Clear(ClearType::All),
            EndSynchronizedUpdate
        )?;
    }
    write_all(&bytes)
}

/// Gives the terminal back, as far as it is there to take it; safe to call twice.
pub(crate) fn leave() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut bytes = Vec::new();
    let _ = queue!(
        bytes,
        EndSynchronizedUpdate,
        DisableFocusChange,
        DisableBracketedPaste,
        ResetColor,
        Print(KEYS_GIVEN_BACK),
        LeaveAlternateScreen,
        Show,
        Print(TITLE_GIVEN_BACK)
    );
    if is_writable(PATIENCE) {
        let _ = write_all(&bytes);
    }
    let _ = disable_raw_mode();
}

/// Whether the terminal takes something within this time.
fn is_writable(patience: Duration) -> bool {
    let stdout = io::stdout();
    let time =
        Timespec { tv_sec: patience.as_secs() as i64, tv_nsec: i64::from(patience.subsec_nanos()) };
    let mut fds = [PollFd::new(&stdout, PollFlags::OUT)];
    poll(&mut fds, Some(&time)).is_ok_and(|ready| ready > 0)
}

/// Writes past the locks and buffers of the standard library: the panic hook must not wait for a thread that hangs in a write.
fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(io::stdout(), bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(count) => bytes = &bytes[count..],
            Err(rustix::io::Errno::INTR) => {}
            Err(rustix::io::Errno::AGAIN) => {
                let _ = is_writable(Duration::from_secs(1));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// A panic gives the terminal back before it says anything, and ends the program with 70. What was sent is in the journal, and the next
/// start settles it.
pub(crate) fn install_panic_hook() {
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        leave();
        default(info);
        #[expect(
            clippy::exit,
            clippy::disallowed_methods,
            reason = "a bug: nothing that runs on can be trusted to leave cleanly"
        )]
        std::process::exit(70);
    }));
}

/// For the answer to the question where the cursor is.
const ANSWER: Duration = Duration::from_millis(1_500);

/// How many columns an ambiguous sign takes, by asking the terminal, for whoever does not take it over. `None` when it does not say.
pub(crate) fn ambiguous_width() -> Option<u16> {
    // A job in the background would be stopped for touching the terminal.
    let foreground = rustix::termios::tcgetpgrp(io::stdin()).ok()?;
    if foreground != rustix::process::getpgrp() {
        return None;
    }
    let _postponed = super::signals::Postponed::start();
    enable_raw_mode().ok()?;
    let column = write_all(format!("\r{AMBIGUOUS}").as_bytes()).ok().and_then(|()| cursor_column());
    let _ = write_all(b"\r\x1b[K");
    let _ = disable_raw_mode();
    column.map(|column| column.saturating_sub(1)).filter(|columns| (1..=2).contains(columns))
}

/// Reads `ESC [ row ; column R`; keys that were typed meanwhile are lost.
fn cursor_column() -> Option<u16> {
    let stdin = io::stdin();
    let time =
        Timespec { tv_sec: ANSWER.as_secs() as i64, tv_nsec: i64::from(ANSWER.subsec_nanos()) };
    let mut said = Vec::new();
    while said.last() != Some(&b'R') && said.len() < 64 {
        let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
        if !poll(&mut fds, Some(&time)).is_ok_and(|ready| ready > 0) {
            return None;
        }
        let mut bytes = [0];
        match rustix::io::read(&stdin, &mut bytes) {
            Ok(1) => said.extend_from_slice(&bytes),
            Ok(_) | Err(_) => return None,
        }
    }
    let text = std::str::from_utf8(&said).ok()?;
    text.rsplit_once('[')?.1.strip_suffix('R')?.split_once(';')?.1.parse().ok()
}
