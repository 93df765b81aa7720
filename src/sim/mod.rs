//! A Tencent Cloud that fits in memory: behind `--demo`, `simulate` and the tests.
//!
//! ```text
//!  scenario (TOML) ──> world ── rows, quotas, settling as time goes by
//!                        ^
//!  v2, v3 (checks, shape)┤── faults and events on the nth call ──> cloud: request, now -> answer
//!                        │                                           ^
//!                        ├── identity (keys, STS, metadata) ───────────┤
//!                        └── verify (signatures)                     server: hyper on 127.0.0.1
//! ```
//! Everything but [`server`] is pure: no clock, no socket; `now` comes in with each request.

pub mod action;
mod build;
pub mod change;
pub mod cloud;
pub mod fault;
mod identity;
pub mod message;
mod mutate;
mod odd_rows;
pub mod outcome;
mod read;
mod reply;
pub mod row_fault;
pub mod scenario;
pub mod server;
pub mod spec;
mod sts;
mod v2;
mod v3;
pub mod verify;
pub mod world;

pub use change::{Change, ChangeKind};
pub use cloud::Cloud;
pub use message::{Answer, AnswerKind, IncomingRequest, LogEntry};
pub use scenario::{Scenario, ScenarioError, UnknownScenario};
pub use server::{Running, Server};
pub use spec::{DEMO_SECRET_ID, DEMO_SECRET_KEY};

/// What a shell needs to reach the built-in cloud, one `NAME=value` a line.
pub fn env_lines(scenario: &Scenario, endpoint: &str, region: &str) -> Vec<String> {
    let demo = spec::Credential::demo();
    let key = scenario.credentials.iter().find(|c| !c.disabled).unwrap_or(&demo);
    let token = key.token.iter().map(|token| format!("TENCENTCLOUD_TOKEN={token}"));
    // Without a session name a role of the environment is not assumed, as in tccli.
    let role = scenario.identity.assume.iter().flat_map(|role| {
        let session = "TENCENTCLOUD_ROLE_SESSION_NAME=eip-unbind-demo".to_owned();
        [format!("TENCENTCLOUD_ROLE_ARN={role}"), session]
    });
    [
        format!("TENCENTCLOUD_SECRET_ID={}", key.secret_id),
        format!("TENCENTCLOUD_SECRET_KEY={}", key.secret_key),
    ]
    .into_iter()
    .chain(token)
    .chain(role)
    .chain([format!("TENCENTCLOUD_REGION={region}"), format!("EIP_UNBIND_ENDPOINT={endpoint}")])
    .chain(["STS", "METADATA"].map(|service| format!("EIP_UNBIND_{service}_ENDPOINT={endpoint}")))
    .collect()
}
