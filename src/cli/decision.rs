//! Whether a plan is carried out, and the exit code.

use super::args::UnbindArgs;
use super::setup::{Setup, run_prefix};
use crate::domain::{BindTarget, Delivery, Mutation};
use crate::unbind::{
    Context, Outcome, Plan, PlanFile, Refusal, RefusalReason, Run, RunConfig, RunItem, Verdict,
    outcome,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    Go,
    NotConfirmed,
    DryRun,
    Drifted,
    /// `before_send` did not agree.
    Denied,
    /// The plan is shown, and nothing can be sent.
    ReadOnly,
    /// The plan is shown, and somebody else must send it.
    FourEyes,
    Nothing,
}

pub(super) fn decide(plan: &Plan, args: &UnbindArgs, file: Option<&PlanFile>) -> Decision {
    if !plan.items.is_empty() && file.is_some_and(|file| !file.holds(plan)) {
        return Decision::Drifted;
    }
    if args.how.dry_run {
        return Decision::DryRun;
    }
    if plan.read_only && !plan.items.is_empty() {
        return Decision::ReadOnly;
    }
    if plan.four_eyes && !plan.items.is_empty() {
        return Decision::FourEyes;
    }
    let Some(token) = &plan.token else { return Decision::Nothing };
    let Some(given) = &args.how.confirm else { return Decision::NotConfirmed };
    let expected = |expect: &String| {
        plan.digest.as_ref() == Some(expect)
            || plan.items.iter().all(|item| {
                let server = match &item.mutation {
                    Mutation::Bind { target: BindTarget::Instance(server), .. } => Some(server),
                    Mutation::Bind { target: BindTarget::PrivateIp { .. }, .. } => None,
                    Mutation::Unbind { .. } => item.before.un_instance_id.as_ref(),
                };
                server.is_some_and(|server| server.as_str() == expect)
            })
    };
    // First: where the plan is another one, so may its token be.
    if !args.how.expect.as_ref().is_none_or(expected) {
        return Decision::Drifted;
    }
    if given == token { Decision::Go } else { Decision::NotConfirmed }
}

/// Another plan than the expected one: nothing is sent, and every item says so.
pub(super) fn drifted(
    plan: &Plan,
    context: &Context,
    setup: &Setup,
    file: Option<&PlanFile>,
) -> Run {
    let config = RunConfig {
        run_id: format!("{}-1", run_prefix()),
        wait_ms: 0,
        journal: false,
        watch: false,
        reason: None,
        to_ask: None,
    };
    let mut run = Run::new(plan, context.clone(), config);
    let now = setup.clock.now();
    let differs = |item: &RunItem| file.map(|file| file.differing(&item.plan)).unwrap_or_default();
    let is_known = file.is_some_and(|file| !file.changed(plan).is_empty());
    for item in &mut run.items {
        // Where it is known which of them changed, the others are only not begun.
        let is_other = !is_known || !differs(item).is_empty();
        let word = if is_other { Verdict::Drifted } else { Verdict::Cancelled };
        let after = Some(item.plan.before.state());
        item.outcome = Some(Outcome { after, ..Outcome::bare(word) });
        item.done_at = Some(now);
    }
    run
}

/// Whether there is something to confirm, and nobody did: also in a dry run, and read-only.
pub(super) fn is_unconfirmed(plan: &Plan, args: &UnbindArgs, decision: Decision) -> bool {
    let can_go = matches!(
        decision,
        Decision::NotConfirmed | Decision::ReadOnly | Decision::FourEyes | Decision::Denied
    );
    let is_dry = decision == Decision::DryRun
        && (args.how.confirm.is_none() || plan.read_only || plan.four_eyes);
    can_go || (is_dry && !plan.items.is_empty())
}

/// Targets that were left out count where nothing else was done.
pub(super) fn exit_code(plan: &Plan, run: Option<&Run>, is_unconfirmed: bool) -> u8 {
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
