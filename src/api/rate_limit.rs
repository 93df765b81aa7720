//! The pace of requests, pure: a token bucket that halves with every throttled answer and recovers slowly (`docs/contract.md` §5).

/// Seconds from standstill back to the full rate.
const RECOVERY_SECONDS: f64 = 60.0;

/// The bucket of one account. Time comes in as milliseconds of a steady clock.
#[derive(Debug, Clone, PartialEq)]
pub struct RateLimit {
    full: f64,
    rate: f64,
    tokens: f64,
    at_ms: u64,
}

impl RateLimit {
    /// A full bucket of `per_second` tokens, refilled at that rate; 0 sets no limit.
    pub(crate) fn new(per_second: u32) -> Self {
        let full = f64::from(per_second);
        Self { full, rate: full, tokens: full, at_ms: 0 }
    }

    /// Takes a token and says how many milliseconds to wait before using it. Tokens are lent, so waiting requests keep their order.
    pub(crate) fn take(&mut self, now_ms: u64) -> u64 {
        if self.full == 0.0 {
            return 0;
        }
        self.refill(now_ms);
        self.tokens -= 1.0;
        if self.tokens >= 0.0 { 0 } else { (-self.tokens / self.rate * 1000.0).ceil() as u64 }
    }

    /// The cloud said "too fast": half the rate, and no burst left.
    pub(crate) fn throttled(&mut self, now_ms: u64) {
        self.refill(now_ms);
        // Never to a standstill: one request a second still lets an operator act.
        self.rate = (self.rate / 2.0).max(self.full.min(1.0));
        self.tokens = self.tokens.min(0.0);
    }

    fn refill(&mut self, now_ms: u64) {
        let seconds = now_ms.saturating_sub(self.at_ms) as f64 / 1000.0;
        self.at_ms = self.at_ms.max(now_ms);
        self.tokens = (self.tokens + seconds * self.rate).min(self.full);
        self.rate = (self.rate + seconds * self.full / RECOVERY_SECONDS).min(self.full);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_free_and_then_it_is_twenty_a_second() {
        let mut pace = RateLimit::new(20);
        assert!((0..20).all(|_| pace.take(0) == 0));
        assert_eq!([pace.take(0), pace.take(0), pace.take(0)], [50, 100, 150]);
        assert_eq!(pace.take(10_000), 0, "a pause fills it again");
        assert!((0..19).all(|_| pace.take(10_000) == 0));
        assert_eq!(pace.take(10_000), 50, "but never beyond one burst");
    }

    #[test]
    fn a_throttled_answer_halves_it_and_it_recovers_slowly() {
        let mut pace = RateLimit::new(20);
        pace.throttled(0);
        assert_eq!(pace.take(0), 100);
        pace.throttled(0);
        assert!((pace.rate - 5.0).abs() < 1e-9);
        for _ in 0..50 {
            pace.throttled(0);
        }
        assert!((pace.rate - 1.0).abs() < 1e-9, "never to a standstill");
        pace.take(30_000);
        assert!(pace.rate > 10.0 && pace.rate < 20.0);
        pace.take(120_000);
        assert!((pace.rate - 20.0).abs() < 1e-9);
    }

    #[test]
    fn zero_means_no_limit_and_a_clock_never_runs_back() {
        let mut none = RateLimit::new(0);
        none.throttled(0);
        assert!((0..10_000).all(|_| none.take(0) == 0));
        let mut pace = RateLimit::new(1);
        assert_eq!(pace.take(5_000), 0);
        assert_eq!(pace.take(1_000), 1_000);
    }
}
