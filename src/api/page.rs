//! Paging, pure: fixed offsets, multiples of the limit; duplicates are dropped; a list that doesn't add up says so (`product.md` §5).

use crate::domain::Page;
use std::collections::HashSet;
use std::hash::Hash;

/// Most pages that are asked for: a senseless total must not flood cloud and memory.
const MAX_PAGES: u64 = 2_000;

/// The offsets of the pages after the first.
///
/// Without a total the next page is only known once the one before has come: see [`next_offset`].
pub fn remaining_offsets(first_len: usize, total: Option<u64>, limit: u64) -> Vec<u64> {
    match total {
        Some(total) => (1..MAX_PAGES).map(|page| page * limit).take_while(|offset| *offset < total).collect(),
        None => next_offset(first_len, 0, limit).into_iter().collect(),
    }
}

/// The offset after a page, when the cloud never says a total: `None` after a page shorter than the limit (`api/v2.md` §4.1).
pub fn next_offset(len: usize, offset: u64, limit: u64) -> Option<u64> {
    (len as u64 >= limit && limit > 0 && offset / limit < MAX_PAGES).then(|| offset + limit)
}

/// Pages put together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged<T> {
    /// The rows, each once, in the order they came.
    pub items: Vec<T>,
    /// How many there are in all, as the last page that said so has it.
    pub total: Option<u64>,
    /// Whether the rows add up. If not, the list moved while it was read: read it again.
    pub complete: bool,
}

/// Puts the pages of one listing together. Rows with the same key are one row; the first wins.
pub fn merge<T, K: Hash + Eq>(pages: impl IntoIterator<Item = Page<T>>, limit: u64, key: impl Fn(&T) -> K) -> Merged<T> {
    let (mut items, mut total, mut seen) = (Vec::new(), None, HashSet::new());
    let (mut last_len, mut totals_agree) = (0, true);
    for page in pages {
        if let Some(stated) = page.total {
            totals_agree &= total.is_none_or(|before| before == stated);
            total = Some(stated);
        }
        last_len = page.items.len() as u64;
        items.extend(page.items.into_iter().filter(|item| seen.insert(key(item))));
    }
    let complete = match total {
        Some(total) => totals_agree && items.len() as u64 == total,
        None => last_len < limit,
    };
    Merged { items, total, complete }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(items: &[u32], total: Option<u64>) -> Page<u32> {
        Page { items: items.to_vec(), total }
    }

    #[test]
    fn offsets_are_multiples_of_the_limit() {
        assert_eq!(remaining_offsets(100, Some(250), 100), [100, 200]);
        assert_eq!(remaining_offsets(100, Some(100), 100), [0_u64; 0]);
        assert_eq!(remaining_offsets(0, Some(0), 100), [0_u64; 0]);
        assert_eq!(remaining_offsets(7, Some(201), 100), [100, 200], "a short first page does not move the offsets");
        assert_eq!(remaining_offsets(100, None, 100), [100]);
        assert_eq!(remaining_offsets(99, None, 100), [0_u64; 0]);
        assert!(remaining_offsets(100, Some(u64::MAX), 100).len() < 2_000);
        assert_eq!(next_offset(50, 100, 50), Some(150));
    }

    #[test]
    fn a_list_that_does_not_add_up_says_so() {
        let same = |n: &u32| *n;
        assert!(merge([page(&[1, 2], Some(3)), page(&[3], Some(3))], 2, same).complete);
        let moved = merge([page(&[1, 2], Some(3)), page(&[2], Some(3))], 2, same);
        assert_eq!((moved.items, moved.complete), (vec![1, 2], false), "2 moved to the second page, 3 was missed");
        assert!(!merge([page(&[1, 2], Some(3)), page(&[3], Some(4))], 2, same).complete);
        assert!(!merge([page(&[1], Some(0))], 2, same).complete, "a total of 0 beside a row is not to be trusted");
        assert!(merge([page(&[1], None)], 2, same).complete);
        assert!(!merge([page(&[1, 2], None)], 2, same).complete);
        assert!(merge([page(&[], Some(0))], 2, same).complete);
    }
}
