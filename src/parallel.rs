//! Work on all processors.

use std::num::NonZero;
use std::panic::resume_unwind;
use std::thread;

/// Hands each processor a share of the items; what comes of them is in their order.
pub(crate) fn on_all_processors<T: Send, U: Send>(
    mut items: Vec<T>,
    work: impl Fn(Vec<T>) -> Vec<U> + Sync,
) -> Vec<U> {
    /// Fewer than this are not worth a thread.
    const FEW: usize = 64;
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    let share = items.len().div_ceil(processors).max(FEW);
    thread::scope(|scope| {
        let mut others = Vec::new();
        while items.len() > share {
            let last = items.split_off(items.len() - share);
            let work = &work;
            others.push(scope.spawn(move || work(last)));
        }
        let mut done = work(items);
        for other in others.into_iter().rev() {
            done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    })
}

/// The same for what comes one by one and is to be held no longer than needed; each processor has something of its own at hand.
pub(crate) fn mapped<T: Send, U: Send, S: Default>(
    mut items: impl Iterator<Item = T>,
    work: impl Fn(&mut S, T) -> U + Sync,
) -> impl Iterator<Item = U> {
    /// Enough for each processor to have something to do.
    const PIECE: usize = 4096;
    std::iter::from_fn(move || {
        let piece: Vec<T> = items.by_ref().take(PIECE).collect();
        let piece = on_all_processors(piece, |share| {
            let mut own = S::default();
            share.into_iter().map(|item| work(&mut own, item)).collect::<Vec<U>>()
        });
        (!piece.is_empty()).then_some(piece)
    })
    .flatten()
}

#[test]
fn order_is_kept() {
    let numbers: Vec<usize> = (0..10_000).collect();
    let doubled: Vec<usize> = mapped(numbers.iter().copied(), |(): &mut (), n| n * 2).collect();
    assert_eq!(doubled, numbers.iter().map(|n| n * 2).collect::<Vec<_>>());
    let counted = on_all_processors(numbers.clone(), |share| vec![share.len()]);
    assert_eq!(counted.iter().sum::<usize>(), numbers.len());
    assert!(on_all_processors(Vec::<u8>::new(), |share| share).is_empty());
}
