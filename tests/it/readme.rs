//! Every command of both READMEs runs as it stands there, or says here why not; and so do the examples of the help.

use crate::support::cli::{ID, KEY, Sim, call};
use crate::tty::term::Start;
use eip_unbind::text::Lang;
use eip_unbind::text::help::examples;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// How a command is shown to work.
enum How {
    /// By running it: the exit code, and what it says.
    Runs(i32, &'static str),
    /// On a screen, which shows this.
    Screen(&'static str),
    /// By something else.
    By(&'static str),
}
use How::{By, Runs, Screen};

/// In an order in which each can run.
const COMMANDS: &[(&str, How)] = &[
    ("cargo run --release -- --demo", By("the screens of `--demo`, tests/it/tty")),
    ("cargo test", By("this is it")),
    ("cargo install --path .", By("packaging/test")),
    ("cargo uninstall eip-unbind", By("packaging/test")),
    ("dpkg -i eip-unbind_VERSION_amd64.deb", By("packaging/test")),
    ("dpkg -r eip-unbind", By("packaging/test")),
    ("rpm -i eip-unbind-VERSION-1.x86_64.rpm", By("packaging/test")),
    ("rpm -e eip-unbind", By("packaging/test")),
    (
        "tar -xzf eip-unbind-VERSION-x86_64-unknown-linux-gnu.tar.gz --strip-components 1 -C /usr/local",
        By("packaging/test"),
    ),
    ("packaging/build", By("makes what packaging/test installs")),
    ("packaging/cam-policy-read.json", By("doctor prints it")),
    ("packaging/cam-policy-operate.json", By("doctor prints it")),
    ("read -r TENCENTCLOUD_SECRET_ID", By("a_key_that_is_read_is_used")),
    ("read -rs TENCENTCLOUD_SECRET_KEY", By("a_key_that_is_read_is_used")),
    ("export TENCENTCLOUD_SECRET_ID TENCENTCLOUD_SECRET_KEY", By("a_key_that_is_read_is_used")),
    ("mkdir -p ~/.local/share/bash-completion/completions ~/.local/share/man/man1", Runs(0, "")),
    (
        "eip-unbind completions bash >~/.local/share/bash-completion/completions/eip-unbind",
        Runs(0, ""),
    ),
    ("eip-unbind man >~/.local/share/man/man1/eip-unbind.1", Runs(0, "")),
    ("eip-unbind --help", Runs(0, "eip-unbind --demo")),
    ("eip-unbind COMMAND --help", Runs(0, "--expect")),
    ("eip-unbind --demo=help", Runs(0, "lost-reply-applied")),
    ("eip-unbind config --sample", Runs(0, "[defaults]")),
    ("eip-unbind config", Runs(0, "requests_per_second")),
    ("eip-unbind doctor", Runs(0, "DescribeEip")),
    ("eip-unbind list --region gz --output json", Runs(0, "\"eip\":\"203.0.113.77\"")),
    ("eip-unbind", Screen("203.0.113.77")),
    ("eip-unbind --profile prod", Screen(" prod  ‹AKID")),
    ("eip-unbind 203.0.113.77", Screen("Type 77 to unbind 203.0.113.77")),
    ("eip-unbind '【紧急】上海 eni-72w0nphr 内网 10.0.0.4'", Screen("eni-72w0nphr")),
    ("eip-unbind unbind 203.0.113.77", Runs(4, "--confirm 77 --expect ")),
    ("eip-unbind unbind 203.0.113.77 --confirm 77 --expect DIGEST", Runs(0, "verified")),
    ("eip-unbind bind 203.0.113.77", Runs(4, "to carry it out: eip-unbind bind ")),
    ("eip-unbind history --output markdown", Runs(0, "203.0.113.77")),
    ("eip-unbind history RUN", Runs(0, "203.0.113.77")),
    ("eip-unbind history --verify", Runs(0, "none changed or missing")),
    ("eip-unbind bind", Runs(2, "no target was given")),
    // From here on with a cloud of its own: the EIP is bound again.
    (PLANNED, Runs(4, "")),
    ("eip-unbind --plan plan.json", Screen("Type 77 to unbind 203.0.113.77")),
    ("eip-unbind unbind --plan plan.json --confirm TOKEN", Runs(0, "verified")),
];

const PLANNED: &str =
    "eip-unbind --read-only unbind 203.0.113.77 --reason INC-2231 --output json >plan.json";

fn page(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

/// The commands of a page: lines of its shell blocks, and what stands between backquotes and is one.
fn commands(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut block = None;
    for line in text.lines() {
        match (line.strip_prefix("```"), block) {
            (Some(kind), None) => block = Some(kind == "sh"),
            (Some(_), Some(_)) => block = None,
            (None, Some(true)) if !line.is_empty() => {
                let bare = line.split("   #").next().unwrap_or_default().trim();
                found.insert(bare.to_owned());
            }
            (None, Some(_)) => {}
            (None, None) => found.extend(
                line.split('`')
                    .skip(1)
                    .step_by(2)
                    .filter(|span| is_command(span))
                    .map(str::to_owned),
            ),
        }
    }
    found
}

fn is_command(span: &str) -> bool {
    ["eip-unbind ", "dpkg ", "rpm ", "tar ", "cargo ", "packaging/"]
        .iter()
        .any(|begin| span.starts_with(begin))
}

#[test]
fn both_readmes_have_the_same_commands_and_each_is_known_here() {
    let known: BTreeSet<String> = COMMANDS.iter().map(|(name, _)| (*name).to_owned()).collect();
    for name in ["README.md", "README.zh-CN.md"] {
        assert_eq!(commands(&page(name)), known, "{name}");
    }
}

/// What is left to `packaging/test` is really run there: a line of it has the same program and the same first word.
#[test]
fn what_the_packages_are_tested_for_is_a_line_of_their_test() {
    let script = page("packaging/test");
    let lines: Vec<Vec<&str>> = script
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.trim().trim_start_matches("inside ").split(' ').collect())
        .collect();
    let left = COMMANDS.iter().filter(|(_, how)| matches!(how, By("packaging/test")));
    for (command, _) in left {
        let words: Vec<&str> = command.split(' ').take(2).collect();
        assert!(lines.iter().any(|line| line.starts_with(&words)), "{command}");
    }
}

/// Runs a line as a shell would, with the program on its path.
fn shell(sim: &Sim, line: &str, input: &str) -> (i32, String) {
    let bin = Path::new(env!("CARGO_BIN_EXE_eip-unbind")).parent().unwrap();
    let mut command = Command::new("bash");
    command.env_clear().args(["-c", line]).env("HOME", sim.home.path());
    command.current_dir(sim.home.path());
    command.env("PATH", format!("{}:/usr/bin:/bin", bin.display()));
    command.env("EIP_UNBIND_ENDPOINT", &sim.endpoint).env("TENCENTCLOUD_REGION", "gz");
    if input.is_empty() {
        command.env("TENCENTCLOUD_SECRET_ID", ID).env("TENCENTCLOUD_SECRET_KEY", KEY);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap_or(-1), String::from_utf8(said).unwrap())
}

fn on_screen(sim: &Sim, line: &str, wanted: &str) {
    let bin = env!("CARGO_BIN_EXE_eip-unbind");
    let line = line.replacen("eip-unbind", bin, 1);
    let mut start = Start::command(&["/bin/sh", "-c", &format!("cd; {line}")]).size(140, 40);
    // A profile that is named beats a key in the environment; without one the key counts.
    for (name, value) in [
        ("HOME", sim.home.path().to_str().unwrap()),
        ("EIP_UNBIND_ENDPOINT", &sim.endpoint),
        ("TENCENTCLOUD_REGION", "gz"),
        ("TENCENTCLOUD_SECRET_ID", ID),
        ("TENCENTCLOUD_SECRET_KEY", KEY),
    ] {
        start = start.env(name, value);
    }
    let mut tty = start.run();
    tty.wait_for(wanted);
    // Out of a dialog, if one is open; then out of the program.
    tty.send("\u{1b}");
    tty.pass(300);
    tty.send("q");
    assert_eq!(tty.wait(), 0, "{line}");
}

/// A cloud, with a tccli profile in the home folder.
fn cloud() -> Sim {
    let sim = Sim::start("demo");
    let keys = sim.home.path().join(".tccli");
    fs::create_dir_all(&keys).unwrap();
    let key = format!("{{\"secretId\": \"{ID}\", \"secretKey\": \"{KEY}\"}}");
    fs::write(keys.join("prod.credential"), key).unwrap();
    sim
}

#[test]
fn every_command_of_the_readmes_does_what_it_says() {
    let mut sim = cloud();
    let mut digest = String::new();
    for (command, how) in COMMANDS {
        if *command == PLANNED {
            assert_eq!(sim.mutations().len(), 1, "only what was confirmed was sent");
            sim = cloud();
        }
        let mut line = command.replace("DIGEST", &digest).replace("TOKEN", "77");
        line = line.replace("COMMAND", "unbind");
        if line.contains("RUN") {
            let runs = sim.call(&["history", "--output", "json"]).json();
            line = line.replace("RUN", runs["runs"][0]["runId"].as_str().unwrap());
        }
        match how {
            Runs(code, word) => {
                let (got, said) = shell(&sim, &line, "");
                assert!(got == *code && said.contains(word), "{line}: {got}: {said}");
                let expect = said.split("--expect ").nth(1).and_then(|rest| rest.split(' ').next());
                digest = expect.map_or(digest, str::to_owned);
            }
            Screen(word) => on_screen(&sim, &line, word),
            By(_) => {}
        }
    }
    assert_eq!(sim.mutations().len(), 1, "only what was confirmed was sent");
}

#[test]
fn a_key_that_is_read_is_used() {
    let sim = Sim::start("demo");
    let lines: Vec<&str> = COMMANDS
        .iter()
        .filter(|(_, how)| matches!(how, By("a_key_that_is_read_is_used")))
        .map(|(line, _)| *line)
        .collect();
    assert_eq!(lines.len(), 3);
    let script = format!("{}; eip-unbind list", lines.join("; "));
    let (code, said) = shell(&sim, &script, &format!("{ID}\n{KEY}\n"));
    assert!(code == 0 && said.contains("203.0.113.77"), "{code}: {said}");
}

#[test]
fn every_example_of_the_help_runs_on_the_built_in_cloud() {
    let home = tempfile::tempdir().unwrap();
    let plan = home.path().join("plan.json");
    assert_eq!(examples(Lang::En).len(), 9);
    for (example, code) in examples(Lang::En).iter().zip([0, 2, 4, 4, 0, 2, 0, 4, 2]) {
        let (line, into) = match example.name.split_once(" > ") {
            Some((line, _)) => (line, Some(&plan)),
            None => (example.name, None),
        };
        let line = line.replace("plan.json", plan.to_str().unwrap());
        let mut words: Vec<&str> = line.split(' ').skip(1).collect();
        if !words.contains(&"--demo") {
            words.push("--demo");
        }
        let done = call(&[], &words);
        if let Some(path) = into {
            fs::write(path, &done.out).unwrap();
        }
        // Those without a subcommand are for a terminal, and say so without one.
        assert_eq!(done.code, code, "{words:?}: {done:?}");
        assert_eq!(code == 2, done.err.contains("needs a terminal"), "{words:?}: {done:?}");
    }
}
