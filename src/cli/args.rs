//! The command line as typed. Parsing does no work and can fail only for what was typed.

use clap::builder::BoolishValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

// What each of these means, for people, is in `text/help`.
#[derive(Debug, Clone, Parser)]
#[command(name = "eip-unbind", version = concat!(env!("CARGO_PKG_VERSION"), " (", env!("EIP_UNBIND_BUILD"), ")"), subcommand_negates_reqs = true)]
pub struct Cli {
    #[arg(value_name = "TARGET")]
    pub(crate) targets: Vec<String>,
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// Which API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Api {
    #[default]
    Auto,
    V2,
    V3,
}

/// Which language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    En,
    Zh,
}

/// Which background the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Theme {
    #[default]
    Auto,
    Dark,
    Light,
}

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Output {
    #[default]
    Table,
    Json,
    Csv,
    Markdown,
}

fn whole_minutes(text: &str) -> Result<u32, &'static str> {
    text.parse().ok().filter(|minutes| *minutes > 0).ok_or("whole minutes, 1 or more")
}

/// Options that go with everything.
#[derive(Debug, Clone, Default, Args)]
pub struct Global {
    #[arg(long, global = true, value_name = "SCENARIO", num_args = 0..=1, require_equals = true, default_missing_value = "demo", env = "EIP_UNBIND_DEMO")]
    pub(crate) demo: Option<String>,
    #[arg(long, global = true, value_name = "NAME", env = "EIP_UNBIND_PROFILE")]
    pub(crate) profile: Option<String>,
    #[arg(long, global = true, env = "EIP_UNBIND_ALL_PROFILES", action = clap::ArgAction::SetTrue, value_parser = BoolishValueParser::new())]
    pub(crate) all_profiles: bool,
    #[arg(
        long = "region",
        global = true,
        value_name = "REGION",
        env = "EIP_UNBIND_REGION",
        value_delimiter = ','
    )]
    pub(crate) regions: Vec<String>,
    #[arg(long, global = true, env = "EIP_UNBIND_ALL_REGIONS", action = clap::ArgAction::SetTrue, value_parser = BoolishValueParser::new())]
    pub(crate) all_regions: bool,
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "auto|v2|v3",
        hide_possible_values = true,
        env = "EIP_UNBIND_API"
    )]
    pub(crate) api: Option<Api>,
    #[arg(long, global = true, value_name = "URL", env = "EIP_UNBIND_ENDPOINT")]
    pub(crate) endpoint: Option<String>,
    #[arg(long, global = true, env = "EIP_UNBIND_READ_ONLY", action = clap::ArgAction::SetTrue, value_parser = BoolishValueParser::new())]
    pub(crate) read_only: bool,
    #[arg(long, global = true, value_name = "FILE", env = "EIP_UNBIND_PLAN")]
    pub(crate) plan: Option<PathBuf>,
    #[arg(long, global = true, value_name = "MINUTES", default_value = "30", value_parser = whole_minutes, env = "EIP_UNBIND_VALID")]
    pub(crate) valid: u32,
    #[arg(long, global = true, value_name = "FILE", env = "EIP_UNBIND_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    #[arg(long, global = true, value_name = "DIR", env = "EIP_UNBIND_STATE_DIR")]
    pub(crate) state_dir: Option<PathBuf>,
    // Which options were given, and how: a flag, or the name of a variable
    #[arg(skip)]
    pub(crate) given: std::collections::BTreeMap<String, String>,
    // The relative folder that was given, before it was made absolute
    #[arg(skip)]
    pub(crate) relative_state_dir: Option<PathBuf>,
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "en|zh",
        hide_possible_values = true,
        env = "EIP_UNBIND_LANG"
    )]
    pub(crate) lang: Option<LangArg>,
    #[arg(long, global = true, env = "EIP_UNBIND_ASCII", action = clap::ArgAction::SetTrue, value_parser = BoolishValueParser::new())]
    pub(crate) ascii: bool,
    #[arg(long, global = true, env = "EIP_UNBIND_NO_COLOR", action = clap::ArgAction::SetTrue, value_parser = BoolishValueParser::new())]
    pub(crate) no_color: bool,
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "auto|dark|light",
        hide_possible_values = true,
        default_value_t,
        env = "EIP_UNBIND_THEME"
    )]
    pub(crate) theme: Theme,
    #[arg(long, global = true, value_name = "FILE", env = "EIP_UNBIND_LOG")]
    pub(crate) log: Option<PathBuf>,
    #[arg(short, long, global = true, env = "EIP_UNBIND_VERBOSE", action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "table|json|csv|markdown",
        hide_possible_values = true,
        default_value_t,
        env = "EIP_UNBIND_OUTPUT"
    )]
    pub(crate) output: Output,
}

impl Global {
    /// Options that a command for a run of this process needs beside what the run's record holds.
    pub(crate) fn kept_options(&self) -> Vec<(&'static str, String)> {
        let paths = [("--config", &self.config), ("--state-dir", &self.state_dir)];
        let given = paths.into_iter().filter_map(|(name, path)| Some((name, path.as_ref()?)));
        let mut all: Vec<(&'static str, String)> =
            given.map(|(name, path)| (name, path.to_string_lossy().into_owned())).collect();
        match self.api {
            None | Some(Api::Auto) => {}
            Some(Api::V2) => all.push(("--api", "v2".to_owned())),
            Some(Api::V3) => all.push(("--api", "v3".to_owned())),
        }
        all
    }
}

/// Subcommands.
#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    List,
    Quota,
    Unbind(Box<UnbindArgs>),
    Bind(Box<BindArgs>),
    History(HistoryArgs),
    Doctor,
    Config {
        #[arg(long)]
        sample: bool,
    },
    Simulate {
        #[arg(value_name = "SCENARIO", default_value = "demo")]
        scenario: String,
        #[arg(long, value_name = "PORT", default_value_t = 0, env = "EIP_UNBIND_PORT")]
        port: u16,
    },
    Completions {
        #[arg(value_name = "SHELL")]
        shell: clap_complete::Shell,
    },
    Man,
}

/// What of the history to show.
#[derive(Debug, Clone, Default, Args)]
pub struct HistoryArgs {
    #[arg(value_name = "RUN")]
    pub(crate) run: Option<String>,
    #[arg(long, value_name = "EIP")]
    pub(crate) eip: Option<String>,
    #[arg(long, value_name = "TIME", env = "EIP_UNBIND_SINCE")]
    pub(crate) since: Option<String>,
    #[arg(long, value_name = "TIME", env = "EIP_UNBIND_UNTIL")]
    pub(crate) until: Option<String>,
    #[arg(long, value_name = "WORD", env = "EIP_UNBIND_OUTCOME")]
    pub(crate) outcome: Option<String>,
    #[arg(long, env = "EIP_UNBIND_VERIFY", action = clap::ArgAction::SetTrue, value_parser = BoolishValueParser::new())]
    pub(crate) verify: bool,
    #[arg(long, value_name = "HASH", env = "EIP_UNBIND_EXPECT_HEAD")]
    pub(crate) expect_head: Option<String>,
}

/// What to bind, and where.
#[derive(Debug, Clone, Default, Args)]
pub struct BindArgs {
    #[arg(value_name = "TARGET")]
    pub(crate) targets: Vec<String>,
    #[arg(long, value_name = "ID")]
    pub(crate) eip_id: Vec<String>,
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) eip: Vec<std::net::IpAddr>,
    #[arg(long, value_name = "eni-…,IP|ins-…")]
    pub(crate) to: Option<String>,
    #[command(flatten)]
    pub(crate) how: HowArgs,
}

/// How a plan is carried out.
#[derive(Debug, Clone, Default, Args)]
pub struct HowArgs {
    #[arg(long, value_name = "TOKEN")]
    pub(crate) confirm: Option<String>,
    #[arg(long, value_name = "DIGEST|ins-…")]
    pub(crate) expect: Option<String>,
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(long, value_name = "SECONDS", default_value_t = 180, env = "EIP_UNBIND_WAIT")]
    pub(crate) wait: u64,
    #[arg(long, value_name = "SECONDS", default_value_t = 0, env = "EIP_UNBIND_WATCH")]
    pub(crate) watch: u64,
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    #[arg(long)]
    pub(crate) no_journal: bool,
    #[arg(short, long, env = "EIP_UNBIND_QUIET", action = clap::ArgAction::SetTrue, value_parser = BoolishValueParser::new())]
    pub(crate) quiet: bool,
}

/// What to unbind, and how.
#[derive(Debug, Clone, Default, Args)]
pub struct UnbindArgs {
    #[arg(value_name = "TARGET")]
    pub(crate) targets: Vec<String>,
    #[arg(long, value_name = "ID")]
    pub(crate) eip_id: Vec<String>,
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) eip: Vec<std::net::IpAddr>,
    #[arg(long, value_name = "ENI", requires = "private_ip_address")]
    pub(crate) network_interface_id: Option<String>,
    #[arg(long, value_name = "IP", requires = "network_interface_id")]
    pub(crate) private_ip_address: Option<std::net::IpAddr>,
    #[arg(long, value_name = "0|1", value_parser = ["0", "1"], default_value = "0")]
    pub(crate) alloc_wan_ip: String,
    #[arg(long, value_name = "0|1", value_parser = ["0", "1"])]
    pub(crate) un_bind_private_ip_with_eip: Option<String>,
    #[command(flatten)]
    pub(crate) how: HowArgs,
}
