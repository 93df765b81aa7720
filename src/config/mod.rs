//! Where settings come from: command line, environment, files. The only readers of the environment.

pub mod credentials;
pub mod env;
pub mod file;
pub mod layers;
pub mod paths;
pub mod proxy;
mod text_file;
pub mod user;
