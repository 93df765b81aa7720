//! Who asks, and where, is one value: wherever a session names it, it is the same (`docs/contract.md` §2, promise 15).

use super::Drive;
use crate::support::frame::draw;
use crate::support::rows::{caller, keys};
use crate::support::values::bound;
use eip_unbind::app::Msg;
use eip_unbind::domain::Generation;
use eip_unbind::domain::identity::{Identity, Keys, Kind, TccliAs};
use eip_unbind::domain::person::Person;
use eip_unbind::text::Lang;
use eip_unbind::text::markdown::{Style, report};
use eip_unbind::text::way_back;
use eip_unbind::unbind::report::RunReport;
use eip_unbind::unbind::{PlanFile, Record, RunEffect, RunMsg};
use jiff::tz::TimeZone;
use serde_json::{Value, json};

const ARN: &str = "qcs::sts::uin/100001230042:assumed-role/oncall/alice";
const ROLE: &str = "qcs::cam::uin/100001230042:roleName/oncall";
const ENDPOINT: &str = "https://eip.cloud.corp";
const SOURCE: &str = "tccli:ops → oncall";

fn all_in(place: &str, text: &str, words: &[&str]) {
    for word in words {
        assert!(text.contains(word), "{place} does not name {word}: {text}");
    }
}

fn named_in(place: &str, json: &Value, person: &str) {
    let told = |name: &str| json[name].clone();
    assert_eq!(
        [told("account"), told("profile"), told("endpoint"), told("api")],
        [json!("100001230042"), json!("prod-main"), json!(ENDPOINT), json!("v3")],
        "{place}: {json}"
    );
    let person = &json[person];
    assert_eq!((&person["user"], &person["caller"]), (&json!("alice"), &json!(ARN)), "{place}");
}

#[test]
fn everything_names_the_same_identity() {
    let mut drive = Drive::new(&[bound(77)]);
    drive.app.session.before_send = vec!["/opt/ask".to_owned()];
    drive.app.session.context.whose = Identity {
        account: "key-0123456789abcdef".to_owned(),
        endpoint: Some(ENDPOINT.to_owned()),
        profile: Some("prod-main".to_owned()),
        source: Some(SOURCE.to_owned()),
        who: Person { user: Some("alice".to_owned()), ..Person::default() },
        tccli: TccliAs {
            profile: Some("ops".to_owned()),
            role: Some((ROLE.to_owned(), "alice".to_owned())),
            endpoint: Some("vpc.cloud.corp".to_owned()),
            unread: None,
        },
        ..Identity::default()
    };
    drive.msg(Msg::Resized(200, 40));
    drive.msg(Msg::Generation(Generation::V3, None));
    drive.msg(Msg::Keys(keys(Kind::Temporary, None), Some(caller(ARN))));
    let whose = drive.app.session.whose().clone();

    drive.keys("u");
    drive.answer_all();
    drive.wait(300);
    let screen = draw(&drive.app).text();
    let mut lines = screen.lines();
    let header = format!("‹AKID…0042› @{ENDPOINT}");
    all_in("header", lines.next().unwrap(), &["prod-main", &header, "v3"]);
    all_in("title", lines.find(|line| line.contains("UNBIND")).unwrap(), &["prod-main"]);
    let account = lines.find(|line| line.contains("Account")).unwrap();
    let here = ["100001230042", "assumed-role/oncall/alice", "prod-main", SOURCE, "AKID…0042"];
    all_in("Account", account, &here);
    all_in("the line over the field", &screen, &[&format!("Endpoint {ENDPOINT}")]);
    let role = format!("--role-arn {ROLE} --role-session-name alice");
    let command = drive.copies("y");
    all_in("tccli", &command, &["--profile ops", &role, "--endpoint vpc.cloud.corp"]);

    drive.keys("7 7 Enter");
    let RunEffect::Ask { plan } = drive.run_effect() else { panic!("asked first") };
    named_in("plan", &plan, "plannedBy");
    named_in("plan", &plan, "who");
    let file = PlanFile::parse(&json!({ "api": "v3", "plan": plan }).to_string()).unwrap();
    let context = drive.app.session.context.clone();
    let made = file.created_at;
    assert_eq!(file.fault(&context, made, 30), None, "the digest is of what the plan names");

    drive.run(RunMsg::Asked(Ok(())));
    let RunEffect::Recheck { item, seq, .. } = drive.run_effect() else { panic!("read again") };
    let fresh = drive.app.dialog.as_ref().unwrap().plan.items[0].before.clone();
    drive.run(RunMsg::Rechecked(item, seq, Box::new(fresh.into())));
    let RunEffect::WriteIntent { record, .. } = drive.run_effect() else { panic!("recorded") };
    let Record::Intent { intent, .. } = *record else { panic!("an intent") };
    let person = Person { user: Some("alice".to_owned()), ..Person::default() };
    let recorded = Identity { keys: Keys::default(), tccli: TccliAs::default(), ..whose.clone() };
    assert_eq!(intent.whose(person), recorded, "what the record says");
    let line = serde_json::to_value(&intent).unwrap();
    let by = json!({ "source": SOURCE, "account": "100001230042", "caller": ARN });
    assert_eq!((&line["by"], &line["account"]), (&by, &json!("100001230042")), "{line}");

    let run = RunReport::of(drive.app.dialog.as_ref().unwrap().run.as_ref().unwrap());
    assert_eq!(run.whose, whose);
    named_in("history", &run.json(), "who");
    named_in("after_outcome", &run.told(&run.items[0]), "who");
    let text = report(Style::Markdown, Lang::En, &run, None, &TimeZone::UTC);
    all_in("report", &text, &["100001230042", ARN, "prod-main", SOURCE, ENDPOINT, "3.0"]);
    let back = way_back::command(&run, &run.items[0]).unwrap().unwrap();
    all_in("way back", &back, &["--profile prod-main", &format!("--endpoint {ENDPOINT}")]);
}
