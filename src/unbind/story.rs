//! The events of a run as they stand in the record and in JSON (`docs/contract.md` §3): what happened, without the words for it.

use super::answer::Reading;
use super::event::{Event, EventKind};
use super::outcome::{Verdict, WanIp};
use crate::domain::moment::rfc3339;
use crate::domain::{Delivery, EipState, Fault, InstanceId, RequestId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Of the events between two records no more than this many are written down: a run of one EIP takes about 4 KB.
const MOST: usize = 10;
/// Of those that are written down, so many are the first ones; the others are the last.
const FIRST: usize = 4;
/// No message is longer in the record, in characters.
const MESSAGE_LIMIT: usize = 300;

/// Kinds of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum StoryKind {
    /// The target was read again before sending; with a message where that has to be done once more.
    Checked,
    /// The intent is on disk.
    Recorded,
    /// The request left.
    Sent,
    /// The cloud took it.
    Accepted,
    /// The cloud answered with an error.
    Refused,
    /// It left, and no usable reply came.
    NoReply,
    /// It did not leave.
    NotSent,
    /// The EIP was read. Without a state: it is not listed, or, with a code or a message, that could not be read.
    Read,
    /// How far the task of the request is.
    Task,
    /// What became of the new ordinary public IP.
    WanIp,
    /// It is bound again, after `verified`.
    BoundAgain,
    /// The outcome.
    Outcome,
}

impl StoryKind {
    /// The word of the JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Checked => "checked",
            Self::Recorded => "recorded",
            Self::Sent => "sent",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::NoReply => "noReply",
            Self::NotSent => "notSent",
            Self::Read => "read",
            Self::Task => "task",
            Self::WanIp => "wanIp",
            Self::BoundAgain => "boundAgain",
            Self::Outcome => "outcome",
        }
    }
}

/// An event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoryEvent {
    /// When; journals of old do not say it of every event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    pub kind: StoryKind,
    /// The code of an error: the cloud's, or the class of this program's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) request_id: Option<RequestId>,
    /// The message of an error, the word of a task or an outcome, the new public IP, the server that it is bound to again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<String>,
    /// What a reading showed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<Box<EipState>>,
    /// So many events before this one were left out.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) left_out: u32,
}

/// An event as commands print it: every field of it is there.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EventJson<'a> {
    at: Option<String>,
    kind: StoryKind,
    code: Option<&'a str>,
    request_id: Option<&'a RequestId>,
    message: Option<&'a str>,
    state: Option<&'a EipState>,
    #[serde(skip_serializing_if = "is_zero")]
    left_out: u32,
}

impl<'a> EventJson<'a> {
    /// The event.
    pub(crate) fn of(event: &'a StoryEvent) -> Self {
        Self {
            at: event.at.map(rfc3339),
            kind: event.kind,
            code: event.code.as_deref(),
            request_id: event.request_id.as_ref(),
            message: event.message.as_deref(),
            state: event.state.as_deref(),
            left_out: event.left_out,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it like this")]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// The message of a check that has to be made once more, as it took too long.
pub(crate) const STALE: &str = "stale";
/// The message of a new ordinary public IP that did not come.
pub(crate) const NONE_CAME: &str = "none";

impl StoryEvent {
    /// An event of this kind, with nothing but its time.
    pub(crate) fn bare(at: Option<Timestamp>, kind: StoryKind) -> Self {
        let (code, request_id, message, state) = (None, None, None, None);
        Self { at, kind, code, request_id, message, state, left_out: 0 }
    }

    /// A reading.
    pub(crate) fn read(at: Timestamp, state: Option<EipState>) -> Self {
        Self { state: state.map(Box::new), ..Self::bare(Some(at), StoryKind::Read) }
    }

    /// The outcome.
    pub(crate) fn outcome(at: Timestamp, word: Verdict) -> Self {
        let message = Some(word.as_str().to_owned());
        Self { message, ..Self::bare(Some(at), StoryKind::Outcome) }
    }

    /// It is bound again, to this server.
    pub(crate) fn bound_again(at: Timestamp, server: Option<InstanceId>) -> Self {
        let message = server.map(|server| server.to_string());
        Self { message, ..Self::bare(Some(at), StoryKind::BoundAgain) }
    }

    /// What a reading showed.
    pub(crate) fn of_reading(at: Timestamp, reading: &Reading) -> Self {
        let unclear = |message: String| Self {
            message: Some(message),
            ..Self::bare(Some(at), StoryKind::Read)
        };
        match reading {
            Reading::Found(eip) => Self::read(at, Some(eip.state())),
            Reading::Missing => Self::read(at, None),
            Reading::Ambiguous(count) => unclear(format!("{count} rows")),
            Reading::Unclear(doubt) => unclear(doubt.to_string()),
            Reading::Failed(fault) => Self::fault(at, StoryKind::Read, fault),
        }
    }

    fn fault(at: Timestamp, kind: StoryKind, fault: &Fault) -> Self {
        let message: String = fault.message.chars().take(MESSAGE_LIMIT).collect();
        Self {
            code: Some(fault.name().to_owned()),
            request_id: fault.request_id.clone(),
            message: Some(message).filter(|message| !message.is_empty()),
            ..Self::bare(Some(at), kind)
        }
    }

    /// An event of a run; `None` for what another event says as well.
    pub(crate) fn of(event: &Event) -> Option<Self> {
        let at = event.at.wall;
        let bare = |kind| Self::bare(Some(at), kind);
        let with = |kind, message: &str| Self { message: Some(message.to_owned()), ..bare(kind) };
        Some(match &event.kind {
            EventKind::Unchanged => bare(StoryKind::Checked),
            EventKind::Stale => with(StoryKind::Checked, STALE),
            EventKind::Recorded => bare(StoryKind::Recorded),
            EventKind::Sent => bare(StoryKind::Sent),
            EventKind::OnceMore => return None,
            EventKind::Accepted(accepted) => {
                Self { request_id: accepted.request_id.clone(), ..bare(StoryKind::Accepted) }
            }
            EventKind::Failed(fault) => {
                let kind = match fault.delivery {
                    Delivery::Answered => StoryKind::Refused,
                    Delivery::NoAnswer => StoryKind::NoReply,
                    Delivery::NotSent => StoryKind::NotSent,
                };
                Self::fault(at, kind, fault)
            }
            EventKind::Looked(state) => Self::read(at, Some(state.clone())),
            EventKind::Unclear(doubt, state) => {
                Self { message: Some(doubt.to_string()), ..Self::read(at, state.clone()) }
            }
            EventKind::Gone => Self::read(at, None),
            EventKind::LookFailed(fault) => Self::fault(at, StoryKind::Read, fault),
            EventKind::Task(state) => with(StoryKind::Task, &state.to_string()),
            EventKind::WanIp(WanIp::Came(ip)) => with(StoryKind::WanIp, &ip.to_string()),
            EventKind::WanIp(WanIp::NoneCame) => with(StoryKind::WanIp, NONE_CAME),
            EventKind::WanIp(WanIp::NotKnown) => bare(StoryKind::WanIp),
            EventKind::BoundAgain(server) => Self::bound_again(at, server.clone()),
            EventKind::Verdict(word) => Self::outcome(at, *word),
            EventKind::VerdictNotRecorded(error) => {
                let code = Some(Verdict::NotRecorded.as_str().to_owned());
                Self { code, ..with(StoryKind::Outcome, error) }
            }
        })
    }

    /// Whether the record says it by its own fields: the answer that the request left, the verdict itself.
    pub(super) fn is_said_by_the_record(&self) -> bool {
        matches!(self.kind, StoryKind::Sent | StoryKind::Outcome)
    }
}

/// Adds a reading: what it showed first, and until when it showed it. One in between says nothing new.
pub(crate) fn add_reading(events: &mut Vec<StoryEvent>, event: StoryEvent) {
    let is_same = |known: &StoryEvent| StoryEvent { at: event.at, ..known.clone() } == event;
    let same = events.iter().rev().take_while(|known| is_same(known)).count();
    match events.last_mut() {
        Some(last) if same >= 2 => last.at = event.at,
        _ => events.push(event),
    }
}

/// So many that the record stays small: the first ones, and the last.
pub(crate) fn bounded(mut events: Vec<StoryEvent>) -> Vec<StoryEvent> {
    let Some(left_out) = events.len().checked_sub(MOST).filter(|more| *more > 0) else {
        return events;
    };
    events.drain(FIRST..FIRST + left_out);
    if let Some(next) = events.get_mut(FIRST) {
        next.left_out = u32::try_from(left_out).unwrap_or(u32::MAX);
    }
    events
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_story_keeps_its_beginning_and_its_end() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let long: Vec<StoryEvent> = (0..40).map(|s| StoryEvent::read(at(s), None)).collect();
        let kept = bounded(long.clone());
        assert_eq!(kept.len(), MOST);
        assert_eq!((kept[0].at, kept[3].at), (Some(at(0)), Some(at(3))));
        assert_eq!((kept[4].at, kept[4].left_out), (Some(at(34)), 30));
        assert_eq!(kept[9].at, Some(at(39)));
        assert_eq!(bounded(long[..MOST].to_vec()), long[..MOST]);
    }
}
