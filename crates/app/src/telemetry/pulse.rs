//! What is known of devices at this moment, in memory only: when each was last heard, how its clock runs, what it gets
//! wrong, and which strangers knock. Lost with a restart, and back within a minute.

use super::stats::Counters;
use domain::reading::{Factor, FrameFault, Mn, Reading};
use domain::{Date, Timestamp};
use parking_lot::Mutex;
use std::collections::{BTreeMap, HashMap};

/// Strangers remembered; the one heard longest ago makes room.
const STRANGERS_MAX: usize = 1_000;
/// Unknown codes remembered of a device.
const UNKNOWN_MAX: usize = 64;
/// A device that was silent for so long is offline: twice the longest minute interval would be too patient for
/// real-time data, which come every 30 s to 1 h (HJ 212 CN 1062).
pub(super) const ONLINE_MS: i64 = 10 * 60_000;

/// The present state of devices, and the counters beside it.
#[derive(Debug, Default)]
pub struct Pulse {
    devices: Mutex<HashMap<Mn, Beat>>,
    strangers: Mutex<HashMap<Mn, Stranger>>,
    counters: Counters,
}

/// What is known of a registered device.
#[derive(Debug, Clone, PartialEq)]
pub struct Beat {
    /// When it was last heard.
    pub last_seen_at: Timestamp,
    /// From where.
    pub peer: String,
    /// How far its clock is ahead of ours, milliseconds, by the QN of its last frame, transport included.
    pub clock_skew_ms: Option<i64>,
    /// Codes it sent that nobody knows, with the latest value of each.
    unknown: BTreeMap<Factor, Heard>,
    /// What it got wrong on the day `today`.
    faults_today: BTreeMap<FrameFault, u32>,
    today: Date,
    bucket: Bucket,
}

/// A code that nobody knows, as it was heard since the start.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// The latest reading under it.
    pub latest: Reading,
    /// How many there were.
    pub times: u64,
}

/// A device nobody registered.
#[derive(Debug, Clone, PartialEq)]
pub struct Stranger {
    /// The name it gives itself.
    pub mn: Mn,
    /// From where it was last heard.
    pub peer: String,
    /// When it was first heard.
    pub first_seen_at: Timestamp,
    /// When it was last heard.
    pub last_seen_at: Timestamp,
    /// How many frames it sent.
    pub frames: u64,
    bucket: Bucket,
}

/// How many frames may come at once, and how fast the allowance comes back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rate {
    /// Frames at once.
    pub burst: u32,
    /// Frames a second in the long run.
    pub per_second: u32,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Bucket {
    /// Thousandths of a frame, so that whole milliseconds fill it exactly.
    left: i64,
    filled_at: Timestamp,
}

impl Bucket {
    fn full(rate: Rate, now: Timestamp) -> Self {
        Self { left: i64::from(rate.burst) * 1_000, filled_at: now }
    }

    /// Takes one frame's worth, if it is there.
    fn take(&mut self, rate: Rate, now: Timestamp) -> bool {
        let passed = (now.as_millis() - self.filled_at.as_millis()).max(0);
        let full = i64::from(rate.burst) * 1_000;
        self.left =
            passed.saturating_mul(i64::from(rate.per_second)).saturating_add(self.left).min(full);
        self.filled_at = self.filled_at.max(now);
        let enough = self.left >= 1_000;
        self.left -= if enough { 1_000 } else { 0 };
        enough
    }
}

impl Pulse {
    /// The counters.
    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    /// What is known of a device since the start.
    pub fn of(&self, mn: &Mn) -> Option<Beat> {
        self.devices.lock().get(mn).cloned()
    }

    /// Strangers, the latest heard first.
    pub fn strangers(&self) -> Vec<Stranger> {
        let mut all: Vec<_> = self.strangers.lock().values().cloned().collect();
        all.sort_by(|a, b| (b.last_seen_at, &b.mn).cmp(&(a.last_seen_at, &a.mn)));
        all
    }

    /// A registered device is heard. Says whether it keeps to its rate.
    pub(super) fn heard(
        &self,
        mn: &Mn,
        peer: &str,
        now: Timestamp,
        sent_at: Option<Timestamp>,
        rate: Rate,
    ) -> bool {
        let mut devices = self.devices.lock();
        let beat = match devices.get_mut(mn) {
            Some(beat) => beat,
            None => devices.entry(mn.clone()).or_insert_with(|| Beat::new(peer, now, rate)),
        };
        beat.last_seen_at = now;
        if beat.peer != peer {
            peer.clone_into(&mut beat.peer);
        }
        if let Some(sent_at) = sent_at {
            beat.clock_skew_ms = Some(sent_at.as_millis() - now.as_millis());
        }
        beat.bucket.take(rate, now)
    }

    /// A stranger is heard. Says whether it keeps to its rate.
    pub(super) fn knocked(&self, mn: &Mn, peer: &str, now: Timestamp, rate: Rate) -> bool {
        let mut strangers = self.strangers.lock();
        if strangers.len() >= STRANGERS_MAX && !strangers.contains_key(mn) {
            let oldest = strangers.values().min_by_key(|stranger| stranger.last_seen_at);
            let oldest = oldest.map(|stranger| stranger.mn.clone());
            oldest.and_then(|mn| strangers.remove(&mn));
        }
        let stranger = strangers.entry(mn.clone()).or_insert_with(|| Stranger {
            mn: mn.clone(),
            peer: String::new(),
            first_seen_at: now,
            last_seen_at: now,
            frames: 0,
            bucket: Bucket::full(rate, now),
        });
        peer.clone_into(&mut stranger.peer);
        stranger.last_seen_at = now;
        stranger.frames += 1;
        stranger.bucket.take(rate, now)
    }

    /// A stranger was registered meanwhile.
    pub(super) fn introduced(&self, mn: &Mn) {
        self.strangers.lock().remove(mn);
    }

    /// A device that was heard before sent a code that nobody knows.
    pub(super) fn unknown_code(&self, reading: &Reading) {
        if let Some(beat) = self.devices.lock().get_mut(&reading.mn) {
            beat.heard_unknown(reading);
        }
    }

    /// Something was wrong; with `mn`, a device that was heard before got it wrong.
    pub fn fault(&self, mn: Option<&Mn>, fault: FrameFault, now: Timestamp) {
        self.counters.fault(fault);
        let Some(mn) = mn else {
            return;
        };
        if let Some(beat) = self.devices.lock().get_mut(mn) {
            beat.fault(fault, now);
        }
    }
}

impl Beat {
    fn new(peer: &str, now: Timestamp, rate: Rate) -> Self {
        Self {
            last_seen_at: now,
            peer: peer.to_owned(),
            clock_skew_ms: None,
            unknown: BTreeMap::new(),
            faults_today: BTreeMap::new(),
            today: now.date(),
            bucket: Bucket::full(rate, now),
        }
    }

    fn fault(&mut self, fault: FrameFault, now: Timestamp) {
        let today = now.date();
        if self.today != today {
            self.today = today;
            self.faults_today.clear();
        }
        *self.faults_today.entry(fault).or_default() += 1;
    }

    fn heard_unknown(&mut self, reading: &Reading) {
        if self.unknown.len() >= UNKNOWN_MAX && !self.unknown.contains_key(&reading.factor) {
            return;
        }
        let times = self.unknown.get(&reading.factor).map_or(0, |heard| heard.times) + 1;
        self.unknown.insert(reading.factor.clone(), Heard { latest: reading.clone(), times });
    }

    /// Codes it sent that nobody knows.
    pub fn unknown(&self) -> impl Iterator<Item = &Heard> {
        self.unknown.values()
    }

    /// What the device got wrong on that day.
    pub fn faults_on(&self, day: Date) -> BTreeMap<FrameFault, u32> {
        if self.today == day { self.faults_today.clone() } else { BTreeMap::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: Rate = Rate { burst: 2, per_second: 1 };

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millis(1_790_000_000_000 + ms)
    }

    fn mn(n: usize) -> Mn {
        format!("MN{n}").parse().unwrap()
    }

    #[test]
    fn a_rate_lets_a_burst_through_and_refills() {
        let pulse = Pulse::default();
        let kept = |ms| pulse.heard(&mn(1), "peer", at(ms), None, RATE);
        assert_eq!([kept(0), kept(0), kept(0)], [true, true, false]);
        assert_eq!([kept(999), kept(1_000), kept(1_000)], [false, true, false]);
        assert_eq!([kept(9_000), kept(9_000), kept(9_000)], [true, true, false]);
        assert!(!kept(0), "a clock that runs back fills nothing");
    }

    #[test]
    fn strangers_are_bounded_and_the_oldest_goes() {
        let pulse = Pulse::default();
        for n in 0..STRANGERS_MAX + 5 {
            pulse.knocked(&mn(n), "peer", at(n as i64), RATE);
        }
        let strangers = pulse.strangers();
        assert_eq!(strangers.len(), STRANGERS_MAX);
        assert_eq!(strangers[0].mn, mn(STRANGERS_MAX + 4));
        assert!(strangers.iter().all(|stranger| stranger.mn != mn(4)));
        pulse.introduced(&mn(STRANGERS_MAX + 4));
        assert_eq!(pulse.strangers().len(), STRANGERS_MAX - 1);
    }

    #[test]
    fn faults_are_of_the_day() {
        let pulse = Pulse::default();
        pulse.heard(&mn(1), "peer", at(0), Some(at(-70)), RATE);
        pulse.fault(Some(&mn(1)), FrameFault::BadCrc, at(0));
        pulse.fault(Some(&mn(2)), FrameFault::BadCrc, at(0));
        let beat = pulse.of(&mn(1)).unwrap();
        assert_eq!(beat.clock_skew_ms, Some(-70));
        assert_eq!(beat.faults_on(at(0).date()).get(&FrameFault::BadCrc), Some(&1));
        let tomorrow = at(86_400_000);
        assert!(beat.faults_on(tomorrow.date()).is_empty());
        pulse.fault(Some(&mn(1)), FrameFault::Garbage, tomorrow);
        assert_eq!(pulse.of(&mn(1)).unwrap().faults_today.len(), 1);
        assert_eq!(pulse.counters().snapshot().faults[0].1, 2);
    }
}
