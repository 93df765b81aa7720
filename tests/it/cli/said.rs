//! What the command line says beside its data: next steps, heads, warnings, and what a demo keeps.

use crate::support::cli::{Sim, call};
use serde_json::json;
use std::time::Duration;

#[test]
fn the_column_of_the_place_says_which_place_it_is() {
    let sim = Sim::start("demo");
    let plan = sim.call(&["unbind", "203.0.113.77"]);
    assert!(plan.out.contains("NOW ON") && plan.out.contains("ins-1a2b3c4d"), "{plan:?}");
    let done = sim.call(&["unbind", "203.0.113.77", "--confirm", "77"]);
    assert!(done.out.contains("WAS ON") && !done.out.contains("BOUND TO"), "{done:?}");
    assert!(done.err.contains("Automation may bind it again"), "{done:?}");
    let bound = sim.call(&["--lang", "zh", "bind", "203.0.113.77", "--confirm", "77"]);
    let row = bound.out.lines().nth(1).unwrap_or_default();
    assert!(bound.out.contains("绑定到") && row.contains("eni-5f6a7b8c · 10.0.3.21"), "{bound:?}");
    assert!(bound.err.contains("无需操作。自动化可能会再次解绑"), "{bound:?}");
    assert!(bound.err.contains("如需解绑：eip-unbind unbind"), "{bound:?}");
    let already = sim.call(&["bind", "203.0.113.77", "--to", "eni-5f6a7b8c,10.0.3.21"]);
    let row = already.out.lines().nth(1).unwrap_or_default();
    assert!(row.contains("alreadyBound") && row.contains("ins-1a2b3c4d"), "{already:?}");
    let csv = sim.call(&["bind", "203.0.113.78", "--to", "ins-1a2b3c4d", "--output", "csv"]);
    assert!(csv.out.starts_with("region,eip,eipId,unInstanceId,"), "{csv:?}");
}

#[test]
fn what_will_be_lost_is_said_as_in_the_dialog() {
    let sim = Sim::start("demo");
    for (lang, says) in [
        (
            "en",
            "warning: 203.0.113.77: Internet traffic to 203.0.113.77 will stop; open connections",
        ),
        ("zh", "注意：203.0.113.77：发往 203.0.113.77 的公网流量将中断"),
    ] {
        let plan = sim.call(&["--lang", lang, "unbind", "203.0.113.77"]);
        assert!(plan.err.contains(says), "{plan:?}");
    }
}

#[test]
fn an_alert_with_several_has_a_command_for_all_of_them() {
    let sim = Sim::start("demo");
    let done = sim.call(&["unbind", "ALERT: 203.0.113.77 and 203.0.113.78 send too much"]);
    assert_eq!(done.code, 4, "{done:?}");
    let all = done.err.lines().find_map(|line| line.trim().strip_prefix("all of them: "));
    let all = all.unwrap_or_else(|| panic!("no command for all: {done:?}"));
    assert!(all.starts_with("eip-unbind unbind "), "{all}");
    let words: Vec<&str> = all.split(' ').skip(1).collect();
    let plan = sim.call(&words);
    assert!(plan.err.contains("--confirm 2."), "it plans both: {plan:?}");
}

#[test]
fn a_demo_says_that_each_command_has_a_cloud_of_its_own() {
    for args in [&["list"][..], &["history"], &["unbind", "203.0.113.77", "--confirm", "77"]] {
        let done = call(&[], &[&["--demo"], args].concat());
        let says = "demo: a fresh cloud for this command; `eip-unbind simulate` keeps one";
        assert_eq!(done.err.matches(says).count(), 1, "{args:?}: {done:?}");
        assert!(!done.err.contains("127.0.0.1"), "{args:?}: {done:?}");
    }
    let done = call(&[], &["--demo", "unbind", "203.0.113.77", "--confirm", "77"]);
    assert!(
        done.err.contains("no command: the demo's cloud ends with its program")
            && !done.err.contains("eip-unbind bind"),
        "{done:?}"
    );
    let history = call(&[], &["--demo", "history"]);
    assert!(history.code == 0 && history.err.contains("the journal is empty"), "{history:?}");
}

#[test]
fn a_target_behind_a_command_that_has_none_is_told_where_it_goes() {
    let done = call(&[], &["list", "203.0.113.77"]);
    assert_eq!(done.code, 2);
    assert!(
        done.err.contains("`list` takes no target: `eip-unbind 203.0.113.77` opens it"),
        "{done:?}"
    );
    let done = call(&[], &["list", "203.0.113.77", "--lang", "zh"]);
    assert!(done.err.contains("`list` 不接受目标"), "{done:?}");
    let other = call(&[], &["list", "--no-such-option"]);
    assert!(!other.err.contains("takes no target"), "{other:?}");
}

#[test]
fn the_help_says_how_a_token_is_made_and_how_a_plan_is_handed_on() {
    let help = call(&[], &["unbind", "--help"]);
    let text = help.out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("for a danger target its last two parts"), "{text}");
    assert!(text.contains("Whole minutes, 1 or more"), "{text}");
    assert!(text.contains("As --output json printed it"), "{text}");
    let man = call(&[], &["man"]).out.replace('\\', "");
    assert!(man.contains("--output json > plan.json"), "{man}");
    assert!(man.contains("eip-unbind --plan plan.json"), "{man}");
    let history = call(&[], &["history", "--help"]).out;
    assert!(history.contains("Oldest first"), "{history}");
}

#[test]
fn the_source_of_the_keys_is_one_word_whatever_the_language() {
    let sim = Sim::start("demo");
    let done = sim.call(&["--lang", "zh", "unbind", "203.0.113.77", "--confirm", "77"]);
    assert!(done.code == 0 && done.err.contains("来源：环境变量"), "{done:?}");
    let json = sim.call(&["--lang", "zh", "history", "--output", "json"]).json();
    assert_eq!(json["runs"][0]["source"], "environment", "{json}");
    let run = json["runs"][0]["runId"].as_str().unwrap().to_owned();
    let report = sim.call(&["--lang", "zh", "history", &run]);
    assert!(report.out.contains("密钥：环境变量"), "{report:?}");
    assert!(sim.journal().contains("\"source\":\"environment\""), "{}", sim.journal());
    let config = sim.call(&["--lang", "zh", "config"]);
    assert!(config.out.contains("环境变量 AKID"), "{config:?}");
    let config = sim.call(&["--lang", "zh", "config", "--output", "json"]);
    assert!(config.out.contains("\"environment AKID"), "{config:?}");
}

#[test]
fn a_plan_that_was_carried_out_is_said_and_what_is_unchanged_is_called_so() {
    let sim = Sim::start("demo");
    let plan = sim.call(&["unbind", "203.0.113.77", "203.0.113.78", "--output", "json"]);
    let path = sim.home.path().join("plan.json");
    std::fs::write(&path, &plan.out).unwrap();
    let file = path.to_str().unwrap();
    assert_eq!(sim.call(&["unbind", "203.0.113.77", "--confirm", "77"]).code, 0);
    let done = sim.call(&["unbind", "--plan", file]);
    assert_eq!(done.code, 4, "{done:?}");
    for says in [
        "203.0.113.77: it was bound, on ins-1a2b3c4d · 10.0.3.21 when it was planned, and is now unbound, no server",
        "203.0.113.78: unchanged; not sent, because the plan is carried out whole or not at all",
        "the plan does not hold any more: nothing was sent",
    ] {
        assert!(done.err.contains(says), "{says}: {done:?}");
    }
    assert!(!done.err.contains("after you confirmed"), "{done:?}");
    // A whole plan, twice.
    let plan = sim.call(&["unbind", "203.0.113.91", "--output", "json"]);
    std::fs::write(&path, &plan.out).unwrap();
    let first = sim.call(&["unbind", "--plan", file, "--confirm", "91"]);
    assert!(first.code == 0 && !first.err.contains("the same was carried out"), "{first:?}");
    let again = sim.call(&["unbind", "--plan", file]);
    assert!(
        again.err.contains("since this plan was made, the same was carried out: run ")
            && again.err.contains("203.0.113.91 verified"),
        "{again:?}"
    );
}

#[test]
fn another_plan_than_the_expected_one_says_what_is_now() {
    let sim = Sim::start("demo");
    let args = ["unbind", "203.0.113.77", "--confirm", "77", "--expect", "ins-7c8d9e0f"];
    let done = sim.call(&args);
    assert_eq!((done.code, sim.mutations().len()), (4, 0), "{done:?}");
    assert!(
        done.err.contains("it is now bound, on ins-1a2b3c4d · 10.0.3.21")
            && !done.err.contains("after you confirmed"),
        "{done:?}"
    );
    let done = sim.call(&[&["--lang", "zh"], &args[..]].concat());
    assert!(done.err.contains("现在已绑定，ins-1a2b3c4d · 10.0.3.21"), "{done:?}");
}

/// What the record says of a block is said the next day, where no reading can say it.
#[test]
fn a_block_of_the_night_is_known_the_next_day() {
    let sim = Sim::start("demo");
    let night = sim.call(&["unbind", "203.0.113.113", "--confirm", "113.113"]);
    assert_eq!(night.code, 0, "{night:?}");
    for (lang, says) in [("en", "until the block is lifted"), ("zh", "解封前")] {
        for to in [&[][..], &["--to", "ins-2n3o4p5u"]] {
            let plan = sim.call(&[&["--lang", lang, "bind", "203.0.113.113"], to].concat());
            assert!(plan.code == 4 && plan.err.contains(says), "{plan:?}");
        }
    }
    sim.call(&["unbind", "203.0.113.78", "--confirm", "78"]);
    assert!(!sim.call(&["bind", "203.0.113.78"]).err.contains("block"), "none of it was blocked");
}

/// The next step is that of what happened: a blocked address can't be bound at once, and one that is bound again has somebody to be found.
#[test]
fn the_next_step_is_that_of_what_was_seen() {
    for (lang, blocked, found) in [
        ("en", "no binding, to any server", "Find who or what bound it"),
        ("zh", "才能绑定，任何服务器均如此", "先查明由谁绑定"),
    ] {
        let env = [("EIP_UNBIND_LANG", lang)];
        let one = call(&env, &["--demo", "unbind", "203.0.113.113", "--confirm", "113.113"]);
        assert!(one.code == 0 && one.err.contains(blocked), "{one:?}");
        let again =
            ["--demo=rebound", "unbind", "203.0.113.77", "--confirm", "77", "--watch", "11"];
        let again = call(&env, &again);
        assert!(again.code == 0 && again.err.contains(found), "{again:?}");
        assert!(
            again.err.contains("boundAgain") || again.err.contains("ins-2n3o4p5u"),
            "{again:?}"
        );
    }
}

/// What is seen after the outcome is on disk before the process ends.
#[test]
fn the_last_look_is_in_the_journal() {
    let sim = Sim::start("rebound");
    let done = sim.running(&["unbind", "203.0.113.77", "--confirm", "77", "--watch", "11"]);
    let done = done.end(Duration::from_secs(45));
    assert!(done.err.contains("ins-2n3o4p5u"), "{done:?}");
    assert!(sim.journal().contains("\"what\":\"boundAgain\""), "{}", sim.journal());
}

/// An error reply that was done all the same is no lost reply, and has a request id wherever it is told.
#[test]
fn an_error_reply_that_was_done_is_told_as_one() {
    for api in ["v2", "v3"] {
        let sim = Sim::start("internal-error");
        let args = ["--api", api, "unbind", "203.0.113.77", "--confirm", "77", "--output", "json"];
        let done = sim.running(&args).end(Duration::from_mins(1));
        let item = done.json()["items"][0].clone();
        assert_eq!((done.code, &item["outcome"]), (0, &json!("verified")), "{done:?}");
        assert!(!done.err.contains("reply was lost"), "{done:?}");
        assert!(done.err.contains("Tencent answered with error"), "{done:?}");
        let run = done.json()["runId"].as_str().unwrap().to_owned();
        let told = sim.call(&["history", &run, "--output", "json"]).json();
        let told = &told["runs"][0]["items"][0];
        assert_eq!(told["requestId"], item["requestId"]);
        assert_eq!(item["requestId"].is_string(), api == "v3", "{item}");
        let report = sim.call(&["history", &run, "--output", "markdown"]).out;
        assert!(report.contains("all the same"), "{report}");
    }
}

/// The same where the link was to be kept: what is kept is named with the error.
#[test]
fn an_error_reply_names_the_link_that_was_kept() {
    for (lang, yet, kept) in [
        (
            "en",
            "Tencent answered with error 6000, yet 203.0.113.179 is off ",
            "its link to eni-3p7y1m5v · 10.0.9.65 is kept",
        ),
        (
            "zh",
            "腾讯云返回错误 6000，但 203.0.113.179 已与 ",
            "保留与 eni-3p7y1m5v · 10.0.9.65 的关系",
        ),
    ] {
        let sim = Sim::start("internal-error");
        let keep = ["203.0.113.179", "--un-bind-private-ip-with-eip", "0", "--confirm", "179"];
        let args = [&["--api", "v2", "--lang", lang, "unbind"], &keep[..]].concat();
        let done = sim.running(&args).end(Duration::from_mins(1));
        assert!(done.code == 0 && done.err.contains(yet) && done.err.contains(kept), "{done:?}");
        let report = sim.call(&["--lang", lang, "history", "--output", "markdown"]).out;
        assert!(report.contains(kept) && report.contains("6000"), "{report}");
    }
}

/// That the reply was lost is said beside what became of the link, as the report does.
#[test]
fn a_lost_reply_is_told_beside_the_link() {
    for (lang, lost) in
        [("en", "The reply was lost, so there is no request id"), ("zh", "应答丢失")]
    {
        for target in ["203.0.113.179", "203.0.113.90"] {
            let sim = Sim::start("lost-reply-applied");
            let last = target.rsplit('.').next().unwrap();
            let keep = [target, "--un-bind-private-ip-with-eip", "0", "--confirm", last];
            let args = [&["--api", "v2", "--lang", lang, "unbind"], &keep[..]].concat();
            let done = sim.running(&args).end(Duration::from_mins(1));
            assert!(done.code == 0 && done.err.contains(lost), "{done:?}");
            let report = sim.call(&["--lang", lang, "history", "--output", "markdown"]).out;
            assert!(report.contains(lost), "{report}");
        }
    }
}

/// A released EIP is gone: no command leads back, and the report says why.
#[test]
fn what_was_released_has_no_way_back() {
    let sim = Sim::start("demo");
    let args = ["--api", "v3", "unbind", "203.0.113.220", "--confirm", "113.220"];
    let done = sim.running(&args).end(Duration::from_secs(45));
    assert!(done.code == 0 && done.err.contains("no way back"), "{done:?}");
    assert!(!done.err.contains("eip-unbind bind"), "{done:?}");
    let report = sim.call(&["history", "--output", "markdown"]).out;
    assert!(report.contains("released") && !report.contains("eip-unbind bind"), "{report}");
}
