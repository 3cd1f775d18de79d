//! Names, units and physically possible ranges of factors, as data with a source.

use domain::reading::{Decimal, Factor, Measured, Reading};
use serde::Deserialize;
use std::{collections::HashMap, str::FromStr, sync::LazyLock};

/// One factor of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorInfo {
    /// Code.
    pub code: Factor,
    /// Chinese name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Least value that can physically be.
    pub least: Decimal,
    /// Greatest value that can physically be.
    pub greatest: Decimal,
}

/// The table.
#[derive(Debug, Clone, PartialEq)]
pub struct Factors {
    /// Where the ranges come from; `design` is the project's own judgement, no standard's.
    pub source: String,
    by_code: HashMap<Box<str>, FactorInfo>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    source: String,
    factor: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    code: String,
    name: String,
    unit: String,
    least: String,
    greatest: String,
}

static SHIPPED: LazyLock<Factors> = LazyLock::new(|| {
    let text = include_str!("../../../../data/telemetry/factors.toml");
    Factors::parse(text).unwrap_or_else(|error| {
        // A test reads the shipped table, so this is a damaged build.
        tracing::error!(%error, "the shipped table of factors cannot be read");
        Factors { source: String::new(), by_code: HashMap::new() }
    })
});

/// The table the platform ships with: names and units for every screen.
pub fn factors() -> &'static Factors {
    &SHIPPED
}

impl Factors {
    /// Reads a table in TOML.
    ///
    /// # Errors
    /// Where the text is no table, a bound is no number, a range is empty, or a code stands twice.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let file: File = toml::from_str(text)?;
        let mut by_code = HashMap::new();
        for row in file.factor {
            let bound = |text: &str| {
                Decimal::from_str(text).map_err(|why| anyhow::anyhow!("{}: {why}", row.code))
            };
            let (least, greatest) = (bound(&row.least)?, bound(&row.greatest)?);
            anyhow::ensure!(least < greatest, "{}: the range is empty", row.code);
            let code = Factor::from(row.code.as_str());
            let info = FactorInfo { code, name: row.name, unit: row.unit, least, greatest };
            let double = by_code.insert(row.code.as_str().into(), info).is_some();
            anyhow::ensure!(!double, "{} stands twice", row.code);
        }
        Ok(Self { source: file.source, by_code })
    }

    /// Every factor, by code.
    pub fn all(&self) -> Vec<&FactorInfo> {
        let mut all: Vec<_> = self.by_code.values().collect();
        all.sort_by(|a, b| a.code.cmp(&b.code));
        all
    }

    /// What is known of a factor.
    pub fn get(&self, factor: &Factor) -> Option<&FactorInfo> {
        self.by_code.get(&factor.0)
    }

    /// Its name, or the code where it has none here.
    pub fn name<'a>(&'a self, factor: &'a Factor) -> &'a str {
        self.get(factor).map_or(&factor.0, |info| &info.name)
    }

    /// Its unit; empty where it is not known.
    pub fn unit(&self, factor: &Factor) -> &str {
        self.get(factor).map_or("", |info| &info.unit)
    }

    /// Takes the word of a reading that cannot be away: it becomes invalid. Says whether it did.
    pub(super) fn doubt(&self, reading: &mut Reading) -> bool {
        let (Some(info), Some(value)) = (self.get(&reading.factor), reading.value.value()) else {
            return false;
        };
        let possible = info.least <= value && value <= info.greatest;
        if !possible {
            reading.value = Measured::Invalid { value };
        }
        !possible
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_table_reads() {
        let table =
            Factors::parse(include_str!("../../../../data/telemetry/factors.toml")).unwrap();
        assert_eq!(table.source, "design");
        let cod = Factor::from("w01018");
        assert_eq!((table.name(&cod), table.unit(&cod)), ("化学需氧量", "mg/L"));
        let unknown = Factor::from("w99999");
        assert_eq!((table.name(&unknown), table.unit(&unknown)), ("w99999", ""));
    }

    #[test]
    fn wrong_tables_are_refused() {
        let row = |least: &str, greatest: &str| {
            let cells = "[[factor]]\ncode = \"w01018\"\nname = \"a\"\nunit = \"b\"\n";
            format!("{cells}least = \"{least}\"\ngreatest = \"{greatest}\"\n")
        };
        let table = |rows: String| Factors::parse(&format!("source = \"design\"\n{rows}"));
        assert!(table(row("0", "1")).is_ok());
        assert!(table(row("1", "1")).is_err(), "an empty range");
        assert!(table(row("0", "much")).is_err(), "no number");
        assert!(table(row("0", "1") + &row("0", "1")).is_err(), "a double code");
    }
}
