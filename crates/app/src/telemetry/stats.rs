//! Counters of the gateway, and what they stand at.

use domain::reading::{FrameFault, Verdict};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

/// Upper bounds of the buckets of the acknowledgement latency, milliseconds; one more bucket holds the rest.
pub const ACK_BUCKETS_MS: [u64; 10] = [1, 2, 5, 10, 20, 50, 100, 250, 500, 1_000];

const FAULTS: usize = FrameFault::ALL.len();

/// Counts while the gateway works. Every count only grows, but for the open connections.
#[derive(Debug, Default)]
pub struct Counters {
    accepted: AtomicU64,
    quarantined: AtomicU64,
    rejected: AtomicU64,
    faults: [AtomicU64; FAULTS],
    bytes: AtomicU64,
    heartbeats: AtomicU64,
    acks: [AtomicU64; ACK_BUCKETS_MS.len() + 1],
    ack_micros: AtomicU64,
    open: AtomicI64,
    taken: AtomicU64,
    turned_away: AtomicU64,
    judged: AtomicU64,
    unjudged: AtomicU64,
}

/// What the counters stand at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stats {
    /// Frames accepted.
    pub accepted: u64,
    /// Frames quarantined.
    pub quarantined: u64,
    /// Frames rejected.
    pub rejected: u64,
    /// Faults by reason, in the order of [`FrameFault::ALL`].
    pub faults: [(FrameFault, u64); FAULTS],
    /// Bytes received.
    pub bytes: u64,
    /// Signs of life that carry nothing.
    pub heartbeats: u64,
    /// Acknowledged batches by time from the last byte to the acknowledgement; bounds in [`ACK_BUCKETS_MS`].
    pub acks: [u64; ACK_BUCKETS_MS.len() + 1],
    /// The sum of those times, microseconds.
    pub ack_micros: u64,
    /// Connections open now.
    pub open: u64,
    /// Connections taken since the start.
    pub taken: u64,
    /// Connections turned away by a limit.
    pub turned_away: u64,
    /// Readings held against limits.
    pub judged: u64,
    /// Judgements that could not be written after several tries.
    pub unjudged: u64,
}

impl Counters {
    /// A frame found its verdict.
    pub(super) fn verdict(&self, verdict: &Verdict) {
        match verdict {
            Verdict::Accepted { .. } => self.accepted.fetch_add(1, Relaxed),
            Verdict::Quarantined { .. } => self.quarantined.fetch_add(1, Relaxed),
            Verdict::Rejected { .. } => self.rejected.fetch_add(1, Relaxed),
        };
    }

    /// Something was wrong.
    pub fn fault(&self, fault: FrameFault) {
        self.faults[fault as usize].fetch_add(1, Relaxed);
    }

    /// Bytes came.
    pub fn bytes(&self, count: usize) {
        self.bytes.fetch_add(count as u64, Relaxed);
    }

    /// A sign of life came.
    pub fn heartbeat(&self) {
        self.heartbeats.fetch_add(1, Relaxed);
    }

    /// Frames that came together were acknowledged after this time.
    pub fn acked(&self, after: Duration) {
        let ms = after.as_millis();
        let bucket = ACK_BUCKETS_MS.iter().position(|bound| ms < u128::from(*bound));
        self.acks[bucket.unwrap_or(ACK_BUCKETS_MS.len())].fetch_add(1, Relaxed);
        self.ack_micros.fetch_add(after.as_micros() as u64, Relaxed);
    }

    /// A connection was taken.
    pub fn opened(&self) {
        self.open.fetch_add(1, Relaxed);
        self.taken.fetch_add(1, Relaxed);
    }

    /// A connection ended.
    pub fn closed(&self) {
        self.open.fetch_sub(1, Relaxed);
    }

    /// A connection was turned away by a limit.
    pub fn turned_away(&self) {
        self.turned_away.fetch_add(1, Relaxed);
    }

    /// A reading was held against its limits.
    pub(super) fn judged(&self) {
        self.judged.fetch_add(1, Relaxed);
    }

    /// A judgement could not be written.
    pub(super) fn unjudged(&self) {
        self.unjudged.fetch_add(1, Relaxed);
    }

    /// What the counters stand at.
    pub fn snapshot(&self) -> Stats {
        let read = |counter: &AtomicU64| counter.load(Relaxed);
        Stats {
            accepted: read(&self.accepted),
            quarantined: read(&self.quarantined),
            rejected: read(&self.rejected),
            faults: FrameFault::ALL.map(|fault| (fault, read(&self.faults[fault as usize]))),
            bytes: read(&self.bytes),
            heartbeats: read(&self.heartbeats),
            acks: std::array::from_fn(|bucket| read(&self.acks[bucket])),
            ack_micros: read(&self.ack_micros),
            open: self.open.load(Relaxed).max(0).unsigned_abs(),
            taken: read(&self.taken),
            turned_away: read(&self.turned_away),
            judged: read(&self.judged),
            unjudged: read(&self.unjudged),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_has_its_own_counter() {
        let counters = Counters::default();
        for (times, fault) in FrameFault::ALL.into_iter().enumerate() {
            (0..times).for_each(|_| counters.fault(fault));
        }
        let counted = counters.snapshot().faults;
        assert!(counted.into_iter().enumerate().all(|(times, (_, n))| n == times as u64));
    }

    #[test]
    fn latencies_fall_into_their_buckets() {
        let counters = Counters::default();
        for micros in [0, 999, 1_000, 999_999, 1_000_000, 90_000_000] {
            counters.acked(Duration::from_micros(micros));
        }
        assert_eq!(counters.snapshot().acks, [2, 1, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
    }
}
