//! Machines in every state that has a screen, built by feeding messages, the same each time.

use super::rows::{caller, eips, fault, keeps, keys, nics, quota, region};
use super::values::{context, identity};
use eip_unbind::app::dialog::Planned;
use eip_unbind::app::effect::Query;
use eip_unbind::app::{App, Colors, Effect, Key, Msg, Reply, ReqId, Session, Symbols, update};
use eip_unbind::domain::identity::{Identity, Kind};
use eip_unbind::domain::{
    Accepted, Eip, EipQuery, Fault, FaultClass, Moment, NetworkInterface, Page, RequestId,
};
use eip_unbind::text::Lang;
use eip_unbind::text::alert::Targets;
use eip_unbind::unbind::{Context, RunEffect, RunMsg};

/// How a machine looks.
#[derive(Clone, Copy)]
pub(crate) struct Look {
    /// Columns and rows.
    pub(crate) size: (u16, u16),
    /// The language.
    pub(crate) lang: Lang,
    /// The signs.
    pub(crate) symbols: Symbols,
    /// The colours.
    pub(crate) colors: Colors,
}

/// A machine that is driven by hand.
#[derive(Clone)]
pub(crate) struct Desk {
    /// The machine.
    pub(crate) app: App,
    /// Questions that nobody answered yet.
    pub(crate) asked: Vec<(ReqId, Query)>,
    /// What the run asked for.
    pub(crate) run: Vec<RunEffect>,
    /// The profiles that are to be opened.
    pub(crate) switches: Vec<Option<String>>,
    /// What is to be looked for in several profiles.
    pub(crate) searches: Vec<Targets>,
    /// The journal was asked for requests without an outcome.
    pub(crate) asks_open: bool,
    rows: Vec<Eip>,
    ms: u64,
}

fn start() -> jiff::Timestamp {
    "2026-11-22T06:03:18Z".parse().unwrap()
}

/// A session as `prod-main` has it.
pub(crate) fn session(look: Look) -> Session {
    Session {
        context: Context {
            whose: Identity {
                account: "100001230042".to_owned(),
                profile: Some("prod-main".to_owned()),
                ..identity()
            },
            protect: vec!["cdn-*".to_owned()],
            ..context()
        },
        v2_gone: None,
        api_answered: true,
        lang: look.lang,
        symbols: look.symbols,
        colors: look.colors,
        before_send: vec![],
        search_profiles: vec![],
        by_search: false,
        proxy: None,
        ca_file: None,
        asks_owner: false,
        demo: None,
        regions: vec![region("gz")],
        zone: jiff::tz::TimeZone::fixed(jiff::tz::offset(8)),
        journal: Some("~/.local/state/eip-unbind/journal.jsonl".to_owned()),
        wait_ms: 180_000,
        run_prefix: "r7".to_owned(),
        started: Moment::after(start(), 0),
    }
}

/// STS has told whose the keys are.
fn known(session: &mut Session) {
    session.context.whose.keys = keys(Kind::Permanent, None);
    session.context.whose.who.is_called(caller("qcs::cam::uin/100001230042:uin/100009998877"));
}

impl Desk {
    /// A machine that has just started.
    pub(crate) fn new(look: Look, change: impl Fn(&mut Session)) -> Self {
        Self::given(look, &[], change)
    }

    /// A machine that has just started with these arguments.
    pub(crate) fn given(look: Look, words: &[&str], change: impl Fn(&mut Session)) -> Self {
        let mut session = session(look);
        known(&mut session);
        change(&mut session);
        let mut app = App::new(session, look.size, (100, 100));
        app.given(
            Targets::read(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>())
                .unwrap(),
        );
        let effects = app.start();
        let mut desk = Self {
            app,
            asked: vec![],
            run: vec![],
            switches: vec![],
            searches: vec![],
            asks_open: false,
            rows: eips(),
            ms: 0,
        };
        desk.keep(effects);
        desk
    }

    /// A machine that was started with the plan of a file.
    pub(crate) fn planned(
        look: Look,
        planned: Box<Planned>,
        change: impl Fn(&mut Session),
    ) -> Self {
        let mut session = session(look);
        known(&mut session);
        change(&mut session);
        let mut app = App::new(session, look.size, (100, 100));
        app.planned = Some(planned);
        let effects = app.start();
        let mut desk = Self {
            app,
            asked: vec![],
            run: vec![],
            switches: vec![],
            searches: vec![],
            asks_open: false,
            rows: eips(),
            ms: 0,
        };
        desk.keep(effects);
        desk
    }

    /// A machine with the whole list read.
    pub(crate) fn listed(look: Look) -> Self {
        Self::listed_as(look, |_| {})
    }

    /// The same with another session.
    pub(crate) fn listed_as(look: Look, change: impl Fn(&mut Session)) -> Self {
        let mut desk = Self::new(look, change);
        desk.answer_all(&eips(), Some(&nics()));
        desk
    }

    fn keep(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Fetch(id, query) => self.asked.push((id, query)),
                Effect::Run(_, run) => self.run.push(run),
                Effect::Switch(to) => self.switches.push(to),
                Effect::SearchProfiles(given) => self.searches.push(*given),
                Effect::ReadOpen(_) => self.asks_open = true,
                Effect::Copy(_)
                | Effect::CopySaved(_)
                | Effect::ReadPast
                | Effect::ReadProfiles
                | Effect::Bell
                | Effect::Suspend
                | Effect::Tell(_)
                | Effect::ReadPlaces(..)
                | Effect::ReadLinks(..)
                | Effect::Report(_)
                | Effect::ReportJson(_)
                | Effect::Quit(_) => {}
            }
        }
    }

    /// Lets time pass.
    pub(crate) fn wait(&mut self, ms: u64) -> &mut Self {
        self.ms += ms;
        self.send(Msg::Tick)
    }

    /// Sends a message.
    pub(crate) fn send(&mut self, msg: Msg) -> &mut Self {
        let effects = update(&mut self.app, Moment::after(start(), self.ms), msg);
        self.keep(effects);
        self
    }

    /// Presses keys, named as the key table names them, with blanks between.
    pub(crate) fn keys(&mut self, keys: &str) -> &mut Self {
        for name in keys.split(' ') {
            self.ms += 50;
            self.send(Msg::Key(Key::parse(name).unwrap()));
        }
        self
    }

    /// Types a text.
    pub(crate) fn text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.ms += 50;
            self.send(Msg::Key(Key::char(c)));
        }
        self
    }

    /// Answers every open question from these rows; NICs are refused when there are none.
    pub(crate) fn answer_all(
        &mut self,
        eips: &[Eip],
        nics: Option<&[NetworkInterface]>,
    ) -> &mut Self {
        while !self.asked.is_empty() {
            let (id, query) = self.asked.remove(0);
            self.ms += 20;
            let reply = match query {
                Query::Quota { .. } => Reply::Quota(Ok(quota())),
                Query::Eips { region, query, .. } => {
                    let keep = |e: &&Eip| e.region == region && keeps(&query, e);
                    let mut items: Vec<Eip> = eips.iter().filter(keep).cloned().collect();
                    // API 2.0 tells of a block on the NIC alone; the rows of the list have learned it from there.
                    let by_nic = self.app.session.whose().api.capabilities().blocked_by_nic;
                    if by_nic && query != EipQuery::all() {
                        items.iter_mut().for_each(|eip| eip.blocked = None);
                    }
                    let total = Some(items.len() as u64);
                    Reply::Eips(Ok(Page::of(items, total)))
                }
                Query::Nics { query, .. } => Reply::Nics(match nics {
                    None => Err(fault(
                        FaultClass::Permission,
                        "4101",
                        "not authorized to call DescribeNetworkInterfaces",
                    )),
                    Some(nics) => {
                        let keep = |n: &&NetworkInterface| {
                            query
                                .instance_id
                                .as_ref()
                                .is_none_or(|i| n.un_instance_id.as_ref() == Some(i))
                                && query
                                    .network_interface_id
                                    .as_ref()
                                    .is_none_or(|i| n.network_interface_id == *i)
                        };
                        let items: Vec<_> = nics.iter().filter(keep).cloned().collect();
                        let total = Some(items.len() as u64);
                        Ok(Page::of(items, total))
                    }
                }),
            };
            self.send(Msg::Reply(id, reply));
        }
        self
    }

    /// Every open question fails.
    pub(crate) fn fail_all(&mut self, fault: &Fault) -> &mut Self {
        while !self.asked.is_empty() {
            let (id, query) = self.asked.remove(0);
            let fault = fault.clone();
            let reply = match query {
                Query::Quota { .. } => Reply::Quota(Err(fault)),
                Query::Eips { .. } => Reply::Eips(Err(fault)),
                Query::Nics { .. } => Reply::Nics(Err(fault)),
            };
            self.send(Msg::Reply(id, reply));
        }
        self
    }

    /// Reads NICs for the list, too, as the NIC view does.
    pub(crate) fn with_nics(&mut self) -> &mut Self {
        self.keys("t");
        self.answer_all(&eips(), Some(&nics()));
        self.keys("t")
    }

    /// Opens the dialog on the row under the cursor and arms it.
    pub(crate) fn dialog(&mut self) -> &mut Self {
        self.keys("u");
        self.answer_all(&eips(), Some(&nics()));
        self.arm()
    }

    /// The review was on screen long enough.
    pub(crate) fn arm(&mut self) -> &mut Self {
        self.send(Msg::Painted(true));
        self.wait(400)
    }

    /// Types the token and Enter, and lets the run go on to the sending.
    pub(crate) fn confirm(&mut self) -> &mut Self {
        let token = self.app.dialog.as_ref().and_then(|d| d.plan.token.clone()).unwrap();
        self.text(&token);
        self.keys("Enter")
    }

    /// Something happened to the run.
    pub(crate) fn happens(&mut self, msg: RunMsg) -> &mut Self {
        self.send(Msg::Run(self.app.runs, msg))
    }

    /// The question that an item of the run waits for.
    pub(crate) fn seq(&self, item: usize) -> u32 {
        self.app.dialog.as_ref().and_then(|d| d.run.as_ref()).map(|r| r.items[item].seq).unwrap()
    }

    /// The reading before sending.
    pub(crate) fn rechecked(&mut self, item: usize, fresh: Eip) -> &mut Self {
        self.ms += 90;
        let seq = self.seq(item);
        self.happens(RunMsg::Rechecked(item, seq, Box::new(fresh.into())))
    }

    /// The intent on disk.
    pub(crate) fn recorded(&mut self, item: usize) -> &mut Self {
        self.ms += 3;
        let seq = self.seq(item);
        self.happens(RunMsg::IntentWritten(item, seq, Ok(())))
    }

    /// The cloud's answer.
    pub(crate) fn answered(&mut self, item: usize, answer: Result<(), Fault>) -> &mut Self {
        self.ms += 280;
        let seq = self.seq(item);
        let accepted = Accepted { request_id: RequestId::parse("3c14e7a0-54a7"), task_id: None };
        self.happens(RunMsg::Answered(item, seq, answer.map(|()| accepted)))
    }

    /// A look at the EIP.
    pub(crate) fn looked(&mut self, item: usize, after_ms: u64, fresh: Eip) -> &mut Self {
        self.ms += after_ms;
        if let Some(row) = self.rows.iter_mut().find(|e| e.eip_id == fresh.eip_id) {
            *row = fresh.clone();
        }
        let seq = self.seq(item);
        self.happens(RunMsg::Due(item, seq));
        let seq = self.seq(item);
        self.happens(RunMsg::Looked(item, seq, Box::new(fresh.into())))
    }

    /// The verdict on disk.
    pub(crate) fn written(&mut self, item: usize) -> &mut Self {
        self.happens(RunMsg::VerdictWritten(item, Ok(())));
        self.answer_all(&self.rows.clone(), Some(&nics()))
    }
}
