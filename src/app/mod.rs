//! The machine: one function, `update(&mut App, Moment, Msg) -> Vec<Effect>`.
//!
//! Same state, same message, same time: same new state, same effects. It knows no terminal, no HTTP, no disk and no clock.
//!
//! Three layers, each using only those before it:
//! 1. [`parts`]: the list, the dialog, the picker and so on, each with its own state. None knows [`App`].
//! 2. [`App`], which holds the parts, and `actions`: what can be done with it (open the dialog, look a target up, leave).
//! 3. `routes`: what each key, paste or answer does in the part that has the keys; [`update()`] picks the route.

mod actions;
pub mod keymap;
pub mod parts;
mod routes;
mod state;
mod update;

pub use parts::command::Command;
pub use parts::dialog::Dialog;
pub use parts::effect::{Effect, Query};
pub use parts::inventory::Inventory;
pub use parts::key::{Code, Key};
pub use parts::list::List;
pub use parts::load::{Load, ReqId, RunNo};
pub use parts::msg::{Msg, Opened, Reply};
pub use parts::overlay::Overlay;
pub use parts::scope::Scope;
pub use parts::session::{Colors, Session, Symbols};
pub use parts::{
    candidates, command, copied, dialog, effect, find, history, inventory, key, layout, list, load,
    lookup, msg, nics, notice, overlay, picker, places, run_view, session, target,
};
pub use state::{App, LEAVE_MS};
pub use update::update;
