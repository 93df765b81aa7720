//! Targets that are not what was listed: in a batch, and behind a NIC/private-IP pair.

use super::drive::Drive;
use crate::support::frame::draw;
use crate::support::values::{bound, rebound, region, unbound};
use eip_unbind::app::dialog::Arming;
use eip_unbind::app::keymap::Scope;
use eip_unbind::app::{Effect, Msg, Query, Reply};
use eip_unbind::domain::{Accepted, Contradiction, Doubt, Eip, Field, Page};
use eip_unbind::unbind::target::describe;
use eip_unbind::unbind::{RefusalReason, RunEffect, RunMsg};

/// "No such EIP" and "several fit" are readings, too: nothing more is waited for.
#[test]
fn what_can_not_be_unbound_is_listed_and_the_rest_of_the_batch_goes() {
    let rows = [bound(77), bound(78), bound(79)];
    for (then, reason) in [
        (vec![bound(77), bound(79)], RefusalReason::NotFound(Some(region()))),
        (
            vec![bound(77), bound(78), rebound(&bound(78)), bound(79)],
            RefusalReason::Doubtful(
                Contradiction::Twice([Field::UnInstanceId].into_iter().collect()).into(),
            ),
        ),
    ] {
        let mut drive = Drive::new(&rows);
        drive.keys("Space Space Space");
        drive.rows = then;
        drive.keys("u");
        drive.answer_all();
        drive.wait(300);
        assert_eq!(drive.arming(), Arming::Armed, "{reason:?}");
        let plan = drive.app.dialog.as_ref().unwrap().plan.clone();
        let refused: Vec<_> = plan
            .refusals
            .iter()
            .map(|refusal| (refusal.target.as_str(), &refusal.reason))
            .collect();
        assert_eq!(
            (plan.token.as_deref(), refused),
            (Some("2.77"), vec![("eip-00000078", &reason)])
        );
        drive.keys("2 . 7 7 Enter");
        assert!(matches!(drive.run_effect(), RunEffect::Recheck { item: 0, .. }));
    }
}

/// What is refused is not waited for, either: only what would be sent must have been read again.
#[test]
fn a_refused_target_that_can_not_be_read_again_holds_nothing_up() {
    let free = unbound(&bound(78));
    let mut drive = Drive::new(&[bound(77), free.clone()]);
    drive.keys("Space Space u");
    let of = |effect: &Effect| matches!(effect, Effect::Fetch(_, Query::Eips { query, .. }) if query.eip_ids.contains(&free.eip_id));
    drive.open.retain(|effect| !of(effect));
    drive.answer_all();
    drive.wait(300);
    assert_eq!(
        (drive.arming(), drive.app.dialog.as_ref().unwrap().plan.token.as_deref()),
        (Arming::Armed, Some("77"))
    );
}

/// `docs/api-v3.md` §4.3: exactly one result with this NIC and this private IP, else stop. A cloud that leaves out the second filter
/// answers with another EIP of the same NIC.
#[test]
fn another_eip_of_the_nic_is_not_the_target_of_a_pair() {
    let other = Eip {
        private_ip_address: "10.0.0.6".parse().ok(),
        network_interface_id: bound(77).network_interface_id,
        ..bound(78)
    };
    for (answer, token) in [(vec![other.clone()], None), (vec![other, bound(77)], Some("77"))] {
        let mut drive = Drive::new(&[bound(77)]);
        drive.keys("t");
        drive.answer_all();
        drive.keys("u");
        let pair = |effect: &Effect| matches!(effect, Effect::Fetch(_, Query::Eips { query, .. }) if query.private_ip_address.is_some());
        let at = drive.open.iter().position(pair).expect("the pair is read again");
        let Effect::Fetch(id, _) = drive.open.remove(at) else { unreachable!() };
        drive.msg(Msg::Reply(id, Reply::Eips(Ok(Page::of(answer, Some(1))))));
        drive.answer_all();
        drive.wait(300);
        let dialog = drive.app.dialog.as_ref().unwrap();
        assert_eq!(dialog.plan.token.as_deref(), token, "{:?}", dialog.plan);
        if token.is_none() {
            let other = Doubt::OtherEip { eip_id: bound(78).eip_id, eip: bound(78).eip };
            assert_eq!(dialog.plan.refusals[0].reason, RefusalReason::Doubtful(other));
        }
    }
}

/// The text of a result, its cursor and the keys are about the same item, before anybody moved.
#[test]
fn what_a_result_tells_of_is_what_its_keys_are_about() {
    let rows = [bound(77), bound(78), bound(79)];
    let mut drive = Drive::new(&rows);
    drive.keys("Space Space Space u");
    drive.answer_all();
    drive.wait(300);
    drive.keys("3 . 7 7 Enter");
    let seen = |item: usize| unbound(&rows[item]);
    while drive.app.dialog.as_ref().unwrap().run.as_ref().is_some_and(|run| !run.is_over()) {
        match drive.run_effect() {
            RunEffect::Recheck { item, seq, .. } => {
                drive.run(RunMsg::Rechecked(item, seq, Box::new(rows[item].clone().into())));
            }
            RunEffect::WriteIntent { item, seq, .. } => {
                drive.run(RunMsg::IntentWritten(item, seq, Ok(())));
            }
            RunEffect::Send { item, seq, .. } => {
                drive.run(RunMsg::Answered(item, seq, Ok(Accepted::default())));
            }
            RunEffect::Wake { item, seq, after_ms } => {
                drive.ms += after_ms;
                drive.run(RunMsg::Due(item, seq));
            }
            RunEffect::Look { item, seq, .. } => {
                drive.run(RunMsg::Looked(item, seq, Box::new(seen(item).into())));
            }
            RunEffect::Write { item, .. } => drive.run(RunMsg::VerdictWritten(item, Ok(()))),
            other @ (RunEffect::Ask { .. }
            | RunEffect::StopAsking
            | RunEffect::AskTask { .. }
            | RunEffect::LookWanIp { .. }) => panic!("{other:?}"),
        }
    }
    drive.rows = rows.iter().map(unbound).collect();
    let told = |drive: &Drive| {
        let text = draw(&drive.app).text();
        let is = |ip: &&str| text.contains(&format!("{ip} is unbound: seen"));
        ["203.0.113.77", "203.0.113.78", "203.0.113.79"].into_iter().find(is).unwrap().to_owned()
    };
    for step in ["", "j", "j", "k"] {
        drive.keys(step);
        let about = drive.app.dialog.as_ref().unwrap().unbound()[0].address();
        assert_eq!(told(&drive), about);
        assert!(draw(&drive.app).text().contains(&format!("b bind {about} back")));
    }
    drive.keys("b");
    let dialog = drive.app.dialog.as_ref().unwrap();
    assert_eq!(describe(&dialog.targets[0].request.target), "eip-00000078");
}

/// From the bind dialog `Esc` leads back to what it was opened from.
#[test]
fn a_dialog_leads_back_to_where_it_was_opened_from() {
    let eip = bound(77);
    let mut drive = Drive::armed(std::slice::from_ref(&eip));
    drive.keys("7 7 Enter");
    drive.finish_run(&eip);
    drive.rows = vec![unbound(&eip)];
    drive.keys("b Esc");
    assert_eq!(drive.app.scope(), Scope::OpenRun, "the run that the result was of");
    drive.keys("Esc");
    assert_eq!(drive.app.scope(), Scope::List);
    drive.keys("H");
    assert_eq!(drive.app.scope(), Scope::History);
}

/// In the detail of one EIP the keys are about that one, whatever is marked.
#[test]
fn the_detail_of_a_row_acts_on_that_row() {
    let mut drive = Drive::new(&[bound(77), bound(78), bound(79)]);
    drive.keys("Space Space Enter u");
    let dialog = drive.app.dialog.as_ref().unwrap();
    assert_eq!(dialog.targets.len(), 1);
    drive.keys("Esc");
    assert_eq!(drive.app.list.marks.len(), 2);
}
