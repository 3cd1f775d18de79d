//! Exact rational numbers: a fine is computed without a binary detour, so the same input gives the same bytes.

use crate::Fen;
use num_bigint::BigInt;
use num_rational::Ratio;
use num_traits::{Signed, ToPrimitive};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::{
    fmt,
    ops::{Add, Div, Mul, Sub},
    str::FromStr,
};

/// A rational number of any size; in data an integer or a text such as `"1/3"`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(Ratio<BigInt>);

/// Digits a number in data may have; more is a mistake, not a weight.
const MAX_TEXT: usize = 32;

impl Exact {
    /// Nought.
    pub fn zero() -> Self {
        Self::from(0)
    }

    /// One.
    pub fn one() -> Self {
        Self::from(1)
    }

    /// `value / 100`.
    pub fn percent(value: &Self) -> Self {
        value / &Self::from(100)
    }

    /// Whether it is less than nought.
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// Whether it is nought.
    pub fn is_zero(&self) -> bool {
        *self == Self::zero()
    }

    /// An amount of `yuan` as fen, rounded down to a whole fen; none beyond the range of money.
    pub fn floor_to_fen(&self) -> Option<Fen> {
        (&self.0 * BigInt::from(100)).floor().to_integer().to_i64().map(Fen)
    }

    /// An amount of `yuan` as fen, rounded up to a whole fen; none beyond the range of money.
    pub fn ceil_to_fen(&self) -> Option<Fen> {
        (&self.0 * BigInt::from(100)).ceil().to_integer().to_i64().map(Fen)
    }

    /// As a percentage: `29/200` shows as `14.5%`; what has no finite decimal stays a fraction.
    pub fn as_percent(&self) -> String {
        let scaled = Self(&self.0 * BigInt::from(100));
        match scaled.finite_decimal() {
            Some(text) => format!("{text}%"),
            None => self.to_string(),
        }
    }

    /// As yuan, written as [`Fen`] is: `100000` shows as `100,000`; what has no end of digits is cut after the fen, with `…`.
    pub fn in_yuan(&self) -> String {
        let fen = self.floor_to_fen().unwrap_or(Fen(i64::MAX));
        if Self::from(fen) == *self { fen.to_string() } else { format!("{fen}…") }
    }

    /// As a percentage with two decimals, half rounded up, for reports: `1/3` shows as `33.33`.
    pub fn percent_shown(&self) -> String {
        let hundredths = &self.0 * BigInt::from(10_000) + Ratio::new(1.into(), 2.into());
        let exact = Self(Ratio::new(hundredths.floor().to_integer(), 100.into()));
        exact.finite_decimal().unwrap_or_default()
    }

    fn finite_decimal(&self) -> Option<String> {
        const PLACES: u32 = 6;
        let shifted = &self.0 * BigInt::from(10_u64.pow(PLACES));
        let digits = shifted.is_integer().then(|| shifted.to_integer().abs().to_string())?;
        let digits = format!("{digits:0>width$}", width = PLACES as usize + 1);
        let (whole, part) = digits.split_at(digits.len() - PLACES as usize);
        let part = part.trim_end_matches('0');
        let sign = if self.is_negative() { "-" } else { "" };
        Some(if part.is_empty() {
            format!("{sign}{whole}")
        } else {
            format!("{sign}{whole}.{part}")
        })
    }
}

impl From<i64> for Exact {
    fn from(value: i64) -> Self {
        Self(Ratio::from_integer(value.into()))
    }
}

/// In yuan.
impl From<Fen> for Exact {
    fn from(amount: Fen) -> Self {
        Self(Ratio::new(amount.0.into(), 100.into()))
    }
}

impl FromStr for Exact {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = || format!("`{text}` is neither a whole number nor a fraction");
        if text.len() > MAX_TEXT {
            return Err(fault());
        }
        let (above, below) = text.split_once('/').unwrap_or((text, "1"));
        let above: BigInt = above.parse().map_err(|_| fault())?;
        let below: BigInt = below.parse().map_err(|_| fault())?;
        if !below.is_positive() {
            return Err(fault());
        }
        Ok(Self(Ratio::new(above, below)))
    }
}

/// Shows as `29000` or `1/3`.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Whole(i64),
            Text(String),
        }
        match Written::deserialize(from)? {
            Written::Whole(value) => Ok(value.into()),
            Written::Text(text) => text.parse().map_err(D::Error::custom),
        }
    }
}

macro_rules! arithmetic {
    ($($trait:ident $method:ident)+) => {$(
        impl $trait for &Exact {
            type Output = Exact;
            fn $method(self, other: Self) -> Exact {
                Exact($trait::$method(&self.0, &other.0))
            }
        }
    )+};
}

arithmetic! { Add add Sub sub Mul mul }

/// Division by nought gives nought: every divisor here is a maximum fine, which loading proves positive.
impl Div for &Exact {
    type Output = Exact;
    fn div(self, other: Self) -> Exact {
        if other.is_zero() { Exact::zero() } else { Exact(&self.0 / &other.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_show_two_decimals() {
        for (text, shown) in [("1/3", "33.33"), ("2/3", "66.67"), ("1/2", "50"), ("-1/9", "-11.11")]
        {
            assert_eq!(text.parse::<Exact>().unwrap().percent_shown(), shown);
        }
    }

    #[test]
    fn shows_exactly() {
        for (text, shown, percent) in [
            ("1/3", "1/3", "1/3"),
            ("29/200", "29/200", "14.5%"),
            ("-2/4", "-1/2", "-50%"),
            ("0", "0", "0%"),
        ] {
            let exact: Exact = text.parse().unwrap();
            assert_eq!((exact.to_string().as_str(), exact.as_percent().as_str()), (shown, percent));
        }
        for text in ["", "1/0", "1/-2", "0.5", "x", "1/2/3"] {
            assert!(text.parse::<Exact>().is_err(), "{text}");
        }
    }

    #[test]
    fn yuan_are_written_as_everywhere() {
        for (text, shown) in
            [("100000", "100,000"), ("10001/2", "5,000.50"), ("100000/3", "33,333.33…")]
        {
            assert_eq!(text.parse::<Exact>().unwrap().in_yuan(), shown);
        }
    }

    #[test]
    fn rounds_to_fen_in_the_named_direction() {
        let third: Exact = "1/3".parse().unwrap();
        assert_eq!((third.floor_to_fen(), third.ceil_to_fen()), (Some(Fen(33)), Some(Fen(34))));
        assert_eq!(Exact::from(Fen(-5)).floor_to_fen(), Some(Fen(-5)));
        assert_eq!(Exact::from(i64::MAX).floor_to_fen(), None);
    }
}
