//! The program in a pseudo-terminal: keys in, screen out, and what it leaves behind.

use super::link::{Delays, Late};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read as _, Write};
use std::num::NonZeroU16;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};
use vt100::{Callbacks, MouseProtocolMode, Parser, Screen};

pub(crate) const BIN: &str = env!("CARGO_BIN_EXE_eip-unbind");
/// Nothing here takes this long on a machine that is not stuck.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);
pub(crate) const ALT_SCREEN: &[u8] = b"\x1b[?1049h";

#[expect(clippy::disallowed_methods, reason = "what is measured here happens in another process")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

/// What `vt100` does not keep.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    pub(crate) focus: bool,
    pub(crate) sync: bool,
    pub(crate) bells: usize,
    pub(crate) titles: Vec<Vec<u8>>,
    pub(crate) copied: usize,
    /// Titles that are kept, and keyboard modes that are kept.
    pub(crate) kept: (i32, i32),
    /// Everything that no terminal of this kind was asked to understand.
    pub(crate) strange: Vec<String>,
}

impl Callbacks for Beside {
    fn audible_bell(&mut self, _: &mut Screen) {
        self.bells += 1;
    }

    fn set_window_title(&mut self, _: &mut Screen, title: &[u8]) {
        self.titles.push(title.to_vec());
    }

    fn copy_to_clipboard(&mut self, _: &mut Screen, _: &[u8], _: &[u8]) {
        self.copied += 1;
    }

    fn unhandled_char(&mut self, _: &mut Screen, c: char) {
        self.strange.push(format!("char {c:?}"));
    }

    fn unhandled_control(&mut self, _: &mut Screen, byte: u8) {
        self.strange.push(format!("control {byte:#x}"));
    }

    fn unhandled_escape(&mut self, _: &mut Screen, i1: Option<u8>, i2: Option<u8>, byte: u8) {
        // The end of a string: the clipboard's.
        if (i1, i2, byte) == (None, None, b'\\') {
            return;
        }
        self.strange.push(format!("escape {i1:?} {i2:?} {byte:#x}"));
    }

    fn unhandled_csi(
        &mut self,
        _: &mut Screen,
        i1: Option<u8>,
        i2: Option<u8>,
        params: &[&[u16]],
        c: char,
    ) {
        match (i1, params, c) {
            (Some(b'?'), [[1004]], 'h' | 'l') => self.focus = c == 'h',
            (Some(b'?'), [[2026]], 'h' | 'l') => self.sync = c == 'h',
            // The title, and kitty's keyboard modes, put away and taken back; xterm's modifyOtherKeys.
            (None, [[22], [0]], 't') => self.kept.0 += 1,
            (None, [[23], [0]], 't') => self.kept.0 -= 1,
            (Some(b'>'), [[0]], 'u') => self.kept.1 += 1,
            (Some(b'<'), [[1]], 'u') => self.kept.1 -= 1,
            (Some(b'='), [[0]], 'u') | (Some(b'>'), [[4]] | [[4], [0]], 'm') => {}
            // Where is the cursor; the underline's own colour.
            (None, [[6]], 'n') | (None, [[59]], 'm') => {}
            _ => self.strange.push(format!("csi {i1:?} {i2:?} {params:?} {c}")),
        }
    }

    fn unhandled_osc(&mut self, _: &mut Screen, params: &[&[u8]]) {
        self.strange.push(format!("osc {params:?}"));
    }
}

/// How to start it.
pub(crate) struct Start {
    command: CommandBuilder,
    size: (u16, u16),
    link: Option<(Delays, Delays)>,
}

impl Start {
    /// The program with these arguments, in a bare environment.
    pub(crate) fn new(args: &[&str]) -> Self {
        Self::command(&[&[BIN], args].concat())
    }

    pub(crate) fn demo() -> Self {
        Self::new(&["--demo", "--region", "gz"])
    }

    /// Any command.
    pub(crate) fn command(argv: &[&str]) -> Self {
        let mut command = CommandBuilder::from_argv(argv.iter().map(Into::into).collect());
        command.env_clear();
        command.cwd("/");
        for (name, value) in [
            ("PATH", "/usr/bin:/bin"),
            ("HOME", "/nonexistent"),
            ("LANG", "C.UTF-8"),
            ("TERM", "xterm-256color"),
        ] {
            command.env(name, value);
        }
        Self { command, size: (100, 30), link: None }
    }

    pub(crate) fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Over a link: so late are the keys, and so late is what comes back.
    pub(super) fn link(mut self, up: Delays, down: Delays) -> Self {
        self.link = Some((up, down));
        self
    }

    pub(crate) fn run(self) -> Tty {
        let (cols, rows) = self.size;
        let pair =
            native_pty_system().openpty(PtySize { rows, cols, ..PtySize::default() }).unwrap();
        let modes = termios(pair.master.as_ref());
        let child = pair.slave.spawn_command(self.command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let mut writer = pair.master.take_writer().unwrap();
        let (tell, chunks) = channel();
        let held = Arc::new(AtomicBool::new(false));
        let mut give: Box<dyn FnMut(Vec<u8>) -> bool + Send> =
            Box::new(move |bytes| tell.send(bytes).is_ok());
        if let Some((up, down)) = self.link {
            writer = Box::new(Late::start(up, Arc::clone(&held), move |bytes| {
                writer.write_all(&bytes).is_ok()
            }));
            let mut back = Late::start(down, Arc::default(), give);
            give = Box::new(move |bytes| back.push(bytes));
        }
        let (stop, frozen) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let (stopped, froze) = (Arc::clone(&stop), Arc::clone(&frozen));
        std::thread::spawn(move || {
            let mut buffer = vec![0; 65_536];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if !give(buffer[..count].to_vec()) || stopped.load(Ordering::SeqCst) {
                    return;
                }
                while froze.load(Ordering::SeqCst) {
                    std::thread::park_timeout(Duration::from_millis(5));
                }
            }
        });
        let [rows, cols] = [rows, cols].map(|size| NonZeroU16::new(size).unwrap());
        let parser = Parser::new_with_callbacks(rows, cols, 0, Beside::default());
        Tty {
            master: Some(pair.master),
            writer: Some(writer),
            child,
            chunks,
            parser,
            raw: vec![],
            modes,
            stop,
            frozen,
            held,
        }
    }
}

fn termios(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios())
}

/// It runs.
pub(crate) struct Tty {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    chunks: Receiver<Vec<u8>>,
    parser: Parser<Beside>,
    /// Everything it wrote.
    pub(crate) raw: Vec<u8>,
    modes: String,
    stop: Arc<AtomicBool>,
    frozen: Arc<AtomicBool>,
    held: Arc<AtomicBool>,
}

impl Tty {
    /// Takes what was written until `until`; `false` once the other side is closed.
    fn pump(&mut self, until: Instant) -> bool {
        match self.chunks.recv_timeout(until.saturating_duration_since(now())) {
            Ok(bytes) => {
                self.parser.process(&bytes);
                self.raw.extend(bytes);
                true
            }
            Err(RecvTimeoutError::Timeout) => true,
            Err(RecvTimeoutError::Disconnected) => false,
        }
    }

    pub(crate) fn text(&self) -> String {
        self.parser.screen().contents()
    }

    pub(crate) fn screen(&self) -> &Screen {
        self.parser.screen()
    }

    pub(crate) fn beside(&self) -> &Beside {
        self.parser.callbacks()
    }

    /// Waits for a screen; says how long it took.
    #[track_caller]
    pub(crate) fn until(&mut self, what: &str, is_there: impl Fn(&str) -> bool) -> Duration {
        let start = now();
        loop {
            if is_there(&self.text()) {
                return start.elapsed();
            }
            let open = self.pump((start + PATIENCE).min(now() + Duration::from_millis(200)));
            let fresh = is_there(&self.text());
            assert!(
                fresh || (open && start.elapsed() < PATIENCE),
                "no {what}; the screen:\n{}",
                self.text()
            );
        }
    }

    #[track_caller]
    pub(crate) fn wait_for(&mut self, text: &str) -> Duration {
        self.until(text, |screen| screen.contains(text))
    }

    /// Waits until the token field takes keys.
    #[track_caller]
    pub(crate) fn wait_armed(&mut self) {
        self.until("armed field", |screen| screen.contains("Enter ▸ ▌"));
    }

    /// Lets time pass.
    pub(crate) fn pass(&mut self, ms: u64) {
        let until = now() + Duration::from_millis(ms);
        while now() < until {
            if !self.pump(until) {
                std::thread::park_timeout(until.saturating_duration_since(now()));
            }
        }
    }

    /// Writes in one piece.
    #[track_caller]
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(bytes.as_ref()).unwrap();
        writer.flush().unwrap();
    }

    /// Types, a key every `gap` milliseconds.
    #[track_caller]
    pub(crate) fn keys(&mut self, gap: u64, keys: &[&str]) {
        for key in keys {
            self.pass(gap);
            self.send(key);
        }
    }

    /// Types a token and confirms it, in no hurry: what is not about speed must not depend on how fast this machine is.
    #[track_caller]
    pub(crate) fn confirm(&mut self, token: &str) {
        token.chars().for_each(|key| self.keys(40, &[&key.to_string()]));
        self.keys(200, &["\r"]);
    }

    pub(crate) fn pid(&self) -> i32 {
        self.child.process_id().unwrap() as i32
    }

    pub(crate) fn signal(&self, signal: rustix::process::Signal) {
        rustix::process::kill_process(rustix::process::Pid::from_raw(self.pid()).unwrap(), signal)
            .unwrap();
    }

    /// Another size. The screen kept here stays as large as it was: only what is drawn matters.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.master
            .as_ref()
            .unwrap()
            .resize(PtySize { rows, cols: columns, ..PtySize::default() })
            .unwrap();
    }

    /// Waits for the end; gives the exit code.
    #[track_caller]
    pub(crate) fn wait(&mut self) -> u32 {
        let until = now() + PATIENCE;
        while self.pump(until) {
            assert!(now() < until, "it does not end; the screen:\n{}", self.text());
        }
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                assert_eq!(status.signal(), None, "it was killed");
                return status.exit_code();
            }
            assert!(now() < until, "it does not end");
            std::thread::park_timeout(Duration::from_millis(2));
        }
    }

    /// What is not as it was.
    pub(crate) fn leftovers(&self) -> Vec<&'static str> {
        let (screen, beside) = (self.parser.screen(), self.parser.callbacks());
        let modes = self.master.as_ref().map(|master| termios(master.as_ref()));
        let colours =
            (screen.fgcolor(), screen.bgcolor()) != (vt100::Color::Default, vt100::Color::Default);
        [
            (screen.alternate_screen(), "alternate screen"),
            (screen.hide_cursor(), "hidden cursor"),
            (screen.bracketed_paste(), "bracketed paste"),
            (screen.mouse_protocol_mode() != MouseProtocolMode::None, "mouse"),
            (screen.application_cursor() || screen.application_keypad(), "application keys"),
            (
                screen.bold() || screen.dim() || screen.inverse() || screen.underline() || colours,
                "colours",
            ),
            (beside.kept.0 != 0, "title"),
            (beside.kept.1 != 0, "keyboard modes"),
            (beside.focus, "focus reports"),
            (beside.sync, "synchronized update"),
            (modes.is_some_and(|modes| modes != self.modes), "termios"),
        ]
        .into_iter()
        .filter_map(|(left, name)| left.then_some(name))
        .collect()
    }

    /// A window that takes nothing more.
    pub(crate) fn freeze(&self, frozen: bool) {
        self.frozen.store(frozen, Ordering::SeqCst);
    }

    /// Lets the link hang on the way to the program.
    pub(super) fn hold(&self, held: bool) {
        self.held.store(held, Ordering::SeqCst);
    }

    /// Closes the terminal, as a window is closed or a link dies. It must be about to write something.
    pub(crate) fn close(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        while self.pump(now() + Duration::from_millis(200)) {}
        self.writer = None;
        self.master = None;
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        self.freeze(false);
        if matches!(self.child.try_wait(), Ok(None)) {
            let _ = self.child.kill();
        }
    }
}
