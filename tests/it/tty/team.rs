//! What a team adds, on a real terminal: the account that has it, a plan of somebody else, a command that is asked first.

use super::cloud::Cloud;
use super::term::Start;
use serde_json::json;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

#[test]
fn the_account_that_has_it_is_opened_and_sent_to() {
    let clouds = ["empty", "demo"].map(|name| Cloud::start(name, |_| {}));
    let owner = &clouds[1];
    let mut text = "[defaults]\nsearch_profiles = [\"p0\", \"p1\"]\n".to_owned();
    for (n, cloud) in clouds.iter().enumerate() {
        let url = format!("http://{}", cloud.addr);
        let profile = format!(
            "[profiles.p{n}]\ncredentials = \"env\"\nregions = [\"gz\"]\nendpoint.eip = \"{url}\"\n\
             endpoint.vpc = \"{url}\"\n"
        );
        text.push_str(&profile);
    }
    let config = owner.dir.path().join("config.toml");
    fs::write(&config, text).unwrap();
    let args = ["203.0.113.77", "--config", config.to_str().unwrap()];
    // Where neither an endpoint nor a profile is named at start.
    let mut start =
        Start::new(&args).env("EIP_UNBIND_STATE_DIR", owner.dir.path().to_str().unwrap());
    for (name, value) in
        owner.env.iter().filter(|(name, _)| name.starts_with("TENCENTCLOUD_SECRET"))
    {
        start = start.env(name, value);
    }
    let mut tty = start.run();
    tty.wait_for("FOUND IN PROFILE p1");
    tty.wait_for("Type 77 to unbind 203.0.113.77, then Enter");
    tty.wait_armed();
    tty.confirm("77");
    tty.wait_for("accepted by Tencent");
    assert_eq!((clouds[0].mutations(), owner.mutations()), (0, 1), "{}", tty.text());
}

#[test]
fn the_plan_of_a_file_opens_its_dialog_and_is_sent_by_its_token() {
    let cloud = Cloud::start("demo", |_| {});
    let plan = cloud.call(&[
        "--read-only",
        "unbind",
        "203.0.113.77",
        "--reason",
        "INC-2231",
        "--output",
        "json",
    ]);
    let file = cloud.dir.path().join("INC-2231.json");
    fs::write(&file, &plan.out).unwrap();
    let mut tty = cloud.on(Start::new(&["--plan", file.to_str().unwrap()])).run();
    tty.wait_for("UNBIND from plan INC-2231.json");
    tty.wait_for("as in the plan (digest");
    tty.wait_armed();
    assert_eq!(cloud.mutations(), 0);
    tty.confirm("77");
    tty.wait_for("accepted by Tencent");
    assert_eq!(cloud.mutations(), 1, "{}", tty.text());
    let journal = cloud.journal();
    assert!(journal.contains("plannedBy") && journal.contains("INC-2231"), "{journal}");
}

#[test]
fn esc_ends_a_command_that_is_asked_and_a_no_is_shown() {
    let cloud = Cloud::start("demo", |_| {});
    let home = cloud.dir.path().to_owned();
    let hook = home.join("ask");
    let script = "#!/bin/sh\ntest -e \"$1/no\" && { echo 'change freeze' >&2; exit 1; }\n\
                  (sleep 2; touch \"$1/mark\") & sleep 60\n";
    fs::write(&hook, script).unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    let config = home.join("config.toml");
    let words = json!([hook.to_str().unwrap(), home.to_str().unwrap()]);
    fs::write(&config, format!("[defaults]\nbefore_send = {words}\n")).unwrap();
    let mut tty =
        cloud.on(Start::new(&["203.0.113.77", "--config", config.to_str().unwrap()])).run();
    tty.wait_for("Type 77 to unbind 203.0.113.77, then Enter");
    tty.wait_armed();
    tty.confirm("77");
    tty.wait_for("before_send is asked");
    tty.keys(50, &["\u{1b}"]);
    tty.wait_for("cancelled");
    tty.pass(2_500);
    assert!(!home.join("mark").exists(), "what it started is ended, too");
    fs::write(home.join("no"), "").unwrap();
    tty.keys(300, &["\u{1b}", "u"]);
    tty.wait_for("Type 77 to unbind 203.0.113.77, then Enter");
    tty.wait_armed();
    tty.confirm("77");
    tty.wait_for("exit code 1: change freeze");
    assert_eq!(cloud.mutations(), 0, "{}", tty.text());
}
