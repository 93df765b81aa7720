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
use crate::tr;
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
) {
    let tell = |news| tell_open(setup.lang, news, true);
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
    let at = news.at.strftime("%Y-%m-%dT%H:%M:%SZ");
    output::talk(&match news.state {
        UnfinishedState::Looking if settles => {
            tr!(
                lang,
                "left open at {at}: {eip}: settling it by reading",
                "{at} 遗留：{eip}：正在通过读取确认"
            )
        }
        UnfinishedState::Looking => {
            tr!(
                lang,
                "left open at {at}: {eip}: not settled with --no-journal",
                "{at} 遗留：{eip}：使用 --no-journal 时不处理"
            )
        }
        UnfinishedState::Blind(why) => {
            tr!(
                lang,
                "left open at {at}: {eip}: can't be read: {}",
                "{at} 遗留：{eip}：无法读取：{}",
                visible(&why)
            )
        }
        UnfinishedState::Settled(word) => {
            tr!(lang, "left open at {at}: {eip}: {}", "{at} 遗留：{eip}：{}", word.as_str())
        }
        UnfinishedState::Elsewhere(whose) => {
            tr!(
                lang,
                "left open at {at}: {eip}: belongs to {}, not settled here",
                "{at} 遗留：{eip}：属于 {}，此处不处理",
                visible(&whose)
            )
        }
    });
}
