//! Benchmarks (裁量基准): one table with one column, as a calculation uses it, and the sets they come from.

use super::rules::Rules;
use super::set::BenchmarkSet;
use super::table::{Of, PrintedRange, RowFine};
use super::{Exact, StatutoryRange, Subject, Tier};
use crate::law::{Certainty, DataError, Words};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How a table turns circumstances into a fine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Method {
    /// `start + Σ weights`, at most 100 %, times the maximum.
    Sum {
        /// The share that stands for the statutory minimum, per cent.
        start: Exact,
        /// Sums below this count as this, per cent.
        least: Option<Exact>,
    },
    /// `[Y + Σ weights × (1 − Y)]` times the maximum, with `Y = minimum / maximum`.
    General,
    /// The circumstances lead to one row with a finer range; the fine lies in it by 从重, 一般 or 从轻.
    Range {
        /// The rows; at most one holds for any answers.
        rows: Vec<Row>,
    },
}

/// One way a factor can be, and what it weighs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Id within the factor.
    pub id: String,
    /// In words.
    pub words: Words,
    /// Per cent; nought in a range table.
    pub weight: Exact,
}

/// A circumstance that weighs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    /// Id within the table, for instance `duration`.
    pub id: String,
    /// In words.
    pub words: Words,
    /// The window whose count answers it.
    pub window: Option<String>,
    /// Whether a later choice is graver than an earlier one; else they are kinds, and none is worse than another.
    pub ordered: bool,
    /// The ways it can be, as printed.
    pub choices: Vec<Choice>,
}

/// A row of a range table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Factor → option; a factor that is not named does not matter.
    pub when: BTreeMap<String, String>,
    /// Its fine.
    pub fine: RowFine,
}

/// One table with one column of weights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Benchmark {
    /// Code of the table, with the column where it has several, for instance `HN-2-1/2`. Unique in its set.
    pub code: String,
    /// Id of the set.
    pub set: String,
    /// Id and version of the set, for instance `hunan-2021@2021-1`.
    pub version: String,
    /// Title.
    pub title: Words,
    /// Source.
    pub source: Words,
    /// How far it may be used.
    pub certainty: Certainty,
    /// The label that stands on the form and on every calculation.
    pub label: Words,
    /// Formula and notes as printed.
    pub printed: String,
    /// The clauses it was made for, as the table cites them.
    pub clauses: String,
    /// On whom the fine falls.
    pub subject: Subject,
    /// How circumstances become a fine.
    pub method: Method,
    /// What the share is taken of, as printed.
    pub of: Option<Of>,
    /// The statutory range as the table prints it.
    pub range: Option<PrintedRange>,
    /// The circumstances.
    pub factors: Vec<Factor>,
    /// The rules of the set.
    pub rules: Arc<Rules>,
}

impl Benchmark {
    /// The greatest sum the table can reach, per cent: start and the heaviest choice of each factor.
    pub fn greatest_sum(&self) -> Exact {
        let start = match &self.method {
            Method::Sum { start, .. } => start.clone(),
            Method::General | Method::Range { .. } => Exact::zero(),
        };
        let heaviest =
            self.factors.iter().filter_map(|f| f.choices.iter().map(|c| &c.weight).max());
        heaviest.fold(start, |sum, weight| &sum + weight)
    }

    /// Whether the table was made for a range: the same subject, and the same greatest fine or the same start.
    pub fn fits(&self, range: &StatutoryRange, tier: Tier) -> bool {
        let staff = |subject| subject == Subject::Staff;
        let Ok(bounds) = range.bounds(tier) else {
            return false;
        };
        if staff(self.subject) != staff(range.subject) {
            return false;
        }
        match (&self.method, &self.of, bounds.minimum) {
            // The table names what its share is of: that must be the greatest fine of the article.
            (Method::Sum { .. }, Some(of), _) => {
                of.base == range.base && of.times == bounds.maximum
            }
            // It does not: its start must then stand for the least fine.
            (Method::Sum { start, .. }, None, Some(min)) => {
                Exact::percent(start) == &min / &bounds.maximum
            }
            (Method::Sum { .. }, None, None) => false,
            (Method::General, ..) => true,
            (Method::Range { rows }, ..) => {
                let ranges = || rows.iter().filter_map(|row| row.fine.range.as_ref());
                let most = ranges().filter_map(|range| range.maximum.as_ref()).max();
                most == Some(&bounds.maximum) && ranges().all(|row| row.base == range.base)
            }
        }
    }
}

/// The sets at hand, those first that come first when a code is looked up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Benchmarks {
    sets: Vec<Arc<BenchmarkSet>>,
    // Shared: which set leads is asked for each calculation, and reorders no more than these.
    tables: Vec<Arc<Benchmark>>,
}

impl Benchmarks {
    /// The sample sets shipped in `data/discretion`.
    ///
    /// # Errors
    /// Only when a shipped file was damaged before the build.
    pub fn shipped() -> Result<Self, DataError> {
        let hunan = include_str!("../../../../data/discretion/hunan_discretion_2021.json");
        let guangdong = include_str!("../../../../data/discretion/guangdong_discretion_2022.json");
        Self::parse("hunan_discretion_2021.json", hunan)?
            .with(BenchmarkSet::parse("guangdong_discretion_2022.json", guangdong)?)
    }

    /// Reads one set.
    ///
    /// # Errors
    /// As [`BenchmarkSet::parse`].
    pub fn parse(file: &str, text: &str) -> Result<Self, DataError> {
        Self::default().with(BenchmarkSet::parse(file, text)?)
    }

    /// These sets and one more behind them; a set of the same id and version takes the place of the earlier one.
    ///
    /// # Errors
    /// As [`BenchmarkSet::benchmarks`].
    pub fn with(mut self, set: BenchmarkSet) -> Result<Self, DataError> {
        let key = set.key();
        let tables = set.benchmarks().map_err(|reason| DataError::new(&key, reason))?;
        self.sets.retain(|earlier| earlier.key() != key);
        self.tables.retain(|table| table.version != key);
        self.sets.push(Arc::new(set));
        self.tables.extend(tables.into_iter().map(Arc::new));
        Ok(self)
    }

    /// One of these sets before all others: its tables come first when a code is looked up.
    #[must_use]
    pub fn led_by(mut self, key: &str) -> Self {
        // Stable: the others keep their order.
        self.sets.sort_by_key(|set| !set.has_key(key));
        self.tables.sort_by_key(|table| table.version != key);
        self
    }

    /// Every set.
    pub fn sets(&self) -> impl Iterator<Item = &BenchmarkSet> {
        self.sets.iter().map(AsRef::as_ref)
    }

    /// The set of a key such as `hunan-2021@2021-1`.
    pub fn set(&self, key: &str) -> Option<&BenchmarkSet> {
        self.sets().find(|set| set.key() == key)
    }

    /// The table of a code, in the first set that has it.
    pub fn get(&self, code: &str) -> Option<&Benchmark> {
        self.iter().find(|table| table.code == code)
    }

    /// The table of a code in one version of a set.
    pub fn of_version(&self, version: &str, code: &str) -> Option<&Benchmark> {
        self.iter().find(|table| table.version == version && table.code == code)
    }

    /// Every table, set by set in the order of the files.
    pub fn iter(&self) -> impl Iterator<Item = &Benchmark> {
        self.tables.iter().map(AsRef::as_ref)
    }
}
