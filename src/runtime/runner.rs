//! Turns effects into messages: asks the cloud, writes the journal, waits. Decides nothing.

use super::clipboard;
use super::clock::Clock;
use super::connect::Connector;
use super::hooks::{Hooks, HooksAtWork};
use super::past::past;
use super::reading;
use super::reports;
use super::spawn::spawn;
use super::writer::Writer;
use crate::api::Client;
use crate::app::copied::Copied;
use crate::app::msg::FormerPlace;
use crate::app::{Effect, Msg, Query, Reply, RunNo};
use crate::domain::{Fault, FaultClass, HookEnd};
use crate::files;
use crate::journal::{Scan, former_place, open_unbinds};
use crate::unbind::accounts::Searched;
use crate::unbind::{Record, RunEffect, RunMsg};
use futures_util::future::LocalBoxFuture;
use std::cell::{Cell, OnceCell};
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::mpsc;

/// A copied text is in its file by then, or it is said that it is in none.
const KEEP_WITHIN: Duration = Duration::from_secs(1);

/// Starts effects.
#[derive(Clone)]
pub struct Runner {
    inner: Rc<Inner>,
}

struct Inner {
    connector: Connector,
    told: Cell<bool>,
    writer: Option<Writer>,
    out: mpsc::Sender<Msg>,
    read_only: bool,
    hooks: OnceCell<Rc<HooksAtWork>>,
}

/// Whether an effect is one for the network, the disk or the clock.
pub(crate) fn is_work(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Fetch(..)
            | Effect::Run(..)
            | Effect::Tell(_)
            | Effect::ReadPast
            | Effect::ReadPlaces(..)
            | Effect::ReadLinks(..)
            | Effect::ReadOpen(_)
            | Effect::Report(_)
            | Effect::ReportJson(_)
    )
}

impl Runner {
    /// A runner that answers over this channel.
    pub fn new(
        connector: Connector,
        writer: Option<Writer>,
        out: mpsc::Sender<Msg>,
        read_only: bool,
    ) -> Self {
        let inner = Inner {
            connector,
            told: Cell::new(false),
            writer,
            out,
            read_only,
            hooks: OnceCell::new(),
        };
        Self { inner: Rc::new(inner) }
    }

    /// With programs that are asked before sending, and told what came of each item.
    pub(crate) fn with_hooks(self, hooks: Hooks) -> Self {
        let _ = self.inner.hooks.set(Rc::new(HooksAtWork::new(hooks, self.inner.out.clone())));
        self
    }

    fn hooks(&self) -> &Rc<HooksAtWork> {
        let none = || Rc::new(HooksAtWork::new(Hooks::default(), self.inner.out.clone()));
        self.inner.hooks.get_or_init(none)
    }

    /// Tells the hooks what came of an item. They run beside everything, and change nothing.
    pub(crate) fn tell_hooks(&self, told: &serde_json::Value) {
        self.hooks().tell(told);
    }

    /// Waits until no hook is at work: each of them has its own limit.
    pub(crate) async fn hooks_done(&self) {
        self.hooks().done().await;
    }

    /// The hooks that failed since this was asked for.
    pub(crate) fn take_hook_failures(&self) -> Vec<(String, HookEnd)> {
        self.hooks().take_failures()
    }

    /// The client, chosen when it is first wanted.
    ///
    /// # Errors
    /// Why no API can be used.
    pub(crate) async fn client(&self) -> Result<&Client, Fault> {
        let ready = Box::pin(self.inner.connector.ready()).await;
        self.tell_generation().await;
        ready.map(|(client, _)| client)
    }

    /// Reads; the first read finds out which API answers.
    async fn read<T>(&self, read: impl AsyncFn(&Client) -> Result<T, Fault>) -> Result<T, Fault> {
        let result = self.inner.connector.read(read).await;
        self.tell_generation().await;
        result
    }

    /// Tells the machine once which API answers, before any answer of that API reaches it.
    async fn tell_generation(&self) {
        if let Some(choice) = self.inner.connector.choice()
            && !self.inner.told.replace(true)
        {
            self.answer(Msg::Generation(choice.generation, choice.gone.clone())).await;
        }
    }

    /// Starts one effect, if it is one for the network, the disk or the clock; the others belong to the terminal.
    pub fn start(&self, effect: Effect) {
        let this = self.clone();
        if let Effect::Run(no, RunEffect::Write { item, record }) = effect {
            // It is handed over before anything else happens: a process that ends next has it on disk all the same.
            let written = self.write_down(item, *record);
            spawn(async move {
                if let Some(msg) = written.await {
                    this.answer(Msg::Run(no, msg)).await;
                }
            });
        } else if is_work(&effect) {
            spawn(async move {
                if let Some(msg) = Box::pin(this.perform(effect)).await {
                    this.answer(msg).await;
                }
            });
        }
    }

    /// Performs one effect, if it is one for the network, the disk or the clock; gives the message that it leads to.
    pub async fn perform(&self, effect: Effect) -> Option<Msg> {
        match effect {
            Effect::Fetch(id, query) => Some(Msg::Reply(id, self.fetch(query).await)),
            Effect::Run(no, effect) => self.run(no, effect).await.map(|msg| Msg::Run(no, msg)),
            Effect::Tell(told) => {
                self.tell_hooks(&told);
                None
            }
            Effect::ReadPast => {
                let scan = match &self.inner.writer {
                    Some(writer) => writer.scan().await,
                    None => Err("there is no place for a journal".to_owned()),
                };
                let mut past = past(&scan);
                if let Some(writer) = &self.inner.writer {
                    let options = &writer.place().options;
                    past.runs.iter_mut().for_each(|run| run.options.clone_from(options));
                }
                Some(Msg::Past(past))
            }
            Effect::ReadPlaces(eips, endpoint) => {
                let scan = self.scan().await.unwrap_or_default();
                let places = eips.into_iter().map(|(region, id)| {
                    let former = former_place(&scan, &id, endpoint.as_deref());
                    let blocked_at = former.as_ref().filter(|f| f.blocked).map(|f| f.until);
                    let target = former.map(|former| former.target);
                    FormerPlace { region, eip_id: id, target, blocked_at }
                });
                Some(Msg::Places(places.collect()))
            }
            Effect::ReadLinks(eips, endpoint) => {
                let scan = self.scan().await?;
                let links = eips.into_iter().filter_map(|(region, id)| {
                    let former = former_place(&scan, &id, endpoint.as_deref())?;
                    Some((region, id, former.kept_link?))
                });
                Some(Msg::Links(links.collect()))
            }
            Effect::ReadOpen(endpoint) => {
                let scan = self.writer()?.scan_open().await.ok()?;
                Some(Msg::Open(open_unbinds(&scan, endpoint.as_deref())))
            }
            Effect::Report(run) => {
                let scan = self.scan().await;
                let place = self.writer().map(Writer::place);
                let (text, saved) = reports::make(*run, scan.as_ref(), place);
                Some(Msg::Reported(text, saved))
            }
            Effect::ReportJson(run) => {
                Some(Msg::ReportedJson(reports::json(*run, self.scan().await.as_ref())))
            }
            Effect::ReadProfiles
            | Effect::SearchProfiles(_)
            | Effect::Switch(_)
            | Effect::Copy(_)
            | Effect::CopySaved(_)
            | Effect::Bell
            | Effect::Suspend
            | Effect::Quit(_) => None,
        }
    }

    pub(super) fn writer(&self) -> Option<&Writer> {
        self.inner.writer.as_ref()
    }

    async fn scan(&self) -> Option<Scan> {
        self.writer()?.scan().await.ok()
    }

    /// Keeps a text that was sent to the clipboard in a file, and tells what became of it.
    pub(crate) fn keep_copy(&self, text: String, dropped_by: Option<&'static str>, clock: Clock) {
        let this = self.clone();
        let dir = self.writer().and_then(|writer| writer.place().dir.clone());
        spawn(async move {
            let saved = match dir {
                Some(dir) => {
                    let at = clock.now().wall;
                    files::aside(move || clipboard::keep(&dir, &text, at), KEEP_WITHIN).await
                }
                None => None,
            };
            let saved = saved.and_then(Result::ok);
            this.answer(Msg::Copied(Ok(Copied { dropped_by, saved }))).await;
        });
    }

    /// Tells what came of a search, when it is over.
    pub(super) fn tell_when(&self, search: LocalBoxFuture<'static, Vec<Searched>>) {
        let this = self.clone();
        spawn(async move { this.answer(Msg::ProfilesSearched(search.await)).await });
    }

    pub(super) async fn answer(&self, msg: Msg) {
        // Nobody listens any more once the program is leaving.
        let _ = self.inner.out.send(msg).await;
    }

    async fn fetch(&self, query: Query) -> Reply {
        match query {
            Query::Eips { region, query, offset } => Reply::Eips(
                self.read(async |client: &Client| {
                    reading::eips(client, &region, &query, offset).await
                })
                .await,
            ),
            Query::Quota { region } => Reply::Quota(
                self.read(async |client: &Client| client.describe_quota(&region).await).await,
            ),
            Query::Nics { region, query, offset } => Reply::Nics(
                self.read(async |client: &Client| {
                    client.describe_nics(&region, &query, offset).await
                })
                .await,
            ),
        }
    }

    async fn run(&self, no: RunNo, effect: RunEffect) -> Option<RunMsg> {
        trace(&effect);
        Some(match effect {
            RunEffect::Ask { plan } => RunMsg::Asked(Box::pin(self.hooks().ask(no, &plan)).await?),
            RunEffect::StopAsking => {
                self.hooks().stop_asking();
                return None;
            }
            RunEffect::Recheck { item, seq, question } => {
                RunMsg::Rechecked(item, seq, Box::new(Box::pin(self.sight(&question, true)).await))
            }
            RunEffect::WriteIntent { item, seq, record } => {
                RunMsg::IntentWritten(item, seq, self.write(*record).await)
            }
            RunEffect::Send { item, seq, region, mutation, not_after_ms } => {
                // Read-only is enforced here too, in the one place that everything sent comes through.
                let answer = match self.client().await {
                    _ if self.inner.read_only => Err(Fault::local(FaultClass::Local, "read-only")),
                    // So is this: whatever the machine says, nobody goes round it.
                    _ if !self.hooks().may_send(no) => {
                        Err(Fault::local(FaultClass::Local, "before_send was not asked"))
                    }
                    Ok(client) => client.not_after(not_after_ms).mutate(&region, &mutation).await,
                    Err(fault) => Err(fault),
                };
                RunMsg::Answered(item, seq, answer)
            }
            RunEffect::Look { item, seq, question } => {
                RunMsg::Looked(item, seq, Box::new(self.sight(&question, false).await))
            }
            RunEffect::AskTask { item, seq, region, task_id } => {
                let state = match self.client().await {
                    Ok(client) => client.task_state(&region, task_id).await,
                    Err(_) => None,
                };
                RunMsg::TaskSeen(item, seq, state)
            }
            RunEffect::LookWanIp { item, seq, region, nic, private_ip } => {
                RunMsg::WanIpSeen(item, seq, self.new_public_ip(&region, nic, private_ip).await)
            }
            RunEffect::Wake { item, seq, after_ms } => {
                tokio::time::sleep(Duration::from_millis(after_ms)).await;
                RunMsg::Due(item, seq)
            }
            RunEffect::Write { item, record } => return self.write_down(item, *record).await,
        })
    }

    /// Hands over what nothing waits for; only of a verdict it is told whether it is on disk.
    fn write_down(
        &self,
        item: usize,
        record: Record,
    ) -> impl Future<Output = Option<RunMsg>> + use<> {
        let is_verdict = matches!(record, Record::Settled { .. });
        let written = self.write(record);
        async move {
            let result = written.await;
            is_verdict.then_some(RunMsg::VerdictWritten(item, result))
        }
    }

    fn write(&self, record: Record) -> impl Future<Output = Result<(), String>> + use<> {
        let written = self.inner.writer.as_ref().map(|writer| writer.write(record));
        async {
            match written {
                Some(written) => written.await,
                None => Err("there is no place for a journal".to_owned()),
            }
        }
    }
}

/// A line for each decision of a run: what is done next, and what it came to.
fn trace(effect: &RunEffect) {
    match effect {
        RunEffect::Ask { .. } => tracing::debug!("run: ask before_send"),
        RunEffect::StopAsking => tracing::debug!("run: before_send is ended"),
        RunEffect::Recheck { item, question, .. } => {
            let (region, eip_id) = (&question.region, &question.eip_id);
            tracing::debug!(item, %region, %eip_id, "run: read again before sending");
        }
        RunEffect::WriteIntent { item, .. } => tracing::debug!(item, "run: intent to the journal"),
        RunEffect::Send { item, region, .. } => tracing::debug!(item, %region, "run: send, once"),
        RunEffect::Write { item, record } => {
            if let Record::Settled { .. } = record.as_ref() {
                tracing::debug!(item, "run: outcome to the journal");
            }
        }
        RunEffect::AskTask { item, region, task_id, .. } => {
            tracing::debug!(item, %region, task_id, "run: ask for the task");
        }
        RunEffect::LookWanIp { item, region, .. } => {
            tracing::debug!(item, %region, "run: read the new public IP");
        }
        RunEffect::Look { item, question, .. } => {
            tracing::trace!(item, region = %question.region, "run: read");
        }
        RunEffect::Wake { item, after_ms, .. } => tracing::trace!(item, after_ms, "run: wait"),
    }
}
