//! `unbind`: plan and, with the right `--confirm`, do it. Never asks on standard input.

use super::args::Output;
use super::command::Shell;
use super::decision::{Decision, decide, drifted, exit_code, is_unconfirmed};
use super::identity::whose;
use super::job::{Job, Verb, given};
use super::left_open::{settle_beside, tell_elsewhere, tell_open};
use super::lookup::look_up;
use super::setup::{Setup, run_prefix};
use super::{bind, lookup, output, plan_file, plan_table, plan_text};
use crate::api::Client;
use crate::app::Msg;
use crate::domain::{Generation, Region};
use crate::failure::Failure;
use crate::journal::open_unbinds;
use crate::runtime::recovery;
use crate::runtime::runner::Runner;
use crate::runtime::signals::Signals;
use crate::runtime::writer::Writer;
use crate::runtime::{QUEUE, headless};
use crate::text::alert::Targets;
use crate::text::plan::to_ask;
use crate::text::target::the_alert;
use crate::text::{hook, running};
use crate::unbind::lookup::{Found, Lookup};
use crate::unbind::plan_json::{PlanOrigin, items_json};
use crate::unbind::report::RunReport;
use crate::unbind::{Plan, PlanFile, PlanInput, Run, RunConfig, UnbindOptions, plan_leaving_out};
use serde_json::json;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// Plans, and carries out what was confirmed.
///
/// # Errors
/// Usage, configuration, credentials.
pub(super) async fn run(setup: &Setup, job: &Job<'_>) -> Result<u8, Failure> {
    let args = job.args;
    let file = plan_file::for_job(&setup.global, job, setup.lang)?;
    let given = if file.is_some() { Targets::default() } else { given(job, setup.lang)? };
    let regions = if setup.regions.is_empty() { Region::all() } else { setup.regions.clone() };
    let (tell, inbox) = mpsc::channel(QUEUE);
    let (writer, thread) = setup.writer();
    let runner = Runner::new(setup.connector(), Some(writer.clone()), tell, setup.global.read_only)
        .with_hooks(setup.hooks());
    let (done, finished) = oneshot::channel();
    let told = if args.how.no_journal { vec![] } else { tell_elsewhere(&writer, setup).await };
    let work = async {
        let wanted = Wanted { given: &given, regions: &regions, file: file.as_ref() };
        let carried = carry_out(setup, job, &wanted, (&runner, &writer), inbox);
        let work = Box::pin(carried).await;
        let _ = done.send((work.signals, work.ends));
        work.code
    };
    let beside = async {
        if args.how.no_journal {
            recovery::show_open(&writer, &setup.home(), &|news| tell_open(setup.lang, news, false))
                .await;
        } else {
            settle_beside(&runner, &writer, setup, finished, &told).await;
        }
    };
    let (code, ()) = tokio::join!(work, beside);
    runner.hooks_done().await;
    for (program, end) in runner.take_hook_failures() {
        output::talk(&hook::after_outcome(setup.lang, &program, &end));
    }
    thread.end();
    Ok(code)
}

/// What is to be planned.
struct Wanted<'a> {
    given: &'a Targets,
    regions: &'a [Region],
    /// The plan that somebody handed on, in the place of targets.
    file: Option<&'a PlanFile>,
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
    job: &Job<'_>,
    &Wanted { given, regions, file }: &Wanted<'_>,
    (runner, writer): (&Runner, &Writer),
    inbox: mpsc::Receiver<Msg>,
) -> Work {
    let args = job.args;
    let options = UnbindOptions {
        alloc_wan_ip: args.alloc_wan_ip == "1",
        un_bind_private_ip_with_eip: args.un_bind_private_ip_with_eip.as_deref().map(|v| v == "1"),
    };
    let client = runner.client().await;
    let client = client.as_ref().copied();
    let api = setup.generation(client.ok().map(Client::generation));
    let found = async {
        let lookups = look_up(client, regions, given).await;
        let found = if given.picked {
            Found::of(&[Lookup::as_one(the_alert(setup.lang), &lookups)], options)
        } else {
            Found::of(&lookups, options)
        };
        let bare = found.targets.iter().cloned();
        let bare = bare.map(|(request, reading)| PlanInput::new(request, reading)).collect();
        // Around what is to be bound, they are asked for once its place is known.
        let subjects = if job.binds() { bare } else { headless::subjects(client, bare).await };
        (lookups, found, subjects)
    };
    let ((lookups, found, mut subjects), (whose, caller)) = tokio::join!(found, whose(setup));
    output::talk(&whose);
    // Only now it may be known whose account it is.
    let mut context = setup.context();
    // Where none answered, there is nothing to send, and a plan that was handed on is not taken for one of another API.
    let planned = file.map(|file| file.whose.api);
    context.whose.api = api.or(planned).unwrap_or(setup.whose.api);
    if let Some(caller) = caller {
        context.whose.who.is_called(caller);
    }
    let mut left_out = found.left_out.clone();
    let now = setup.clock.now().wall;
    let mut fault = None;
    if let Some(file) = file {
        context.planned_by = Some(Box::new(file.whose.who.clone()));
        let scan = writer.scan().await;
        plan_file::introduce(setup.lang, file, &context, now, scan.as_ref().ok());
        fault = file.fault(&context, now, setup.global.valid.into());
        if fault.is_none() {
            subjects = plan_file::subjects(client, file).await;
        }
    } else if let Verb::Bind(to) = &job.verb {
        let scan = writer.scan().await;
        if let Err(error) = &scan {
            output::talk(error);
        }
        let places = bind::Places {
            to: to.as_ref(),
            scan: scan.as_ref().ok(),
            endpoint: context.whose.endpoint.as_deref(),
        };
        let bound = bind::places(subjects, &places, setup.lang);
        bound.says.iter().for_each(|line| output::talk(line));
        subjects = headless::subjects(client, bound.subjects).await;
        left_out.extend(bound.nowhere);
    }
    if job.binds() {
        let scan = writer.scan_open().await;
        if let (Err(error), Some(_)) = (&scan, file) {
            output::talk(error);
        }
        let scan = scan.unwrap_or_default();
        let open = open_unbinds(&scan, context.whose.endpoint.as_deref());
        subjects = subjects.into_iter().map(|subject| subject.with_open(&open)).collect();
    }
    let plan = match (file, fault) {
        (Some(file), Some(fault)) => file.refused(&context, &fault),
        (Some(file), None) => file.plan(&context, &subjects),
        (None, _) => plan_leaving_out(&context, &subjects, &left_out),
    };
    let mut decision = decide(&plan, args, file);
    let picked = given.picked;
    let shell = Shell { setup, args, verb: &job.verb, picked, by_file: file };
    plan_text::before(&shell, &plan);
    let reason = file.and_then(|file| file.reason.as_ref()).or(args.how.reason.as_ref());
    let origin = PlanOrigin {
        created_at: file.map_or(now, |file| file.created_at),
        planned_by: file.map_or(&context.whose.who, |file| &file.whose.who),
        reason: reason.map(String::as_str),
    };
    let mut signals = None;
    let mut run = match decision {
        Decision::Go => {
            let run_id = format!("{}-1", run_prefix());
            let programs = setup.asked_programs();
            let to_ask = (!programs.is_empty()).then(|| {
                output::talk(&hook::asking(setup.lang, &programs, 0));
                Box::new(to_ask(setup.lang, &plan, &origin, &run_id))
            });
            let config = RunConfig {
                run_id,
                wait_ms: args.how.wait.saturating_mul(1_000),
                journal: !args.how.no_journal,
                watch: args.how.watch > 0,
                reason: reason.cloned(),
                to_ask,
            };
            signals = Signals::listen().ok();
            Some(
                headless::carry_out(
                    Run::new(&plan, context.clone(), config),
                    runner,
                    inbox,
                    headless::Course {
                        clock: setup.clock,
                        watch: Duration::from_secs(args.how.watch),
                        hear: &mut |item, event| {
                            if !args.how.quiet {
                                plan_text::event(setup.lang, item, event);
                            }
                        },
                        cut_short: &mut || output::talk(running::cut_short(setup.lang)),
                    },
                    &mut signals,
                )
                .await,
            )
        }
        Decision::Drifted => {
            let run = drifted(&plan, &context, setup, file);
            // It is not carried out: what came of its items is told of here.
            for told in RunReport::news(&run, &vec![None; run.items.len()]) {
                runner.tell_hooks(&told);
            }
            Some(run)
        }
        Decision::NotConfirmed
        | Decision::DryRun
        | Decision::ReadOnly
        | Decision::FourEyes
        | Decision::Denied
        | Decision::Nothing => None,
    };
    if let Some(denial) = run.as_ref().and_then(Run::denial) {
        output::talk(&hook::denied(setup.lang, denial));
        output::talk(&format!("  {}", hook::after_denial(setup.lang, denial)));
        (decision, run) = (Decision::Denied, None);
    }
    report(&shell, (&plan, api), &origin, run.as_ref(), decision);
    lookup::talk(setup.lang, &lookups, &found, |eips| shell.choose(eips));
    Work {
        code: exit_code(
            &plan,
            run.as_ref(),
            is_unconfirmed(&plan, args, decision) || decision == Decision::Drifted,
        ),
        signals,
        ends: run.is_some_and(|run| run.cancelled),
    }
}

fn report(
    shell: &Shell<'_>,
    (plan, api): (&Plan, Option<Generation>),
    origin: &PlanOrigin<'_>,
    run: Option<&Run>,
    decision: Decision,
) {
    let lang = shell.setup.lang;
    match shell.setup.global.output {
        Output::Json => {
            let items = if decision == Decision::DryRun { vec![] } else { items_json(plan, run) };
            let mut told = crate::text::plan::json(lang, plan, origin, run, &items);
            told["api"] = json!(api);
            output::json(&told);
        }
        Output::Csv => plan_table::csv(plan, run),
        Output::Table | Output::Markdown => {
            let columns = output::columns(&shell.setup.env);
            plan_table::table(lang, columns, plan, run, *shell.verb != Verb::Unbind)
        }
    }
    plan_text::talk(shell, plan, run, decision);
}
