//! Commands that undo a run, for a person who has only the report of it, and the words around them.

use super::Lang;
use crate::domain::sanitize::{is_hidden, option, visible};
use crate::domain::{BindTarget, EipState};
use crate::tr;
use crate::unbind::Verdict;
use crate::unbind::report::{ItemReport, RunReport};

/// The option that names the generation of the API.
const API: &str = "--api";

/// What can be offered to undo an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Undo {
    /// It was in the built-in cloud, which ends with its program: no command of another one finds it.
    DemoEnds,
    /// A command, or the id that no command can name.
    Command(Result<String, String>),
}

/// What can be offered: nothing where nothing happened.
pub fn undo(run: &RunReport, item: &ItemReport) -> Option<Undo> {
    let may_have_happened = match item.outcome {
        Some(Verdict::Verified) => true,
        Some(Verdict::StillSettling | Verdict::Unknown) | None => item.was_sent(),
        Some(
            Verdict::AlreadyUnbound
            | Verdict::AlreadyBound
            | Verdict::Drifted
            | Verdict::Refused
            | Verdict::NotSent
            | Verdict::NotRecorded
            | Verdict::Cancelled,
        ) => false,
    };
    // An EIP that is not listed any more was released, and one that was bound again is on another server: there is nothing to bind.
    let is_elsewhere = item.is_gone() || item.now_on.is_some();
    if !may_have_happened || !item.binds() && is_elsewhere {
        return None;
    }
    let command = command(run, item)?;
    Some(if run.whose.is_of_demo() { Undo::DemoEnds } else { Undo::Command(command) })
}

/// What undoing is called: a bind is not bound back.
pub(crate) fn label(lang: Lang, binds: bool) -> &'static str {
    if binds {
        lang.pick("To undo (unbind)", "撤销（解绑）")
    } else {
        lang.pick("Way back", "重新绑定")
    }
}

/// On what condition the command is meant; nothing where it is known to have happened.
pub(crate) fn condition(lang: Lang, item: &ItemReport) -> &'static str {
    match (item.outcome, item.binds()) {
        (Some(Verdict::Verified), _) => "",
        (_, false) => lang.pick("if it turns out unbound: ", "若确认已解绑："),
        (_, true) => lang.pick("if it turns out bound: ", "若确认已绑定："),
    }
}

/// Why there is no command for what was done in the built-in cloud.
pub(crate) fn demo_ends(lang: Lang) -> &'static str {
    lang.pick(
        "no command: the demo's cloud ends with its program",
        "无可用命令：内置云随程序结束而消失",
    )
}

/// Why there is no command for an id with characters that nobody can type.
pub(crate) fn by_the_console(lang: Lang, id: &str) -> String {
    tr!(lang, "by the console: {id} holds hidden characters", "请使用控制台：{id} 含有不可见字符")
}

/// The command of this program that takes an item back: with everything of the identity that the run had, and with the place, as whoever
/// runs it may not have the journal. `None` where nothing is known that could be undone; `Some(Err)` names an id that no command can name.
pub fn command(run: &RunReport, item: &ItemReport) -> Option<Result<String, String>> {
    let eip = item.eip_id.as_ref().map(ToString::to_string)?;
    let to = if item.binds() { None } else { Some(place_text(item.before.as_ref()?)?) };
    let mut words = vec!["eip-unbind".to_owned()];
    let region = item.region.as_ref().map(ToString::to_string);
    for (name, value) in [
        ("--profile", run.whose.profile.as_ref()),
        ("--endpoint", run.whose.endpoint.as_ref()),
        ("--region", region.as_ref()),
    ] {
        if let Some(value) = value {
            option(&mut words, name, value);
        }
    }
    // The generation that the run's record names, whatever this process works with: the command then says the same wherever it is read.
    let api = run.api().map(|api| api.to_string());
    if let Some(api) = &api {
        option(&mut words, API, api);
    }
    for (name, value) in run.options.iter().filter(|(name, _)| api.is_none() || *name != API) {
        option(&mut words, name, value);
    }
    words.push(if item.binds() { "unbind" } else { "bind" }.to_owned());
    words.push(crate::domain::sanitize::quote(&eip));
    if let Some(to) = &to {
        option(&mut words, "--to", to);
    }
    let hidden = [Some(&eip), to.as_ref()].into_iter().flatten().find(|id| id.contains(is_hidden));
    Some(hidden.map_or_else(|| Ok(words.join(" ")), |id| Err(id.clone())))
}

/// How it is undone, as a part of a line: `way back: eip-unbind …`.
pub fn line(lang: Lang, run: &RunReport, item: &ItemReport) -> Option<String> {
    let how = match undo(run, item)? {
        Undo::DemoEnds => demo_ends(lang).to_owned(),
        Undo::Command(Ok(command)) => format!("{}{command}", condition(lang, item)),
        Undo::Command(Err(id)) => by_the_console(lang, &visible(&id)),
    };
    Some(if item.binds() {
        tr!(lang, "to undo (unbind): {how}", "撤销（解绑）：{how}")
    } else {
        tr!(lang, "way back: {how}", "重新绑定：{how}")
    })
}

/// The place of an EIP as `--to` takes it.
pub(crate) fn place_text(state: &EipState) -> Option<String> {
    Some(match state.place()? {
        BindTarget::Instance(server) => server.to_string(),
        BindTarget::PrivateIp { network_interface_id, private_ip_address } => {
            format!("{network_interface_id},{private_ip_address}")
        }
    })
}

/// The vendor's own command for the same, of API 3.0: for whoever does not have this program.
pub(crate) fn tccli(run: &RunReport, item: &ItemReport) -> Option<String> {
    let eip = item.eip_id.as_ref()?.to_string();
    let before = item.before.as_ref()?;
    let action = if item.binds() { "DisassociateAddress" } else { "AssociateAddress" };
    let mut words = ["tccli", "vpc", action].map(str::to_owned).to_vec();
    let tccli_profile =
        run.whose.source.as_deref().and_then(|source| source.strip_prefix("tccli:"));
    let region = item.region.as_ref().map(ToString::to_string);
    let mut options = vec![
        ("--profile", tccli_profile.map(str::to_owned)),
        ("--region", region),
        ("--AddressId", Some(eip)),
    ];
    if !item.binds() {
        match before.place()? {
            BindTarget::Instance(server) => {
                options.push(("--InstanceId", Some(server.to_string())));
            }
            BindTarget::PrivateIp { network_interface_id, private_ip_address } => {
                options.push(("--NetworkInterfaceId", Some(network_interface_id.to_string())));
                options.push(("--PrivateIpAddress", Some(private_ip_address.to_string())));
            }
        }
    }
    for (name, value) in options {
        let Some(value) = value else { continue };
        if value.contains(is_hidden) {
            return None;
        }
        option(&mut words, name, &value);
    }
    Some(words.join(" "))
}
