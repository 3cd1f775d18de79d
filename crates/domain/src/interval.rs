//! The interval of a device's minutes, found from the readings themselves: a frame between them changes nothing.

use crate::reading::Reading;
use std::collections::BTreeSet;

/// A device reports minutes every 1 to so many (HJ 212 CN 1064).
const MINUTES_MAX: i64 = 30;
const MINUTE_MS: i64 = 60_000;

/// How many minutes each reading stands for, and which of them do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    minutes: i64,
    /// Where the readings lie in it, minutes.
    offset: i64,
}

impl Interval {
    /// The distance at which most of these readings follow one another, the least of several; 1 where none follows another.
    pub fn of(readings: &[Reading]) -> Self {
        let at: BTreeSet<i64> = readings.iter().map(minute).collect();
        let followed =
            |distance: i64| at.iter().filter(|one| at.contains(&(*one + distance))).count();
        // Of equals the last counts, so that the search begins at the far end.
        let minutes =
            (1..=MINUTES_MAX).rev().max_by_key(|distance| followed(*distance)).unwrap_or(1);
        let placed =
            |offset: i64| at.iter().filter(|one| one.rem_euclid(minutes) == offset).count();
        let offset = (0..minutes).rev().max_by_key(|offset| placed(*offset)).unwrap_or(0);
        Self { minutes, offset }
    }

    /// How many minutes each reading stands for, 1 to 30.
    pub fn minutes(self) -> u32 {
        self.minutes as u32
    }

    /// Whether the reading is one of those that the interval speaks of. What lies between would be counted twice.
    pub fn holds(self, reading: &Reading) -> bool {
        reading.at.as_millis() % MINUTE_MS == 0
            && minute(reading).rem_euclid(self.minutes) == self.offset
    }
}

fn minute(reading: &Reading) -> i64 {
    reading.at.as_millis().div_euclid(MINUTE_MS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Timestamp;
    use crate::reading::{DataFlag, Measured, ReadingKind};
    use jiff::civil::date;
    use rstest::rstest;

    fn at(minute: i64) -> Reading {
        Reading {
            mn: "A1".parse().unwrap(),
            factor: "w01018".into(),
            kind: ReadingKind::Minute,
            at: Timestamp::from_shanghai(date(2026, 9, 1).at(10, 0, 0, 0))
                .plus_millis(minute * MINUTE_MS),
            value: Measured::Missing,
            converted: None,
            min: None,
            max: None,
            total: None,
            flag: DataFlag::Normal,
        }
    }

    #[rstest]
    #[case::each_minute((0..60).collect(), 1, 60)]
    #[case::ten(vec![0, 10, 20, 30, 40, 50], 10, 6)]
    #[case::five_and_some_lost(vec![0, 5, 10, 25, 30, 35, 40, 55], 5, 8)]
    #[case::one_in_between(vec![0, 1, 10, 20, 30, 40, 50], 10, 6)]
    #[case::one_beside_each(vec![0, 1, 10, 11, 20, 21, 30, 31, 40, 41, 50, 51], 10, 6)]
    #[case::not_on_the_hour(vec![3, 13, 14, 23, 33, 43, 53], 10, 6)]
    #[case::alone(vec![20], 1, 1)]
    #[case::none(vec![], 1, 0)]
    fn a_frame_in_between_changes_nothing(
        #[case] minutes: Vec<i64>,
        #[case] each: u32,
        #[case] held: usize,
    ) {
        let readings: Vec<_> = minutes.into_iter().map(at).collect();
        let interval = Interval::of(&readings);
        let holds = readings.iter().filter(|reading| interval.holds(reading)).count();
        assert_eq!((interval.minutes(), holds), (each, held));
    }
}
