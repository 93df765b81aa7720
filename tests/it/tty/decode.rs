//! Bytes → events, without a terminal.

use eip_unbind::app::Key;
use eip_unbind::runtime::input::decode::{Decoder, Event};
use proptest::prelude::*;

fn feed(pieces: &[&[u8]]) -> Vec<Event> {
    let (mut decoder, mut out) = (Decoder::default(), Vec::new());
    for piece in pieces {
        decoder.feed(piece, &mut out);
    }
    out.extend(decoder.flush());
    out
}

fn keys(keys: &str) -> Vec<Event> {
    keys.split_whitespace().map(|key| Event::Key(Key::parse(key).unwrap())).collect()
}

#[test]
fn what_terminals_send_for_keys() {
    for (bytes, expected) in [
        (&b"j7.\r\t\x7f\x08"[..], "j 7 . Enter Tab Backspace Backspace"),
        (b"\x03\x1a\x15\x04", "Ctrl-c Ctrl-z Ctrl-u Ctrl-d"),
        (b"\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F", "Up Down Right Left Home End"),
        (b"\x1bOA\x1bOB\x1bOH\x1bOF", "Up Down Home End"),
        (
            b"\x1b[1~\x1b[4~\x1b[3~\x1b[5~\x1b[6~\x1b[7~\x1b[8~",
            "Home End Delete PgUp PgDn Home End",
        ),
        (b"\x1b[Z", "Tab"),
        (b"\x1b[1;5A\x1b[5;3~", "Ctrl-Up Alt-PgUp"),
        (b"\x1b[99;5u\x1b[113u\x1b[27u\x1b[13u\x1b[113;1:3u", "Ctrl-c q Esc Enter"),
        // The keypad: by kitty's numbers, and in application mode. A comma on its key is the dot of a token.
        (
            b"\x1b[57399u\x1b[57400u\x1b[57408;129u\x1b[57409u\x1b[57416u\x1b[57414u",
            "0 1 9 . . Enter",
        ),
        (b"\x1b[57419u\x1b[57420;1:2u\x1b[57421u\x1b[57426u\x1b[57400;1:3u", "Up Down PgUp Delete"),
        (b"\x1bOp\x1bOq\x1bOy\x1bOn\x1bOl\x1bOM\x1bOo", "0 1 9 . . Enter /"),
        // Ctrl-C in every encoding, and on layouts that are not Latin.
        (b"\x1b[27;5;99~\x1b[27;6;67~\x1b[99;6u\x1b[67;5u", "Ctrl-c Ctrl-c Ctrl-c Ctrl-c"),
        (b"\x1b[1089::99;5u\x1b[1089;5u\x1b[27;5;1089~\x1b[3;5u", "Ctrl-c Ctrl-c Ctrl-c Ctrl-c"),
        (b"\x1b[99;69u\x1b[99;133u\x1b[122;5u\x1b[117;5u", "Ctrl-c Ctrl-c Ctrl-z Ctrl-u"),
        // Everything as a number: with Shift, with Caps Lock, with the text that the key types.
        (
            b"\x1b[103;2u\x1b[103:71;2u\x1b[103;65u\x1b[103;66u\x1b[47:63;2u\x1b[39;2;63u",
            "G G G g ? ?",
        ),
        (b"\x1b[97;;1092u\x1b[128187u\x1b[27;2;71~\x1b[27;5;13~", "\u{444} \u{1f4bb} G Ctrl-Enter"),
        // Modifiers by themselves, keys that were let go, keys for the window manager: none of ours.
        (b"\x1b[57441;2u\x1b[57358u\x1b[97;1:3;97u\x1b[1;1:3A\x1b[99;9u\x1b[5;1:3~", ""),
        (b"\x1b", "Esc"),
        (b"\x1bq", "Esc q"),
        (b"\x1b\x1b\x1b", "Esc Esc Esc"),
        (b"\x1b\x1b[A", "Esc Up"),
        ("é网".as_bytes(), "é 网"),
        // Not keys of this program, and never others by mistake.
        (b"\x1b[11~\x1b[[A\x1bOP\x1b[24;2~", ""),
        (b"\x1b[<0;1;1M\x1b[<0;1;1m\x1b[M \r\r\x1b[?62;4c\x1b[>0;1u", ""),
        (b"\x1b]11;rgb:7777/7777/7777\x1b\\\x1bP1$r0m\x1b\\\x1b]0;77\x07", ""),
        (b"\xff\xfe\xc3\x28\xf0\x9f", "("),
        ("\u{85}\u{9b}".as_bytes(), ""),
    ] {
        assert_eq!(feed(&[bytes]), keys(expected), "{:?}", String::from_utf8_lossy(bytes));
    }
    assert_eq!(
        feed(&[b"\x1b[I\x1b[O\x1b[1;3R"]),
        [Event::Focus(true), Event::Focus(false), Event::Column(3)]
    );
}

#[test]
fn pastes() {
    let paste = |text: &str| Event::Paste(text.into());
    assert_eq!(
        feed(&[b"\x1b[200~u77\r\x1b[A\x1b[201~j"]),
        [vec![paste("u77\r\x1b[A")], keys("j")].concat()
    );
    assert_eq!(feed(&[b"\x1b", b"[200~7", b"7\r\x1b[20", b"1~"]), [paste("77\r")]);
    let long = [b"\x1b[200~".to_vec(), vec![b'7'; 200_000], b"\x1b[201~".to_vec()].concat();
    assert!(matches!(&feed(&[&long])[..], [Event::Paste(text)] if text.len() == 65_536));
    // The end got lost: Ctrl-C, alone, is typed.
    for typed in [&b"\x03"[..], b"\x1b[99;5u", b"\x1b[27;5;99~"] {
        assert_eq!(feed(&[b"\x1b[200~77\r", typed]), keys("Ctrl-c"));
    }
}

#[test]
fn an_esc_that_came_long_before_the_rest() {
    let (mut decoder, mut out) = (Decoder::default(), Vec::new());
    decoder.feed(b"\x1b", &mut out);
    assert!(decoder.is_waiting() && out.is_empty());
    out.extend(decoder.flush());
    decoder.feed(b"[200~77\r\x1b[201~", &mut out);
    assert_eq!(out, [keys("Esc"), vec![Event::Paste("77\r".into())]].concat());
}

proptest! {
    /// Where the pieces are cut changes nothing.
    #[test]
    fn cuts_change_nothing(bytes in proptest::collection::vec(prop_oneof![Just(0x1b_u8), Just(b'['), Just(b'~'), any::<u8>()], 0..60), cut in 0_usize..60) {
        let cut = cut.min(bytes.len());
        // A lone Ctrl-C is special on purpose.
        prop_assume!(bytes[..cut] != [3] && bytes[cut..] != [3]);
        prop_assert_eq!(feed(&[&bytes]), feed(&[&bytes[..cut], &bytes[cut..]]));
    }
}
