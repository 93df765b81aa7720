//! Golden screens: every screen at the three sizes, in both languages.

mod outcomes;
pub(crate) mod planned;
mod scenes;
mod truths;

use crate::support::fixture::{Desk, Look};
use crate::support::frame::draw;
use crate::support::rows::{eips, fault, keys, nics};
use eip_unbind::app::effect::Query;
use eip_unbind::app::picker::{Profile, ProfileKind};
use eip_unbind::app::{App, Colors, Msg, Reply, Symbols, update};
use eip_unbind::domain::identity::Kind;
use eip_unbind::domain::{Denial, Fault, FaultClass, HookEnd, Page};
use eip_unbind::text::Lang;
use eip_unbind::unbind::RunMsg;
use scenes::{
    batch_result, batch_with_one_gone, bind_back, bind_back_batch, bound_again, bound_back,
    changed, danger, drifted, not_recorded, once_more, refused, refused_blocked, sent, to, unknown,
    verified, wan_ip,
};

/// Screens by name.
type Screens = Vec<(&'static str, Box<dyn Fn(Look) -> App>)>;

const SIZES: [(u16, u16); 3] = [(120, 32), (80, 24), (40, 10)];

fn look(size: (u16, u16), lang: Lang) -> Look {
    Look { size, lang, symbols: Symbols::Unicode, colors: Colors::Dark }
}

/// Compares a screen at every size and in both languages with its golden file.
fn golden(name: &str, build: impl Fn(Look) -> App) {
    for size in SIZES {
        for (lang, code) in [(Lang::En, "en"), (Lang::Zh, "zh")] {
            let app = build(look(size, lang));
            let file = format!("{name}@{}x{}-{code}", size.0, size.1);
            insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(file, draw(&app).golden());
            });
        }
    }
}

/// Builds with a desk.
fn desk(build: impl Fn(&mut Desk) -> &mut Desk) -> impl Fn(Look) -> App {
    move |look| {
        let mut desk = Desk::listed(look);
        build(&mut desk);
        desk.app
    }
}

/// Every screen with a name.
fn screens() -> Screens {
    vec![
        ("list", Box::new(desk(|d| to(d.with_nics(), 0)))),
        ("list-loading", Box::new(loading)),
        ("list-filtered", Box::new(desk(|d| d.keys("Space /").text("status:bound web")))),
        ("list-no-match", Box::new(desk(|d| d.keys("/").text("203.0.113.7").keys("Enter")))),
        ("list-empty", Box::new(empty)),
        ("list-all-failed", Box::new(all_failed)),
        ("list-stale-errors", Box::new(stale)),
        ("list-keys-ending", Box::new(desk(|d| keys_ending(d)))),
        ("nics", Box::new(desk(|d| nic_view(d)))),
        ("nics-link-kept", Box::new(desk(|d| nic_view(link_kept(d))))),
        ("detail-link-kept", Box::new(desk(|d| link_kept(d).keys("Enter")))),
        ("detail", Box::new(desk(|d| d.with_nics().keys("Enter")))),
        ("help", Box::new(desk(|d| d.keys("? j")))),
        ("history", Box::new(desk(history))),
        ("errors", Box::new(errors)),
        ("help-over-dialog", Box::new(desk(|d| d.dialog().keys("?")))),
        ("offer", Box::new(desk(|d| d.send(Msg::Paste(ALERT.to_owned())).keys("j")))),
        (
            "regions",
            Box::new(desk(|d| d.keys("R").send(Msg::Profiles(profiles())).keys("j Space"))),
        ),
        ("regions-at-start", Box::new(|look| Desk::new(look, |s| s.regions.clear()).app)),
        (
            "regions-none",
            Box::new(|look| with_keys(Desk::new(look, |s| s.regions.clear()).app, "Esc")),
        ),
        (
            "profile-failed",
            Box::new(desk(|d| {
                d.keys("R").send(Msg::Profiles(profiles())).send(Msg::Switched(Err(WHY.to_owned())))
            })),
        ),
        ("not-found", Box::new(not_found)),
        ("not-found-errors", Box::new(|look| with_keys(not_found(look), "e"))),
        ("leave", Box::new(desk(|d| sent(d).keys("Ctrl-c")))),
    ]
}

fn dialogs() -> Screens {
    vec![
        ("dialog", Box::new(desk(|d| d.dialog().text("7")))),
        ("dialog-not-armed", Box::new(desk(|d| d.keys("u 7")))),
        (
            "dialog-unreadable",
            Box::new(desk(|d| {
                d.keys("u").fail_all(&fault(FaultClass::Internal, "6000", "internal error"))
            })),
        ),
        ("dialog-once-more", Box::new(desk(once_more))),
        ("dialog-w-on", Box::new(desk(|d| d.dialog().keys("w").arm()))),
        ("dialog-secondary", Box::new(desk(|d| to(d, 2).dialog().keys("d").arm()))),
        ("dialog-danger", Box::new(danger)),
        ("dialog-keys-ending", Box::new(desk(|d| keys_ending(d).dialog()))),
        ("dialog-nat", Box::new(desk(|d| to(d, 3).dialog()))),
        ("dialog-already", Box::new(desk(|d| to(d, 6).dialog()))),
        ("dialog-batch", Box::new(desk(|d| d.keys("Space Space Space").dialog()))),
        ("dialog-batch-gone", Box::new(desk(|d| batch_with_one_gone(d)))),
        ("dialog-request", Box::new(desk(|d| d.dialog().keys("p")))),
        ("dialog-request-token", Box::new(desk(|d| keys_ending(d).dialog().keys("p")))),
        ("dialog-planned", Box::new(planned::planned)),
        ("dialog-planned-batch", Box::new(planned::batch)),
        ("dialog-planned-changed", Box::new(planned::changed)),
        ("dialog-planned-other-account", Box::new(planned::other_account)),
        ("dialog-planned-too-old", Box::new(planned::too_old)),
        ("dialog-detours", Box::new(detours)),
        ("dialog-found-in-profile", Box::new(found_in_profile)),
        ("dialog-four-eyes", Box::new(planned::alone)),
        ("dialog-note", Box::new(desk(|d| d.dialog().keys("n").text("INC-2231 僵尸网络")))),
        ("dialog-changed", Box::new(desk(changed))),
        ("dialog-no-nics", Box::new(desk(|d| d.keys("u").answer_all(&eips(), None).arm()))),
    ]
}

fn results() -> Screens {
    vec![
        ("running-asked", Box::new(|look| asked(look).app)),
        ("dialog-denied", Box::new(denied)),
        ("running-not-sent", Box::new(desk(|d| d.dialog().confirm().wait(1_250)))),
        ("result-cancelled", Box::new(desk(|d| d.dialog().confirm().keys("Esc").written(0)))),
        ("running", Box::new(desk(|d| sent(d).wait(1_250)))),
        (
            "running-no-answer",
            Box::new(desk(|d| {
                sent(d).answered(0, Err(Fault::no_answer("timed out after 15 s"))).looked(
                    0,
                    600,
                    eips().remove(0),
                )
            })),
        ),
        ("result-verified", Box::new(desk(|d| verified(d)))),
        ("result-wan-ip", Box::new(desk(|d| wan_ip(d)))),
        ("result-bound-again", Box::new(desk(bound_again))),
        ("result-refused", Box::new(desk(refused))),
        ("result-refused-blocked", Box::new(refused_blocked)),
        ("result-unknown", Box::new(desk(unknown))),
        ("result-drifted", Box::new(desk(drifted))),
        ("dialog-without-journal", Box::new(desk(not_recorded))),
        ("result-batch", Box::new(desk(batch_result))),
        ("dialog-bind-back", Box::new(desk(|d| bind_back(d).text("7")))),
        ("dialog-bind-back-batch", Box::new(desk(|d| bind_back_batch(d).text("2.")))),
        ("result-bound-back", Box::new(desk(bound_back))),
    ]
}

/// A private cloud behind a proxy, with an authority of its own, and no journal.
fn detours(look: Look) -> App {
    let mut d = Desk::listed_as(look, |s| {
        s.context.whose.endpoint = Some("https://eip.cloud.corp".to_owned());
        s.proxy = Some("10.1.2.3:3128 (HTTPS_PROXY)".to_owned());
        s.ca_file = Some("~/corp.pem".to_owned());
        s.journal = None;
    });
    d.dialog();
    d.app
}

/// What was looked for in several profiles is in one that nobody chose; another could not be read.
pub(crate) fn found_in_profile(look: Look) -> App {
    let mut d = Desk::listed_as(look, |s| {
        s.context.whose.profile = Some("pay".to_owned());
        s.by_search = true;
    });
    d.app.unread_profiles = vec![
        ("game".to_owned(), "the profile names credentials that are not there".to_owned()),
        ("edge".to_owned(), "ap-shanghai: no answer in 10 s".to_owned()),
    ];
    d.dialog();
    d.app
}

/// `before_send` has been asked for some seconds.
fn asked(look: Look) -> Desk {
    let mut d = Desk::listed_as(look, |s| s.before_send = vec!["/opt/eip/approval".to_owned()]);
    d.dialog().confirm().wait(12_250);
    d
}

fn denied(look: Look) -> App {
    let mut d = asked(look);
    let said = "no change\nwindow \u{1b}[2Jbefore 18:00 (INC-2231)".to_owned();
    let denial =
        Denial { program: "/opt/eip/approval".to_owned(), end: HookEnd::Failed(Some(3), said) };
    d.happens(RunMsg::Asked(Err(denial))).answer_all(&eips(), Some(&nics())).arm();
    d.app
}

/// Keys of a role that could not be renewed any more.
fn keys_ending(d: &mut Desk) -> &mut Desk {
    d.send(Msg::Keys(keys(Kind::Temporary, Some("2026-11-22T06:07:45Z")), None))
}

fn loading(look: Look) -> App {
    let mut d = Desk::new(look, |_| {});
    let (id, _) = d.asked.iter().find(|(_, q)| matches!(q, Query::Eips { .. })).cloned().unwrap();
    d.app.inventory.page = 8;
    let items = eips().into_iter().take(8).collect();
    d.wait(300).send(Msg::Reply(id, Reply::Eips(Ok(Page::of(items, Some(312))))));
    d.app
}

fn empty(look: Look) -> App {
    let mut d = Desk::new(look, |_| {});
    d.answer_all(&[], Some(&[]));
    d.app
}

fn all_failed(look: Look) -> App {
    let mut d = Desk::new(look, |s| s.regions.push(crate::support::rows::region("sh")));
    d.fail_all(&fault(
        FaultClass::Auth,
        "4104",
        "secretId not exist: the SecretId is wrong or \u{1b}[31mdisabled",
    ));
    d.app
}

const ALERT: &str = "告警：EIP 203.0.113.77（eip-9k2m4x7q）被封堵，实例 ins-1a2b3c4d，网卡 eni-5f6a7b8c/10.0.3.21\r\n\
    egress: nat-4d5f6g7h, peer 198.51.100.9, gateway 10.0.9.9, ins-0000dead";

const WHY: &str = "~/.tccli/staging.credential can't be used: it is not JSON (line 1, column 2) · mend or remove the file\u{1b}[2J";

fn profiles() -> Vec<Profile> {
    let profile = |name: Option<&str>, kind, danger, read_only| Profile {
        name: name.map(str::to_owned),
        kind,
        danger,
        read_only,
    };
    vec![
        profile(None, ProfileKind::None, false, false),
        profile(Some("prod-main"), ProfileKind::Config, true, false),
        profile(Some("审计"), ProfileKind::Config, false, true),
        profile(Some("staging\u{202e}"), ProfileKind::Tccli, false, false),
    ]
}

fn not_found(look: Look) -> App {
    use crate::support::rows::region;
    let regions = ["gz", "sh", "bj", "hk", "sg"].map(region);
    let mut d = Desk::given(look, &["203.0.113.99"], |s| s.regions = regions.to_vec());
    let denied = fault(FaultClass::Permission, "4300", "region not open \u{1b}[31mto you");
    let closed: Vec<_> =
        d.asked.extract_if(.., |(_, query)| matches!(query, Query::Eips { region, .. } if region.as_str() == "ap-hongkong")).collect();
    for (id, _) in closed {
        d.send(Msg::Reply(id, Reply::Eips(Err(denied.clone()))));
    }
    d.answer_all(&eips(), Some(&nics()));
    d.app
}

fn with_keys(mut app: App, keys: &str) -> App {
    for key in keys.split(' ') {
        let now = app.now;
        update(&mut app, now, Msg::Key(eip_unbind::app::Key::parse(key).unwrap()));
    }
    app
}

fn stale(look: Look) -> App {
    let mut d = Desk::listed_as(look, |s| {
        s.context.read_only = true;
        s.regions.push(crate::support::rows::region("sh"));
    });
    d.keys("r").fail_all(&fault(FaultClass::Internal, "6000", "internal error"));
    d.wait(47_000);
    d.app
}

fn errors(look: Look) -> App {
    let mut d = Desk::new(look, |s| s.regions.push(crate::support::rows::region("sh")));
    let (id, _) = d.asked.remove(0);
    d.send(Msg::Reply(id, Reply::Eips(Ok(Page::of(eips(), Some(20))))));
    d.fail_all(&fault(
        FaultClass::Permission,
        "4102",
        "you are not allowed to access the resource qcs::eip:gz:uin/100001230042:eip/*",
    ));
    d.keys("e");
    d.app
}

fn nic_view(d: &mut Desk) -> &mut Desk {
    d.keys("t").answer_all(&eips(), Some(&nics())).keys("j")
}

/// The first EIP is off its server, and its link to the NIC was kept.
fn link_kept(d: &mut Desk) -> &mut Desk {
    d.with_nics();
    let mut row = eips().remove(0);
    row.un_instance_id = None;
    let nic = row.network_interface_id.clone().unwrap();
    d.app.inventory.patch(&[row.clone()]);
    d.app.inventory.learn_link(&row.region, &row.eip_id, &nic);
    d
}

fn history(d: &mut Desk) -> &mut Desk {
    use eip_unbind::app::history::{HistoryRow, Past};
    use eip_unbind::domain::{EipState, EipStatus, Gaps};
    use eip_unbind::unbind::Verdict;
    let row = |at: &str, eip: &str, from: &str, outcome, took_ms| HistoryRow {
        at: at.parse().unwrap(),
        who: "you@bastion-2".to_owned(),
        profile: Some("prod-main".to_owned()),
        region: "ap-guangzhou".to_owned(),
        eip: eip.to_owned(),
        from: from.to_owned(),
        parameters: "EipUnBindInstance eipId=eip-9k2m4x7q allocWanIp=0".to_owned(),
        outcome,
        took_ms,
        request_id: "3c14e7a0-54a7".to_owned(),
        after: Some(EipState {
            status: EipStatus::Unbound,
            un_instance_id: None,
            network_interface_id: None,
            private_ip_address: None,
            wan_ip: None,
            gaps: Gaps::default(),
        }),
        reason: "INC-2231 僵尸网络".to_owned(),
        ..HistoryRow::default()
    };
    let rows = vec![
        row(
            "2026-11-22T06:03:18Z",
            "203.0.113.77",
            "ins-1a2b3c4d",
            Some(Verdict::Verified),
            Some(3_780),
        ),
        row(
            "2026-11-22T06:01:10Z",
            "203.0.113.113",
            "ins-5h6j7k8l",
            Some(Verdict::Refused),
            Some(310),
        ),
        row(
            "2026-11-22T05:40:02Z",
            "203.0.113.90",
            "ins-3f4e5d6c",
            Some(Verdict::Unknown),
            Some(61_000),
        ),
        row("2026-11-22T05:39:00Z", "203.0.113.101", "ins-0a0b0c0d", None, None),
    ];
    d.keys("H").send(Msg::Past(Past { rows, ..Past::default() }))
}

#[test]
fn golden_lists() {
    for (name, build) in screens() {
        golden(name, build);
    }
}

#[test]
fn golden_drawers() {
    for (name, build) in dialogs() {
        golden(name, build);
    }
}

#[test]
fn golden_results() {
    for (name, build) in results() {
        golden(name, build);
    }
}

fn everything() -> Screens {
    screens().into_iter().chain(dialogs()).chain(results()).collect()
}

#[test]
fn golden_ascii_without_colour() {
    for (name, build) in everything()
        .into_iter()
        .filter(|(name, _)| ["list", "dialog", "result-verified"].contains(name))
    {
        for (lang, code) in [(Lang::En, "en"), (Lang::Zh, "zh")] {
            let app =
                build(Look { size: (80, 24), lang, symbols: Symbols::Ascii, colors: Colors::None });
            insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(format!("{name}-ascii@80x24-{code}"), draw(&app).golden());
            });
        }
    }
}

/// Nothing panics at any size, and what must always be in sight is: the quota from 40x10 on, and something at every size.
#[test]
fn every_size_can_be_drawn() {
    let mut apps: Vec<(&str, App)> = everything()
        .into_iter()
        .map(|(name, build)| {
            (name, build(look((120, 32), if name.len() % 2 == 0 { Lang::En } else { Lang::Zh })))
        })
        .collect();
    let count = apps.len();
    for columns in 1..=300_u16 {
        for rows in (1..=36_u16).chain([40, 60, 100]) {
            // Small sizes are where it breaks: every screen there, one screen in turn elsewhere.
            let small =
                columns <= 44 && (rows <= 3 || (10..=11).contains(&rows)) && columns % 3 == 0;
            for (at, (name, app)) in apps.iter_mut().enumerate() {
                if !small && at != (usize::from(columns) * 7 + usize::from(rows)) % count {
                    continue;
                }
                let now = app.now;
                eip_unbind::app::update(app, now, Msg::Resized(columns, rows));
                let frame = draw(app);
                assert!(
                    frame.cursor.is_none_or(|c| c.x < columns && c.y < rows),
                    "{name} {columns}x{rows}: cursor {:?}",
                    frame.cursor
                );
                if columns > 130 || rows > 40 {
                    continue;
                }
                let text = frame.text();
                assert!(!text.trim().is_empty(), "{name} {columns}x{rows}");
                let read = app.inventory.regions.first().is_some_and(|r| r.quota.ready().is_some());
                if columns >= 40 && rows >= 10 && read {
                    assert!(text.contains("2/10"), "{name} {columns}x{rows}: no quota\n{text}");
                }
            }
        }
    }
}

/// Outcome words are outcomes: they never stand where there is none.
#[test]
fn outcome_words_stand_only_as_outcomes() {
    for (name, build) in screens()
        .into_iter()
        .chain(dialogs())
        .filter(|(name, _)| !["dialog-already", "history"].contains(name))
    {
        for size in SIZES {
            let text = draw(&build(look(size, Lang::En))).text();
            for word in eip_unbind::unbind::Verdict::ALL {
                assert!(!text.contains(word.as_str()), "{name}: {}\n{text}", word.as_str());
            }
        }
    }
}

/// With `--ascii`, nothing of ours is beyond ASCII; what the cloud wrote stays as it is.
#[test]
fn ascii_is_ascii() {
    const CLOUD: &str = "网关旧站主卡僵尸络审计\u{27e8}\u{27e9}\u{241b}";
    for (name, build) in everything() {
        for size in SIZES {
            let app =
                build(Look { size, lang: Lang::En, symbols: Symbols::Ascii, colors: Colors::None });
            let text = draw(&app).text();
            let alien: String =
                text.chars().filter(|c| !c.is_ascii() && !CLOUD.contains(*c)).collect();
            assert!(alien.is_empty(), "{name}: {alien}\n{text}");
        }
    }
}

/// A batch of so many.
fn batch(look: Look, count: usize) -> App {
    let mut d = Desk::listed(look);
    d.keys("/").text("web-gz").keys("Enter").keys(&["Space"].repeat(count).join(" ")).dialog();
    d.app
}

#[test]
fn what_a_token_must_not_be_typed_without_is_on_screen_or_the_field_is_shut() {
    for (size, lang) in SIZES.into_iter().flat_map(|size| [(size, Lang::En), (size, Lang::Zh)]) {
        for (name, build) in dialogs() {
            // The whole request stands in the place of the review.
            assert_eq!(
                draw(&build(look(size, lang))).whole,
                !name.starts_with("dialog-request"),
                "{name} {size:?}"
            );
        }
        for count in 2..=10 {
            let mut app = batch(look(size, lang), count);
            let frame = draw(&app);
            let listed = (0..count)
                .filter(|n| frame.text().contains(&format!("203.0.113.{} ", 141 + n)))
                .count();
            assert_eq!(
                frame.whole,
                listed == count,
                "{listed} of {count} {size:?}\n{}",
                frame.text()
            );
            assert!(
                frame.whole || size == (40, 10) && count > 6,
                "{count} {size:?}\n{}",
                frame.text()
            );
            let now = app.now;
            update(&mut app, now, Msg::Painted(frame.whole));
            let words = lang.pick("no room to show every target", "列不下全部目标");
            assert_eq!(draw(&app).text().contains(words), !frame.whole, "{}", draw(&app).text());
            assert_eq!(draw(&app).whole, frame.whole, "it does not come and go");
        }
    }
    assert!(!draw(&batch(look((39, 10), Lang::En), 2)).whole, "nothing of it is on screen");
}

/// The whole job is possible at every size: the confirmation stands there word for word, with target, toggles and reasons.
#[test]
fn the_review_is_whole_at_every_size() {
    for size in SIZES {
        let flat = |app: &App| {
            draw(app)
                .text()
                .replace(['│', '\n'], " ")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        };
        for (name, needs) in [
            (
                "dialog",
                vec![
                    "Type 77 to unbind 203.0.113.77, then Enter",
                    "▸ 7▌",
                    "ins-1a2b3c4d",
                    "unchanged",
                    "w new",
                    "d ",
                ],
            ),
            (
                "dialog-danger",
                vec![
                    "Type 113.113 to unbind 203.0.113.113, then Enter",
                    "▸ 113.▌",
                    "DANGER",
                    "blocked",
                    "unchanged",
                    "w new",
                    "d ",
                ],
            ),
            ("dialog-once-more", vec!["press Enter once more"]),
            (
                "dialog-batch",
                vec!["Type 3.77 to unbind 3 EIPs, then Enter", "203.0.113.78", "ins-3f4e5d6c"],
            ),
            (
                "dialog-batch-gone",
                vec![
                    "Type 2.77 to unbind 2 EIPs, then Enter",
                    "▸ 2.▌",
                    "eip-2b7n1w0e",
                    "203.0.113.90",
                ],
            ),
            (
                "dialog-request",
                vec![
                    "Action",
                    "SecretId",
                    "AKID…0042",
                    "SignatureMethod",
                    "Nonce",
                    "‹hidden›",
                    "allocWanIp",
                ],
            ),
            ("dialog-nat", vec!["DisassociateNatGatewayAddress"]),
            ("dialog-changed", vec!["changed since the list", "ins-1a2b3c4d → ins-77aa88bb"]),
            ("result-wan-ip", vec!["verified", "198.51.100.61", "2/10"]),
            ("result-bound-again", vec!["verified", "ins-0badc0de"]),
            (
                "dialog-without-journal",
                vec![
                    "notRecorded",
                    "nothing was sent",
                    "Type 77 to unbind 203.0.113.77, then Enter",
                ],
            ),
        ] {
            let build = everything().into_iter().find(|(n, _)| *n == name).map(|(_, b)| b).unwrap();
            let text = flat(&build(look(size, Lang::En)));
            for need in needs {
                assert!(text.contains(need), "{name} {size:?}: {need}\n{text}");
            }
        }
    }
}
