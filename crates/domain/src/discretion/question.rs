//! Questions of discretion: what a fine is computed from. A case keeps its own, to ask it again under the rules of another day.

use super::Facts;
use crate::Date;
use serde::{Deserialize, Serialize};

/// What is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Question {
    /// The enforcement item by code; empty where only a table is asked.
    pub item: String,
    /// Which violation of that item, where it has several; else its only one.
    pub violation: Option<String>,
    /// The day of the act, or of its end.
    pub act_on: Date,
    /// The day it began, where it lasted.
    pub act_from: Option<Date>,
    /// Whether it still goes on.
    pub continues: bool,
    /// Which of the violation's ranges, where it has several.
    pub range: Option<String>,
    /// Which table, where it is not the one that serves the violation.
    pub table: Option<String>,
    /// Of which version of a set; else the first that has it.
    pub version: Option<String>,
    /// The party's code, to count its earlier violations.
    pub party: Option<String>,
    /// The day the violation was discovered; else the day of the act.
    pub discovered_on: Option<Date>,
    /// The circumstances found.
    pub facts: Facts,
    /// Other norms that the same act breaks.
    pub also: Vec<Norm>,
}

impl Question {
    /// Whether the same is found, whatever the days.
    pub fn same_facts(&self, other: &Self) -> bool {
        let found = |asked: &Self| Self {
            act_on: Date::default(),
            act_from: None,
            continues: false,
            version: None,
            party: None,
            discovered_on: None,
            ..asked.clone()
        };
        found(self) == found(other)
    }
}

/// Another norm that the same act breaks (一事不二罚).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Norm {
    /// The enforcement item by code.
    pub item: String,
    /// Which violation of that item.
    pub violation: Option<String>,
    /// Which of its ranges.
    pub range: Option<String>,
    /// Which table.
    pub table: Option<String>,
    /// The circumstances found.
    pub facts: Facts,
}
