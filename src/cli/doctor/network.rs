//! Endpoints and the clock: what a look at a host means. Pure.

use super::check::{Area, Blame, Check, State};
use crate::api::probe::Seen;
use crate::api::proxy::{ProxyFrom, Route};
use crate::domain::Stage;
use crate::text::Lang;
use crate::text::doctor::network as said;
use crate::text::proxy::{self as words, Way};
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
        Some((stage, _)) if !seen.opaque => {
            let proxied = proxy(seen).is_some();
            check.next(said::next(lang, *stage, proxied, looked.ca_file.is_some()))
        }
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
        parts.push(said::opaque(lang).to_owned());
        return parts.join(said::comma(lang));
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
    parts.extend(seen.connect_ms.map(|ms| said::connected(lang, ms)));
    if let Some(tls) = &seen.tls {
        let by = match (&looked.ca_file, tls.private_ca) {
            (Some(file), true) => said::verified_by(lang, file),
            _ => said::verified(lang).to_owned(),
        };
        parts.push(format!("{} {by} {} ms", tls.version, tls.took_ms));
    } else if seen.failed.is_none() {
        parts.push(said::plain_http(lang).to_owned());
    }
    if let Some(answer) = &seen.answer {
        let (status, ms) = (answer.status, answer.took_ms);
        parts.push(said::first_answer(lang, ms, status));
    }
    if let Some((stage, why)) = &seen.failed {
        parts.push(said::failed_at(lang, *stage, why));
    }
    if !looked.needed {
        parts.push(said::not_needed(lang).to_owned());
    }
    parts.join(said::comma(lang))
}

/// The clock, by the first needed host that told its time, else by any other.
pub(super) fn clock(lang: Lang, all: &[Looked]) -> Check {
    let told = |looked: &&Looked| {
        looked.seen.answer.as_ref().is_some_and(|answer| answer.ahead_s.is_some())
    };
    let by = all.iter().filter(|looked| looked.needed).find(told).or_else(|| all.iter().find(told));
    let Some((by, ahead)) = by.and_then(|by| Some((&by.base, by.seen.answer.as_ref()?.ahead_s?)))
    else {
        return Check::said(lang, Area::Clock, "skew", State::NotTried, said::no_time(lang))
            .fact("aheadS", serde_json::Value::Null);
    };
    let found = said::skew(lang, by, ahead);
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
    check.next(said::set_clock(lang))
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
