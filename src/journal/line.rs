//! One line: a record in its envelope, and how lines hang together.

use crate::domain::person::Person;
use crate::unbind::Record;
use jiff::Timestamp;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

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
    pub fn person(&self) -> Person {
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

/// A record as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The version of the format.
    pub v: u64,
    /// The number of the line, from 1; torn lines count.
    pub seq: u64,
    /// The SHA-256, in hex, of the bytes of the last whole line before, without its end; [`NO_LINE`] for the first.
    pub prev: String,
    /// Who wrote it.
    pub who: Who,
    /// What happened.
    #[serde(flatten)]
    pub record: Record,
}

/// The part of a line that makes the chain, the same in every version.
#[derive(Debug, Deserialize)]
pub(super) struct Link {
    pub(super) seq: u64,
    pub(super) prev: String,
}

/// What a line's bytes turned out to be.
#[derive(Debug)]
pub(super) enum Shape {
    /// A whole line; the envelope is missing where a newer version wrote something that this one does not know.
    Whole(Link, Option<Box<Envelope>>),
    /// The beginning of a line: it was cut short.
    Cut,
    /// Something else.
    Garbage,
}

/// Says what a line's bytes are.
pub(super) fn shape(bytes: &[u8]) -> Shape {
    if let Some(link) = link(bytes) {
        let envelope = serde_json::from_slice::<Envelope>(bytes).ok().filter(|e| e.v == VERSION);
        return Shape::Whole(link, envelope.map(Box::new));
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
    serde_json::from_slice::<Link>(bytes).ok().filter(|link| link.prev.len() == NO_LINE.len())
}

/// The SHA-256 of these bytes, in hex.
pub(super) fn hash(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
