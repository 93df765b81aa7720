//! `DescribeTaskResult`: how far an accepted mutation is (`docs/api-v3.md` §4.5).

use super::wire::TaskBody;
use super::{CallV3, open};
use crate::api::call::Call;
use crate::api::endpoint::Service;
use crate::api::error::untrusted;
use crate::api::message::HttpReply;
use crate::domain::{Fault, Region, TaskState};
use serde_json::{Map, Value};

/// The call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DescribeTaskResult {
    /// The region.
    pub region: Region,
    /// The task: a number here, although the mutation gave it as a text.
    pub task_id: u64,
}

impl Call for DescribeTaskResult {
    const SERVICE: Service = Service::Vpc;
    type Output = TaskState;

    fn action(&self) -> &'static str {
        "DescribeTaskResult"
    }

    fn region(&self) -> Option<&Region> {
        Some(&self.region)
    }

    fn decode(&self, reply: &HttpReply) -> Result<TaskState, Fault> {
        let body: TaskBody = open(reply)?;
        let result = body
            .result
            .filter(|r| !r.is_empty())
            .ok_or_else(|| untrusted("no result in the reply", reply))?;
        Ok(match result.as_str() {
            "RUNNING" => TaskState::Running,
            "SUCCESS" => TaskState::Success,
            "FAILED" => TaskState::Failed,
            other => TaskState::Other(other.to_owned()),
        })
    }
}

impl CallV3 for DescribeTaskResult {
    fn body(&self) -> Map<String, Value> {
        Map::from_iter([("TaskId".to_owned(), self.task_id.into())])
    }
}
