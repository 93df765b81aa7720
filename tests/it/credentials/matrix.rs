//! Every source in every state, named in every way, beside every other one: the identity is the documented one, or nothing is used at all.
//! The tables in `docs/credentials.md` are written from what the program answers here.

use super::{ARN, Machine, SDK, STATIC, Wish};
use eip_unbind::config::file::SourceChoice;
use std::fmt::Write as _;
use std::path::Path;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Env,
    Tccli,
    Sdk,
    Tke,
    InstanceRole,
}

use Source::{Env, InstanceRole, Sdk, Tccli, Tke};

/// In the order in which they are looked for.
const SOURCES: [Source; 5] = [Env, Tccli, Sdk, Tke, InstanceRole];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Absent,
    Present,
    /// A part of what belongs together is missing.
    Half,
    /// It can't be read, or holds what no key holds.
    Malformed,
}

const STATES: [State; 4] = [State::Absent, State::Present, State::Half, State::Malformed];

/// How somebody named the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    No,
    /// `--profile`
    Flag,
    /// `TCCLI_PROFILE`, `TENCENTCLOUD_CREDENTIALS_FILE`
    Variable,
    /// `credentials` in the config file
    Config,
}

const NAMINGS: [Named; 4] = [Named::No, Named::Flag, Named::Variable, Named::Config];

impl Source {
    fn word(self) -> &'static str {
        match self {
            Env => "environment",
            Tccli => "tccli",
            Sdk => "sdk-file",
            Tke => "tke",
            InstanceRole => "instance-role",
        }
    }

    /// Whether there is such a state. A role of the server is there or not, and nobody knows before it is asked.
    fn has(self, state: State) -> bool {
        match self {
            InstanceRole => matches!(state, State::Absent | State::Present),
            Tke => state != State::Malformed,
            Env | Tccli | Sdk => true,
        }
    }

    fn can_be(self, named: Named) -> bool {
        match named {
            Named::No | Named::Config => true,
            Named::Flag => self == Tccli,
            Named::Variable => matches!(self, Tccli | Sdk),
        }
    }

    fn choice(self) -> SourceChoice {
        match self {
            Env => SourceChoice::Env,
            Tccli => SourceChoice::Tccli(None),
            Sdk => SourceChoice::SdkFile,
            Tke => SourceChoice::Tke,
            InstanceRole => SourceChoice::InstanceRole,
        }
    }
}

/// One source of a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    source: Source,
    state: State,
    named: Named,
}

/// Sets a machine up. What a flag or variable names has a name of its own, so that it is not what would be found anyway.
fn place(machine: Machine, Place { source, state, named }: Place) -> Machine {
    let machine = match (source, named) {
        (Tccli, Named::Variable) => machine.var("TCCLI_PROFILE", "ops"),
        (Sdk, Named::Variable) => {
            let path = machine.path("home/mine");
            machine.var("TENCENTCLOUD_CREDENTIALS_FILE", path)
        }
        _ => machine,
    };
    let tccli = if matches!(named, Named::Flag | Named::Variable) {
        "home/.tccli/ops.credential"
    } else {
        "home/.tccli/default.credential"
    };
    let sdk = if named == Named::Variable { "home/mine" } else { "home/.tencentcloud/credentials" };
    match (source, state) {
        (_, State::Absent) => machine,
        (Env, _) => {
            let machine = machine.var("TENCENTCLOUD_SECRET_ID", "AKIDenvENVenvENVenv0001");
            match state {
                State::Present => machine.var("TENCENTCLOUD_SECRET_KEY", "env-secret"),
                State::Malformed => machine.var("TENCENTCLOUD_SECRET_KEY", "env\u{200b}secret"),
                State::Absent | State::Half => machine,
            }
        }
        (Tccli, State::Half) => machine
            .file(tccli, format!(r#"{{"role-arn":"{ARN}","role-session-name":"oncall-shift"}}"#)),
        (Tccli, State::Malformed) => machine.file(tccli, "{\"secretId\": \"AKID"),
        (Tccli, State::Present) => machine.file(tccli, STATIC),
        (Sdk, State::Half) => machine.file(sdk, "[default]\nsecret_id = AKIDsdk\n"),
        (Sdk, State::Malformed) => machine.file(sdk, "\u{fffe}\n[default]\n"),
        (Sdk, State::Present) => machine.file(sdk, SDK),
        (Tke, state) => {
            let file = machine.path("token");
            let machine = machine
                .var("TKE_REGION", "ap-guangzhou")
                .var("TKE_PROVIDER_ID", "cls-1")
                .var("TKE_ROLE_ARN", ARN);
            if state == State::Present {
                machine.file("token", "pod-token\n").var("TKE_WEB_IDENTITY_TOKEN_FILE", file)
            } else {
                machine
            }
        }
        (InstanceRole, _) => machine.var("TENCENTCLOUD_CAM_ROLE_NAME", "web"),
    }
}

/// What the program does: the source it uses, or none.
fn answer(places: &[Place]) -> Result<Source, String> {
    let machine = places.iter().fold(Machine::new(), |machine, at| place(machine, *at));
    let flag = places.iter().any(|at| at.named == Named::Flag).then_some("ops");
    let choice = places.iter().find(|at| at.named == Named::Config).map(|at| at.source.choice());
    let found = machine.look(Wish { profile: flag, choice: choice.as_ref(), role_arn: None });
    found.map(|found| {
        SOURCES.into_iter().find(|source| found.source.starts_with(source.word())).unwrap()
    })
}

/// What `docs/credentials.md` says in words: `None` for a stop.
fn documented(places: &[Place]) -> Option<Source> {
    let of = |named: Named| places.iter().find(|at| at.named == named);
    let usable = |at: &Place| {
        let role = at.source == InstanceRole && at.named == Named::Config;
        (role || at.state == State::Present).then_some(at.source)
    };
    // A source that is named alone counts, whatever else is there.
    if let Some(alone) = of(Named::Config).or(of(Named::Flag)) {
        return usable(alone);
    }
    let env = places.iter().find(|at| at.source == Env && at.state != State::Absent);
    if let Some(env) = env {
        return usable(env);
    }
    let by_variable: Vec<_> = places.iter().filter(|at| at.named == Named::Variable).collect();
    match by_variable[..] {
        [] => {}
        [one] => return usable(one),
        _ => return None,
    }
    let first = SOURCES.into_iter().find_map(|source| {
        places.iter().find(|at| at.source == source && at.state != State::Absent)
    });
    first.and_then(usable)
}

fn all_places() -> Vec<Place> {
    let mut all = Vec::new();
    for source in SOURCES {
        for state in STATES.into_iter().filter(|state| source.has(*state)) {
            for named in NAMINGS.into_iter().filter(|named| source.can_be(*named)) {
                all.push(Place { source, state, named });
            }
        }
    }
    all
}

#[test]
fn any_two_sources_give_the_documented_one_or_a_stop() {
    let all = all_places();
    let mut tried = 0;
    for (first, a) in all.iter().enumerate() {
        for b in &all[first..] {
            // The same source twice is one place; two configs or flags can't be given.
            let clash = a.named == b.named && matches!(a.named, Named::Flag | Named::Config);
            if a != b && (a.source == b.source || clash) {
                continue;
            }
            let places = if a == b { vec![*a] } else { vec![*a, *b] };
            let (said, wanted) = (answer(&places), documented(&places));
            assert_eq!(said.clone().ok(), wanted, "{places:?}: {said:?}");
            if let Err(said) = said {
                assert!(
                    !said.contains("secret") || said.contains("SECRET") || said.contains("secret_"),
                    "{said}"
                );
                assert!(said.lines().count() > 1, "the next step: {said}");
            }
            tried += 1;
        }
    }
    assert!(tried > 500, "{tried}");
}

/// The cell of a table.
fn cell(places: &[Place]) -> String {
    answer(places).map_or_else(|_| "**stops**".to_owned(), |source| source.word().to_owned())
}

fn state_word(state: State) -> &'static str {
    match state {
        State::Absent => "absent",
        State::Present => "there",
        State::Half => "half there",
        State::Malformed => "malformed",
    }
}

fn tables() -> String {
    let mut out = String::new();
    let heads: Vec<&str> = SOURCES.into_iter().map(Source::word).collect();
    let _ = writeln!(
        out,
        "Nothing named; down: a source and its state, across: another one that is there.\n"
    );
    let _ = writeln!(out, "| source | state | alone | {} |", heads.join(" | "));
    let _ = writeln!(out, "|---|---|---{}|", "|---".repeat(heads.len()));
    for source in SOURCES {
        for state in [State::Present, State::Half, State::Malformed] {
            if !source.has(state) {
                continue;
            }
            let this = Place { source, state, named: Named::No };
            let cells = SOURCES.into_iter().map(|other| {
                let other = Place { source: other, state: State::Present, named: Named::No };
                if other.source == source { "·".to_owned() } else { cell(&[this, other]) }
            });
            let cells: Vec<String> = std::iter::once(cell(&[this])).chain(cells).collect();
            let _ = writeln!(
                out,
                "| {} | {} | {} |",
                source.word(),
                state_word(state),
                cells.join(" | ")
            );
        }
    }
    let _ = writeln!(
        out,
        "\nA source that is named, with keys in the environment beside it (or the SDKs' file, where it is the environment that is named).\n"
    );
    let _ = writeln!(out, "| source | named by | absent | there | half there | malformed |");
    let _ = writeln!(out, "|---|---|---|---|---|---|");
    for source in SOURCES {
        for (named, how) in [
            (Named::Flag, "`--profile`"),
            (Named::Variable, "a variable"),
            (Named::Config, "`credentials` in the config file"),
        ] {
            if !source.can_be(named) {
                continue;
            }
            let cells = STATES.into_iter().map(|state| {
                let beside = if source == Env { Sdk } else { Env };
                let other = Place { source: beside, state: State::Present, named: Named::No };
                if source.has(state) {
                    cell(&[Place { source, state, named }, other])
                } else {
                    "·".to_owned()
                }
            });
            let cells: Vec<String> = cells.collect();
            let _ = writeln!(out, "| {} | {how} | {} |", source.word(), cells.join(" | "));
        }
    }
    let _ = writeln!(
        out,
        "\nThe same where no keys stand in the environment, beside the other file.\n"
    );
    let _ = writeln!(out, "| source | named by | absent | there | half there | malformed |");
    let _ = writeln!(out, "|---|---|---|---|---|---|");
    for (source, how) in [
        (Tccli, "`TCCLI_PROFILE`, `TENCENTCLOUD_PROFILE`"),
        (Sdk, "`TENCENTCLOUD_CREDENTIALS_FILE`"),
    ] {
        let other = if source == Tccli { Sdk } else { Tccli };
        let other = Place { source: other, state: State::Present, named: Named::No };
        let cells = STATES
            .into_iter()
            .map(|state| cell(&[Place { source, state, named: Named::Variable }, other]));
        let cells: Vec<String> = cells.collect();
        let _ = writeln!(out, "| {} | {how} | {} |", source.word(), cells.join(" | "));
    }
    out
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a switch for whoever changes the program")]
fn the_tables_of_sources_in_the_docs_are_the_programs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/credentials.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let wanted = crate::docs::with_part(&text, "sources", &tables());
    if std::env::var_os("EIP_UNBIND_BLESS").is_some() {
        return std::fs::write(path, wanted).unwrap();
    }
    assert_eq!(text, wanted, "run with EIP_UNBIND_BLESS=1 to write it anew");
}
