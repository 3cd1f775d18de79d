//! Split messages (HJ 212 拆分包): parts wait for each other, so that the whole is judged once.
//!
//! Each part was stored and acknowledged by itself; what waits here is only the judging. Parts have QNs of their own, so they
//! meet by device, command, time of the data and number of parts, on whatever connection they came.

use super::draft::Part;
use super::judge::Judged;
use domain::Timestamp;
use domain::reading::Mn;
use std::collections::{BTreeMap, HashMap};

/// Parts of one message.
const PARTS_MAX: u16 = 64;
/// Messages that wait at a time, of all devices. A part holds a kilobyte of text, some sixty factors.
const OPEN_MAX: usize = 2_048;
/// Parts that wait at a time, of all messages.
const HELD_MAX: usize = 16_384;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    mn: Mn,
    command: u16,
    at: Option<Timestamp>,
    of: u16,
}

/// The messages of which parts are awaited.
#[derive(Debug)]
pub(super) struct Sets {
    open: HashMap<Key, Waiting>,
    held: usize,
    wait_ms: i64,
}

#[derive(Debug)]
struct Waiting {
    since: Timestamp,
    parts: BTreeMap<u16, Judged>,
}

impl Sets {
    /// Waits so long, counted from the first part, for the others.
    pub(super) fn new(wait_ms: i64) -> Self {
        Self { open: HashMap::new(), held: 0, wait_ms }
    }

    /// What may be judged now that this came: itself, the whole that it completes, or nothing yet.
    pub(super) fn offer(&mut self, judged: Judged) -> Option<Judged> {
        let Some(Part { command, at, no, of }) = judged.part else {
            return Some(judged);
        };
        let key = Key { mn: judged.device.logger.mn.clone(), command, at, of };
        let full = self.held >= HELD_MAX || self.open.len() >= OPEN_MAX;
        if of > PARTS_MAX || full && !self.open.contains_key(&key) {
            return Some(judged);
        }
        let begin = || Waiting { since: judged.received_at, parts: BTreeMap::new() };
        let waiting = self.open.entry(key.clone()).or_insert_with(begin);
        if waiting.parts.contains_key(&no) {
            // Sent again with other content: which of the two counts, the archive says.
            return Some(judged);
        }
        waiting.parts.insert(no, judged);
        self.held += 1;
        if waiting.parts.len() < usize::from(of) {
            return None;
        }
        let whole = self.open.remove(&key)?;
        self.held -= whole.parts.len();
        whole.joined()
    }

    /// Gives up messages whose time is over at `now`: the parts that came, to be judged as what they are.
    pub(super) fn expire(&mut self, now: Timestamp) -> Vec<Judged> {
        let wait_ms = self.wait_ms;
        let over = |waiting: &Waiting| now.as_millis() - waiting.since.as_millis() >= wait_ms;
        let mut given: Vec<_> = self.open.extract_if(|_, waiting| over(waiting)).collect();
        given.sort_by_key(|(_, waiting)| waiting.since);
        self.held -= given.iter().map(|(_, waiting)| waiting.parts.len()).sum::<usize>();
        given.into_iter().filter_map(|(_, waiting)| waiting.joined()).collect()
    }
}

impl Waiting {
    /// The parts as one; of a factor that stands in several, the first one counts.
    fn joined(self) -> Option<Judged> {
        let mut parts = self.parts.into_values();
        let mut whole = parts.next()?;
        for part in parts {
            whole.doubted |= part.doubted;
            for reading in part.readings {
                if whole.readings.iter().all(|known| known.factor != reading.factor) {
                    whole.readings.push(reading);
                }
            }
        }
        Some(whole)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telemetry::register::Device;
    use domain::outlet::{Logger, Medium, Outlet};
    use domain::reading::{DataFlag, Measured, Reading, ReadingKind};
    use domain::{EnterpriseId, LoggerId, OutletId};
    use rstest::rstest;
    use std::sync::Arc;
    use uuid::Uuid;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millis(1_790_000_000_000 + ms)
    }

    fn device() -> Arc<Device> {
        let outlet = OutletId(Uuid::nil());
        let logger = Logger {
            id: LoggerId(Uuid::nil()),
            mn: "A1".parse().unwrap(),
            outlet,
            edition: 2017,
            check_sum: "hj212".to_owned(),
            password: None,
            key: None,
            previous_key: None,
            mappings: Vec::new(),
            active: true,
            revision: 1,
        };
        let outlet = Outlet {
            id: outlet,
            code: "DW001".to_owned(),
            name: "总排口".to_owned(),
            medium: Medium::Water,
            enterprise: EnterpriseId(Uuid::nil()),
            territory: "131000/".parse().unwrap(),
            revision: 1,
        };
        Arc::new(Device { logger, outlet, limits: Vec::new() })
    }

    fn part(no: u16, of: u16, minute: i64, factor: &str) -> Judged {
        let reading = Reading {
            mn: "A1".parse().unwrap(),
            factor: factor.into(),
            kind: ReadingKind::Minute,
            at: at(minute * 60_000),
            value: Measured::Missing,
            converted: None,
            min: None,
            max: None,
            total: None,
            flag: DataFlag::Normal,
        };
        let part = Some(Part { command: 2051, at: Some(reading.at), no, of });
        let received_at = at(0);
        Judged { device: device(), received_at, readings: vec![reading], doubted: false, part }
    }

    fn factors(judged: &Judged) -> Vec<&str> {
        judged.readings.iter().map(|reading| &*reading.factor.0).collect()
    }

    #[rstest]
    #[case::in_order([1, 2, 3])]
    #[case::backwards([3, 2, 1])]
    #[case::mixed([2, 3, 1])]
    fn the_whole_is_judged_once_when_it_is_complete(#[case] order: [u16; 3]) {
        let mut sets = Sets::new(60_000);
        let mut offer = |no: u16| sets.offer(part(no, 3, 0, &format!("w{no}")));
        assert!(offer(order[0]).is_none() && offer(order[1]).is_none());
        assert_eq!(factors(&offer(order[2]).unwrap()), ["w1", "w2", "w3"]);
        assert_eq!((sets.open.len(), sets.held), (0, 0));
    }

    #[test]
    fn what_never_completes_is_given_back_as_it_is() {
        let mut sets = Sets::new(60_000);
        assert!(sets.offer(part(1, 3, 0, "w1")).is_none());
        assert!(sets.offer(Judged { received_at: at(5), ..part(3, 3, 0, "w3") }).is_none());
        assert!(
            sets.offer(Judged { received_at: at(6), ..part(3, 3, 0, "w3") }).is_some(),
            "sent again"
        );
        assert!(
            sets.offer(Judged { received_at: at(30_000), ..part(1, 2, 5, "w1") }).is_none(),
            "another message"
        );
        assert!(sets.expire(at(59_999)).is_empty());
        let given = sets.expire(at(60_000));
        assert_eq!(given.iter().map(factors).collect::<Vec<_>>(), [["w1", "w3"]]);
        assert_eq!((sets.open.len(), sets.held), (1, 1));
    }

    #[test]
    fn what_waits_is_bounded_and_nothing_is_lost() {
        let mut sets = Sets::new(60_000);
        let count = i64::try_from(OPEN_MAX).unwrap() + 9;
        let alone = (0..count).filter_map(|n| sets.offer(part(1, 2, n, "w1"))).count();
        assert_eq!((alone, sets.open.len()), (9, OPEN_MAX));
        assert!(sets.offer(part(1, PARTS_MAX + 1, 0, "w1")).is_some(), "too many parts");
        assert!(sets.offer(part(2, 2, 0, "w2")).is_some(), "one that waits is completed");
        assert!(sets.offer(Judged { part: None, ..part(1, 2, 0, "w1") }).is_some());
    }
}
