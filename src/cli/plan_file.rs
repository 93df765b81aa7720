//! `--plan`: a plan that somebody handed on.

use super::args::Global;
use super::job::Job;
use super::output;
use crate::api::Client;
use crate::config::paths;
use crate::domain::sanitize::visible;
use crate::domain::{EipQuery, Fault, UnbindTarget};
use crate::failure::{Failure, FailureKind};
use crate::journal::{HistoryFilter, Scan, history};
use crate::runtime::headless;
use crate::text::Lang;
use crate::text::plan_change::carried_out_since;
use crate::text::plan_file as words;
use crate::unbind::answer::pair_query;
use crate::unbind::{Context, PlanFile, PlanInput, Reading};
use futures_util::future::join_all;
use jiff::Timestamp;
use std::path::Path;

/// Reads the plan of `--plan`, if there is one.
///
/// # Errors
/// The file can't be read, or is no plan.
pub(super) fn read(global: &Global, lang: Lang) -> Result<Option<PlanFile>, Failure> {
    let Some(path) = global.plan.as_deref() else { return Ok(None) };
    let shown = shown(path);
    let of = |said| Failure::of(FailureKind::Usage, said);
    let text = crate::files::read_text(path)
        .map_err(|error| of(crate::text::files::unreadable(lang, &shown, &error)))?;
    PlanFile::parse(&text).map(Some).map_err(|why| of(words::no_plan(lang, &shown, &why)))
}

fn shown(path: &Path) -> String {
    visible(&paths::shown(path)).into_owned()
}

/// The plan for this subcommand, which has its own targets and options.
///
/// # Errors
/// As [`read`]; it is for the other subcommand, or something is named beside it.
pub(super) fn for_job(
    global: &Global,
    job: &Job<'_>,
    lang: Lang,
) -> Result<Option<PlanFile>, Failure> {
    let Some(file) = read(global, lang)? else { return Ok(None) };
    let of = |said| Err(Failure::of(FailureKind::Usage, said));
    if job.names_something() {
        return of(words::beside(lang));
    }
    if file.binds() != job.binds() {
        let path = global.plan.as_deref().map(shown).unwrap_or_default();
        return of(words::other_verb(lang, &path, file.binds()));
    }
    Ok(Some(file))
}

/// Reads its targets again, with the facts around them.
pub(super) async fn subjects(client: Result<&Client, &Fault>, file: &PlanFile) -> Vec<PlanInput> {
    join_all(file.items.iter().map(async |item| {
        let (request, bind) = item.wish();
        let query = match &request.target {
            UnbindTarget::Eip(id) => EipQuery::id(id.clone()),
            pair @ UnbindTarget::PrivateIp { .. } => pair_query(pair).unwrap_or_default(),
        };
        let region = request.region.clone();
        let client = match client {
            Ok(client) => client,
            Err(fault) => {
                return PlanInput {
                    request,
                    reading: Reading::Failed(fault.clone()),
                    nics: None,
                    siblings: None,
                    quota: None,
                    incomplete: false,
                    bind,
                    recorded: false,
                };
            }
        };
        let reading = Reading::of(&query, client.describe_eips(&region, &query, 0).await);
        let mut subject = headless::subject(client, request, reading).await;
        if let Some(place) = &bind {
            let nics = headless::nics_of_place(client, &region, place).await;
            subject.incomplete = nics.as_ref().is_some_and(|(_, is_whole)| !is_whole);
            subject.nics = nics.map(|(nics, _)| nics);
            subject.siblings = None;
        }
        subject.bind = bind;
        subject
    }))
    .await
}

/// Says who planned it, who is about to send it, and whether it was carried out before.
pub(super) fn introduce(
    lang: Lang,
    file: &PlanFile,
    context: &Context,
    now: Timestamp,
    journal: Option<&Scan>,
) {
    let zone = jiff::tz::TimeZone::system();
    for line in words::people(lang, file, context, now, &zone) {
        output::talk(&line);
    }
    let runs = journal.map(|scan| {
        let runs = history(scan, &HistoryFilter::default()).into_iter();
        runs.map(|run| run.report(scan)).collect::<Vec<_>>()
    });
    if let Some(run) = runs.iter().flatten().rev().find(|run| file.was_carried_out_by(run)) {
        output::talk(&carried_out_since(lang, run, &zone));
    }
}
