//! The plan of a file on screen: who may send it, until when, and what is fixed.

use crate::screens::planned::{document, opened, unread};
use crate::support::fixture::{Desk, Look};
use crate::support::frame::draw;
use crate::support::rows::{caller, eips, keys, nics};
use eip_unbind::app::dialog::{Arming, Hint, PlanProblem};
use eip_unbind::app::history::Past;
use eip_unbind::app::keymap::Scope;
use eip_unbind::app::msg::FormerPlace;
use eip_unbind::app::{App, Colors, Msg, Opened, Symbols};
use eip_unbind::domain::identity::Kind;
use eip_unbind::domain::{BindTarget, Eip, EipStatus, InstanceId};
use eip_unbind::text::Lang;
use eip_unbind::unbind::record::FourEyes;
use eip_unbind::unbind::report::{ItemReport, RunReport};
use eip_unbind::unbind::{Context, PlanFault, RunEffect};

const LOOK: Look =
    Look { size: (120, 32), lang: Lang::En, symbols: Symbols::Unicode, colors: Colors::Dark };

fn problem(app: &App) -> Option<PlanProblem> {
    app.dialog.as_ref().unwrap().plan_problem(app.now)
}

fn arming(app: &App) -> Arming {
    app.dialog.as_ref().unwrap().arming(app.now)
}

fn ran(d: &Desk) -> bool {
    d.app.dialog.as_ref().is_some_and(|dialog| dialog.run.is_some())
}

fn begins(d: &Desk) -> usize {
    d.run.iter().filter(|effect| matches!(effect, RunEffect::Recheck { .. })).count()
}

fn four_eyes(context: &mut Context) {
    context.four_eyes = true;
}

#[test]
fn the_second_persons_token_sends_it_and_both_are_in_the_run() {
    let mut d = opened(LOOK, &document("u"), four_eyes);
    assert_eq!((problem(&d.app), arming(&d.app)), (None, Arming::Armed));
    d.confirm();
    let run = d.app.dialog.as_ref().unwrap().run.as_ref().unwrap();
    let report = RunReport::of(run);
    assert_eq!(report.planned_by.unwrap().user.as_deref(), Some("alice"));
    assert_eq!(report.whose.who.user.as_deref(), Some("bob"));
    assert_eq!(report.four_eyes, Some(FourEyes::TwoPeople));
    assert_eq!(report.reason.as_deref(), Some("INC-2231 botnet C2"));
    assert_eq!((begins(&d), d.app.planned.is_none()), (1, true));
}

#[test]
fn choices_place_and_reason_are_fixed() {
    let mut d = opened(LOOK, &document("u"), |_| {});
    for key in ["w", "d", "n"] {
        d.keys(key);
        let dialog = d.app.dialog.as_ref().unwrap();
        assert_eq!(dialog.hint, Some(Hint::AsPlanned), "{key}");
        assert!(
            !dialog.editing_note && dialog.plan.digest == dialog.file().map(|f| f.digest.clone())
        );
    }
}

#[test]
fn it_grows_too_old_while_the_dialog_is_open() {
    let mut d = opened(LOOK, &document("u"), |_| {});
    d.text("77");
    // Planned at 13:58:07, looked at since 14:03:18: half an hour is over at 14:28:07.
    let due = d.app.dialog.as_ref().unwrap().due_ms(d.app.now).unwrap();
    assert!(due > d.app.now.mono_ms, "it wakes for that");
    d.wait(24 * 60_000).wait(59_000);
    d.keys("Enter");
    assert!(matches!(
        problem(&d.app),
        Some(PlanProblem::Fault(PlanFault::TooOld { valid: 30, .. }))
    ));
    assert!(!ran(&d) && begins(&d) == 0, "a token that was typed in time sends nothing then");
}

#[test]
fn whose_the_keys_are_decides_as_soon_as_it_is_known() {
    let mut d = opened(LOOK, &document("u"), |c| {
        c.whose.account = "key-0123456789abcdef".to_owned();
        c.whose.who.caller = None;
        c.four_eyes = true;
    });
    assert!(matches!(problem(&d.app), Some(PlanProblem::Fault(PlanFault::OtherAccount { .. }))));
    let known = |arn: &str| Msg::Keys(keys(Kind::Permanent, None), Some(caller(arn)));
    let mut same = d.clone();
    same.send(known("qcs::cam::uin/100001230042:uin/100009990001")).arm();
    assert_eq!(problem(&same.app), Some(PlanProblem::Fault(PlanFault::SameCaller)));
    same.text("77").keys("Enter");
    assert!(!ran(&same));
    d.send(known("qcs::cam::uin/100001230042:uin/100009998877")).arm();
    assert_eq!((problem(&d.app), arming(&d.app)), (None, Arming::Armed));
    d.confirm();
    assert!(ran(&d) && begins(&d) == 1);
}

/// An answer about one of two targets that says nothing certain leaves a plan for the other alone: nobody agreed to that one.
#[test]
fn a_part_of_a_plan_is_not_the_plan() {
    let d = opened(LOOK, &document("Space j Space u"), |_| {});
    let whole = d.app.dialog.as_ref().unwrap().plan.items.len();
    assert_eq!((whole, arming(&d.app)), (2, Arming::Armed));
    let mut d = unread(LOOK, &document("Space j Space u"));
    let mut rows = eips();
    rows.retain(|row| row.address() != "203.0.113.77");
    d.answer_all(&rows, Some(&nics())).arm();
    let dialog = d.app.dialog.as_ref().unwrap();
    assert_eq!(
        dialog.plan.items.len(),
        1,
        "the other one could be unbound: {:?}",
        dialog.plan.refusals
    );
    assert!(matches!(problem(&d.app), Some(PlanProblem::Changed(_))));
    d.text("78").keys("Enter");
    assert!(!ran(&d) && begins(&d) == 0);
}

#[test]
fn another_profile_opens_it_again() {
    let mut d = opened(LOOK, &document("u"), |c| c.whose.account = "100001230077".to_owned());
    d.text("77").keys("Enter");
    assert!(!ran(&d));
    let mut session = d.app.session.clone();
    session.context.whose.account = "100001230042".to_owned();
    let opened = Opened { session, pages: (100, 100), warning: None };
    d.keys("Esc");
    assert_eq!(d.app.scope(), Scope::List);
    d.send(Msg::Switched(Ok(Box::new(opened)))).answer_all(&eips(), Some(&nics())).arm();
    assert_eq!((problem(&d.app), d.app.scope()), (None, Scope::Dialog));
    d.confirm();
    assert!(ran(&d));
}

#[test]
fn alone_there_is_no_field_but_for_the_way_back() {
    let mut d = Desk::listed_as(LOOK, |s| s.context.four_eyes = true);
    d.dialog().text("77").keys("Enter");
    assert!(!ran(&d) && d.app.dialog.as_ref().unwrap().plan.token.is_none());
    d.keys("Esc");
    let free = eips().into_iter().find(|eip| eip.is_unbound()).unwrap();
    let place = BindTarget::Instance(InstanceId::parse("ins-0000aaaa").unwrap());
    let was = |target| FormerPlace {
        region: free.region.clone(),
        eip_id: free.eip_id.clone(),
        target,
        blocked_at: None,
    };
    let to = was(Some(place));
    d.send(Msg::Places(vec![to])).answer_all(&eips(), Some(&nics())).arm();
    let dialog = d.app.dialog.as_ref().unwrap();
    assert!(dialog.plan.is_way_back() && dialog.plan.token.is_some(), "{:?}", dialog.plan);
    // Where the journal knows no place, the one that is chosen takes two people.
    let mut d = Desk::listed_as(LOOK, |s| s.context.four_eyes = true);
    d.send(Msg::Places(vec![was(None)]));
    d.answer_all(&eips(), Some(&nics())).keys("c");
    d.answer_all(&eips(), Some(&nics())).text("ins-").keys("Enter");
    d.answer_all(&eips(), Some(&nics())).arm();
    let dialog = d.app.dialog.as_ref().unwrap();
    assert!(dialog.plan.token.is_none(), "{:?}", dialog.plan);
}

/// A plan to bind asks the journal whether an earlier request may still take its EIP off.
#[test]
fn a_plan_to_bind_waits_for_an_open_unbind() {
    let mut d = opened(LOOK, &document("u"), |_| {});
    assert!(!d.asks_open, "it takes off itself");
    let free = eips().into_iter().find(|eip| eip.is_unbound()).unwrap();
    let place = BindTarget::Instance(InstanceId::parse("ins-0000aaaa").unwrap());
    let binds = crate::screens::planned::document_to_bind(&free, place);
    d = crate::screens::planned::unread(LOOK, &binds);
    assert!(d.asks_open);
    let there =
        Eip { status: EipStatus::Bound, un_instance_id: InstanceId::parse("ins-0000aaaa"), ..free };
    d.send(Msg::Open(vec![there.eip_id.clone()])).answer_all(&[there], Some(&nics())).arm();
    let plan = &d.app.dialog.as_ref().unwrap().plan;
    assert_eq!((plan.already.len(), plan.refusals[0].reason.word()), (0, "unbindOpen"));
}

/// That the same was carried out since the plan was made is in the journal, and is said before anything is confirmed.
#[test]
fn a_plan_that_was_carried_out_says_so() {
    let mut d = opened(LOOK, &document("u"), |_| {});
    let file = d.app.dialog.as_ref().unwrap().file().unwrap().clone();
    let run = |later: i64| RunReport {
        run_id: "r3-1".to_owned(),
        digest: Some(file.digest.clone()),
        started_at: Some(file.created_at + jiff::SignedDuration::from_secs(later)),
        items: vec![ItemReport { attempts: 1, ..ItemReport::default() }],
        ..RunReport::default()
    };
    for (later, is_said) in [(-60, false), (60, true)] {
        let past = Past { runs: vec![run(later)], ..Past::default() };
        d.send(Msg::Past(past));
        let text = draw(&d.app).text();
        assert_eq!(text.contains("r3-1"), is_said, "{text}");
    }
}
