//! Ctrl-Z and `fg`, SIGTSTP and SIGCONT.

use super::term::{PATIENCE, Start, Tty, now};
use rustix::process::Signal;

/// Waits until the process is stopped.
fn stopped(tty: &mut Tty) {
    let until = now() + PATIENCE;
    while !std::fs::read_to_string(format!("/proc/{}/stat", tty.pid())).unwrap().contains(") T ") {
        assert!(now() < until, "it does not stop");
        tty.pass(5);
    }
    tty.pass(20);
}

#[test]
fn a_stop_gives_the_terminal_back_and_going_on_takes_it_again() {
    let mut tty = Start::demo().run();
    tty.wait_for("203.0.113.77");
    for size in [(80, 24), (100, 30)] {
        tty.signal(Signal::TSTP);
        stopped(&mut tty);
        assert_eq!(tty.leftovers(), Vec::<&str>::new());
        tty.resize(size.0, size.1);
        tty.signal(Signal::CONT);
        tty.wait_for("203.0.113.77");
        assert!(tty.screen().alternate_screen() && tty.screen().bracketed_paste());
    }
    tty.send("?");
    tty.wait_for("Esc closes");
    tty.send("\x03");
    assert_eq!((tty.wait(), tty.leftovers()), (0, vec![]));
}

#[test]
fn a_stop_that_cannot_be_caught_is_made_good_when_it_goes_on() {
    let mut tty = Start::demo().run();
    tty.wait_for("203.0.113.77");
    tty.signal(Signal::STOP);
    stopped(&mut tty);
    let seen = tty.raw.len();
    tty.signal(Signal::CONT);
    let until = now() + PATIENCE;
    while !String::from_utf8_lossy(&tty.raw[seen..]).contains("203.0.113.77") {
        assert!(now() < until, "it is not drawn again");
        tty.pass(10);
    }
    tty.send("q");
    assert_eq!((tty.wait(), tty.leftovers()), (0, vec![]));
}

#[test]
fn ctrl_z_and_fg_under_a_shell() {
    let script = "set -m; \"$0\" --demo; echo stopped; read x; fg; echo back $?";
    let mut tty = Start::command(&["sh", "-c", script, super::term::BIN]).run();
    tty.wait_for("203.0.113.77");
    tty.send("\x1a");
    tty.wait_for("stopped");
    assert_eq!(tty.leftovers(), Vec::<&str>::new());
    tty.send("\n");
    tty.wait_for("203.0.113.77");
    assert!(tty.screen().alternate_screen());
    tty.send("q");
    tty.wait_for("back 0");
    assert_eq!((tty.wait(), tty.leftovers()), (0, vec![]));
}

#[test]
fn without_a_shell_that_could_bring_it_back_ctrl_z_does_nothing() {
    let mut tty = Start::demo().run();
    tty.wait_for("203.0.113.77");
    tty.send("\x1a");
    tty.send("?");
    tty.wait_for("Esc closes");
    tty.pass(50);
    assert!(
        std::fs::read_to_string(format!("/proc/{}/stat", tty.pid()))
            .is_ok_and(|stat| !stat.contains(") T "))
    );
    tty.send("\x03");
    assert_eq!((tty.wait(), tty.leftovers()), (0, vec![]));
}
