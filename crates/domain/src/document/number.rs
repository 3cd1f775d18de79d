//! Document numbers (文号): `冀廊环罚告〔2026〕12号`, with hexagonal brackets and never 字第.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A document number: prefix of the agency, prefix of the kind, year, serial number within the year.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DocumentNumber {
    agency: String,
    kind: NumberKind,
    year: u16,
    serial: u32,
}

/// Why a number is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no document number of the form 冀廊环罚〔2026〕12号")]
pub struct BadNumber(String);

macro_rules! kinds {
    ($($(#[$doc:meta])+ $kind:ident = $zh:literal;)+) => {
        /// The kinds that are numbered, by the prefixes of the ministry's template collection.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum NumberKind {
            $($(#[$doc])+ $kind,)+
        }

        impl NumberKind {
            const ALL: &'static [Self] = &[$(Self::$kind,)+];

            /// The prefix, for instance `环罚告`.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$kind => $zh,)+ }
            }
        }
    };
}

kinds! {
    /// Filing. The template collection says only 立案号; `环立` is common practice.
    Filing = "环立";
    /// Prior notice of a penalty.
    PriorNotice = "环罚告";
    /// Prior notice that no penalty will follow.
    NoPenaltyNotice = "环不罚告";
    /// Notice of a hearing.
    Hearing = "环听通";
    /// Decision of penalty.
    Penalty = "环罚";
    /// Decision that no penalty follows.
    NoPenalty = "环不罚";
    /// Decision on the spot.
    OnTheSpot = "环当罚";
    /// Order to correct.
    Correction = "环责改";
    /// Notice of a daily penalty.
    DailyNotice = "环连罚告";
    /// Daily penalty.
    Daily = "环连罚";
    /// Reminder to perform.
    Reminder = "环催";
}

impl DocumentNumber {
    /// A number from its parts. `agency` is one to four Chinese characters, `year` has four digits, `serial` counts from 1.
    pub fn new(agency: &str, kind: NumberKind, year: u16, serial: u32) -> Result<Self, BadNumber> {
        let length = agency.chars().count();
        let hanzi = agency.chars().all(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        if !(1..=4).contains(&length) || !hanzi || !(1949..=9999).contains(&year) || serial == 0 {
            return Err(BadNumber(format!("{agency}{}〔{year}〕{serial}号", kind.zh())));
        }
        Ok(Self { agency: agency.to_owned(), kind, year, serial })
    }

    /// Which kind it numbers.
    pub const fn kind(&self) -> NumberKind {
        self.kind
    }
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}〔{}〕{}号", self.agency, self.kind.zh(), self.year, self.serial)
    }
}

impl FromStr for DocumentNumber {
    type Err = BadNumber;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = || BadNumber(text.to_owned());
        let (prefix, rest) = text.split_once('〔').ok_or_else(fault)?;
        let (year, rest) = rest.split_once('〕').ok_or_else(fault)?;
        let serial = rest.strip_suffix('号').ok_or_else(fault)?;
        let (agency, kind) = NumberKind::ALL
            .iter()
            .filter_map(|kind| Some((prefix.strip_suffix(kind.zh())?, *kind)))
            .next()
            .ok_or_else(fault)?;
        let year = year.parse().map_err(|_| fault())?;
        let number = Self::new(agency, kind, year, serial.parse().map_err(|_| fault())?)?;
        // Leading zeros and signs parse, but are not the number as issued.
        if number.to_string() == text { Ok(number) } else { Err(fault()) }
    }
}

impl TryFrom<String> for DocumentNumber {
    type Error = BadNumber;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<DocumentNumber> for String {
    fn from(number: DocumentNumber) -> Self {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("冀廊环罚告〔2026〕12号", NumberKind::PriorNotice)]
    #[case("冀廊环罚〔2026〕1号", NumberKind::Penalty)]
    #[case("廊安环不罚告〔2026〕3号", NumberKind::NoPenaltyNotice)]
    fn reads_what_it_writes(#[case] text: &str, #[case] kind: NumberKind) {
        let number: DocumentNumber = text.parse().unwrap();
        assert_eq!((number.kind(), number.to_string().as_str()), (kind, text));
        let json = serde_json::to_string(&number).unwrap();
        assert_eq!(serde_json::from_str::<DocumentNumber>(&json).unwrap(), number);
    }

    #[rstest]
    #[case("冀廊环罚字第〔2026〕12号")]
    #[case("冀廊环罚字〔2026〕第12号")]
    #[case("冀廊环罚[2026]12号")]
    #[case("冀廊环罚〔2026〕012号")]
    #[case("冀廊环罚〔26〕12号")]
    #[case("冀廊环罚〔2026〕0号")]
    #[case("环罚〔2026〕12号")]
    #[case("廊A环罚〔2026〕12号")]
    fn refuses(#[case] text: &str) {
        assert!(text.parse::<DocumentNumber>().is_err());
    }
}
