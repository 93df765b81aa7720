//! Tables on a narrow terminal, and into a pipe.

use crate::support::cli::{Sim, side_by_side};
use crate::tty::term::Start;
use unicode_width::UnicodeWidthStr as _;

/// What a call writes on a terminal of so many columns.
fn on_terminal(sim: &Sim, columns: u16, args: &[&str]) -> String {
    let home = sim.home.path().to_str().unwrap();
    let env = [
        ("HOME", home),
        ("TENCENTCLOUD_SECRET_ID", crate::support::cli::ID),
        ("TENCENTCLOUD_SECRET_KEY", crate::support::cli::KEY),
        ("TENCENTCLOUD_REGION", "gz"),
    ];
    let cloud = ["--endpoint", &sim.endpoint];
    let args = [if args[0] == "--demo=help" { &[] } else { &cloud[..] }, args].concat();
    let start = Start::new(&args).size(columns, 50);
    let mut tty = env.iter().fold(start, |start, (name, value)| start.env(name, value)).run();
    tty.wait();
    let text = String::from_utf8_lossy(&tty.raw).replace("\r\n", "\n");
    // Colours of the report are no text.
    let mut plain = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    plain + rest
}

/// Lines that are no command to copy: those must stay whole.
fn too_wide(text: &str, columns: usize) -> Vec<&str> {
    let is_command = |line: &str| line.contains("eip-unbind ") || line.contains("tccli ");
    text.lines().filter(|line| line.width() > columns && !is_command(line)).collect()
}

#[test]
fn tables_fit_a_terminal_of_80_columns() {
    let sim = Sim::start("demo");
    assert_eq!(sim.call(&["unbind", "203.0.113.78", "--confirm", "78"]).code, 0);
    let run = sim.call(&["history", "--output", "json"]).json()["runs"][0]["runId"].clone();
    let cases: [&[&str]; 8] = [
        &["list"],
        &["list", "--region", "gz", "--region", "sh"],
        &["quota"],
        &["history"],
        &["history", run.as_str().unwrap()],
        &["config"],
        &["doctor"],
        &["--demo=help"],
    ];
    for lang in ["en", "zh"] {
        side_by_side(&cases, |args| {
            for columns in [60, 80] {
                let text = on_terminal(&sim, columns, &[*args, &["--lang", lang]].concat());
                let wide = too_wide(&text, columns.into());
                assert!(wide.is_empty(), "{args:?} {lang} {columns}: {wide:#?}");
                assert!(text.lines().count() > 1, "{args:?} {lang}: {text}");
            }
        });
    }
}

#[test]
fn a_list_says_what_it_left_out_and_a_pipe_gets_all() {
    let sim = Sim::start("demo");
    let narrow = on_terminal(&sim, 80, &["list"]);
    assert!(narrow.contains("(left out: REGION, NIC") && narrow.contains("a pipe"), "{narrow}");
    assert!(!narrow.contains("eni-5f6a7b8c") && narrow.contains("203.0.113.77"), "{narrow}");
    let several = on_terminal(&sim, 80, &["list", "--region", "gz", "--region", "sh"]);
    assert!(several.contains("ap-shanghai") && several.contains("(left out: NIC"), "{several}");
    let zh = on_terminal(&sim, 60, &["list", "--lang", "zh"]);
    assert!(zh.contains("未显示：") && zh.contains("已绑定"), "{zh}");
    let wide = on_terminal(&sim, 140, &["list"]);
    assert!(wide.contains("eni-5f6a7b8c") && !wide.contains("left out"), "{wide}");
    let piped = sim.call_with(&[("COLUMNS", "60")], &["list"]);
    let all = ["ap-guangzhou", "eni-5f6a7b8c", "10.0.3.21", "网关-gz-07"];
    assert!(all.iter().all(|cell| piped.out.contains(cell)), "{piped:?}");
    assert!(!piped.all().contains("left out"), "{piped:?}");
}

#[test]
fn a_plan_on_a_narrow_terminal_leaves_nothing_out() {
    let sim = Sim::start("demo");
    for columns in [60, 80] {
        let text = on_terminal(&sim, columns, &["unbind", "203.0.113.77"]);
        // Warnings and the like are sentences, which a terminal breaks itself.
        let table = text.split("REGION ").nth(1).unwrap().split("not confirmed").next().unwrap();
        assert_eq!(too_wide(table, columns.into()), Vec::<&str>::new(), "{text}");
        for cell in ["eip-9k2m4x7q", "ins-1a2b3c4d", "eni-5f6a7b8c", "10.0.3.21", "allocWanIp=0"] {
            assert!(text.contains(cell), "{cell}: {text}");
        }
    }
}
