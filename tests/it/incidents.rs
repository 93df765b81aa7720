//! Alerts that name two or three EIPs: from the paste to `verified`, with every key counted, in the machine alone.

use crate::support::fixture::{Desk, Look};
use crate::support::rows::{eips, fault, freed, nics, region};
use eip_unbind::app::keymap::Scope;
use eip_unbind::app::{Colors, Msg, Session, Symbols};
use eip_unbind::domain::{Eip, FaultClass, Region};
use eip_unbind::text::Lang;
use eip_unbind::unbind::{Run, RunEffect, Verdict};

fn looks() -> impl Iterator<Item = Look> {
    [(120, 32), (80, 24), (40, 10)].into_iter().flat_map(|size| {
        [Lang::En, Lang::Zh].map(|lang| Look {
            size,
            lang,
            symbols: Symbols::Unicode,
            colors: Colors::Dark,
        })
    })
}

fn three(session: &mut Session) {
    session.regions = ["gz", "sh", "bj"].map(region).to_vec();
}

/// An alert, the keys up to the dialog, and the last octets of what they open.
struct Incident {
    alert: &'static str,
    keys: &'static str,
    eips: &'static [u8],
}

/// `k Enter` opens all that an alert names: two keys for any number of EIPs.
const INCIDENTS: &[Incident] = &[
    Incident {
        alert: "@值班 先摘掉：203.0.113.77 / 203.0.113.78 / 203.0.113.90",
        keys: "k Enter",
        eips: &[77, 78, 90],
    },
    Incident {
        alert: "【腾讯云】对外攻击行为，涉及IP：203.0.113.77、203.0.113.90，请尽快处理",
        keys: "k Enter",
        eips: &[77, 90],
    },
    Incident {
        alert: "eip-9k2m4x7q, eip-5t5y6u7i: outbound scan, region gz",
        keys: "Space Space Enter",
        eips: &[77, 90],
    },
    Incident {
        alert: "203.0.113.77 203.0.113.78 203.0.113.90 leak",
        keys: "Space j Space Enter",
        eips: &[77, 78],
    },
    Incident {
        alert: "203.0.113.77 203.0.113.78 203.0.113.90 leak",
        keys: "j Space j Space Enter",
        eips: &[78, 90],
    },
    Incident {
        alert: "eni-5f6a7b8c 的 10.0.3.21 和 eni-9e8d7c6b 的 10.0.4.17 都在往外发包",
        keys: "k Enter",
        eips: &[77, 90],
    },
    // The server and the private IP name the same EIP as its address: it is there once.
    Incident {
        alert: "ins-1a2b3c4d（203.0.113.77，内网 10.0.3.21）和 203.0.113.78 指向错误",
        keys: "k Enter",
        eips: &[77, 78],
    },
    // Who attacks is none of ours: left out, and the rest goes.
    Incident {
        alert: "DROP src=198.51.100.9:51022 dst=203.0.113.77:22; dst=203.0.113.78:22",
        keys: "k Enter",
        eips: &[77, 78],
    },
    Incident {
        alert: r#"{"alerts":[{"labels":{"eip":"203.0.113.77"}},{"labels":{"eip":"203.0.113.78"}}]}"#,
        keys: "k Space Enter",
        eips: &[77, 78],
    },
    Incident {
        alert: "【紧急】广州 网卡 eni-5f6a7b8c 内网 10.0.3.21、EIP 203.0.113.90 疑似泄露",
        keys: "k Enter",
        eips: &[90, 77],
    },
];

fn octets(eips: impl Iterator<Item = Eip>) -> Vec<u8> {
    eips.map(|eip| eip.address().rsplit('.').next().unwrap().parse().unwrap()).collect()
}

fn run(desk: &Desk) -> &Run {
    desk.app.dialog.as_ref().and_then(|dialog| dialog.run.as_ref()).unwrap()
}

#[test]
fn ten_alerts_from_paste_to_verified_with_few_keys() {
    for look in looks() {
        for incident in INCIDENTS {
            let what = format!("{} {:?} {:?}", incident.alert, look.size, look.lang);
            let mut desk = Desk::listed_as(look, three);
            desk.send(Msg::Paste(incident.alert.to_owned()));
            assert_eq!(desk.app.scope(), Scope::Candidates, "{what}");
            desk.keys(incident.keys).answer_all(&eips(), Some(&nics())).arm();
            let dialog = desk.app.dialog.as_ref().unwrap_or_else(|| panic!("{what}"));
            let planned = octets(dialog.plan.items.iter().map(|item| item.before.clone()));
            assert_eq!(planned, incident.eips, "{what}");
            let token = format!("{}.{}", incident.eips.len(), incident.eips[0]);
            assert_eq!(dialog.plan.token.as_deref(), Some(&*token), "{what}");
            // The keys of the choice, the token and Enter: no further key is needed.
            let keys = incident.keys.split(' ').count() + token.len() + 1;
            assert!(keys <= 3 + 3 + token.len(), "{what}: {keys} keys");
            desk.confirm();
            let before: Vec<Eip> = run(&desk).items.iter().map(|i| i.plan.before.clone()).collect();
            for (item, row) in before.iter().enumerate() {
                desk.rechecked(item, row.clone())
                    .recorded(item)
                    .answered(item, Ok(()))
                    .looked(item, 900, freed(row.clone()))
                    .written(item);
            }
            let outcomes: Vec<Verdict> =
                run(&desk).items.iter().map(|i| i.outcome.as_ref().unwrap().word).collect();
            assert_eq!(outcomes, vec![Verdict::Verified; incident.eips.len()], "{what}");
            let sent = desk.run.iter().filter(|e| matches!(e, RunEffect::Send { .. })).count();
            assert_eq!(sent, incident.eips.len(), "{what}");
        }
    }
}

#[test]
fn ten_eips_of_an_alert_are_two_keys_away() {
    let rows: Vec<Eip> = (1..=10)
        .map(|n| Eip {
            eip: format!("203.0.113.{n}").parse().ok(),
            eip_id: eip_unbind::domain::EipId::parse(&format!("eip-ten{n:05}")).unwrap(),
            ..eips().remove(0)
        })
        .collect();
    let alert: Vec<String> = rows.iter().map(Eip::address).collect();
    let mut desk = Desk::listed_as(
        Look { size: (120, 32), lang: Lang::En, symbols: Symbols::Unicode, colors: Colors::Dark },
        three,
    );
    desk.send(Msg::Paste(format!("take off {}", alert.join(", "))));
    desk.keys("k Enter").answer_all(&rows, Some(&nics()));
    let dialog = desk.app.dialog.as_ref().unwrap();
    assert_eq!((dialog.plan.items.len(), dialog.plan.token.as_deref()), (10, Some("10.1")));
}

#[test]
#[expect(clippy::wildcard_enum_match_arm, reason = "one kind of question is looked at")]
fn a_region_that_the_alert_names_is_asked_first() {
    let look =
        Look { size: (120, 32), lang: Lang::En, symbols: Symbols::Unicode, colors: Colors::Dark };
    let asked = |desk: &Desk| -> Vec<String> {
        let of = |query: &eip_unbind::app::effect::Query| match query {
            eip_unbind::app::effect::Query::Eips { region, .. } => Some(region.to_string()),
            _ => None,
        };
        desk.asked.iter().filter_map(|(_, query)| of(query)).collect()
    };
    let alert = "【紧急】上海 支付网关 eni-72w0nphr 内网 10.0.0.4 疑似泄露";
    let mut desk = Desk::new(look, |session| session.regions.clear());
    desk.send(Msg::Paste(alert.to_owned()));
    assert_eq!(asked(&desk), ["ap-shanghai"]);
    // A NIC's id is unique: who wrote the alert may be wrong about the region.
    desk.asked.retain(|(_, query)| {
        !matches!(query, eip_unbind::app::effect::Query::Eips { region, .. } if region.as_str() == "ap-shanghai")
    });
    let mut desk = Desk::new(look, |session| session.regions.clear());
    desk.send(Msg::Paste(alert.to_owned()));
    let (id, _) = desk.asked.remove(0);
    let none = eip_unbind::domain::Page::of(vec![], Some(0));
    desk.send(Msg::Reply(id, eip_unbind::app::Reply::Eips(Ok(none.clone()))));
    assert_eq!(asked(&desk).len(), Region::all().len() - 1);
    // A private IP has namesakes: only the one in Shanghai is meant.
    let mut desk = Desk::new(look, |session| session.regions.clear());
    desk.send(Msg::Paste("上海 10.0.0.4 疑似泄露，请解绑".to_owned()));
    assert_eq!(asked(&desk), ["ap-shanghai"]);
    let (id, _) = desk.asked.remove(0);
    desk.send(Msg::Reply(id, eip_unbind::app::Reply::Eips(Ok(none.clone()))));
    let (id, _) = desk.asked.remove(0);
    desk.send(Msg::Reply(id, eip_unbind::app::Reply::Eips(Ok(none))));
    assert!(desk.app.dialog.is_none() && desk.app.search.lost.len() == 1);
}

fn batch_of_three(look: Look) -> Desk {
    let mut desk = Desk::listed_as(look, three);
    desk.keys("Space Space Space").dialog();
    desk
}

#[test]
fn esc_stops_after_the_item_that_is_out_and_again_takes_it_back() {
    let rows = eips();
    for look in looks() {
        for back in [false, true] {
            let mut desk = batch_of_three(look);
            desk.confirm();
            desk.rechecked(0, rows[0].clone()).recorded(0).keys("Esc");
            assert!(run(&desk).stopping, "a request is out: it is not cancelled");
            if back {
                desk.keys("Esc");
            }
            desk.answered(0, Ok(())).looked(0, 900, freed(rows[0].clone())).written(0);
            let words: Vec<_> =
                run(&desk).items.iter().map(|i| i.outcome.as_ref().map(|o| o.word)).collect();
            if back {
                assert_eq!(words, [Some(Verdict::Verified), None, None]);
                continue;
            }
            let cancelled = Some(Verdict::Cancelled);
            assert_eq!(words, [Some(Verdict::Verified), cancelled, cancelled]);
            let sent = desk.run.iter().filter(|e| matches!(e, RunEffect::Send { .. })).count();
            assert_eq!(sent, 1);
        }
    }
}

#[test]
fn esc_while_nothing_is_out_stops_at_once() {
    let mut desk = batch_of_three(looks().next().unwrap());
    desk.confirm().keys("Esc");
    assert!(
        run(&desk).items.iter().all(|i| i.outcome.as_ref().unwrap().word == Verdict::Cancelled)
    );
}

#[test]
fn the_requests_of_a_batch_are_paged_through() {
    let mut desk = batch_of_three(looks().next().unwrap());
    let shown =
        |desk: &Desk| desk.app.dialog.as_ref().unwrap().requested().unwrap().before.address();
    desk.keys("p");
    assert_eq!(shown(&desk), "203.0.113.77");
    desk.keys("Right Right Right");
    assert_eq!(shown(&desk), "203.0.113.90");
    desk.keys("Left");
    assert_eq!(shown(&desk), "203.0.113.78");
    desk.keys("Esc");
    let dialog = desk.app.dialog.as_ref().unwrap();
    assert!(!dialog.show_request, "Esc leads back to the dialog");
    desk.keys("Esc");
    assert!(desk.app.dialog.is_none());
}

#[test]
fn w_and_d_of_a_batch_are_for_those_where_they_mean_something() {
    let mut desk = batch_of_three(looks().next().unwrap());
    desk.keys("w d");
    let dialog = desk.app.dialog.as_ref().unwrap();
    for target in &dialog.targets {
        let options = target.request.options;
        assert_eq!(options.alloc_wan_ip, dialog.alloc_wan_ip_use_of(target).is_offered());
        let keeps = options.un_bind_private_ip_with_eip == Some(false);
        assert_eq!(keeps, dialog.un_bind_private_ip_use_of(target).is_offered());
    }
    assert!(dialog.plan.refusals.is_empty() && dialog.plan.items.len() == 3);
    assert!(dialog.options().alloc_wan_ip);
    desk.keys("w d");
    let dialog = desk.app.dialog.as_ref().unwrap();
    assert!(dialog.targets.iter().all(|t| !t.request.options.alloc_wan_ip
        && t.request.options.un_bind_private_ip_with_eip.is_none()));
}

#[test]
fn what_was_not_found_is_left_out_and_said() {
    let mut desk = Desk::given(looks().next().unwrap(), &["203.0.113.77", "203.0.113.9"], three);
    desk.answer_all(&eips(), Some(&nics())).arm();
    let plan = &desk.app.dialog.as_ref().unwrap().plan;
    assert_eq!((plan.items.len(), plan.left_out(), plan.token.as_deref()), (1, 1, Some("77")));
    assert_eq!(plan.refusals[0].target, "203.0.113.9");
    // A reading that failed is no "not found".
    let mut desk = Desk::given(looks().next().unwrap(), &["203.0.113.9"], three);
    desk.fail_all(&fault(FaultClass::Internal, "5000", "internal"));
    assert!(desk.app.dialog.is_none() && desk.app.search.lost.len() == 1);
}
