//! Mappings (因子映射): how a logger names and counts factors where it differs from the standard's table.
//!
//! A mapping says what a code stands for and by which exact number its values are multiplied; the bytes of the device are
//! never touched. A code without a mapping stays unknown.

use crate::outlet::Logger;
use crate::reading::{Decimal, Factor, Measured, Reading};
use crate::{Date, Refusal, Refused};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// Mappings of one logger, those that ended included.
pub const MAPPINGS_MAX: usize = 200;

/// What one code of one logger means, for the days it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// The code as read from the device: after the standard's own table has spoken, so that 2005 codes have their new form.
    pub code: Factor,
    /// The factor it stands for.
    pub factor: Factor,
    /// What values are multiplied by to come into the factor's unit; exact. Totals keep the unit of the standard.
    pub times: Decimal,
    /// The unit that the device sends, for people.
    pub unit: String,
    /// Where this was taken from: a letter of the maker, the device's registration form, a comparison on site.
    pub source: String,
    /// First day of the data it holds for.
    pub effective_from: Date,
    /// Last day; open-ended if none.
    pub effective_to: Option<Date>,
}

impl Mapping {
    /// Whether it holds for data of that day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.effective_from <= day && self.effective_to.is_none_or(|last| day <= last)
    }

    fn overlaps(&self, other: &Self) -> bool {
        let begins_before_end =
            |a: &Self, b: &Self| b.effective_to.is_none_or(|last| a.effective_from <= last);
        begins_before_end(self, other) && begins_before_end(other, self)
    }

    /// The reading as it is meant. A number that no longer fits is missing, not wrong.
    fn read(&self, reading: Reading) -> Reading {
        let times = |value: Decimal| value.times(self.times);
        let value = match reading.value {
            Measured::Valid { value } => {
                times(value).map_or(Measured::Missing, |value| Measured::Valid { value })
            }
            Measured::Invalid { value } => {
                times(value).map_or(Measured::Missing, |value| Measured::Invalid { value })
            }
            other @ (Measured::BelowDetection | Measured::Missing) => other,
        };
        Reading {
            factor: self.factor.clone(),
            value,
            converted: reading.converted.and_then(times),
            min: reading.min.and_then(times),
            max: reading.max.and_then(times),
            ..reading
        }
    }
}

impl Logger {
    /// The mapping of a code for data of that day.
    pub fn mapping(&self, code: &Factor, day: Date) -> Option<&Mapping> {
        self.mappings.iter().find(|mapping| mapping.code == *code && mapping.holds_on(day))
    }

    /// Readings as this logger means them, with the mappings that spoke. Of several that come to one factor the first counts.
    pub fn read(&self, readings: Vec<Reading>) -> (Vec<Reading>, Vec<&Mapping>) {
        let (mut meant, mut used): (Vec<Reading>, Vec<&Mapping>) = (Vec::new(), Vec::new());
        for reading in readings {
            let mapping = self.mapping(&reading.factor, reading.at.date());
            let reading = match mapping {
                Some(mapping) => mapping.read(reading),
                None => reading,
            };
            used.extend(mapping);
            if meant.iter().all(|known| known.factor != reading.factor) {
                meant.push(reading);
            }
        }
        (meant, used)
    }

    /// Adds a mapping.
    ///
    /// # Errors
    /// Where a field is empty or no code, the number is not positive, the dates run backwards, or the code has a mapping for
    /// one of these days.
    pub fn map(mut self, mapping: Mapping) -> Refused<Self> {
        check(&mapping)?;
        let same = |known: &&Mapping| known.code == mapping.code && known.overlaps(&mapping);
        if let Some(known) = self.mappings.iter().find(same) {
            let (code, since) = (&known.code, known.effective_from);
            return Err(wrong(
                "overlaps",
                "effective_from_on",
                format!("代码{code}自{since}起已有映射；请先终止原映射，或者改用不重叠的日期"),
                format!("{code} is mapped since {since}; end that first, or choose other days"),
            ));
        }
        if self.mappings.len() >= MAPPINGS_MAX {
            return Err(wrong(
                "too_many",
                "code",
                format!("一台数采仪最多{MAPPINGS_MAX}条映射"),
                format!("a logger has at most {MAPPINGS_MAX} mappings"),
            ));
        }
        self.mappings.push(mapping);
        Ok(self)
    }

    /// Ends the mapping of a code after that day. What was read by it stays as it was read.
    ///
    /// # Errors
    /// Where no open mapping of the code began by then.
    pub fn unmap(mut self, code: &Factor, last: Date) -> Refused<Self> {
        let open = |mapping: &&mut Mapping| {
            mapping.code == *code
                && mapping.effective_to.is_none()
                && mapping.effective_from <= last
        };
        let Some(mapping) = self.mappings.iter_mut().find(open) else {
            return Err(wrong(
                "not_open",
                "last_on",
                format!("代码{code}在{last}没有生效中的映射；请刷新后查看"),
                format!("{code} has no open mapping on {last}; reload to see"),
            ));
        };
        mapping.effective_to = Some(last);
        Ok(self)
    }
}

fn check(mapping: &Mapping) -> Refused<()> {
    let is_code = |text: &str| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        (1..=32).contains(&text.len()) && text.bytes().all(allowed)
    };
    for (field, code) in [("code", &mapping.code), ("factor", &mapping.factor)] {
        if !is_code(&code.0) {
            return Err(wrong(
                "code",
                field,
                "因子代码为1至32位字母、数字、短横或下划线".to_owned(),
                "a code is 1 to 32 letters, digits, hyphens or underscores".to_owned(),
            ));
        }
    }
    let zero = Decimal { mantissa: 0, scale: 0 };
    if mapping.times.partial_cmp(&zero) != Some(Ordering::Greater) {
        return Err(wrong(
            "times",
            "times",
            "换算系数须为正数，例如 0.001".to_owned(),
            "the number to multiply by is positive, for instance 0.001".to_owned(),
        ));
    }
    for (field, text, most) in [("unit", &mapping.unit, 20), ("source", &mapping.source, 200)] {
        if text.trim().is_empty() || text.chars().count() > most {
            return Err(wrong(
                field,
                field,
                format!("请填写设备所用单位和映射依据（{most}字以内），以便日后复查"),
                format!("say the device's unit and the source, in at most {most} characters"),
            ));
        }
    }
    if mapping.effective_to.is_some_and(|last| last < mapping.effective_from) {
        return Err(wrong(
            "dates",
            "effective_to_on",
            "终止日期不得早于起效日期".to_owned(),
            "the last day is not before the first".to_owned(),
        ));
    }
    Ok(())
}

fn wrong(what: &str, field: &str, zh: String, en: String) -> Refusal {
    let code = match what {
        "overlaps" => "mapping.overlaps",
        "too_many" => "mapping.too_many",
        "not_open" => "mapping.not_open",
        "code" => "mapping.code",
        "times" => "mapping.times",
        "dates" => "mapping.dates",
        _ => "mapping.text",
    };
    Refusal::new(code, zh, en).field(field)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::{DataFlag, ReadingKind};
    use crate::{LoggerId, OutletId, Timestamp};
    use jiff::civil::date;
    use rstest::rstest;
    use uuid::Uuid;

    fn logger() -> Logger {
        Logger {
            id: LoggerId(Uuid::nil()),
            mn: "A1".parse().unwrap(),
            outlet: OutletId(Uuid::nil()),
            edition: 2025,
            check_sum: "hj212".to_owned(),
            password: None,
            key: None,
            previous_key: None,
            mappings: Vec::new(),
            active: true,
            revision: 1,
        }
    }

    fn mapping(code: &str) -> Mapping {
        Mapping {
            code: code.into(),
            factor: "w01018".into(),
            times: "1000".parse().unwrap(),
            unit: "g/L".to_owned(),
            source: "厂家来函".to_owned(),
            effective_from: date(2026, 9, 1),
            effective_to: None,
        }
    }

    fn reading(code: &str, day: i8, value: &str) -> Reading {
        Reading {
            mn: "A1".parse().unwrap(),
            factor: code.into(),
            kind: ReadingKind::Hour,
            at: Timestamp::from_shanghai(date(2026, 9, day).at(10, 0, 0, 0)),
            value: Measured::Valid { value: value.parse().unwrap() },
            converted: None,
            min: value.parse().ok(),
            max: None,
            total: "3.5".parse().ok(),
            flag: DataFlag::Normal,
        }
    }

    #[test]
    fn a_reading_is_read_as_the_logger_means_it_and_only_on_its_days() {
        let logger =
            logger().map(mapping("d20105")).unwrap().unmap(&"d20105".into(), date(2026, 9, 5));
        let logger = logger.unwrap();
        let (meant, used) =
            logger.read(vec![reading("d20105", 3, "0.0714"), reading("x1", 3, "2")]);
        assert_eq!((&*meant[0].factor.0, &*meant[1].factor.0, used.len()), ("w01018", "x1", 1));
        let printed = |value: Option<Decimal>| value.unwrap().to_string();
        assert_eq!(printed(meant[0].value.value()), "71.4");
        assert_eq!((printed(meant[0].min), printed(meant[0].total)), ("71.4".into(), "3.5".into()));
        let (after, used) = logger.read(vec![reading("d20105", 6, "0.0714")]);
        assert_eq!((&*after[0].factor.0, used.len()), ("d20105", 0));
        let both = vec![reading("w01018", 3, "50"), reading("d20105", 3, "0.0714")];
        assert_eq!(printed(logger.read(both).0[0].value.value()), "50", "the first one counts");
    }

    #[test]
    fn a_number_that_does_not_fit_is_missing() {
        let huge = Mapping { times: "1000000000000000".parse().unwrap(), ..mapping("x") };
        let logger = logger().map(huge).unwrap();
        let (meant, _) = logger.read(vec![reading("x", 3, "123456.7")]);
        assert_eq!(meant[0].value, Measured::Missing);
    }

    #[rstest]
    #[case::no_code(Mapping { code: "".into(), ..mapping("x") }, "mapping.code")]
    #[case::odd_factor(Mapping { factor: "w 1".into(), ..mapping("x") }, "mapping.code")]
    #[case::zero(Mapping { times: "0.0".parse().unwrap(), ..mapping("x") }, "mapping.times")]
    #[case::negative(Mapping { times: "-1".parse().unwrap(), ..mapping("x") }, "mapping.times")]
    #[case::no_source(Mapping { source: " ".into(), ..mapping("x") }, "mapping.text")]
    #[case::backwards(Mapping { effective_to: Some(date(2026, 8, 1)), ..mapping("x") }, "mapping.dates")]
    #[case::twice(mapping("d20105"), "mapping.overlaps")]
    fn what_cannot_be_a_mapping_is_refused(#[case] wrong: Mapping, #[case] code: &str) {
        let logger = logger().map(mapping("d20105")).unwrap();
        assert_eq!(logger.map(wrong).unwrap_err().code, code);
    }

    #[test]
    fn a_code_may_be_mapped_anew_after_its_mapping_ended() {
        let ended =
            logger().map(mapping("x")).unwrap().unmap(&"x".into(), date(2026, 9, 9)).unwrap();
        assert_eq!(
            ended.clone().unmap(&"x".into(), date(2026, 9, 9)).unwrap_err().code,
            "mapping.not_open"
        );
        let next = Mapping {
            effective_from: date(2026, 9, 10),
            times: "1".parse().unwrap(),
            ..mapping("x")
        };
        assert_eq!(ended.map(next).unwrap().mappings.len(), 2);
    }
}
