//! The command line as typed. Parsing does no work and can fail only for what was typed.

use clap::builder::BoolishValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Take a Tencent Cloud Elastic IP off its server: listed, confirmed, sent once, verified.
#[derive(Debug, Clone, Parser)]
#[command(name = "eip-unbind", version = concat!(env!("CARGO_PKG_VERSION"), " (", env!("EIP_UNBIND_BUILD"), ")"), subcommand_negates_reqs = true, after_help = AFTER_HELP, after_long_help = after_long_help())]
pub struct Cli {
    /// What an alert holds: an EIP address, eip-…, ins-…, eni-… with a private IP, a private IP, part of a name; or the alert itself, one line in quotes. Opens the unbind dialog; nothing is sent
    #[arg(value_name = "TARGET")]
    pub targets: Vec<String>,
    /// Options that go with everything.
    #[command(flatten)]
    pub global: Global,
    /// What to do; the terminal interface if nothing is given.
    #[command(subcommand)]
    pub command: Option<Command>,
}

const AFTER_HELP: &str = "\
Secrets are never flags: export TENCENTCLOUD_SECRET_ID, TENCENTCLOUD_SECRET_KEY and, for temporary keys, TENCENTCLOUD_TOKEN.
Every option can also be given as EIP_UNBIND_<OPTION>. Try it without an account: eip-unbind --demo

Exit codes: 0 done and seen, or was so already; 1 a reading failed or is incomplete; 2 usage or configuration; 3 credentials or permission;
4 not confirmed, drifted, not unbindable; 5 refused, or never left; 6 unknown or still settling; 7 journal; 130 cancelled; 70 a bug.";

fn after_long_help() -> String {
    format!("{AFTER_HELP}\n\n{}", crate::text::generations::plain(crate::text::Lang::En).trim_end())
}

const DOCTOR_HELP: &str = "\
The report holds no secrets: paste it into a ticket. With --output json each check has area, check, subject, state (ok, warning, failed,
notTried), found, next and facts. Only readings are sent; requests that change something are listed and not tried. Open intents are counted, not settled.

Exit codes: 0 an unbind would work; otherwise the first present of 2 usage or configuration, 3 credentials or permission,
7 journal (not writable, or its chain is broken), 1 an endpoint, the clock or a reading.";

/// Which API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Api {
    /// 2.0 first, 3.0 where 2.0 is retired
    #[default]
    Auto,
    /// API 2.0
    V2,
    /// API 3.0
    V3,
}

/// Which language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    /// English
    En,
    /// 简体中文
    Zh,
}

/// Which background the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Theme {
    /// Colours that stand on both
    #[default]
    Auto,
    /// Dark background
    Dark,
    /// Light background
    Light,
}

/// How results are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Output {
    /// For people
    #[default]
    Table,
    /// For programs
    Json,
    /// For spreadsheets
    Csv,
    /// For tickets (history)
    Markdown,
}

/// Options that go with everything.
#[derive(Debug, Clone, Default, Args)]
pub struct Global {
    /// Work on the built-in cloud; nothing leaves this machine
    #[arg(long, global = true, value_name = "SCENARIO", num_args = 0..=1, require_equals = true, default_missing_value = "demo", env = "EIP_UNBIND_DEMO")]
    pub demo: Option<String>,
    /// Profile of the config file, or a tccli profile of that name
    #[arg(long, global = true, value_name = "NAME", env = "EIP_UNBIND_PROFILE")]
    pub profile: Option<String>,
    /// Region, long or short (ap-guangzhou, gz); may be given several times
    #[arg(
        long = "region",
        global = true,
        value_name = "REGION",
        env = "EIP_UNBIND_REGION",
        value_delimiter = ','
    )]
    pub regions: Vec<String>,
    /// All known regions, read in parallel
    #[arg(long, global = true, env = "EIP_UNBIND_ALL_REGIONS", action = clap::ArgAction::SetTrue, value_parser = BoolishValueParser::new())]
    pub all_regions: bool,
    /// API generation: auto unless the profile says another
    #[arg(long, global = true, value_enum, env = "EIP_UNBIND_API")]
    pub api: Option<Api>,
    /// Base URL for every action (private cloud, tests)
    #[arg(long, global = true, value_name = "URL", env = "EIP_UNBIND_ENDPOINT")]
    pub endpoint: Option<String>,
    /// No mutation can be built
    #[arg(long, global = true, env = "EIP_UNBIND_READ_ONLY", action = clap::ArgAction::SetTrue, value_parser = BoolishValueParser::new())]
    pub read_only: bool,
    /// Another config file
    #[arg(long, global = true, value_name = "FILE", env = "EIP_UNBIND_CONFIG")]
    pub config: Option<PathBuf>,
    /// Another folder for journal and memory
    #[arg(long, global = true, value_name = "DIR", env = "EIP_UNBIND_STATE_DIR")]
    pub state_dir: Option<PathBuf>,
    /// Which options were given, and how: a flag, or the name of a variable
    #[arg(skip)]
    pub given: std::collections::BTreeMap<String, String>,
    /// The relative folder that was given, before it was made absolute
    #[arg(skip)]
    pub relative_state_dir: Option<PathBuf>,
    /// Language; follows LC_ALL, LC_MESSAGES, LANG when not given
    #[arg(long, global = true, value_enum, env = "EIP_UNBIND_LANG")]
    pub lang: Option<LangArg>,
    /// Only ASCII signs on screen
    #[arg(long, global = true, env = "EIP_UNBIND_ASCII", action = clap::ArgAction::SetTrue, value_parser = BoolishValueParser::new())]
    pub ascii: bool,
    /// No colours (NO_COLOR works too)
    #[arg(long, global = true, env = "EIP_UNBIND_NO_COLOR", action = clap::ArgAction::SetTrue, value_parser = BoolishValueParser::new())]
    pub no_color: bool,
    /// Background of the terminal
    #[arg(long, global = true, value_enum, default_value_t, env = "EIP_UNBIND_THEME")]
    pub theme: Theme,
    /// Trace log, secrets left out; never to the screen
    #[arg(long, global = true, value_name = "FILE", env = "EIP_UNBIND_LOG")]
    pub log: Option<PathBuf>,
    /// More in the log: each decision, twice for what each request waited and took
    #[arg(short, long, global = true, env = "EIP_UNBIND_VERBOSE", action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// How results are written
    #[arg(long, global = true, value_enum, default_value_t, env = "EIP_UNBIND_OUTPUT")]
    pub output: Output,
}

/// Subcommands.
#[derive(Debug, Clone, Subcommand)]
pub enum Command {
    /// List the EIPs of the region(s)
    List,
    /// Show the quota of the region(s)
    Quota,
    /// Plan an unbind and, with the right --confirm, do it
    Unbind(Box<UnbindArgs>),
    /// Show the settings in force, and where each comes from
    Config {
        /// Print a commented config file instead
        #[arg(long)]
        sample: bool,
    },
    /// Bind an EIP back to where it was, by the journal or the link that was kept, or to --to: plan and, with the right --confirm, do it
    Bind(Box<BindArgs>),
    /// Show what was done
    History(HistoryArgs),
    /// Check whether an unbind would work: config, credentials, endpoints, clock, permissions, quota, journal, terminal; nothing is changed
    #[command(after_help = DOCTOR_HELP)]
    Doctor,
    /// Run the built-in cloud as a server of its own, until Ctrl-C
    Simulate {
        /// The scenario
        #[arg(default_value = "demo")]
        scenario: String,
        /// The port; any free one if 0
        #[arg(long, default_value_t = 0, env = "EIP_UNBIND_PORT")]
        port: u16,
    },
    /// Print shell completions
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the man page
    Man,
}

/// What of the history to show.
#[derive(Debug, Clone, Default, Args)]
pub struct HistoryArgs {
    /// Only this run, whole, with all that happened; its name or the beginning of it
    #[arg(value_name = "RUN")]
    pub run: Option<String>,
    /// Only items about this EIP, by address or id
    #[arg(long)]
    pub eip: Option<String>,
    /// Only runs that started then or later (2026-11-22, or with a time)
    #[arg(long, env = "EIP_UNBIND_SINCE")]
    pub since: Option<String>,
    /// Only runs that started then or earlier
    #[arg(long, env = "EIP_UNBIND_UNTIL")]
    pub until: Option<String>,
    /// Only runs with this outcome (verified, unknown …, or unsettled)
    #[arg(long, env = "EIP_UNBIND_OUTCOME")]
    pub outcome: Option<String>,
    /// Check the chain; exit 1 if it is broken
    #[arg(long, env = "EIP_UNBIND_VERIFY", action = clap::ArgAction::SetTrue, value_parser = BoolishValueParser::new())]
    pub verify: bool,
    /// Check also that the record with this hash is still there (64 hex digits, or the first 12 and more); exit 1 if it is not
    #[arg(long, value_name = "HASH", env = "EIP_UNBIND_EXPECT_HEAD")]
    pub expect_head: Option<String>,
}

/// What to bind, and where.
#[derive(Debug, Clone, Default, Args)]
pub struct BindArgs {
    /// What an alert holds: an EIP address, eip-…, part of a name; or the alert itself, one line in quotes
    #[arg(value_name = "TARGET")]
    pub targets: Vec<String>,
    /// Target: the EIP's id
    #[arg(long, value_name = "ID")]
    pub eip_id: Vec<String>,
    /// Target: the EIP's address
    #[arg(long, value_name = "ADDRESS")]
    pub eip: Vec<std::net::IpAddr>,
    /// Where to: a NIC and a private IP on it, or a server; not given: where it was, by the journal, else the link that was kept
    #[arg(long, value_name = "eni-…,IP|ins-…")]
    pub to: Option<String>,
    /// How it is carried out.
    #[command(flatten)]
    pub how: HowArgs,
}

/// How a plan is carried out.
#[derive(Debug, Clone, Default, Args)]
pub struct HowArgs {
    /// The plan's token; without it the plan is printed and nothing is sent
    #[arg(long, value_name = "TOKEN")]
    pub confirm: Option<String>,
    /// The plan's digest, or its server: if it is another one now, nothing is sent
    #[arg(long, value_name = "DIGEST|ins-…")]
    pub expect: Option<String>,
    /// Only plan
    #[arg(long)]
    pub dry_run: bool,
    /// How long to follow an accepted request; 0 does not look
    #[arg(long, value_name = "SECONDS", default_value_t = 180, env = "EIP_UNBIND_WAIT")]
    pub wait: u64,
    /// After verified, go on looking so long: at 10 s and 60 s, as far as that reaches
    #[arg(long, value_name = "SECONDS", default_value_t = 0, env = "EIP_UNBIND_WATCH")]
    pub watch: u64,
    /// A reason for the journal
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,
    /// Do it even without a journal, this once
    #[arg(long)]
    pub no_journal: bool,
    /// No line for each event on standard error
    #[arg(short, long, env = "EIP_UNBIND_QUIET", action = clap::ArgAction::SetTrue, value_parser = BoolishValueParser::new())]
    pub quiet: bool,
}

/// What to unbind, and how.
#[derive(Debug, Clone, Default, Args)]
pub struct UnbindArgs {
    /// What an alert holds: an EIP address, eip-…, ins-…, eni-… with a private IP, a private IP, part of a name; or the alert itself, one line in quotes
    #[arg(value_name = "TARGET")]
    pub targets: Vec<String>,
    /// Target: the EIP's id
    #[arg(long, value_name = "ID")]
    pub eip_id: Vec<String>,
    /// Target: the EIP's address
    #[arg(long, value_name = "ADDRESS")]
    pub eip: Vec<std::net::IpAddr>,
    /// Target: the NIC, with --private-ip-address
    #[arg(long, value_name = "ENI", requires = "private_ip_address")]
    pub network_interface_id: Option<String>,
    /// Target: the private IP on that NIC
    #[arg(long, value_name = "IP", requires = "network_interface_id")]
    pub private_ip_address: Option<std::net::IpAddr>,
    /// allocWanIp: give the server a new ordinary public IP
    #[arg(long, value_name = "0|1", value_parser = ["0", "1"], default_value = "0")]
    pub alloc_wan_ip: String,
    /// unBindPrivateIpWithEip: 0 keeps the link to NIC and private IP, 1 removes it; not sent unless given (the API's default is 1)
    #[arg(long, value_name = "0|1", value_parser = ["0", "1"])]
    pub un_bind_private_ip_with_eip: Option<String>,
    /// How it is carried out.
    #[command(flatten)]
    pub how: HowArgs,
}
