//! The demonstration's clock: set to the past while a history of cases is made, then the real time for good.

use crate::wire::SystemClock;
use app::ports::Clock;
use domain::Timestamp;
use std::sync::atomic::{AtomicI64, Ordering};

/// Real time, unless it was set.
#[derive(Debug, Default)]
pub(crate) struct DemoClock {
    /// Zero: real time.
    set_to: AtomicI64,
}

impl DemoClock {
    /// Stands still at this instant until it is set again or released.
    pub(crate) fn set(&self, to: Timestamp) {
        self.set_to.store(to.as_millis(), Ordering::SeqCst);
    }

    /// Shows real time from now on.
    pub(crate) fn release(&self) {
        self.set_to.store(0, Ordering::SeqCst);
    }

    /// Real time, whatever the clock was set to.
    pub(crate) fn real() -> Timestamp {
        SystemClock.now()
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Timestamp {
        match self.set_to.load(Ordering::SeqCst) {
            0 => Self::real(),
            set => Timestamp::from_millis(set),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stands_where_it_was_set_and_runs_when_released() {
        let clock = DemoClock::default();
        clock.set(Timestamp::from_millis(5));
        assert_eq!(clock.now(), Timestamp::from_millis(5));
        clock.release();
        assert!(clock.now() > Timestamp::from_millis(1_700_000_000_000));
    }
}
