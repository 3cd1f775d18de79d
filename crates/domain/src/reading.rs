//! What a device said: frames with their verdict, and the readings in them. Unknown is not zero.

use crate::Timestamp;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The identity a logger gives itself (HJ 212 `MN`): 1 to 32 ASCII letters or digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Mn(Box<str>);

impl Mn {
    /// The characters as the device sends them.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Mn {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        let fits =
            (1..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        fits.then(|| Self(text.into())).ok_or("an MN is 1 to 32 ASCII letters or digits")
    }
}

impl FromStr for Mn {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.to_owned().try_into()
    }
}

impl From<Mn> for String {
    fn from(mn: Mn) -> Self {
        mn.0.into()
    }
}

impl fmt::Display for Mn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A monitored factor by its HJ 212-2017 code (App B), for instance `w01018` for COD.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Factor(pub Box<str>);

impl From<&str> for Factor {
    fn from(code: &str) -> Self {
        Self(code.into())
    }
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Over what time a reading was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadingKind {
    /// An instant (HJ 212 CN 2011).
    Realtime,
    /// Some minutes, named by their start (CN 2051).
    Minute,
    /// An hour, named by its start (CN 2061).
    Hour,
    /// A civil day, named by its start (CN 2031).
    Day,
}

/// The mark a device or person puts on a reading (HJ 212-2017 table 9; HJ/T 212-2005 letters map to the same).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataFlag {
    /// N: normal.
    Normal,
    /// F: the facility stands still.
    Stopped,
    /// M: maintenance.
    Maintenance,
    /// S: set by hand.
    SetByHand,
    /// D: instrument fault.
    Fault,
    /// C: calibration.
    Calibration,
    /// T: above the measuring range.
    OverRange,
    /// B: no connection to the instrument.
    NoConnection,
    /// P: power failure (2005 only).
    PowerFailure,
    /// The device sent a mark that no standard defines, or none where one is due.
    Unknown,
}

impl DataFlag {
    /// Whether a reading so marked may count towards a mean that is judged
    /// (污染物排放自动监测设备标记规则 art. 6: readings marked invalid are not used to judge exceedance).
    pub const fn counts(self) -> bool {
        matches!(self, Self::Normal)
    }
}

/// A measured number, exactly as printed: `mantissa × 10^-scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Decimal {
    /// All digits, with sign.
    pub mantissa: i64,
    /// How many of the digits stand after the point, 0 to 18.
    pub scale: u8,
}

impl Decimal {
    /// The exact product; powers of ten move the point and add no digits. None where it has more than 18 digits.
    pub fn times(self, other: Self) -> Option<Self> {
        let (mut factor, mut scale) = (i128::from(other.mantissa), i32::from(other.scale));
        while factor != 0 && factor % 10 == 0 {
            factor /= 10;
            scale -= 1;
        }
        let scale = scale + i32::from(self.scale);
        let whole = 10_i128.checked_pow(u32::try_from(-scale).unwrap_or(0))?;
        let product = i128::from(self.mantissa).checked_mul(factor)?.checked_mul(whole)?;
        let scale = u8::try_from(scale.max(0)).ok().filter(|scale| *scale <= 18)?;
        Some(Self { mantissa: i64::try_from(product).ok()?, scale })
    }

    /// Nearest binary number, for curves and statistics; never for comparing with a limit.
    pub fn to_f64(self) -> f64 {
        self.mantissa as f64 / 10_f64.powi(i32::from(self.scale))
    }
}

impl FromStr for Decimal {
    type Err = &'static str;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if whole.len() + part.len() == 0
            || !all_digits(whole)
            || !all_digits(part)
            || part.len() > 18
        {
            return Err("a number is digits with at most one point");
        }
        let mut mantissa: i64 = 0;
        for byte in whole.bytes().chain(part.bytes()) {
            mantissa = mantissa
                .checked_mul(10)
                .and_then(|m| m.checked_add(i64::from(byte - b'0')))
                .ok_or("a number has at most 18 digits")?;
        }
        if text.starts_with('-') {
            mantissa = -mantissa;
        }
        Ok(Self { mantissa, scale: part.len() as u8 })
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.mantissa < 0 { "-" } else { "" };
        let scale = usize::from(self.scale);
        let digits = format!("{:0width$}", self.mantissa.unsigned_abs(), width = scale + 1);
        let (whole, part) = digits.split_at(digits.len() - scale);
        match part {
            "" => write!(f, "{sign}{whole}"),
            _ => write!(f, "{sign}{whole}.{part}"),
        }
    }
}

/// Orders by value: `1.5 == 1.50`, exactly, without a binary detour.
impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        let scaled =
            |d: &Self, scale: u8| i128::from(d.mantissa) * 10_i128.pow(u32::from(scale - d.scale));
        let scale = self.scale.max(other.scale);
        scaled(self, scale).partial_cmp(&scaled(other, scale))
    }
}

/// What is known of a measured quantity.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Measured {
    /// A number that may be used.
    Valid {
        /// The number.
        value: Decimal,
    },
    /// A number that the device or the platform marks as not to be used.
    Invalid {
        /// The number as sent.
        value: Decimal,
    },
    /// Below the detection limit: small, but not zero.
    BelowDetection,
    /// The device sent no number.
    Missing,
}

impl Measured {
    /// The number, where there is one, valid or not.
    pub const fn value(self) -> Option<Decimal> {
        match self {
            Self::Valid { value } | Self::Invalid { value } => Some(value),
            Self::BelowDetection | Self::Missing => None,
        }
    }
}

/// One factor of one frame.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// Which logger said it.
    pub mn: Mn,
    /// Of what.
    pub factor: Factor,
    /// Over what time.
    pub kind: ReadingKind,
    /// The instant, or the start of the period.
    pub at: Timestamp,
    /// The instant value or the mean, in the factor's unit.
    pub value: Measured,
    /// The same as converted to the reference oxygen (折算, HJ 212 `Zs…`), mg/m³.
    pub converted: Option<Decimal>,
    /// Least value of the period.
    pub min: Option<Decimal>,
    /// Greatest value of the period.
    pub max: Option<Decimal>,
    /// Total of the period (HJ 212 `Cou`), in the factor's unit of mass or volume.
    pub total: Option<Decimal>,
    /// The mark.
    pub flag: DataFlag,
}

impl Reading {
    /// When what it speaks of is over: the instant itself, or the end of its period. A minute stands for at least one.
    pub const fn over_at(&self) -> Timestamp {
        self.at.plus_millis(match self.kind {
            ReadingKind::Realtime => 0,
            ReadingKind::Minute => 60_000,
            ReadingKind::Hour => 3_600_000,
            ReadingKind::Day => 86_400_000,
        })
    }

    /// Whether another reading of the same time and factor says the same.
    pub fn agrees(&self, other: &Self) -> bool {
        let said = |it: &Self| (it.value, it.converted, it.flag, it.total);
        said(self) == said(other)
    }
}

/// Why a frame, or a factor in it, is not taken at its word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FrameFault {
    /// The check sum does not fit.
    BadCrc,
    /// The claimed length is above the limit of the device's profile.
    TooLong,
    /// The frame began and never ended.
    Incomplete,
    /// Bytes that belong to no frame.
    Garbage,
    /// The data segment does not follow the grammar.
    BadGrammar,
    /// The device is not registered.
    UnknownDevice,
    /// The access password (`PW`) is wrong.
    WrongPassword,
    /// `DataTime` lies in the future beyond the tolerated clock error.
    FutureDataTime,
    /// `DataTime` is missing or is no date.
    BadDataTime,
    /// The same frame was stored before.
    Duplicate,
    /// The same key was stored before with another value: a sign of altered data (修改数据).
    Contradiction,
    /// A factor's value is outside what can physically be.
    FactorOutOfRange,
    /// The device sends faster than its limit.
    TooFast,
    /// The encrypted part cannot be read with the device's keys.
    Undecipherable,
    /// Parts of a split message never came.
    PartsMissing,
    /// The hour, day or minute it speaks of is not over yet.
    PeriodNotOver,
    /// `DataTime` lies further back than the platform takes data in.
    PastDataTime,
    /// It came long after its time (补传); taken, and marked.
    FilledIn,
}

impl FrameFault {
    /// Every fault, in the order of the declaration: `ALL[fault as usize] == fault`.
    pub const ALL: [Self; 18] = [
        Self::BadCrc,
        Self::TooLong,
        Self::Incomplete,
        Self::Garbage,
        Self::BadGrammar,
        Self::UnknownDevice,
        Self::WrongPassword,
        Self::FutureDataTime,
        Self::BadDataTime,
        Self::Duplicate,
        Self::Contradiction,
        Self::FactorOutOfRange,
        Self::TooFast,
        Self::Undecipherable,
        Self::PartsMissing,
        Self::PeriodNotOver,
        Self::PastDataTime,
        Self::FilledIn,
    ];

    /// The stable code, for counters and interfaces; the same as in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadCrc => "bad_crc",
            Self::TooLong => "too_long",
            Self::Incomplete => "incomplete",
            Self::Garbage => "garbage",
            Self::BadGrammar => "bad_grammar",
            Self::UnknownDevice => "unknown_device",
            Self::WrongPassword => "wrong_password",
            Self::FutureDataTime => "future_data_time",
            Self::BadDataTime => "bad_data_time",
            Self::Duplicate => "duplicate",
            Self::Contradiction => "contradiction",
            Self::FactorOutOfRange => "factor_out_of_range",
            Self::TooFast => "too_fast",
            Self::Undecipherable => "undecipherable",
            Self::PartsMissing => "parts_missing",
            Self::PeriodNotOver => "period_not_over",
            Self::PastDataTime => "past_data_time",
            Self::FilledIn => "filled_in",
        }
    }
}

/// What became of a frame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// Stored as sent; its readings count.
    Accepted {
        /// Deviations from the standard that were tolerated, by code.
        findings: Vec<String>,
    },
    /// Kept for the operator to look at; its readings do not count.
    Quarantined {
        /// Why.
        fault: FrameFault,
    },
    /// Refused; only the bytes and the reason are kept.
    Rejected {
        /// Why.
        fault: FrameFault,
    },
}

/// A frame as it came off the socket, with what became of it. This is the evidence behind a reading.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// When its last byte arrived.
    pub received_at: Timestamp,
    /// Address of the peer.
    pub peer: String,
    /// Who it says it is; none where even that could not be read.
    pub mn: Option<Mn>,
    /// HJ 212 command number; none where it could not be read.
    pub command: Option<u16>,
    /// The bytes, untouched.
    pub raw: Vec<u8>,
    /// What became of it.
    pub verdict: Verdict,
    /// What it says; empty unless accepted.
    pub readings: Vec<Reading>,
}
