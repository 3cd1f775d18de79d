//! The numbers that stand for enum variants in stored files. A number once given is never given to another variant.

use domain::reading::{DataFlag, FrameFault, ReadingKind};

/// Two functions from one table, so that a new variant cannot be forgotten and both directions cannot disagree.
macro_rules! codes {
    ($type:ident, $code:ident, $of:ident, { $($variant:ident = $number:literal,)* }) => {
        pub(crate) const fn $code(value: $type) -> u8 {
            match value { $($type::$variant => $number,)* }
        }
        pub(crate) const fn $of(code: u8) -> Option<$type> {
            match code { $($number => Some($type::$variant),)* _ => None }
        }
    };
}

codes!(ReadingKind, kind_code, kind_of, { Realtime = 1, Minute = 2, Hour = 3, Day = 4, });

// The ASCII letters of HJ 212-2017 table 9, so that a foreign engine shows them with `chr()`.
codes!(DataFlag, flag_code, flag_of, {
    Normal = b'N',
    Stopped = b'F',
    Maintenance = b'M',
    SetByHand = b'S',
    Fault = b'D',
    Calibration = b'C',
    OverRange = b'T',
    NoConnection = b'B',
    PowerFailure = b'P',
    Unknown = b'?',
});

codes!(FrameFault, fault_code, fault_of, {
    BadCrc = 1,
    TooLong = 2,
    Incomplete = 3,
    Garbage = 4,
    BadGrammar = 5,
    UnknownDevice = 6,
    WrongPassword = 7,
    FutureDataTime = 8,
    BadDataTime = 9,
    Duplicate = 10,
    Contradiction = 11,
    FactorOutOfRange = 12,
    TooFast = 13,
    Undecipherable = 14,
    PartsMissing = 15,
    PeriodNotOver = 16,
    PastDataTime = 17,
    FilledIn = 18,
});

pub(crate) const ACCEPTED: u8 = 0;
pub(crate) const QUARANTINED: u8 = 1;
pub(crate) const REJECTED: u8 = 2;

pub(crate) const VALID: u8 = 0;
pub(crate) const INVALID: u8 = 1;
pub(crate) const BELOW_DETECTION: u8 = 2;
pub(crate) const MISSING: u8 = 3;
