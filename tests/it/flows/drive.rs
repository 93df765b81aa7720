//! The machine of a test, its clock, and what it asks for.

use crate::support::fixture::{Look, session};
use crate::support::values::{at, context, nic, quota, region, unbound};
use eip_unbind::app::dialog::{Arming, Hint};
use eip_unbind::app::session::{Colors, Session, Symbols};
use eip_unbind::app::{App, Effect, Key, Msg, Query, Reply, ReqId, update};
use eip_unbind::domain::{Accepted, Eip, Fault, Page};
use eip_unbind::text::Lang;
use eip_unbind::unbind::{Record, RunEffect, RunMsg};

/// A machine, its clock, and the effects that nobody has answered yet.
pub(super) struct Drive {
    pub(super) app: App,
    pub(super) ms: u64,
    pub(super) open: Vec<Effect>,
    pub(super) sent: usize,
    pub(super) rows: Vec<Eip>,
    first_rows: Vec<Eip>,
    pub(super) primary: (bool, bool),
    /// What the NIC tells of its public IP.
    pub(super) blocked: Option<bool>,
}

impl Drive {
    pub(super) fn new(rows: &[Eip]) -> Self {
        let mut drive = Self::unread(rows);
        drive.answer_all();
        drive
    }

    /// With these rows in the cloud, and none of them read.
    pub(super) fn unread(rows: &[Eip]) -> Self {
        let look = Look {
            size: (120, 32),
            lang: Lang::En,
            symbols: Symbols::Unicode,
            colors: Colors::Dark,
        };
        let session = Session {
            context: context(),
            regions: vec![region()],
            started: at(0),
            ..session(look)
        };
        let mut app = App::new(session, look.size, (100, 50));
        let open = app.start();
        Self {
            app,
            ms: 0,
            open,
            sent: 0,
            rows: rows.to_vec(),
            first_rows: rows.to_vec(),
            primary: (true, true),
            blocked: Some(false),
        }
    }

    /// Answers the first reading of this kind that is out.
    pub(super) fn answer(&mut self, which: impl Fn(&Query) -> bool) {
        let at = self
            .open
            .iter()
            .position(|e| matches!(e, Effect::Fetch(_, query) if which(query)))
            .expect("it is asked");
        let Effect::Fetch(id, query) = self.open.remove(at) else { unreachable!() };
        self.reply(id, &query);
    }

    pub(super) fn msg(&mut self, msg: Msg) {
        let effects = update(&mut self.app, at(self.ms), msg);
        self.sent +=
            effects.iter().filter(|e| matches!(e, Effect::Run(_, RunEffect::Send { .. }))).count();
        self.open.extend(effects);
    }

    /// Keys, each so many milliseconds after the one before, as the real loop would paint between them.
    pub(super) fn keys_every(&mut self, gap: u64, keys: &str) {
        for key in keys.split_whitespace() {
            self.ms += gap;
            self.msg(Msg::Key(Key::parse(key).unwrap_or_else(|| panic!("{key}"))));
            self.msg(Msg::Painted(true));
        }
    }

    pub(super) fn keys(&mut self, keys: &str) {
        self.keys_every(80, keys);
    }

    pub(super) fn wait(&mut self, ms: u64) {
        self.ms += ms;
        self.msg(Msg::Tick);
        self.msg(Msg::Painted(true));
    }

    pub(super) fn reply(&mut self, id: ReqId, query: &Query) {
        let reply = match query {
            Query::Eips { query, offset, .. } => {
                let keep = |e: &&Eip| {
                    (query.eip_ids.is_empty() || query.eip_ids.contains(&e.eip_id))
                        && (query.un_instance_ids.is_empty()
                            || e.un_instance_id
                                .as_ref()
                                .is_some_and(|i| query.un_instance_ids.contains(i)))
                        && query
                            .private_ip_address
                            .is_none_or(|ip| e.private_ip_address == Some(ip))
                };
                let all = || self.rows.iter().filter(keep);
                let items = all().skip(*offset as usize).take(100).cloned().collect();
                Reply::Eips(Ok(Page::of(items, Some(all().count() as u64))))
            }
            Query::Quota { .. } => Reply::Quota(Ok(quota(2))),
            Query::Nics { offset, .. } => {
                let rows = if self.rows.iter().any(|e| e.network_interface_id.is_some()) {
                    &self.rows
                } else {
                    // A NIC stays where its EIP was.
                    &self.first_rows
                };
                let bound = || rows.iter().filter(|e| e.network_interface_id.is_some());
                let page = bound().skip(*offset as usize).take(50);
                let told = |e: &Eip| {
                    let mut nic = nic(e, self.primary.0, self.primary.1);
                    nic.private_ip_addresses[0].is_wan_ip_blocked = self.blocked;
                    nic
                };
                let items = page.map(told).collect();
                Reply::Nics(Ok(Page::of(items, Some(bound().count() as u64))))
            }
        };
        self.msg(Msg::Reply(id, reply));
    }

    /// Answers every reading that is out.
    pub(super) fn answer_all(&mut self) {
        while let Some(index) = self.open.iter().position(|e| matches!(e, Effect::Fetch(..))) {
            if let Effect::Fetch(id, query) = self.open.remove(index) {
                self.reply(id, &query);
            }
        }
        self.msg(Msg::Painted(true));
    }

    pub(super) fn arming(&self) -> Arming {
        self.app.dialog.as_ref().expect("a dialog").arming(at(self.ms))
    }

    pub(super) fn hint(&self) -> Option<Hint> {
        self.app.dialog.as_ref().expect("a dialog").hint
    }

    pub(super) fn token(&self) -> &str {
        &self.app.dialog.as_ref().expect("a dialog").token
    }

    pub(super) fn armed(rows: &[Eip]) -> Self {
        let mut drive = Self::new(rows);
        drive.keys("u");
        drive.answer_all();
        drive.wait(300);
        assert_eq!(drive.arming(), Arming::Armed);
        drive
    }

    /// The next thing that the run asks for.
    pub(super) fn run_effect(&mut self) -> RunEffect {
        let index = self
            .open
            .iter()
            .position(|e| matches!(e, Effect::Run(..)))
            .expect("the run asks for something");
        let Effect::Run(_, effect) = self.open.remove(index) else { unreachable!() };
        effect
    }

    pub(super) fn run(&mut self, msg: RunMsg) {
        self.ms += 50;
        self.msg(Msg::Run(self.app.runs, msg));
    }

    /// The run of one EIP goes on, as if all went well, to its verdict on disk.
    pub(super) fn finish_run(&mut self, eip: &Eip) {
        self.carry_out(eip, || Ok(Accepted::default()), &unbound(eip));
    }

    /// The same, but nobody answers and nothing is seen to change.
    pub(super) fn fail_run(&mut self, eip: &Eip) {
        self.carry_out(eip, || Err(Fault::no_answer("cut")), eip);
    }

    pub(super) fn carry_out(
        &mut self,
        eip: &Eip,
        answer: impl Fn() -> Result<Accepted, Fault>,
        then: &Eip,
    ) {
        while let Some(run) =
            self.app.dialog.as_ref().and_then(|d| d.run.as_ref()).filter(|run| !run.is_over())
        {
            let sent = run.items[0].sent_at.is_some();
            let fresh = Box::new(if sent { then.clone() } else { eip.clone() });
            match self.run_effect() {
                RunEffect::Recheck { item, seq, .. } => {
                    self.run(RunMsg::Rechecked(item, seq, Box::new((*fresh).into())))
                }
                RunEffect::WriteIntent { item, seq, .. } => {
                    self.run(RunMsg::IntentWritten(item, seq, Ok(())))
                }
                RunEffect::Send { item, seq, .. } => {
                    self.run(RunMsg::Answered(item, seq, answer()))
                }
                RunEffect::Wake { item, seq, after_ms } => {
                    self.ms += after_ms;
                    self.run(RunMsg::Due(item, seq));
                }
                RunEffect::Look { item, seq, .. } => {
                    self.run(RunMsg::Looked(item, seq, Box::new((*fresh).into())))
                }
                RunEffect::Write { item, record } if matches!(*record, Record::Settled { .. }) => {
                    self.run(RunMsg::VerdictWritten(item, Ok(())));
                }
                RunEffect::Write { .. } => {}
                other @ (RunEffect::Ask { .. }
                | RunEffect::StopAsking
                | RunEffect::AskTask { .. }
                | RunEffect::LookWanIp { .. }) => {
                    panic!("{other:?}")
                }
            }
        }
    }
}
