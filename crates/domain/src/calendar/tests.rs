//! The calendar against the notices of the State Council.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;
use rstest::rstest;
use std::sync::LazyLock;

static CALENDAR: LazyLock<Calendar> = LazyLock::new(|| Calendar::shipped().unwrap());

#[rstest]
#[case("2026-02-13", true, false)] // Friday
#[case("2026-02-14", true, false)] // Saturday worked for Spring Festival
#[case("2026-02-15", false, false)]
#[case("2026-02-17", false, false)] // first day of the year
#[case("2026-02-23", false, false)] // Monday, last day off
#[case("2026-02-24", true, false)]
#[case("2026-02-28", true, false)] // Saturday worked
#[case("2026-09-20", true, false)] // Sunday worked for National Day
#[case("2026-10-01", false, false)]
#[case("2026-10-07", false, false)]
#[case("2026-10-08", true, false)]
#[case("2026-10-10", true, false)] // Saturday worked
#[case("2026-10-11", false, false)] // plain Sunday
#[case("2025-01-26", true, false)] // Sunday worked
#[case("2025-02-04", false, false)]
#[case("2024-02-09", true, false)] // New Year's Eve 2024 was a working day
#[case("2020-01-31", false, false)] // Spring Festival prolonged by notice of 2020-01-27
#[case("2018-12-29", true, false)] // announced by the notice for 2019
#[case("2022-12-31", false, false)] // announced by the notice for 2023
#[case("2026-12-24", true, false)]
#[case("2026-12-28", true, true)] // the notice for 2027 may still touch it
#[case("2027-02-06", false, true)] // Saturday, no notice yet
#[case("2027-02-08", true, true)]
fn a_working_day_is_what_the_notice_says(
    #[case] day: Date,
    #[case] works: bool,
    #[case] provisional: bool,
) {
    assert_eq!(CALENDAR.is_workday(day), (works, provisional));
}

#[rstest]
// Notice received on the eve of Spring Festival: five working days run to the 27th.
#[case(Period::WorkingDays(5), "2026-02-13", "2026-02-27", false)]
#[case(Period::WorkingDays(7), "2026-02-13", "2026-03-02", false)]
#[case(Period::WorkingDays(7), "2026-09-30", "2026-10-15", false)]
#[case(Period::WorkingDays(3), "2026-09-18", "2026-09-22", false)] // the worked Sunday counts
#[case(Period::WorkingDays(5), "2026-10-01", "2026-10-13", false)] // received on a holiday
#[case(Period::WorkingDays(1), "2026-11-20", "2026-11-23", false)]
#[case(Period::WorkingDays(5), "2026-12-28", "2027-01-04", true)]
#[case(Period::Days(15), "2026-09-20", "2026-10-08", false)] // ends in the holiday, rolls
#[case(Period::Days(15), "2026-09-05", "2026-09-20", false)] // a worked Sunday does not roll
#[case(Period::Days(15), "2026-11-06", "2026-11-23", false)] // 21st is a Saturday
#[case(Period::Days(90), "2026-08-17", "2026-11-16", false)] // 15th is a Sunday
#[case(Period::Days(60), "2026-08-17", "2026-10-16", false)]
#[case(Period::Days(0), "2026-11-21", "2026-11-23", false)]
#[case(Period::Months(6), "2026-08-31", "2027-03-01", true)] // 28 February 2027 is a Sunday
#[case(Period::Months(6), "2025-11-10", "2026-05-11", false)] // 10 May is a Sunday, the 9th was worked
#[case(Period::Months(3), "2026-02-16", "2026-05-18", false)] // 16 May is a Saturday
#[case(Period::Months(1), "2026-01-31", "2026-02-28", false)] // no 31st: last day, a worked Saturday
fn a_deadline_is_counted_as_the_law_says(
    #[case] period: Period,
    #[case] start: Date,
    #[case] end: Date,
    #[case] provisional: bool,
) {
    let noon = Timestamp::start_of(start).plus_millis(12 * HOUR_MS);
    let deadline = CALENDAR.deadline(period, noon);
    assert_eq!((deadline.date, deadline.provisional), (end, provisional));
    assert_eq!(deadline.ends, Timestamp::start_of(end.tomorrow().unwrap()));
    assert!(!deadline.passed(deadline.ends.plus_millis(-1)) && deadline.passed(deadline.ends));
}

#[rstest]
#[case(date(2026, 10, 1).at(10, 20, 0, 0), 24, date(2026, 10, 2).at(11, 0, 0, 0))] // the hour begun is not counted
#[case(date(2026, 10, 1).at(10, 0, 0, 0), 24, date(2026, 10, 2).at(10, 0, 0, 0))]
#[case(date(2026, 11, 23).at(23, 30, 0, 0), 1, date(2026, 11, 24).at(1, 0, 0, 0))]
fn hours_run_through_holidays(
    #[case] start: jiff::civil::DateTime,
    #[case] hours: u16,
    #[case] ends: jiff::civil::DateTime,
) {
    let deadline = CALENDAR.deadline(Period::Hours(hours), Timestamp::from_shanghai(start));
    assert_eq!(deadline.ends.to_shanghai(), ends);
}

#[rstest]
#[case("2026-11-20", 7, "2026-11-10")] // 11, 12, 13, 16, 17, 18, 19 lie between
#[case("2026-10-15", 7, "2026-09-29")] // 30, 8, 9, 10, 12, 13, 14 lie between
#[case("2026-11-20", 3, "2026-11-16")]
fn notice_leaves_whole_working_days(#[case] event: Date, #[case] days: u16, #[case] last: Date) {
    assert_eq!(CALENDAR.last_day_before(event, days).date, last);
}

#[test]
fn a_new_notice_settles_what_was_provisional() {
    let notice = r#"{"year": 2027, "papers": [], "days": [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": true}]}"#;
    let mut texts = vec![include_str!("../../../../data/calendar/2026.json"), notice];
    let calendar = Calendar::parse(texts.clone()).unwrap();
    assert_eq!(calendar.is_workday(date(2027, 1, 1)), (false, false));
    assert_eq!(calendar.is_workday(date(2026, 12, 28)), (true, false));
    texts.push("{}");
    assert_eq!(Calendar::parse(texts).unwrap_err().file, "calendar");
}

#[test]
fn the_end_of_time_is_no_fault() {
    let (last, provisional) = CALENDAR.add_working_days(Date::MAX, 5);
    assert_eq!((last, provisional), (Date::MAX, true));
    let deadline =
        CALENDAR.deadline(Period::Months(u16::MAX), Timestamp::start_of(date(2026, 1, 1)));
    assert!(deadline.provisional);
}

proptest! {
    #[test]
    fn working_days_count_themselves(offset in 0_i64..3_000, count in 1_i16..120) {
        let start = date(2018, 6, 1).saturating_add(jiff::Span::new().days(offset));
        let (end, _) = CALENDAR.add_working_days(start, count);
        let mut day = start;
        let mut counted = 0;
        while day < end {
            day = day.tomorrow().unwrap();
            counted += i16::from(CALENDAR.is_workday(day).0);
        }
        prop_assert_eq!(counted, count);
        prop_assert!(CALENDAR.is_workday(end).0);
    }

    #[test]
    fn more_time_never_ends_earlier(offset in 0_i64..3_000, count in 0_u16..200) {
        let start = date(2018, 6, 1).saturating_add(jiff::Span::new().days(offset));
        let start = Timestamp::start_of(start);
        for period in [Period::WorkingDays, Period::Days, Period::Hours] {
            let (short, long) = (CALENDAR.deadline(period(count), start), CALENDAR.deadline(period(count + 1), start));
            prop_assert!(short.ends <= long.ends);
        }
        prop_assert!(CALENDAR.is_workday(CALENDAR.deadline(Period::Days(count), start).date).0);
    }
}
