//! Looking on after the verdict.

use super::settle::seen_word;
use super::{Run, RunEffect};
use crate::domain::{Eip, Moment, Mutation};
use crate::unbind::answer::Sighting;
use crate::unbind::event::EventKind;
use crate::unbind::goal::Shown;
use crate::unbind::outcome::{Outcome, Verdict};
use crate::unbind::record::Note;
use crate::unbind::schedule;

/// How many notes an item gets while its outcome is not known: two replicas that answer by turns would make every reading one.
const MOST_NOTES: usize = 5;

impl Run {
    /// After the verdict: once more at 10 s and 60 s after `verified`; on and on, every 5 s, where the truth is not known yet.
    pub(super) fn plan_watch(&mut self, index: usize, out: &mut Vec<RunEffect>) {
        const LONGEST: usize = 360;
        let item = &mut self.items[index];
        if !self.config.watch {
            return;
        }
        let word = item.outcome.as_ref().map(|o| o.word);
        let after_ms = match (word, item.watched) {
            (Some(Verdict::Verified), 0) => schedule::WATCH_MS[0],
            (Some(Verdict::Verified), 1) => schedule::WATCH_MS[1] - schedule::WATCH_MS[0],
            (Some(Verdict::Unknown | Verdict::StillSettling), ..LONGEST) => 5_000,
            _ => return,
        };
        self.wake(index, after_ms, out);
    }

    pub(super) fn watched(
        &mut self,
        at: Moment,
        index: usize,
        seen: &Sighting,
        shown: Shown,
        out: &mut Vec<RunEffect>,
    ) {
        let item = &mut self.items[index];
        item.watched += 1;
        let word = item.outcome.as_ref().map(|o| o.word);
        let unbind = matches!(item.plan.mutation, Mutation::Unbind { .. });
        match (word, shown) {
            (Some(Verdict::Verified), Shown::AsBefore | Shown::Elsewhere(_)) if unbind => {
                let server = seen.eip.eip().and_then(|fresh| fresh.un_instance_id.clone());
                item.event(at, EventKind::BoundAgain(server.clone()));
                item.watched = usize::MAX;
                if let Some(outcome) = &mut item.outcome {
                    outcome.now_on.clone_from(&server);
                }
                self.write_note(at, index, Note::BoundAgain, server, out);
            }
            (Some(Verdict::Verified), shown) if !matches!(shown, Shown::Failed(_)) => {
                self.write_note(at, index, Note::FollowUp, None, out);
            }
            (Some(Verdict::Unknown | Verdict::StillSettling), Shown::Reached(remark))
                if seen_word(remark.as_ref()) == Verdict::Verified =>
            {
                item.watched = 0;
                item.done_at = Some(at);
                item.event(at, EventKind::Verdict(Verdict::Verified));
                let after = seen.eip.eip().map(Eip::state);
                item.outcome = Some(Outcome { after, remark, ..Outcome::bare(Verdict::Verified) });
                self.write_verdict(at, index, out);
            }
            // While nobody knows, it is read again and again: what is new is on record, should the process end before the outcome is known.
            (Some(Verdict::Unknown | Verdict::StillSettling), _)
                if item.notes < MOST_NOTES && item.has_news() =>
            {
                item.notes += 1;
                self.write_note(at, index, Note::FollowUp, None, out);
            }
            _ => {}
        }
        self.plan_watch(index, out);
    }
}
