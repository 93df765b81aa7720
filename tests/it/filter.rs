//! The filter field: which rows each text keeps (`docs/contract.md` §4).

use crate::support::values::{bound, unbound};
use eip_unbind::domain::filter::{Filter, Lines};
use eip_unbind::domain::{Eip, EipStatus, InstanceId, InstanceKind, Region, Tag};
use eip_unbind::text::state_words::STATE_WORDS;

/// Rows .7, .77 and .177, a free one, one in Hong Kong, one of a NAT gateway in arrears.
fn rows() -> Vec<Eip> {
    let hong_kong = Region::parse("hk").unwrap();
    let nat = InstanceId::parse("nat-00000200");
    vec![
        Eip { eip_name: "Web-PROD-7".into(), ..bound(7) },
        Eip { eip_name: "网关-GZ-77".into(), blocked: Some(true), ..bound(77) },
        bound(177),
        Eip { eip_name: "ÉTÉ".into(), ..unbound(&bound(8)) },
        Eip {
            region: hong_kong,
            status: EipStatus::BoundToDetachedNic,
            eip_name: "x".repeat(300).into(),
            ..bound(9)
        },
        Eip {
            kind: Some(InstanceKind::Nat),
            un_instance_id: nat,
            arrears: Some(true),
            eip_name: "".into(),
            tags: Some(vec![
                Tag { key: "env".into(), value: "Prod".into() },
                Tag { key: "负责人".into(), value: "支付".into() },
            ]),
            ..bound(200)
        },
    ]
}

const KEPT: &[(&str, &[u8])] = &[
    ("", &[7, 77, 177, 8, 9, 200]),
    // A whole address is exact, a part is not; private addresses count.
    ("203.0.113.77", &[77]),
    ("203.0.113.7", &[7]),
    ("10.0.0.177", &[177]),
    ("113.7", &[7, 77]),
    ("203.0.113.0/24", &[7, 77, 177, 8, 9, 200]),
    ("203.0.113.64/26", &[77]),
    ("10.0.0.128/25", &[177, 200]),
    ("0.0.0.0/0", &[7, 77, 177, 8, 9, 200]),
    ("2001:db8::/32", &[]),
    ("ip:10.0.0.7", &[7]),
    ("ip:.17", &[177]),
    // Text in any case, in any column; terms are joined by AND.
    ("prod", &[7]),
    ("WEB", &[7, 177]),
    ("网关-gz", &[77]),
    ("été", &[8]),
    ("EIP-00000177", &[177]),
    ("ins-0000000", &[7, 9]),
    ("xxxx", &[9]),
    ("web 7", &[7, 177]),
    ("web prod 7", &[7]),
    ("web nothing", &[]),
    // Never fuzzy, never over the edge between two columns.
    ("pd", &[]),
    ("7web", &[]),
    // Narrowed terms.
    ("name:prod", &[7]),
    ("name:203", &[]),
    ("ins:nat-", &[200]),
    ("eni:00000008", &[]),
    ("eni:00000009", &[9]),
    ("status:bound", &[7, 77, 177, 9, 200]),
    ("status:unbound", &[8]),
    ("status:free", &[8]),
    ("status:nat", &[200]),
    ("status:arrears", &[200]),
    ("status:blocked", &[77]),
    ("status:BoundToDetachedNic", &[9]),
    ("region:hk", &[9]),
    ("region:guangzhou", &[7, 77, 177, 8, 200]),
    ("region:香港", &[9]),
    // Several addresses or ids mean any of them, whatever stands between; other terms still narrow.
    ("203.0.113.77 203.0.113.8", &[77, 8]),
    ("203.0.113.77,203.0.113.8，203.0.113.9、10.0.0.7", &[7, 77, 8, 9]),
    ("eip-00000007 eip-00000177", &[7, 177]),
    ("eip-00000007, ins-00000077, 203.0.113.8", &[7, 77, 8]),
    ("203.0.113.77 web 203.0.113.177", &[177]),
    ("203.0.113.77 status:blocked 203.0.113.8", &[77]),
    ("ip:203.0.113.7,203.0.113.9", &[7, 9]),
    ("203.0.113.77 203.0.113.6", &[77]),
    ("web,prod", &[]),
    // The words on the screen, in both languages, with and without the key.
    ("status:未绑定", &[8]),
    ("status:未", &[8]),
    ("status:已绑定", &[7, 77, 177, 9, 200]),
    ("status:封堵", &[77]),
    ("status:欠费", &[200]),
    ("status:悬空网卡", &[9]),
    ("status:detached NIC", &[9]),
    ("status:NAT 网关", &[200]),
    ("status:blocked,unbound", &[77, 8]),
    ("未绑定", &[8]),
    ("Blocked", &[77]),
    ("detached nic", &[9]),
    // A region by its name, with and without the key.
    ("香港", &[9]),
    ("中国香港", &[9]),
    ("广州", &[7, 77, 177, 8, 200]),
    ("上海", &[]),
    ("Hong Kong", &[9]),
    ("kong", &[9]),
    ("guangzhou", &[7, 77, 177, 8, 200]),
    ("region:Hong Kong", &[9]),
    ("region:Hong", &[9]),
    ("region:hk,gz", &[7, 77, 177, 8, 9, 200]),
    ("广州 未绑定", &[8]),
    ("tag:env=prod", &[200]),
    ("tag:env=pro*", &[200]),
    ("tag:env", &[200]),
    ("tag:负责人=支付", &[200]),
    ("tag:env=test", &[]),
    ("tag:Env=prod", &[]),
    ("tag:", &[7, 77, 177, 8, 9, 200]),
    // A key without a value yet keeps everything in sight; an unknown key is text.
    ("status:", &[7, 77, 177, 8, 9, 200]),
    ("colour:red", &[]),
    ("203.0.113.0/99", &[]),
];

#[test]
fn a_text_keeps_these_rows_and_no_others() {
    let rows = rows();
    let lines = Lines::of(rows.iter());
    for (text, kept) in KEPT {
        let filter = Filter::parse(text, STATE_WORDS);
        let got: Vec<u8> = rows
            .iter()
            .zip(lines.iter())
            .filter(|(eip, line)| filter.matches(eip, line))
            .map(|(eip, _)| eip.address().rsplit('.').next().unwrap().parse().unwrap())
            .collect();
        assert_eq!(got, *kept, "{text}");
    }
}
