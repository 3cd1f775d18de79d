//! What late data do to a finding.

use super::{Finding, Side, Standing};
use crate::judging::{Evidence, Judgement, PERIODS_MAX, judge};
use crate::outlet::{Averaging, Limit};
use crate::reading::{DataFlag, Measured, Reading, ReadingKind};
use crate::{LimitId, OutletId, Timestamp};
use jiff::civil::date;
use uuid::Uuid;

fn limit() -> Limit {
    Limit {
        id: LimitId(Uuid::nil()),
        outlet: OutletId(Uuid::nil()),
        factor: "w01018".into(),
        averaging: Averaging::Hour,
        upper: "50".parse().unwrap(),
        lower: None,
        unit: "mg/L".to_owned(),
        converted: false,
        source: "许可证".to_owned(),
        effective_from: date(2026, 1, 1),
        effective_to: None,
    }
}

fn at(hour: i64) -> Timestamp {
    Timestamp::from_shanghai(date(2026, 9, 1).at(0, 0, 0, 0)).plus_millis(hour * 3_600_000)
}

fn reading(kind: ReadingKind, at: Timestamp, value: &str) -> Reading {
    let flag = if value.is_empty() { DataFlag::Fault } else { DataFlag::Normal };
    Reading {
        mn: "A1".parse().unwrap(),
        factor: "w01018".into(),
        kind,
        at,
        value: value.parse().map_or(Measured::Missing, |value| Measured::Valid { value }),
        converted: None,
        min: None,
        max: None,
        total: None,
        flag,
    }
}

fn hour(nth: i64, value: &str) -> Evidence {
    reading(ReadingKind::Hour, at(nth), value).into()
}

fn begun(nth: i64, value: &str) -> Finding {
    let Judgement::Exceeds(first) = judge(&limit(), &hour(nth, value)) else { panic!("exceeds") };
    Finding::begin(limit(), first)
}

#[test]
fn a_late_period_extends_and_the_same_again_changes_nothing() {
    let found = begun(9, "60").take(hour(11, "70"), at(20)).take(hour(10, "80"), at(20));
    let hours: Vec<_> = found.periods.iter().map(|period| period.at).collect();
    assert_eq!(hours, [at(9), at(10), at(11)]);
    assert_eq!((found.count, found.worst.at, found.continuing), (3, at(10), true));
    assert_eq!(found.clone().take(hour(10, "80"), at(21)), found);
    let quiet = found.clone().take(hour(8, "40"), at(21));
    assert_eq!(quiet, found, "a late hour within the limit ends nothing");
    assert!(!found.take(hour(12, "40"), at(21)).continuing);
}

#[test]
fn a_period_that_falls_below_the_limit_stays_with_what_it_came_to() {
    let found = begun(9, "60").take(hour(10, "80"), at(20)).take(hour(10, "45"), at(21));
    assert_eq!((found.count, found.periods.len(), found.withdrawn()), (2, 2, 1));
    assert_eq!((found.worst.at, found.continuing), (at(9), false), "nothing exceeds after it");
    let [correction] = found.corrections.as_slice() else { panic!("one correction") };
    assert_eq!((correction.at, correction.corrected_at), (at(10), at(21)));
    assert_eq!(correction.standing, Standing::Within);
    let digits = |evidence: &Evidence| evidence.reading.value.value().unwrap().to_string();
    assert_eq!([digits(&correction.before), digits(&correction.after)], ["80", "45"]);
    assert!(found.replay(), "both versions come to what they came to");
    assert_eq!(found.clone().take(hour(10, "45"), at(22)), found, "once");

    let back = found.take(hour(10, "90"), at(23));
    assert_eq!((back.withdrawn(), back.corrections.len()), (0, 2));
    assert_eq!((back.worst.at, back.standing(at(10))), (at(10), Standing::Exceeds));
    let unknown = back.take(hour(10, ""), at(24));
    assert_eq!((unknown.standing(at(10)), unknown.worst.at), (Standing::NotJudged, at(9)));
}

#[test]
fn when_nothing_exceeds_any_more_the_lead_still_shows_what_raised_it() {
    let found = begun(9, "60").take(hour(9, "30"), at(20));
    assert_eq!((found.withdrawn(), found.count, found.continuing), (1, 1, false));
    assert_eq!(found.worst.value.to_string(), "60");
}

#[test]
fn a_mean_that_no_longer_adds_up_is_seen_by_replay() {
    let minutes = |value: &str| -> Vec<_> {
        let minute = |n: i64| reading(ReadingKind::Minute, at(9).plus_millis(n * 600_000), value);
        (0..6).map(minute).collect()
    };
    let made = |value: &str| Evidence::of_minutes(&minutes(value)).unwrap();
    let Judgement::Exceeds(first) = judge(&limit(), &made("60")) else { panic!("exceeds") };
    let found = Finding::begin(limit(), first).take(made("44"), at(20));
    assert!(found.replay());
    assert_eq!(found.corrections[0].before.made_of.len(), 6);
    let mut altered = found.clone();
    altered.corrections[0].after.made_of[0].value = "99".parse().unwrap();
    assert!(!altered.replay());
    let mut altered = found;
    altered.periods[0].made_of[5].value = "1".parse().unwrap();
    assert!(!altered.replay());
}

#[test]
fn a_long_exceedance_counts_each_period_once() {
    let long = i64::try_from(PERIODS_MAX).unwrap() + 5;
    let found = (1..long).fold(begun(0, "60"), |found, nth| found.take(hour(nth, "60"), at(nth)));
    assert_eq!((found.count, found.periods.len()), (PERIODS_MAX as u32 + 5, PERIODS_MAX));
    assert_eq!(found.last_at(), at(long - 1));
    assert_eq!(found.clone().take(hour(long - 3, "60"), at(long)), found, "not kept, but counted");
}

#[test]
fn which_exceedance_a_late_period_belongs_to() {
    let goes_on = begun(30, "60");
    assert!(goes_on.reaches(at(31)) && goes_on.reaches(at(6)) && !goes_on.reaches(at(5)));
    let ended = goes_on.take(hour(31, "40"), at(40));
    assert!(ended.reaches(at(29)) && ended.reaches(at(31)) && !ended.reaches(at(28)));
}

#[test]
fn a_finding_of_an_older_platform_reads() {
    let mut old = serde_json::to_value(begun(9, "60")).unwrap();
    assert!(old.get("corrections").is_none() && old["worst"].get("made_of").is_none());
    old["count"] = 7.into();
    assert_eq!(serde_json::from_value::<Finding>(old).unwrap().count, 7);
}

#[test]
fn a_value_below_the_lower_limit_is_held_against_that_limit() {
    let acid = Limit { lower: Some("6".parse().unwrap()), upper: "9".parse().unwrap(), ..limit() };
    let begun = |value: &str| {
        let Judgement::Exceeds(first) = judge(&acid, &hour(9, value)) else { panic!("exceeds") };
        Finding::begin(acid.clone(), first)
    };
    let (low, high) = (begun("2.0"), begun("9.9"));
    assert_eq!((low.side(), low.bound().to_string()), (Side::Below, "6".into()));
    assert!((low.ratio() - 5.0 / 3.0).abs() < 1e-9, "two thirds of the limit beyond it");
    assert_eq!((high.side(), high.bound().to_string()), (Side::Above, "9".into()));
    assert!((high.ratio() - 1.1).abs() < 1e-9);
}

#[test]
fn what_contradicts_stands_beside_what_was_said_first() {
    let first = hour(9, "40").reading;
    let later = Evidence { first: Some(first.clone()), ..hour(9, "70") };
    let Judgement::Exceeds(period) = judge(&limit(), &later) else { panic!("exceeds") };
    let found = Finding::begin(limit(), period);
    assert_eq!(found.clone().take(first.into(), at(20)), found, "it is known, and counts on");
    let other = found.take(hour(9, "30"), at(20));
    assert_eq!((other.corrections.len(), other.withdrawn()), (1, 1), "another value corrects it");
}
