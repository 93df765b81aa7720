//! `R`: regions and profiles, in the machine alone.

use crate::support::fixture::{Desk, Look, session};
use crate::support::rows::{eips, freed, nics, region};
use eip_unbind::app::effect::Query;
use eip_unbind::app::keymap::Scope;
use eip_unbind::app::notice::NoticeKind;
use eip_unbind::app::picker::{Profile, ProfileKind};
use eip_unbind::app::{Colors, Msg, Opened, Overlay, Reply, Session, Symbols};
use eip_unbind::domain::{Eip, EipId, Fault, Page, Region};
use eip_unbind::text::Lang;

const LOOK: Look =
    Look { size: (120, 32), lang: Lang::En, symbols: Symbols::Unicode, colors: Colors::Dark };

fn profiles() -> Msg {
    let profile = |name: Option<&str>| Profile {
        name: name.map(str::to_owned),
        kind: ProfileKind::Config,
        danger: false,
        read_only: false,
    };
    Msg::Profiles(vec![profile(None), profile(Some("prod-main")), profile(Some("other"))])
}

fn opened(change: impl Fn(&mut Session)) -> Msg {
    let mut session = session(LOOK);
    session.context.whose.profile = Some("other".to_owned());
    change(&mut session);
    Msg::Switched(Ok(Box::new(Opened { session, pages: (50, 50), warning: None })))
}

fn chosen(desk: &Desk) -> Vec<&str> {
    desk.app.session.regions.iter().map(Region::as_str).collect()
}

/// The regions of the open questions about lists.
fn read(desk: &Desk) -> Vec<String> {
    let of = |query: &Query| match query {
        Query::Eips { region, query, .. } if query.is_all() => Some(region.to_string()),
        Query::Eips { .. } | Query::Quota { .. } | Query::Nics { .. } => None,
    };
    desk.asked.iter().filter_map(|(_, query)| of(query)).collect()
}

#[test]
fn space_marks_enter_reads_and_esc_leaves_everything() {
    let mut desk = Desk::listed(LOOK);
    desk.keys("R").send(profiles());
    assert_eq!((desk.app.scope(), desk.app.overlays.len()), (Scope::Regions, 1));
    // The cursor is on Guangzhou, whenever the profiles come.
    desk.keys("Space Down Space Down Space Esc");
    assert_eq!(
        (chosen(&desk), desk.asked.len(), desk.app.scope()),
        (vec!["ap-guangzhou"], 0, Scope::List)
    );
    desk.keys("Space").keys("R Down Space Up Enter");
    assert_eq!(chosen(&desk), ["ap-guangzhou", "ap-shanghai"]);
    assert_eq!(read(&desk), ["ap-guangzhou", "ap-shanghai"]);
    assert_eq!(
        (desk.app.inventory.len(), desk.app.list.marks.len()),
        (eips().len(), 1),
        "what is known of Guangzhou stays"
    );
    let sh = Eip {
        region: region("sh"),
        eip_id: EipId::parse("eip-0other00").unwrap(),
        ..eips().remove(0)
    };
    desk.answer_all(&[eips(), vec![sh]].concat(), Some(&nics()));
    assert_eq!(desk.app.list.len(), eips().len() + 1);
    // Guangzhou off: its rows and marks go, and late answers about it change nothing.
    desk.keys("r");
    let late = desk.asked.clone();
    desk.asked.clear();
    desk.keys("R Space Enter");
    assert_eq!(
        (chosen(&desk), read(&desk).len()),
        (vec!["ap-shanghai"], 0),
        "Shanghai is being read already"
    );
    assert_eq!(
        (desk.app.inventory.len(), desk.app.list.len(), desk.app.list.marks.len()),
        (1, 1, 0)
    );
    for (id, query) in late {
        if matches!(&query, Query::Eips { region, .. } if region.as_str() == "ap-guangzhou") {
            desk.send(Msg::Reply(id, Reply::Eips(Ok(Page::of(eips(), Some(20))))));
        }
    }
    assert_eq!(desk.app.inventory.len(), 1);
}

#[test]
fn without_a_region_it_opens_by_itself_and_enter_takes_the_one_under_the_cursor() {
    let mut desk = Desk::new(LOOK, |s| s.regions.clear());
    assert_eq!((desk.app.scope(), desk.asked.len()), (Scope::Regions, 0));
    desk.wait(5_000);
    assert!(
        desk.asked.is_empty() && desk.app.due_ms().is_some_and(|due| due > 6_000),
        "nothing moves"
    );
    desk.send(profiles()).keys("Down Enter");
    assert_eq!((chosen(&desk), read(&desk)), (vec!["ap-shanghai"], vec!["ap-shanghai".to_owned()]));
    // Or a paste goes everywhere.
    let mut desk = Desk::new(LOOK, |s| s.regions.clear());
    desk.send(Msg::Paste("203.0.113.77".to_owned()));
    assert_eq!(desk.asked.len(), Region::all().len());
    desk.answer_all(&eips(), Some(&nics()));
    assert_eq!(desk.app.scope(), Scope::Dialog);
}

#[test]
fn another_profile_brings_its_rules_and_nothing_stays_of_the_old_one() {
    let mut desk = Desk::listed(LOOK);
    desk.keys("/").text("web").keys("Enter Space t r");
    let late = std::mem::take(&mut desk.asked);
    desk.keys("R").send(profiles()).keys("End Enter");
    assert_eq!(desk.switches, [Some("other".to_owned())]);
    desk.send(opened(|s| {
        s.context.danger = true;
        s.context.whose.account = "100009990000".to_owned();
        s.regions = vec![region("bj")];
    }));
    assert_eq!(
        (chosen(&desk), read(&desk), desk.app.scope()),
        (vec!["ap-beijing"], vec!["ap-beijing".to_owned()], Scope::List)
    );
    assert_eq!(
        (desk.app.inventory.len(), desk.app.list.len(), desk.app.list.marks.len()),
        (0, 0, 0)
    );
    assert!(
        desk.app.list.filter.is_empty() && desk.app.nics.is_none() && desk.app.dialog.is_none()
    );
    for (id, query) in late {
        if let Query::Eips { .. } = query {
            desk.send(Msg::Reply(id, Reply::Eips(Ok(Page::of(eips(), Some(20))))));
        }
    }
    assert!(desk.app.inventory.is_empty(), "answers to the old profile are dropped");
    let moved: Vec<Eip> =
        eips().into_iter().map(|eip| Eip { region: region("bj"), ..eip }).collect();
    desk.answer_all(&moved, Some(&nics()));
    desk.keys("u").answer_all(&moved, Some(&nics()));
    let dialog = desk.app.dialog.as_ref().unwrap();
    assert_eq!(
        (dialog.plan.token.as_deref(), dialog.context.whose.account.as_str()),
        (Some("113.77"), "100009990000")
    );
}

/// What is not settled can't be read with other keys: that nobody looks after it any more is said.
#[test]
fn a_switch_says_what_is_not_watched_any_more() {
    for (answer, unwatched) in [(Ok(()), ""), (Err(Fault::no_answer("cut")), "203.0.113.77")] {
        let mut desk = Desk::listed(LOOK);
        let row = eips().remove(0);
        desk.dialog().confirm();
        desk.rechecked(0, row.clone()).recorded(0);
        let then = if answer.is_ok() { freed(row.clone()) } else { row };
        desk.answered(0, answer).looked(0, 600, then.clone());
        if !unwatched.is_empty() {
            desk.looked(0, 60_000, then);
        }
        desk.written(0).keys("Esc R").send(profiles());
        desk.send(opened(|_| {}));
        let notice = desk.app.notice.as_ref().map(|notice| notice.kind.clone());
        assert_eq!(
            notice,
            Some(NoticeKind::ProfileInForce(Some("other".to_owned()), None, unwatched.to_owned()))
        );
    }
}

#[test]
fn read_only_takes_effect_and_a_profile_without_regions_keeps_those_in_use() {
    let mut desk = Desk::listed(LOOK);
    desk.keys("R").send(profiles()).keys("End Up Up Enter");
    assert_eq!(desk.switches, [None]);
    desk.send(opened(|s| {
        s.context.read_only = true;
        s.regions.clear();
    }));
    assert_eq!(chosen(&desk), ["ap-guangzhou"]);
    desk.answer_all(&eips(), Some(&nics()));
    desk.keys("u").answer_all(&eips(), Some(&nics()));
    let plan = &desk.app.dialog.as_ref().unwrap().plan;
    assert!(plan.token.is_none() && plan.read_only && plan.items.len() == 1);
    assert!(plan.digest.is_some(), "the plan is shown whole");
}

#[test]
fn a_profile_that_can_not_be_used_changes_nothing() {
    let mut desk = Desk::listed(LOOK);
    desk.keys("R").send(profiles()).keys("End Up Enter");
    let before = (desk.app.session.clone(), desk.app.inventory.len());
    desk.send(Msg::Switched(Err("no keys".to_owned())));
    assert_eq!(
        (desk.app.session.clone(), desk.app.inventory.len(), desk.app.scope()),
        (before.0, before.1, Scope::Regions)
    );
    assert!(
        desk.app
            .notice
            .as_ref()
            .is_some_and(|n| n.kind == NoticeKind::ProfileFailed("no keys".to_owned()))
    );
}

#[test]
fn nothing_is_switched_while_a_drawer_is_open_or_a_run_is_out() {
    let mut desk = Desk::listed(LOOK);
    desk.dialog().keys("R Enter");
    assert!(desk.switches.is_empty() && desk.app.overlays.is_empty());
    desk.confirm().keys("R");
    assert!(
        desk.switches.is_empty()
            && desk.app.overlays.is_empty()
            && desk.app.scope() == Scope::Running
    );
}

#[test]
fn letters_filter_at_once_and_esc_empties_the_filter_first() {
    let mut desk = Desk::listed(LOOK);
    desk.keys("R").send(profiles());
    desk.text("shang");
    let shown = |desk: &Desk| match desk.app.overlays.last() {
        Some(Overlay::Regions(picker)) => picker.shown().map(ToString::to_string).collect(),
        _ => vec![],
    };
    assert_eq!(shown(&desk), ["ap-shanghai", "ap-shanghai-fsi"]);
    desk.keys("Backspace").text("g").keys("* Enter");
    assert_eq!(chosen(&desk), ["ap-guangzhou", "ap-shanghai", "ap-shanghai-fsi"]);
    desk.keys("R").text("香");
    assert_eq!(shown(&desk), ["ap-hongkong"]);
    desk.keys("Esc");
    assert_eq!((shown(&desk).len(), desk.app.scope()), (Region::all().len(), Scope::Regions));
    // All, none, and Esc without a filter leaves everything.
    desk.keys("*");
    let marked = |desk: &Desk| match desk.app.overlays.last() {
        Some(Overlay::Regions(picker)) => picker.marked.len(),
        _ => 0,
    };
    assert_eq!(marked(&desk), Region::all().len());
    desk.keys("*");
    assert_eq!(marked(&desk), 0);
    desk.keys("Esc");
    assert_eq!((chosen(&desk).len(), desk.app.scope()), (3, Scope::List));
    // j and k are letters here, q is one, too; a name of a profile is filtered like a region's.
    desk.keys("R").send(profiles()).text("prod").keys("Enter");
    assert_eq!(desk.switches, [Some("prod-main".to_owned())]);
    let mut desk = Desk::listed(LOOK);
    desk.keys("R j ?");
    assert_eq!(desk.app.scope(), Scope::Text, "? is help");
}
