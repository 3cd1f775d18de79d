//! Outlets, their loggers and the limits that hold for them (排放口, 数采仪, 排放限值).

use crate::mapping::Mapping;
use crate::reading::{Decimal, Factor, Mn, Reading};
use crate::region::Territory;
use crate::{Date, EnterpriseId, LimitId, LoggerId, OutletId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What an outlet discharges into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Medium {
    /// Waste water (废水).
    Water,
    /// Waste gas (废气).
    Gas,
}

/// A monitored outlet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outlet {
    /// Identity.
    pub id: OutletId,
    /// Its code in the discharge permit, for instance `DA001`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Water or gas.
    pub medium: Medium,
    /// Whose.
    pub enterprise: EnterpriseId,
    /// Where, for the question who sees it.
    pub territory: Territory,
    /// Revision of this entry.
    pub revision: u32,
}

/// A registered logger and how it speaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logger {
    /// Identity.
    pub id: LoggerId,
    /// The name it gives itself.
    pub mn: Mn,
    /// The outlet it speaks for.
    pub outlet: OutletId,
    /// The edition of HJ 212 it speaks: 2005, 2017 or 2025.
    pub edition: u16,
    /// The check sum it uses: `hj212`, `modbus`, `modbus_swapped` or `none`.
    pub check_sum: String,
    /// The access password it sends (`PW`), where it is to be checked. A weak secret: never logged.
    pub password: Option<String>,
    /// The key it encrypts with (HJ 212-2025 §6.4), where it does.
    #[serde(default)]
    pub key: Option<LoggerKey>,
    /// The key before that one: after a change both are seen for a while.
    #[serde(default)]
    pub previous_key: Option<LoggerKey>,
    /// What its own codes and units mean.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mappings: Vec<Mapping>,
    /// Whether its frames are taken.
    pub active: bool,
    /// Revision of this entry.
    pub revision: u32,
}

/// An SM4 key of a logger: 32 hex digits where it is kept, nothing where it is printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LoggerKey([u8; 16]);

impl LoggerKey {
    /// From its bytes.
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Its bytes, for the cipher.
    pub const fn bytes(&self) -> [u8; 16] {
        self.0
    }
}

impl fmt::Debug for LoggerKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LoggerKey(..)")
    }
}

impl TryFrom<String> for LoggerKey {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let mut bytes = [0; 16];
        // The text itself stays out of the error: it may be most of a key.
        hex::decode_to_slice(&text, &mut bytes).map_err(|_| "a key is 32 hex digits")?;
        Ok(Self(bytes))
    }
}

impl From<LoggerKey> for String {
    fn from(key: LoggerKey) -> Self {
        hex::encode(key.0)
    }
}

/// Over what time a limit is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Averaging {
    /// Every single value (瞬时值).
    Instant,
    /// The hourly mean (小时均值).
    Hour,
    /// The daily mean (日均值).
    Day,
}

/// A limit value with its source and the days it holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Limit {
    /// Identity.
    pub id: LimitId,
    /// For which outlet.
    pub outlet: OutletId,
    /// Of what.
    pub factor: Factor,
    /// Over what time.
    pub averaging: Averaging,
    /// Highest permitted value.
    pub upper: Decimal,
    /// Lowest permitted value (pH).
    pub lower: Option<Decimal>,
    /// Unit of both.
    pub unit: String,
    /// Whether the value converted to reference oxygen (折算) is judged; else the measured one.
    pub converted: bool,
    /// The document that sets it, for instance the number of the permit or standard.
    pub source: String,
    /// First day it holds.
    pub effective_from: Date,
    /// Last day it holds; open-ended if none.
    pub effective_to: Option<Date>,
}

impl Limit {
    /// Whether the limit holds on that day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.effective_from <= day && self.effective_to.is_none_or(|last| day <= last)
    }

    /// The value of a reading that this limit speaks about, if there is one that counts.
    pub fn judged_value(&self, reading: &Reading) -> Option<Decimal> {
        use crate::reading::Measured;
        match (reading.value, self.converted) {
            (Measured::Valid { .. }, true) => reading.converted,
            (Measured::Valid { value }, false) => Some(value),
            (Measured::Invalid { .. } | Measured::BelowDetection | Measured::Missing, _) => None,
        }
    }
}
