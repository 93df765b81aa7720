//! What the screens must say, and must not: each a word that once was wrong, missing or cut.

use super::scenes::{batch_result, danger, moving, refused, refused_blocked, sent, to, verified};
use super::{SIZES, batch, desk, everything, look, nic_view, with_keys};
use crate::support::fixture::{Desk, Look};
use crate::support::frame::{Frame, draw};
use crate::support::rows::{eips, nics};
use eip_unbind::app::effect::Query;
use eip_unbind::app::history::{HistoryRow, Past};
use eip_unbind::app::{App, Colors, Msg, Reply, Symbols, keymap};
use eip_unbind::domain::person::Person;
use eip_unbind::domain::{EipId, EipStatus, Fault, Page};
use eip_unbind::text::{Lang, command_line, outcome, refusal, result};
use eip_unbind::unbind::record::NotBegun;
use eip_unbind::unbind::report::{ItemReport, RunReport};
use eip_unbind::unbind::{RefusalReason, Verdict};
use jiff::tz::TimeZone;
use unicode_width::UnicodeWidthStr;

const LANGS: [Lang; 2] = [Lang::En, Lang::Zh];

fn screen(name: &str, size: (u16, u16), lang: Lang) -> Frame {
    let (_, build) = everything().into_iter().find(|(n, _)| *n == name).unwrap();
    draw(&build(look(size, lang)))
}

/// The text without line breaks and frames.
fn flat(frame: &Frame) -> String {
    frame.text().replace(['│', '\n'], " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the screen says this, wherever its lines break.
fn says(frame: &Frame, words: &str) -> bool {
    let bare = |text: &str| text.replace([' ', '│', '\n'], "");
    bare(&frame.text()).contains(&bare(words))
}

/// The role letters of the line that holds this text.
fn roles_of(frame: &Frame, text: &str) -> String {
    let at = frame.text().lines().position(|line| line.contains(text)).unwrap();
    frame.styles().lines().nth(at).unwrap_or_default().to_owned()
}

#[test]
fn what_is_lost_stands_at_every_size() {
    for (size, lang) in SIZES.into_iter().flat_map(|size| LANGS.map(|lang| (size, lang))) {
        for name in ["dialog", "dialog-danger", "dialog-keys-ending"] {
            let text = flat(&screen(name, size, lang));
            for need in [lang.pick("only public IP", "唯一的公网 IP"), "w ", "d "] {
                // Between the reason for the longer token and its field there is no room for a choice that is not offered.
                let no_room = name == "dialog-danger" && size == (40, 10) && need == "d ";
                assert!(no_room || text.contains(need), "{name} {size:?}: {need}\n{text}");
            }
            let checks = [lang.pick("fact", "项"), lang.pick("no arrears", "未欠费"), "✓", "▲"];
            // There the reasons for the longer token and the account take the room.
            let no_room = name == "dialog-danger" && size == (80, 24);
            assert!(
                no_room || checks.iter().any(|word| text.contains(word)),
                "{name} {size:?}: no checks\n{text}"
            );
        }
        let text = flat(&draw(&batch(look(size, lang), 5)));
        assert!(
            ["lose its only public IP", "lose their only public IP", "失去唯一的公网 IP"]
                .iter()
                .any(|words| text.contains(words)),
            "{size:?}\n{text}"
        );
    }
}

#[test]
fn what_the_review_has_no_room_for_is_one_key_away() {
    for lang in LANGS {
        let more = lang.pick("not all shown: p", "未全部显示：按 p");
        let facts = lang.pick("blocked by Tencent", "被腾讯云封堵");
        let dialog = draw(&danger(look((80, 24), lang)));
        assert!(says(&dialog, more), "{}", dialog.text());
        let request = draw(&with_keys(danger(look((80, 24), lang)), "p"));
        assert!(says(&request, facts) && says(&request, "eipId"), "{}", request.text());
        let wide = screen("dialog", (120, 32), lang);
        assert!(!says(&wide, more), "{}", wide.text());
    }
}

#[test]
fn a_refused_unbind_names_the_block_that_was_seen() {
    for (size, lang) in SIZES.into_iter().flat_map(|size| LANGS.map(|lang| (size, lang))) {
        let result = screen("result-refused-blocked", size, lang);
        assert!(says(&result, "5100"), "{}", result.text());
        let block = lang.pick("It was blocked by Tencent when it was checked", "处于封堵状态");
        assert!(says(&result, block), "{size:?}\n{}", result.text());
        let other = screen("result-refused", size, lang);
        assert!(!says(&other, block), "{}", other.text());
    }
}

/// The command line and the report say what the screen says.
#[test]
fn a_seen_block_is_named_wherever_the_refusal_is_told() {
    for lang in LANGS {
        let told = |app: &App| {
            let run = app.dialog.as_ref().unwrap().run.clone().unwrap();
            let item = &run.items[0];
            let next = command_line::after(lang, item, item.outcome.as_ref().unwrap());
            (next, result::sentence(lang, &ItemReport::of(&run, item), &TimeZone::UTC))
        };
        let block = lang.pick("It was blocked by Tencent when it was checked", "处于封堵状态");
        let (next, report) = told(&refused_blocked(look((80, 24), lang)));
        assert!(next.contains("DDoS") && report.contains(block), "{next}\n{report}");
        let (next, report) = told(&desk(refused)(look((80, 24), lang)));
        assert!(!next.contains("DDoS") && !report.contains(block), "{next}\n{report}");
    }
}

/// The request view of a batch speaks of the EIP of its page, also where the first that was marked is left out.
#[test]
fn each_request_has_the_facts_of_its_own_target() {
    for lang in LANGS {
        let lost = lang.pick("lose its only public IP", "将失去唯一的公网 IP");
        // A NAT gateway's EIP, which is left out, and a blocked one.
        let app = desk(|d| to(d, 3).keys("Space Space").dialog().keys("p"))(look((120, 32), lang));
        let frame = draw(&app);
        assert!(says(&frame, "eip-1q2w3e4r") && says(&frame, lost), "{}", frame.text());
        assert!(says(&frame, lang.pick("blocked by Tencent", "被腾讯云封堵")), "{}", frame.text());
        let batch = draw(&with_keys(batch(look((120, 32), lang), 3), "p"));
        assert!(says(&batch, lang.pick("no arrears", "未欠费")), "{}", batch.text());
    }
}

#[test]
fn a_kept_link_is_named_where_the_nic_is() {
    for (size, lang) in SIZES.into_iter().flat_map(|size| LANGS.map(|lang| (size, lang))) {
        let word = if size.0 == 40 {
            lang.pick("linked", "留关系")
        } else {
            lang.pick("link kept", "保留关系")
        };
        let nics = screen("nics-link-kept", size, lang);
        assert!(says(&nics, word), "{size:?}\n{}", nics.text());
        let stops = lang.pick("Internet traffic to", "的公网流量将中断");
        let detail = screen("detail-link-kept", size, lang);
        assert!(!says(&detail, stops), "{}", detail.text());
        assert!(size != (120, 32) || says(&screen("detail", size, lang), stops));
    }
}

#[test]
fn the_history_names_what_a_crash_kept_from_being_begun() {
    let rest = vec![NotBegun {
        eip_id: EipId::parse("eip-2b7n1w0e").unwrap(),
        eip: "203.0.113.78".parse().ok(),
    }];
    for lang in LANGS {
        let cut = RunReport { not_begun: rest.clone(), ..RunReport::default() };
        let row = HistoryRow { eip: "203.0.113.77".to_owned(), ..HistoryRow::default() };
        let past = Past { rows: vec![row], runs: vec![cut], ..Past::default() };
        let app = desk(|d| d.keys("H").send(Msg::Past(past.clone())))(look((80, 24), lang));
        let words = lang.pick("Not begun, by the record: 203.0.113.78", "未开始：203.0.113.78");
        let frame = draw(&app);
        assert!(says(&frame, words), "{}", frame.text());
    }
}

#[test]
fn what_nobody_told_is_not_a_passed_check() {
    let text = flat(&screen("dialog", (80, 24), Lang::En));
    assert!(
        text.contains("? released when unbound: not known (API 2.0 does not report it)")
            && !text.contains("not released"),
        "{text}"
    );
    let text = flat(&screen("dialog", (40, 10), Lang::En));
    assert!(text.contains("? 1 fact") && !text.contains("not released"), "{text}");
}

#[test]
fn bound_again_is_the_headline_and_the_word_stays() {
    for (size, lang) in SIZES.into_iter().flat_map(|size| LANGS.map(|lang| (size, lang))) {
        let frame = screen("result-bound-again", size, lang);
        let text = flat(&frame);
        let head = lang.pick("BOUND AGAIN", "▲ 又被绑定");
        let word = outcome::word(lang, Verdict::Verified);
        assert!(text.find(head).unwrap() < text.find(&word).unwrap(), "{text}");
        assert!(roles_of(&frame, head).contains("xxx"), "{}", frame.styles());
        assert!(!says(&frame, lang.pick("Nothing to do", "无需")), "{text}");
        assert!(
            says(
                &frame,
                lang.pick(
                    "Find who or what bound it (a script, auto scaling, a colleague), then Esc, u.",
                    "先查明由谁绑定（脚本、弹性伸缩、同事），再按 Esc、u。"
                )
            ),
            "{text}"
        );
    }
}

/// A next step names only keys that work where it stands; `u` is a key of the list, so `Esc` comes before it.
#[test]
fn next_steps_name_keys_that_work_there() {
    let result: Vec<&str> =
        keymap::rules(keymap::Scope::Result).flat_map(|rule| rule.keys).copied().collect();
    let dialog: Vec<&str> =
        keymap::rules(keymap::Scope::Dialog).flat_map(|rule| rule.keys).copied().collect();
    for lang in LANGS {
        let results = everything().into_iter().filter(|(name, _)| name.starts_with("result-"));
        let steps: Vec<String> = results
            .filter_map(|(_, build)| {
                let app = build(look((120, 32), lang));
                let item = app.dialog.as_ref()?.run.as_ref()?.items.first()?.clone();
                eip_unbind::text::sentence::of_item(lang, &item, &|_| String::new())
                    .map(|(_, next)| next)
            })
            .collect();
        assert!(steps.len() > 5, "{steps:?}");
        let moving = [EipStatus::Unbinding].map(RefusalReason::InTransition);
        let others = [
            RefusalReason::Arrears,
            RefusalReason::NoAddress,
            RefusalReason::AllocWanIpNotHere,
            RefusalReason::NotInGeneration,
        ];
        let refusals = moving.iter().chain(&others).map(|reason| refusal::next_step(lang, reason));
        let all = steps.iter().map(|step| (step.as_str(), &result));
        for (step, keys) in all.chain(refusals.map(|step| (step, &dialog))) {
            let names: Vec<&str> = step
                .split(|c: char| !c.is_ascii_alphanumeric() && c != '\'')
                .filter(|w| {
                    w.len() == 1
                        && !["a", "s", "h"].contains(w)
                        && !w.chars().all(|c| c.is_ascii_digit())
                        || *w == "Esc"
                })
                .collect();
            for (at, name) in names.iter().enumerate().filter(|(_, name)| **name != "s") {
                assert!(
                    keys.contains(name) || at > 0 && names[at - 1] == "Esc" && *name == "u",
                    "{name}: {step}"
                );
            }
        }
    }
}

#[test]
fn without_an_answer_nothing_was_accepted() {
    for (size, lang) in SIZES.into_iter().flat_map(|size| LANGS.map(|lang| (size, lang))) {
        let mut d = Desk::listed(look(size, lang));
        sent(&mut d).answered(0, Err(Fault::no_answer("timed out after 15 s"))).looked(
            0,
            600,
            moving(eips().remove(0)),
        );
        let text = flat(&draw(&d.app));
        assert!(text.contains(lang.pick("No reply came, but", "没有收到应答，但")), "{text}");
        assert!(
            !text.contains(lang.pick("; accepted", "已受理；")) && !text.contains("accepted;"),
            "{text}"
        );
    }
}

#[test]
fn where_the_request_goes_stands_above_the_token_at_every_size() {
    let url = "https://eip.private-cloud.example:8443";
    for (size, lang) in SIZES.into_iter().flat_map(|size| LANGS.map(|lang| (size, lang))) {
        let mut d =
            Desk::listed_as(look(size, lang), |s| s.context.whose.endpoint = Some(url.to_owned()));
        d.dialog();
        let frame = draw(&d.app);
        let (text, joined) = (frame.text(), flat(&frame).replace(char::is_whitespace, ""));
        assert!(joined.contains(url), "{size:?}: {text}");
        assert!(frame.whole, "{size:?}: it takes no room that the review needs: {text}");
        let mut public = Desk::listed(look(size, lang));
        public.dialog();
        let word = lang.pick("Endpoint", "接入地址");
        assert_eq!(text.contains(word), size.0 >= 60, "{text}");
        assert!(!draw(&public.app).text().contains(word), "{text}");
    }
}

#[test]
fn the_title_says_what_a_run_came_to() {
    for (name, en, zh) in [
        ("result-drifted", "drifted", "已变化"),
        ("result-verified", "verified", "已验证"),
        ("result-bound-again", "bound again", "又被绑定"),
    ] {
        for (size, lang) in SIZES.into_iter().flat_map(|size| LANGS.map(|lang| (size, lang))) {
            let text = screen(name, size, lang).text();
            let title =
                text.lines().find(|line| line.contains(lang.pick("UNBIND", "解绑 "))).unwrap();
            assert!(title.contains(lang.pick(en, zh)), "{name} {size:?}: {title}");
        }
    }
    let frame = screen("result-unknown", (120, 32), Lang::En);
    let roles = roles_of(&frame, "outcome: unknown");
    assert!(roles.contains("xxxx") && !roles.contains("aaa"), "{roles}");
}

#[test]
fn what_is_not_bound_is_not_kept_bound() {
    for (name, lang) in
        ["dialog-already", "dialog-nat"].into_iter().flat_map(|name| LANGS.map(|lang| (name, lang)))
    {
        let text = flat(&screen(name, (80, 24), lang));
        assert!(!text.contains(lang.pick("keeps it bound", "保持绑定")), "{text}");
        assert!(
            name != "dialog-nat" || text.contains(lang.pick("Esc closes", "Esc 关闭")),
            "{text}"
        );
    }
}

#[test]
fn in_the_classic_network_what_is_not_known_is_not_said() {
    let mut rows = eips();
    (rows[0].network_interface_id, rows[0].private_ip_address) = (None, None);
    for size in SIZES {
        let mut d = Desk::listed(look(size, Lang::En));
        let text = flat(&draw(&d.keys("u").answer_all(&rows, Some(&nics())).arm().app));
        assert!(
            !text.contains("could not be read") && !text.contains("its only public IP"),
            "{text}"
        );
        assert!(text.contains("not known"), "{text}");
        assert!(size.0 < 100 || text.contains("no NIC (classic network)"), "{text}");
    }
}

#[test]
fn what_was_not_read_yet_is_not_missing() {
    for lang in LANGS {
        let mut d = Desk::new(look((80, 24), lang), |_| {});
        let (id, _) =
            d.asked.iter().find(|(_, q)| matches!(q, Query::Eips { .. })).cloned().unwrap();
        let items: Vec<_> = eips().into_iter().take(8).collect();
        d.app.inventory.page = 8;
        d.wait(300).send(Msg::Reply(id, Reply::Eips(Ok(Page::of(items, Some(1_312))))));
        let text = flat(&draw(&d.keys("/").text("198.51.100.99").keys("Enter").app));
        let words = lang.pick(
            "not among the 8 of 1,312 read so far; still reading",
            "已读取的 8 / 1,312 行中没有；仍在读取",
        );
        assert!(
            text.contains(words) && !text.contains(lang.pick("nothing matches", "没有符合")),
            "{text}"
        );
    }
}

/// A wide character takes two cells: what is drawn over one of them would be torn in the terminal.
#[test]
fn no_wide_character_is_cut_in_half() {
    for (name, build) in everything() {
        for columns in [120, 119, 101, 80, 79, 61, 40, 41] {
            for lang in LANGS {
                let buffer = draw(&build(look((columns, 32), lang))).buffer;
                for y in 0..buffer.area.height {
                    for x in (0..columns).filter(|x| buffer[(*x, y)].symbol().width() == 2) {
                        let next = (x + 1 < columns)
                            .then(|| buffer[(x + 1, y)].symbol().trim().is_empty());
                        assert_eq!(
                            next,
                            Some(true),
                            "{name} {columns} {x},{y}: {}",
                            buffer[(x, y)].symbol()
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn help_and_hints_say_what_the_keys_do_there() {
    let text = draw(&desk(nic_view)(look((120, 32), Lang::En))).text();
    assert!(text.contains("t EIP list") && !text.contains("t NIC view"), "{text}");
    let text = draw(&desk(|d| sent(d).keys("?"))(look((120, 32), Lang::En))).text();
    assert!(
        text.lines().nth(2).is_some_and(|line| line.contains("While a request is out")),
        "{text}"
    );
}

#[test]
fn the_key_in_place_of_an_account_is_ascii_too() {
    let mut d = Desk::listed_as(
        Look { size: (80, 24), lang: Lang::En, symbols: Symbols::Ascii, colors: Colors::None },
        |s| {
            s.context.whose.account = "AKID…0042".to_owned();
            s.context.whose.who = Person::default();
        },
    );
    let text = draw(&d.keys("Enter").app).text();
    assert!(text.contains("AKID...0042") && !text.contains('…'), "{text}");
}

#[test]
fn a_bind_back_names_its_server_and_who_waits_stands_still() {
    for size in SIZES {
        let text = screen("result-bound-back", size, Lang::En).text();
        let head = text.lines().find(|line| line.contains("✓ verified")).unwrap();
        assert!(head.contains("ins-1a2b3c4d"), "{head}");
        let mut d = Desk::listed(look(size, Lang::En));
        d.keys("Space Space Space").dialog().confirm();
        let text = draw(&d.app).text();
        assert_eq!(
            text.lines()
                .filter(|line| line.contains("203.0.113.") && line.contains("not begun"))
                .count(),
            2,
            "{text}"
        );
        let spins =
            |line: &&str| ["| 203", "/ 203", "- 203", "\\ 203"].iter().any(|s| line.contains(s));
        assert_eq!(text.lines().filter(spins).count(), 1, "{text}");
    }
}

#[test]
fn texts_are_whole_where_they_used_to_be_cut() {
    for lang in LANGS {
        for size in [(20, 5), (12, 4), (30, 9)] {
            let text: String =
                draw(&desk(|d| d)(look(size, lang))).text().split_whitespace().collect();
            assert!(text.contains("40x10"), "{size:?}: {text}");
        }
        let strip = |size| draw(&desk(|d| to(d.with_nics(), 2))(look(size, lang))).text();
        for size in [(120, 32), (80, 24), (100, 30), (76, 24)] {
            let text = strip(size);
            let below: Vec<&str> =
                text.lines().skip_while(|line| !line.contains("203.0.113.90")).skip(1).collect();
            let low = below.iter().rev().take(6).find(|line| line.contains('…'));
            assert_eq!(low, None, "{size:?}\n{text}");
        }
        let text = screen("regions", (80, 24), lang).text();
        assert!(text.contains(lang.pick("Esc close", "Esc 关闭")), "{text}");
    }
}

/// A half-width semicolon is no Chinese punctuation.
#[test]
fn chinese_sentences_have_chinese_signs() {
    let chinese =
        |c: Option<char>| c.is_some_and(|c| ('\u{3000}'..='\u{9fff}').contains(&c) || c == '）');
    for (name, build) in everything() {
        for size in SIZES {
            let text = draw(&build(look(size, Lang::Zh))).text();
            for (at, _) in text.match_indices("; ") {
                let (before, after) =
                    (text[..at].chars().next_back(), text[at + 2..].chars().next());
                assert!(!chinese(before) && !chinese(after), "{name} {size:?}\n{text}");
            }
        }
    }
}

fn past(look: Look) -> App {
    let row = |eip: &str, binds, outcome, bound_again: &str| HistoryRow {
        at: "2026-11-22T06:03:18Z".parse().unwrap(),
        eip: eip.to_owned(),
        from: if binds { String::new() } else { "ins-1a2b3c4d".to_owned() },
        to: if binds { "ins-7c8d9e0f".to_owned() } else { String::new() },
        binds,
        outcome: Some(outcome),
        bound_again: bound_again.to_owned(),
        ..HistoryRow::default()
    };
    let rows = vec![
        row("203.0.113.77", false, Verdict::Verified, "ins-0badc0de"),
        row("203.0.113.78", true, Verdict::Verified, ""),
        row("203.0.113.90", false, Verdict::Drifted, ""),
    ];
    let mut d = Desk::listed(look);
    d.keys("H").send(Msg::Past(Past { rows, ..Past::default() }));
    d.app
}

#[test]
fn the_history_says_what_was_done_and_what_happened_since() {
    for (size, lang) in
        [(120, 32), (80, 24)].into_iter().flat_map(|size| LANGS.map(|lang| (size, lang)))
    {
        let frame = draw(&past(look(size, lang)));
        let text = frame.text();
        let line =
            |address: &str| text.lines().find(|line| line.contains(address)).unwrap().to_owned();
        assert!(
            line("203.0.113.77")
                .contains(lang.pick("unbind 203.0.113.77 ", "解绑   203.0.113.77 "))
                && line("203.0.113.77").contains(" ins-1a2b3c4d "),
            "{text}"
        );
        assert!(
            line("203.0.113.78")
                .contains(lang.pick(" bind   203.0.113.78 ", " 绑定   203.0.113.78 "))
                && line("203.0.113.78").contains(" ins-7c8d9e0f "),
            "{text}"
        );
        assert!(line("203.0.113.77").contains(lang.pick("▲ bound again", "▲ 又被绑定")), "{text}");
        assert!(
            line("203.0.113.90").contains("▲") && line("203.0.113.78").contains("✓"),
            "as in the dialog\n{text}"
        );
        assert!(text.contains("ins-0badc0de"), "{text}");
    }
    let text = draw(&with_keys(past(look((40, 10), Lang::En)), "j")).text();
    assert!(text.contains("203.0.113.78") && text.contains("b 203.0.113.78 ✓ verified"), "{text}");
}

#[test]
fn a_message_follows_its_meaning_without_a_second_stop() {
    for (size, lang) in SIZES.into_iter().flat_map(|size| LANGS.map(|lang| (size, lang))) {
        let frame = screen("result-unknown", size, lang);
        let bare = frame.text().replace([' ', '│', '\n'], "");
        assert!(
            (size.0 < 60 || bare.contains("timedout"))
                && !bare.contains(".:")
                && !bare.contains("。:"),
            "{}",
            frame.text()
        );
    }
}

#[test]
fn a_report_of_several_begins_where_it_went_wrong() {
    let text = draw(&desk(batch_result)(look((120, 32), Lang::En))).text();
    let title = text.lines().find(|line| line.contains("UNBIND")).unwrap();
    assert!(title.contains("refused"), "{title}");
    let text = draw(&desk(|d| verified(d))(look((120, 32), Lang::En))).text();
    assert!(!text.contains("done ─"), "{text}");
}

/// From the first page to the last, each begins with a line that the one before showed.
#[test]
fn paging_through_help_skips_no_line() {
    for size in [(120, 32), (80, 24), (60, 17), (40, 16), (40, 10)] {
        let mut d = Desk::listed(look(size, Lang::En));
        d.keys("?");
        let lines = |d: &Desk| -> (usize, usize, usize) {
            let text = draw(&d.app).text();
            let foot = text.lines().find(|line| line.contains('–') && line.contains(" of "));
            let numbers: Vec<usize> = foot
                .unwrap_or_else(|| panic!("{size:?}\n{text}"))
                .split(|c: char| !c.is_ascii_digit())
                .filter_map(|n| n.parse().ok())
                .collect();
            (numbers[0], numbers[1], numbers[2])
        };
        let (mut first, mut last, total) = lines(&d);
        assert_eq!(first, 1, "{size:?}");
        for _ in 0..total {
            if last == total {
                break;
            }
            d.keys("PgDn");
            let (next, end, _) = lines(&d);
            assert!(next > first && next <= last, "{size:?}: {first}–{last}, then {next}–{end}");
            (first, last) = (next, end);
        }
        assert_eq!(last, total, "{size:?}: the end is reached");
    }
}
