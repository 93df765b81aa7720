//! Commands that undo a run, for a person who has only the report of it.

use crate::domain::sanitize::{is_hidden, option};
use crate::domain::{BindTarget, EipState};
use crate::unbind::report::{ItemReport, RunReport};

/// The command of this program that takes an item back: with everything of the identity that the run had, and with the place, as whoever
/// runs it may not have the journal. `None` where nothing is known that could be undone; `Some(Err)` names an id that no command can name.
pub fn command(run: &RunReport, item: &ItemReport) -> Option<Result<String, String>> {
    let eip = item.eip_id.as_ref().map(ToString::to_string)?;
    let to = if item.binds() { None } else { Some(place_text(item.before.as_ref()?)?) };
    let mut words = vec!["eip-unbind".to_owned()];
    let region = item.region.as_ref().map(ToString::to_string);
    for (name, value) in [
        ("--profile", run.profile.as_ref()),
        ("--endpoint", run.endpoint.as_ref()),
        ("--region", region.as_ref()),
    ] {
        if let Some(value) = value {
            option(&mut words, name, value);
        }
    }
    words.push(if item.binds() { "unbind" } else { "bind" }.to_owned());
    words.push(crate::domain::sanitize::quote(&eip));
    if let Some(to) = &to {
        option(&mut words, "--to", to);
    }
    let hidden = [Some(&eip), to.as_ref()].into_iter().flatten().find(|id| id.contains(is_hidden));
    Some(hidden.map_or_else(|| Ok(words.join(" ")), |id| Err(id.clone())))
}

/// The place of an EIP as `--to` takes it.
pub fn place_text(state: &EipState) -> Option<String> {
    match (&state.network_interface_id, state.private_ip_address, &state.un_instance_id) {
        (Some(nic), Some(ip), _) => Some(format!("{nic},{ip}")),
        (_, _, Some(server)) => Some(server.to_string()),
        _ => None,
    }
}

/// The vendor's own command for the same, of API 3.0: for whoever does not have this program.
pub fn tccli(run: &RunReport, item: &ItemReport) -> Option<String> {
    let eip = item.eip_id.as_ref()?.to_string();
    let before = item.before.as_ref()?;
    let action = if item.binds() { "DisassociateAddress" } else { "AssociateAddress" };
    let mut words = ["tccli", "vpc", action].map(str::to_owned).to_vec();
    let tccli_profile = run.source.as_deref().and_then(|source| source.strip_prefix("tccli:"));
    let region = item.region.as_ref().map(ToString::to_string);
    let mut options = vec![
        ("--profile", tccli_profile.map(str::to_owned)),
        ("--region", region),
        ("--AddressId", Some(eip)),
    ];
    if !item.binds() {
        match former(before)? {
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

fn former(before: &EipState) -> Option<BindTarget> {
    match (&before.network_interface_id, before.private_ip_address, &before.un_instance_id) {
        (Some(nic), Some(ip), _) => Some(BindTarget::PrivateIp {
            network_interface_id: nic.clone(),
            private_ip_address: ip,
        }),
        (_, _, Some(server)) => Some(BindTarget::Instance(server.clone())),
        _ => None,
    }
}
