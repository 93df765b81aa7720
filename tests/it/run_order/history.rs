//! What happened in one order, and what it allows.

use eip_unbind::domain::Mutation;
use eip_unbind::unbind::{Run, Verdict, WanIp};

/// An answer that tells too little, or what can't be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Odd {
    /// Bound, and the server is not told.
    NoServer,
    /// On nothing, as if it were unbound; the status is not told.
    NoStatus,
    /// Bound, and on nothing.
    BoundToNone,
    /// One id twice: unchanged and unbound.
    Twice,
    /// About another EIP.
    OtherEip,
    /// Another address under the same id, unbound.
    OtherAddress,
    /// Fewer rows than the total.
    Incomplete,
    /// Unbound, with its server all the same.
    OffOnServer,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Recheck {
    Equal,
    /// Equal, but so late that it may be out of date.
    Late,
    Changed,
    Unbound,
    Gone,
    Fault,
    Odd(Odd),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Accepted,
    Refused,
    MayHaveActed,
    Throttled,
    Lost,
    NotConnected,
    NotSent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// Unchanged, 20 s after it was asked for.
    Stale,
    Unbound,
    Unchanged,
    Moving,
    Elsewhere,
    Gone,
    Fault,
    Odd(Odd),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    Cancel,
    /// Whether those who were asked agreed.
    Asked(bool),
    Recheck(usize, Recheck),
    Record(usize, bool),
    /// Written, but so late that the reading before it may be out of date.
    LateRecord(usize),
    Sent(usize),
    Answer(usize, Answer),
    /// Whether it failed.
    Task(usize, bool),
    Look(usize, Look),
    /// Whether the new address came; nothing when the NIC could not be seen.
    WanIp(usize, Option<bool>),
    Other,
}

#[derive(Debug, Clone)]
pub(super) struct History {
    journal: bool,
    entries: Vec<Entry>,
}

impl History {
    pub(super) fn new(journal: bool) -> Self {
        Self { journal, entries: vec![] }
    }

    pub(super) fn push(&mut self, entry: Entry) {
        self.entries.push(entry);
    }

    pub(super) fn is_cancelled(&self) -> bool {
        self.entries.contains(&Entry::Cancel)
    }

    /// Whether the item was looked at since it was last sent.
    pub(super) fn has_looked(&self, item: usize) -> bool {
        let sent = self.entries.iter().rposition(|e| *e == Entry::Sent(item)).unwrap_or(0);
        self.entries[sent..].iter().any(|e| matches!(e, Entry::Look(i, _) if *i == item))
    }

    fn last<T>(&self, of: impl Fn(&Entry) -> Option<T>) -> Option<T> {
        self.entries.iter().rev().find_map(of)
    }

    fn answer(&self, item: usize) -> Option<Answer> {
        self.last(|e| {
            if let Entry::Answer(i, answer) = e { (*i == item).then_some(*answer) } else { None }
        })
    }

    fn recheck(&self, item: usize) -> Option<Recheck> {
        self.last(|e| {
            if let Entry::Recheck(i, recheck) = e { (*i == item).then_some(*recheck) } else { None }
        })
    }

    /// Whether an attempt of the item reached the cloud and did nothing.
    fn left(&self, item: usize) -> bool {
        self.entries.contains(&Entry::Answer(item, Answer::Throttled))
    }

    /// Whether the item came to its end before a further request of it left, or although it was to.
    fn ended_before_sending(&self, item: usize) -> bool {
        let changed = !matches!(self.recheck(item), Some(Recheck::Equal | Recheck::Late));
        self.is_cancelled()
            || changed
            || self.record(item) == Some(false)
            || matches!(self.answer(item), Some(Answer::NotConnected | Answer::NotSent))
    }

    fn record(&self, item: usize) -> Option<bool> {
        self.last(|e| if let Entry::Record(i, ok) = e { (*i == item).then_some(*ok) } else { None })
    }

    fn last_look(&self, item: usize) -> Option<Look> {
        self.last(
            |e| if let Entry::Look(i, look) = e { (*i == item).then_some(*look) } else { None },
        )
    }

    fn saw(&self, item: usize, look: Look) -> bool {
        self.entries.contains(&Entry::Look(item, look))
    }

    fn looks(&self, item: usize) -> usize {
        self.entries.iter().filter(|e| matches!(e, Entry::Look(i, _) if *i == item)).count()
    }

    fn sends(&self, item: usize) -> usize {
        self.entries.iter().filter(|e| **e == Entry::Sent(item)).count()
    }

    /// Those who were asked did not agree: nothing was begun, and nothing is said of any item.
    pub(super) fn check_denied(&self, run: &Run) {
        assert_eq!(self.entries, [Entry::Other, Entry::Asked(false)], "{run:?}");
        assert!(run.items.iter().all(|item| item.outcome.is_none() && item.events.is_empty()));
        assert!(!run.is_out(), "nothing is waited for");
    }

    /// Whether this request may leave now; it is not among the entries yet.
    pub(super) fn check_send(&self, run: &Run, item: usize) {
        let asks = run.config.to_ask.is_some();
        assert!(!asks || self.entries[1] == Entry::Asked(true), "sent unasked: {self:?}");
        let before = self.sends(item);
        let since =
            self.entries.iter().rposition(|e| *e == Entry::Sent(item)).map_or(0, |at| at + 1);
        let own = &self.entries[since..];
        // Two late readings, or a late record and a late reading, use up the patience: what comes then counts.
        let late = |n: usize| {
            own.iter()
                .enumerate()
                .filter(|(_, e)| **e == Entry::Recheck(item, Recheck::Late))
                .nth(n)
                .map(|(at, _)| at)
        };
        let equal = own.iter().position(|e| *e == Entry::Recheck(item, Recheck::Equal));
        let read = equal.into_iter().chain(late(2)).min();
        let recorded = own
            .iter()
            .position(|e| matches!(e, Entry::Record(i, true) | Entry::LateRecord(i) if *i == item));
        let late_record = own.iter().rposition(|e| *e == Entry::LateRecord(item));
        let last_read = own.iter().rposition(|e| *e == Entry::Recheck(item, Recheck::Equal));
        let patience = own.iter().filter(|e| matches!(e, Entry::Recheck(i, Recheck::Late) | Entry::LateRecord(i) if *i == item)).count();
        assert!(late_record <= last_read || patience > 2, "sent on an old reading: {self:?}");
        assert!(read.is_some(), "sent without a new reading: {self:?}");
        assert!(!self.journal || recorded > read, "sent without a record of its own: {self:?}");
        assert!(!self.is_cancelled(), "sent after a cancel: {self:?}");
        assert!(before < 2, "sent a third time: {self:?}");
        let asks = matches!(
            run.items[item].plan.mutation,
            Mutation::Unbind { alloc_wan_ip: Some(true), .. }
        );
        let did_nothing = match self.answer(item) {
            None => before == 0,
            Some(Answer::NotConnected) => true,
            Some(Answer::Throttled) => !asks,
            Some(
                Answer::Accepted
                | Answer::Refused
                | Answer::MayHaveActed
                | Answer::Lost
                | Answer::NotSent,
            ) => false,
        };
        assert!(did_nothing, "sent again after {:?}: {self:?}", self.answer(item));
        let others = (0..run.items.len()).filter(|other| *other != item);
        for other in others {
            let done = run.items[other].outcome.is_some();
            assert!(self.sends(other) == 0 || done, "two requests are out: {self:?}");
        }
    }

    /// Whether every outcome follows from what happened.
    pub(super) fn check_outcomes(&self, run: &Run) {
        for item in 0..run.items.len() {
            let word = run.items[item].outcome.as_ref().unwrap().word;
            assert!(self.allows(run, item, word), "item {item} is {word:?}: {self:?}");
            let seen = |came| self.entries.contains(&Entry::WanIp(item, Some(came)));
            let said = match run.items[item].outcome.as_ref().unwrap().wan_ip {
                WanIp::Came(_) => seen(true),
                WanIp::NoneCame => seen(false) && !seen(true),
                WanIp::NotKnown => !seen(false) && !seen(true),
            };
            assert!(said, "item {item}: {self:?}");
            self.check_what_is_said_beside(run, item);
        }
    }

    /// An attempt that left is named wherever none followed it, none that did not; what an answer left open is said.
    fn check_what_is_said_beside(&self, run: &Run, item: usize) {
        let (item, of) = (&run.items[item], item);
        let outcome = item.outcome.as_ref().unwrap();
        let code = outcome.fault.as_ref().map(|fault| fault.code.as_str());
        let last = self.answer(of);
        let none_followed = self.left(of)
            && matches!(last, Some(Answer::Throttled | Answer::NotConnected | Answer::NotSent));
        if outcome.word == Verdict::Refused && none_followed {
            assert!(code == Some("4400") && item.sent_at.is_some(), "{outcome:?}: {self:?}");
        }
        let says_none_left = matches!(
            outcome.word,
            Verdict::NotSent | Verdict::Drifted | Verdict::AlreadyUnbound | Verdict::Cancelled
        );
        assert!(!says_none_left || item.sent_at.is_none(), "{outcome:?}: {self:?}");
        // Seen once, what would count when it is seen twice is no doubt.
        let looks_open =
            matches!(self.last_look(of), Some(Look::Odd(odd)) if odd != Odd::OffOnServer);
        let is_open = outcome.word == Verdict::NotSent
            && matches!(self.recheck(of), Some(Recheck::Odd(_)))
            || matches!(outcome.word, Verdict::StillSettling | Verdict::Unknown) && looks_open;
        assert!(!is_open || outcome.doubt.is_some(), "{outcome:?}: {self:?}");
    }

    /// Whether a run that is not waited for says of each item what is known by now, and no more.
    pub(super) fn check_abandoned(&self, run: &Run, left: &Run) {
        for (index, item) in
            left.items.iter().enumerate().filter(|(index, _)| run.items[*index].outcome.is_none())
        {
            let word = item.outcome.as_ref().unwrap().word;
            let sent = self.entries.iter().rposition(|e| *e == Entry::Sent(index));
            let answered =
                self.entries.iter().rposition(|e| matches!(e, Entry::Answer(i, _) if *i == index));
            let refused = matches!(self.answer(index), Some(Answer::Refused | Answer::Throttled));
            let fits = if sent > answered {
                word == Verdict::Unknown
            } else {
                word == Verdict::Unknown && refused || self.allows(left, index, word)
            };
            assert!(fits, "item {index} is left as {word:?}: {self:?}");
            assert_eq!(
                item.is_left_open(),
                item.recorded && word != Verdict::Cancelled,
                "item {index} is left as {word:?}: {self:?}"
            );
        }
    }

    fn allows(&self, run: &Run, item: usize, word: Verdict) -> bool {
        let answer = self.answer(item);
        let sent = self.sends(item) > 0;
        let nothing_done = matches!(answer, None | Some(Answer::NotConnected)) && !self.left(item);
        match word {
            Verdict::Verified => {
                let odd = Entry::Look(item, Look::Odd(Odd::OffOnServer));
                let twice = self.entries.iter().filter(|entry| **entry == odd).count() > 1;
                sent && (self.saw(item, Look::Unbound) || twice)
            }
            Verdict::AlreadyUnbound => nothing_done && self.recheck(item) == Some(Recheck::Unbound),
            Verdict::Drifted => nothing_done && matches!(self.recheck(item), Some(
                        Recheck::Changed | Recheck::Gone
                        // It tells no status, but other fields, and otherwise.
                        | Recheck::Odd(Odd::NoStatus)
                    )),
            Verdict::NotSent => {
                nothing_done
                    && matches!(self.recheck(item), Some(Recheck::Fault | Recheck::Odd(_)))
                    || !self.left(item)
                        && matches!(answer, Some(Answer::NotConnected | Answer::NotSent))
            }
            Verdict::NotRecorded => nothing_done && self.record(item) == Some(false),
            Verdict::Refused if answer == Some(Answer::Accepted) => {
                self.entries.contains(&Entry::Task(item, true))
                    && matches!(self.last_look(item), Some(Look::Unchanged | Look::Stale))
                    && !self.saw(item, Look::Unbound)
            }
            Verdict::Refused
                if self.left(item)
                    && self.ended_before_sending(item)
                    && matches!(
                        answer,
                        Some(Answer::Throttled | Answer::NotConnected | Answer::NotSent)
                    ) =>
            {
                true
            }
            Verdict::Refused => match answer {
                Some(Answer::Refused | Answer::Throttled) => {
                    matches!(self.last_look(item), Some(Look::Unchanged | Look::Stale)) && !self.saw(item, Look::Unbound)
                }
                // The first look is asked for at once: what it shows 20 s later says nothing of these 20 s.
                Some(Answer::MayHaveActed) => match self.last_look(item) {
                    Some(Look::Unchanged) => !self.saw(item, Look::Unbound),
                    Some(Look::Stale) => self.looks(item) > 1 && !self.saw(item, Look::Unbound),
                    _ => false,
                },
                Some(Answer::Accepted | Answer::Lost | Answer::NotConnected | Answer::NotSent) | None => false,
            },
            Verdict::StillSettling => {
                answer == Some(Answer::Accepted)
                    || matches!(answer, Some(Answer::Lost | Answer::MayHaveActed | Answer::Refused | Answer::Throttled))
                        && self.saw(item, Look::Moving)
            }
            Verdict::Unknown => match answer {
                Some(Answer::Lost | Answer::MayHaveActed) => true,
                // Refused, and no reading shows that nothing happened.
                Some(Answer::Refused | Answer::Throttled) => {
                    self.entries.iter().any(|e| matches!(e, Entry::Look(i, Look::Elsewhere | Look::Gone | Look::Fault | Look::Odd(_)) if *i == item))
                }
                _ => self.entries.contains(&Entry::Task(item, true)),
            },
            Verdict::Cancelled => {
                let stopped = run.items[..item].iter().any(|i| i.outcome.as_ref().is_some_and(|o| !o.word.is_fine()));
                nothing_done && (self.is_cancelled() || stopped)
            }
            Verdict::AlreadyBound => false,
        }
    }
}
