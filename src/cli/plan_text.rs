//! The plan and its outcome in words, for `unbind`.

use super::command::Shell;
use super::decision::Decision;
use super::job::Verb;
use super::output;
use crate::domain::sanitize::visible;
use crate::domain::{Moment, Mutation};
use crate::text::identity::{Detour, detours};
use crate::text::plan::{afterwards, warnings};
use crate::text::report::{event_line, tccli_back};
use crate::text::sentence::of_item;
use crate::text::{
    Lang, command_line as next, plan_change, plan_file as words, plan_lines as said, story,
    way_back,
};
use crate::unbind::story::StoryEvent;
use crate::unbind::{
    Event, EventKind, Outcome, Plan, PlanFile, RefusalReason, Run, RunItem, Verdict,
};
use jiff::tz::TimeZone;

/// What is said before anything is sent: what the plan leaves out, and what it will bring about.
pub(super) fn before(shell: &Shell<'_>, plan: &Plan) {
    let lang = shell.setup.lang;
    for refusal in &plan.refusals {
        let (target, reason) =
            (visible(&refusal.target), crate::text::refusal::reason(lang, &refusal.reason));
        let left_out = if plan.items.is_empty() {
            said::impossible(lang, &target, &reason, matches!(shell.verb, Verb::Bind(_)))
        } else {
            said::left_out(lang, &target, &reason)
        };
        output::talk(&left_out);
        if let RefusalReason::Unreadable(fault) = &refusal.reason
            && !fault.message.is_empty()
        {
            output::talk(&format!("  {}", visible(&fault.message)));
        }
        output::talk(&format!("  {}", next::instead(lang, &refusal.reason)));
    }
    for warning in warnings(lang, plan, None) {
        output::talk(&said::warning(lang, &warning));
    }
    let setup = shell.setup;
    let (proxy, ca_file) = (setup.proxy(), setup.ca_file());
    let detour = Detour {
        endpoint: setup.whose.agreed_endpoint(),
        proxy: proxy.as_deref(),
        ca_file: ca_file.as_deref(),
        no_journal: shell.args.how.no_journal,
    };
    if !plan.items.is_empty() {
        detours(lang, detour, false).iter().for_each(|line| output::talk(line));
    }
}

/// An event, as it happens.
pub(super) fn event(lang: Lang, item: &RunItem, event: &Event) {
    let Some(told) = StoryEvent::of(event) else { return };
    let attempt = usize::from(item.attempt);
    let time = event.at.wall.to_zoned_datetime(TimeZone::system()).strftime("%H:%M:%S%.3f");
    let address = item.plan.before.address();
    output::talk(&format!("{time} {address}  {}", story::line(lang, &told, attempt)));
}

/// What is said to the operator of what came of it, beside the data.
pub(super) fn talk(shell: &Shell<'_>, plan: &Plan, run: Option<&Run>, decision: Decision) {
    let lang = shell.setup.lang;
    for warning in afterwards(lang, run) {
        output::talk(&said::warning(lang, &warning));
    }
    // Of the plan of a file that does not hold, each target is told below with what was planned.
    let by_file = decision == Decision::Drifted && shell.by_file.is_some();
    for item in run.into_iter().filter(|_| !by_file).flat_map(|run| &run.items) {
        match &item.outcome {
            // What it was when --expect was written down is not known here: only what it is.
            Some(_) if decision == Decision::Drifted => {
                let address = item.plan.before.address();
                let words = plan_change::not_as_expected(lang, &item.plan.before);
                output::talk(&said::about(lang, &address, &words));
            }
            Some(outcome) => talk_about(shell, item, outcome),
            None => {}
        }
    }
    for eip in plan.already.iter().filter(|_| !plan.items.is_empty() && !by_file) {
        output::talk(&said::already(lang, &eip.address(), eip.is_unbound()));
    }
    let (Some(token), Some(digest)) = (&plan.token_to_send(), &plan.digest) else { return };
    match decision {
        Decision::NotConfirmed => {
            output::talk(said::not_confirmed(lang, shell.args.how.confirm.is_some()));
            output::talk(&said::to_carry_out(lang, &shell.confirm(plan, token, digest)));
        }
        Decision::Drifted if let Some(file) = shell.by_file => changed(lang, plan, file),
        Decision::Drifted => output::talk(&said::not_as_expected(lang, digest)),
        Decision::FourEyes => output::talk(words::four_eyes(lang)),
        Decision::DryRun => output::talk(&said::dry_run(lang, &shell.confirm(plan, token, digest))),
        Decision::ReadOnly => {
            output::talk(&said::read_only(lang, &shell.confirm(plan, token, digest)))
        }
        Decision::Go | Decision::Nothing | Decision::Denied => {}
    }
}

/// What is another than the planner saw, and what to do about it; nobody has confirmed anything yet.
fn changed(lang: Lang, plan: &Plan, file: &PlanFile) {
    let changed = file.changed(plan);
    for one in &file.items {
        let address = one.before.address();
        let how = changed.iter().find(|(other, _)| other.eip_id == one.eip_id);
        let line = match how {
            Some((_, now)) => plan_change::changed_how(lang, &one.before, *now),
            None if changed.is_empty() => continue,
            None => plan_change::unchanged(lang).to_owned(),
        };
        output::talk(&said::about(lang, &address, &line));
    }
    if changed.is_empty() {
        output::talk(words::other_plan(lang));
    }
    output::talk(words::does_not_hold(lang));
    output::talk(&format!("  {}", words::after_change(lang, file)));
}

fn talk_about(shell: &Shell<'_>, item: &RunItem, outcome: &Outcome) {
    let lang = shell.setup.lang;
    let (address, word) = (item.plan.before.address(), outcome.word.as_str());
    let zone = TimeZone::system();
    let when = |at: Moment| {
        at.wall.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M:%S %:z").to_string()
    };
    let sentence = of_item(lang, item, &when).map(|(sentence, _)| sentence).unwrap_or_default();
    output::talk(&said::outcome(lang, &address, word, &sentence));
    match (&outcome.fault, outcome.word) {
        // Its message is the whole story; "stopped by this program" would only stand in front of it.
        (Some(fault), Verdict::NotRecorded) => {
            output::talk(&format!("  {}", visible(&fault.message)))
        }
        // What the code means stands in the sentence.
        (Some(fault), Verdict::Refused) if !fault.message.is_empty() => {
            output::talk(&format!("  {}", visible(&fault.message)));
        }
        (Some(fault), _) => {
            output::talk(&format!("  {}", crate::text::fault::sentence(lang, fault)));
            // Where it is known what stood in the way, the next step is more than "fix the cause".
            if fault.local_error.is_some() || outcome.word == Verdict::NotSent {
                output::talk(&format!("  {}", crate::text::fault::hint(lang, fault)));
            }
        }
        (None, _) => {}
    }
    for line in crate::text::evidence::beside(lang, item, outcome, &when) {
        output::talk(&format!("  {line}"));
    }
    if outcome.word == Verdict::Verified && item.plan.mutation.asks_for_wan_ip() {
        output::talk(&format!("  {}", event_line(lang, &EventKind::WanIp(outcome.wan_ip))));
    }
    if item.is_left_open() {
        output::talk(said::no_outcome_yet(lang));
    }
    output::talk(&format!("  {}", next::after(lang, item, outcome)));
    if outcome.word == Verdict::Verified && item.bound_again().is_none() && !item.is_gone() {
        tell_way_back(shell, item);
    }
}

/// How it is taken back: by this program, and without it.
fn tell_way_back(shell: &Shell<'_>, item: &RunItem) {
    let lang = shell.setup.lang;
    let is_demo = shell.setup.demo.is_some();
    let back = if is_demo { way_back::demo_ends(lang).to_owned() } else { shell.back(item) };
    let is_bound = matches!(item.plan.mutation, Mutation::Bind { .. });
    output::talk(&said::to_take_back(lang, &back, is_bound));
    if is_demo {
        return;
    }
    match tccli_back(&item.plan, &shell.setup.tccli()) {
        Some(Ok(back)) => output::talk(&said::by_api(lang, &back)),
        Some(Err(id)) => output::talk(&said::by_console(lang, &visible(&id))),
        None => {}
    }
}
