//! What a shell that is broken on purpose makes of messages and effects.

use super::broken::Broken;
use super::hub::Task;
use super::process::Process;
use eip_unbind::app::{Effect, Msg};
use eip_unbind::domain::{Accepted, Delivery, EipStatus, Fault, FaultClass};
use eip_unbind::unbind::{Record, RunEffect, RunMsg};

impl Process {
    /// What a broken shell makes of a message.
    pub(super) fn spoiled(&mut self, msg: Msg) -> Option<Msg> {
        let Some(broken) = self.place.broken else { return Some(msg) };
        let lost = |fault: &Fault| fault.delivery == Delivery::NoAnswer;
        match (broken, msg) {
            (Broken::TakesLostForAccepted, Msg::Run(no, RunMsg::Answered(item, seq, Err(fault)))) if lost(&fault) => {
                Some(Msg::Run(no, RunMsg::Answered(item, seq, Ok(Accepted::default()))))
            }
            (Broken::TakesLostForRefused, Msg::Run(no, RunMsg::Answered(item, seq, Err(fault)))) if lost(&fault) => {
                let fault = Fault { class: FaultClass::BadRequest, delivery: Delivery::Answered, may_have_acted: false, ..fault };
                Some(Msg::Run(no, RunMsg::Answered(item, seq, Err(fault))))
            }
            (Broken::ResendsThrottled, Msg::Run(no, RunMsg::Answered(item, seq, Err(fault))))
                if fault.class == FaultClass::Throttled && !self.resent =>
            {
                self.resent = true;
                let plan = &self.run()?.items.get(item)?.plan;
                let (region, mutation) = (plan.region.clone(), plan.mutation.clone());
                self.perform(Effect::Run(no, RunEffect::Send { item, seq, region, mutation }));
                None
            }
            (Broken::ConfirmsAnyToken, Msg::Key(key)) if key.code == eip_unbind::app::Code::Enter => {
                if let Some(drawer) = &mut self.app.drawer {
                    drawer.token = drawer.plan.token.clone().unwrap_or_default();
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
            (Broken::LosesLooks, Msg::Run(_, RunMsg::Looked(..))) => None,
            (Broken::ShowsAnOldList, Msg::Reply(..)) if self.app.drawer.is_none() && self.now().mono_ms > 10_000 => None,
            (_, msg) => Some(msg),
        }
    }

    /// What a broken shell leaves out of an effect.
    pub(super) fn shortened(&mut self, effect: Effect) -> Option<Effect> {
        let Some(broken) = self.place.broken else { return Some(effect) };
        let shown = |process: &Self, item: usize| process.run().and_then(|run| run.items.get(item)).map(|item| item.plan.before.clone());
        let answer = match (broken, &effect) {
            (Broken::SendsBeforeRecorded, Effect::Run(_, RunEffect::WriteIntent { item, seq, record })) => {
                let (writer, record) = (self.writer.clone(), *record.clone());
                let write = async move {
                    let _ = writer.write(record).await;
                    None
                };
                self.tasks.push(Task::new(self.place.hub.now(), "", write));
                RunMsg::IntentWritten(*item, *seq, Ok(()))
            }
            (Broken::SkipsRereading, Effect::Run(_, RunEffect::Recheck { item, seq, .. })) => {
                RunMsg::Rechecked(*item, *seq, Ok(shown(self, *item).map(Box::new)), None)
            }
            (Broken::BelievesTheAnswer, Effect::Run(_, RunEffect::Look { item, seq, .. })) => {
                let free = shown(self, *item)
                    .map(|eip| Box::new(eip_unbind::domain::Eip { status: EipStatus::Unbound, un_instance_id: None, ..eip }));
                RunMsg::Looked(*item, *seq, Ok(free))
            }
            (Broken::DropsVerdicts, Effect::Run(_, RunEffect::Write { item, record })) if matches!(**record, Record::Settled { .. }) => {
                RunMsg::VerdictWritten(*item, Ok(()))
            }
            (Broken::LosesWakeUps, Effect::Run(_, RunEffect::Wake { .. })) => return None,
            (_, _) => return Some(effect),
        };
        self.inbox.push_back(Msg::Run(self.app.runs, answer));
        None
    }
}
