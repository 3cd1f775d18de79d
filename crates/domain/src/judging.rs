//! Judging a reading against a limit. A rule here yields findings for people; it never penalises.

use crate::Timestamp;
use crate::interval::Interval;
use crate::outlet::{Averaging, Limit};
use crate::reading::{DataFlag, Decimal, Measured, Reading, ReadingKind};
use serde::{Deserialize, Serialize};

/// The rule in force, by name and version; a lead keeps both, so that it can be judged again.
pub const RULE: RuleRef = RuleRef { id: std::borrow::Cow::Borrowed("limit.exceeded"), version: 1 };

/// An hourly mean needs this many valid minutes (HJ 75/76-2017: 45 of 60).
pub const VALID_MINUTES_PER_HOUR: u32 = 45;

/// A lead keeps at most this many judged periods; a longer exceedance goes on counting without keeping more.
pub const PERIODS_MAX: usize = 240;

/// An instant exceedance that goes on is told again when it gets worse, or after so long; each time is a record line.
pub const INSTANT_AGAIN_MS: i64 = 10 * 60_000;

/// What becomes known so long after its time is over was filled in late (补传): a device's outage, or an afterthought.
pub const FILLED_IN_MS: i64 = 3 * 3_600_000;

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
    /// The valid minutes it is the mean of, where the platform made it; empty where the device sent it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub made_of: Vec<Part>,
    /// What the device said first about the same time, where it contradicted itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Reading>,
    /// When it became known, where it was filled in late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filled_in_at: Option<Timestamp>,
}

/// A valid minute that a mean was made of.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Minutes after the hour, 0 to 59.
    pub minute: u8,
    /// Its value.
    pub value: Decimal,
    /// The same as converted to the reference oxygen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub converted: Option<Decimal>,
}

/// A reading with the minutes it was made of: what is judged, and all that is needed to judge it again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// What is held against the limit.
    pub reading: Reading,
    /// The valid minutes it is the mean of; empty where the device sent it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub made_of: Vec<Part>,
    /// What the device said first about the same time, where it contradicted itself: it goes on counting, this stands beside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Reading>,
    /// When it became known, where it was filled in late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filled_in_at: Option<Timestamp>,
}

impl From<Reading> for Evidence {
    fn from(reading: Reading) -> Self {
        Self { reading, made_of: Vec::new(), first: None, filled_in_at: None }
    }
}

impl Evidence {
    /// The hour that these minutes of one factor make; see [`hourly_mean`]. What lies between the minutes of their interval
    /// is left out.
    pub fn of_minutes(minutes: &[Reading]) -> Option<Self> {
        let interval = Interval::of(minutes);
        let minutes: Vec<_> = minutes.iter().filter(|it| interval.holds(it)).cloned().collect();
        let reading = hourly_mean(&minutes, interval.minutes())?;
        let part = |minute: &Reading| {
            let value = minute.value.value()?;
            let minute_of_hour = (minute.at.as_millis() - reading.at.as_millis()) / 60_000;
            Some(Part { minute: minute_of_hour as u8, value, converted: minute.converted })
        };
        let made_of = minutes.iter().filter(|minute| counts(minute));
        Some(Self { made_of: made_of.filter_map(part).collect(), ..reading.into() })
    }

    /// Whether it is what contradicts that evidence: the device said the other first.
    pub fn contradicts(&self, other: &Self) -> bool {
        other.first.is_none() && self.first.as_ref().is_some_and(|it| it.agrees(&other.reading))
    }

    /// As it became known at this instant, marked where that is late.
    #[must_use]
    pub fn known_at(mut self, now: Timestamp) -> Self {
        let late = now.as_millis() - self.reading.over_at().as_millis() > FILLED_IN_MS;
        self.filled_in_at = late.then_some(now);
        self
    }

    /// Whether the minutes make the reading still. What the device sent is taken as it came.
    pub fn adds_up(&self) -> bool {
        let Reading { value, converted, .. } = &self.reading;
        let same =
            |parts: &mut dyn Iterator<Item = Decimal>, whole: Option<Decimal>| mean(parts) == whole;
        self.made_of.is_empty()
            || same(&mut self.made_of.iter().map(|part| part.value), value.value())
                && same(&mut self.made_of.iter().filter_map(|part| part.converted), *converted)
    }
}

impl Period {
    /// What was judged.
    pub fn evidence(&self) -> Evidence {
        let Self { reading, made_of, first, filled_in_at, .. } = self.clone();
        Evidence { reading, made_of, first, filled_in_at }
    }
}

/// What a rule says of a reading.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "made and matched one at a time, never kept")]
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
pub fn judge(limit: &Limit, evidence: &Evidence) -> Judgement {
    let reading = &evidence.reading;
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
            let Evidence { reading, made_of, first, filled_in_at } = Evidence::clone(evidence);
            let at = reading.at;
            Judgement::Exceeds(Period { at, value, reading, made_of, first, filled_in_at })
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
    let valid: Vec<&Reading> = readings.iter().filter(|reading| counts(reading)).collect();
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

/// Whether a minute counts towards the mean of its hour.
fn counts(minute: &Reading) -> bool {
    minute.flag.counts() && matches!(minute.value, Measured::Valid { .. })
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
        let judged = judge(&limit(), &reading(ReadingKind::Hour, 0, value, flag).into());
        assert_eq!(matches!(judged, Judgement::Exceeds(_)), exceeds, "{judged:?}");
    }

    #[test]
    fn other_periods_and_days_are_not_concerned() {
        let realtime = reading(ReadingKind::Realtime, 0, "71.4", DataFlag::Normal);
        assert_eq!(judge(&limit(), &realtime.into()), Judgement::NotConcerned);
        let hour = reading(ReadingKind::Hour, 0, "71.4", DataFlag::Normal).into();
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
    fn a_mean_keeps_what_it_was_made_of() {
        let minute =
            |index: i64, value: &str, flag| reading(ReadingKind::Minute, index * 10, value, flag);
        let mut minutes: Vec<_> = (0..5).map(|n| minute(n, "60.5", DataFlag::Normal)).collect();
        minutes.push(minute(5, "999", DataFlag::Fault));
        let mut made = Evidence::of_minutes(&minutes).unwrap();
        let places: Vec<_> = made.made_of.iter().map(|part| part.minute).collect();
        assert_eq!(places, [0, 10, 20, 30, 40], "what is marked does not count");
        assert!(made.adds_up());
        made.made_of.pop();
        assert!(made.adds_up(), "all alike");
        made.made_of[0].value = "99".parse().unwrap();
        assert!(!made.adds_up());
        assert!(Evidence::from(minutes.remove(0)).adds_up(), "what was sent is taken as it came");
    }

    #[test]
    fn a_minute_in_between_neither_counts_nor_spoils_the_hour() {
        let mut minutes: Vec<_> = (0..6)
            .map(|n| reading(ReadingKind::Minute, n * 10, "60.5", DataFlag::Normal))
            .collect();
        minutes.insert(1, reading(ReadingKind::Minute, 1, "0", DataFlag::Normal));
        let made = Evidence::of_minutes(&minutes).unwrap();
        assert_eq!(made.reading.value, Measured::Valid { value: "60.5".parse().unwrap() });
        assert_eq!(made.made_of.len(), 6);
        assert!(matches!(judge(&limit(), &made), Judgement::Exceeds(_)));
    }

    #[test]
    fn what_becomes_known_late_says_so() {
        let hour = Evidence::from(reading(ReadingKind::Hour, 0, "71.4", DataFlag::Normal));
        let over_at = hour.reading.over_at();
        assert_eq!(hour.clone().known_at(over_at.plus_millis(FILLED_IN_MS)).filled_in_at, None);
        let late = over_at.plus_millis(FILLED_IN_MS + 1);
        let Judgement::Exceeds(period) = judge(&limit(), &hour.known_at(late)) else {
            panic!("exceeds")
        };
        assert_eq!(period.filled_in_at, Some(late));
    }

    #[test]
    fn means_round_half_up_at_the_finest_scale() {
        let of = |values: &[&str]| mean(values.iter().map(|value| value.parse().unwrap())).unwrap();
        assert_eq!(of(&["1", "2"]).to_string(), "2");
        assert_eq!(of(&["1.0", "2"]).to_string(), "1.5");
        assert_eq!(of(&["-1", "-2"]).to_string(), "-1");
    }
}
