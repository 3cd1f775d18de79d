//! One line for each step, with the time since the command began.

use std::time::Instant;

/// When the command began.
#[derive(Debug)]
pub(crate) struct Progress(Instant);

impl Progress {
    /// Starts the watch.
    pub(crate) fn begin() -> Self {
        Self(Instant::now())
    }

    /// Says what happens next. On stderr, so that stdout stays what a program can read.
    pub(crate) fn say(&self, what: &str) {
        eprintln!("[{:7.1} s] {what}", self.seconds());
    }

    /// Seconds since the command began.
    pub(crate) fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}
