//! The plan and what came of it as rows: a table for people, CSV for programs.

use super::args::Output;
use super::output;
use crate::domain::sanitize::visible;
use crate::domain::{Eip, EipState, Mutation};
use crate::text::{Lang, plan as words, target};
use crate::unbind::{Plan, PlanItem, Run, Verdict};
use std::ops::RangeInclusive;

fn parameters(plan: &Plan, item: &PlanItem) -> String {
    let all: Vec<String> = item
        .mutation
        .parameters(plan.whose.api)
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    format!("{} {}", item.mutation.action(plan.whose.api), all.join(" "))
}

fn text_of(value: Option<&impl ToString>) -> String {
    value.map_or_else(String::new, ToString::to_string)
}

/// Server, NIC and private IP; an empty text for what there is none of.
type Place = [String; 3];
/// The columns of a place.
const PLACE: RangeInclusive<usize> = 3..=5;

fn place(state: &EipState) -> Place {
    [
        text_of(state.un_instance_id.as_ref()),
        text_of(state.network_interface_id.as_ref()),
        text_of(state.private_ip_address.as_ref()),
    ]
}

/// Where an item stands for people: what it was on, or what it is bound to.
fn shown_place(item: &PlanItem) -> Place {
    match &item.mutation {
        Mutation::Bind { target: to, .. } => [target::place(to), String::new(), String::new()],
        Mutation::Unbind { .. } => place(&item.before.state()),
    }
}

fn rows(
    plan: &Plan,
    run: Option<&Run>,
    of_item: impl Fn(&PlanItem) -> Place,
    of_already: impl Fn(&Eip) -> Place,
) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (index, item) in plan.items.iter().enumerate() {
        let outcome = run.and_then(|run| run.items.get(index)?.outcome.as_ref());
        let mut row = vec![item.region.to_string(), item.before.address(), item.eip_id.to_string()];
        row.extend(of_item(item));
        row.extend([
            parameters(plan, item),
            outcome.map_or_else(String::new, |o| o.word.as_str().to_owned()),
            outcome.and_then(|o| o.fault.as_ref()).map_or_else(String::new, |f| {
                format!("{} {}", f.code, f.message).trim().to_owned()
            }),
            outcome.and_then(|o| o.wan_ip.ip()).map_or_else(String::new, |ip| ip.to_string()),
        ]);
        rows.push(row);
    }
    for eip in &plan.already {
        let word = if eip.is_unbound() { Verdict::AlreadyUnbound } else { Verdict::AlreadyBound };
        let mut row = vec![eip.region.to_string(), eip.address(), eip.eip_id.to_string()];
        row.extend(of_already(eip));
        row.extend([String::new(), word.as_str().to_owned(), String::new(), String::new()]);
        rows.push(row);
    }
    rows
}

pub(super) fn csv(plan: &Plan, run: Option<&Run>) {
    let heads = [
        "region",
        "eip",
        "eipId",
        "unInstanceId",
        "networkInterfaceId",
        "privateIpAddress",
        "request",
        "outcome",
        "message",
        "wanIp",
    ];
    let rows = rows(plan, run, |item| place(&item.before.state()), |_| Place::default());
    output::rows(Output::Csv, None, &heads, rows);
}

pub(super) fn table(lang: Lang, columns: Option<u16>, plan: &Plan, run: Option<&Run>, binds: bool) {
    let heads = words::heads(lang, binds, run.is_some());
    let rows = rows(plan, run, shown_place, |eip| place(&eip.state()));
    // Columns that are empty everywhere only make the line longer.
    let used: Vec<usize> =
        (0..heads.len()).filter(|c| *c < 4 || rows.iter().any(|row| !row[*c].is_empty())).collect();
    let cell = |column: usize, text: &str| {
        if text.is_empty() && PLACE.contains(&column) {
            "-".to_owned()
        } else {
            visible(text).into_owned()
        }
    };
    let pick = |row: &Vec<String>| used.iter().map(|c| cell(*c, &row[*c])).collect::<Vec<_>>();
    if !rows.is_empty() {
        output::rows(
            Output::Table,
            columns,
            &used.iter().map(|c| heads[*c]).collect::<Vec<_>>(),
            rows.iter().map(pick).collect(),
        );
    }
}
