//! Which statutory range and which table serve a violation, and why.

use super::{Benchmarks, Ranges, Serve, Tier};
use crate::law::{Citation, DataError, Words, from_toml};
use serde::{Deserialize, Serialize};

/// One way to the fine: a range, its tier, and the table that fits it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Route {
    /// Id of the statutory range.
    pub range: String,
    /// The place within its article (条款项) that was broken, where the range names less than that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<Citation>,
    /// Which tier of it.
    #[serde(default)]
    pub tier: Tier,
    /// Code of the table.
    pub table: String,
    /// Why this table.
    pub why: Words,
}

/// A violation, for the form that asks what happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Violation {
    /// Stable code, for instance `water_over_standard`.
    pub code: String,
    /// Its name.
    pub name: Words,
    /// Code of the enforcement item.
    pub item: String,
    /// Routes under the 生态环境法典.
    pub law: Vec<Route>,
    /// Routes under the law before it, for acts of that time; empty where that law was not entered.
    #[serde(default)]
    pub old_law: Vec<Route>,
}

/// The violations, by code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Violations {
    #[serde(rename = "violation")]
    rows: Vec<Violation>,
}

impl Violation {
    /// The clause (条款项) that a range stands for in this violation, as text that can be compared.
    pub fn clause(&self, range: &str) -> Option<String> {
        let routes = self.law.iter().chain(&self.old_law);
        let named =
            routes.filter(|route| route.range == range).find_map(|route| route.clause.as_ref());
        named.map(ToString::to_string)
    }
}

impl Violations {
    /// The mapping shipped in `data/discretion/violations.toml`, checked against the shipped tables.
    ///
    /// # Errors
    /// Only when a shipped file was damaged before the build.
    pub fn shipped() -> Result<Self, DataError> {
        let text = include_str!("../../../../data/discretion/violations.toml");
        Self::parse(text, &Benchmarks::shipped()?, &Ranges::shipped()?)
    }

    /// Reads a mapping.
    ///
    /// # Errors
    /// Where the TOML is wrong, a code stands twice, or a route names no range, no table, or a table that does not fit.
    pub fn parse(text: &str, tables: &Benchmarks, ranges: &Ranges) -> Result<Self, DataError> {
        const FILE: &str = "violations.toml";
        let table: Self = from_toml(FILE, text)?;
        for (index, row) in table.rows.iter().enumerate() {
            if table.rows[..index].iter().any(|earlier| earlier.code == row.code) {
                return Err(DataError::new(FILE, format!("`{}` stands twice", row.code)));
            }
            for route in row.law.iter().chain(&row.old_law) {
                let fault = |what: &str| {
                    DataError::new(
                        FILE,
                        format!("{}: {} {} {what}", row.code, route.range, route.table),
                    )
                };
                let range = ranges.get(&route.range).ok_or_else(|| fault("has no range"))?;
                let table = tables.get(&route.table).ok_or_else(|| fault("has no table"))?;
                if !table.fits(range, route.tier) {
                    return Err(fault("do not fit"));
                }
            }
        }
        Ok(table)
    }

    /// This mapping where a set in force serves some of its violations with tables of its own.
    #[must_use]
    pub fn with_serves(mut self, serves: &[Serve]) -> Self {
        for row in &mut self.rows {
            for (old_law, routes) in [(false, &mut row.law), (true, &mut row.old_law)] {
                let own = |serve: &&Serve| serve.violation == row.code && serve.old_law == old_law;
                let own: Vec<Route> =
                    serves.iter().filter(own).map(|serve| serve.route.clone()).collect();
                if !own.is_empty() {
                    *routes = own;
                }
            }
        }
        self
    }

    /// The violation of a code.
    pub fn get(&self, code: &str) -> Option<&Violation> {
        self.rows.iter().find(|row| row.code == code)
    }

    /// Every violation, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Violation> {
        self.rows.iter()
    }
}
