//! The header names the API in use, and why it is not 2.0.

use super::cloud::Cloud;
use super::term::{Start, Tty};
use crate::auto::{closed_port, config_apart};
use crate::support::cli::{ID, KEY, Sim};

fn header(start: Start) -> String {
    let mut tty: Tty = start.size(140, 30).run();
    tty.wait_for("203.0.113.77");
    tty.text().lines().next().unwrap_or_default().to_owned()
}

#[test]
fn the_header_names_the_api_and_why() {
    for (scenario, why) in [
        ("v2-retired-404", "v3 (2.0 gone: 404)"),
        ("v2-retired-410", "v3 (2.0 gone: 410)"),
        ("v2-retired-6100", "v3 (2.0 gone: 6100)"),
        ("v2-retired-6200", "v3 (2.0 gone: 6200)"),
        ("v2-retired-offline", "v3 (2.0 gone: ActionOffline)"),
    ] {
        let cloud = Cloud::start(scenario, |_| {});
        let (first, again) = (header(cloud.program()), header(cloud.program()));
        assert!(first.contains(why), "{scenario}: {first}");
        assert!(again.contains(why), "remembered, with the reason: {again}");
    }
    let served = header(Cloud::start("demo", |_| {}).program());
    assert!(served.contains("  v2  "), "{served}");
}

#[test]
fn the_header_says_that_nobody_was_there() {
    let sim = Sim::start("demo");
    let config = config_apart(&sim, &closed_port());
    let start =
        Start::new(&["--config", config.to_str().unwrap(), "--profile", "apart", "--region", "gz"]);
    let start = start.env("TENCENTCLOUD_SECRET_ID", ID).env("TENCENTCLOUD_SECRET_KEY", KEY);
    let header = header(start.env("EIP_UNBIND_STATE_DIR", sim.home.path().to_str().unwrap()));
    assert!(header.contains("v3 (2.0 gone: no connection)"), "{header}");
}

/// Until an answer came, the API is the one that is asked first, and no more.
#[test]
fn before_any_answer_the_header_says_so() {
    let cloud = Cloud::start("slow", |_| {});
    let mut tty = cloud.program().size(140, 30).run();
    tty.wait_for("v2, not answered yet");
}

/// A terminal that can't show a screen is told so before anything is drawn on it, with what can be done there.
#[test]
fn a_dumb_terminal_is_sent_to_the_commands() {
    for (lang, said) in [("en", "use a subcommand"), ("zh", "请使用子命令")] {
        let cloud = Cloud::start("demo", |_| {});
        let start = cloud.program().env("TERM", "dumb").env("EIP_UNBIND_LANG", lang);
        let mut tty = start.size(140, 30).run();
        assert_eq!(tty.wait(), 2);
        let text = tty.text();
        assert!(text.contains("TERM=dumb") && text.contains(said), "{text}");
        assert_eq!(tty.leftovers(), Vec::<&str>::new());
    }
}
