//! Reports of runs: made from the journal, and kept beside it.

use super::writer::Place;
use crate::domain::sanitize::escaped;
use crate::journal::{HistoryFilter, Latest, Scan, history};
use crate::text::Lang;
use crate::text::markdown::{Chain, Style, report};
use crate::text::report::no_state_folder;
use crate::unbind::report::RunReport;
use jiff::tz::TimeZone;
use serde_json::Value;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::Path;

/// The report of a run: as the journal has it, if it has it; saved beside the journal.
pub(super) fn make(
    run: RunReport,
    scan: Option<&Scan>,
    place: Option<&Place>,
) -> (String, Result<String, String>) {
    let recorded = scan.and_then(|scan| {
        let runs = history(scan, &HistoryFilter::default());
        let latest = Latest::of(&runs);
        let mut found = runs.into_iter().find(|r| r.run_id == run.run_id)?.report(scan);
        latest.tell(&mut found);
        Some((found, reach(scan)))
    });
    let (lang, dir) = place.map_or((Lang::En, None), |place| (place.lang, place.dir.clone()));
    let (mut run, chain) = recorded.map_or((run, None), |(run, chain)| (run, Some(chain)));
    run.options = place.map_or_else(Vec::new, |place| place.options.clone());
    let text = report(Style::Markdown, lang, &run, chain.as_ref(), &TimeZone::system());
    let saved = match dir {
        Some(dir) => save(&dir, &run.run_id, &text).map_err(|error| error.to_string()),
        None => Err(no_state_folder(lang).to_owned()),
    };
    (text, saved)
}

/// How far the journal reaches.
fn reach(scan: &Scan) -> Chain {
    Chain { records: scan.records(), head: scan.head() }
}

/// A run as JSON, and how far the journal reaches, as far as it could be read.
pub(super) fn json(mut run: Value, scan: Option<&Scan>) -> String {
    run["journal"] = scan.map_or(Value::Null, |scan| reach(scan).json());
    let text = serde_json::to_string_pretty(&run).unwrap_or_default();
    escaped(&text).into_owned()
}

/// Saves a report for this user alone; a report of the same run is replaced, and no link is followed.
fn save(dir: &Path, run_id: &str, text: &str) -> std::io::Result<String> {
    let folder = dir.join("reports");
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
    let name: String =
        run_id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let path = folder.join(format!("{name}.md"));
    let fresh = folder.join(format!("{name}.md.{}", std::process::id()));
    let _ = std::fs::remove_file(&fresh);
    let mut options = std::fs::OpenOptions::new();
    let mut file = options.write(true).create_new(true).mode(0o600).open(&fresh)?;
    std::io::Write::write_all(&mut file, text.as_bytes())?;
    std::fs::rename(&fresh, &path)?;
    Ok(crate::config::paths::shown(&path))
}
