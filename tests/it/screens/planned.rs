//! The plan of a file on screen: of somebody else, and what keeps it from being sent.

use super::look;
use crate::support::fixture::{Desk, Look};
use crate::support::rows::{eips, nics};
use eip_unbind::app::dialog::Planned;
use eip_unbind::app::msg::FormerPlace;
use eip_unbind::app::{App, Msg};
use eip_unbind::domain::person::Person;
use eip_unbind::domain::{BindTarget, Eip, InstanceId};
use eip_unbind::text::Lang;
use eip_unbind::text::plan::json;
use eip_unbind::unbind::plan_json::PlanOrigin;
use eip_unbind::unbind::{Context, PlanFile};
use serde_json::Value;

fn person(name: &str, host: &str, caller: &str) -> Person {
    Person {
        user: Some(name.to_owned()),
        host: Some(host.to_owned()),
        account: Some("100001230042".to_owned()),
        caller: Some(caller.to_owned()),
        ..Person::default()
    }
}

/// The document that alice made at another machine, of the row under the cursor or of the marked ones.
pub(crate) fn document(keys: &str) -> Value {
    document_of(keys, &eips())
}

/// The same of these rows.
fn document_of(keys: &str, rows: &[Eip]) -> Value {
    let mut d = Desk::listed_as(look((120, 32), Lang::En), |s| {
        s.context.whose.who =
            person("alice", "bastion-2", "qcs::cam::uin/100001230042:uin/100009990001");
    });
    d.keys(keys).answer_all(rows, Some(&nics()));
    document_shown(&d)
}

/// What she plans to bind.
pub(crate) fn document_to_bind(eip: &Eip, place: BindTarget) -> Value {
    let mut d = Desk::listed(look((120, 32), Lang::En));
    let (region, eip_id) = (eip.region.clone(), eip.eip_id.clone());
    let was = FormerPlace { region, eip_id, target: Some(place), blocked_at: None };
    d.send(Msg::Places(vec![was])).answer_all(&eips(), Some(&nics()));
    document_shown(&d)
}

fn document_shown(d: &Desk) -> Value {
    let dialog = d.app.dialog.as_ref().unwrap();
    let origin = PlanOrigin {
        created_at: "2026-11-22T05:58:07Z".parse().unwrap(),
        planned_by: &dialog.context.whose.who,
        reason: Some("INC-2231 botnet C2"),
    };
    json(Lang::En, &dialog.plan, &origin, None, &[])
}

/// A machine of bob's that was started with this document.
pub(crate) fn opened(look: Look, document: &Value, change: impl Fn(&mut Context)) -> Desk {
    let mut d = started(look, document, change);
    d.answer_all(&eips(), Some(&nics())).arm();
    d
}

/// The same, and nothing of it was read.
pub(crate) fn unread(look: Look, document: &Value) -> Desk {
    started(look, document, |_| {})
}

fn started(look: Look, document: &Value, change: impl Fn(&mut Context)) -> Desk {
    let file = PlanFile::parse(&document.to_string()).unwrap();
    let planned = Planned { file, name: "INC-2231.json".to_owned(), valid: 30, done: None };
    Desk::planned(look, Box::new(planned), |s| {
        s.context.whose.who =
            person("bob", "bastion-3", "qcs::cam::uin/100001230042:uin/100009998877");
        change(&mut s.context);
    })
}

pub(super) fn planned(look: Look) -> App {
    let mut d = opened(look, &document("u"), |c| c.four_eyes = true);
    d.text("7");
    d.app
}

pub(super) fn batch(look: Look) -> App {
    opened(look, &document("Space Space j Space u"), |_| {}).app
}

pub(super) fn changed(look: Look) -> App {
    let mut rows = eips();
    rows[0].un_instance_id = InstanceId::parse("ins-7c8d9e0f");
    opened(look, &document_of("u", &rows), |_| {}).app
}

pub(super) fn other_account(look: Look) -> App {
    opened(look, &document("u"), |c| {
        "100001230077".clone_into(&mut c.whose.account);
    })
    .app
}

pub(super) fn too_old(look: Look) -> App {
    let mut d = opened(look, &document("u"), |_| {});
    d.wait(26 * 60_000);
    d.app
}

pub(super) fn alone(look: Look) -> App {
    let mut d = Desk::listed_as(look, |s| s.context.four_eyes = true);
    d.dialog();
    d.app
}
