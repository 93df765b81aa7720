//! A bracketed paste.

use crate::app::parts::dialog::Hint;
use crate::app::parts::effect::Effect;
use crate::app::parts::notice::NoticeKind;
use crate::app::parts::scope::Scope;
use crate::app::state::App;
use crate::domain::target::TargetText;
use crate::text::alert::Targets;
use tui_input::{Input, InputRequest};

/// The longest paste that can be part of a name: the cloud's names have at most 60 characters.
const NAME_MOST: usize = 60;
/// A field takes no more characters of a paste than this.
const FIELD_MOST: usize = 200;

/// Into a text field; where there is none it is a TARGET, never keys. Where something could be confirmed, or is under way, it is dropped.
pub(in crate::app) fn on_paste(app: &mut App, text: &str, out: &mut Vec<Effect>) {
    match (app.scope(), &mut app.dialog) {
        (Scope::Filter, _) => {
            put(&mut app.list.input, text);
            app.list.set_filter();
            app.relayout();
        }
        (Scope::Note, Some(dialog)) => put(&mut dialog.note, text),
        (Scope::Dialog, Some(dialog)) => dialog.hint = Some(Hint::PasteDropped),
        (
            Scope::List
            | Scope::Detail
            | Scope::History
            | Scope::Candidates
            | Scope::Regions
            | Scope::Text,
            None,
        ) => look_up(app, text, out),
        (_, _) => app.notify(NoticeKind::PasteDropped),
    }
}

fn put(input: &mut Input, text: &str) {
    for c in one_line(text).chars().take(FIELD_MOST) {
        input.handle(InputRequest::InsertChar(c));
    }
}

/// What the text may mean is looked up or offered, and nothing is sent.
fn look_up(app: &mut App, text: &str, out: &mut Vec<Effect>) {
    let mut found = Targets::of_text(text);
    let line = one_line(text);
    match found.targets.len() {
        0 if line.is_empty() || line.chars().count() > NAME_MOST => {
            return app.notify(NoticeKind::PasteNothing);
        }
        0 => found.targets.extend(
            TargetText::parse_all(std::slice::from_ref(&line))
                .unwrap_or_else(|_| vec![TargetText::Name(line)]),
        ),
        _ => {}
    }
    app.overlays.clear();
    if found.targets.len() == 1 {
        app.look_for(found, out);
    } else {
        app.offer(found);
    }
}

/// A text on one line, as a text field takes it.
fn one_line(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}
