//! Signals as messages.

use rustix::process::Signal as Number;
use std::future::poll_fn;
use std::io;
use std::task::Poll;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// A signal that matters here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caught {
    /// End, after giving the terminal back; the number is the signal's.
    End(u8),
    /// Stop, after giving the terminal back.
    Stop,
    /// Go on after having been stopped.
    Continued,
    /// The terminal has another size.
    Resized,
}

/// Signals that anybody sends to end a program; without these there is no running.
const USUAL: [Number; 4] = [Number::TERM, Number::HUP, Number::INT, Number::QUIT];

/// Signals that would end the process, too, and leave the terminal as it is. Not among them: KILL, which can't be caught; SEGV, BUS, ILL and
/// FPE, after which nothing can be trusted to run on; PIPE and XFSZ, which are errors of writing here.
const UNUSUAL: &[Number] = &[
    Number::ABORT,
    Number::ALARM,
    Number::IO,
    Number::PROF,
    Number::SYS,
    Number::TRAP,
    Number::USR1,
    Number::USR2,
    Number::VTALARM,
    Number::XCPU,
    #[cfg(target_os = "linux")]
    Number::POWER,
    #[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
    Number::STKFLT,
];

/// Linux's real-time signals end a process as well. The C library keeps the first two or three to itself.
#[cfg(target_os = "linux")]
const REAL_TIME: std::ops::RangeInclusive<i32> = 34..=64;
#[cfg(not(target_os = "linux"))]
const REAL_TIME: std::ops::Range<i32> = 0..0;

/// All signals that matter, and what each means.
pub struct Signals {
    all: Vec<(Caught, Signal)>,
}

impl Signals {
    /// Starts listening.
    ///
    /// # Errors
    /// When the system does not allow it.
    pub(crate) fn listen() -> io::Result<Self> {
        let listen = |number: i32| signal(SignalKind::from_raw(number));
        let end = |number: i32| Some((Caught::End(number as u8), listen(number).ok()?));
        let mut all = Vec::new();
        for number in USUAL {
            all.push((Caught::End(number.as_raw() as u8), listen(number.as_raw())?));
        }
        all.extend(UNUSUAL.iter().map(|number| number.as_raw()).chain(REAL_TIME).filter_map(end));
        for (number, caught) in [
            (Number::TSTP, Caught::Stop),
            (Number::CONT, Caught::Continued),
            (Number::WINCH, Caught::Resized),
        ] {
            all.push((caught, listen(number.as_raw())?));
        }
        Ok(Self { all })
    }

    /// The next one.
    pub(crate) async fn next(&mut self) -> Caught {
        poll_fn(|context| {
            let came = |(caught, signal): &mut (Caught, Signal)| {
                signal.poll_recv(context).is_ready().then_some(*caught)
            };
            self.all.iter_mut().find_map(came).map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }
}

/// The next one, where they can be listened to.
pub(crate) async fn next(signals: &mut Option<Signals>) -> Caught {
    match signals {
        Some(signals) => signals.next().await,
        None => std::future::pending().await,
    }
}

/// Stops the whole process group, as the terminal's own Ctrl-Z does: a wrapper such as `cargo run` must stop too.
pub(crate) fn stop_group() {
    let _ = rustix::process::kill_current_process_group(Number::STOP);
}

/// For as long as something short must be put right before the process ends: a signal that would end it is only noted.
pub(crate) struct Postponed {
    seen: std::sync::Arc<std::sync::atomic::AtomicUsize>,
    over: std::sync::Arc<std::sync::atomic::AtomicBool>,
}

impl Postponed {
    /// From now on until it is dropped. A wait of the system that a signal comes to is cut short.
    pub(crate) fn start() -> Self {
        use signal_hook::flag;
        let this = Self { seen: std::sync::Arc::default(), over: std::sync::Arc::default() };
        for number in USUAL.iter().chain(UNUSUAL).map(|number| number.as_raw()).chain(REAL_TIME) {
            let _ = flag::register_conditional_default(number, this.over.clone());
            let _ = flag::register_usize(number, this.seen.clone(), number as usize);
        }
        this
    }
}

impl Drop for Postponed {
    fn drop(&mut self) {
        use std::sync::atomic::Ordering;
        self.over.store(true, Ordering::SeqCst);
        let seen = self.seen.load(Ordering::SeqCst);
        if seen != 0 {
            let _ = signal_hook::low_level::emulate_default_handler(seen as i32);
        }
    }
}
