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

/// Off days of each holiday and the weekend days worked for it, as the yearly notices of the State Council have them.
#[rstest]
#[case(
    2018,
    "元旦1 春节7 清明节3 劳动节3 端午节1 中秋节1 国庆节7",
    "02-11 02-24 04-08 04-28 09-29 09-30"
)]
#[case(
    2019,
    "元旦3 春节7 清明节1 劳动节4 端午节1 中秋节1 国庆节7",
    "12-29 02-02 02-03 04-28 05-05 09-29 10-12"
)]
#[case(
    2020,
    "元旦1 春节10 清明节3 劳动节5 端午节3 国庆节、中秋节8",
    "01-19 02-03 04-26 05-09 06-28 09-27 10-10"
)]
#[case(
    2021,
    "元旦3 春节7 清明节3 劳动节5 端午节3 中秋节3 国庆节7",
    "02-07 02-20 04-25 05-08 09-18 09-26 10-09"
)]
#[case(
    2022,
    "元旦3 春节7 清明节3 劳动节5 端午节3 中秋节3 国庆节7",
    "01-29 01-30 04-02 04-24 05-07 10-08 10-09"
)]
#[case(
    2023,
    "元旦3 春节7 清明节1 劳动节5 端午节3 中秋节、国庆节8",
    "01-28 01-29 04-23 05-06 06-25 10-07 10-08"
)]
#[case(
    2024,
    "元旦1 春节8 清明节3 劳动节5 端午节1 中秋节3 国庆节7",
    "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12"
)]
#[case(
    2025,
    "元旦1 春节8 清明节3 劳动节5 端午节3 国庆节、中秋节8",
    "01-26 02-08 04-27 09-28 10-11"
)]
#[case(
    2026,
    "元旦3 春节9 清明节3 劳动节5 端午节3 中秋节3 国庆节7",
    "01-04 02-14 02-28 05-09 09-20 10-10"
)]
fn each_holiday_is_as_long_as_its_notice(
    #[case] year: i16,
    #[case] off: &str,
    #[case] worked: &str,
) {
    // The notice of a year has named a day of the December before (2018-12-29, for 2019).
    let days = CALENDAR.off.iter().filter(|(date, (_, name))| {
        let december = date.month() == 12;
        date.year() + i16::from(december) == year && !name.is_empty()
    });
    let mut lengths: Vec<(&str, u8)> = Vec::new();
    let mut weekends = Vec::new();
    for (date, (is_off, name)) in days {
        if !is_off {
            weekends.push(date.strftime("%m-%d").to_string());
        } else {
            match lengths.iter_mut().find(|(known, _)| *known == &**name) {
                Some((_, count)) => *count += 1,
                None => lengths.push((name, 1)),
            }
        }
    }
    let told: Vec<String> = lengths.iter().map(|(name, days)| format!("{name}{days}")).collect();
    assert_eq!(told.join(" "), off);
    assert_eq!(weekends.join(" "), worked);
    for day in weekends {
        let year = if day.starts_with("12") { year - 1 } else { year };
        let day: Date = format!("{year}-{day}").parse().unwrap();
        // 2020-02-03, a Monday, stands in the notice as the first day of work again.
        let monday = day == date(2020, 2, 3);
        let kind = if monday { DayKind::Workday } else { DayKind::WorkedWeekend };
        assert_eq!(CALENDAR.day(day), (kind, false), "{day}");
    }
}

/// 全国年节及纪念日放假办法: eleven days a year off beyond the weekends, thirteen since 2025; what is off more is worked
/// on weekends. 2020 had two more: the notice that prolonged Spring Festival gave 31 January and took back the work of
/// Saturday 1 February.
#[rstest]
#[case(2018, 11)]
#[case(2019, 11)]
#[case(2020, 13)]
#[case(2021, 11)]
#[case(2022, 11)]
#[case(2023, 11)]
#[case(2024, 11)]
#[case(2025, 13)]
#[case(2026, 13)]
fn a_year_has_its_statutory_days_and_no_more(#[case] year: i16, #[case] statutory: i32) {
    let of_year =
        CALENDAR.off.iter().filter(|(date, _)| date.year() + i16::from(date.month() == 12) == year);
    let mut balance = 0;
    for (date, (off, _)) in of_year {
        let weekday = date.weekday().to_monday_one_offset() <= 5;
        balance += i32::from(*off && weekday) - i32::from(!*off && !weekday);
    }
    assert_eq!(balance, statutory);
}

#[rstest]
#[case("2026-01-01", "2025-01-01")] // 元旦
#[case("2026-02-16", "2025-01-28")] // 除夕, statutory since 2025
#[case("2026-02-17", "2025-01-29")]
#[case("2026-04-05", "2025-04-04")] // 清明
#[case("2026-05-02", "2025-05-02")] // the second day of 劳动节, since 2025
#[case("2026-06-19", "2025-05-31")] // 端午
#[case("2026-09-25", "2025-10-06")] // 中秋
#[case("2026-10-03", "2025-10-03")]
fn the_statutory_days_themselves_are_off(#[case] this: Date, #[case] last: Date) {
    for day in [this, last] {
        assert_eq!(CALENDAR.day(day), (DayKind::Holiday, false), "{day}");
    }
}

fn counted(key: &str, from: &str, granted: usize) -> Counted {
    let periods = Periods::shipped().unwrap();
    let counting = Counting { calendar: &CALENDAR, periods: &periods };
    counting.count(key, Timestamp::start_of(from.parse().unwrap()), granted, 0).unwrap()
}

#[test]
fn a_counting_can_be_followed_day_by_day() {
    // Told on Wednesday 2026-09-16: the worked Sunday counts, Friday the 25th is 中秋节.
    let defence = counted("defence", "2026-09-16", 0);
    let told: Vec<String> = defence
        .days
        .iter()
        .map(|day| match day.tally {
            Tally::Counted(nth) => format!("{}={nth}", day.date.day()),
            other => format!("{}:{other:?}", day.date.day()),
        })
        .collect();
    assert_eq!(told.join(" "), "16:Start 17=1 18=2 19:Skipped 20=3 21=4 22=5");
    assert_eq!(defence.days[4].holiday.as_deref(), Some("国庆节"));

    // 15 days from 2026-09-20 end in the holiday of National Day and roll to the 8th.
    let payment = counted("payment", "2026-09-20", 0);
    assert_eq!(payment.deadline.date, date(2026, 10, 8));
    assert_eq!(payment.days[15].tally, Tally::Counted(15));
    let rolled = payment.days.iter().filter(|day| day.tally == Tally::Rolled).count();
    assert_eq!((rolled, payment.days.len()), (3, 19));

    // Seven whole working days lie between the notice of a hearing and its day.
    let hearing = counted("hearing_notice", "2026-10-15", 0);
    assert_eq!(hearing.deadline.date, date(2026, 9, 29));
    let between = hearing.days.iter().filter(|day| matches!(day.tally, Tally::Counted(_)));
    assert_eq!(between.count(), 7);
    assert_eq!(hearing.days.last().map(|day| day.tally), Some(Tally::Latest));

    assert_eq!(counted("decision", "2026-08-17", 2).deadline.date, date(2027, 1, 14));
    assert!(counted("decision", "2026-08-17", 2).deadline.provisional, "2027 has no notice yet");
    assert!(counted("late_approval", "2026-08-17", 0).days.is_empty(), "hours are not days");
}

#[test]
fn every_period_with_a_length_can_be_counted_and_the_others_say_so() {
    let periods = Periods::shipped().unwrap();
    let counting = Counting { calendar: &CALENDAR, periods: &periods };
    let start = Timestamp::start_of(date(2026, 11, 23));
    for rule in periods.iter() {
        let counted = counting.count(&rule.key, start, usize::MAX, 0);
        match rule.value {
            Some(_) => {
                let counted = counted.unwrap();
                let last = counted.days.last().map(|day| day.date);
                assert!(last.is_none_or(|last| last == counted.deadline.date), "{}", rule.key);
            }
            None => assert_eq!(counted.unwrap_err().code, "calendar.period_missing"),
        }
    }
    let unknown = counting.ends("no_such_period", date(2026, 11, 23)).unwrap_err();
    assert_eq!(unknown.code, "calendar.period_missing");
}

/// The steps of a case count by these rows; without one of them a case would stop half way.
#[test]
fn the_periods_that_a_case_counts_by_are_there() {
    let periods = Periods::shipped().unwrap();
    let counting = Counting { calendar: &CALENDAR, periods: &periods };
    for (key, length) in [
        ("defence", Period::WorkingDays(5)),
        ("hearing_request", Period::WorkingDays(5)),
        ("publication", Period::WorkingDays(7)),
        ("payment", Period::Days(15)),
        ("service_by_notice", Period::Days(30)),
    ] {
        assert_eq!(counting.length(key).unwrap(), length, "{key}");
    }
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
