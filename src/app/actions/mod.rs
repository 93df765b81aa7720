//! What can be done with the machine, whichever key or answer asks for it. All of it are methods of [`super::App`].

pub(super) mod dialog;
mod leaving;
mod profiles;
mod screen;
mod search;
