//! Twenty regions a hundred milliseconds away: the whole machine over the built-in cloud, in simulated time.

use eip_unbind::api::credentials::Credentials;
use eip_unbind::api::endpoint::Endpoints;
use eip_unbind::api::http::TransportSettings;
use eip_unbind::api::message::{HttpReply, HttpRequest, TransportError};
use eip_unbind::api::sign::v2::SignatureMethod;
use eip_unbind::api::{Client, ClientSettings};
use eip_unbind::app::{App, Effect, Msg, Symbols, update};
use eip_unbind::domain::{Moment, Region};
use eip_unbind::runtime::clock::Clock;
use eip_unbind::runtime::connect::{Connector, Wanted};
use eip_unbind::runtime::runner::Runner;
use eip_unbind::sim::spec::Generate;
use eip_unbind::sim::{Cloud, DEMO_SECRET_ID, DEMO_SECRET_KEY, IncomingRequest, Scenario};
use eip_unbind::text::Lang;
use jiff::{SignedDuration, Timestamp};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;
use tokio::time::Instant;

const START: i64 = 1_790_000_000;
const LATENCY_MS: u64 = 100;
const ROWS: u32 = 30;

/// The cloud, far away.
struct Far {
    began: Instant,
    cloud: RefCell<Cloud>,
}

impl Far {
    fn now(&self) -> Moment {
        let mono_ms = self.began.elapsed().as_millis() as u64;
        Moment {
            mono_ms,
            wall: Timestamp::from_second(START).unwrap()
                + SignedDuration::from_millis(mono_ms as i64),
        }
    }

    async fn answer(self: Rc<Self>, request: HttpRequest) -> Result<HttpReply, TransportError> {
        let answer =
            self.cloud.borrow_mut().answer(&IncomingRequest::from(&request), self.now().wall);
        tokio::time::sleep(Duration::from_millis(answer.after_ms)).await;
        Ok(answer.into_reply().unwrap())
    }
}

/// What a session came to: the machine, when each list was whole, when everything was, and requests in all.
struct Read {
    app: App,
    lists_ms: u64,
    all_ms: u64,
    requests: usize,
}

/// Starts the machine on twenty regions, some of them closed, and lets it run until nothing is being read.
fn read(closed: &[Region], extra: impl Fn(&mut Scenario)) -> Read {
    let regions: Vec<Region> = Region::all().into_iter().take(20).collect();
    assert_eq!(regions.len(), 20);
    let mut scenario = Scenario {
        latency_ms: LATENCY_MS,
        denied_regions: closed.to_vec(),
        ..Scenario::embedded("empty").unwrap()
    };
    scenario.generate = regions
        .iter()
        .map(|region| Generate { region: region.clone(), count: ROWS, name: "web".into() })
        .collect();
    extra(&mut scenario);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, async {
        let start = Timestamp::from_second(START).unwrap();
        let far = Rc::new(Far {
            began: Instant::now(),
            cloud: RefCell::new(Cloud::new(scenario, start)),
        });
        let (clock, carrier) = (far.clone(), far.clone());
        let settings = ClientSettings {
            generation: eip_unbind::domain::Generation::V2,
            endpoints: Endpoints::single("http://127.0.0.1:4000").unwrap(),
            credentials: Credentials::new(DEMO_SECRET_ID, DEMO_SECRET_KEY, None).unwrap().into(),
            transport: TransportSettings::default(),
            requests_per_second: 20,
            clock: Rc::new(move || clock.now()),
            signature_method: SignatureMethod::default(),
        };
        let make = move |generation| {
            let carrier = carrier.clone();
            let settings = ClientSettings { generation, ..settings.clone() };
            Ok(Client::in_memory(
                settings,
                Rc::new(move |request| Box::pin(carrier.clone().answer(request))),
            ))
        };
        let connector =
            Connector::new(Box::new(make), Wanted::Auto(regions[0].clone()), None, Clock::new());
        let (tell, mut inbox) = tokio::sync::mpsc::channel(1024);
        let runner = Runner::new(connector, None, tell, true);
        let look = crate::support::fixture::Look {
            size: (120, 32),
            lang: Lang::En,
            symbols: Symbols::Unicode,
            colors: eip_unbind::app::Colors::None,
        };
        let mut session = crate::support::fixture::session(look);
        (session.regions, session.started) = (regions, far.now());
        let mut app = App::new(session, look.size, (100, 50));
        app.start().into_iter().for_each(|effect| runner.start(effect));
        let (mut lists_ms, mut all_ms) = (0, 0);
        while app.inventory.is_reading()
            || app.inventory.regions.iter().any(|r| r.quota_asked.is_some())
        {
            let msg: Msg = inbox.recv().await.unwrap();
            let was_reading = app.inventory.is_reading();
            for effect in update(&mut app, far.now(), msg) {
                assert!(matches!(effect, Effect::Fetch(..)));
                runner.start(effect);
            }
            all_ms = far.now().mono_ms;
            if was_reading && !app.inventory.is_reading() {
                lists_ms = all_ms;
            }
        }
        let requests = far.cloud.borrow().log().len();
        Read { app, lists_ms, all_ms, requests }
    })
}

#[test]
fn twenty_regions_take_about_two_round_trips() {
    let read = read(&[], |_| {});
    let trips = read.lists_ms as f64 / LATENCY_MS as f64;
    println!(
        "20 regions at {LATENCY_MS} ms: every list after {} ms = {trips:.1} round trips; quotas too after {} ms; {} requests",
        read.lists_ms, read.all_ms, read.requests
    );
    assert!(trips <= 2.5, "{trips} round trips");
    assert_eq!(
        (read.app.inventory.len(), read.requests),
        (20 * ROWS as usize, 40),
        "one list and one quota a region"
    );
    assert!(read.app.inventory.is_complete());
}

#[test]
fn three_failing_regions_are_named_and_the_rest_is_shown() {
    let closed: Vec<Region> = Region::all().into_iter().skip(4).take(3).collect();
    let read = read(&closed, |_| {});
    assert!(read.lists_ms as f64 / LATENCY_MS as f64 <= 2.5, "{} ms", read.lists_ms);
    assert_eq!(read.app.inventory.len(), 17 * ROWS as usize);
    assert!(!read.app.inventory.is_complete());
    let text = crate::support::frame::draw(&read.app).text();
    assert!(text.contains("510 EIPs incomplete") && text.contains("errors"), "{text}");
    let mut app = read.app;
    let now = app.now;
    update(&mut app, now, Msg::Key(eip_unbind::app::Key::char('e')));
    let text = crate::support::frame::draw(&app).text();
    for region in &closed {
        assert!(text.contains(&format!("{region} DescribeEip")), "{region}:\n{text}");
    }
    assert!(text.contains("4300") && text.contains("→"), "{text}");
}

#[test]
fn a_first_region_that_is_closed_holds_up_nobody() {
    let closed: Vec<Region> = Region::all().into_iter().take(1).collect();
    let read = read(&closed, |_| {});
    assert!(read.lists_ms as f64 / LATENCY_MS as f64 <= 2.5, "{} ms", read.lists_ms);
    assert_eq!(read.app.inventory.len(), 19 * ROWS as usize);
}
