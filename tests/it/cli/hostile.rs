//! Promise 9 of `docs/contract.md` §2 on the command line: cloud text is data, on standard output and error, in the log and in the journal.

use crate::support::cli::{Sim, assert_inert, call, side_by_side};
use crate::tty::cloud::Cloud;
use eip_unbind::sim::Scenario;
use serde_json::Value;

/// `203.0.113.17`, as the cloud names it.
const ID: &str = "eip-\u{1b}[31m\u{202e}17";

#[test]
fn nothing_that_the_cloud_says_acts_on_a_terminal() {
    let mut cases = vec![];
    for output in ["table", "json", "csv"] {
        cases.extend([
            ("v2", "en", output),
            ("v3", "zh", output),
            ("v3", "en", output),
            ("v2", "zh", output),
        ]);
    }
    side_by_side(&cases, |(api, lang, output)| {
        let sim = Sim::start("hostile-text");
        let log = sim.home.path().join("trace.log");
        let common = [
            "--api",
            api,
            "--lang",
            lang,
            "--output",
            output,
            "--log",
            log.to_str().unwrap(),
            "-vv",
        ];
        let run = |args: &[&str]| {
            let done = sim.call(&[&common[..], args].concat());
            assert_inert(&format!("{args:?} {common:?}"), &done.all());
            assert!(done.code != 2 && !done.all().is_empty(), "{args:?}: {done:?}");
            done
        };
        let list = run(&["list"]);
        assert!(list.out.contains("203.0.113.17"), "{list:?}");
        // Several fit: each is named, with the command that means it alone.
        let several = run(&["unbind", "eip-"]);
        assert_eq!(several.code, 4, "{several:?}");
        let named = run(&["unbind", "i"]);
        assert!(named.err.lines().count() > 4, "{named:?}");
        for args in [
            &["quota"][..],
            &["doctor"],
            &["unbind", "203.0.113.17"],
            &["unbind", "203.0.113.17", "--dry-run"],
        ] {
            run(args);
        }
        let confirm =
            ["unbind", "203.0.113.17", "--confirm", "17", "--reason", "\u{202e}why\u{9b}"];
        // API 2.0 answers the first one with an error whose message is hostile, too; API 3.0 takes no such id.
        let refused = run(&confirm);
        assert_eq!(refused.code, 5, "{refused:?}");
        if *output == "json" {
            assert_eq!(
                refused.json()["items"][0]["eipId"],
                ID,
                "the same text, written another way"
            );
        }
        if *api == "v2" {
            let done = run(&confirm);
            assert!(done.code == 0 && done.err.contains("verified"), "{done:?}");
            assert!(
                !done.err.contains("tccli"),
                "no command can name what it was bound to: {done:?}"
            );
            run(&confirm);
        }
        run(&["history"]);
        run(&["history", "--verify"]);
        let journal = std::fs::read_to_string(sim.state_dir().join("journal.jsonl")).unwrap();
        assert_inert("the journal", &journal);
        let first: Value = serde_json::from_str(journal.lines().next().unwrap()).unwrap();
        let said = if *api == "v2" { &first["intent"] } else { &first["settled"] };
        assert_eq!(said["eipId"], ID, "the same text, written another way: {first}");
        if *api == "v2" {
            assert_eq!(said["reason"], "\u{202e}why\u{9b}");
        }
        let trace = std::fs::read_to_string(&log).unwrap();
        assert!(
            trace.contains("DescribeQuota")
                || trace.contains("DescribeEipQuota")
                || trace.contains("DescribeAddressQuota"),
            "{trace}"
        );
        assert_inert("the log", &trace);
    });
}

/// EIPs whose ids and names a spreadsheet would take for formulas, and an error whose code and message are some.
fn formulas(scenario: &mut Scenario) {
    let text = "title = { en = \"x\", zh = \"x\" }
        eips = [{ id = \"eip-0a1b2c3d\", region = \"ap-guangzhou\", ip = \"203.0.113.17\", instance = \"=ins()\", nic = \"＠eni()\",
                  private_ip = \"10.66.0.17\", name = \"－name()\" },
                { id = \"＝eip()\", region = \"ap-guangzhou\", ip = \"203.0.113.18\", name = \"  ＠name()\" }]
        nics = [{ id = \"＠eni()\", region = \"ap-guangzhou\", name = \"＋nic\", primary = true, instance = \"=ins()\", ips = [\"10.66.0.17\"] }]
        faults = [{ action = \"DisassociateAddress\", nth = 1, kind = \"error\", code = 5100, code_v3 = \"＝code()\", message = \"＋message()\" }]";
    *scenario = Scenario::parse(text).unwrap();
}

#[test]
fn no_cell_is_a_formula() {
    let cloud = Cloud::start("demo", formulas);
    let dir = cloud.dir.path().to_str().unwrap();
    let mut env: Vec<(&str, &str)> =
        cloud.env.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    env.extend([
        ("HOME", dir),
        ("EIP_UNBIND_STATE_DIR", dir),
        ("EIP_UNBIND_API", "v3"),
        ("EIP_UNBIND_OUTPUT", "csv"),
    ]);
    let refused =
        call(&env, &["unbind", "203.0.113.17", "--confirm", "17", "--reason", "＠reason()"]);
    let all = [refused.out, call(&env, &["history"]).out, call(&env, &["list"]).out].concat();
    for text in ["＝eip()", "=ins()", "＠eni()", "－name()", "＝code() ＋message()", "＠reason()"]
    {
        assert!(all.contains(&format!("'{text}")), "{text} in {all}");
    }
    let begins = |cell: &&str| {
        cell.trim_matches(['"', ' ']).starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
    };
    // A dash alone says that there is nothing.
    let formulas: Vec<&str> = all.lines().flat_map(|line| line.split(',')).filter(begins).collect();
    assert_eq!(formulas, Vec::<&str>::new(), "{all}");
}
