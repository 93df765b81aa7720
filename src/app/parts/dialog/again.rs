//! Nothing was sent after all: the review starts anew, and says why.

use super::{Dialog, Hint, Ids, Query, ReqId};
use crate::domain::{Denial, Moment};

impl Dialog {
    /// The journal could not be written and nothing was sent: offers to go on without it, for this one run. That is a step of its own: the
    /// target is read again, the review starts anew, and the token must be typed again.
    pub(crate) fn offer_without_journal(
        &mut self,
        at: Moment,
        error: String,
        ids: &mut Ids,
    ) -> Vec<(ReqId, Query)> {
        self.without_journal = true;
        self.journal_error = Some(error);
        self.hint = Some(Hint::WithoutJournal);
        self.review_again(at, ids)
    }

    /// `before_send` did not agree, and nothing was sent: the review starts anew, with a fresh reading, and says why.
    pub(crate) fn denied(
        &mut self,
        at: Moment,
        denial: Denial,
        ids: &mut Ids,
    ) -> Vec<(ReqId, Query)> {
        self.denial = Some(denial);
        self.review_again(at, ids)
    }

    fn review_again(&mut self, at: Moment, ids: &mut Ids) -> Vec<(ReqId, Query)> {
        let mut out = Vec::new();
        self.run = None;
        self.painted = None;
        self.opened = at;
        self.token.clear();
        for target in &mut self.targets {
            target.confirmed = false;
            target.ask(at, ids, &mut out);
        }
        out
    }
}
