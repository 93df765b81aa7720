//! Endpoints and the clock: what a look at a host means. Pure.

use super::report::{Area, Blame, Check, State};
use crate::api::probe::{Seen, Stage};
use crate::api::proxy::{ProxyFrom, Route};
use crate::text::Lang;
use crate::text::proxy::{self as words, Way};
use crate::tr;
use std::net::IpAddr;

/// A host that was looked at, and why.
#[derive(Debug)]
pub(super) struct Looked {
    pub(super) base: String,
    /// What it serves, for example `API 2.0`.
    pub(super) serves: &'static str,
    /// Whether the main job needs it.
    pub(super) needed: bool,
    /// The private authority's file, if one is configured.
    pub(super) ca_file: Option<String>,
    pub(super) seen: Seen,
}

/// Off by more than this is worth a word.
const SKEW_WARNING_S: i64 = 60;
/// More is refused by both generations (`docs/api-v2.md` §1.1, `docs/api-v3.md` §2).
const SKEW_LIMIT_S: i64 = 300;

/// One line for a host.
pub(super) fn endpoint(lang: Lang, looked: &Looked) -> Check {
    let seen = &looked.seen;
    let state = match (&seen.failed, looked.needed) {
        _ if seen.opaque => State::NotTried,
        (None, _) => State::Ok,
        (Some(_), true) => State::Failed(Blame::Reading),
        (Some(_), false) => State::Warning,
    };
    let check = Check::new(Area::Endpoints, "endpoint", state, found(lang, looked))
        .subject(looked.base.clone());
    let check = check
        .fact("serves", looked.serves)
        .fact("needed", looked.needed)
        .fact("proxy", proxy(seen))
        .fact("proxyBy", by(seen))
        .fact("addresses", seen.addresses.iter().map(ToString::to_string).collect::<Vec<_>>())
        .fact("dnsMs", seen.name_ms)
        .fact("connectMs", seen.connect_ms)
        .fact("tls", seen.tls.as_ref().map(|tls| tls.version))
        .fact("tlsMs", seen.tls.as_ref().map(|tls| tls.took_ms))
        .fact("privateCa", seen.tls.as_ref().map(|tls| tls.private_ca))
        .fact("httpStatus", seen.answer.as_ref().map(|answer| answer.status))
        .fact("firstAnswerMs", seen.answer.as_ref().map(|answer| answer.took_ms))
        .fact("failedAt", seen.failed.as_ref().map(|(stage, _)| stage_word(*stage)));
    match &seen.failed {
        Some((stage, _)) if !seen.opaque => check.next(next(lang, looked, *stage)),
        _ => check,
    }
}

/// Host and port of the proxy in between.
fn proxy(seen: &Seen) -> Option<String> {
    let Some(Route::Proxy { place, .. }) = &seen.route else { return None };
    Some(place.clone())
}

/// What says whether there is one.
fn by(seen: &Seen) -> Option<&'static str> {
    Some(match seen.route.as_ref()? {
        Route::Loopback => "loopback",
        Route::NotSet => "notSet",
        Route::Off => "config",
        Route::LeftOut { variable, .. } => variable,
        Route::Proxy { from: ProxyFrom::Variable(name), .. } => name,
        Route::Proxy { from: ProxyFrom::Config, .. } => "config",
    })
}

fn way(seen: &Seen) -> Option<Way<'_>> {
    Some(match seen.route.as_ref()? {
        Route::Loopback => Way::Loopback,
        Route::NotSet => Way::NotSet,
        Route::Off => Way::Off,
        Route::LeftOut { variable, rule } => Way::LeftOut(variable, rule),
        Route::Proxy { place, from: ProxyFrom::Variable(name) } => Way::Proxy(place, Some(name)),
        Route::Proxy { place, from: ProxyFrom::Config } => Way::Proxy(place, None),
    })
}

fn stage_word(stage: Stage) -> &'static str {
    match stage {
        Stage::Name => "dns",
        Stage::Connect => "connect",
        Stage::Tunnel => "proxy",
        Stage::Tls => "tls",
        Stage::Answer => "answer",
    }
}

fn found(lang: Lang, looked: &Looked) -> String {
    let seen = &looked.seen;
    let mut parts = vec![looked.serves.to_owned()];
    parts.extend(way(seen).map(|way| words::way(lang, way)));
    if seen.opaque {
        parts.push(
            lang.pick(
                "stages can't be looked at through this kind of proxy",
                "无法透过此类代理查看各阶段",
            )
            .to_owned(),
        );
        return parts.join(lang.pick(", ", "，"));
    }
    // An address needs no name.
    let is_address = |first: &&IpAddr| looked.base.contains(&first.to_string());
    if let (Some(ms), Some(first)) =
        (seen.name_ms, seen.addresses.first().filter(|first| !is_address(first)))
    {
        let more = seen.addresses.len() - 1;
        let more = if more > 0 { format!(" +{more}") } else { String::new() };
        parts.push(format!("DNS {first}{more} {ms} ms"));
    }
    parts.extend(seen.connect_ms.map(|ms| tr!(lang, "connected {ms} ms", "连接 {ms} ms")));
    if let Some(tls) = &seen.tls {
        let by = match (&looked.ca_file, tls.private_ca) {
            (Some(file), true) => {
                tr!(lang, "verified by the private CA {file}", "由私有 CA {file} 验证通过")
            }
            _ => lang.pick("verified", "证书验证通过").to_owned(),
        };
        parts.push(format!("{} {by} {} ms", tls.version, tls.took_ms));
    } else if seen.failed.is_none() {
        parts.push(lang.pick("plain http to this machine", "本机明文 http").to_owned());
    }
    if let Some(answer) = &seen.answer {
        let (status, ms) = (answer.status, answer.took_ms);
        parts.push(tr!(
            lang,
            "first answer {ms} ms (HTTP {status})",
            "首个回复 {ms} ms（HTTP {status}）"
        ));
    }
    if let Some((stage, why)) = &seen.failed {
        parts.push(match stage {
            Stage::Name => tr!(lang, "no address: {why}", "无法解析：{why}"),
            Stage::Connect => tr!(lang, "no connection: {why}", "无法连接：{why}"),
            Stage::Tunnel => tr!(lang, "no way through the proxy: {why}", "代理不通：{why}"),
            Stage::Tls => tr!(lang, "no TLS: {why}", "TLS 失败：{why}"),
            Stage::Answer => tr!(lang, "no answer: {why}", "没有回复：{why}"),
        });
    }
    if !looked.needed {
        parts.push(lang.pick("not needed here", "此处用不到").to_owned());
    }
    parts.join(lang.pick(", ", "，"))
}

fn next(lang: Lang, looked: &Looked, stage: Stage) -> String {
    let proxied = proxy(&looked.seen).is_some();
    let text = match stage {
        Stage::Name if proxied => (
            "check the proxy's name: HTTPS_PROXY, or proxy in the config file",
            "请检查代理的名称：HTTPS_PROXY 或配置文件中的 proxy",
        ),
        Stage::Name => (
            "check DNS and the endpoint; is a proxy needed (HTTPS_PROXY)?",
            "请检查 DNS 和接入点；是否需要代理（HTTPS_PROXY）？",
        ),
        Stage::Connect if proxied => {
            ("check that the proxy runs and can be reached", "请检查代理是否运行且可达")
        }
        Stage::Connect => (
            "check firewall, route and --endpoint; is a proxy needed (HTTPS_PROXY)?",
            "请检查防火墙、路由和 --endpoint；是否需要代理（HTTPS_PROXY）？",
        ),
        Stage::Tunnel => (
            "check the proxy's password and whether it lets this host pass",
            "请检查代理的密码，以及是否放行该主机",
        ),
        Stage::Tls if looked.ca_file.is_some() => (
            "check that ca_file holds the authority of this host's certificate, and the clock",
            "请检查 ca_file 是否为该主机证书的签发机构，以及系统时钟",
        ),
        Stage::Tls => (
            "for a private CA set ca_file in the config file (or SSL_CERT_FILE); check the clock; is something in between?",
            "如为私有 CA，请在配置文件中设置 ca_file（或 SSL_CERT_FILE）；检查系统时钟；途中是否有中间设备？",
        ),
        Stage::Answer => (
            "something answers there, but not as HTTP: check --endpoint",
            "对端有响应但不是 HTTP：请检查 --endpoint",
        ),
    };
    lang.pick(text.0, text.1).to_owned()
}

/// The clock, by the first needed host that told its time, else by any other.
pub(super) fn clock(lang: Lang, all: &[Looked]) -> Check {
    let told = |looked: &&Looked| {
        looked.seen.answer.as_ref().is_some_and(|answer| answer.ahead_s.is_some())
    };
    let by = all.iter().filter(|looked| looked.needed).find(told).or_else(|| all.iter().find(told));
    let Some((by, ahead)) = by.and_then(|by| Some((&by.base, by.seen.answer.as_ref()?.ahead_s?)))
    else {
        return Check::new(
            Area::Clock,
            "skew",
            State::NotTried,
            lang.pick("no server gave its time", "没有服务器返回时间"),
        )
        .next(lang.pick("mend the endpoints first", "请先解决接入点问题"))
        .fact("aheadS", serde_json::Value::Null);
    };
    let off = ahead.unsigned_abs();
    let found = match ahead {
        0 => tr!(lang, "agrees with {by} within a second", "与 {by} 相差不到一秒"),
        1.. => tr!(lang, "this machine is {off} s ahead of {by}", "本机比 {by} 快 {off} 秒"),
        _ => tr!(lang, "this machine is {off} s behind {by}", "本机比 {by} 慢 {off} 秒"),
    };
    let state = match ahead.abs() {
        off if off > SKEW_LIMIT_S => State::Failed(Blame::Reading),
        off if off > SKEW_WARNING_S => State::Warning,
        _ => State::Ok,
    };
    let check =
        Check::new(Area::Clock, "skew", state, found).fact("aheadS", ahead).fact("by", by.clone());
    if state == State::Ok {
        return check;
    }
    check.next(lang.pick(
        "set the clock: timedatectl set-ntp true, or chronyc makestep; more than 300 s is refused by the cloud",
        "请校准时钟：timedatectl set-ntp true 或 chronyc makestep；超过 300 秒会被云端拒绝",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::probe::{FirstAnswer, Tls};

    fn looked(ahead_s: Option<i64>, needed: bool) -> Looked {
        let answer = Some(FirstAnswer { status: 200, ahead_s, took_ms: 20 });
        let tls = Some(Tls { version: "TLS 1.3", private_ca: true, took_ms: 12 });
        let seen = Seen {
            addresses: vec!["203.0.113.1".parse().unwrap(), "203.0.113.2".parse().unwrap()],
            name_ms: Some(3),
            connect_ms: Some(8),
            tls,
            answer,
            ..Seen::default()
        };
        Looked {
            base: "https://cloud.example".into(),
            serves: "API 2.0",
            needed,
            ca_file: Some("~/ca.pem".into()),
            seen,
        }
    }

    #[test]
    fn the_clock_has_two_limits() {
        for (ahead, state) in [
            (0, "ok"),
            (60, "ok"),
            (-60, "ok"),
            (61, "warning"),
            (-61, "warning"),
            (300, "warning"),
            (301, "failed"),
            (-301, "failed"),
        ] {
            let check = clock(Lang::En, &[looked(Some(ahead), true)]);
            assert_eq!((check.state.word(), &check.facts["aheadS"]), (state, &ahead.into()));
            assert_eq!(check.next.is_some(), state != "ok");
        }
        let check = clock(Lang::Zh, &[looked(None, true), looked(Some(-900), false)]);
        assert!(check.found.contains("慢 900 秒"), "{}", check.found);
        assert_eq!(clock(Lang::En, &[]).state, State::NotTried);
    }

    #[test]
    fn every_stage_is_told_with_its_time() {
        let check = endpoint(Lang::En, &looked(Some(0), true));
        assert_eq!(check.state, State::Ok);
        assert_eq!(
            check.found,
            "API 2.0, DNS 203.0.113.1 +1 3 ms, connected 8 ms, TLS 1.3 verified by the private CA ~/ca.pem 12 ms, first answer 20 ms (HTTP 200)"
        );
        assert_eq!(
            (&check.facts["tls"], &check.facts["privateCa"], &check.facts["firstAnswerMs"]),
            (&"TLS 1.3".into(), &true.into(), &20.into())
        );
    }

    #[test]
    fn only_a_needed_host_that_fails_is_a_failure() {
        for stage in [Stage::Name, Stage::Connect, Stage::Tunnel, Stage::Tls, Stage::Answer] {
            for (needed, state) in [(true, State::Failed(Blame::Reading)), (false, State::Warning)]
            {
                let mut broken = looked(None, needed);
                broken.seen = Seen { failed: Some((stage, "why so".into())), ..Seen::default() };
                let check = endpoint(Lang::En, &broken);
                assert_eq!(
                    (check.state, &check.facts["failedAt"]),
                    (state, &stage_word(stage).into())
                );
                assert!(check.found.contains("why so") && check.next.is_some(), "{check:?}");
                assert!(endpoint(Lang::Zh, &broken).next.unwrap().chars().any(|c| c > '\u{2e7f}'));
            }
        }
    }
}
