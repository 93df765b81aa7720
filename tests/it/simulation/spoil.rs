//! What a shell that is broken on purpose makes of messages and effects.

use super::broken::Broken;
use super::hub::Task;
use super::process::{Process, at_step};
use super::steps::Step;
use eip_unbind::app::{Code, Effect, Msg, RunNo};
use eip_unbind::domain::{
    Accepted, BindTarget, Delivery, Eip, EipId, EipStatus, Fault, FaultClass, InstanceId, Mutation,
    UnbindTarget,
};
use eip_unbind::unbind::{Keeps, Reading, Record, RunEffect, RunMsg, Sighting};
use std::rc::Rc;

impl Process {
    /// What a broken shell makes of a message.
    pub(super) fn spoiled(&mut self, msg: Msg) -> Option<Msg> {
        let Some(broken) = self.place.broken else { return Some(msg) };
        let lost = |fault: &Fault| fault.delivery == Delivery::NoAnswer;
        match (broken, msg) {
            (
                Broken::TakesLostForAccepted,
                Msg::Run(no, RunMsg::Answered(item, seq, Err(fault))),
            ) if lost(&fault) => {
                Some(Msg::Run(no, RunMsg::Answered(item, seq, Ok(Accepted::default()))))
            }
            (
                Broken::TakesLostForRefused,
                Msg::Run(no, RunMsg::Answered(item, seq, Err(fault))),
            ) if lost(&fault) => {
                let fault = Fault {
                    class: FaultClass::BadRequest,
                    delivery: Delivery::Answered,
                    may_have_acted: false,
                    ..fault
                };
                Some(Msg::Run(no, RunMsg::Answered(item, seq, Err(fault))))
            }
            (Broken::ResendsThrottled, Msg::Run(no, RunMsg::Answered(item, seq, Err(fault))))
                if fault.class == FaultClass::Throttled && !self.resent =>
            {
                self.resent = true;
                let plan = &self.run()?.items.get(item)?.plan;
                let (region, mutation) = (plan.region.clone(), plan.mutation.clone());
                let not_after_ms = u64::MAX;
                self.perform(Effect::Run(
                    no,
                    RunEffect::Send { item, seq, region, mutation, not_after_ms },
                ));
                None
            }
            (Broken::ConfirmsAnyToken, Msg::Key(key)) if key.code == Code::Enter => {
                if let Some(dialog) = &mut self.app.dialog {
                    dialog.token = dialog.plan.token.clone().unwrap_or_default();
                }
                Some(Msg::Key(key))
            }
            (Broken::TypesPastes, Msg::Paste(text)) => {
                for c in text.chars() {
                    let effects = self.update(Msg::Key(eip_unbind::app::Key::char(c)));
                    for effect in effects {
                        self.effect(effect);
                    }
                }
                None
            }
            (Broken::IgnoresTheGap, Msg::Key(key)) => {
                self.app.dialog.iter_mut().for_each(|dialog| dialog.last_key = None);
                Some(Msg::Key(key))
            }
            (Broken::RunsAnotherPlan, Msg::Key(key)) if key.code == Code::Enter => {
                self.app
                    .dialog
                    .iter_mut()
                    .for_each(|dialog| dialog.plan.digest = Some("another".to_owned()));
                Some(Msg::Key(key))
            }
            (Broken::GuessesWhatIsKept, Msg::Key(key)) if key.code == Code::Enter => {
                let items = self.app.dialog.iter_mut().flat_map(|dialog| &mut dialog.plan.items);
                items
                    .filter(|item| item.keeps == Keeps::Unknown)
                    .for_each(|item| item.keeps = Keeps::No);
                Some(Msg::Key(key))
            }
            (Broken::IgnoresDrift, Msg::Run(no, RunMsg::Rechecked(item, seq, seen)))
                if seen.eip.eip().is_some() =>
            {
                let shown = self.run()?.items.get(item)?.plan.before.clone();
                let seen = Sighting { eip: Reading::Found(Box::new(shown)), ..*seen };
                Some(Msg::Run(no, RunMsg::Rechecked(item, seq, Box::new(seen))))
            }
            (Broken::ForgetsOpenUnbinds, Msg::Open(_)) => Some(Msg::Open(vec![])),
            (Broken::LosesLooks, Msg::Run(_, RunMsg::Looked(..))) => None,
            (Broken::ShowsAnOldList, Msg::Reply(..))
                if self.app.dialog.is_none() && self.now().mono_ms > 10_000 =>
            {
                None
            }
            (_, msg) => Some(msg),
        }
    }

    /// What a broken shell leaves out of an effect.
    pub(super) fn shortened(&mut self, effect: Effect) -> Option<Effect> {
        let Some(broken) = self.place.broken else { return Some(effect) };
        let shown = |process: &Self, item: usize| {
            process.run().and_then(|run| run.items.get(item)).map(|item| item.plan.before.clone())
        };
        let answer = match (broken, &effect) {
            (
                Broken::SendsBeforeRecorded,
                Effect::Run(_, RunEffect::WriteIntent { item, seq, record }),
            ) => {
                let (writer, record) = (self.writer.clone(), *record.clone());
                let write = async move {
                    let _ = writer.write(record).await;
                    None
                };
                self.tasks.push(Task::new(self.place.hub.now(), "", write));
                RunMsg::IntentWritten(*item, *seq, Ok(()))
            }
            (Broken::SkipsRereading, Effect::Run(_, RunEffect::Recheck { item, seq, .. })) => {
                RunMsg::Rechecked(*item, *seq, Box::new(found(shown(self, *item)).into()))
            }
            (Broken::BelievesTheAnswer, Effect::Run(_, RunEffect::Look { item, seq, .. })) => {
                let free = shown(self, *item).map(|eip| Eip {
                    status: EipStatus::Unbound,
                    un_instance_id: None,
                    ..eip
                });
                RunMsg::Looked(*item, *seq, Box::new(found(free).into()))
            }
            (Broken::BelievesItIsBack, Effect::Run(_, RunEffect::Look { item, seq, .. })) => {
                let target =
                    self.run().and_then(|run| match &run.items.get(*item)?.plan.mutation {
                        Mutation::Bind { target, .. } => Some(target.clone()),
                        Mutation::Unbind { .. } => None,
                    });
                let Some(target) = target else { return Some(effect) };
                let there = shown(self, *item).map(|eip| bound_to(&target, eip));
                RunMsg::Looked(*item, *seq, Box::new(found(there).into()))
            }
            (Broken::DropsVerdicts, Effect::Run(_, RunEffect::Write { item, record }))
                if matches!(**record, Record::Settled { .. }) =>
            {
                RunMsg::VerdictWritten(*item, Ok(()))
            }
            (Broken::LosesWakeUps, Effect::Run(_, RunEffect::Wake { .. })) => return None,
            (Broken::LosesNotes, Effect::Run(_, RunEffect::Write { record, .. }))
                if matches!(**record, Record::Note { .. }) =>
            {
                return None;
            }
            (Broken::NeverLeaves, Effect::Quit(_)) => return None,
            (Broken::SendsAnother | Broken::SendsOtherParameters, _) => {
                return Some(other_request(effect, broken));
            }
            (Broken::Dawdles | Broken::Hesitates, Effect::Run(_, RunEffect::Send { .. })) => {
                let mut effect = effect;
                if let Effect::Run(_, RunEffect::Send { not_after_ms, .. }) = &mut effect {
                    *not_after_ms = u64::MAX;
                }
                let pause =
                    self.place.hub.sleep(if broken == Broken::Dawdles { 4_000 } else { 500 });
                let runner = self.runner.clone();
                let late = at_step(Rc::clone(&self.place), Step::Send, async move {
                    pause.await;
                    runner.perform(effect).await
                });
                self.tasks.push(Task::new(self.place.hub.now(), "", late));
                return None;
            }
            (
                Broken::ActsOnAnOldReading,
                Effect::Run(no, RunEffect::Recheck { item, seq, question }),
            ) => {
                // Read like any look: no connection is made ready for what follows.
                let (no, question) = (*no, question.clone());
                let look = Effect::Run(no, RunEffect::Look { item: *item, seq: *seq, question });
                let runner = self.runner.clone();
                let read = at_step(Rc::clone(&self.place), Step::Recheck, async move {
                    let Some(Msg::Run(no, RunMsg::Looked(item, seq, seen))) =
                        runner.perform(look).await
                    else {
                        return None;
                    };
                    Some(Msg::Run(no, RunMsg::Rechecked(item, seq, seen)))
                });
                self.tasks.push(Task::new(self.place.hub.now(), "", read));
                return None;
            }
            (Broken::ActsOnAnOldReading, Effect::Run(_, RunEffect::Send { .. })) => {
                let mut effect = effect;
                if let Effect::Run(_, RunEffect::Send { not_after_ms, .. }) = &mut effect {
                    *not_after_ms = u64::MAX;
                }
                return Some(effect);
            }
            (Broken::GivesUpEarly, Effect::Run(no, RunEffect::Send { item, seq, .. })) => {
                self.give_up_early(*no, *item, *seq);
                return Some(effect);
            }
            (_, _) => return Some(effect),
        };
        self.inbox.push_back(Msg::Run(self.app.runs, answer));
        None
    }

    /// Says "refused" after five seconds if the request has not done anything by then.
    fn give_up_early(&mut self, no: RunNo, item: usize, seq: u32) {
        let (place, pause) = (Rc::clone(&self.place), self.place.hub.sleep(5_000));
        let patience = async move {
            pause.await;
            let did_nothing = place
                .oracle
                .borrow()
                .confirmed
                .last()
                .is_some_and(|confirmed| confirmed.items[item].applied == 0);
            let fault = Fault {
                delivery: Delivery::Answered,
                may_have_acted: false,
                ..Fault::local(FaultClass::BadRequest, "too slow")
            };
            did_nothing.then(|| Msg::Run(no, RunMsg::Answered(item, seq, Err(fault))))
        };
        self.tasks.push(Task::new(self.place.hub.now(), "", patience));
    }
}

/// The same request for another EIP, or with the other toggle.
fn other_request(mut effect: Effect, broken: Broken) -> Effect {
    if let Effect::Run(
        _,
        RunEffect::Send { mutation: Mutation::Unbind { target, alloc_wan_ip, .. }, .. },
    ) = &mut effect
    {
        if broken == Broken::SendsAnother {
            *target = UnbindTarget::Eip(EipId::parse("eip-0000000e").unwrap());
        } else {
            *alloc_wan_ip = Some(*alloc_wan_ip != Some(true));
        }
    }
    effect
}

/// The row of an EIP that is where it was to go.
fn bound_to(target: &BindTarget, eip: Eip) -> Eip {
    let eip =
        Eip { status: EipStatus::Bound, un_instance_id: InstanceId::parse("ins-0000000b"), ..eip };
    match target.clone() {
        BindTarget::Instance(server) => Eip { un_instance_id: Some(server), ..eip },
        BindTarget::PrivateIp { network_interface_id, private_ip_address } => Eip {
            network_interface_id: Some(network_interface_id),
            private_ip_address: Some(private_ip_address),
            ..eip
        },
    }
}

fn found(eip: Option<Eip>) -> Reading {
    eip.map_or(Reading::Missing, |eip| Reading::Found(Box::new(eip)))
}
