//! `unbind`: plan and, with the right `--confirm`, do it. Never asks on standard input.

use super::args::{Output, UnbindArgs};
use super::command::Shell;
use super::identity::whose;
use super::lookup::Search;
use super::setup::{Setup, run_prefix};
use super::{lookup, output, plan_text};
use crate::app::Msg;
use crate::app::history::{Unfinished, UnfinishedState};
use crate::domain::sanitize::visible;
use crate::domain::target::TargetText;
use crate::domain::{Delivery, EipId, NetworkInterfaceId, Region};
use crate::failure::Failure;
use crate::runtime::recovery;
use crate::runtime::runner::Runner;
use crate::runtime::signals::{self, Caught, Signals};
use crate::runtime::writer::Writer;
use crate::runtime::{QUEUE, headless};
use crate::text::Lang;
use crate::text::alert::Targets;
use crate::tr;
use crate::unbind::report::items_json;
use crate::unbind::{
    Context, Outcome, Plan, Refusal, RefusalReason, Run, RunConfig, UnbindOptions, Verdict,
    outcome, plan,
};
use futures_util::future::join_all;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// Plans, and carries out what was confirmed.
///
/// # Errors
/// Usage, configuration, credentials.
pub(super) async fn run(setup: &Setup, args: &UnbindArgs) -> Result<u8, Failure> {
    let given = given(args, setup)?;
    let regions = if setup.regions.is_empty() { Region::all() } else { setup.regions.clone() };
    let (tell, inbox) = mpsc::channel(QUEUE);
    let (writer, thread) = setup.writer();
    let runner = Runner::new(setup.connector(), Some(writer.clone()), tell, setup.global.read_only);
    let (done, finished) = oneshot::channel();
    let work = async {
        let work = carry_out(setup, args, &given, &regions, &runner, inbox).await;
        let _ = done.send((work.signals, work.ends));
        work.code
    };
    let beside = async {
        if args.no_journal {
            recovery::show_open(&writer, &setup.home(), &|news| tell_open(setup.lang, news, false))
                .await;
        } else {
            settle_beside(&runner, &writer, setup, finished).await;
        }
    };
    let (code, ()) = tokio::join!(work, beside);
    thread.end();
    Ok(code)
}

/// What came of it.
struct Work {
    code: u8,
    /// Those of the run, if there was one: a signal that comes right after it is not lost.
    signals: Option<Signals>,
    /// A signal ended it.
    ends: bool,
}

/// Plans and, if the plan is confirmed, carries it out.
async fn carry_out(
    setup: &Setup,
    args: &UnbindArgs,
    given: &Targets,
    regions: &[Region],
    runner: &Runner,
    inbox: mpsc::Receiver<Msg>,
) -> Work {
    let options = UnbindOptions {
        alloc_wan_ip: args.alloc_wan_ip == "1",
        un_bind_private_ip_with_eip: args.un_bind_private_ip_with_eip.as_deref().map(|v| v == "1"),
    };
    let client = runner.client().await;
    let api = client.as_ref().map_or(setup.generation, |client| client.generation());
    let search = Search { client: client.as_ref().copied(), regions, options, lang: setup.lang };
    let found = async {
        if given.picked {
            vec![search.alert(&given.targets).await]
        } else {
            join_all(given.targets.iter().map(|target| search.target(target))).await
        }
    };
    let (found, whose) = tokio::join!(found, whose(setup));
    output::talk(&whose);
    // Only now it may be known whose account it is.
    let context = Context { api, ..setup.context() };
    let subjects: Vec<_> = found.iter().flat_map(|found| found.subjects.clone()).collect();
    let plan = plan(&context, &subjects);
    let decision = decide(&plan, args);
    let mut signals = None;
    let run = match decision {
        Decision::Go => {
            let config = RunConfig {
                run_id: format!("{}-1", run_prefix()),
                wait_ms: args.wait.saturating_mul(1_000),
                journal: !args.no_journal,
                watch: false,
                reason: args.reason.clone(),
                endpoint: setup.shown_endpoint(),
            };
            signals = Signals::listen().ok();
            Some(
                headless::carry_out(
                    Run::new(&plan, context.clone(), config),
                    runner,
                    inbox,
                    setup.clock,
                    &mut signals,
                )
                .await,
            )
        }
        Decision::Drifted => Some(drifted(&plan, &context, setup)),
        Decision::NotConfirmed | Decision::DryRun | Decision::ReadOnly | Decision::Nothing => None,
    };
    let shell = Shell { setup, args, picked: given.picked };
    report(&shell, &plan, run.as_ref(), decision);
    for found in &found {
        lookup::talk(setup.lang, found, |eip| shell.choose(eip));
    }
    Work {
        code: exit_code(&plan, run.as_ref(), is_unconfirmed(&plan, args, decision)),
        signals,
        ends: run.is_some_and(|run| run.cancelled),
    }
}

/// After the work is done, what a crash left open is waited for this long.
const AFTER_MS: u64 = 60_000;

/// What a crash left open is settled beside the work; once that is done it is waited for, until a signal says otherwise.
async fn settle_beside(
    runner: &Runner,
    writer: &Writer,
    setup: &Setup,
    finished: oneshot::Receiver<(Option<Signals>, bool)>,
) {
    let tell = |news| tell_open(setup.lang, news, true);
    let long_enough = async {
        if let Ok((signals, false)) = finished.await {
            let mut signals = signals.or_else(|| Signals::listen().ok());
            let _ =
                tokio::time::timeout(Duration::from_millis(AFTER_MS), told_to_end(&mut signals))
                    .await;
        }
    };
    let home = setup.home();
    tokio::select! {
        () = recovery::settle_open(runner, writer, &home, setup.clock, false, &tell) => {}
        () = long_enough => {}
    }
}

async fn told_to_end(signals: &mut Option<Signals>) {
    loop {
        match signals::next(signals).await {
            Caught::End(_) => return,
            Caught::Stop => signals::stop_group(),
            Caught::Continued | Caught::Resized => {}
        }
    }
}

fn tell_open(lang: Lang, news: Unfinished, settles: bool) {
    let eip = visible(&news.eip).into_owned();
    let at = news.at.strftime("%Y-%m-%dT%H:%M:%SZ");
    output::talk(&match news.state {
        UnfinishedState::Looking if settles => {
            tr!(
                lang,
                "left open at {at}: {eip}: settling it by reading",
                "{at} 遗留：{eip}：正在通过读取确认"
            )
        }
        UnfinishedState::Looking => {
            tr!(
                lang,
                "left open at {at}: {eip}: not settled with --no-journal",
                "{at} 遗留：{eip}：使用 --no-journal 时不处理"
            )
        }
        UnfinishedState::Blind(why) => {
            tr!(
                lang,
                "left open at {at}: {eip}: can't be read: {}",
                "{at} 遗留：{eip}：无法读取：{}",
                visible(&why)
            )
        }
        UnfinishedState::Settled(word) => {
            tr!(lang, "left open at {at}: {eip}: {}", "{at} 遗留：{eip}：{}", word.as_str())
        }
        UnfinishedState::Elsewhere(whose) => {
            tr!(
                lang,
                "left open at {at}: {eip}: belongs to {}, not settled here",
                "{at} 遗留：{eip}：属于 {}，此处不处理",
                visible(&whose)
            )
        }
    });
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    Go,
    NotConfirmed,
    DryRun,
    Drifted,
    /// The plan is shown, and nothing can be sent.
    ReadOnly,
    Nothing,
}

fn decide(plan: &Plan, args: &UnbindArgs) -> Decision {
    if args.dry_run {
        return Decision::DryRun;
    }
    if plan.read_only && !plan.items.is_empty() {
        return Decision::ReadOnly;
    }
    let Some(token) = &plan.token else { return Decision::Nothing };
    let Some(given) = &args.confirm else { return Decision::NotConfirmed };
    let expected = |expect: &String| {
        plan.digest.as_ref() == Some(expect)
            || plan.items.iter().all(|item| {
                item.before.un_instance_id.as_ref().is_some_and(|server| server.as_str() == expect)
            })
    };
    // First: where the plan is another one, so may its token be.
    if !args.expect.as_ref().is_none_or(expected) {
        return Decision::Drifted;
    }
    if given == token { Decision::Go } else { Decision::NotConfirmed }
}

/// Another plan than the expected one: nothing is sent, and every item says so.
fn drifted(plan: &Plan, context: &Context, setup: &Setup) -> Run {
    let config = RunConfig {
        run_id: format!("{}-1", run_prefix()),
        wait_ms: 0,
        journal: false,
        watch: false,
        reason: None,
        endpoint: None,
    };
    let mut run = Run::new(plan, context.clone(), config);
    let now = setup.clock.now();
    for item in &mut run.items {
        item.outcome = Some(Outcome {
            after: Some(item.plan.before.state()),
            ..Outcome::bare(Verdict::Drifted)
        });
        item.done_at = Some(now);
    }
    run
}

fn given(args: &UnbindArgs, setup: &Setup) -> Result<Targets, Failure> {
    let lang = setup.lang;
    let example = lang
        .pick("for example eip-unbind unbind 203.0.113.77", "例如 eip-unbind unbind 203.0.113.77");
    let empty = |option: &str| {
        Failure::usage(tr!(lang, "{option} is empty", "{option} 为空")).hint(example)
    };
    let mut given =
        Targets::read(&args.targets).map_err(|error| lookup::bad_target(lang, &error))?;
    let targets = &mut given.targets;
    for id in &args.eip_id {
        targets.push(TargetText::EipId(EipId::parse(id).ok_or_else(|| empty("--eip-id"))?));
    }
    targets.extend(args.eip.iter().map(|ip| TargetText::Address(*ip)));
    if let (Some(nic), Some(ip)) = (&args.network_interface_id, args.private_ip_address) {
        let nic = NetworkInterfaceId::parse(nic).ok_or_else(|| empty("--network-interface-id"))?;
        targets.push(TargetText::Pair(nic, ip));
    }
    if targets.is_empty() {
        let message = lang.pick("no target was given", "未指定目标");
        return Err(Failure::usage(message).hint(example));
    }
    Ok(given)
}

fn report(shell: &Shell<'_>, plan: &Plan, run: Option<&Run>, decision: Decision) {
    let lang = shell.setup.lang;
    match shell.setup.global.output {
        Output::Json => {
            let items = if decision == Decision::DryRun { vec![] } else { items_json(plan, run) };
            output::json(&crate::text::plan::json(lang, plan, run, &items));
        }
        Output::Csv => plan_text::csv(plan, run),
        Output::Table => plan_text::table(lang, plan, run),
    }
    plan_text::talk(shell, plan, run, decision);
}

/// Whether there is something to confirm, and nobody did: also in a dry run, and read-only.
fn is_unconfirmed(plan: &Plan, args: &UnbindArgs, decision: Decision) -> bool {
    let can_go = decision == Decision::NotConfirmed || decision == Decision::ReadOnly;
    let is_dry = decision == Decision::DryRun && (args.confirm.is_none() || plan.read_only);
    can_go || (is_dry && !plan.items.is_empty())
}

/// Targets that were left out count where nothing else was done.
fn exit_code(plan: &Plan, run: Option<&Run>, is_unconfirmed: bool) -> u8 {
    let refused = plan.refusals.iter().filter(|_| run.is_none()).map(refusal_code);
    let done = run
        .into_iter()
        .flat_map(|run| &run.items)
        .map(|item| item.outcome.as_ref().map_or(6, Outcome::exit_code));
    let unconfirmed = is_unconfirmed.then_some(4);
    outcome::exit_code(refused.chain(done).chain(unconfirmed))
}

/// Not unbindable is 4; where it could not be read, the reason decides: keys 3, never left 5.
fn refusal_code(refusal: &Refusal) -> u8 {
    let RefusalReason::Unreadable(fault) = &refusal.reason else { return 4 };
    match fault.delivery {
        _ if fault.is_auth() => 3,
        Delivery::NotSent => 5,
        Delivery::Answered | Delivery::NoAnswer => 4,
    }
}
