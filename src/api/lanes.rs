//! How many reads are under way at a time: pages of a list above all. A connection each, as all are asked for at once, would cost more than
//! the pages where the cloud is near; where it is far, waiting for one another would.

use futures_util::future::{Either, select};
use std::pin::pin;
use std::time::Duration;
use tokio::sync::{Mutex, Semaphore, SemaphorePermit};
use tokio::time::sleep;

/// So many at first.
const FEW: usize = 8;
/// Where none of them is back within this time, connecting included, all may go, and from then on.
const PATIENCE: Duration = Duration::from_millis(10);
/// More than there are ever reads.
const ALL: usize = 1 << 20;

/// The requests that may be under way.
#[derive(Debug)]
pub(super) struct Lanes {
    free: Semaphore,
    /// Of all that wait, the first looks at the time.
    first: Mutex<()>,
}

impl Default for Lanes {
    fn default() -> Self {
        Self { free: Semaphore::new(FEW), first: Mutex::default() }
    }
}

impl Lanes {
    /// Waits for a lane; it is free again when what comes back is dropped.
    pub(super) async fn take(&self) -> Option<SemaphorePermit<'_>> {
        if let Ok(lane) = self.free.try_acquire() {
            return Some(lane);
        }
        let none_is_back = async {
            let _first = self.first.lock().await;
            sleep(PATIENCE).await;
        };
        match select(pin!(self.free.acquire()), pin!(none_is_back)).await {
            Either::Left((lane, _)) => lane.ok(),
            Either::Right(((), lane)) => {
                self.free.add_permits(ALL);
                lane.await.ok()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::future::join_all;
    use std::cell::Cell;
    use tokio::time::Instant;

    /// How many of a hundred requests were under way at a time, and how long all took, where each takes so long.
    fn of_a_hundred(each: Duration) -> (usize, Duration) {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        runtime.enable_time().start_paused(true).build().unwrap().block_on(async {
            let (lanes, begun) = (Lanes::default(), Instant::now());
            let (out, most) = (Cell::new(0), Cell::new(0));
            let ask = || async {
                let _lane = lanes.take().await;
                out.set(out.get() + 1);
                most.set(most.get().max(out.get()));
                sleep(each).await;
                out.set(out.get() - 1);
            };
            join_all((0..100).map(|_| ask())).await;
            (most.get(), begun.elapsed())
        })
    }

    #[test]
    fn few_connections_where_the_cloud_is_near_and_no_queue_where_it_is_far() {
        let (most, took) = of_a_hundred(Duration::from_millis(2));
        assert!(most == FEW && took < Duration::from_millis(60), "{most} in {took:?}");
        let (most, took) = of_a_hundred(Duration::from_millis(100));
        assert!(most == 100 && took < Duration::from_millis(115), "{most} in {took:?}");
    }
}
