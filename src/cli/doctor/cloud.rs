//! What the cloud says: keys, caller, which API answers, and each reading action. Nothing that changes anything is ever sent.

use super::check::{Area, Blame, Check, State};
use crate::api::Client;
use crate::cli::identity;
use crate::cli::setup::Setup;
use crate::domain::fault::Delivery;
use crate::domain::person::Caller;
use crate::domain::sanitize::visible;
use crate::domain::{EipQuery, EipQuota, Fault, FaultClass, Generation, NicQuery, Region};
use crate::runtime::connect::{Choice, Connector, Wanted};
use crate::text::Lang;
use crate::text::credentials::shown_source;
use crate::text::doctor::cloud as words;
use crate::text::fault::{hint_in_doctor, sentence};
use futures_util::future::join_all;
use std::time::Duration;

/// For keys that must be asked for.
const KEYS_WITHIN: Duration = Duration::from_secs(15);

/// Gets the keys where somebody must be asked for them. A line only there.
pub(super) async fn keys(lang: Lang, setup: &Setup) -> Option<Check> {
    let provider = setup.provider.as_ref()?;
    if setup.credential_store.has_keys() {
        return None;
    }
    let asked = tokio::time::timeout(KEYS_WITHIN, provider.resolve(setup.clock.now().wall)).await;
    let late = || {
        Fault::local(
            FaultClass::Credentials,
            format!("{}: no keys within {} s", setup.source(), KEYS_WITHIN.as_secs()),
        )
    };
    Some(match asked.unwrap_or_else(|_| Err(late())) {
        Ok(sourced) => {
            let id = sourced.credentials.secret_id.masked();
            setup.credential_store.set(sourced.lease());
            let kind = identity::shown_kind(setup, provider);
            Check::ok(
                Area::Credentials,
                "keys",
                words::gave_keys(lang, &visible(&shown_source(lang, setup.source())), &id, &kind),
            )
            .fact("key", id)
            .fact("expiresAt", sourced.expires_at.map(crate::domain::moment::rfc3339))
        }
        Err(fault) => {
            setup.credential_store.fail(fault.clone());
            let check = Check::new(
                Area::Credentials,
                "keys",
                State::Failed(Blame::Credentials),
                sentence(lang, &fault),
            );
            check.next(words::check_role(lang))
        }
    })
}

/// Account and caller: the wrong account is the worst mistake here.
pub(super) async fn caller(lang: Lang, setup: &Setup) -> Check {
    let Some(provider) = setup.provider.as_ref().filter(|_| setup.can_ask_owner()) else {
        let found = words::no_sts(lang, setup.demo.is_some());
        return Check::new(Area::Credentials, "caller", State::NotTried, found);
    };
    match identity::caller(setup, provider).await {
        Some(Caller { account_id, arn }) => {
            Check::ok(Area::Credentials, "caller", words::caller(lang, &account_id, &arn))
                .fact("account", account_id)
                .fact("arn", arn)
        }
        None => Check::said(
            lang,
            Area::Credentials,
            "caller",
            State::Warning,
            words::caller_unknown(lang),
        ),
    }
}

/// Finds out which API is in use, as a session would, but remembers nothing.
pub(super) async fn generation(
    lang: Lang,
    setup: &Setup,
    hurried: bool,
) -> (Check, Option<(Client, Choice)>) {
    let make = setup.maker();
    let make = move |generation| {
        make(generation)
            .map(|client: Client| if hurried { client.single_attempt() } else { client })
    };
    let wanted = setup.wanted();
    let asked = match &wanted {
        Wanted::Auto(_) => "auto".to_owned(),
        Wanted::Only(generation) => generation.to_string(),
    };
    let remembered = match setup.memory() {
        Some(memory) => memory.says_v3(setup.clock.now().wall).await.is_some(),
        None => false,
    };
    let recalled = match &wanted {
        Wanted::Auto(region) if remembered => recall(&make, region).await,
        Wanted::Auto(_) | Wanted::Only(_) => None,
    };
    let chosen = match recalled {
        Some(ready) => Ok(ready),
        None => Connector::new(Box::new(make), wanted, None, setup.clock).ready().await.cloned(),
    };
    let check = match &chosen {
        Ok((_, choice)) => {
            Check::ok(Area::Endpoints, "generation", chosen_text(lang, &asked, choice))
                .fact("inUse", choice.generation.to_string())
        }
        Err(fault) => failed(
            lang,
            Check::new(Area::Endpoints, "generation", State::NotTried, sentence(lang, fault)),
            fault,
        )
        .fact("inUse", serde_json::Value::Null),
    };
    (check.fact("asked", asked).fact("remembered", remembered), chosen.ok())
}

/// 3.0, where it is remembered and still answers.
async fn recall(
    make: &impl Fn(Generation) -> Result<Client, Fault>,
    region: &Region,
) -> Option<(Client, Choice)> {
    let client = make(Generation::V3).ok()?;
    client.describe_quota(region).await.ok()?;
    Some((client, Choice { generation: Generation::V3, gone: None, remembered: true }))
}

fn chosen_text(lang: Lang, asked: &str, choice: &Choice) -> String {
    let in_use = match choice.generation {
        Generation::V2 => "API 2.0",
        Generation::V3 => "API 3.0",
    };
    let fault = choice.gone.as_ref().map(|fault| sentence(lang, fault));
    words::chosen(lang, in_use, fault.as_deref(), choice.remembered, asked == "auto")
}

/// A check that failed with this fault, with its next step.
fn failed(lang: Lang, check: Check, fault: &Fault) -> Check {
    let blame = if fault.is_auth() { Blame::Credentials } else { Blame::Reading };
    Check { state: State::Failed(blame), ..check }
        .next(next(lang, fault))
        .fact("class", fault.class.word())
        .fact("code", Some(&fault.code).filter(|code| !code.is_empty()).cloned())
        .fact("requestId", fault.request_id.as_ref().map(|id| id.as_str().to_owned()))
}

/// The error table speaks to somebody who unbinds; a reading needs other words where nothing came back.
fn next(lang: Lang, fault: &Fault) -> String {
    match (fault.class, fault.delivery) {
        (FaultClass::Credentials, _) => words::credentials_first(lang).to_owned(),
        (FaultClass::Maintenance, _) => hint_in_doctor(lang, fault),
        (_, Delivery::NoAnswer) => words::try_again(lang).to_owned(),
        (_, Delivery::NotSent | Delivery::Answered) => hint_in_doctor(lang, fault),
    }
}

/// Names of the actions of a generation.
fn actions(generation: Generation) -> (&'static str, &'static str) {
    match generation {
        Generation::V2 => ("DescribeEip", "DescribeEipQuota"),
        Generation::V3 => ("DescribeAddresses", "DescribeAddressQuota"),
    }
}

/// Every reading action in every region, then those that are not tried. With `lenient` a region that refuses is no failure while another answers.
pub(super) async fn readings(
    lang: Lang,
    setup: &Setup,
    client: &Client,
    regions: &[Region],
    lenient: bool,
) -> Vec<Check> {
    let timed = |begun: crate::domain::Moment| setup.clock.now().since(begun);
    let read = join_all(regions.iter().map(|region| async {
        let begun = setup.clock.now();
        let (all, any) = (EipQuery::all(), NicQuery::default());
        let eips = async { (client.describe_eips(region, &all, 0).await, timed(begun)) };
        let quota = async { (client.describe_quota(region).await, timed(begun)) };
        let nics = async { (client.describe_nics(region, &any, 0).await, timed(begun)) };
        tokio::join!(eips, quota, nics)
    }))
    .await;
    let lenient = lenient && read.iter().any(|((eips, _), ..)| eips.is_ok());
    let (eip_action, quota_action) = actions(client.generation());
    let mut checks = Vec::new();
    for (region, ((eips, eips_ms), (quota, quota_ms), (nics, nics_ms))) in regions.iter().zip(&read)
    {
        let count = |total: Option<u64>, rows: usize| total.unwrap_or(rows as u64);
        let eips = eips.as_ref().map(|page| {
            let count = count(page.total, page.items.len());
            words::eips_allowed(lang, count)
        });
        let need = if lenient { Need::Elsewhere } else { Need::Essential };
        checks.push(reading(lang, eip_action, Some(region), eips, *eips_ms, need));
        let allowed = quota.as_ref().map(|_| words::allowed(lang).to_owned());
        checks.push(reading(lang, quota_action, Some(region), allowed, *quota_ms, Need::Helpful));
        let nics = nics.as_ref().map(|page| {
            let count = count(page.total, page.items.len());
            words::nics_allowed(lang, count)
        });
        checks.push(reading(
            lang,
            "DescribeNetworkInterfaces",
            Some(region),
            nics,
            *nics_ms,
            Need::Helpful,
        ));
    }
    if client.generation() == Generation::V3 {
        checks.extend(only_v3(lang, setup, client, &regions[0]).await);
    }
    checks.extend(not_tried(lang, client.generation()));
    checks.extend(
        regions
            .iter()
            .zip(&read)
            .map(|(region, (_, (figures, _), _))| quota(lang, region, figures.as_ref().ok())),
    );
    checks
}

async fn only_v3(lang: Lang, setup: &Setup, client: &Client, region: &Region) -> [Check; 2] {
    let begun = setup.clock.now();
    let (regions, account) = tokio::join!(client.regions(), client.account_type(region));
    let took = setup.clock.now().since(begun);
    let regions = regions.as_ref().map(|regions| words::regions_allowed(lang, regions.len()));
    let account = account.as_ref().map(|kind| words::account_allowed(lang, kind));
    [
        reading(lang, "DescribeRegions", None, regions, took, Need::Helpful),
        reading(lang, "DescribeNetworkAccountType", Some(region), account, took, Need::Helpful),
    ]
}

/// How much an unbind needs a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// Without it there is no unbind.
    Essential,
    /// Another region answers: a refusal here is known, and not fatal.
    Elsewhere,
    /// Without it less is known.
    Helpful,
}

fn reading(
    lang: Lang,
    action: &'static str,
    region: Option<&Region>,
    result: Result<String, &Fault>,
    took_ms: u64,
    need: Need,
) -> Check {
    let new = |found: String| {
        let check = Check::ok(Area::Permissions, action, found).fact("tookMs", took_ms);
        match region {
            Some(region) => check.subject(region.as_str()),
            None => check,
        }
    };
    match result {
        Ok(found) => new(words::took(lang, &found, took_ms)).fact("code", serde_json::Value::Null),
        Err(fault) => {
            let check = failed(lang, new(sentence(lang, fault)), fault);
            let harmless = match need {
                Need::Essential => false,
                Need::Elsewhere => fault.delivery == Delivery::Answered,
                Need::Helpful => true,
            };
            if harmless { Check { state: State::Warning, ..check } } else { check }
        }
    }
}

/// What changes something is not tried, and what needs a task neither.
fn not_tried(lang: Lang, generation: Generation) -> Vec<Check> {
    let of = generation.capabilities();
    let mutation = words::would_change(lang);
    let task = words::needs_task(lang);
    let tasks = (generation == Generation::V3).then_some(("DescribeTaskResult", task));
    let all = [(of.unbind_action, mutation), (of.bind_action, mutation)].into_iter().chain(tasks);
    all.map(|(action, why)| Check::new(Area::Permissions, action, State::NotTried, why)).collect()
}

fn quota(lang: Lang, region: &Region, figures: Option<&EipQuota>) -> Check {
    let Some(quota) = figures else {
        let said = words::quota_not_known(lang);
        return Check::said(lang, Area::Quota, "quota", State::NotTried, said)
            .subject(region.as_str());
    };
    let pair = |used: Option<i64>, limit: Option<i64>| {
        let text = |figure: Option<i64>| figure.map_or_else(|| "?".to_owned(), |n| n.to_string());
        format!("{}/{}", text(used), text(limit))
    };
    let (held, applied) = (
        pair(quota.current_eip_num, quota.eip_num_quota),
        pair(quota.daily_apply_count, quota.daily_apply_quota),
    );
    let again = pair(quota.daily_alloc_wan_ip_count, quota.daily_alloc_wan_ip_quota);
    let found = words::quota(lang, &held, &applied, &again);
    let used_up = quota.alloc_wan_ip_left() == Some(0);
    let check =
        Check::new(Area::Quota, "quota", if used_up { State::Warning } else { State::Ok }, found)
            .subject(region.as_str());
    let check = match serde_json::to_value(quota) {
        Ok(serde_json::Value::Object(figures)) => Check { facts: figures, ..check },
        Ok(_) | Err(_) => check,
    };
    if !used_up {
        return check;
    }
    check.next(words::no_new_ip_today(lang))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::error_code::lookup_v2;

    fn gz() -> Region {
        Region::parse("gz").unwrap()
    }

    #[test]
    fn a_refusal_counts_by_how_much_it_is_needed() {
        let of = |code: i64, need| {
            let fault = lookup_v2(code).fault(code.to_string(), "", None);
            let check = reading(Lang::En, "DescribeEip", Some(&gz()), Err(&fault), 5, need);
            assert!(
                check.next.is_some() && check.facts["code"].as_str() == Some(&fault.code),
                "{check:?}"
            );
            check.state
        };
        assert_eq!(of(4100, Need::Essential), State::Failed(Blame::Credentials));
        assert_eq!(of(4300, Need::Essential), State::Failed(Blame::Credentials));
        assert_eq!(
            of(4500, Need::Essential),
            State::Failed(Blame::Reading),
            "the clock is not the key"
        );
        assert_eq!(of(4300, Need::Elsewhere), State::Warning);
        assert_eq!(of(4101, Need::Helpful), State::Warning);
        let lost = Fault::no_answer("cut");
        let check = reading(Lang::Zh, "DescribeEip", None, Err(&lost), 5, Need::Elsewhere);
        assert_eq!(
            (check.state, check.facts["code"].is_null()),
            (State::Failed(Blame::Reading), true)
        );
        assert!(check.next.unwrap().contains("doctor"));
    }

    #[test]
    fn nothing_that_changes_anything_is_tried() {
        let names = |generation| {
            not_tried(Lang::En, generation).iter().map(|check| check.name).collect::<Vec<_>>()
        };
        assert_eq!(names(Generation::V2), ["EipUnBindInstance", "EipBindInstance"]);
        assert_eq!(
            names(Generation::V3),
            ["DisassociateAddress", "AssociateAddress", "DescribeTaskResult"]
        );
    }

    #[test]
    fn a_quota_that_is_used_up_is_told() {
        let figures = EipQuota {
            daily_alloc_wan_ip_quota: Some(10),
            daily_alloc_wan_ip_count: Some(2),
            ..EipQuota::default()
        };
        let check = quota(Lang::En, &gz(), Some(&figures));
        assert_eq!(
            (check.state, check.found.as_str()),
            (State::Ok, "EIPs held ?/?, applied for today ?/?, new IPs on unbind today 2/10")
        );
        assert!(check.facts["dailyAllocWanIpQuota"] == 10 && check.facts["eipNumQuota"].is_null());
        let figures = EipQuota { daily_alloc_wan_ip_count: Some(10), ..figures };
        assert_eq!(quota(Lang::En, &gz(), Some(&figures)).state, State::Warning);
        assert_eq!(quota(Lang::En, &gz(), None).state, State::NotTried);
    }
}
