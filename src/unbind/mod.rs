//! The procedure of an unbind, as plain data and plain functions.
//!
//! ```text
//! UnbindRequest ──plan()──> Plan ──Run::new()──> Run ──step()*──> Outcome
//!                  │                               │
//!            Refusal, Warning          recheck, record, send, look
//! ```
//! Nothing here knows a terminal, HTTP, a disk or a clock: time arrives in messages, work leaves as [`RunEffect`]s.

pub mod accounts;
pub mod answer;
pub mod around;
mod bind;
pub mod digest;
pub mod event;
pub mod evidence;
pub mod facts;
pub mod goal;
pub mod lookup;
pub mod outcome;
pub mod plan;
pub mod plan_file;
pub mod plan_json;
pub mod planning;
pub mod record;
pub mod refusal;
pub mod report;
pub mod request;
pub mod run;
pub mod schedule;
pub mod story;
pub mod target;

pub use answer::{Fits, Reading, Sighting, TargetQuestion};
pub use bind::{former_target, kept_link, nowhere};
pub use event::{Event, EventKind};
pub use outcome::{Outcome, Remark, Verdict, WanIp};
pub use plan::{Context, Grade, Keeps, Plan, PlanInput, PlanItem};
pub use plan_file::PlanFile;
pub use planning::{plan, plan_leaving_out};
pub use record::Record;
pub use refusal::{Danger, LeftOut, PlanFault, Refusal, RefusalReason};
pub use request::{ToggleUse, UnbindOptions, UnbindRequest};
pub use run::{Gate, Phase, Run, RunConfig, RunEffect, RunItem, RunMsg};
