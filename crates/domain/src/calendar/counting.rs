//! Counting a deadline by its key, and telling it day by day.

use super::{Calendar, Deadline, Direction, Period, PeriodRule, Periods};
use crate::{Date, Refusal, Refused, Timestamp};
use serde::Serialize;

/// The calendar and the table of periods, which always go together.
#[derive(Debug, Clone, Copy)]
pub struct Counting<'a> {
    /// Working days.
    pub calendar: &'a Calendar,
    /// How long each period is.
    pub periods: &'a Periods,
}

/// What a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// A plain working day.
    Workday,
    /// A Saturday or Sunday that is worked (调休).
    WorkedWeekend,
    /// A Saturday or Sunday.
    Weekend,
    /// Off by notice.
    Holiday,
}

/// What a day does in a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "tally", content = "nth", rename_all = "snake_case")]
pub enum Tally {
    /// The day of the event, which is not counted.
    Start,
    /// Counted, from 1.
    Counted(u16),
    /// Passed over: no working day.
    Skipped,
    /// The end fell on a day off and moves on.
    Rolled,
    /// The last day on which the act is done in time, before the days that must lie between.
    Latest,
}

/// One day of a counting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountedDay {
    /// Which day.
    pub date: Date,
    /// What it is.
    pub kind: DayKind,
    /// Its holiday by the notice, where it is off or worked for one.
    pub holiday: Option<String>,
    /// What it does.
    pub tally: Tally,
    /// Whether the notice for it is not out yet.
    pub provisional: bool,
}

/// A deadline and how it was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// When it ends.
    pub deadline: Deadline,
    /// Every day from the start to the end; empty where hours are counted.
    pub days: Vec<CountedDay>,
}

impl<'a> Counting<'a> {
    /// When a period that runs from a day ends.
    ///
    /// # Errors
    /// `calendar.period_missing` where the table holds no length under that key.
    pub fn ends(&self, key: &str, from: Date) -> Refused<Deadline> {
        Ok(self.calendar.deadline(self.length(key)?, Timestamp::start_of(from)))
    }

    /// The length of a period.
    ///
    /// # Errors
    /// As [`Counting::ends`].
    pub fn length(&self, key: &str) -> Refused<Period> {
        self.rule(key).and_then(|rule| rule.value.ok_or_else(|| missing(key)))
    }

    /// The row of a key.
    ///
    /// # Errors
    /// As [`Counting::ends`].
    pub fn rule(&self, key: &str) -> Refused<&'a PeriodRule> {
        self.periods.get(key).ok_or_else(|| missing(key))
    }

    /// A period counted day by day, with the first `granted` prolongations and `excluded` days that do not count; one that must be kept before an event is
    /// counted backwards from it.
    ///
    /// # Errors
    /// As [`Counting::ends`].
    pub fn count(
        &self,
        key: &str,
        start: Timestamp,
        granted: usize,
        excluded: u16,
    ) -> Refused<Counted> {
        let rule = self.rule(key)?;
        let length = rule.length(granted).ok_or_else(|| missing(key))?.plus_days(excluded);
        let from = start.date();
        let (deadline, working) = match (rule.direction, length) {
            (Direction::Before, Period::WorkingDays(days)) => {
                (self.calendar.last_day_before(from, days), true)
            }
            (_, length) => {
                (self.calendar.deadline(length, start), matches!(length, Period::WorkingDays(_)))
            }
        };
        let days = match length {
            Period::Hours(_) => Vec::new(),
            Period::WorkingDays(_) | Period::Days(_) | Period::Months(_) => {
                self.days(from, deadline.date, working, self.calendar.unrolled(length, from))
            }
        };
        Ok(Counted { deadline, days })
    }

    /// Every day from one to another, with the number of each working day.
    pub fn span(&self, from: Date, to: Date) -> Vec<CountedDay> {
        let mut nth = 0;
        let day = |date: Date| {
            let (kind, provisional) = self.calendar.day(date);
            let works = matches!(kind, DayKind::Workday | DayKind::WorkedWeekend);
            nth += u16::from(works);
            let tally = if works { Tally::Counted(nth) } else { Tally::Skipped };
            let holiday = self.calendar.announced(date).map(str::to_owned);
            CountedDay { date, kind, holiday, tally, provisional }
        };
        let dates = from.series(jiff::Span::new().days(1));
        dates.take_while(|date| *date <= to).map(day).collect()
    }

    fn days(&self, from: Date, to: Date, working: bool, last: Option<Date>) -> Vec<CountedDay> {
        let back = to < from;
        let mut days = Vec::new();
        let (mut date, mut nth) = (from, 0);
        loop {
            let day = self.calendar.day(date);
            let works = matches!(day.0, DayKind::Workday | DayKind::WorkedWeekend);
            let tally = if date == from {
                Tally::Start
            } else if working && !works {
                Tally::Skipped
            } else if !working && last.is_some_and(|last| date > last) {
                Tally::Rolled
            } else if back && date == to {
                Tally::Latest
            } else {
                nth += 1;
                Tally::Counted(nth)
            };
            let holiday = self.calendar.announced(date).map(str::to_owned);
            days.push(CountedDay { date, kind: day.0, holiday, tally, provisional: day.1 });
            let next = if back { date.yesterday() } else { date.tomorrow() };
            match next {
                Ok(next) if date != to && days.len() < DAYS_MAX => date = next,
                _ => return days,
            }
        }
    }
}

/// At most this many days are told one by one; the longest period of the law is six months and its rolling.
const DAYS_MAX: usize = 400;

impl Calendar {
    /// What a day is, and whether that is provisional.
    pub fn day(&self, date: Date) -> (DayKind, bool) {
        let (works, provisional) = self.is_workday(date);
        let weekday = date.weekday().to_monday_one_offset() <= 5;
        let kind = match (works, weekday, self.announced(date).is_some()) {
            (true, true, _) => DayKind::Workday,
            (true, false, _) => DayKind::WorkedWeekend,
            (false, _, true) => DayKind::Holiday,
            (false, _, false) => DayKind::Weekend,
        };
        (kind, provisional)
    }

    /// The day on which a natural period ends before it rolls.
    fn unrolled(&self, period: Period, from: Date) -> Option<Date> {
        let span = match period {
            Period::Days(count) => jiff::Span::new().days(i64::from(count)),
            Period::Months(count) => jiff::Span::new().months(super::saturate(count)),
            Period::WorkingDays(_) | Period::Hours(_) => return None,
        };
        Some(from.saturating_add(span))
    }
}

fn missing(key: &str) -> Refusal {
    Refusal::new(
        "calendar.period_missing",
        format!("期限表中没有“{key}”的时长，请先在期限数据中补充"),
        format!("the table of periods holds no length for `{key}`"),
    )
    .field("key")
}
