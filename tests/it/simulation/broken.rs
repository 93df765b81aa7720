//! Shells that break a promise on purpose, to show that the net catches fish.

use super::oracle::Rule;

/// One way to be broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Broken {
    /// Says that the intent is on disk while it is still being written.
    SendsBeforeRecorded,
    /// Takes a lost reply for an acceptance.
    TakesLostForAccepted,
    /// Takes a lost reply for a refusal.
    TakesLostForRefused,
    /// Sends a request again when its reply was lost.
    ResendsLostRequests,
    /// Sends a request again when its reply was lost, where nobody but the cloud sees it.
    ResendsUnseen,
    /// Sends a throttled request again at once.
    ResendsThrottled,
    /// Fills in the token by itself.
    ConfirmsAnyToken,
    /// Says that the review was painted before it was.
    PaintsTooEarly,
    /// Types what is pasted.
    TypesPastes,
    /// Hands the plan's own reading on as a fresh one.
    SkipsRereading,
    /// Takes an acceptance for the deed, without looking.
    BelievesTheAnswer,
    /// Never wakes a run that waits.
    LosesWakeUps,
    /// Never hands on the reply to a look.
    LosesLooks,
    /// Says that a verdict is on disk without writing it.
    DropsVerdicts,
    /// Does not look for open intents at start.
    ForgetsIntents,
    /// Calls an open intent refused when it looks unchanged.
    GuessesAfterCrash,
    /// Leaves the hash of the line before out.
    ForgetsTheChain,
    /// Leaves with exit code 0, whatever the program says.
    LeavesWithZero,
    /// Loses the replies to readings of the list after a while.
    ShowsAnOldList,
    /// Ignores `--read-only`.
    IgnoresReadOnly,
    /// Says "refused" of a request that is still on its way.
    GivesUpEarly,
    /// Sends the confirmed request for another EIP.
    SendsAnother,
    /// Sends the confirmed request with other parameters.
    SendsOtherParameters,
    /// Runs another plan than the one on screen.
    RunsAnotherPlan,
    /// Shows another EIP than the one that the request names.
    ShowsAnother,
    /// Takes an Enter that came in one burst with the token.
    IgnoresTheGap,
    /// Sends although the last reading differs.
    IgnoresDrift,
    /// Has a request wait for four seconds before it leaves.
    Dawdles,
    /// Has a request wait for half a second before it leaves.
    Hesitates,
    /// Goes on after it was told to leave and 30 s have passed.
    NeverLeaves,
    /// Asks for the time without end.
    Spins,
    /// Does not hand on the Esc that stops a run.
    ForgetsTheStop,
    /// Begins the next item of a batch while it asks whether to leave.
    BeginsBehindTheQuestion,
    /// Takes an EIP for bound to where it was to go, without looking.
    BelievesItIsBack,
    /// Takes a server that no row tells for none at all.
    ConcludesFromAbsence,
    /// Takes the row of another EIP for the one that was asked for.
    SkipsTheComparison,
    /// Takes the rows that came for all there are.
    TrustsIncompleteAnswers,
    /// Takes the first of two rows that contradict each other.
    TakesTheFirstRow,
    /// Sends on a reading that grew old while it connected.
    ActsOnAnOldReading,
    /// Says that a server keeps nothing, without having been told of all that it has.
    GuessesWhatIsKept,
    /// Does not ask `before_send`, and says that it agreed.
    SkipsAsking,
    /// Takes a no of `before_send` for a yes.
    TakesNoForYes,
    /// Does not tell `after_outcome` what came of it.
    LosesOutcomes,
    /// Carries out plans of any age.
    TakesOldPlans,
    /// Carries out plans of another account.
    TakesForeignPlans,
    /// Ignores `four_eyes`.
    IgnoresFourEyes,
    /// Does not write down what is seen after an outcome.
    LosesNotes,
    /// Does not hear of requests without an outcome before it binds.
    ForgetsOpenUnbinds,
}

impl Broken {
    /// Each with the promise that it breaks, and what is said then: that very check must have seen it.
    pub(crate) const ALL: [(Self, Rule, &str); 48] = [
        (Self::SendsBeforeRecorded, Rule::RecordedFirst, "is not on disk"),
        (Self::TakesLostForAccepted, Rule::Truth, "the cloud took nothing"),
        (Self::TakesLostForRefused, Rule::Truth, "refused, but a request of ours took effect"),
        (Self::ResendsLostRequests, Rule::NewRecord, "without a new reading"),
        (Self::ResendsUnseen, Rule::OneEffect, "took effect 2 times"),
        (Self::ResendsThrottled, Rule::NewRecord, "without a new reading"),
        (Self::ConfirmsAnyToken, Rule::Confirmed, "typed was"),
        (Self::PaintsTooEarly, Rule::Confirmed, "was on screen for"),
        (Self::TypesPastes, Rule::Confirmed, "typed was"),
        (Self::SkipsRereading, Rule::ReadAgain, "was not read again"),
        (Self::BelievesTheAnswer, Rule::Truth, "it never came to that"),
        (Self::LosesWakeUps, Rule::NoWaiting, "is not over"),
        (Self::LosesLooks, Rule::NoWaiting, "is not over"),
        (Self::DropsVerdicts, Rule::JournalAgrees, "the journal None"),
        (Self::ForgetsIntents, Rule::Settled, "is still open"),
        (Self::GuessesAfterCrash, Rule::Truth, "a request of ours took effect"),
        (Self::ForgetsTheChain, Rule::Chain, ""),
        (Self::LeavesWithZero, Rule::ExitCode, "left with exit code 0"),
        (Self::ShowsAnOldList, Rule::GetsDone, "the list"),
        (Self::IgnoresReadOnly, Rule::ReadOnly, ""),
        (Self::GivesUpEarly, Rule::Truth, "refused, but a request of ours took effect"),
        (Self::SendsAnother, Rule::Confirmed, "nobody confirmed"),
        (Self::SendsOtherParameters, Rule::Confirmed, "nobody confirmed"),
        (Self::RunsAnotherPlan, Rule::Confirmed, "not the one on screen"),
        (Self::ShowsAnother, Rule::Confirmed, "was not on screen"),
        (Self::IgnoresTheGap, Rule::Confirmed, "in one burst"),
        (Self::IgnoresDrift, Rule::ReadAgain, "the last reading of"),
        (Self::Dawdles, Rule::ReadAgain, "was asked for"),
        (Self::Hesitates, Rule::ReadAgain, "was held back"),
        (Self::NeverLeaves, Rule::NoWaiting, "has been leaving"),
        (Self::Spins, Rule::NoWaiting, "asked for the time"),
        (Self::ForgetsTheStop, Rule::Stopped, "was begun after the run was stopped"),
        (Self::BeginsBehindTheQuestion, Rule::Stopped, "was begun behind the question"),
        (Self::BelievesItIsBack, Rule::Truth, "it never came to that"),
        (Self::ConcludesFromAbsence, Rule::Told, "verified: the answer does not tell a field"),
        (Self::SkipsTheComparison, Rule::Compared, "is about another EIP"),
        (Self::TrustsIncompleteAnswers, Rule::Whole, "is not whole"),
        (Self::TakesTheFirstRow, Rule::OneVoice, "contradicts itself"),
        (Self::ActsOnAnOldReading, Rule::ReadAgain, "after the answer of the last reading"),
        (Self::GuessesWhatIsKept, Rule::Told, "is said to lose its only public IP"),
        (Self::SkipsAsking, Rule::Asked, "nobody was asked"),
        (Self::TakesNoForYes, Rule::Asked, "did not agree"),
        (Self::LosesOutcomes, Rule::Heard, "nobody was told"),
        (Self::TakesOldPlans, Rule::PlanHolds, "min old"),
        (Self::TakesForeignPlans, Rule::PlanHolds, "another account"),
        (Self::IgnoresFourEyes, Rule::FourEyes, "by one person alone"),
        (Self::LosesNotes, Rule::Followed, "which is not on record"),
        (Self::ForgetsOpenUnbinds, Rule::OpenUnbind, "is said to be bound already"),
    ];
}
