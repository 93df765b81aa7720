//! What happens in the dialog before its picture is taken.

use crate::support::fixture::{Desk, Look};
use crate::support::rows::{eips, fault, freed, nics};
use eip_unbind::app::{App, Key, Msg};
use eip_unbind::domain::{EipStatus, Fault, FaultClass, InstanceId};
use eip_unbind::unbind::RunMsg;

pub(super) fn to(d: &mut Desk, row: usize) -> &mut Desk {
    for _ in 0..row {
        d.keys("j");
    }
    d
}

pub(super) fn sent(d: &mut Desk) -> &mut Desk {
    d.dialog().confirm();
    d.rechecked(0, eips().remove(0)).recorded(0)
}

pub(super) fn once_more(d: &mut Desk) -> &mut Desk {
    d.dialog().text("77");
    d.send(Msg::Key(Key::parse("Enter").unwrap()))
}

pub(super) fn danger(look: Look) -> App {
    let mut d = Desk::listed_as(look, |s| s.context.danger = true);
    to(&mut d, 4).dialog().text("113.");
    d.app
}

pub(super) fn changed(d: &mut Desk) -> &mut Desk {
    let mut rows = eips();
    rows[0].un_instance_id = InstanceId::parse("ins-77aa88bb");
    rows[0].private_ip_address = "10.0.9.9".parse().ok();
    d.keys("u").answer_all(&rows, Some(&nics())).arm()
}

pub(super) fn moving(mut eip: eip_unbind::domain::Eip) -> eip_unbind::domain::Eip {
    eip.status = EipStatus::Unbinding;
    eip
}

pub(super) fn verified(d: &mut Desk) -> &mut Desk {
    let row = eips().remove(0);
    sent(d)
        .answered(0, Ok(()))
        .looked(0, 300, moving(row.clone()))
        .looked(0, 3_200, freed(row))
        .written(0)
}

pub(super) fn wan_ip(d: &mut Desk) -> &mut Desk {
    let row = eips().remove(0);
    d.dialog().keys("w").arm().confirm();
    d.rechecked(0, row.clone()).recorded(0).answered(0, Ok(())).looked(0, 600, freed(row));
    let seq = d.seq(0);
    d.happens(RunMsg::WanIpSeen(0, seq, Ok("198.51.100.61".parse().ok()))).written(0)
}

pub(super) fn bound_again(d: &mut Desk) -> &mut Desk {
    let mut row = eips().remove(0);
    row.un_instance_id = InstanceId::parse("ins-0badc0de");
    verified(d).looked(0, 10_000, row)
}

pub(super) fn refused(d: &mut Desk) -> &mut Desk {
    let f = fault(
        FaultClass::Permission,
        "4102",
        "no permission on qcs::eip:gz:uin/100001230042:eip/eip-9k2m4x7q",
    );
    sent(d).answered(0, Err(f));
    let seq = d.seq(0);
    d.happens(RunMsg::Looked(0, seq, Box::new(eips().remove(0).into()))).written(0)
}

/// A blocked address, refused with a code that says nothing of that.
pub(super) fn refused_blocked(look: Look) -> App {
    let mut d = Desk::listed(look);
    to(&mut d, 4).dialog().confirm();
    d.rechecked(0, eips().remove(4)).recorded(0);
    d.answered(0, Err(fault(FaultClass::OperationFailed, "5100", "operation failed")));
    let seq = d.seq(0);
    d.happens(RunMsg::Looked(0, seq, Box::new(eips().remove(4).into()))).written(0);
    d.app
}

pub(super) fn unknown(d: &mut Desk) -> &mut Desk {
    sent(d)
        .answered(0, Err(Fault::no_answer("timed out after 15 s")))
        .looked(0, 600, eips().remove(0))
        .looked(0, 60_000, eips().remove(0))
        .written(0)
}

pub(super) fn drifted(d: &mut Desk) -> &mut Desk {
    let mut row = eips().remove(0);
    row.un_instance_id = InstanceId::parse("ins-77aa88bb");
    d.dialog().confirm();
    d.rechecked(0, row).written(0)
}

pub(super) fn not_recorded(d: &mut Desk) -> &mut Desk {
    d.dialog().confirm();
    d.rechecked(0, eips().remove(0));
    let seq = d.seq(0);
    d.happens(RunMsg::IntentWritten(
        0,
        seq,
        Err("No space left on device (os error 28)".to_owned()),
    ))
}

pub(super) fn batch_result(d: &mut Desk) -> &mut Desk {
    let rows = eips();
    d.keys("Space Space Space").dialog().confirm();
    d.rechecked(0, rows[0].clone())
        .recorded(0)
        .answered(0, Ok(()))
        .looked(0, 900, freed(rows[0].clone()))
        .written(0);
    d.rechecked(1, rows[1].clone())
        .recorded(1)
        .answered(1, Err(fault(FaultClass::OperationFailed, "5100", "operation failed")));
    let seq = d.seq(1);
    d.happens(RunMsg::Looked(1, seq, Box::new(rows[1].clone().into()))).written(1).written(2)
}

pub(super) fn bind_back(d: &mut Desk) -> &mut Desk {
    let mut rows = eips();
    rows[0] = freed(rows[0].clone());
    verified(d).keys("b").answer_all(&rows, Some(&nics())).arm()
}

pub(super) fn batch_with_one_gone(d: &mut Desk) -> &mut Desk {
    let mut rows = eips();
    rows.remove(1);
    d.keys("Space Space Space u").answer_all(&rows, Some(&nics())).arm().text("2.")
}

pub(super) fn bind_back_batch(d: &mut Desk) -> &mut Desk {
    let mut rows = eips();
    d.keys("Space Space").dialog().confirm();
    for (item, row) in rows.iter_mut().take(2).enumerate() {
        d.rechecked(item, row.clone())
            .recorded(item)
            .answered(item, Ok(()))
            .looked(item, 900, freed(row.clone()))
            .written(item);
        *row = freed(row.clone());
    }
    d.keys("b").answer_all(&rows, Some(&nics())).arm()
}

pub(super) fn bound_back(d: &mut Desk) -> &mut Desk {
    let row = eips().remove(0);
    bind_back(d).confirm();
    d.rechecked(0, freed(row.clone()))
        .recorded(0)
        .answered(0, Ok(()))
        .looked(0, 900, row)
        .written(0)
}
