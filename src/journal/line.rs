//! One line: a record in its envelope, and how lines hang together.

use crate::domain::person::Person;
use crate::domain::{InstanceId, RequestId};
use crate::unbind::Record;
use crate::unbind::record::{Answered, Intent, Note, Settled};
use crate::unbind::story::StoryEvent;
use compact_str::CompactString;
use jiff::Timestamp;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};
use std::borrow::Cow;
use std::sync::Arc;

/// The version that this program writes.
pub const VERSION: u64 = 1;
/// No line is longer than this, without its end: a record is about 2 KiB, anything beyond is not ours.
pub const MAX_LINE: usize = 1 << 20;
/// What the first line names as the hash of the line before it.
pub const NO_LINE: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Who wrote a line. Host, pid and start time together name one process for ever; the pid alone comes back.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Who {
    /// The name of the uid.
    pub user: String,
    /// The uid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uid: Option<u32>,
    /// Who logged in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login_user: Option<String>,
    /// Who called sudo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sudo_user: Option<String>,
    /// The address that the ssh session came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ssh_client: Option<String>,
    /// The machine's name.
    pub host: String,
    /// The process.
    pub pid: u32,
    /// When the process started.
    pub started_at: Timestamp,
    /// The program's version.
    pub version: String,
}

impl Who {
    /// The process, and no more of the person than the name: enough for a line that follows another one of the same process.
    pub(super) fn brief(&self) -> Self {
        Self { uid: None, login_user: None, sudo_user: None, ssh_client: None, ..self.clone() }
    }

    /// The person, without what only the cloud knows.
    pub(crate) fn person(&self) -> Person {
        Person {
            user: Some(self.user.clone()),
            uid: self.uid,
            login_user: self.login_user.clone(),
            sudo_user: self.sudo_user.clone(),
            ssh_client: self.ssh_client.clone(),
            host: Some(self.host.clone()),
            pid: Some(self.pid),
            account: None,
            caller: None,
        }
    }

    /// Whether both are the same process.
    pub fn is_same_process(&self, other: &Self) -> bool {
        (&self.host, self.pid, self.started_at) == (&other.host, other.pid, other.started_at)
    }
}

/// A record as it is written.
#[derive(Serialize)]
pub struct Envelope<'a> {
    /// The version of the format.
    pub v: u64,
    /// The number of the line, from 1; torn lines count.
    pub seq: u64,
    /// The SHA-256, in hex, of the bytes of the last whole line before, without its end; [`NO_LINE`] for the first.
    pub prev: &'a str,
    /// Who wrote it.
    pub who: &'a Who,
    /// What happened.
    #[serde(flatten)]
    pub record: &'a Record,
}

/// A line that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number in the file, from 1.
    pub number: usize,
    /// The number that it gives itself.
    pub seq: u64,
    /// Who wrote it.
    pub who: Arc<Who>,
    /// What it says.
    pub record: Record,
}

/// What a line of any record may hold. It is read in one pass: an enum with its tag among its fields would first be gathered as a tree, and
/// a journal has 100,000 lines.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Stored<'a> {
    v: u64,
    seq: u64,
    #[serde(borrow)]
    prev: Cow<'a, str>,
    #[serde(borrow)]
    who: &'a RawValue,
    record: Kind,
    run_id: String,
    item: usize,
    at: Timestamp,
    attempt: Option<u8>,
    intent: Option<Box<Intent>>,
    answer: Option<Answered>,
    code: Option<String>,
    request_id: Option<RequestId>,
    settled: Option<Box<Settled>>,
    what: Option<Note>,
    un_instance_id: Option<InstanceId>,
    #[serde(default)]
    events: Vec<StoryEvent>,
}

/// The kinds of records.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
enum Kind {
    Intent,
    Sent,
    Settled,
    Note,
}

/// Who wrote the last lines. The lines of a run name the same process in the same bytes: that is read once.
#[derive(Default)]
pub(super) struct Writers(Vec<(Box<str>, Arc<Who>)>);

impl Writers {
    fn read(&mut self, json: &str) -> serde_json::Result<Arc<Who>> {
        /// A process writes two: all that is known of it, and a short one.
        const KEPT: usize = 4;
        if let Some((_, who)) = self.0.iter().find(|(known, _)| **known == *json) {
            return Ok(Arc::clone(who));
        }
        let who = Arc::new(serde_json::from_str(json)?);
        self.0.insert(0, (json.into(), Arc::clone(&who)));
        self.0.truncate(KEPT);
        Ok(who)
    }
}

impl Stored<'_> {
    /// The record, if everything is there that a record of its kind must have.
    fn record(self) -> Option<Record> {
        let Self { run_id, item, at, events, .. } = self;
        Some(match self.record {
            Kind::Intent => {
                Record::Intent { run_id, item, attempt: self.attempt?, at, intent: self.intent? }
            }
            Kind::Sent => Record::Sent {
                run_id,
                item,
                attempt: self.attempt?,
                at,
                answer: self.answer?,
                code: self.code,
                request_id: self.request_id,
                events,
            },
            Kind::Settled => Record::Settled { run_id, item, at, settled: self.settled? },
            Kind::Note => Record::Note {
                run_id,
                item,
                at,
                what: self.what?,
                un_instance_id: self.un_instance_id,
                events,
            },
        })
    }
}

/// Where a line stands in the chain, and what it says.
pub(super) fn understood(bytes: &[u8], writers: &mut Writers) -> Option<(Link, Box<Line>)> {
    let stored = serde_json::from_str::<Stored<'_>>(str::from_utf8(bytes).ok()?).ok()?;
    let link = Link::of(stored.seq, &stored.prev).filter(|_| stored.v == VERSION)?;
    let who = writers.read(stored.who.get()).ok()?;
    let record = stored.record()?;
    Some((link, Box::new(Line { number: 0, seq: link.seq, who, record })))
}

/// Where a line stands in the chain, and which run it is of: what it says of that is left for later.
pub(super) fn of_run(bytes: &[u8]) -> Option<(Link, CompactString)> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct OfRun<'a> {
        v: u64,
        seq: u64,
        #[serde(borrow)]
        prev: Cow<'a, str>,
        run_id: CompactString,
    }
    let line = serde_json::from_str::<OfRun<'_>>(str::from_utf8(bytes).ok()?).ok()?;
    let link = Link::of(line.seq, &line.prev).filter(|_| line.v == VERSION)?;
    Some((link, line.run_id))
}

/// The part of a line that makes the chain, the same in every version.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) seq: u64,
    /// As many bytes as a hash has digits, whatever they are.
    pub(super) prev: [u8; NO_LINE.len()],
}

impl Link {
    fn of(seq: u64, prev: &str) -> Option<Self> {
        Some(Self { seq, prev: prev.as_bytes().try_into().ok()? })
    }
}

/// What a line's bytes turned out to be.
#[derive(Debug)]
pub(super) enum Shape<T = Box<Line>> {
    /// A whole line; what it says is missing where a newer version wrote something that this one does not know. Its number is
    /// for the reader of the file to say.
    Whole(Link, Option<T>),
    /// The beginning of a line: it was cut short.
    Cut,
    /// Something else.
    Garbage,
}

/// Says what a line's bytes are.
pub(super) fn shape(bytes: &[u8], writers: &mut Writers) -> Shape {
    shape_by(bytes, |bytes| understood(bytes, writers))
}

/// The same, of a line that is understood by this reader.
pub(super) fn shape_by<T>(
    bytes: &[u8],
    understood: impl FnOnce(&[u8]) -> Option<(Link, T)>,
) -> Shape<T> {
    if let Some((link, what)) = understood(bytes) {
        return Shape::Whole(link, Some(what));
    }
    if let Some(link) = link(bytes) {
        return Shape::Whole(link, None);
    }
    // A power loss may leave the beginning of the line, and zeros where its rest was to be.
    let written = bytes.iter().rposition(|byte| *byte != 0).map_or(&[][..], |last| &bytes[..=last]);
    let is_cut = match serde_json::from_slice::<IgnoredAny>(written) {
        Ok(_) => written.len() < bytes.len(),
        Err(error) => error.is_eof() && (written.is_empty() || written[0] == b'{'),
    };
    if is_cut { Shape::Cut } else { Shape::Garbage }
}

/// The chain's part of a whole line.
pub(super) fn link(bytes: &[u8]) -> Option<Link> {
    #[derive(Deserialize)]
    struct Bare<'a> {
        seq: u64,
        #[serde(borrow)]
        prev: Cow<'a, str>,
    }
    let bare = serde_json::from_slice::<Bare<'_>>(bytes).ok()?;
    Link::of(bare.seq, &bare.prev)
}

/// The SHA-256 of these bytes, in hex.
pub(super) fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
