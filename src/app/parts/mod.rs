//! The parts of the machine. Each has a state of its own and knows nothing of [`super::App`].

pub mod arming;
pub mod candidates;
pub mod command;
pub mod copied;
pub mod dialog;
pub mod effect;
pub mod find;
pub mod follow_up;
pub mod history;
pub mod inventory;
pub mod key;
pub mod layout;
pub mod list;
pub mod load;
pub mod lookup;
pub mod msg;
pub mod nics;
pub mod notice;
pub mod overlay;
pub mod picker;
pub mod places;
mod region;
pub mod run_view;
pub mod scope;
pub mod session;
mod settling;
pub mod target;
