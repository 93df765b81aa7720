//! What a crash left open, settled beside the work of a subcommand.

use super::output;
use super::setup::Setup;
use crate::app::history::{Unfinished, UnfinishedState};
use crate::domain::sanitize::visible;
use crate::runtime::recovery;
use crate::runtime::runner::Runner;
use crate::runtime::signals::{self, Caught, Signals};
use crate::runtime::writer::Writer;
use crate::text::Lang;
use crate::text::history as said;
use crate::text::history::earlier_run;
use crate::text::result::moment;
use std::time::Duration;
use tokio::sync::oneshot;

/// After the work is done, what a crash left open is waited for this long.
const AFTER_MS: u64 = 60_000;

/// What a crash left open is settled beside the work; once that is done it is waited for, until a signal says otherwise.
pub(super) async fn settle_beside(
    runner: &Runner,
    writer: &Writer,
    setup: &Setup,
    finished: oneshot::Receiver<(Option<Signals>, bool)>,
    told: &[Unfinished],
) {
    let tell = |news: Unfinished| {
        let was_told = told.iter().any(|known| known.id == news.id && known.state == news.state);
        if !was_told {
            tell_open(setup.lang, news, true);
        }
    };
    let long_enough = async {
        if let Ok((signals, false)) = finished.await {
            let mut signals = signals.or_else(|| Signals::listen().ok());
            let _ =
                tokio::time::timeout(Duration::from_millis(AFTER_MS), told_to_end(&mut signals))
                    .await;
        }
    };
    let home = setup.home();
    tokio::select! {
        () = recovery::settle_open(runner, writer, &home, setup.clock, false, &tell) => {}
        () = long_enough => {}
    }
}

/// Says, before anything else happens, what can't be checked from here; gives what was said.
pub(super) async fn tell_elsewhere(writer: &Writer, setup: &Setup) -> Vec<Unfinished> {
    let told = std::cell::RefCell::new(Vec::new());
    let tell = |news: Unfinished| {
        if matches!(news.state, UnfinishedState::Elsewhere(_)) {
            tell_open(setup.lang, news.clone(), true);
            told.borrow_mut().push(news);
        }
    };
    recovery::show_open(writer, &setup.home(), &tell).await;
    told.into_inner()
}

async fn told_to_end(signals: &mut Option<Signals>) {
    loop {
        match signals::next(signals).await {
            Caught::End(_) => return,
            Caught::Stop => signals::stop_group(),
            Caught::Continued | Caught::Resized => {}
        }
    }
}

pub(super) fn tell_open(lang: Lang, news: Unfinished, settles: bool) {
    let eip = visible(&news.eip).into_owned();
    let at = moment(news.at, &jiff::tz::TimeZone::system());
    let lead = earlier_run(lang, &news.id.0, &at);
    output::talk(&match news.state {
        UnfinishedState::Looking if settles => said::checking(lang, &lead, &eip),
        UnfinishedState::Looking => said::not_checked(lang, &lead, &eip),
        UnfinishedState::Blind(why) => said::unreadable(lang, &lead, &eip, &visible(&why)),
        UnfinishedState::Settled(word) => {
            let (run, word) = (visible(&news.id.0), word.as_str());
            said::checked(lang, &run, at, &eip, word)
        }
        UnfinishedState::Elsewhere(why) => said::not_from_here(lang, &lead, &eip, &why),
    });
}
