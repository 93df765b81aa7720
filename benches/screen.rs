//! Filtering and drawing: the cost of a keystroke over many rows, and of a frame whatever the number of rows.

use eip_unbind::app::session::{Colors, Session, Symbols};
use eip_unbind::app::{App, Effect, Key, Msg, Query, Reply, update};
use eip_unbind::domain::identity::{Identity, Keys};
use eip_unbind::domain::{
    Eip, EipId, EipStatus, InstanceId, InstanceKind, Moment, NetworkInterfaceId, Page, Region,
};
use eip_unbind::text::Lang;
use eip_unbind::unbind::Context;
use eip_unbind::view;
use jiff::Timestamp;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal};
use std::net::{IpAddr, Ipv4Addr};

fn at(ms: u64) -> Moment {
    Moment::after(Timestamp::UNIX_EPOCH, ms)
}

fn eip(region: &Region, n: u32) -> Eip {
    Eip {
        region: region.clone(),
        eip_id: EipId::parse(&format!("eip-{n:08x}")).expect("an id"),
        eip: Some(IpAddr::V4(Ipv4Addr::from(0xc612_0000 + n))),
        eip_name: if n.is_multiple_of(7) {
            format!("网关-{n}").into()
        } else {
            format!("web-prod-{n}").into()
        },
        status: EipStatus::Bound,
        kind: Some(InstanceKind::Cvm),
        arrears: Some(false),
        blocked: None,
        cascade_release: None,
        un_instance_id: InstanceId::parse(&format!("ins-{n:08x}")),
        network_interface_id: NetworkInterfaceId::parse(&format!("eni-{n:08x}")),
        private_ip_address: Some(IpAddr::V4(Ipv4Addr::from(0x0a00_0000 + n))),
        isp_id: Some(5),
        created_at: Some(Timestamp::UNIX_EPOCH),
        direct: None,
        instance_type: None,
        address_type: None,
        tags: None,
        link_kept: false,
        gaps: eip_unbind::domain::Gaps::default(),
    }
}

fn app(rows: u32) -> App {
    let region = Region::parse("gz").expect("a region");
    let whose = Identity {
        account: "AKID…0042".into(),
        source: Some("environment".into()),
        keys: Keys { key_id: "AKID…0042".into(), ..Keys::default() },
        ..Identity::default()
    };
    let context = Context {
        whose,
        read_only: false,
        danger: false,
        protect: vec![],
        ssh_server_ip: None,
        four_eyes: false,
        planned_by: None,
    };
    let session = Session {
        context,
        v2_gone: None,
        api_answered: true,
        lang: Lang::En,
        symbols: Symbols::Unicode,
        colors: Colors::Dark,
        before_send: vec![],
        search_profiles: vec![],
        by_search: false,
        proxy: None,
        ca_file: None,
        asks_owner: false,
        demo: None,
        regions: vec![region.clone()],
        zone: jiff::tz::TimeZone::UTC,
        journal: None,
        wait_ms: 180_000,
        run_prefix: "bench".into(),
        started: at(0),
    };
    let mut app = App::new(session, (120, 32), (u64::from(rows), 50));
    let first = app.start();
    for effect in first {
        if let Effect::Fetch(id, Query::Eips { .. }) = effect {
            let items: Vec<Eip> = (0..rows).map(|n| eip(&region, n)).collect();
            update(
                &mut app,
                at(1),
                Msg::Reply(id, Reply::Eips(Ok(Page::of(items, Some(u64::from(rows)))))),
            );
        }
    }
    update(&mut app, at(2), Msg::Key(Key::char('/')));
    app
}

const ROWS: [u32; 4] = [1_000, 10_000, 50_000, 100_000];

/// The machine takes a message and the frame is drawn and compared with the one before: all that lies between a key and the bytes of the
/// terminal, but for writing them.
struct Screen {
    app: App,
    terminal: Terminal<TestBackend>,
}

impl Screen {
    fn of(app: &App) -> Self {
        let terminal = Terminal::new(TestBackend::new(120, 32)).expect("a terminal in memory");
        let mut screen = Self { app: app.clone(), terminal };
        screen.paint();
        screen
    }

    fn take(&mut self, at: Moment, msg: Msg) {
        update(&mut self.app, at, msg);
        self.paint();
    }

    fn paint(&mut self) {
        let app = &self.app;
        let draw = |frame: &mut Frame<'_>| {
            view::draw(app, frame.area(), frame.buffer_mut());
        };
        self.terminal.draw(draw).expect("a terminal in memory");
    }
}

/// One keystroke in the filter field, the whole way (target: 10 ms over 100,000 rows).
#[divan::bench(args = ROWS)]
fn filter_keystroke(bencher: divan::Bencher<'_, '_>, rows: u32) {
    let app = app(rows);
    bencher
        .with_inputs(|| Screen::of(&app))
        .bench_local_refs(|screen| screen.take(at(3), Msg::Key(Key::char('7'))));
}

/// Opening the filter field, which makes the text of every row ready.
#[divan::bench(args = ROWS)]
fn filter_opened(bencher: divan::Bencher<'_, '_>, rows: u32) {
    let mut app = app(rows);
    update(&mut app, at(3), Msg::Key(Key::parse("Esc").expect("a key")));
    bencher
        .with_inputs(|| Screen::of(&app))
        .bench_local_refs(|screen| screen.take(at(4), Msg::Key(Key::char('/'))));
}

/// A page that comes while the list is read again, with a filter on: what a keystroke may have to wait for.
#[divan::bench(args = ROWS)]
fn page_read_again(bencher: divan::Bencher<'_, '_>, rows: u32) {
    let mut app = app(rows);
    update(&mut app, at(3), Msg::Key(Key::char('7')));
    update(&mut app, at(4), Msg::Key(Key::parse("Enter").expect("a key")));
    let asked = update(&mut app, at(5), Msg::Key(Key::char('r')));
    let id = asked.iter().find_map(|effect| {
        if let Effect::Fetch(id, Query::Eips { .. }) = effect { Some(*id) } else { None }
    });
    let (id, region) =
        (id.expect("the list is read again"), Region::parse("gz").expect("a region"));
    let items: Vec<Eip> = (0..100).map(|n| eip(&region, n)).collect();
    let page = || Msg::Reply(id, Reply::Eips(Ok(Page::of(items.clone(), Some(u64::from(rows))))));
    bencher.with_inputs(|| (Screen::of(&app), page())).bench_local_values(|(mut screen, page)| {
        screen.take(at(6), page);
        screen
    });
}

/// Another order of the whole list.
#[divan::bench(args = ROWS)]
fn sorted(bencher: divan::Bencher<'_, '_>, rows: u32) {
    let mut app = app(rows);
    update(&mut app, at(3), Msg::Key(Key::parse("Esc").expect("a key")));
    bencher
        .with_inputs(|| Screen::of(&app))
        .bench_local_refs(|screen| screen.take(at(4), Msg::Key(Key::char('s'))));
}

/// One frame (target: independent of the number of rows).
#[divan::bench(args = [100, 10_000, 100_000])]
fn draw(bencher: divan::Bencher<'_, '_>, rows: u32) {
    let app = app(rows);
    let area = Rect::new(0, 0, 120, 32);
    let mut buffer = Buffer::empty(area);
    bencher.bench_local(|| view::draw(&app, area, &mut buffer));
}
