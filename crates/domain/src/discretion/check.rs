//! Checks of a benchmark set before it may be activated: everything that would make two officers compute two fines, or one
//! the law does not allow. Each flaw names its table and cell, so that an editor can show it where it is mended.

mod rows;
mod shape;
mod sources;
mod weights;

use super::{BenchmarkSet, Ranges, Route, Violations};
use crate::law::Words;
use serde::{Deserialize, Serialize};

/// How bad a flaw is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The set cannot be activated.
    Error,
    /// Somebody should look; it may be as the document has it.
    Warning,
}

/// Something found in a set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Flaw {
    /// Stable code, `benchmark.…`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Code of the table as printed; none for the set as a whole.
    pub table: Option<String>,
    /// Where in it: `factor`, `factor/option`, `factor/option/column`, `row/3/1`, `column/1`, each with `/at` behind it where
    /// its source is meant, or a field of the set.
    pub cell: Option<String>,
    /// What is wrong and what to do.
    pub words: Words,
}

/// That a table serves a violation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Serve {
    /// Code of the violation.
    pub violation: String,
    /// For acts under the law before the code.
    #[serde(default)]
    pub old_law: bool,
    /// The range, its tier and the table.
    #[serde(flatten)]
    pub route: Route,
}

/// What is checked: the set, what its tables serve, and where its document says how to round.
#[derive(Debug, Clone, Copy)]
pub struct Checked<'a> {
    /// The set.
    pub set: &'a BenchmarkSet,
    /// Which violations its tables serve.
    pub serves: &'a [Serve],
    /// The rule of rounding in the words of the document.
    pub rounding_basis: &'a str,
}

/// Checks a set against itself and against the statutory ranges; the order is that of the tables.
pub fn check(checked: Checked<'_>, ranges: &Ranges, violations: &Violations) -> Vec<Flaw> {
    let mut found = Vec::new();
    shape::set(checked, &mut found);
    for table in &checked.set.tables {
        let mut report = Report { table: &table.code, found: &mut found };
        shape::table(table, checked.set, &mut report);
        sources::table(table, &mut report);
        weights::table(table, checked.set, &mut report);
        rows::table(table, &mut report);
    }
    serves(checked, ranges, violations, &mut found);
    // What the parts above do not know by name must still not be activated.
    if let (Err(what), true) = (checked.set.benchmarks(), found.iter().all(is_warning)) {
        let (zh, en) = (format!("基准无法用于计算：{what}"), format!("cannot be computed: {what}"));
        found.push(flaw("benchmark.broken", Severity::Error, None, None, zh, en));
    }
    found
}

/// Whether a set with these flaws may go on.
pub fn passes(flaws: &[Flaw]) -> bool {
    flaws.iter().all(is_warning)
}

fn is_warning(flaw: &Flaw) -> bool {
    flaw.severity == Severity::Warning
}

fn flaw(
    code: &'static str,
    severity: Severity,
    table: Option<&str>,
    cell: Option<String>,
    zh: String,
    en: String,
) -> Flaw {
    Flaw { code, severity, table: table.map(str::to_owned), cell, words: Words { zh, en } }
}

/// Flaws of one table.
struct Report<'a> {
    table: &'a str,
    found: &'a mut Vec<Flaw>,
}

impl Report<'_> {
    fn error(&mut self, code: &'static str, cell: impl Into<String>, zh: String, en: String) {
        self.push(code, Severity::Error, cell, zh, en);
    }

    fn warning(&mut self, code: &'static str, cell: impl Into<String>, zh: String, en: String) {
        self.push(code, Severity::Warning, cell, zh, en);
    }

    fn push(
        &mut self,
        code: &'static str,
        severity: Severity,
        cell: impl Into<String>,
        zh: String,
        en: String,
    ) {
        self.found.push(flaw(code, severity, Some(self.table), Some(cell.into()), zh, en));
    }
}

/// Each table against the ranges of the violations it serves.
fn serves(checked: Checked<'_>, ranges: &Ranges, violations: &Violations, found: &mut Vec<Flaw>) {
    let tables = checked.set.benchmarks().unwrap_or_default();
    for (index, serve) in checked.serves.iter().enumerate() {
        let Route { range, tier, table: code, .. } = &serve.route;
        let cell = || Some(format!("serves/{}", index + 1));
        let mut error = |code: &'static str, zh: String, en: String| {
            found.push(flaw(code, Severity::Error, Some(&serve.route.table), cell(), zh, en));
        };
        if violations.get(&serve.violation).is_none() {
            let (zh, en) = (
                format!("没有违法行为“{}”，请从列表中选择。", serve.violation),
                format!("there is no violation `{}`; choose one of the list.", serve.violation),
            );
            error("benchmark.violation_unknown", zh, en);
            continue;
        }
        let Some(known) = ranges.get(range) else {
            let zh = format!("没有法定幅度“{range}”，请从列表中选择。");
            error("benchmark.range_unknown", zh, format!("there is no range `{range}`."));
            continue;
        };
        let Some(table) = tables.iter().find(|table| table.code == *code) else {
            // A set that cannot be computed with has other flaws.
            if !tables.is_empty() {
                let zh = format!("本套基准没有裁量表“{code}”。");
                error("benchmark.table_unknown", zh, format!("the set has no table `{code}`."));
            }
            continue;
        };
        weights::against(table, known, *tier, &mut error);
    }
    for table in &tables {
        if checked.serves.iter().all(|serve| serve.route.table != table.code) {
            let zh = format!("裁量表{}没有指定适用的违法行为，计算时不会用到。", table.code);
            let en = format!("table {} serves no violation and will never be used.", table.code);
            let (code, cell) = ("benchmark.serves_nothing", Some("serves".to_owned()));
            found.push(flaw(code, Severity::Warning, Some(&table.code), cell, zh, en));
        }
    }
}
