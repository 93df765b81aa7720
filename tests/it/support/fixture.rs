//! Machines in every state that has a screen, built by feeding messages, the same each time.

use eip_unbind::app::effect::Query;
use eip_unbind::app::{App, Colors, Effect, Key, Msg, Reply, ReqId, Session, Symbols, update};
use eip_unbind::domain::alert::Given;
use eip_unbind::domain::fault::ReadRetry;
use eip_unbind::domain::whose::{Caller, Kind, Whose};
use eip_unbind::domain::{
    Accepted, Delivery, Eip, EipId, EipQuery, EipQuota, EipStatus, Fault, FaultClass, Generation, InstanceId, InstanceKind, Moment,
    NetworkInterface, NetworkInterfaceId, Page, PrivateIp, Region, RequestId,
};
use eip_unbind::text::Lang;
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
pub(crate) struct Desk {
    /// The machine.
    pub(crate) app: App,
    /// Questions that nobody answered yet.
    pub(crate) asked: Vec<(ReqId, Query)>,
    /// What the run asked for.
    pub(crate) run: Vec<RunEffect>,
    /// The profiles that are to be opened.
    pub(crate) switches: Vec<Option<String>>,
    rows: Vec<Eip>,
    ms: u64,
}

fn start() -> jiff::Timestamp {
    "2026-11-22T06:03:18Z".parse().unwrap()
}

/// A region by its code.
pub(crate) fn region(code: &str) -> Region {
    Region::parse(code).unwrap()
}

/// A session as `prod-main` has it.
pub(crate) fn session(look: Look) -> Session {
    Session {
        context: Context {
            api: Generation::V2,
            account: "100001230042".to_owned(),
            profile: Some("prod-main".to_owned()),
            read_only: false,
            danger: false,
            protect: vec!["cdn-*".to_owned()],
            ssh_server_ip: None,
        },
        v2_gone: None,
        lang: look.lang,
        symbols: look.symbols,
        colors: look.colors,
        demo: None,
        endpoint: None,
        key_id: "AKID…0042".to_owned(),
        source: "env".to_owned(),
        regions: vec![region("gz")],
        zone: jiff::tz::TimeZone::fixed(jiff::tz::offset(8)),
        journal: Some("~/.local/state/eip-unbind/journal.jsonl".to_owned()),
        wait_ms: 180_000,
        run_prefix: "r7".to_owned(),
        started: Moment::after(start(), 0),
    }
}

/// An EIP of the fixture.
pub(crate) fn eip(address: &str, id: &str, name: &str, server: &str, nic: &str, private: &str) -> Eip {
    let status = if server.is_empty() { EipStatus::Unbound } else { EipStatus::Bound };
    Eip {
        region: region("gz"),
        eip_id: EipId::parse(id).unwrap(),
        eip: address.parse().ok(),
        eip_name: name.into(),
        status,
        kind: (!server.is_empty()).then_some(if server.starts_with("nat-") { InstanceKind::Nat } else { InstanceKind::Cvm }),
        arrears: Some(false),
        blocked: None,
        cascade_release: None,
        un_instance_id: InstanceId::parse(server),
        network_interface_id: NetworkInterfaceId::parse(nic),
        private_ip_address: private.parse().ok(),
        isp_id: Some(5),
        created_at: Some("2025-08-04T01:12:00Z".parse().unwrap()),
        direct: None,
    }
}

/// The rows of the sketch.
pub(crate) fn eips() -> Vec<Eip> {
    let mut all = vec![
        eip("203.0.113.77", "eip-9k2m4x7q", "网关-gz-07", "ins-1a2b3c4d", "eni-5f6a7b8c", "10.0.3.21"),
        eip("203.0.113.78", "eip-2b7n1w0e", "api-gz-02", "ins-7c8d9e0f", "eni-0a1b2c3d", "10.0.3.22"),
        eip("203.0.113.90", "eip-5t5y6u7i", "edge-gz-11", "ins-3f4e5d6c", "eni-9e8d7c6b", "10.0.4.17"),
        eip("203.0.113.101", "eip-8m9n0b1v", "egress-a", "nat-4d5f6g7h", "", ""),
        eip("203.0.113.113", "eip-1q2w3e4r", "cdn-origin-3", "ins-5h6j7k8l", "eni-1f2e3d4c", "10.0.5.9"),
        eip("203.0.113.120", "eip-6z7x8c9v", "batch-44", "ins-2s3d4f5g", "eni-7a6s5d4f", "10.0.6.30"),
        eip("203.0.113.121", "eip-3e4r5t6y", "spare-1", "", "", ""),
        eip("203.0.113.130", "eip-4r5t6y7u", "旧网站\u{202e}-old", "ins-8l7k6j5h", "eni-2w3e4r5t", "10.0.7.4"),
    ];
    all[4].blocked = Some(true);
    all[5].status = EipStatus::Unbinding;
    all[7].arrears = Some(true);
    for n in 1..=12_u8 {
        let (id, server, nic) = (format!("eip-{n:02}a1b1c1"), format!("ins-{n:02}e1f1g1"), format!("eni-{n:02}j1k1l1"));
        all.push(eip(&format!("203.0.113.{}", 140 + n), &id, &format!("web-gz-{n:02}"), &server, &nic, &format!("10.0.8.{}", 10 + n)));
    }
    all
}

/// The NICs behind the first rows.
pub(crate) fn nics() -> Vec<NetworkInterface> {
    let nic = |id: &str, name: &str, server: &str, primary: bool, ips: &[(&str, bool, &str, &str)]| NetworkInterface {
        region: region("gz"),
        network_interface_id: NetworkInterfaceId::parse(id).unwrap(),
        eni_name: name.into(),
        primary: Some(primary),
        un_instance_id: InstanceId::parse(server),
        private_ip_addresses: ips
            .iter()
            .map(|(ip, primary, wan, eip)| PrivateIp {
                private_ip_address: ip.parse().unwrap(),
                primary: Some(*primary),
                wan_ip: wan.parse().ok(),
                is_wan_ip_blocked: Some(*wan == "203.0.113.113"),
                eip_id: EipId::parse(eip),
            })
            .collect(),
    };
    vec![
        nic(
            "eni-5f6a7b8c",
            "主网卡",
            "ins-1a2b3c4d",
            true,
            &[("10.0.3.21", true, "203.0.113.77", "eip-9k2m4x7q"), ("10.0.3.40", false, "", "")],
        ),
        nic("eni-0a1b2c3d", "primary", "ins-7c8d9e0f", true, &[("10.0.3.22", true, "203.0.113.78", "eip-2b7n1w0e")]),
        nic("eni-77665544", "primary", "ins-3f4e5d6c", true, &[("10.0.4.10", true, "198.51.100.7", "")]),
        nic(
            "eni-9e8d7c6b",
            "edge",
            "ins-3f4e5d6c",
            false,
            &[("10.0.4.17", true, "203.0.113.90", "eip-5t5y6u7i"), ("10.0.4.18", false, "", "")],
        ),
        nic("eni-1f2e3d4c", "cdn", "ins-5h6j7k8l", true, &[("10.0.5.9", true, "203.0.113.113", "eip-1q2w3e4r")]),
    ]
}

/// The quota of the sketch.
pub(crate) fn quota() -> EipQuota {
    EipQuota {
        eip_num_quota: Some(400),
        current_eip_num: Some(312),
        daily_apply_quota: Some(20),
        daily_apply_count: Some(1),
        daily_alloc_wan_ip_quota: Some(10),
        daily_alloc_wan_ip_count: Some(2),
        legacy_account: None,
    }
}

/// Whose keys these are.
pub(crate) fn whose(kind: Kind, ends: Option<&str>) -> Whose {
    let (account_id, arn) = ("100001230042".to_owned(), "qcs::cam::uin/100001230042:uin/100009998877".to_owned());
    Whose {
        key_id: Some("AKID…0042".to_owned()),
        kind: Some(kind),
        expires_at: ends.map(|at| at.parse().unwrap()),
        caller: Some(Caller { account_id, arn }),
    }
}

/// A fault with a code.
pub(crate) fn fault(class: FaultClass, code: &str, message: &str) -> Fault {
    Fault {
        class,
        delivery: Delivery::Answered,
        may_have_acted: false,
        read_retry: ReadRetry::Never,
        code: code.to_owned(),
        message: message.to_owned(),
        request_id: RequestId::parse("3c14e7a0-54a7"),
        obstacle: None,
    }
}

impl Desk {
    /// A machine that has just started.
    pub(crate) fn new(look: Look, change: impl Fn(&mut Session)) -> Self {
        Self::given(look, &[], change)
    }

    /// A machine that has just started with these arguments.
    pub(crate) fn given(look: Look, words: &[&str], change: impl Fn(&mut Session)) -> Self {
        let mut session = session(look);
        change(&mut session);
        let mut app = App::new(session, look.size, (100, 100));
        app.given(Given::read(&words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>()).unwrap());
        app.whose = whose(Kind::Permanent, None);
        let effects = app.start();
        let mut desk = Self { app, asked: vec![], run: vec![], switches: vec![], rows: eips(), ms: 0 };
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
                Effect::Copy(_) | Effect::ReadPast | Effect::ReadProfiles | Effect::Bell | Effect::Suspend | Effect::Quit(_) => {}
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
    pub(crate) fn answer_all(&mut self, eips: &[Eip], nics: Option<&[NetworkInterface]>) -> &mut Self {
        while !self.asked.is_empty() {
            let (id, query) = self.asked.remove(0);
            self.ms += 20;
            let reply = match query {
                Query::Quota { .. } => Reply::Quota(Ok(quota())),
                Query::Eips { region, query, .. } => {
                    let keep = |e: &&Eip| e.region == region && keeps(&query, e);
                    let items: Vec<Eip> = eips.iter().filter(keep).cloned().collect();
                    let total = Some(items.len() as u64);
                    Reply::Eips(Ok(Page { items, total }))
                }
                Query::Nics { query, .. } => Reply::Nics(match nics {
                    None => Err(fault(FaultClass::Permission, "4101", "not authorized to call DescribeNetworkInterfaces")),
                    Some(nics) => {
                        let keep = |n: &&NetworkInterface| {
                            query.instance_id.as_ref().is_none_or(|i| n.un_instance_id.as_ref() == Some(i))
                                && query.network_interface_id.as_ref().is_none_or(|i| n.network_interface_id == *i)
                        };
                        let items: Vec<_> = nics.iter().filter(keep).cloned().collect();
                        let total = Some(items.len() as u64);
                        Ok(Page { items, total })
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

    /// Opens the drawer on the row under the cursor and arms it.
    pub(crate) fn drawer(&mut self) -> &mut Self {
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
        let token = self.app.drawer.as_ref().and_then(|d| d.plan.token.clone()).unwrap();
        self.text(&token);
        self.keys("Enter")
    }

    /// Something happened to the run.
    pub(crate) fn happens(&mut self, msg: RunMsg) -> &mut Self {
        self.send(Msg::Run(self.app.runs, msg))
    }

    /// The question that an item of the run waits for.
    pub(crate) fn seq(&self, item: usize) -> u32 {
        self.app.drawer.as_ref().and_then(|d| d.run.as_ref()).map(|r| r.items[item].seq).unwrap()
    }

    /// The reading before sending.
    pub(crate) fn rechecked(&mut self, item: usize, fresh: Eip) -> &mut Self {
        self.ms += 90;
        let seq = self.seq(item);
        self.happens(RunMsg::Rechecked(item, seq, Ok(Some(Box::new(fresh))), None))
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
        self.happens(RunMsg::Looked(item, seq, Ok(Some(Box::new(fresh)))))
    }

    /// The verdict on disk.
    pub(crate) fn written(&mut self, item: usize) -> &mut Self {
        self.happens(RunMsg::VerdictWritten(item, Ok(())));
        self.answer_all(&self.rows.clone(), Some(&nics()))
    }
}

/// The cloud's filters.
fn keeps(query: &EipQuery, e: &Eip) -> bool {
    (query.eip_ids.is_empty() || query.eip_ids.contains(&e.eip_id))
        && (query.eips.is_empty() || e.eip.is_some_and(|ip| query.eips.contains(&ip)))
        && (query.un_instance_ids.is_empty() || e.un_instance_id.as_ref().is_some_and(|i| query.un_instance_ids.contains(i)))
        && (query.network_interface_ids.is_empty()
            || e.network_interface_id.as_ref().is_some_and(|i| query.network_interface_ids.contains(i)))
        && query.private_ip_address.is_none_or(|ip| e.private_ip_address == Some(ip))
        && query.search_key.as_ref().is_none_or(|key| e.eip_name.contains(key.as_str()))
}

/// The EIP after an unbind.
pub(crate) fn freed(mut eip: Eip) -> Eip {
    eip.status = EipStatus::Unbound;
    eip.kind = None;
    eip.un_instance_id = None;
    eip.network_interface_id = None;
    eip.private_ip_address = None;
    eip
}
