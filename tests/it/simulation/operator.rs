//! The operator: in a hurry, mostly sensible, sometimes not.

use super::dice::Of;
use super::hub::Happening;
use super::place::Place;
use eip_unbind::app::keymap::Scope;
use eip_unbind::app::{App, Code, Key};

/// What the operator does next: keys, and when to think again.
struct Hands<'a> {
    place: &'a Place,
    /// When the last key so far comes.
    at: u64,
}

impl Hands<'_> {
    fn press(&mut self, after: u64, key: Key) {
        self.at += after;
        self.place.hub.after(self.at, Happening::Key(key));
    }

    fn char(&mut self, after: u64, c: char) {
        self.press(after, Key::char(c));
    }

    fn text(&mut self, gap: u64, text: &str) {
        text.chars().for_each(|c| self.char(gap, c));
    }

    fn wait(&mut self, from: u64, to: u64) {
        self.at += self.place.range(Of::Operator, from, to);
    }

    fn roll(&self, sides: u32) -> u32 {
        self.place.roll(Of::Operator, sides)
    }
}

/// Thinks of the next thing to do.
pub(crate) fn think(place: &Place, app: &App) {
    let mut hands = Hands { place, at: 0 };
    match app.scope() {
        Scope::List => on_list(&mut hands, app),
        Scope::Dialog => on_drawer(&mut hands, app),
        Scope::Running => while_running(&mut hands),
        Scope::Result => on_result(&mut hands),
        Scope::Filter => {
            hands.press(80, Key::plain(if hands.roll(2) == 0 { Code::Esc } else { Code::Enter }))
        }
        Scope::Note => {
            hands.text(60, "ddos");
            hands.press(80, Key::plain(Code::Enter));
        }
        // What the newest run took off is bound back from here.
        Scope::History if place.hub.now().is_multiple_of(2) => hands.char(200, 'b'),
        Scope::Detail
        | Scope::History
        | Scope::OpenRun
        | Scope::Places
        | Scope::Candidates
        | Scope::Regions
        | Scope::Text
        | Scope::Everywhere => hands.press(200, Key::plain(Code::Esc)),
        Scope::Leave => match hands.roll(3) {
            2 => hands.char(300, 'q'),
            _ => hands.press(300, Key::plain(Code::Esc)),
        },
    }
    hands.wait(100, 1_500);
    place.hub.after(hands.at, Happening::Operator);
}

fn on_list(hands: &mut Hands<'_>, app: &App) {
    let rows = app.table_height().clamp(1, 8) as u32;
    // After a crash they look up what they were about.
    let was_cut_short = hands.place.oracle.borrow().process > 1;
    if was_cut_short && hands.place.hub.now().is_multiple_of(5) {
        return hands.char(60, 'H');
    }
    match hands.roll(16) {
        0 => hands.wait(500, 3_000),
        1..=7 => {
            hands.char(60, 'g');
            (0..hands.roll(rows)).for_each(|_| hands.char(40, 'j'));
            hands.char(80, 'u');
        }
        8 | 9 => {
            hands.char(60, 'g');
            for _ in 0..=hands.roll(3) {
                (0..hands.roll(3)).for_each(|_| hands.char(40, 'j'));
                hands.char(50, ' ');
            }
            hands.char(80, 'u');
        }
        10 | 11 => {
            hands.char(80, 't');
            hands.wait(200, 1_500);
            (0..hands.roll(rows)).for_each(|_| hands.char(40, 'j'));
            hands.char(80, 'u');
        }
        12 => {
            hands.char(60, '/');
            hands.text(40, ["web", "pay", "203.0.113.12", "zzz"][hands.roll(4) as usize]);
            hands.press(80, Key::plain(Code::Enter));
            hands.char(120, 'u');
        }
        13 => {
            hands.press(60, Key::plain(Code::Enter));
            hands.char(200, 'u');
        }
        14 => match hands.roll(5) {
            0 => hands.char(60, '?'),
            1 => hands.char(60, 'r'),
            2 => hands.press(60, Key::plain(Code::Esc)),
            3 => hands.char(60, 'H'),
            _ => hands.place.hub.after(hands.at, Happening::Focus(hands.roll(2) == 0)),
        },
        _ => match hands.roll(8) {
            7 => hands.char(200, 'q'),
            _ => hands.wait(500, 2_000),
        },
    }
}

fn on_drawer(hands: &mut Hands<'_>, app: &App) {
    let token = app.dialog.as_ref().and_then(|dialog| dialog.plan.token.clone());
    if let Some(item) = app.dialog.as_ref().and_then(|dialog| dialog.first()) {
        hands.place.others_may_step_in(item.eip_id.as_str(), 2_500);
    }
    match hands.roll(20) {
        0 => hands.wait(500, 3_000),
        1 => hands.char(150, 'w'),
        2 => hands.char(150, 'd'),
        3 => hands.char(150, 'n'),
        4 => hands.press(150, Key::plain(Code::Esc)),
        5 => hands.press(150, Key::ctrl('c')),
        6 => hands.char(150, 'p'),
        7 => hands.press(50, Key::plain(Code::Enter)),
        8 => {
            // A wrong token, and Enter all the same.
            hands.text(60, ["1", "77", "1.1", "255.255", "12345678"][hands.roll(5) as usize]);
            hands.press(90, Key::plain(Code::Enter));
            (0..7).for_each(|_| hands.press(40, Key::plain(Code::Backspace)));
        }
        9 => {
            hands.place.hub.after(hands.at, Happening::Paste(token.unwrap_or_default()));
            hands.press(100, Key::plain(Code::Enter));
        }
        10 => {
            // All in one burst, as a paste without brackets comes.
            hands.text(1, &token.unwrap_or_default());
            hands.press(2, Key::plain(Code::Enter));
        }
        11 => type_token(hands, token.as_deref(), 20),
        _ => {
            hands.wait(350, 1_200);
            type_token(hands, token.as_deref(), 60);
        }
    }
}

fn type_token(hands: &mut Hands<'_>, token: Option<&str>, gap: u64) {
    if let Some(token) = token {
        hands.text(gap, token);
        hands.press(gap + 40, Key::plain(Code::Enter));
    }
}

fn while_running(hands: &mut Hands<'_>) {
    match hands.roll(12) {
        7 => hands.press(100, Key::plain(Code::Esc)),
        8 => {
            // Stopped, and taken back.
            hands.press(100, Key::plain(Code::Esc));
            hands.press(400, Key::plain(Code::Esc));
        }
        10 => hands.press(100, Key::ctrl('c')),
        11 => hands.char(100, '?'),
        _ => hands.wait(500, 6_000),
    }
}

fn on_result(hands: &mut Hands<'_>) {
    match hands.roll(10) {
        0..=5 => {
            hands.wait(200, 1_000);
            hands.press(50, Key::plain(Code::Esc));
        }
        6 => hands.char(100, 'y'),
        7 => hands.char(100, ['Y', 'b', 'b', 'b'][hands.roll(4) as usize]),
        8 if hands.roll(3) == 2 => hands.press(100, Key::ctrl('c')),
        _ => hands.wait(2_000, 15_000),
    }
}
