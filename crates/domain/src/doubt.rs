//! Doubts (数据疑点): where a device contradicts itself. For people to look at; no rule here judges or penalises anybody.
//!
//! The tolerances are the project's own judgement (`design`), set wide so that rounding is no doubt; they come from no standard.

use crate::Timestamp;
use crate::interval::Interval;
use crate::judging::{Evidence, VALID_MINUTES_PER_HOUR};
use crate::reading::{DataFlag, Decimal, Factor, Measured, Reading, ReadingKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The device's hour may differ from the mean of its own minutes by this share, percent.
pub const MEAN_PERCENT: i64 = 5;
/// The device's total may differ from mean and flow by this share, percent.
pub const TOTAL_PERCENT: i64 = 10;
/// Doubts found at once.
pub const DOUBTS_MAX: usize = 500;

/// Total of flow in m³ over an hour for one unit of mean flow: L/s of water, m³/s of gas.
const FLOWS: [(&str, &str); 2] = [("w00000", "3.6"), ("a00000", "3600")];

/// What contradicts what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DoubtKind {
    /// The hour that the device sends is not the mean of its own minutes.
    HourAgainstMinutes,
    /// The hour is marked normal, its own minutes are mostly not.
    MarkAgainstMinutes,
    /// The mark says normal, but there is no number.
    MarkWithoutValue,
    /// The mark says normal, but the number is outside what can physically be.
    OutOfRange,
    /// The facility is marked as standing still while something flows.
    StoppedButFlowing,
    /// The total is not what mean and flow come to.
    TotalAgainstFlow,
    /// The same time and factor were sent again with another content.
    Repeated,
    /// A minute lies between those of the device's interval; it counts towards no mean.
    BetweenMinutes,
}

/// A contradiction with its figures.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Doubt {
    /// What contradicts what.
    pub kind: DoubtKind,
    /// Of what.
    pub factor: Factor,
    /// The instant, or the start of the period.
    pub at: Timestamp,
    /// What the device said.
    pub said: Option<Decimal>,
    /// What follows from the other things it said; none where nothing can be expected.
    pub expected: Option<Decimal>,
    /// What is doubted, with the minutes that contradict it.
    pub evidence: Evidence,
    /// What it is held against, where that is one reading.
    pub other: Option<Reading>,
}

/// What names a doubt among those of an outlet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DoubtKey {
    /// What contradicts what.
    pub kind: DoubtKind,
    /// Of what.
    pub factor: Factor,
    /// The instant, or the start of the period.
    pub at: Timestamp,
}

impl Doubt {
    /// Its name.
    pub fn key(&self) -> DoubtKey {
        DoubtKey { kind: self.kind, factor: self.factor.clone(), at: self.at }
    }

    /// By how much what was said differs from what was expected, percent of the latter; for display only.
    pub fn percent(&self) -> Option<f64> {
        let (said, expected) = (self.said?.to_f64(), self.expected?.to_f64());
        (expected != 0.0).then(|| (said - expected) / expected * 100.0)
    }
}

/// The doubts in readings of one device, the latest first. `repeated` are pairs of what counts and what was sent again.
pub fn doubts(
    hours: &[Reading],
    minutes: &[Reading],
    repeated: &[(Reading, Reading)],
) -> Vec<Doubt> {
    let mut of_hour: BTreeMap<(Factor, Timestamp), Vec<Reading>> = BTreeMap::new();
    for minute in minutes {
        let key = (minute.factor.clone(), minute.at.hour_start());
        of_hour.entry(key).or_default().push(minute.clone());
    }
    let mut found = Vec::new();
    for hour in hours {
        let own = of_hour.get(&(hour.factor.clone(), hour.at.hour_start()));
        found.extend(own.and_then(|minutes| against_minutes(hour, minutes)));
        found.extend(total(hour, hours));
    }
    found.extend(of_hour.values().filter_map(|minutes| between(minutes)));
    found.extend(hours.iter().chain(minutes).filter_map(mark));
    found.extend(repeated.iter().map(|(first, again)| again_differs(first, again)));
    found.sort_by(|a, b| (b.at, a.kind, &a.factor).cmp(&(a.at, b.kind, &b.factor)));
    found.truncate(DOUBTS_MAX);
    found
}

/// The device's hour against the mean of its own minutes.
fn against_minutes(hour: &Reading, minutes: &[Reading]) -> Option<Doubt> {
    let Measured::Valid { value: said } = hour.value else {
        return None;
    };
    let made = Evidence::of_minutes(minutes)?;
    let whole_hour =
        minutes.len() as u32 * Interval::of(minutes).minutes() >= VALID_MINUTES_PER_HOUR;
    let (kind, expected) = match made.reading.value {
        Measured::Valid { value } if differs(said, value, MEAN_PERCENT) => {
            (DoubtKind::HourAgainstMinutes, Some(value))
        }
        // Minutes that did not come say nothing; minutes that came and were marked do.
        Measured::Invalid { .. } | Measured::Missing if hour.flag.counts() && whole_hour => {
            (DoubtKind::MarkAgainstMinutes, None)
        }
        _ => return None,
    };
    let evidence = Evidence { made_of: made.made_of, ..hour.clone().into() };
    let (factor, at, other) = (hour.factor.clone(), hour.at, Some(made.reading));
    Some(Doubt { kind, factor, at, said: Some(said), expected, evidence, other })
}

/// The first minute of an hour that lies between those of the interval.
fn between(minutes: &[Reading]) -> Option<Doubt> {
    let interval = Interval::of(minutes);
    let odd = minutes.iter().find(|minute| !interval.holds(minute))?;
    let (factor, at, said) = (odd.factor.clone(), odd.at, odd.value.value());
    let (kind, evidence) = (DoubtKind::BetweenMinutes, Evidence::from(odd.clone()));
    Some(Doubt { kind, factor, at, said, expected: None, evidence, other: None })
}

/// The mark against the value beside it.
fn mark(reading: &Reading) -> Option<Doubt> {
    let flows = FLOWS.iter().any(|(flow, _)| *flow == &*reading.factor.0);
    let zero = Decimal { mantissa: 0, scale: 0 };
    let kind = match (reading.flag, reading.value) {
        (DataFlag::Normal, Measured::Missing) => DoubtKind::MarkWithoutValue,
        (DataFlag::Normal, Measured::Invalid { .. }) => DoubtKind::OutOfRange,
        (DataFlag::Stopped, Measured::Invalid { value }) if flows && value > zero => {
            DoubtKind::StoppedButFlowing
        }
        _ => return None,
    };
    let (said, evidence) = (reading.value.value(), Evidence::from(reading.clone()));
    let (factor, at) = (reading.factor.clone(), reading.at);
    Some(Doubt { kind, factor, at, said, expected: None, evidence, other: None })
}

/// The total of an hour against its mean and flow: m³ of flow, kg of anything else.
fn total(hour: &Reading, hours: &[Reading]) -> Option<Doubt> {
    let (said, mean) = (hour.total?, valid(hour)?);
    let same_hour = |other: &&Reading| {
        other.at == hour.at && other.kind == ReadingKind::Hour && other.mn == hour.mn
    };
    let own_flow = FLOWS.iter().find(|(flow, _)| *flow == &*hour.factor.0);
    let (expected, other) = match own_flow {
        Some((_, per_hour)) => (mean.times(per_hour.parse().ok()?)?, None),
        None => {
            let (flow, to_kg) = match hour.factor.0.get(..1)? {
                "w" => ("w00000", "0.001"),
                "a" => ("a00000", "0.000001"),
                _ => return None,
            };
            let of_flow = |other: &&Reading| *other.factor.0 == *flow;
            let flow = hours.iter().filter(same_hour).find(of_flow)?;
            (mean.times(flow.total?)?.times(to_kg.parse().ok()?)?, Some(flow.clone()))
        }
    };
    let (factor, at) = (hour.factor.clone(), hour.at);
    let evidence = Evidence::from(hour.clone());
    let (kind, expected) = (DoubtKind::TotalAgainstFlow, Some(expected));
    let doubted = differs(said, expected?, TOTAL_PERCENT);
    doubted.then_some(Doubt { kind, factor, at, said: Some(said), expected, evidence, other })
}

fn again_differs(first: &Reading, again: &Reading) -> Doubt {
    Doubt {
        kind: DoubtKind::Repeated,
        factor: again.factor.clone(),
        at: again.at,
        said: again.value.value(),
        expected: first.value.value(),
        evidence: Evidence::from(again.clone()),
        other: Some(first.clone()),
    }
}

fn valid(reading: &Reading) -> Option<Decimal> {
    match reading.value {
        Measured::Valid { value } => Some(value),
        Measured::Invalid { .. } | Measured::BelowDetection | Measured::Missing => None,
    }
}

/// Whether two numbers differ by more than this share of the second, and by more than their last printed digits can explain.
fn differs(said: Decimal, expected: Decimal, percent: i64) -> bool {
    let scale = said.scale.max(expected.scale);
    let scaled = |value: Decimal| {
        i128::from(value.mantissa).checked_mul(10_i128.pow(u32::from(scale - value.scale)))
    };
    let (Some(a), Some(b)) = (scaled(said), scaled(expected)) else {
        return true;
    };
    let last_digit = 10_i128.pow(u32::from(scale - said.scale.min(expected.scale)));
    let off = (a - b).abs();
    off > last_digit && off.saturating_mul(100) > b.abs().saturating_mul(i128::from(percent))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_shanghai(date(2026, 9, 1).at(10, 0, 0, 0)).plus_millis(minute * 60_000)
    }

    fn reading(factor: &str, kind: ReadingKind, minute: i64, value: &str) -> Reading {
        Reading {
            mn: "A1".parse().unwrap(),
            factor: factor.into(),
            kind,
            at: at(minute),
            value: value.parse().map_or(Measured::Missing, |value| Measured::Valid { value }),
            converted: None,
            min: None,
            max: None,
            total: None,
            flag: DataFlag::Normal,
        }
    }

    fn hour(factor: &str, value: &str, total: &str) -> Reading {
        Reading { total: total.parse().ok(), ..reading(factor, ReadingKind::Hour, 0, value) }
    }

    fn minutes(flag: DataFlag) -> Vec<Reading> {
        let minute =
            |n: i64| Reading { flag, ..reading("w01018", ReadingKind::Minute, n * 10, "60") };
        (0..6).map(minute).collect()
    }

    #[rstest]
    #[case::the_same("60", DataFlag::Normal, None)]
    #[case::rounded("61", DataFlag::Normal, None)]
    #[case::prettier("45", DataFlag::Normal, Some(DoubtKind::HourAgainstMinutes))]
    #[case::worse("75", DataFlag::Normal, Some(DoubtKind::HourAgainstMinutes))]
    #[case::of_marked_minutes("45", DataFlag::Maintenance, Some(DoubtKind::MarkAgainstMinutes))]
    fn an_hour_is_the_mean_of_its_minutes(
        #[case] said: &str,
        #[case] flag: DataFlag,
        #[case] kind: Option<DoubtKind>,
    ) {
        let found = doubts(&[hour("w01018", said, "")], &minutes(flag), &[]);
        assert_eq!(found.first().map(|doubt| doubt.kind), kind);
        if kind == Some(DoubtKind::HourAgainstMinutes) {
            assert_eq!(found[0].expected.unwrap().to_string(), "60");
            assert_eq!(found[0].evidence.made_of.len(), 6);
        }
    }

    #[test]
    fn few_minutes_prove_nothing() {
        let few = &minutes(DataFlag::Maintenance)[..2];
        assert!(doubts(&[hour("w01018", "45", "")], few, &[]).is_empty());
    }

    #[test]
    fn a_minute_in_between_is_shown() {
        let mut all = minutes(DataFlag::Normal);
        all.insert(1, reading("w01018", ReadingKind::Minute, 1, "0"));
        let found = doubts(&[hour("w01018", "60", "")], &all, &[]);
        let [odd] = found.try_into().unwrap();
        assert_eq!((odd.kind, odd.at), (DoubtKind::BetweenMinutes, at(1)));
    }

    #[test]
    fn totals_follow_from_mean_and_flow() {
        // 10 L/s for an hour are 36 m³; 50 mg/L of it are 1.8 kg.
        let found = |flow: &str, kilograms: &str| {
            let hours = [hour("w00000", "10", flow), hour("w01018", "50", kilograms)];
            doubts(&hours, &[], &[])
        };
        assert!(found("36.0", "1.80").is_empty());
        let [of_flow] = found("20", "1.0").try_into().unwrap();
        assert_eq!((of_flow.kind, &*of_flow.factor.0), (DoubtKind::TotalAgainstFlow, "w00000"));
        assert_eq!(of_flow.expected.unwrap().to_string(), "36.0");
        let [of_cod] = found("36.0", "0.9").try_into().unwrap();
        assert_eq!((&*of_cod.factor.0, of_cod.percent().unwrap().round()), ("w01018", -50.0));
        assert_eq!(of_cod.other.unwrap().total.unwrap().to_string(), "36.0");
    }

    #[test]
    fn a_mark_that_the_value_contradicts_is_a_doubt() {
        let value = "99999".parse().unwrap();
        let beyond = Reading { value: Measured::Invalid { value }, ..hour("w01018", "", "") };
        let stopped = Reading {
            flag: DataFlag::Stopped,
            value: Measured::Invalid { value },
            ..hour("w00000", "", "")
        };
        let kinds = |reading: Reading| {
            let found = doubts(&[reading], &[], &[]);
            found.first().map(|doubt| doubt.kind)
        };
        assert_eq!(kinds(beyond.clone()), Some(DoubtKind::OutOfRange));
        assert_eq!(kinds(hour("w01018", "", "")), Some(DoubtKind::MarkWithoutValue));
        assert_eq!(kinds(stopped.clone()), Some(DoubtKind::StoppedButFlowing));
        assert_eq!(kinds(Reading { factor: "w01018".into(), ..stopped }), None, "no flow");
        assert_eq!(kinds(Reading { flag: DataFlag::Maintenance, ..beyond }), None, "marked so");
    }

    #[test]
    fn what_was_sent_again_shows_both() {
        let pair = (hour("w01018", "71.4", ""), hour("w01018", "41.4", ""));
        let [again] = doubts(&[], &[], &[pair]).try_into().unwrap();
        let printed = |value: Option<Decimal>| value.unwrap().to_string();
        assert_eq!((printed(again.expected), printed(again.said)), ("71.4".into(), "41.4".into()));
        assert_eq!(again.key().kind, DoubtKind::Repeated);
    }
}
