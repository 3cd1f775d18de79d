//! Benchmark sets (一套基准): a published or drafted set of tables as one document, in a file, a form or the database.

use super::benchmark::Benchmark;
use super::rules::Rules;
use super::table::{Table, words};
use crate::Date;
use crate::law::{Certainty, DataError, Words, from_json};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A set of tables with the rules that hold for all of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BenchmarkSet {
    /// Name without its version, for instance `hunan-2021`.
    pub id: String,
    /// Version, for instance `2021-1`.
    pub version: String,
    /// Title.
    #[serde(deserialize_with = "words")]
    pub title: Words,
    /// The document it was taken from, with its number.
    #[serde(deserialize_with = "words")]
    pub source: Words,
    /// How far it may be used.
    pub certainty: Certainty,
    /// The label that stands on every form and every calculation.
    #[serde(deserialize_with = "words")]
    pub label: Words,
    /// First day in force.
    #[serde(default)]
    pub effective_from: Option<Date>,
    /// Last day in force.
    #[serde(default)]
    pub effective_to: Option<Date>,
    /// What holds for all tables.
    #[serde(default)]
    pub rules: Rules,
    /// The tables as printed, with all their columns.
    pub tables: Vec<Table>,
}

impl BenchmarkSet {
    /// Reads a set. What may be wrong in the law of a set (sums, gaps, ranges) is checked elsewhere, before activation.
    ///
    /// # Errors
    /// Where the JSON is wrong or the tables cannot be computed with: see [`BenchmarkSet::benchmarks`].
    pub fn parse(file: &str, text: &str) -> Result<Self, DataError> {
        let set: Self = from_json(file, text)?;
        set.benchmarks().map_err(|reason| DataError::new(file, reason))?;
        Ok(set)
    }

    /// Name and version in one, for instance `hunan-2021@2021-1`.
    pub fn key(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }

    /// Whether this is its name and version in one.
    pub(super) fn has_key(&self, key: &str) -> bool {
        key.split_once('@') == Some((self.id.as_str(), self.version.as_str()))
    }

    /// Whether it was in force on a day, by its own dates.
    pub fn in_force(&self, on: Date) -> bool {
        self.effective_from.is_none_or(|from| from <= on)
            && self.effective_to.is_none_or(|to| on <= to)
    }

    /// Every column of every table as something to compute with.
    ///
    /// # Errors
    /// In words, where a code or id stands twice, a weight is negative, columns and weights differ in number, a start
    /// is missing, or a row or factor names what is not there.
    pub fn benchmarks(&self) -> Result<Vec<Benchmark>, String> {
        let rules = Arc::new(self.rules.clone());
        let mut all: Vec<Benchmark> = Vec::new();
        for table in &self.tables {
            for column in 0..table.columns.len().max(1) {
                let benchmark = table
                    .column(self, &rules, column)
                    .map_err(|what| format!("{}: {what}", table.code))?;
                if all.iter().any(|earlier| earlier.code == benchmark.code) {
                    return Err(format!("{} stands twice", benchmark.code));
                }
                all.push(benchmark);
            }
        }
        Ok(all)
    }
}
