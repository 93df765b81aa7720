//! What a result says is so: the case that it is, and no other one's words.

use super::scenes::{batch_result, bind_back, bound_again, sent, unknown};
use super::{SIZES, desk, look};
use crate::support::fixture::Desk;
use crate::support::frame::{Frame, draw};
use crate::support::rows::{eips, fault, freed, nics};
use eip_unbind::domain::{Fault, FaultClass, Field, Gaps, InstanceId, InstanceKind, NicPosition};
use eip_unbind::text::{Lang, command_line, evidence, outcome, result, running, sentence, story};
use eip_unbind::unbind::report::{ItemReport, RunReport};
use eip_unbind::unbind::run::RunItem;
use eip_unbind::unbind::{RunMsg, Verdict};

const LANGS: [Lang; 2] = [Lang::En, Lang::Zh];

fn says(frame: &Frame, words: &str) -> bool {
    let bare = |text: &str| text.replace([' ', '│', '\n'], "");
    bare(&frame.text()).contains(&bare(words))
}

fn item(d: &Desk) -> RunItem {
    d.app.dialog.as_ref().unwrap().run.as_ref().unwrap().items[0].clone()
}

/// What the screen and the report say of the first item: sentence, next step, and the report's sentence.
fn told(d: &Desk, lang: Lang) -> (String, String, String) {
    let when = |at: eip_unbind::domain::Moment| at.wall.strftime("%H:%M:%S").to_string();
    let run = d.app.dialog.as_ref().unwrap().run.as_ref().unwrap();
    let (what, next) = sentence::of_item(lang, &run.items[0], &when).unwrap();
    let report = ItemReport::of(run, &run.items[0]);
    (what, next, result::sentence(lang, &report, &jiff::tz::TimeZone::UTC))
}

fn throttled() -> Fault {
    fault(FaultClass::Throttled, "4400", "too many requests")
}

/// A first attempt that was throttled, and the pause behind it.
fn throttled_once(d: &mut Desk) -> &mut Desk {
    sent(d).answered(0, Err(throttled())).wait(1_000);
    let seq = d.seq(0);
    d.happens(RunMsg::Due(0, seq))
}

#[test]
fn bound_again_is_bound_now_and_offers_no_way_back() {
    for (size, lang) in SIZES.into_iter().flat_map(|size| LANGS.map(|lang| (size, lang))) {
        let app = desk(bound_again)(look(size, lang));
        let frame = draw(&app);
        let now = lang.pick(
            "bound, on ins-0badc0de (read 14:03:32)",
            "已绑定，ins-0badc0de（14:03:32 读取）",
        );
        assert!(size.0 < 60 || says(&frame, now), "{}", frame.text());
        let back = lang.pick("bind back", "重新绑定");
        assert!(!frame.text().contains(back) && !app.can_bind_back(), "{}", frame.text());
        let report = RunReport::of(app.dialog.as_ref().unwrap().run.as_ref().unwrap());
        assert_eq!(eip_unbind::text::way_back::undo(&report, &report.items[0]), None);
    }
}

/// Which IP of which NIC it was stands on the result, and where that is opened whole, at every size.
#[test]
fn an_opened_run_says_which_ip_of_which_nic_it_was() {
    for (size, lang) in SIZES.into_iter().flat_map(|size| LANGS.map(|lang| (size, lang))) {
        let mut d = Desk::listed(look(size, lang));
        super::scenes::verified(&mut d).keys("Enter");
        let words = lang.pick("primary NIC, primary IP", "主网卡主 IP");
        let is_said = (0..30).any(|_| says(&draw(&d.keys("j").app), words));
        assert!(is_said, "{size:?}: {}", draw(&d.app).text());
    }
}

#[test]
fn an_answer_that_may_have_acted_is_an_answer() {
    for lang in LANGS {
        let mut d = Desk::listed(look((120, 32), lang));
        let error = Fault { may_have_acted: true, ..fault(FaultClass::Internal, "6000", "oops") };
        let mut moved = eips().remove(0);
        moved.un_instance_id = InstanceId::parse("ins-0badc0de");
        sent(&mut d).answered(0, Err(error)).looked(0, 600, moved.clone()).looked(0, 11_000, moved);
        assert_eq!(item(&d).outcome.unwrap().word, Verdict::Unknown);
        let (what, _, report) = told(&d, lang);
        for text in [what, report] {
            let says = lang.pick("Tencent answered with error 6000", "腾讯云返回错误 6000");
            assert!(text.contains(says), "{text}");
            assert!(
                text.contains(lang.pick("may have acted all the same", "但可能已生效")),
                "{text}"
            );
            assert!(!text.contains(lang.pick("no usable reply", "没有可用的应答")), "{text}");
        }
    }
}

#[test]
fn a_batch_is_told_in_counts() {
    for (lang, counts) in [
        (Lang::En, "1 of 3 unbound, 1 refused, 1 not begun"),
        (Lang::Zh, "3 个中 1 个已解绑，1 个被拒绝，1 个未开始"),
    ] {
        let frame = draw(&desk(batch_result)(look((120, 32), lang)));
        let text = frame.text();
        let title = text.lines().find(|l| l.contains(lang.pick("UNBIND 3", "解绑 3"))).unwrap();
        assert!(title.contains(counts), "{text}");
        let frame = draw(&desk(batch_result)(look((80, 24), lang)));
        assert!(frame.text().contains("1/3") && says(&frame, counts), "{}", frame.text());
        let frame = draw(&desk(batch_result)(look((40, 10), lang)));
        assert!(frame.text().contains("1/3"), "{}", frame.text());
    }
}

#[test]
fn a_bind_has_the_words_of_a_bind() {
    for lang in LANGS {
        let free = || freed(eips().remove(0));
        let open = |answer: Result<(), Fault>, looks: &[u64]| {
            let mut d = Desk::listed(look((120, 32), lang));
            bind_back(&mut d).confirm();
            d.rechecked(0, free()).recorded(0).answered(0, answer);
            for after in looks {
                d.looked(0, *after, free());
            }
            d
        };
        let mut d = open(Err(Fault::no_answer("timed out after 15 s")), &[600, 60_000]);
        assert_eq!(item(&d).outcome.unwrap().word, Verdict::Unknown);
        let (_, next, _) = told(&d, lang);
        let says =
            lang.pick("(Esc, b) only while it is still unbound", "仅当仍未绑定时，可按 Esc 再按 b");
        assert!(next.contains(says), "{next}");
        d = open(Ok(()), &[600]);
        let mut waits = item(&d);
        waits.outcome = Some(eip_unbind::unbind::Outcome::bare(Verdict::StillSettling));
        waits.events.retain(|e| !matches!(e.kind, eip_unbind::unbind::EventKind::Looked(_)));
        waits.done_at = None;
        let (what, _) = sentence::of_item(lang, &waits, &|_| String::new()).unwrap();
        let says = lang.pick(
            "no reading shows 203.0.113.77 bound there yet",
            "尚无读取显示 203.0.113.77 已绑定到该位置",
        );
        assert!(what.contains(says), "{what}");
        let mut pending = item(&d);
        pending.phase = eip_unbind::unbind::Phase::Pending;
        let (now, _) = running::lines(lang, &pending, d.app.now, 0, &|_| String::new());
        assert!(now.contains(lang.pick("the one before is bound", "前一个绑定后开始")), "{now}");
        let mut moved = free();
        moved.un_instance_id = InstanceId::parse("ins-0badc0de");
        moved.status = eip_unbind::domain::EipStatus::Bound;
        let mut d = Desk::listed(look((120, 32), lang));
        bind_back(&mut d).confirm();
        d.rechecked(0, moved);
        assert_eq!(item(&d).outcome.unwrap().word, Verdict::Drifted);
        let (_, next, _) = told(&d, lang);
        assert!(next.contains(lang.pick("Esc, then b", "按 Esc 再按 b")), "{next}");
    }
}

#[test]
fn without_a_wait_nothing_was_read() {
    for lang in LANGS {
        let mut d = Desk::listed_as(look((120, 32), lang), |s| s.wait_ms = 0);
        sent(&mut d).answered(0, Ok(()));
        let it = item(&d);
        assert_eq!(it.outcome.as_ref().unwrap().word, Verdict::StillSettling);
        let (what, _, report) = told(&d, lang);
        let says = lang.pick(
            "Accepted (id 3c14e7a0-54a7); not read afterwards, as --wait 0 asks.",
            "已受理（ID 3c14e7a0-54a7）；按 --wait 0 未再读取。",
        );
        assert_eq!(what, says);
        assert!(report.contains(lang.pick("not read afterwards", "之后未再读取")), "{report}");
        let next = command_line::after(lang, &it, it.outcome.as_ref().unwrap());
        assert!(next.contains("eip-unbind list"), "{next}");
        d.looked(0, 5_000, eips().remove(0));
        let (what, ..) = told(&d, lang);
        assert!(!what.contains("--wait"), "it is read by now: {what}");
    }
}

#[test]
fn what_was_sent_twice_was_not_sent_once() {
    for lang in LANGS {
        let mut d = Desk::listed(look((120, 32), lang));
        throttled_once(&mut d)
            .rechecked(0, eips().remove(0))
            .recorded(0)
            .answered(0, Err(Fault::no_answer("timed out after 15 s")));
        let twice = lang.pick("sent 2 times", "共发送了 2 次");
        assert!(says(&draw(&d.app), twice), "{}", draw(&d.app).text());
        d.looked(0, 600, eips().remove(0)).looked(0, 60_000, eips().remove(0)).written(0);
        let (what, _, report) = told(&d, lang);
        assert!(
            what.contains(
                lang.pick("sent 2 times, last at 06:03:", "共发送 2 次，最后一次 06:03:")
            ),
            "{what}"
        );
        assert!(report.contains(lang.pick("2 request(s) sent", "发送 2 次")), "{report}");
        assert!(says(&draw(&d.app), twice), "{}", draw(&d.app).text());
        let once = draw(&desk(unknown)(look((120, 32), lang)));
        assert!(says(&once, lang.pick("sent once at", "发送一次")), "{}", once.text());
    }
}

#[test]
fn an_attempt_that_did_nothing_says_why_none_followed() {
    for lang in LANGS {
        let when = |at: eip_unbind::domain::Moment| at.wall.strftime("%H:%M:%S").to_string();
        let beside = |d: &Desk| {
            let it = item(d);
            let outcome = it.outcome.clone().unwrap();
            assert_eq!(outcome.word, Verdict::Refused);
            evidence::beside(lang, &it, &outcome, &when).join("\n")
        };
        let mut d = Desk::listed(look((120, 32), lang));
        let mut moved = eips().remove(0);
        moved.un_instance_id = InstanceId::parse("ins-77aa88bb");
        throttled_once(&mut d).rechecked(0, moved);
        let text = beside(&d);
        assert!(
            text.contains(
                lang.pick("1 attempt reached Tencent (06:03:", "有 1 次请求到达腾讯云（06:03:")
            ),
            "{text}"
        );
        assert!(
            text.contains(lang.pick(
                "no further one was sent: the EIP had changed by then",
                "之后未再发送：此时 EIP 已发生变化"
            )),
            "{text}"
        );
        let mut d = Desk::listed(look((120, 32), lang));
        sent(&mut d).answered(0, Err(throttled())).keys("Esc");
        let text = beside(&d);
        assert!(text.contains(lang.pick("you stopped it", "你已停止")), "{text}");
        let mut d = Desk::listed(look((120, 32), lang));
        throttled_once(&mut d)
            .rechecked(0, eips().remove(0))
            .recorded(0)
            .answered(0, Err(throttled()));
        d.looked(0, 100, eips().remove(0));
        let text = beside(&d);
        assert!(
            text.contains(lang.pick("2 attempts reached Tencent", "有 2 次请求到达腾讯云")),
            "{text}"
        );
    }
}

#[test]
fn what_did_not_leave_says_when_it_was_read() {
    for lang in LANGS {
        let mut d = Desk::listed(look((120, 32), lang));
        let stays = Fault::local(FaultClass::Credentials, "no key");
        sent(&mut d).answered(0, Err(stays));
        let (what, ..) = told(&d, lang);
        let says = lang.pick("203.0.113.77 is as read at 06:03:", "203.0.113.77 状态同 06:03:");
        assert!(what.contains(says), "{what}");
    }
}

#[test]
fn esc_says_what_it_does_now() {
    for lang in LANGS {
        let stop = lang.pick("Esc stop, nothing sent", "Esc 停止，不发出请求");
        let after = lang.pick("stop after this one", "完成当前后停止");
        for size in [(120, 32), (80, 24)] {
            let frame = draw(&desk(|d| d.dialog().confirm().wait(1_250))(look(size, lang)));
            assert!(
                frame.text().contains(stop) && !frame.text().contains(after),
                "{}",
                frame.text()
            );
            let batch = desk(|d| {
                d.keys("Space Space").dialog().confirm();
                d.rechecked(0, eips().remove(0)).recorded(0)
            });
            let frame = draw(&batch(look(size, lang)));
            assert!(
                frame.text().contains(after) && !frame.text().contains(stop),
                "{}",
                frame.text()
            );
        }
    }
}

#[test]
fn what_was_not_read_has_no_figure() {
    for lang in LANGS {
        let mut d = Desk::given(look((120, 32), lang), &[], |s| s.regions.clear());
        d.keys("Esc");
        let text = draw(&d.app).text();
        assert!(!text.contains(lang.pick("0 EIPs", "0 个 EIP")), "{text}");
    }
}

/// The row, and the answer that leaves these fields out: the server, the NIC.
fn leaves_out(fields: &[Field]) -> eip_unbind::domain::Eip {
    let mut row = eips().remove(0);
    if fields.contains(&Field::UnInstanceId) {
        row.un_instance_id = None;
    }
    if fields.contains(&Field::NetworkInterfaceId) {
        row.network_interface_id = None;
    }
    row.gaps = Gaps::not_told(fields.iter().copied());
    row
}

#[test]
fn what_an_answer_leaves_out_is_not_called_none() {
    for lang in LANGS {
        let state = leaves_out(&[Field::UnInstanceId]).state();
        let left_out = lang.pick("the answer leaves it out", "应答中没有该字段");
        for text in [
            outcome::state(lang, &state),
            story::state_words(lang, &state),
            result::full_state(lang, &state),
        ] {
            assert!(
                text.contains(left_out) && !text.contains(lang.pick("no server", "无服务器")),
                "{text}"
            );
        }
        // Unbound says by itself that no server has it: API 3.0 leaves the server out there.
        let mut off = freed(leaves_out(&[Field::UnInstanceId]));
        off.network_interface_id = None;
        assert!(outcome::state(lang, &off.state()).contains(lang.pick("no server", "无服务器")));
        let mut rows = eips();
        rows[0] = leaves_out(&[Field::UnInstanceId, Field::NetworkInterfaceId]);
        let mut d = Desk::new(look((120, 32), lang), |_| {});
        d.answer_all(&rows, Some(&nics()));
        let list = draw(&d.app);
        assert!(
            says(&list, lang.pick("bound, server not known", "已绑定，服务器未知")),
            "{}",
            list.text()
        );
        assert!(
            !says(&list, lang.pick("unbound, no server", "未绑定，无服务器")),
            "{}",
            list.text()
        );
        let detail = draw(&d.keys("Enter").app);
        assert!(says(&detail, lang.pick("server not known", "服务器未知")), "{}", detail.text());
    }
}

#[test]
fn only_what_is_read_as_classic_is_called_so() {
    let classic = |row: &eip_unbind::domain::Eip| NicPosition::of(row, &nics());
    assert_eq!(classic(&leaves_out(&[Field::NetworkInterfaceId])), NicPosition::Unknown);
    let mut told = eips().remove(0);
    told.network_interface_id = None;
    assert_eq!(classic(&told), NicPosition::Classic);
    for (id, kind) in [
        ("nat-4d5f6g7h", InstanceKind::Nat),
        ("havip-4d5f6g7h", InstanceKind::Havip),
        ("lb-4d5f6g7h", InstanceKind::Clb),
    ] {
        (told.un_instance_id, told.kind) = (InstanceId::parse(id), Some(kind));
        assert_eq!(classic(&told), NicPosition::NotOnServer, "{id}");
    }
    for (size, lang) in SIZES.into_iter().flat_map(|size| LANGS.map(|lang| (size, lang))) {
        let no_nic = lang.pick("no NIC", "无网卡");
        let mut d = Desk::listed(look(size, lang));
        d.keys("j j j").dialog();
        assert!(!says(&draw(&d.app), no_nic), "{}", draw(&d.app).text());
        let mut rows = eips();
        rows[0] = leaves_out(&[Field::NetworkInterfaceId]);
        let mut d = Desk::new(look(size, lang), |_| {});
        d.answer_all(&rows, Some(&nics())).keys("u").answer_all(&rows, Some(&nics())).arm();
        let frame = draw(&d.app);
        assert!(!says(&frame, no_nic), "{}", frame.text());
        let unknown = match size.0 {
            120 => lang.pick(
                "NIC position not known (the answer leaves it out)",
                "主辅未知（应答中没有该字段）",
            ),
            80 => lang.pick("position not known", "主辅未知"),
            _ => "?/?",
        };
        assert!(says(&frame, unknown), "{}", frame.text());
    }
}

#[test]
fn a_choice_that_is_not_sure_says_what_is_not_known() {
    for lang in LANGS {
        let build = |build: &dyn Fn(&mut Desk) -> &mut Desk| {
            let mut d = Desk::listed(look((120, 32), lang));
            build(&mut d);
            draw(&d.app)
        };
        let unread = build(&|d| d.keys("u"));
        let could_not = lang.pick("could not be read", "无法读取网卡");
        assert!(says(&unread, lang.pick("NIC not read yet", "网卡尚未读取")), "{}", unread.text());
        assert!(!says(&unread, could_not), "{}", unread.text());
        let denied = build(&|d| d.keys("u").answer_all(&eips(), None).arm());
        let why = lang.pick(
            "the NIC could not be read (this key may not call DescribeNetworkInterfaces)",
            "无法读取网卡（该密钥无 DescribeNetworkInterfaces 权限）",
        );
        assert!(says(&denied, why), "{}", denied.text());
        let mut rows = eips();
        rows[0].private_ip_address = "10.0.9.9".parse().ok();
        let other = build(&|d| d.keys("u").answer_all(&rows, Some(&nics())).arm());
        let why = lang.pick("that NIC has no such private IP", "该网卡没有此内网 IP");
        assert!(says(&other, why) && !says(&other, could_not), "{}", other.text());
    }
}
