//! A listing and its pages, one by one.

use super::*;
use crate::domain::LocalError;

#[derive(Clone, Debug, PartialEq)]
struct R(String);
impl Row for R {
    type Key = String;

    fn key(&self) -> &String {
        &self.0
    }

    fn merge(&mut self, _: &Self) {}
}
#[expect(clippy::unnecessary_wraps, reason = "it stands for a reply")]
fn page(range: std::ops::Range<u64>, total: Option<u64>) -> Result<Page<R>, Fault> {
    Ok(Page::of(range.map(|n| R(n.to_string())).collect(), total))
}

#[test]
fn the_first_page_tells_the_others() {
    let mut listing = Listing::new(10);
    assert_eq!(listing.page(0, page(0..10, Some(25))), Step::Ask(vec![10, 20]));
    assert_eq!(listing.page(20, page(20..25, Some(25))), Step::Wait);
    assert_eq!(listing.page(10, page(10..20, Some(25))), Step::Done { complete: true });
    assert_eq!(listing.end().0.len(), 25);
}

#[test]
fn a_list_that_does_not_add_up_is_read_twice_more() {
    let mut listing = Listing::new(10);
    for round in 0..3 {
        assert_eq!(listing.page(0, page(0..10, Some(12))), Step::Ask(vec![10]));
        let step = listing.page(10, page(9..11, Some(12)));
        if round < 2 {
            assert_eq!(step, Step::Ask(vec![0]));
        } else {
            assert_eq!(step, Step::Done { complete: false });
        }
    }
    assert_eq!(listing.end().0.len(), 11, "duplicates count once");
}

fn take(
    listing: &mut Listing<R>,
    shown: &mut Vec<R>,
    offset: u64,
    page: Result<Page<R>, Fault>,
) -> (Step, Vec<u64>) {
    let step = listing.page(offset, page);
    listing.show(offset, shown);
    (step, shown.iter().map(|row| row.0.parse().unwrap()).collect())
}

#[test]
fn rows_are_shown_as_they_come_and_once() {
    let mut shown = vec![R("99".to_owned())];
    let failed = take(&mut Listing::new(10), &mut shown, 0, Err(Fault::no_answer("cut")));
    assert_eq!(
        failed,
        (Step::Done { complete: false }, vec![99]),
        "what an earlier reading left is better than nothing"
    );
    let mut listing = Listing::new(10);
    let mut take = |offset, rows| take(&mut listing, &mut shown, offset, page(rows, Some(22)));
    let first: Vec<u64> = (0..10).collect();
    let third = [first.clone(), vec![19, 20]].concat();
    assert_eq!(take(0, 0..10), (Step::Ask(vec![10, 20]), first));
    assert_eq!(take(20, 19..21), (Step::Wait, third.clone()));
    assert_eq!(take(10, 10..20), (Step::Ask(vec![0]), third.clone()), "21 are not 22: read again");
    assert_eq!(take(0, 5..15).1, third, "a further round shows nothing before it is whole");
}

#[test]
fn without_a_total_it_stops_at_a_short_page() {
    let mut listing = Listing::new(10);
    assert_eq!(listing.page(0, page(0..10, None)), Step::Ask(vec![10]));
    assert_eq!(listing.page(10, page(10..13, None)), Step::Done { complete: true });
    let mut empty = Listing::<R>::new(10);
    assert_eq!(empty.page(0, page(0..0, Some(0))), Step::Done { complete: true });
}

#[test]
fn a_list_without_an_end_is_given_up_with_a_fault_that_is_said() {
    let is_endless = |listing: &Listing<R>| {
        listing
            .fault
            .as_ref()
            .is_some_and(|fault| fault.local_error == Some(LocalError::EndlessList))
    };
    // More after each page.
    let mut listing = Listing::new(10);
    let (mut open, mut pages) = (vec![0], 0);
    while let Some(offset) = open.pop() {
        pages += 1;
        let told = Some(offset + 21);
        match listing.page(offset, page(offset..offset + 10, told)) {
            Step::Ask(more) => open.extend(more),
            Step::Wait => {}
            Step::Done { complete } => assert!(!complete),
        }
    }
    assert!(is_endless(&listing) && pages < 30, "{pages} pages");
    // A total that can't be.
    let mut listing = Listing::new(10);
    let done = listing.page(0, page(0..10, Some(10_001)));
    assert!(done == Step::Done { complete: false } && is_endless(&listing));
    assert!(matches!(Listing::new(10).page(0, page(0..10, Some(10_000))), Step::Ask(_)));
    // No total, and every page is full.
    let mut listing = Listing::new(10);
    let mut offset = 0;
    while let Step::Ask(next) = listing.page(offset, page(offset..offset + 10, None)) {
        offset = next[0];
    }
    assert!(is_endless(&listing) && offset == 9_990, "{offset}");
    // Some more EIPs while it is read are no such thing.
    let mut listing = Listing::new(10);
    assert_eq!(listing.page(0, page(0..10, Some(30))), Step::Ask(vec![10, 20]));
    assert_eq!(listing.page(10, page(10..20, Some(31))), Step::Ask(vec![30]));
    assert_eq!(listing.page(20, page(20..30, Some(31))), Step::Wait);
    assert_eq!(listing.page(30, page(30..31, Some(31))), Step::Done { complete: true });
}

#[test]
fn a_missing_page_makes_it_incomplete() {
    let mut listing = Listing::new(10);
    listing.page(0, page(0..10, Some(20)));
    assert_eq!(listing.page(10, Err(Fault::no_answer("cut"))), Step::Done { complete: false });
    assert!(listing.fault.as_ref().is_some());
}

#[test]
fn an_id_stands_once_where_it_came_first() {
    let rows = |ids: [u64; 5]| ids.map(|id| R(id.to_string())).to_vec();
    let mut listing = Listing::new(5);
    let first = Ok(Page::of(rows([1, 1, 2, 1, 3]), Some(6)));
    assert_eq!(listing.page(0, first), Step::Ask(vec![5]));
    listing.page(5, Ok(Page::of(rows([3, 4, 4, 2, 5]), Some(6))));
    let seen = listing.end().0.into_iter().map(|row| row.0).collect::<Vec<_>>();
    assert_eq!(seen, ["1", "2", "3", "4", "5"]);
}
