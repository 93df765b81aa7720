//! Making a failing schedule smaller while it still fails: first calmer, then shorter.

use super::dice::Script;

/// The smallest schedule found with at most this many tries.
pub(crate) fn shrink(script: &Script, tries: usize, fails: impl Fn(&Script) -> bool) -> Script {
    let mut best = script.clone();
    let mut left = tries;
    let mut attempt = |best: &mut Script, candidate: Script| {
        if left == 0 || candidate == *best {
            return false;
        }
        left -= 1;
        let better = fails(&candidate);
        if better {
            *best = candidate;
        }
        better
    };
    loop {
        let weight = (best.weight(), best.0.iter().map(Vec::len).sum::<usize>());
        for stream in 0..best.0.len() {
            shorten(stream, &mut best, &mut attempt);
            calm(stream, &mut best, &mut attempt);
        }
        if weight == (best.weight(), best.0.iter().map(Vec::len).sum::<usize>()) {
            return best;
        }
    }
}

/// Cuts the end off, then takes chunks out.
fn shorten(
    stream: usize,
    best: &mut Script,
    attempt: &mut impl FnMut(&mut Script, Script) -> bool,
) {
    let mut keep = 0;
    while keep < best.0[stream].len() {
        let mut candidate = best.clone();
        candidate.0[stream].truncate(keep);
        if attempt(best, candidate) {
            break;
        }
        keep = (keep * 2).max(1);
    }
    chunks(stream, best, attempt, |script, from, to| drop(script.0[stream].drain(from..to)));
}

/// Makes chunks of decisions calm.
fn calm(stream: usize, best: &mut Script, attempt: &mut impl FnMut(&mut Script, Script) -> bool) {
    chunks(stream, best, attempt, |script, from, to| script.0[stream][from..to].fill(0));
}

fn chunks(
    stream: usize,
    best: &mut Script,
    attempt: &mut impl FnMut(&mut Script, Script) -> bool,
    change: impl Fn(&mut Script, usize, usize),
) {
    let mut size = best.0[stream].len().div_ceil(2);
    while size > 0 {
        let mut from = 0;
        while from < best.0[stream].len() {
            let to = (from + size).min(best.0[stream].len());
            let mut candidate = best.clone();
            change(&mut candidate, from, to);
            let shorter = candidate.0[stream].len() < best.0[stream].len();
            if !(attempt(best, candidate) && shorter) {
                from = to;
            }
        }
        size /= 2;
    }
}
