//! The hooks of a profile: asked before anything of a plan is sent, told what came of each item.

use super::hook;
use super::spawn::spawn;
use crate::app::{Msg, RunNo};
use crate::domain::{Denial, HookEnd};
use futures_util::future::try_join_all;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::{Notify, mpsc, oneshot};

/// Programs of the operator's own, each an array of words.
#[derive(Debug, Clone, Default)]
pub struct Hooks {
    /// All of them must agree to a plan before anything of it is sent.
    pub(crate) before_send: Vec<Vec<String>>,
    /// They are told what came of each item.
    pub(crate) after_outcome: Vec<Vec<String>>,
}

/// How long one that is told of an outcome may take.
const TELL_WITHIN: Duration = Duration::from_secs(10);
/// How long one that is asked before sending may take.
const ASK_WITHIN: Duration = Duration::from_secs(30);

/// The hooks, and which of them are at work.
pub(super) struct HooksAtWork {
    hooks: Hooks,
    out: mpsc::Sender<Msg>,
    /// Runs that every `before_send` agreed to.
    agreed: RefCell<Vec<RunNo>>,
    /// Ends the `before_send` that are being asked.
    asking: RefCell<Option<oneshot::Sender<()>>>,
    /// How many of those that are told of outcomes are at work.
    at_work: Cell<usize>,
    rested: Notify,
    failures: RefCell<Vec<(String, HookEnd)>>,
}

fn program(words: &[String]) -> String {
    words.first().cloned().unwrap_or_default()
}

impl HooksAtWork {
    pub(super) fn new(hooks: Hooks, out: mpsc::Sender<Msg>) -> Self {
        Self {
            hooks,
            out,
            agreed: RefCell::default(),
            asking: RefCell::default(),
            at_work: Cell::new(0),
            rested: Notify::new(),
            failures: RefCell::default(),
        }
    }

    /// Tells what came of an item. They run beside everything, and change nothing.
    pub(super) fn tell(self: &Rc<Self>, told: &serde_json::Value) {
        for words in &self.hooks.after_outcome {
            let (this, words, input) = (Rc::clone(self), words.clone(), format!("{told}\n"));
            self.at_work.set(self.at_work.get() + 1);
            spawn(async move {
                if let Err(end) = hook::run(&words, input.as_bytes(), TELL_WITHIN).await {
                    let program = program(&words);
                    this.failures.borrow_mut().push((program.clone(), end.clone()));
                    // A screen that is gone, or busy with leaving, is told at the end.
                    let _ = this.out.try_send(Msg::HookFailed(program, end));
                }
                this.at_work.set(this.at_work.get() - 1);
                this.rested.notify_waiters();
            });
        }
    }

    /// Asks every `before_send`, side by side; the first that does not agree ends the others. `None` when asking was ended.
    pub(super) async fn ask(
        &self,
        no: RunNo,
        plan: &serde_json::Value,
    ) -> Option<Result<(), Denial>> {
        let input = format!("{plan}\n");
        let all = try_join_all(self.hooks.before_send.iter().map(async |words| {
            let ended = hook::run(words, input.as_bytes(), ASK_WITHIN).await;
            ended.map_err(|end| Denial { program: program(words), end })
        }));
        let (end, ended) = oneshot::channel();
        *self.asking.borrow_mut() = Some(end);
        let answer = tokio::select! {
            biased;
            _ = ended => return None,
            answer = all => answer.map(drop),
        };
        if answer.is_ok() {
            self.agreed.borrow_mut().push(no);
        }
        Some(answer)
    }

    /// Ends those that are being asked, with all that they started.
    pub(super) fn stop_asking(&self) {
        self.asking.take();
    }

    /// Whether nothing has to be asked before a request of this run leaves, or all have agreed.
    pub(super) fn may_send(&self, no: RunNo) -> bool {
        self.hooks.before_send.is_empty() || self.agreed.borrow().contains(&no)
    }

    /// Waits until none is at work: each of them has its own limit.
    pub(super) async fn done(&self) {
        loop {
            let rested = self.rested.notified();
            if self.at_work.get() == 0 {
                return;
            }
            rested.await;
        }
    }

    /// Those that failed since this was asked for.
    pub(super) fn take_failures(&self) -> Vec<(String, HookEnd)> {
        self.failures.take()
    }
}
