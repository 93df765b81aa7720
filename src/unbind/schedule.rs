//! How often an EIP is looked at, and for how long (`docs/contract.md` §5).

/// Readings go on this long after an error that may have acted, before "refused" is said.
pub(crate) const REFUSED_WINDOW_MS: u64 = 10_000;
/// Readings go on this long after a lost reply, before "unknown" is said.
pub(crate) const UNKNOWN_WINDOW_MS: u64 = 60_000;
/// Readings go on this long after an acceptance, unless the operator says otherwise.
pub const SETTLE_WINDOW_MS: u64 = 180_000;
/// A reading that was asked for longer ago than this is made again before sending: what it shows may be as old as that, whether the cloud was
/// slow to answer or the disk to take the record.
pub const STALE_MS: u64 = 3_000;
/// The request is on the wire this long after the answer of the last reading, or it does not leave.
pub const WIRE_MS: u64 = 1_000;
/// How many times the target is read again because the request could not leave in time.
pub(crate) const LATE_REREADS: u8 = 2;
/// How many times it is asked for again; a link that is always this slow must not keep the operator from the job.
pub const STALE_REREADS: u8 = 2;
/// Pause before the one further attempt that a request which provably did nothing may have.
pub(crate) const SECOND_ATTEMPT_MS: u64 = 1_000;
/// When the EIP is looked at again after `verified`, to notice that somebody or something bound it again.
pub(crate) const WATCH_MS: [u64; 2] = [10_000, 60_000];
/// How long a new ordinary public IP is waited for after `verified`.
pub(crate) const WAN_IP_WINDOW_MS: u64 = 5_000;

/// When the next reading is due, in milliseconds after the acceptance, given how long ago that is: 0.3, 0.6, 1, 1.5, 2 s, then every second
/// to 30 s, every 2 s to 60 s, every 5 s after that.
pub(crate) fn next_look(elapsed_ms: u64) -> u64 {
    const FIRST: [u64; 5] = [300, 600, 1_000, 1_500, 2_000];
    if let Some(due) = FIRST.into_iter().find(|due| *due > elapsed_ms) {
        return due;
    }
    let step = match elapsed_ms {
        ..30_000 => 1_000,
        30_000..60_000 => 2_000,
        _ => 5_000,
    };
    (elapsed_ms / step + 1) * step
}

#[cfg(test)]
mod tests {
    use super::next_look;

    #[test]
    fn looks_follow_the_documented_pace() {
        let mut due = vec![0];
        while due[due.len() - 1] < 75_000 {
            due.push(next_look(due[due.len() - 1]));
        }
        assert_eq!(due[1..8], [300, 600, 1_000, 1_500, 2_000, 3_000, 4_000]);
        assert!(due.windows(2).all(|w| w[1] > w[0]));
        assert_eq!(due.iter().filter(|d| (30_000..60_000).contains(*d)).count(), 15);
        assert_eq!(due[due.len() - 4..], [60_000, 65_000, 70_000, 75_000]);
        assert_eq!(next_look(2_345), 3_000, "a late reading does not shift the ones after it");
    }
}
