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
}

impl Broken {
    pub(crate) const ALL: [(Self, Rule); 20] = [
        (Self::SendsBeforeRecorded, Rule::RecordedFirst),
        (Self::TakesLostForAccepted, Rule::Truth),
        (Self::TakesLostForRefused, Rule::Truth),
        (Self::ResendsLostRequests, Rule::NewRecord),
        (Self::ResendsUnseen, Rule::OneEffect),
        (Self::ResendsThrottled, Rule::NewRecord),
        (Self::ConfirmsAnyToken, Rule::Confirmed),
        (Self::PaintsTooEarly, Rule::Confirmed),
        (Self::TypesPastes, Rule::Confirmed),
        (Self::SkipsRereading, Rule::ReadAgain),
        (Self::BelievesTheAnswer, Rule::Truth),
        (Self::LosesWakeUps, Rule::NoWaiting),
        (Self::LosesLooks, Rule::NoWaiting),
        (Self::DropsVerdicts, Rule::JournalAgrees),
        (Self::ForgetsIntents, Rule::Settled),
        (Self::GuessesAfterCrash, Rule::Truth),
        (Self::ForgetsTheChain, Rule::Chain),
        (Self::LeavesWithZero, Rule::ExitCode),
        (Self::ShowsAnOldList, Rule::GetsDone),
        (Self::IgnoresReadOnly, Rule::ReadOnly),
    ];
}
