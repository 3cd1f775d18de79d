//! The parts of a CP item: which field it is and what it says. Printed digits are kept.

use super::{Finding, Findings, Stamp};

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $holds:ident;)*) => {
        /// What stands behind the `-` of a key, or that there is none.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Field {
            $($(#[$doc])* $name,)*
            /// The key is a parameter by itself, without a factor.
            Parameter,
            /// A field that no version defines; its name is in the entry.
            Other,
        }

        impl Field {
            pub(super) fn named(text: &str) -> Self {
                match text { $($text => Self::$name,)* _ => Self::Other }
            }

            /// The name as printed; empty for [`Field::Parameter`] and [`Field::Other`].
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* Self::Parameter | Self::Other => "" }
            }

            const fn holds(self) -> Holds {
                match self {
                    $(Self::$name => Holds::$holds,)*
                    Self::Parameter | Self::Other => Holds::Anything,
                }
            }
        }
    };
}

enum Holds {
    Number,
    Mark,
    Time,
    Text,
    Anything,
}

fields! {
    /// Value at the instant of DataTime.
    Rtd = "Rtd", Number;
    /// Least value of the period.
    Min = "Min", Number;
    /// Mean of the period.
    Avg = "Avg", Number;
    /// Greatest value of the period.
    Max = "Max", Number;
    /// Rtd converted to the reference oxygen content.
    ZsRtd = "ZsRtd", Number;
    /// Min converted.
    ZsMin = "ZsMin", Number;
    /// Avg converted.
    ZsAvg = "ZsAvg", Number;
    /// Max converted.
    ZsMax = "ZsMax", Number;
    /// Total of the period.
    Cou = "Cou", Number;
    /// Mean before correction (2025).
    RawAvg = "RawAvg", Number;
    /// Noise value.
    Data = "Data", Number;
    /// Noise value of the day.
    DayData = "DayData", Number;
    /// Noise value of the night.
    NightData = "NightData", Number;
    /// Value that raised an alarm (2005).
    Ala = "Ala", Number;
    /// Lower alarm limit (2005).
    LowValue = "LowValue", Number;
    /// Upper alarm limit (2005).
    UpValue = "UpValue", Number;
    /// State of a treatment facility: 0 off, 1 on, 2 calibration, 3 maintenance, 4 alarm, 5 back-flushing.
    State = "RS", Number;
    /// Hours a treatment facility ran that day.
    RunTime = "RT", Number;
    /// Data mark.
    Flag = "Flag", Mark;
    /// Data mark of the instrument's maker.
    EFlag = "EFlag", Text;
    /// When the sample was taken.
    SampleTime = "SampleTime", Time;
    /// Identity of the instrument.
    SerialNumber = "SN", Text;
    /// Log line, state or setting of an instrument.
    Info = "Info", Anything;
}

/// What an item says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// A number.
    Number(Number<'a>),
    /// A data mark.
    Mark(Mark),
    /// A time.
    Time(Stamp),
    /// Anything else, as printed.
    Text(&'a str),
    /// Nothing.
    Empty,
}

/// A number exactly as printed: `mantissa × 10^-scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Number<'a> {
    /// The digits as they came.
    pub printed: &'a str,
    /// All digits, with sign.
    pub mantissa: i64,
    /// How many of them stand after the point, 0 to 18.
    pub scale: u8,
}

/// A data mark (2017 table 8; 2005 adds P and the digits of air stations).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// N
    Normal,
    /// F
    Stopped,
    /// M
    Maintenance,
    /// S
    SetByHand,
    /// D
    Fault,
    /// C
    Calibration,
    /// T
    OverRange,
    /// B
    NoConnection,
    /// P, 2005 only
    PowerFailure,
    /// 0 to 3, 2005 air stations only
    AirStation(u8),
}

impl Mark {
    fn from_letter(letter: &str) -> Option<Self> {
        Some(match letter {
            "N" => Self::Normal,
            "F" => Self::Stopped,
            "M" => Self::Maintenance,
            "S" => Self::SetByHand,
            "D" => Self::Fault,
            "C" => Self::Calibration,
            "T" => Self::OverRange,
            "B" => Self::NoConnection,
            "P" => Self::PowerFailure,
            "0" => Self::AirStation(0),
            "1" => Self::AirStation(1),
            "2" => Self::AirStation(2),
            "3" => Self::AirStation(3),
            _ => return None,
        })
    }

    /// As printed.
    pub const fn letter(self) -> char {
        match self {
            Self::Normal => 'N',
            Self::Stopped => 'F',
            Self::Maintenance => 'M',
            Self::SetByHand => 'S',
            Self::Fault => 'D',
            Self::Calibration => 'C',
            Self::OverRange => 'T',
            Self::NoConnection => 'B',
            Self::PowerFailure => 'P',
            Self::AirStation(digit) => (b'0' + digit) as char,
        }
    }
}

impl<'a> Number<'a> {
    /// Reads an optional sign and digits with at most one point; `None` beyond 18 digits.
    pub fn parse(printed: &'a str) -> Option<Self> {
        let digits = printed.strip_prefix(['-', '+']).unwrap_or(printed);
        let (mut mantissa, mut point, mut count) = (0_i64, None, 0_usize);
        for byte in digits.bytes() {
            match byte {
                b'0'..=b'9' => {
                    mantissa = mantissa.checked_mul(10)?.checked_add(i64::from(byte - b'0'))?;
                    count += 1;
                }
                b'.' if point.is_none() => point = Some(count),
                _ => return None,
            }
        }
        let scale = count - point.unwrap_or(count);
        if count == 0 || scale > 18 {
            return None;
        }
        let mantissa = if printed.starts_with('-') { -mantissa } else { mantissa };
        Some(Self { printed, mantissa, scale: scale as u8 })
    }

    /// Nearest binary number, for curves; never for comparing with a limit.
    pub fn to_f64(self) -> f64 {
        self.mantissa as f64 / 10_f64.powi(i32::from(self.scale))
    }
}

impl<'a> Value<'a> {
    /// The number, if it is one.
    pub const fn number(self) -> Option<Number<'a>> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The time, if it is one.
    pub const fn time(self) -> Option<Stamp> {
        match self {
            Self::Time(stamp) => Some(stamp),
            _ => None,
        }
    }

    /// The mark, if it is one.
    pub const fn mark(self) -> Option<Mark> {
        match self {
            Self::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    /// The text of a value that was not read as number, time or mark.
    pub const fn text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Reads what a factor's field says.
    pub(super) fn of_field(field: Field, printed: &'a str, findings: &mut Findings) -> Self {
        if printed.is_empty() {
            findings.add(Finding::ValueEmpty);
            return Self::Empty;
        }
        let otherwise = |finding| (Self::Text(printed), Some(finding));
        let number = || Number::parse(printed).map(Self::Number);
        let (value, finding) = match field.holds() {
            Holds::Number => {
                number().map_or(otherwise(Finding::NumberMalformed), |value| (value, None))
            }
            Holds::Mark => Mark::from_letter(printed)
                .map_or(otherwise(Finding::MarkUnknown), |mark| (Self::Mark(mark), None)),
            Holds::Time => return Self::of_time(printed, findings),
            Holds::Text => (Self::Text(printed), None),
            Holds::Anything => (number().unwrap_or(Self::Text(printed)), None),
        };
        if let Some(finding) = finding {
            findings.add(finding);
        }
        value
    }

    /// Reads what a parameter says: a time where its name says so, else text.
    pub(super) fn of_parameter(name: &str, printed: &'a str, findings: &mut Findings) -> Self {
        const TIMES: [&str; 6] =
            ["DataTime", "BeginTime", "EndTime", "SystemTime", "RestartTime", "AlarmTime"];
        if printed.is_empty() {
            findings.add(Finding::ValueEmpty);
            return Self::Empty;
        }
        if TIMES.contains(&name) {
            return Self::of_time(printed, findings);
        }
        Self::Text(printed)
    }

    fn of_time(printed: &'a str, findings: &mut Findings) -> Self {
        let Some(stamp) = Stamp::parse(printed) else {
            findings.add(Finding::TimeMalformed);
            return Self::Text(printed);
        };
        findings.add_if(printed.len() == 17, Finding::TimeWithMillis);
        Self::Time(stamp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        let number = Number::parse("-0.090").unwrap();
        assert_eq!((number.printed, number.mantissa, number.scale), ("-0.090", -90, 3));
        assert_eq!(Number::parse("235.160829955927").unwrap().mantissa, 235_160_829_955_927);
        for wrong in ["", "-", ".", "1.2.3", "1e5", "1,2", "9999999999999999999"] {
            assert_eq!(Number::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn marks_print_as_they_came() {
        for letter in "NFMSDCTBP0123".chars() {
            let mark = Mark::from_letter(&letter.to_string()).unwrap();
            assert_eq!(mark.letter(), letter);
        }
        assert_eq!(Mark::from_letter("n"), None);
    }
}
