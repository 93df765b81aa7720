//! Simulated time: a queue of what will happen, ordered by time and then by when it was asked for, and tasks that wait for it.

use eip_unbind::app::{Key, Msg};
use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use tokio::sync::oneshot;

/// Something that happens.
pub(crate) enum Happening {
    /// On the wire or to a waiting task.
    Call(Box<dyn FnOnce()>),
    /// A key is pressed.
    Key(Key),
    /// Something is pasted.
    Paste(String),
    /// The terminal gains or loses the focus.
    Focus(bool),
    /// The operator thinks of the next thing to do.
    Operator,
    /// Somebody else changes something: a certain EIP, or any.
    Others(Option<String>),
    /// The machine's clock jumps by so many milliseconds.
    ClockJump(i64),
    /// The process is told to end.
    Signal(u8),
    /// The process is killed.
    Kill,
    /// The program is started again.
    Start,
    /// The disk has done its job; the number tells jobs apart.
    DiskDone(u64),
}

struct Entry {
    at: Reverse<(u64, u64)>,
    what: Happening,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.at.cmp(&other.at)
    }
}

/// The queue.
#[derive(Default)]
pub(crate) struct Hub {
    now: Cell<u64>,
    asked: Cell<u64>,
    queue: RefCell<BinaryHeap<Entry>>,
}

impl Hub {
    /// Milliseconds since the simulation began.
    pub(crate) fn now(&self) -> u64 {
        self.now.get()
    }

    /// Lets something happen after so many milliseconds.
    pub(crate) fn after(&self, ms: u64, what: Happening) {
        self.asked.set(self.asked.get() + 1);
        self.queue.borrow_mut().push(Entry {
            at: Reverse((self.now.get().saturating_add(ms), self.asked.get())),
            what,
        });
    }

    /// Calls something after so many milliseconds.
    pub(crate) fn call_after(&self, ms: u64, call: impl FnOnce() + 'static) {
        self.after(ms, Happening::Call(Box::new(call)));
    }

    /// When the next thing happens.
    pub(crate) fn next_at(&self) -> Option<u64> {
        self.queue.borrow().peek().map(|entry| entry.at.0.0)
    }

    /// The next thing; time moves on to it.
    pub(crate) fn next(&self) -> Option<Happening> {
        let entry = self.queue.borrow_mut().pop()?;
        self.now.set(entry.at.0.0);
        Some(entry.what)
    }

    /// Moves time on without anything happening.
    pub(crate) fn pass_to(&self, at: u64) {
        self.now.set(at.max(self.now.get()));
    }

    /// Forgets what is still to come: what waits there holds the world, which holds this queue.
    pub(crate) fn forget(&self) {
        drop(self.queue.take());
    }

    /// Waits.
    pub(crate) fn sleep(&self, ms: u64) -> Pin<Box<dyn Future<Output = ()>>> {
        let (wake, woken) = oneshot::channel::<()>();
        self.call_after(ms, move || drop(wake));
        Box::pin(async move {
            let _ = woken.await;
        })
    }
}

struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Something the process waits for.
pub(crate) struct Task {
    future: Pin<Box<dyn Future<Output = Option<Msg>>>>,
    flag: Arc<Flag>,
    /// When it was started.
    pub(crate) born: u64,
    /// What it is, for the story; empty for what may last long.
    pub(crate) what: &'static str,
}

impl Task {
    pub(crate) fn new(
        born: u64,
        what: &'static str,
        future: impl Future<Output = Option<Msg>> + 'static,
    ) -> Self {
        Self { future: Box::pin(future), flag: Arc::new(Flag(AtomicBool::new(true))), born, what }
    }
}

/// Lets every task go on that was woken; those that ended give their messages, in order.
pub(crate) fn poll(tasks: &mut Vec<Task>) -> Vec<Msg> {
    let mut out = Vec::new();
    tasks.retain_mut(|task| {
        if !task.flag.0.swap(false, Ordering::Relaxed) {
            return true;
        }
        let waker = Waker::from(Arc::clone(&task.flag));
        match task.future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Pending => true,
            Poll::Ready(msg) => {
                out.extend(msg);
                false
            }
        }
    });
    out
}
