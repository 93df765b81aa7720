//! What a shell offers while a command is typed: regions, scenarios, profiles, outcome words, and runs and EIPs of the journal. The cloud is
//! never asked, and nothing is written.

use crate::config::credentials::Folder;
use crate::config::env::Env;
use crate::config::layers::Config;
use crate::config::paths;
use crate::domain::Region;
use crate::domain::sanitize::visible;
use crate::journal;
use crate::sim::scenario::Scenario;
use crate::text::Lang;
use crate::unbind::Verdict;
use clap::{Arg, Command};
use clap_complete::Shell;
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};
use clap_complete::env::{CompleteEnv, Shells};
use serde_json::Value;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

/// The variable by which the shell's script asks.
const VARIABLE: &str = "EIP_UNBIND_COMPLETE";
/// How much of the journal's end is looked at, in bytes: what was done lately is what is typed.
const TAIL: u64 = 256 * 1024;

/// Bash parts words at `=` and `:`, which clap's own script does not know: this one puts them together again.
const BASH: &str = include_str!("complete.bash");

/// The script that makes a shell ask.
pub(super) fn script(shell: Shell) -> String {
    if shell == Shell::Bash {
        return BASH.to_owned();
    }
    let mut bytes = Vec::new();
    if let Some(completer) = Shells::builtins().completer(&shell.to_string()) {
        let _ = completer.write_registration(
            VARIABLE,
            "eip-unbind",
            "eip-unbind",
            "eip-unbind",
            &mut bytes,
        );
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Answers a shell that asks. `false` when no shell asked.
pub(super) fn answered(args: &[OsString], env: &Env) -> bool {
    if env.get(VARIABLE).is_none() {
        return false;
    }
    CompleteEnv::with_factory(command).var(VARIABLE).try_complete(args, None).unwrap_or(true)
}

/// The command line with what each value may be.
fn command() -> Command {
    with_candidates(super::help::built(Env::of_process().lang()))
}

fn with_candidates(command: Command) -> Command {
    let history = command.get_name() == "history";
    command.mut_args(|arg| arg_with_candidates(arg, history)).mut_subcommands(with_candidates)
}

fn arg_with_candidates(arg: Arg, history: bool) -> Arg {
    let offers: fn() -> Vec<CompletionCandidate> = match arg.get_id().as_str() {
        "regions" => regions,
        "demo" | "scenario" => || of(Scenario::names()),
        "profile" => profiles,
        "outcome" => || of(Verdict::ALL.iter().map(|word| word.as_str())),
        "targets" | "eip" | "eip_id" => eips,
        "run" if history => runs,
        _ => return arg,
    };
    arg.add(ArgValueCandidates::new(offers))
}

fn of<T: Into<OsString>>(words: impl IntoIterator<Item = T>) -> Vec<CompletionCandidate> {
    words.into_iter().map(CompletionCandidate::new).collect()
}

fn regions() -> Vec<CompletionCandidate> {
    of(Region::all().iter().map(|region| region.as_str().to_owned()))
}

fn profiles() -> Vec<CompletionCandidate> {
    let env = Env::of_process();
    let home = env.home();
    let given = env.get("EIP_UNBIND_CONFIG").map(Path::new);
    // A file that is wrong is no reason to offer nothing: tccli's profiles are left.
    let config = Config::load(env.etc(), given, home.as_deref(), Lang::En).unwrap_or_default();
    let ours = config.profiles().into_iter().map(str::to_owned);
    let tccli = Folder::of(&env, home.as_deref()).map(|folder| folder.names()).unwrap_or_default();
    of(ours.chain(tccli).collect::<BTreeSet<_>>())
}

fn eips() -> Vec<CompletionCandidate> {
    of(named_in_journal(&["eipId", "eip"]))
}

fn runs() -> Vec<CompletionCandidate> {
    of(named_in_journal(&["runId"]))
}

/// The values of these fields in the last lines of the journal, each once.
fn named_in_journal(fields: &[&str]) -> BTreeSet<String> {
    let env = Env::of_process();
    let given = env.get("EIP_UNBIND_STATE_DIR").map(PathBuf::from);
    let Some(dir) = paths::state_dir(given.as_deref()) else { return BTreeSet::new() };
    let mut found = BTreeSet::new();
    for line in tail(&dir.join(journal::FILE_NAME)).unwrap_or_default().lines() {
        if let Ok(record) = serde_json::from_str::<Value>(line) {
            gather(&record, fields, &mut found);
        }
    }
    found
}

fn gather(value: &Value, fields: &[&str], found: &mut BTreeSet<String>) {
    let Value::Object(object) = value else { return };
    for (name, value) in object {
        if let Value::String(text) = value
            && fields.contains(&name.as_str())
        {
            found.insert(visible(text).into_owned());
        }
        gather(value, fields, found);
    }
}

fn tail(path: &Path) -> Option<String> {
    // Opening a FIFO would wait for its writer.
    if !path.metadata().ok()?.is_file() {
        return None;
    }
    let mut file = File::open(path).ok()?;
    let length = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL))).ok()?;
    let mut bytes = Vec::new();
    file.take(TAIL).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
