//! From an alert to the dialog, in the machine alone: at start, by paste, by a choice; and the same on the command line.

use crate::support::cli::{Done, Sim};
use crate::support::fixture::{Desk, Look};
use crate::support::rows::{eips, fault, nics, region};
use crate::tty::cloud::Cloud;
use crate::tty::term::now;
use eip_unbind::app::effect::Query;
use eip_unbind::app::keymap::Scope;
use eip_unbind::app::notice::NoticeKind;
use eip_unbind::app::{App, Colors, Msg, Overlay, Reply, Session, Symbols};
use eip_unbind::domain::{Eip, EipPage, EipQuery, Fault, FaultClass, Page, UnbindTarget};
use eip_unbind::sim::Scenario;
use eip_unbind::text::Lang;
use eip_unbind::text::alert::Targets;
use eip_unbind::unbind::Reading;
use eip_unbind::unbind::lookup::{Lookup, Question};
use serde_json::json;
use std::time::Duration;

const LOOK: Look =
    Look { size: (120, 32), lang: Lang::En, symbols: Symbols::Unicode, colors: Colors::Dark };

fn three(session: &mut Session) {
    session.regions = ["gz", "sh", "bj"].map(region).to_vec();
}

fn paste(desk: &mut Desk, text: &str) {
    desk.send(Msg::Paste(text.to_owned()));
}

/// The filters asked for, with how many regions each.
fn asked(desk: &Desk) -> Vec<(EipQuery, usize)> {
    let mut all: Vec<(EipQuery, usize)> = Vec::new();
    for (_, query) in &desk.asked {
        if let Query::Eips { query, .. } = query {
            match all.iter_mut().find(|(known, _)| known == query) {
                Some((_, count)) => *count += 1,
                None => all.push((query.clone(), 1)),
            }
        }
    }
    all
}

fn answer(desk: &mut Desk, place: &str, items: Vec<Eip>) {
    let at = desk
        .asked
        .iter()
        .position(|(_, q)| matches!(q, Query::Eips { region, .. } if region.as_str() == place))
        .unwrap();
    let (id, _) = desk.asked.remove(at);
    let total = Some(items.len() as u64);
    desk.send(Msg::Reply(id, Reply::Eips(Ok(Page::of(items, total)))));
}

fn target(app: &App) -> String {
    let dialog = app.dialog.as_ref().expect("a dialog");
    assert_eq!((app.scope(), dialog.token.as_str()), (Scope::Dialog, ""));
    dialog
        .targets
        .iter()
        .map(|t| t.eip().map(Eip::address).unwrap_or_default())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn one_hit_opens_the_drawer_and_nothing_is_sent() {
    for (words, wanted) in [
        (&["203.0.113.77"][..], "203.0.113.77"),
        (&["eip-9k2m4x7q"], "203.0.113.77"),
        (&["ins-1a2b3c4d"], "203.0.113.77"),
        (&["eni-5f6a7b8c", "10.0.3.21"], "203.0.113.77"),
        (&["eni-5f6a7b8c,10.0.3.21"], "203.0.113.77"),
        (&["10.0.3.21"], "203.0.113.77"),
        (&["edge"], "203.0.113.90"),
        (&["CRITICAL: 203.0.113.77:443 is under attack (10 Gbps > 5 Gbps)"], "203.0.113.77"),
        (&["203.0.113.77", "203.0.113.78"], "203.0.113.77 203.0.113.78"),
    ] {
        let mut at_start = Desk::given(LOOK, words, three);
        at_start.answer_all(&eips(), Some(&nics()));
        assert_eq!(target(&at_start.app), wanted, "{words:?}");
        assert!(at_start.run.is_empty());
        // The same by paste, but for a batch.
        if let [word] = words {
            let mut pasted = Desk::listed_as(LOOK, three);
            paste(&mut pasted, &format!("{word}\r\n"));
            pasted.answer_all(&eips(), Some(&nics()));
            assert_eq!(target(&pasted.app), wanted, "{word}");
            assert!(pasted.run.is_empty());
        }
    }
    let mut pair = Desk::given(LOOK, &["eni-5f6a7b8c/10.0.3.21"], three);
    pair.answer_all(&eips(), Some(&nics()));
    assert!(matches!(
        pair.app.dialog.as_ref().unwrap().targets[0].request.target,
        UnbindTarget::PrivateIp { .. }
    ));
}

#[test]
fn what_is_in_one_place_only_waits_for_no_other_region() {
    let mut desk = Desk::given(LOOK, &["203.0.113.77"], three);
    let wanted = EipQuery { eips: vec!["203.0.113.77".parse().unwrap()], ..EipQuery::default() };
    assert_eq!(asked(&desk), [(wanted, 3)], "one question a region, and the list waits");
    answer(&mut desk, "ap-shanghai", vec![]);
    answer(&mut desk, "ap-guangzhou", vec![eips().remove(0)]);
    assert_eq!(target(&desk.app), "203.0.113.77", "Beijing says nothing");
    let last: Vec<_> = desk
        .asked
        .iter()
        .map(|(_, query)| matches!(query, Query::Eips { query, .. } if query.is_all()))
        .collect();
    assert!(
        last.iter().skip_while(|all| !**all).count() == 2 * 3,
        "the list comes after what the dialog needs: {last:?}"
    );
}

#[test]
fn a_private_address_may_be_in_many_places() {
    let mut desk = Desk::given(LOOK, &["10.0.3.21"], three);
    let private = EipQuery { private_ip_address: "10.0.3.21".parse().ok(), ..EipQuery::default() };
    assert_eq!(asked(&desk), [(private, 3)]);
    let row = eips().remove(0);
    let other = Eip {
        region: region("sh"),
        eip_id: eip_unbind::domain::EipId::parse("eip-0other00").unwrap(),
        ..row.clone()
    };
    answer(&mut desk, "ap-guangzhou", vec![row]);
    assert!(desk.app.dialog.is_none(), "the others have not answered");
    answer(&mut desk, "ap-shanghai", vec![other]);
    answer(&mut desk, "ap-beijing", vec![]);
    assert!(desk.app.dialog.is_none());
    assert_eq!(desk.app.list.input.value(), "10.0.3.21");
    assert!(matches!(&desk.app.notice.as_ref().unwrap().kind, NoticeKind::TargetAmbiguous(_, 2)));
}

#[test]
fn the_list_does_not_wait_for_a_slow_look_up_for_ever() {
    let mut desk = Desk::given(LOOK, &["203.0.113.77"], three);
    desk.wait(1_900);
    assert_eq!(asked(&desk).len(), 1);
    assert!(desk.app.due_ms().is_some_and(|due| due <= 2_000));
    desk.wait(100);
    assert_eq!(asked(&desk)[1], (EipQuery::all(), 3));
    desk.wait(1_000);
    assert_eq!(asked(&desk)[1], (EipQuery::all(), 3), "once");
}

#[test]
fn several_candidates_are_offered() {
    let text = "ins-7c8d9e0f (203.0.113.77)\r\nis busy\r77\r";
    let at_start = Desk::given(LOOK, &[text], three);
    let mut pasted = Desk::listed_as(LOOK, three);
    paste(&mut pasted, text);
    for mut desk in [at_start, pasted] {
        assert_eq!((desk.app.scope(), desk.app.overlays.len()), (Scope::Candidates, 1));
        desk.answer_all(&eips(), Some(&nics()));
        desk.keys("j j k j Enter").answer_all(&eips(), Some(&nics()));
        assert_eq!(target(&desk.app), "203.0.113.78");
        desk.keys("Esc");
        paste(&mut desk, text);
        desk.keys("Enter").answer_all(&eips(), Some(&nics()));
        assert_eq!(target(&desk.app), "203.0.113.77");
        desk.keys("Esc");
        paste(&mut desk, text);
        desk.keys("Esc").answer_all(&eips(), Some(&nics()));
        assert!(desk.app.dialog.is_none() && desk.app.overlays.is_empty() && desk.run.is_empty());
        // Another alert while one is offered takes its place.
        paste(&mut desk, text);
        paste(&mut desk, "203.0.113.90");
        desk.answer_all(&eips(), Some(&nics()));
        assert_eq!(target(&desk.app), "203.0.113.90");
    }
}

#[test]
fn a_paste_is_text_in_a_text_field_and_dropped_where_something_could_be_confirmed() {
    let text = "EIP 203.0.113.77\r\ndown";
    let mut filter = Desk::listed(LOOK);
    filter.keys("/");
    paste(&mut filter, text);
    assert_eq!(
        (filter.app.list.input.value(), filter.app.scope()),
        ("EIP 203.0.113.77 down", Scope::Filter)
    );
    let mut note = Desk::listed(LOOK);
    note.dialog().keys("n");
    paste(&mut note, text);
    assert_eq!(note.app.dialog.as_ref().unwrap().note.value(), "EIP 203.0.113.77 down");
    for keys in ["", "?"] {
        let mut dialog = Desk::listed(LOOK);
        dialog.dialog();
        if !keys.is_empty() {
            dialog.keys(keys);
        }
        let before = dialog.app.dialog.clone();
        paste(&mut dialog, "77\r");
        assert!(dialog.asked.is_empty() && dialog.run.is_empty());
        assert_eq!(
            dialog.app.dialog.as_ref().map(|d| (&d.token, &d.targets)),
            before.as_ref().map(|d| (&d.token, &d.targets))
        );
    }
    let mut running = Desk::listed(LOOK);
    running.dialog().confirm();
    running.run.clear();
    paste(&mut running, text);
    assert!(running.asked.is_empty() && running.run.is_empty());
    assert_eq!(running.app.scope(), Scope::Running);
}

#[test]
fn whoever_does_something_else_meanwhile_is_not_interrupted() {
    for (keys, scope) in [("/", Scope::Filter), ("?", Scope::Text), ("u", Scope::Dialog)] {
        let mut desk = Desk::listed(LOOK);
        paste(&mut desk, "203.0.113.90");
        let lookup = desk.asked.remove(0);
        desk.keys(keys);
        let opened = desk.app.dialog.as_ref().map(|d| d.targets[0].request.clone());
        desk.asked.insert(0, lookup);
        desk.answer_all(&eips(), Some(&nics()));
        assert_eq!(desk.app.scope(), scope);
        assert_eq!(desk.app.dialog.as_ref().map(|d| d.targets[0].request.clone()), opened);
        assert!(
            matches!(&desk.app.notice.as_ref().unwrap().kind, NoticeKind::TargetFound(ip) if ip == "203.0.113.90")
        );
        assert_eq!(
            desk.app.current_eip().unwrap().address(),
            "203.0.113.77",
            "the cursor is the operator's"
        );
    }
}

/// What the operator is looking at stays what they look at, and what `u` opens.
#[test]
fn a_late_hit_does_not_change_the_detail() {
    let mut desk = Desk::listed(LOOK);
    paste(&mut desk, "203.0.113.90");
    desk.keys("j Enter").answer_all(&eips(), Some(&nics()));
    assert_eq!(
        (desk.app.scope(), desk.app.current_eip().unwrap().address().as_str()),
        (Scope::Detail, "203.0.113.78")
    );
    desk.keys("u").answer_all(&eips(), Some(&nics()));
    assert_eq!(target(&desk.app), "203.0.113.78");
}

/// A cloud that leaves out the second filter of a pair answers with another EIP of that NIC.
#[test]
fn what_does_not_fit_the_target_is_no_hit() {
    let mut desk = Desk::given(LOOK, &["eni-5f6a7b8c,10.0.3.99"], |_| {});
    answer(&mut desk, "ap-guangzhou", vec![eips().remove(0)]);
    assert!(desk.app.dialog.is_none() && desk.app.search.lost.len() == 1);
}

#[test]
fn the_cursor_is_on_the_target_once_the_list_is_there() {
    let mut desk = Desk::given(LOOK, &["203.0.113.90"], |_| {});
    desk.answer_all(&eips(), Some(&nics()));
    assert_eq!(target(&desk.app), "203.0.113.90");
    desk.keys("Esc").answer_all(&eips(), Some(&nics()));
    assert_eq!(desk.app.current_eip().map(Eip::address).as_deref(), Some("203.0.113.90"));
}

#[test]
fn nothing_found_says_where_was_looked_and_what_failed_there() {
    let mut desk = Desk::given(LOOK, &["203.0.113.99"], three);
    let at = desk
        .asked
        .iter()
        .position(
            |(_, q)| matches!(q, Query::Eips { region, .. } if region.as_str() == "ap-beijing"),
        )
        .unwrap();
    let (id, _) = desk.asked.remove(at);
    desk.send(Msg::Reply(id, Reply::Eips(Err(fault(FaultClass::Permission, "4300", "not open")))));
    assert_eq!(desk.asked.len(), 2);
    answer(&mut desk, "ap-guangzhou", vec![]);
    answer(&mut desk, "ap-shanghai", vec![]);
    let private =
        EipQuery { private_ip_address: "203.0.113.99".parse().ok(), ..EipQuery::default() };
    assert_eq!(asked(&desk), [(private, 2)], "it may be a private one, where that can be asked");
    answer(&mut desk, "ap-shanghai", vec![]);
    answer(&mut desk, "ap-guangzhou", vec![]);
    let lost = &desk.app.search.lost[0];
    let names = |regions: &[eip_unbind::domain::Region]| {
        regions.iter().map(|r| r.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&lost.looked), ["ap-guangzhou", "ap-shanghai"]);
    assert_eq!((lost.faults[0].0.as_str(), lost.faults[0].1.code.as_str()), ("ap-beijing", "4300"));
    desk.keys("e");
    assert!(matches!(desk.app.overlay(), Some(Overlay::Errors(_))));
    let mut prose = Desk::listed(LOOK);
    paste(
        &mut prose,
        "CPU of the web tier is at 93.5 % since ten minutes, please have a look at it",
    );
    assert!(
        prose.asked.is_empty()
            && prose.app.notice.as_ref().is_some_and(|n| n.kind == NoticeKind::PasteNothing)
    );
}

#[test]
fn a_nat_gateway_reaches_its_refusal() {
    let mut rows = eips();
    let mut desk = Desk::given(LOOK, &["nat-4d5f6g7h"], three);
    desk.answer_all(&rows, Some(&nics()));
    assert_eq!(target(&desk.app), "203.0.113.101");
    rows.push(Eip {
        eip: "203.0.113.102".parse().ok(),
        eip_id: eip_unbind::domain::EipId::parse("eip-0other00").unwrap(),
        ..rows[3].clone()
    });
    let mut both = Desk::given(LOOK, &["nat-4d5f6g7h"], three);
    both.answer_all(&rows, Some(&nics()));
    assert_eq!(target(&both.app), "203.0.113.101 203.0.113.102");
    for desk in [&desk, &both] {
        let plan = &desk.app.dialog.as_ref().unwrap().plan;
        assert!(plan.token.is_none() && plan.items.is_empty());
        assert!(plan.refusals.iter().all(|r| r.reason.word() == "natGateway"), "{plan:?}");
    }
}

/// A review that lies under an overlay is not on screen: the 300 ms begin when it is.
#[test]
fn a_covered_review_is_not_on_screen() {
    let mut desk = Desk::listed(LOOK);
    desk.keys("u ?").answer_all(&eips(), Some(&nics()));
    desk.send(Msg::Painted(true)).wait(1_000);
    assert_eq!(desk.app.dialog.as_ref().unwrap().painted, None);
    desk.keys("Esc");
    desk.send(Msg::Painted(true));
    assert!(desk.app.dialog.as_ref().unwrap().painted.is_some());
}

/// What both the screen and the command line drive, begun in three regions.
fn begun(target: &str, named: &[&str]) -> (Lookup, Vec<Question>) {
    let target = Targets::read(&[target.to_owned()]).unwrap().targets.remove(0);
    let mut lookup = Lookup::new(target, named.iter().map(|name| region(name)).collect());
    let questions = lookup.start(&["gz", "sh", "bj"].map(region));
    (lookup, questions)
}

fn none() -> Result<EipPage, Fault> {
    Ok(Page::of(vec![], Some(0)))
}

fn first() -> Result<EipPage, Fault> {
    Ok(Page::of(vec![eips().remove(0)], Some(1)))
}

fn places(questions: &[Question]) -> Vec<&str> {
    questions.iter().map(|(region, _)| region.as_str()).collect()
}

#[test]
fn what_is_found_in_its_one_place_hangs_on_no_other_region() {
    let (mut lookup, _) = begun("203.0.113.77", &[]);
    let other = Page::of(vec![eips().remove(1)], Some(9));
    assert!(lookup.take(&region("sh"), Ok(other)).is_empty());
    assert!(lookup.take(&region("gz"), first()).is_empty());
    assert!(lookup.is_over() && lookup.failures().is_empty());
    assert!(lookup.reading().eip().is_some());
    // On the command line, too: Shanghai never answers.
    let cloud = Cloud::start("demo", |scenario| {
        let hangs = "faults = [{ action = \"DescribeEip\", region = \"ap-shanghai\", every = true, kind = \"hang\" }]";
        scenario.faults.splice(0..0, Scenario::parse(hangs).unwrap().faults);
    });
    let begin = now();
    let done = cloud.call(&["unbind", "203.0.113.77", "--region", "sh", "--region", "gz"]);
    assert!(done.code == 4 && done.err.contains("--confirm 77"), "{done:?}");
    assert!(now().duration_since(begin) < Duration::from_secs(8), "{done:?}");
}

/// Of a private IP one answer is whole, and one is not: there may be a second one.
#[test]
fn an_answer_that_is_not_whole_makes_a_namesake_unique_nowhere() {
    let part = || Ok(Page::of(vec![], Some(2)));
    let (mut lookup, _) = begun("10.0.3.21", &[]);
    for (place, page) in [("gz", first()), ("sh", part()), ("bj", none())] {
        assert!(lookup.take(&region(place), page).is_empty());
    }
    assert!(matches!(lookup.reading(), Reading::Unclear(_)));
    let mut desk = Desk::given(LOOK, &["10.0.3.21"], three);
    answer(&mut desk, "ap-guangzhou", vec![eips().remove(0)]);
    let (id, _) = desk.asked.remove(0);
    desk.send(Msg::Reply(id, Reply::Eips(part())));
    answer(&mut desk, "ap-beijing", vec![]);
    assert!(desk.app.dialog.is_none());
    assert!(matches!(&desk.app.notice.as_ref().unwrap().kind, NoticeKind::TargetUnclear(_, 1)));
    assert_eq!(desk.app.list.input.value(), "10.0.3.21");
}

/// Nobody knows what is in a region that did not answer. One that is closed to the account holds nothing of it.
#[test]
fn a_region_that_did_not_answer_leaves_open_whether_there_is_one() {
    for (class, word) in
        [(FaultClass::Unreachable, "unreadable"), (FaultClass::Permission, "notFound")]
    {
        let failed = || Err(fault(class, "", "no answer"));
        let (mut lookup, _) = begun("ins-0000dead", &[]);
        for (place, page) in [("gz", none()), ("sh", none()), ("bj", failed())] {
            assert!(lookup.take(&region(place), page).is_empty());
        }
        let is_failed = matches!(lookup.reading(), Reading::Failed(_));
        assert_eq!((is_failed, lookup.failures().len()), (word == "unreadable", 1));
        // In a batch, what is left out says so.
        let mut desk = Desk::given(LOOK, &["203.0.113.77", "ins-0000dead"], three);
        let at = desk.asked.iter().position(|(_, query)| {
            matches!(query, Query::Eips { region, query, .. }
                if region.as_str() == "ap-beijing" && !query.un_instance_ids.is_empty())
        });
        let (id, _) = desk.asked.remove(at.unwrap());
        desk.send(Msg::Reply(id, Reply::Eips(failed())));
        desk.answer_all(&eips(), Some(&nics()));
        let left_out = &desk.app.dialog.as_ref().unwrap().left_out;
        let words: Vec<_> = left_out.iter().map(|one| one.reason.word()).collect();
        assert_eq!(words, [word]);
    }
}

#[test]
fn the_wrong_region_is_not_asked_again_with_the_others() {
    let (mut lookup, questions) = begun("203.0.113.77", &["sh"]);
    assert_eq!(places(&questions), ["ap-shanghai"]);
    let private = lookup.take(&region("sh"), none());
    assert_eq!(places(&private), ["ap-shanghai"], "it may be a private one");
    let others = lookup.take(&region("sh"), none());
    assert_eq!(places(&others), ["ap-guangzhou", "ap-beijing"]);
    assert!(lookup.take(&region("gz"), none()).is_empty());
    let private = lookup.take(&region("bj"), none());
    assert_eq!(places(&private), ["ap-guangzhou", "ap-beijing"]);
    for place in ["bj", "gz"] {
        assert!(lookup.take(&region(place), none()).is_empty());
    }
    let looked: Vec<_> = lookup.looked.iter().map(|region| region.as_str()).collect();
    assert_eq!(
        (looked, lookup.reading()),
        (vec!["ap-guangzhou", "ap-shanghai", "ap-beijing"], Reading::Missing)
    );
}

/// Every EIP counts once, however often it is named; what fits several does, too, where one of them is named by itself.
#[test]
fn an_eip_that_is_named_twice_is_one_target() {
    let sim = Sim::start("demo");
    let plan = |done: &Done| {
        let plan = &done.json()["plan"];
        (plan["token"].clone(), plan["refusals"].as_array().unwrap().len())
    };
    for (words, token) in [
        (&["203.0.113.77", "eip-9k2m4x7q", "ins-1a2b3c4d"][..], "77"),
        (&["203.0.113.141", "web-gz"], "141"),
        (&["203.0.113.77", "10.0.3.21"], "77"),
    ] {
        let done = sim.call(&[&["unbind", "--output", "json"], words].concat());
        assert_eq!(plan(&done), (json!(token), 0), "{words:?}: {done:?}");
        let mut desk = Desk::given(LOOK, words, |_| {});
        desk.answer_all(&eips(), Some(&nics()));
        assert_eq!(target(&desk.app), words[0]);
        let dialog = desk.app.dialog.as_ref().unwrap();
        assert_eq!((dialog.plan.token.as_deref(), dialog.left_out.len()), (Some(token), 0));
    }
    let done = sim.call(&["unbind", "--output", "json", "web-gz"]);
    assert_eq!(plan(&done), (json!(null), 1), "{done:?}");
}

/// Only what decides something is asked for around a target.
#[test]
fn nothing_is_asked_around_a_target_that_no_plan_is_made_of() {
    let mut desk = Desk::given(LOOK, &["203.0.113.121"], |_| {});
    answer(&mut desk, "ap-guangzhou", vec![eips().remove(6)]);
    let asks_nics =
        |desk: &Desk| desk.asked.iter().any(|(_, query)| matches!(query, Query::Nics { .. }));
    assert_eq!(desk.app.dialog.as_ref().unwrap().targets.len(), 1);
    assert!(!asks_nics(&desk), "it is on no server and no NIC: {:?}", desk.asked);
    let sim = Sim::start("demo");
    assert_eq!(sim.call(&["unbind", "203.0.113.77", "--confirm", "77"]).code, 0);
    let began = sim.log().len();
    assert_eq!(sim.call(&["bind", "203.0.113.77", "--dry-run"]).code, 4);
    let log = sim.log();
    let asked = |action: &str| log[began..].iter().filter(|one| one["action"] == action).count();
    assert_eq!((asked("DescribeEip"), asked("DescribeNetworkInterfaces")), (1, 1), "{log:?}");
}
