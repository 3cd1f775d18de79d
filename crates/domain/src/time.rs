//! Instants in whole milliseconds UTC, and the civil dates of Asia/Shanghai that the law counts in.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};
use std::fmt;

pub use jiff::civil::Date;

/// Asia/Shanghai has had no daylight saving since 1991, so one fixed offset serves every date in the system.
const SHANGHAI_OFFSET_MS: i64 = 8 * 3_600_000;

/// A day as Chinese documents write it (GB/T 9704): `2026年8月15日`.
pub fn date_zh(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// An instant in whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Whole milliseconds because PostgreSQL keeps microseconds and SQLite text keeps nanoseconds: a finer instant would
/// come back different from one of them, and its digest with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From milliseconds since the epoch.
    pub const fn from_millis(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since the epoch.
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// The instant of a civil date and time in Asia/Shanghai; sub-millisecond digits are dropped.
    pub fn from_shanghai(at: DateTime) -> Self {
        let days = at.date().since(Date::constant(1970, 1, 1)).map_or(0, |span| span.get_days());
        let time = at.time();
        let day_ms = i64::from(time.hour()) * 3_600_000
            + i64::from(time.minute()) * 60_000
            + i64::from(time.second()) * 1_000
            + i64::from(time.millisecond());
        Self(i64::from(days) * 86_400_000 + day_ms - SHANGHAI_OFFSET_MS)
    }

    /// The instant of a civil date and time written as `2026-11-23T14:30`, in Asia/Shanghai.
    pub fn of_shanghai(text: &str) -> Option<Self> {
        text.parse().ok().filter(|_| text.contains('T')).map(Self::from_shanghai)
    }

    /// The civil date and time in Asia/Shanghai. Instants beyond year 9999 show as its last moment.
    pub fn to_shanghai(self) -> DateTime {
        let local = self.0.saturating_add(SHANGHAI_OFFSET_MS);
        jiff::Timestamp::from_millisecond(local)
            .map_or(DateTime::MAX, |at| jiff::tz::Offset::UTC.to_datetime(at))
    }

    /// The civil date in Asia/Shanghai.
    pub fn date(self) -> Date {
        self.to_shanghai().date()
    }

    /// The first instant of a civil date in Asia/Shanghai.
    pub fn start_of(date: Date) -> Self {
        Self::from_shanghai(date.at(0, 0, 0, 0))
    }

    /// This instant moved by `ms` milliseconds.
    #[must_use]
    pub const fn plus_millis(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// The start of the hour (Asia/Shanghai, whose hours coincide with UTC's) that holds this instant.
    #[must_use]
    pub const fn hour_start(self) -> Self {
        Self(self.0 - self.0.rem_euclid(3_600_000))
    }
}

/// Shows as `2026-08-15 09:30:00`, in Asia/Shanghai.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = self.to_shanghai();
        write!(f, "{} {:02}:{:02}:{:02}", at.date(), at.hour(), at.minute(), at.second())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn shanghai_is_eight_hours_ahead_of_utc() {
        assert_eq!(Timestamp::from_shanghai(date(1970, 1, 1).at(8, 0, 0, 0)), Timestamp(0));
        let code_in_force = Timestamp::start_of(date(2026, 8, 15));
        assert_eq!(code_in_force.date(), date(2026, 8, 15));
        assert_eq!(code_in_force.plus_millis(-1).date(), date(2026, 8, 14));
        assert_eq!(code_in_force.to_string(), "2026-08-15 00:00:00");
    }
}
