//! Every place where credentials were looked for, and the one that wins. What is secret is not even read out of them.

use super::check::{Area, Blame, Check, State};
use crate::api::credential_store::left_s;
use crate::config::credentials::survey::{Sighting, survey};
use crate::config::credentials::{Ask, Base, Found, Kind};
use crate::domain::sanitize::visible;
use crate::failure::Failure;
use crate::text::credentials::shown_source;
use crate::text::doctor::credentials as words;

/// A line for each place, and one for the winner.
pub(super) fn checks(ask: &Ask<'_>, found: &Result<Found, Failure>) -> Vec<Check> {
    let winner = found.as_ref().ok();
    let mut checks: Vec<Check> =
        survey(ask).iter().map(|sighting| seen(ask, sighting, winner)).collect();
    checks.push(match found {
        Ok(found) => {
            let shown = words::winner(
                ask.lang,
                &visible(&shown_source(ask.lang, &found.shown())),
                &key(ask, found),
            );
            Check::ok(Area::Credentials, "winner", shown)
                .fact("source", found.shown())
                .fact("key", found.key_id())
                .fact("kind", kind_word(found))
        }
        Err(failure) => Check::of_failure(
            ask.lang,
            Area::Credentials,
            "winner",
            State::Failed(Blame::Credentials),
            failure,
        ),
    });
    checks
}

fn kind_word(found: &Found) -> &'static str {
    match found.kind() {
        Kind::Permanent => "permanent",
        Kind::Temporary => "temporary",
    }
}

/// The masked id, and how long it lasts.
fn key(ask: &Ask<'_>, found: &Found) -> String {
    let id = found.key_id();
    let id = visible(&id);
    match (&found.base, found.kind()) {
        (Base::InstanceRole(_) | Base::Tke(_), _) => words::asked_for(ask.lang).to_owned(),
        (Base::Renewed { expires_at, .. }, _) => {
            let minutes = left_s(Some(*expires_at), ask.now).unwrap_or(0).max(0) / 60;
            words::temporary_for(ask.lang, &id, minutes)
        }
        (Base::Keys(_), Kind::Permanent) => words::permanent(ask.lang, &id),
        (Base::Keys(_), Kind::Temporary) => words::temporary(ask.lang, &id),
    }
}

fn seen(ask: &Ask<'_>, sighting: &Sighting, winner: Option<&Found>) -> Check {
    let wins = winner.is_some_and(|winner| winner.source == sighting.source)
        && matches!(sighting.found, Ok(Some(_)));
    let check = match &sighting.found {
        Ok(None) => Check::ok(Area::Credentials, "source", words::nothing_there(ask.lang))
            .fact("present", false),
        Ok(Some(found)) => {
            let text = words::found(ask.lang, &key(ask, found), wins);
            let state = if found.warnings.is_empty() { State::Ok } else { State::Warning };
            let check = Check::new(Area::Credentials, "source", state, text)
                .fact("present", true)
                .fact("key", found.key_id());
            if found.warnings.is_empty() {
                check
            } else {
                check.next(found.warnings.join(ask.lang.semicolon()))
            }
        }
        Err(failure) => {
            Check::of_failure(ask.lang, Area::Credentials, "source", State::Warning, failure)
                .fact("present", true)
        }
    };
    check.subject(sighting.source.clone()).fact("wins", wins)
}
