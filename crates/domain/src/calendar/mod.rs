//! Working days and deadlines: how the law counts time.
//!
//! Counting: 民事诉讼法第八十五条 (the starting day or hour is not counted; an end on an off-day rolls to the next
//! working day). Which days: 行政处罚法第八十五条 (only its 2, 3, 5 and 7 days are working days).

mod counting;
mod periods;

pub use counting::{Counted, CountedDay, Counting, DayKind, Tally};
pub use periods::{Direction, Extension, PeriodRule, Periods};

use crate::law::{DataError, from_json};
use crate::{Date, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A length of time in law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// Working days (工作日).
    WorkingDays(u16),
    /// Natural days.
    Days(u16),
    /// Calendar months.
    Months(u16),
    /// Hours.
    Hours(u16),
}

impl Period {
    /// The same with days that do not count; only a period in natural days grows by them.
    pub const fn plus_days(self, days: u16) -> Self {
        match self {
            Self::Days(length) => Self::Days(length.saturating_add(days)),
            Self::WorkingDays(_) | Self::Months(_) | Self::Hours(_) => self,
        }
    }
}

/// When a period ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Deadline {
    /// The last day on which the act is in time (Asia/Shanghai).
    pub date: Date,
    /// The first instant that is too late.
    pub ends: Timestamp,
    /// Counted over days whose holiday notice is not out yet: may still move.
    pub provisional: bool,
}

impl Deadline {
    fn end_of(date: Date, provisional: bool) -> Self {
        let ends = Timestamp::start_of(date).plus_millis(24 * HOUR_MS);
        Self { date, ends, provisional }
    }

    /// Whether an instant is past the deadline.
    pub fn passed(self, now: Timestamp) -> bool {
        now >= self.ends
    }
}

const HOUR_MS: i64 = 3_600_000;

/// Off-days and working weekends as the State Council announced them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// Announced days: whether off, and the holiday they belong to.
    off: BTreeMap<Date, (bool, Box<str>)>,
    years: BTreeSet<i16>,
}

#[derive(Deserialize)]
struct Year {
    year: i16,
    days: Vec<Day>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Day {
    name: Box<str>,
    date: Date,
    is_off_day: bool,
}

impl Calendar {
    /// The years shipped in `data/calendar` (holiday-cn, MIT).
    ///
    /// # Errors
    /// Only when a shipped file was damaged before the build.
    pub fn shipped() -> Result<Self, DataError> {
        Self::parse([
            include_str!("../../../../data/calendar/2018.json"),
            include_str!("../../../../data/calendar/2019.json"),
            include_str!("../../../../data/calendar/2020.json"),
            include_str!("../../../../data/calendar/2021.json"),
            include_str!("../../../../data/calendar/2022.json"),
            include_str!("../../../../data/calendar/2023.json"),
            include_str!("../../../../data/calendar/2024.json"),
            include_str!("../../../../data/calendar/2025.json"),
            include_str!("../../../../data/calendar/2026.json"),
            include_str!("../../../../data/calendar/2027.json"),
        ])
    }

    /// Reads one holiday-cn JSON text a year; a later text of the same year wins.
    ///
    /// # Errors
    /// Where a text is not of that form.
    pub fn parse<'a>(texts: impl IntoIterator<Item = &'a str>) -> Result<Self, DataError> {
        let mut calendar = Self { off: BTreeMap::new(), years: BTreeSet::new() };
        for text in texts {
            let year: Year = from_json("calendar", text)?;
            if !year.days.is_empty() {
                calendar.years.insert(year.year);
            }
            let announced = year.days.into_iter();
            calendar.off.extend(announced.map(|day| (day.date, (day.is_off_day, day.name))));
        }
        Ok(calendar)
    }

    /// Whether a day is a working day, and whether that is provisional for want of the year's notice.
    pub fn is_workday(&self, date: Date) -> (bool, bool) {
        if let Some((off, _)) = self.off.get(&date) {
            return (!off, false);
        }
        let weekday = date.weekday().to_monday_one_offset() <= 5;
        // The notice of a year has reached back into the last days of December (2018-12-29, 2022-12-31).
        let next_counts = (date.month(), date.day()) >= (12, 25);
        let known = self.years.contains(&date.year())
            && (!next_counts || self.years.contains(&date.year().saturating_add(1)));
        (weekday, !known)
    }

    /// Whether a deadline on that day may still move, because the notice of the year is not out.
    pub fn is_provisional(&self, due_on: Date) -> bool {
        self.is_workday(due_on).1
    }

    /// The holiday that a day was announced for, whether it is off or worked instead.
    pub fn announced(&self, date: Date) -> Option<&str> {
        self.off.get(&date).map(|(_, name)| &**name)
    }

    /// The `count`th working day after `start` (before it, when negative), and whether that is provisional.
    pub fn add_working_days(&self, start: Date, count: i16) -> (Date, bool) {
        let mut date = start;
        let mut left = count.unsigned_abs();
        let mut provisional = false;
        while left > 0 {
            let Ok(next) = (if count < 0 { date.yesterday() } else { date.tomorrow() }) else {
                return (date, true);
            };
            date = next;
            let (works, unsure) = self.is_workday(date);
            provisional |= unsure;
            left -= u16::from(works);
        }
        (date, provisional)
    }

    /// When a period that starts at `start` ends. For days and months only the civil date of `start` counts.
    pub fn deadline(&self, period: Period, start: Timestamp) -> Deadline {
        let day = start.date();
        match period {
            Period::WorkingDays(count) => {
                let (date, provisional) = self.add_working_days(day, saturate(count));
                Deadline::end_of(date, provisional)
            }
            Period::Days(count) => {
                self.roll(day.saturating_add(jiff::Span::new().days(i64::from(count))))
            }
            Period::Months(count) => {
                self.roll(day.saturating_add(jiff::Span::new().months(saturate(count))))
            }
            Period::Hours(count) => {
                let first = start.plus_millis(HOUR_MS - 1).hour_start();
                let ends = first.plus_millis(i64::from(count) * HOUR_MS);
                Deadline { date: ends.plus_millis(-1).date(), ends, provisional: false }
            }
        }
    }

    /// The last day that leaves `working_days` whole working days between itself and `event`.
    ///
    /// For duties such as notice of a hearing "seven working days before" (行政处罚法第六十四条第二项); neither the day of
    /// notice nor the day of the event is counted, which is the cautious reading.
    pub fn last_day_before(&self, event: Date, working_days: u16) -> Deadline {
        let (date, provisional) =
            self.add_working_days(event, -saturate(working_days.saturating_add(1)));
        Deadline::end_of(date, provisional)
    }

    fn roll(&self, end: Date) -> Deadline {
        let (works, unsure) = self.is_workday(end);
        if works {
            return Deadline::end_of(end, unsure);
        }
        let (date, later_unsure) = self.add_working_days(end, 1);
        Deadline::end_of(date, unsure || later_unsure)
    }
}

fn saturate(count: u16) -> i16 {
    i16::try_from(count).unwrap_or(i16::MAX)
}

#[cfg(test)]
mod tests;
