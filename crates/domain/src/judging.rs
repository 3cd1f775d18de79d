//! Judging a reading against a limit. A rule here yields findings for people; it never penalises.

use crate::Timestamp;
use crate::outlet::{Averaging, Limit};
use crate::reading::{DataFlag, Decimal, Measured, Reading, ReadingKind};
use serde::{Deserialize, Serialize};

/// The rule in force, by name and version; a lead keeps both, so that it can be judged again.
pub const RULE: RuleRef = RuleRef { id: std::borrow::Cow::Borrowed("limit.exceeded"), version: 1 };

/// An hourly mean needs this many valid minutes (HJ 75/76-2017: 45 of 60).
pub const VALID_MINUTES_PER_HOUR: u32 = 45;

/// A lead keeps at most this many judged periods; a longer exceedance goes on counting without keeping more.
pub const PERIODS_MAX: usize = 240;

/// A rule by name and version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleRef {
    /// Name.
    pub id: std::borrow::Cow<'static, str>,
    /// Version; a change of meaning is a new version.
    pub version: u16,
}

/// One period held against one limit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Period {
    /// Start of the period, or the instant.
    pub at: Timestamp,
    /// The value that was judged, as printed or computed.
    pub value: Decimal,
    /// The reading it was taken from.
    pub reading: Reading,
}

/// What a rule says of a reading.
#[derive(Debug, Clone, PartialEq)]
pub enum Judgement {
    /// The limit does not speak of this reading: other factor, period, or days.
    NotConcerned,
    /// The reading may not be judged: marked, missing or below detection.
    NotJudged(DataFlag),
    /// Within the limit.
    Within,
    /// Beyond the limit.
    Exceeds(Period),
}

/// Holds one reading against one limit.
pub fn judge(limit: &Limit, reading: &Reading) -> Judgement {
    let same_time = matches!(
        (limit.averaging, reading.kind),
        (Averaging::Instant, ReadingKind::Realtime)
            | (Averaging::Hour, ReadingKind::Hour)
            | (Averaging::Day, ReadingKind::Day)
    );
    if !same_time || limit.factor != reading.factor || !limit.holds_on(reading.at.date()) {
        return Judgement::NotConcerned;
    }
    if !reading.flag.counts() {
        return Judgement::NotJudged(reading.flag);
    }
    match limit.judged_value(reading) {
        None => Judgement::NotJudged(reading.flag),
        Some(value) if value > limit.upper || limit.lower.is_some_and(|low| value < low) => {
            Judgement::Exceeds(Period { at: reading.at, value, reading: reading.clone() })
        }
        Some(_) => Judgement::Within,
    }
}

/// The hourly mean of minute readings of one factor in one hour, from the valid ones only.
///
/// `minutes_each` is how many minutes each reading stands for. The mean is marked as a fault, not left out, when fewer
/// than [`VALID_MINUTES_PER_HOUR`] minutes are valid: a reader must see that the hour was there but may not be judged.
/// The mean is rounded half up at the finest scale of its parts.
pub fn hourly_mean(readings: &[Reading], minutes_each: u32) -> Option<Reading> {
    let first = readings.first()?;
    let valid: Vec<&Reading> = readings
        .iter()
        .filter(|reading| reading.flag.counts() && matches!(reading.value, Measured::Valid { .. }))
        .collect();
    let enough = valid.len() as u32 * minutes_each >= VALID_MINUTES_PER_HOUR;
    let mean = mean(valid.iter().filter_map(|reading| reading.value.value()));
    let value = match (mean, enough) {
        (None, _) => Measured::Missing,
        (Some(value), true) => Measured::Valid { value },
        (Some(value), false) => Measured::Invalid { value },
    };
    Some(Reading {
        mn: first.mn.clone(),
        factor: first.factor.clone(),
        kind: ReadingKind::Hour,
        at: first.at.hour_start(),
        value,
        converted: self::mean(valid.iter().filter_map(|reading| reading.converted)),
        min: least(valid.iter().filter_map(|reading| reading.min.or(reading.value.value()))),
        max: greatest(valid.iter().filter_map(|reading| reading.max.or(reading.value.value()))),
        total: None,
        flag: if enough { DataFlag::Normal } else { DataFlag::Fault },
    })
}

fn mean(values: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    let values: Vec<Decimal> = values.collect();
    let scale = values.iter().map(|value| value.scale).max()?;
    let sum: i128 = values
        .iter()
        .map(|value| i128::from(value.mantissa) * 10_i128.pow(u32::from(scale - value.scale)))
        .sum();
    let count = values.len() as i128;
    let rounded = (2 * sum + count).div_euclid(2 * count);
    Some(Decimal { mantissa: i64::try_from(rounded).ok()?, scale })
}

fn least(values: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    values.reduce(|a, b| if b < a { b } else { a })
}

fn greatest(values: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    values.reduce(|a, b| if b > a { b } else { a })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LimitId, OutletId};
    use jiff::civil::date;
    use rstest::rstest;
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
            effective_to: Some(date(2026, 12, 31)),
        }
    }

    fn reading(kind: ReadingKind, minute: i64, value: &str, flag: DataFlag) -> Reading {
        let at = Timestamp::from_shanghai(date(2026, 9, 1).at(10, 0, 0, 0));
        let value = value.parse().map_or(Measured::Missing, |value| Measured::Valid { value });
        Reading {
            mn: "A1".parse().unwrap(),
            factor: "w01018".into(),
            kind,
            at: at.plus_millis(minute * 60_000),
            value,
            converted: None,
            min: None,
            max: None,
            total: None,
            flag,
        }
    }

    #[rstest]
    #[case::at_the_limit("50", DataFlag::Normal, false)]
    #[case::with_more_digits("50.00", DataFlag::Normal, false)]
    #[case::a_hair_above("50.01", DataFlag::Normal, true)]
    #[case::in_maintenance("71.4", DataFlag::Maintenance, false)]
    #[case::in_calibration("71.4", DataFlag::Calibration, false)]
    #[case::standing_still("71.4", DataFlag::Stopped, false)]
    #[case::unknown_is_not_zero("", DataFlag::Normal, false)]
    fn only_a_valid_hour_above_the_limit_exceeds(
        #[case] value: &str,
        #[case] flag: DataFlag,
        #[case] exceeds: bool,
    ) {
        let judged = judge(&limit(), &reading(ReadingKind::Hour, 0, value, flag));
        assert_eq!(matches!(judged, Judgement::Exceeds(_)), exceeds, "{judged:?}");
    }

    #[test]
    fn other_periods_and_days_are_not_concerned() {
        let realtime = reading(ReadingKind::Realtime, 0, "71.4", DataFlag::Normal);
        assert_eq!(judge(&limit(), &realtime), Judgement::NotConcerned);
        let hour = reading(ReadingKind::Hour, 0, "71.4", DataFlag::Normal);
        let earlier = Limit { effective_to: Some(date(2026, 8, 31)), ..limit() };
        assert_eq!(judge(&earlier, &hour), Judgement::NotConcerned);
        let alkaline =
            Limit { lower: Some("80".parse().unwrap()), upper: "90".parse().unwrap(), ..limit() };
        assert!(matches!(judge(&alkaline, &hour), Judgement::Exceeds(_)), "below the lower limit");
    }

    #[test]
    fn an_hour_needs_forty_five_valid_minutes() {
        let minutes = |valid: i64| {
            (0..12)
                .map(|index| {
                    let flag = if index < valid { DataFlag::Normal } else { DataFlag::Fault };
                    reading(ReadingKind::Minute, index * 5, "60.5", flag)
                })
                .collect::<Vec<_>>()
        };
        let enough = hourly_mean(&minutes(9), 5).unwrap();
        assert_eq!(enough.value, Measured::Valid { value: "60.5".parse().unwrap() });
        let too_few = hourly_mean(&minutes(8), 5).unwrap();
        assert!(matches!(too_few.value, Measured::Invalid { .. }), "shown, but not judged");
        assert_eq!(too_few.flag, DataFlag::Fault);
        assert_eq!(hourly_mean(&[], 5), None);
    }

    #[test]
    fn means_round_half_up_at_the_finest_scale() {
        let of = |values: &[&str]| mean(values.iter().map(|value| value.parse().unwrap())).unwrap();
        assert_eq!(of(&["1", "2"]).to_string(), "2");
        assert_eq!(of(&["1.0", "2"]).to_string(), "1.5");
        assert_eq!(of(&["-1", "-2"]).to_string(), "-1");
    }
}
