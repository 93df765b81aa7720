//! The program: parse, run, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(eip_unbind::cli::main(std::env::args_os()))
}
