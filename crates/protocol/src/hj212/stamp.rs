//! Times as HJ 212 prints them: digits without separators, Beijing time (UTC+8, no summer time since 1991).

/// An instant, in whole milliseconds of Unix time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp(i64);

const OFFSET_MS: i64 = 8 * 3_600_000;
const DAY_MS: i64 = 86_400_000;

impl Stamp {
    /// From Unix time in milliseconds.
    pub const fn from_unix_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Unix time in milliseconds.
    pub const fn unix_ms(self) -> i64 {
        self.0
    }

    /// Reads `YYYYMMDDhhmmss` or `YYYYMMDDhhmmsszzz`; `None` for other lengths and impossible times.
    pub fn parse(digits: &str) -> Option<Self> {
        let bytes = digits.as_bytes();
        if !matches!(bytes.len(), 14 | 17) || !bytes.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let number = |from: usize, to: usize| {
            bytes[from..to].iter().fold(0_i64, |n, b| n * 10 + i64::from(b - b'0'))
        };
        let (year, month, day) = (number(0, 4), number(4, 6), number(6, 8));
        let (hour, minute, second) = (number(8, 10), number(10, 12), number(12, 14));
        if !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
            return None;
        }
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let in_day = ((hour * 60 + minute) * 60 + second) * 1000 + number(14, bytes.len());
        Some(Self(days_from_civil(year, month, day) * DAY_MS + in_day - OFFSET_MS))
    }

    /// `YYYYMMDDhhmmss`.
    pub fn seconds(self) -> String {
        let local = self.0 + OFFSET_MS;
        let (year, month, day) = civil_from_days(local.div_euclid(DAY_MS));
        let second = local.rem_euclid(DAY_MS) / 1000;
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        format!("{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}")
    }

    /// `YYYYMMDDhhmmsszzz`, the form of QN.
    pub fn millis(self) -> String {
        format!("{}{:03}", self.seconds(), self.0.rem_euclid(1000))
    }
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the Gregorian calendar, counting years from March so that the leap day is last.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year.div_euclid(400) * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The inverse of [`days_from_civil`].
fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (days.div_euclid(146_097) * 400 + year + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_and_refuses() {
        // 2016-08-01 08:58:57.223 +08:00, computed with GNU date
        let stamp = Stamp::parse("20160801085857223").unwrap();
        assert_eq!(stamp.unix_ms(), 1_470_013_137_223);
        assert_eq!(Stamp::parse("20160801085857").unwrap().unix_ms(), 1_470_013_137_000);
        assert!(Stamp::parse("20240229000000").is_some());
        for wrong in ["20230229000000", "20231301000000", "20230101240000", "1617938655080", ""] {
            assert_eq!(Stamp::parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn prints_what_it_reads(ms in 0_i64..253_370_736_000_000) {
            let stamp = Stamp::from_unix_ms(ms);
            prop_assert_eq!(Stamp::parse(&stamp.millis()), Some(stamp));
        }
    }
}
