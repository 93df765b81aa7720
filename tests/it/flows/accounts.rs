//! A target that is looked for in several accounts, on screen: it opens in the one that has it, or nothing opens.

use crate::screens::found_in_profile;
use crate::support::fixture::{Desk, Look};
use crate::support::rows::{eips, nics};
use eip_unbind::app::keymap::Scope;
use eip_unbind::app::notice::NoticeKind;
use eip_unbind::app::{Colors, Msg, Opened, Symbols};
use eip_unbind::text::Lang;
use eip_unbind::unbind::accounts::Searched;

const LOOK: Look =
    Look { size: (120, 32), lang: Lang::En, symbols: Symbols::Unicode, colors: Colors::Dark };

fn searched(profile: &str, hits: Result<usize, &str>) -> Searched {
    let hits = hits.map(|count| vec![count]).map_err(str::to_owned);
    Searched { profile: profile.to_owned(), hits, unread: vec![] }
}

fn started() -> Desk {
    Desk::given(LOOK, &["203.0.113.77"], |s| {
        s.search_profiles = ["prod-main", "pay", "game"].map(str::to_owned).to_vec();
    })
}

fn notice(d: &Desk) -> &NoticeKind {
    &d.app.notice.as_ref().unwrap().kind
}

fn answer(d: &mut Desk, all: &[(&str, Result<usize, &str>)]) {
    let all = all.iter().map(|(profile, hits)| searched(profile, *hits)).collect();
    d.send(Msg::ProfilesSearched(all));
}

#[test]
fn it_is_looked_for_everywhere_at_start_and_on_a_paste() {
    let mut d = started();
    assert_eq!(d.searches.len(), 1);
    assert_eq!(d.searches[0].targets.len(), 1);
    assert_eq!(notice(&d), &NoticeKind::LookingInProfiles("203.0.113.77".into(), 3));
    d.answer_all(&eips(), Some(&nics()));
    d.send(Msg::Paste("EIP 203.0.113.90 is under attack".into()));
    assert_eq!(d.searches.len(), 2, "the alert names an address, not the account");
    assert!(d.app.dialog.is_none() && d.switches.is_empty());
}

#[test]
fn the_one_profile_that_has_it_is_opened_and_marked() {
    let mut d = started();
    answer(&mut d, &[("prod-main", Ok(0)), ("pay", Ok(1)), ("game", Err("no keys"))]);
    assert_eq!(d.switches, [Some("pay".to_owned())]);
    assert!(d.app.dialog.is_none(), "not before the profile is in force");
    let mut session = d.app.session.clone();
    session.context.whose.profile = Some("pay".to_owned());
    session.search_profiles = vec![];
    d.send(Msg::Switched(Ok(Box::new(Opened { session, pages: (100, 100), warning: None }))));
    d.answer_all(&eips(), Some(&nics())).arm();
    assert_eq!((d.app.scope(), d.app.session.by_search), (Scope::Dialog, true));
    assert_eq!(d.app.unread_profiles, [("game".to_owned(), "no keys".to_owned())]);
    assert_eq!(
        d.app.session.search_profiles.len(),
        3,
        "what is pasted next is looked for everywhere"
    );
    // Another profile that is chosen by hand is not marked.
    d.keys("Esc");
    let session = d.app.session.clone();
    d.send(Msg::Switched(Ok(Box::new(Opened { session, pages: (100, 100), warning: None }))));
    assert!(!d.app.session.by_search && d.app.unread_profiles.is_empty());
}

#[test]
fn in_the_profile_that_is_in_force_it_opens_without_a_change() {
    let mut d = started();
    answer(&mut d, &[("prod-main", Ok(1)), ("pay", Ok(0)), ("game", Ok(0))]);
    d.answer_all(&eips(), Some(&nics()));
    assert!(d.switches.is_empty() && d.app.session.by_search);
    assert_eq!(d.app.scope(), Scope::Dialog);
}

#[test]
fn where_two_have_it_or_none_nothing_opens() {
    let mut d = started();
    answer(&mut d, &[("prod-main", Ok(1)), ("pay", Ok(1)), ("game", Ok(0))]);
    d.answer_all(&eips(), Some(&nics()));
    assert_eq!(notice(&d), &NoticeKind::InSeveralProfiles(vec!["prod-main".into(), "pay".into()]));
    assert!(d.switches.is_empty() && d.app.dialog.is_none());
    let mut d = started();
    answer(&mut d, &[("prod-main", Ok(0)), ("pay", Err("gone")), ("game", Ok(0))]);
    let read = vec!["prod-main".to_owned(), "game".to_owned()];
    assert_eq!(notice(&d), &NoticeKind::InNoProfile(read, 1));
    assert!(d.switches.is_empty() && d.app.dialog.is_none());
}

#[test]
fn whoever_does_something_else_meanwhile_is_not_interrupted() {
    let mut d = started();
    d.answer_all(&eips(), Some(&nics())).keys("u");
    answer(&mut d, &[("prod-main", Ok(0)), ("pay", Ok(1)), ("game", Ok(0))]);
    assert_eq!(notice(&d), &NoticeKind::FoundInProfile("pay".into()));
    assert!(d.switches.is_empty(), "a run belongs to the profile that it was confirmed with");
    // An answer that nobody waits for any more changes nothing.
    d.keys("Esc");
    answer(&mut d, &[("pay", Ok(1))]);
    assert!(d.switches.is_empty());
}

#[test]
fn the_name_of_the_found_profile_stands_as_a_danger_profiles_does() {
    for size in [(120, 32), (80, 24), (40, 10)] {
        let app = found_in_profile(Look { size, ..LOOK });
        let text = crate::support::frame::draw(&app).text();
        assert!(text.contains("pay"), "{text}");
        assert!(size == (40, 10) || text.contains("FOUND IN PROFILE pay"), "{text}");
    }
}
