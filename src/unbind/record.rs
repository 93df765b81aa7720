//! What is written down about a run, before and after it is sent. The journal adds who, where and the chain.

use super::story::StoryEvent;
use super::{Remark, Verdict};
use crate::domain::identity::Identity;
use crate::domain::person::Person;
use crate::domain::{
    Accepted, BindTarget, Delivery, Doubt, EipId, EipState, Fault, Generation, InstanceId,
    NetworkInterfaceId, NicPosition, Param, Region, RequestId,
};
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;

/// One record, version 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "record", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Record {
    /// Written, and synced to disk, before the request may leave.
    Intent {
        run_id: String,
        /// The item of the run, from 0.
        item: usize,
        /// Which attempt of that item, from 1.
        attempt: u8,
        at: Timestamp,
        /// Everything about the request.
        intent: Box<Intent>,
    },
    /// The request left, and this is what came back.
    Sent {
        run_id: String,
        /// The item of the run, from 0.
        item: usize,
        /// Which attempt.
        attempt: u8,
        /// When the request was handed over.
        at: Timestamp,
        /// What came back.
        answer: Answered,
        /// The cloud's code.
        code: Option<String>,
        request_id: Option<RequestId>,
        /// What happened since the intent, and what came back.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        events: Vec<StoryEvent>,
    },
    /// The verdict.
    Settled {
        run_id: String,
        /// The item of the run, from 0.
        item: usize,
        at: Timestamp,
        settled: Box<Settled>,
    },
    /// Something seen afterwards.
    Note {
        run_id: String,
        /// The item of the run, from 0.
        item: usize,
        at: Timestamp,
        what: Note,
        /// The server concerned.
        un_instance_id: Option<InstanceId>,
        /// What happened since the record before.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        events: Vec<StoryEvent>,
    },
}

/// What came back from sending, as a word. What a later version writes is kept as it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Answered {
    /// The cloud took it.
    Accepted,
    /// The cloud answered with an error.
    Refused,
    /// It left, and no trustworthy answer came.
    NoAnswer,
    /// It never left.
    NotSent,
    /// A word that this version does not know.
    #[serde(untagged)]
    Other(String),
}

impl Answered {
    /// The word for what sending came to.
    pub(crate) fn of(answer: &Result<Accepted, Fault>) -> Self {
        match answer.as_ref().map_err(|fault| fault.delivery) {
            Ok(_) => Self::Accepted,
            Err(Delivery::NotSent) => Self::NotSent,
            Err(Delivery::Answered) => Self::Refused,
            Err(Delivery::NoAnswer) => Self::NoAnswer,
        }
    }
}

impl fmt::Display for Answered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::NoAnswer => "noAnswer",
            Self::NotSent => "notSent",
            Self::Other(word) => word,
        })
    }
}

/// What was seen after the verdict, as a word. What a later version writes is kept as it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Note {
    /// It is bound again.
    BoundAgain,
    /// A reading that showed nothing else.
    FollowUp,
    /// A word that this version does not know.
    #[serde(untagged)]
    Other(String),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BoundAgain => "boundAgain",
            Self::FollowUp => "followUp",
            Self::Other(word) => word,
        })
    }
}

/// What is about to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Intent {
    pub api: Generation,
    /// The account as it is known here.
    pub account: String,
    pub profile: Option<String>,
    pub region: Region,
    /// The endpoint, when it is not the public cloud's.
    pub endpoint: Option<String>,
    pub eip_id: EipId,
    pub eip: Option<IpAddr>,
    pub action: String,
    /// Its parameters, without anything secret: those never are among them.
    pub parameters: BTreeMap<String, Value>,
    /// What it was bound to.
    pub before: EipState,
    /// Which IP of which NIC that was, as far as the NICs were read.
    #[serde(
        default,
        deserialize_with = "lenient",
        skip_serializing_if = "NicPosition::is_unknown"
    )]
    pub nic_position: NicPosition,
    /// The cloud releases it when it is unbound (v3 `CascadeRelease`): that it is not listed any more is the goal then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cascade_release: bool,
    /// It was blocked (封堵) when this was written: of an unbound EIP API 2.0 does not tell that any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub blocked: bool,
    /// The plan's digest.
    pub digest: String,
    /// The operator's reason.
    pub reason: Option<String>,
    /// Whose request it is at the cloud, and whose plan. Journals of old do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Box<By>>,
    /// What happened before it was written: the check of the target.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<StoryEvent>,
    /// The EIPs of the same run that were not begun by then: after a crash nothing else says that they were part of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rest: Vec<NotBegun>,
}

impl Intent {
    /// Who asked, and where, as far as it is written down; the journal knows the person.
    pub fn whose(&self, mut who: Person) -> Identity {
        let by = self.by.as_deref().cloned().unwrap_or_default();
        (who.account, who.caller) = (by.account, by.caller);
        Identity {
            api: self.api,
            account: self.account.clone(),
            endpoint: self.endpoint.clone(),
            profile: self.profile.clone(),
            source: by.source,
            who,
            ..Identity::default()
        }
    }
}

/// What a later version may write in another form: what is not understood is as if it were not there, and the record is understood all the same.
fn lenient<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NicPosition, D::Error> {
    Ok(serde_json::from_value(Value::deserialize(deserializer)?).unwrap_or_default())
}

/// An EIP of a run that was not begun.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NotBegun {
    pub eip_id: EipId,
    pub eip: Option<IpAddr>,
}

impl fmt::Display for NotBegun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.eip {
            Some(ip) => write!(f, "{ip}"),
            None => write!(f, "{}", self.eip_id),
        }
    }
}

/// Whose request it is at the cloud, and whose plan; each as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct By {
    /// Where the credentials came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The account, by `GetCallerIdentity`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The caller, by `GetCallerIdentity`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller: Option<String>,
    /// Who made the plan, where that was somebody else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub planned_by: Option<Person>,
    /// How `four_eyes` was kept, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub four_eyes: Option<FourEyes>,
}

/// How `four_eyes` was kept. What a later version writes is kept as it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FourEyes {
    /// Planned by one caller of the cloud, sent by another.
    TwoPeople,
    /// Exempt: the way back to the recorded place.
    WayBack,
    /// A word that this version does not know.
    #[serde(untagged)]
    Other(String),
}

impl fmt::Display for FourEyes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TwoPeople => "twoPeople",
            Self::WayBack => "wayBack",
            Self::Other(word) => word,
        })
    }
}

/// A verdict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Settled {
    pub eip_id: EipId,
    pub outcome: Verdict,
    /// The cloud's code, if it answered with an error.
    pub code: Option<String>,
    /// Its message.
    pub message: Option<String>,
    pub request_id: Option<RequestId>,
    /// The last reading.
    pub after: Option<EipState>,
    /// When the request left.
    pub sent_at: Option<Timestamp>,
    /// Milliseconds from sending to the verdict.
    pub took_ms: Option<u64>,
    /// What was meant, when nothing was ever recorded as about to be sent (drifted, already unbound, not sent, cancelled).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intent: Option<Box<Intent>>,
    /// Why the last answer says nothing certain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doubt: Option<Doubt>,
    /// What must be said of a goal that was reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<Remark>,
    /// Settled by a later start of the program, after a crash.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub recovered: bool,
    /// What happened since the record before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<StoryEvent>,
}

/// The NIC and private IP that recorded parameters name, in the words of either generation.
pub(crate) fn recorded_pair(
    parameters: &BTreeMap<String, Value>,
) -> Option<(NetworkInterfaceId, IpAddr)> {
    let nic = recorded(parameters, ["networkInterfaceId", "NetworkInterfaceId"])?;
    let ip = recorded(parameters, ["privateIpAddress", "PrivateIpAddress"])?;
    Some((NetworkInterfaceId::parse(nic)?, ip.parse().ok()?))
}

/// The place that they name: a server, else such a pair.
pub(crate) fn recorded_place(parameters: &BTreeMap<String, Value>) -> Option<BindTarget> {
    let server = recorded(parameters, ["unInstanceId", "InstanceId"]);
    if let Some(server) = server.and_then(InstanceId::parse) {
        return Some(BindTarget::Instance(server));
    }
    let (network_interface_id, private_ip_address) = recorded_pair(parameters)?;
    Some(BindTarget::PrivateIp { network_interface_id, private_ip_address })
}

fn recorded<'a>(parameters: &'a BTreeMap<String, Value>, names: [&str; 2]) -> Option<&'a str> {
    names.iter().find_map(|name| parameters.get(*name)?.as_str())
}

/// Parameters as JSON.
pub(crate) fn parameters_json(params: &[Param]) -> BTreeMap<String, Value> {
    params
        .iter()
        .map(|(name, value)| ((*name).to_owned(), serde_json::to_value(value).unwrap_or_default()))
        .collect()
}
