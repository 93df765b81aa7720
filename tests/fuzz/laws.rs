//! What must hold for any bytes: one law a reader of foreign text. `tests/it/laws.rs` tries them on thousands of inputs in every test run,
//! the targets beside this file for as long as one likes (`tests/fuzz/README.md`).

#[path = "evidence.rs"]
mod evidence;

use eip_unbind::api::call::Call;
use eip_unbind::api::message::HttpReply;
use eip_unbind::api::{error, metadata, sign, sts, v2, v3};
use eip_unbind::app::Key;
use eip_unbind::config::file::ConfigFile;
use eip_unbind::config::layers::Config;
use eip_unbind::domain::filter::{Filter, Lines};
use eip_unbind::domain::sanitize::visible;
use eip_unbind::domain::target::{TargetText, is_private};
use eip_unbind::domain::{
    BindTarget, Eip, EipId, EipQuery, EipStatus, Fault, InstanceId, Mutation, NetworkInterfaceId,
    NicQuery, Region, UnbindTarget,
};
use eip_unbind::journal::{HistoryFilter, ProblemKind, history, open_intents, scan_from};
use eip_unbind::runtime::input::decode::{Decoder, Event};
use eip_unbind::text::Lang;
use eip_unbind::text::alert::{MOST, Targets, candidates, plain};
use eip_unbind::text::state_words::STATE_WORDS;
use evidence::{EipNames, NicNames};
use serde::Deserialize;
use serde_json::Value;
use std::net::IpAddr;
use std::path::Path;

/// A law and its name.
pub(super) type Law = (&'static str, fn(&[u8]));

/// All of them, by the name of the target.
pub(super) const ALL: &[Law] = &[
    ("alert", alert),
    ("config", config),
    ("filter", filter),
    ("journal", journal),
    ("key_string", key_string),
    ("key_replies", key_replies),
    ("percent", percent),
    ("replies_v2", replies_v2),
    ("replies_v3", replies_v3),
    ("target", target),
    ("terminal", terminal),
    ("visible_text", visible_text),
];

fn reply(data: &[u8]) -> HttpReply {
    HttpReply { status: 200, date: None, body: data.to_vec() }
}

fn gz() -> Region {
    Region::parse("gz").expect("a region")
}

fn text(data: &[u8]) -> String {
    String::from_utf8_lossy(data).into_owned()
}

fn eip_id() -> EipId {
    EipId::parse("eip-9k2m4x7q").expect("an id")
}

fn unbind() -> Mutation {
    Mutation::Unbind {
        target: UnbindTarget::Eip(eip_id()),
        alloc_wan_ip: None,
        un_bind_private_ip_with_eip: None,
    }
}

fn bind() -> Mutation {
    let target = BindTarget::PrivateIp {
        network_interface_id: NetworkInterfaceId::parse("eni-5f6a7b8c").expect("an id"),
        private_ip_address: IpAddr::from([10, 0, 3, 21]),
    };
    Mutation::Bind { eip_id: eip_id(), target }
}

/// The fields that decide about success; the rest of a body may be what no `Value` can hold (`1e999`), where nobody reads it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Verdict {
    code: Value,
    #[serde(rename = "Response")]
    response: Option<Response>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Response {
    #[serde(rename = "Error")]
    error: Option<ErrorBody>,
}

#[derive(Deserialize)]
struct ErrorBody {}

/// What is no UTF-8 stands in a text that nobody reads, or the reader refuses it.
fn parsed(data: &[u8]) -> Verdict {
    serde_json::from_str(&text(data)).unwrap_or_default()
}

/// A mutation counts as accepted only by an envelope that says so; what is said of a bad reply is short and quotes no secret.
fn judge<T: std::fmt::Debug>(accepted: bool, reply: &HttpReply, decoded: &Result<T, Fault>) {
    match decoded {
        Ok(_) => assert!(
            accepted,
            "accepted without a success: {decoded:?} from {:?}",
            text(&reply.body)
        ),
        Err(fault) => assert!(fault.message.chars().count() < 2_000, "{fault:?}"),
    }
}

const V2_EIP: EipNames = EipNames {
    list: "/data/eipSet",
    total: "/totalCount",
    id: "eipId",
    address: "eip",
    status: "status",
    server: "unInstanceId",
    nic: "networkInterfaceId",
    private_ip: "privateIpAddress",
    flags: ["arrears", "", ""],
};
const V2_NIC: NicNames = NicNames {
    lists: ["/data/data", "/data"],
    id: "networkInterfaceId",
    holder: ["instanceSet", "instanceId"],
    ips: "privateIpAddressesSet",
    private_ip: "privateIpAddress",
    public_ip: "wanIp",
    eip_id: "eipId",
    blocked: "isWanIpBlocked",
};
const V3_EIP: EipNames = EipNames {
    list: "/Response/AddressSet",
    total: "/Response/TotalCount",
    id: "AddressId",
    address: "AddressIp",
    status: "AddressStatus",
    server: "InstanceId",
    nic: "NetworkInterfaceId",
    private_ip: "PrivateAddressIp",
    flags: ["IsArrears", "IsBlocked", "CascadeRelease"],
};
const V3_NIC: NicNames = NicNames {
    lists: ["/Response/NetworkInterfaceSet", "/Response/NetworkInterfaceSet"],
    id: "NetworkInterfaceId",
    holder: ["Attachment", "InstanceId"],
    ips: "PrivateIpAddressSet",
    private_ip: "PrivateIpAddress",
    public_ip: "PublicIpAddress",
    eip_id: "AddressId",
    blocked: "IsWanIpBlocked",
};

/// Replies of API 2.0: all five actions.
pub(super) fn replies_v2(data: &[u8]) {
    let reply = reply(data);
    let code = parsed(data).code;
    let success = code.as_f64() == Some(0.0)
        || code.as_str().is_some_and(|code| code.trim().parse() == Ok(0));
    let change = |mutation| v2::mutation::Change { region: gz(), mutation };
    let unbind = change(unbind());
    judge(success, &reply, &unbind.decode(&reply));
    judge(success, &reply, &change(bind()).decode(&reply));
    judge(
        success,
        &reply,
        &v2::describe_eip_quota::DescribeEipQuota { region: gz() }.decode(&reply),
    );
    let nics = v2::describe_network_interfaces::DescribeNetworkInterfaces::page(
        &gz(),
        &NicQuery::default(),
        0,
    )
    .decode(&reply);
    judge(success, &reply, &nics);
    nics.iter().for_each(|page| evidence::of_nics(data, page, &V2_NIC));
    let eips = v2::describe_eip::DescribeEip::page(&gz(), &EipQuery::all(), 0).decode(&reply);
    judge(success, &reply, &eips);
    eips.iter().for_each(|page| evidence::of_eips(data, page, &V2_EIP));
    for status in [404, 502] {
        let page = HttpReply { status, ..reply.clone() };
        assert!(unbind.decode(&page).is_err(), "accepted with status {status}");
    }
}

/// Replies of API 3.0: every action that is used.
pub(super) fn replies_v3(data: &[u8]) {
    let reply = reply(data);
    let success = parsed(data).response.is_some_and(|response| response.error.is_none());
    let change = |mutation| v3::mutation::Change::new(gz(), mutation).unwrap();
    judge(success, &reply, &change(unbind()).decode(&reply));
    judge(success, &reply, &change(bind()).decode(&reply));
    judge(
        success,
        &reply,
        &v3::describe_address_quota::DescribeAddressQuota { region: gz() }.decode(&reply),
    );
    let eips =
        v3::describe_addresses::DescribeAddresses::page(&gz(), &EipQuery::all(), 0).decode(&reply);
    judge(success, &reply, &eips);
    eips.iter().for_each(|page| evidence::of_eips(data, page, &V3_EIP));
    let nics = v3::describe_network_interfaces::DescribeNetworkInterfaces::page(
        &gz(),
        &NicQuery::default(),
        0,
    )
    .decode(&reply);
    judge(success, &reply, &nics);
    nics.iter().for_each(|page| evidence::of_nics(data, page, &V3_NIC));
    judge(
        success,
        &reply,
        &v3::describe_network_account_type::DescribeNetworkAccountType { region: gz() }
            .decode(&reply),
    );
    judge(success, &reply, &v3::describe_regions::DescribeRegions.decode(&reply));
    judge(
        success,
        &reply,
        &v3::describe_task_result::DescribeTaskResult { region: gz(), task_id: 1 }.decode(&reply),
    );
}

/// Replies that carry keys: no error quotes a part of what came, and a text loses its signatures and tokens.
pub(super) fn key_replies(data: &[u8]) {
    let planted = text(data).replace("SECRET", "S3CR3T-planted");
    let reply = reply(planted.as_bytes());
    for fault in
        [sts::decode_keys(&reply).err(), metadata::decode_keys(&reply).err()].into_iter().flatten()
    {
        let quoted = planted.contains("\"Response\"")
            && (planted.contains("\"Error\"") || planted.contains("\"Code\""));
        assert!(quoted || !fault.message.contains("S3CR3T"), "{fault:?}");
    }
    let _ = (sts::decode_caller(&reply), metadata::decode_role(&reply));
    let shown = error::redacted(&format!("{planted}&Signature=S3CR3T-sig&x=1 Token=S3CR3T-tok;"));
    assert!(!shown.contains("S3CR3T-sig") && !shown.contains("S3CR3T-tok"), "{shown}");
}

fn row(name: &str, eip: Option<IpAddr>, private: Option<IpAddr>, server: &str) -> Eip {
    Eip {
        region: gz(),
        eip_id: eip_id(),
        eip,
        eip_name: name.into(),
        status: EipStatus::Bound,
        kind: None,
        arrears: None,
        blocked: Some(true),
        cascade_release: None,
        un_instance_id: InstanceId::parse(server),
        network_interface_id: None,
        private_ip_address: private,
        isp_id: None,
        created_at: None,
        direct: None,
        instance_type: None,
        address_type: None,
        tags: None,
        link_kept: false,
        gaps: eip_unbind::domain::Gaps::default(),
    }
}

/// What a filter may name several of.
fn is_id_or_address(part: &str) -> bool {
    let kinds = ["eip-", "ins-", "eni-", "nat-", "lb-", "havip-"];
    let lower = part.to_lowercase();
    part.parse::<IpAddr>().is_ok() || kinds.iter().any(|k| lower.starts_with(k))
}

/// The filter: terms are joined by AND in any order, several addresses and ids mean any of them, case means nothing, and a whole address keeps
/// no other.
pub(super) fn filter(data: &[u8]) {
    let all = text(data);
    let (typed, names) = all.split_once('\n').unwrap_or((&all, "web-prod-7"));
    let mut rows: Vec<Eip> =
        names.lines().take(4).map(|name| row(name, None, None, name)).collect();
    rows.push(row("x", "203.0.113.77".parse().ok(), "10.0.3.21".parse().ok(), "ins-1a2b3c4d"));
    rows.push(row("y", "203.0.113.177".parse().ok(), "2001:db8::7".parse().ok(), ""));
    let lines = Lines::of(rows.iter());
    let kept = |typed: &str| -> Vec<bool> {
        let filter = Filter::parse(typed, STATE_WORDS);
        rows.iter().zip(lines.iter()).map(|(eip, line)| filter.matches(eip, line)).collect()
    };
    let whole = kept(typed);
    let words: Vec<&str> = typed.split_whitespace().collect();
    let is_named = |word: &&str| {
        let mut parts = word.split([',', '，', '、', ';', '；']).filter(|part| !part.is_empty());
        parts.clone().next().is_some() && parts.all(is_id_or_address)
    };
    let (named, others): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| is_named(word));
    let each = |words: &[&str]| words.iter().map(|word| kept(word)).collect::<Vec<_>>();
    let both: Vec<bool> = (0..rows.len())
        .map(|row| {
            let any = named.is_empty() || each(&named).iter().any(|kept| kept[row]);
            any && each(&others).iter().all(|kept| kept[row])
        })
        .collect();
    assert_eq!(whole, both, "not the AND of its words, or any of its ids: {typed:?}");
    let back: Vec<&str> = words.iter().rev().copied().collect();
    assert_eq!(whole, kept(&back.join(" ")), "the order counts: {typed:?}");
    if typed.is_ascii() {
        assert_eq!(whole, kept(&typed.to_ascii_uppercase()), "the case counts: {typed:?}");
    }
    if let Ok(address) = typed.trim().parse::<IpAddr>() {
        let only: Vec<bool> = rows
            .iter()
            .map(|eip| eip.eip == Some(address) || eip.private_ip_address == Some(address))
            .collect();
        assert_eq!(whole, only, "an address keeps another: {typed:?}");
    }
}

/// Alert text: what is offered stands there, once, EIPs first, and is itself read as what it is.
pub(super) fn alert(data: &[u8]) {
    let said = text(data);
    let (found, shown) = (candidates(&said), plain(&said));
    assert!(found.len() <= MOST, "{found:?}");
    let is_first = |target: &TargetText| match target {
        TargetText::EipId(_) => true,
        TargetText::Address(IpAddr::V4(ip)) => !is_private(*ip),
        TargetText::Address(IpAddr::V6(_))
        | TargetText::Instance(_)
        | TargetText::Pair(..)
        | TargetText::Name(_) => false,
    };
    assert!(found.iter().map(is_first).is_sorted_by(|a, b| a >= b), "{found:?}");
    for (at, target) in found.iter().enumerate() {
        assert!(!found[..at].contains(target), "twice: {target}");
        assert!(
            target.to_string().split(' ').all(|part| shown.contains(part)),
            "{target} is not there"
        );
        assert!(!matches!(target, TargetText::Name(_)), "a name is no candidate");
        assert_eq!(
            TargetText::parse_all(&[target.to_string()]).as_ref(),
            Ok(&vec![target.clone()])
        );
        // Alone, in brackets of either kind, and in a line of its own.
        let is_beside = !matches!(target, TargetText::Pair(_, IpAddr::V4(ip)) if !is_private(*ip));
        for alone in [target.to_string(), format!("（{target}）。"), format!("x\n[{target}], y")]
        {
            assert!(!is_beside || candidates(&alone) == [target.clone()], "{alone:?}");
        }
        if let TargetText::Address(ip) = target {
            for other in
                [format!("{ip}/24"), format!("{ip}.5"), format!("5.{ip}"), format!("v{ip}")]
            {
                assert_eq!(candidates(&other), [], "{other}");
            }
            assert_eq!(candidates(&format!("{ip}:65535")), std::slice::from_ref(target));
        }
    }
    // As an argument it is read as what it offers, or as it would be without alerts.
    let words = [said];
    match Targets::read(&words) {
        Ok(Targets { targets, picked: true, .. }) => assert_eq!(targets, found),
        Ok(Targets { targets, picked: false, .. }) => {
            assert_eq!(Ok(targets), TargetText::parse_all(&words))
        }
        Err(error) => assert_eq!(TargetText::parse_all(&words), Err(error)),
    }
}

/// TARGET: what is read is what was written, and the three spellings of a pair are one.
pub(super) fn target(data: &[u8]) {
    let typed = text(data);
    let words: Vec<String> = typed.split('\n').map(str::to_owned).collect();
    for target in TargetText::parse_all(&words).unwrap_or_default() {
        let is_there = |part: &str| typed.contains(part);
        assert!(match &target {
            TargetText::EipId(id) => id.as_str().starts_with("eip-") && is_there(id.as_str()),
            TargetText::Instance(id) =>
                ["ins-", "nat-"].iter().any(|kind| id.as_str().starts_with(kind))
                    && is_there(id.as_str()),
            TargetText::Pair(id, ip) => {
                let id = id.as_str();
                let spelled = [
                    format!("{id}\n{ip}"),
                    format!("{id},{ip}"),
                    format!("{id}/{ip}"),
                    format!("{id} {ip}"),
                ];
                id.starts_with("eni-")
                    && spelled.iter().all(|text| {
                        let words: Vec<String> = text.split('\n').map(str::to_owned).collect();
                        TargetText::parse_all(&words) == Ok(vec![target.clone()])
                    })
            }
            TargetText::Name(name) => is_there(name) && name.parse::<IpAddr>().is_err(),
            TargetText::Address(_) => true,
        });
        assert!(!target.queries().is_empty(), "{target:?} asks for everything");
    }
}

/// Names of keys: what is written for a key is read as that key.
pub(super) fn key_string(data: &[u8]) {
    if let Some(key) = Key::parse(&text(data)) {
        assert_eq!(Key::parse(&key.to_string()), Some(key));
    }
}

/// Percent-encoding: only unreserved characters stay, and it can be undone.
pub(super) fn percent(data: &[u8]) {
    let plain = text(data);
    let encoded = sign::encode::encode(&plain);
    assert!(
        encoded.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~%".contains(&b)),
        "{encoded}"
    );
    assert!(
        !encoded
            .bytes()
            .zip(encoded.bytes().skip(1))
            .any(|(a, b)| a == b'%' && b.is_ascii_lowercase()),
        "{encoded}"
    );
    assert_eq!(percent_encoding::percent_decode_str(&encoded).decode_utf8().expect("UTF-8"), plain);
    let (name, value) = plain.split_once('=').unwrap_or((&plain, ""));
    let undone = eip_unbind::sim::verify::pairs(&sign::encode::pairs([(name, value), ("b", "2")]))
        .expect("pairs");
    assert_eq!(undone, [(name.to_owned(), value.to_owned()), ("b".to_owned(), "2".to_owned())]);
}

/// Bytes of a terminal: where the pieces are cut changes nothing, and what is bracketed never becomes a key.
pub(super) fn terminal(data: &[u8]) {
    let feed = |pieces: &[&[u8]]| {
        let (mut decoder, mut out) = (Decoder::default(), Vec::new());
        for piece in pieces {
            decoder.feed(piece, &mut out);
        }
        out.extend(decoder.flush());
        out
    };
    let (cut, data) = data
        .split_first()
        .map_or((0, data), |(cut, rest)| (usize::from(*cut).min(rest.len()), rest));
    let (head, tail) = data.split_at(cut);
    // A lone Ctrl-C is special on purpose: it ends a paste that never ends.
    if head != [3] && tail != [3] && data != [3] {
        assert_eq!(feed(&[data]), feed(&[head, tail]), "cut at {cut}");
    }
    if !data.windows(6).any(|part| part == b"\x1b[201~") && data != [3] {
        let pasted = [b"\x1b[200~", data, b"\x1b[201~"].concat();
        let events = feed(&[&pasted]);
        assert!(matches!(&events[..], [Event::Paste(_)]), "{events:?}");
    }
}

/// The journal: any bytes are read, a cut end is stepped over, and what was whole before it stays.
pub(super) fn journal(data: &[u8]) {
    let scan = scan_from(data).expect("bytes in memory");
    let _ = (
        history(&scan, &HistoryFilter::default())
            .into_iter()
            .map(|run| run.report(&scan).json())
            .collect::<Vec<_>>(),
        open_intents(&scan, &|_| false, "h"),
    );
    let ended = data.is_empty() || data.ends_with(b"\n");
    assert_eq!(scan.total, data.split(|b| *b == b'\n').count() - usize::from(ended));
    if ended {
        let torn = [data, br#"{"v":1,"seq":"#].concat();
        let torn = scan_from(torn.as_slice()).expect("bytes in memory");
        assert_eq!(torn.lines, scan.lines);
        assert_eq!(
            torn.problems.last().map(|p| (p.line, p.kind)),
            Some((scan.total + 1, ProblemKind::Torn))
        );
        assert_eq!(torn.chain().first_broken, scan.chain().first_broken);
    }
}

/// The config file: what is refused is refused with the file and, where there is one, the line; nothing unprintable is repeated.
pub(super) fn config(data: &[u8]) {
    let typed = text(data);
    for lang in [Lang::En, Lang::Zh] {
        match ConfigFile::parse(
            &typed,
            "config.toml",
            Some(Path::new("/etc/eip")),
            Some(Path::new("/home/you")),
            lang,
        ) {
            Ok(file) => drop(Config { user: file, ..Config::default() }.settings(None)),
            Err(failure) => {
                assert!(failure.message.contains("config.toml"), "{failure:?}");
                // As it is printed: its own line ends are the only ones.
                assert!(!failure.to_string().chars().any(|c| c != '\n' && acts(c)), "{failure:?}");
                assert_eq!(
                    failure.to_string().lines().count(),
                    1 + failure.hints.len(),
                    "{failure:?}"
                );
            }
        }
    }
}

/// What acts on a terminal or does not show as itself, by the tables of Unicode: `Cc`, `Zl`, `Zp`, the annotation signs, and every
/// `Default_Ignorable_Code_Point`, which the bidirectional and zero-width marks are among. Not the program's own list, which is judged by it.
const ACTS: &[(u32, u32)] = &[
    (0x00, 0x1f),
    (0x7f, 0x9f),
    (0xad, 0xad),
    (0x34f, 0x34f),
    (0x61c, 0x61c),
    (0x115f, 0x1160),
    (0x17b4, 0x17b5),
    (0x180b, 0x180f),
    (0x200b, 0x200f),
    (0x2028, 0x2029),
    (0x202a, 0x202e),
    (0x2060, 0x206f),
    (0x3164, 0x3164),
    (0xfe00, 0xfe0f),
    (0xfeff, 0xfeff),
    (0xffa0, 0xffa0),
    (0xfff0, 0xfff8),
    (0xfff9, 0xfffb),
    (0x1_bca0, 0x1_bca3),
    (0x1_d173, 0x1_d17a),
    // `Regional_Indicator` and `Emoji_Modifier`: what they join to has a width that terminals disagree about.
    (0x1_f1e6, 0x1_f1ff),
    (0x1_f3fb, 0x1_f3ff),
    (0xe_0000, 0xe_0fff),
];

fn acts(c: char) -> bool {
    ACTS.iter().any(|(from, to)| (*from..=*to).contains(&u32::from(c)))
}

/// Cloud text: nothing that acts on a terminal is left, doing it twice changes nothing, and plain text stays as it is.
pub(super) fn visible_text(data: &[u8]) {
    let raw = text(data);
    let shown = visible(&raw);
    assert!(!shown.chars().any(acts), "{shown:?}");
    assert_eq!(visible(&shown), shown);
    assert_eq!(raw.chars().any(acts), raw != shown, "{raw:?}");
    assert!(shown.chars().count() >= raw.chars().count(), "something is lost: {shown:?}");
}

#[test]
fn every_character_that_acts_is_shown_and_no_other_is_touched() {
    for c in '\0'..=char::MAX {
        visible_text(format!("a{c}").as_bytes());
    }
}
