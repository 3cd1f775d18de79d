//! Benchmarks (裁量基准): tables of factors and weights, versioned, each labelled with how far it may be used.

use super::{Exact, StatutoryRange, Subject, Tier};
use crate::law::{Certainty, DataError, Words, from_json};
use serde::{Deserialize, Serialize};

/// How a table turns weights into a share of the maximum.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Method {
    /// `start + Σ weights`, at most 100 %, times the maximum.
    Sum {
        /// The share that stands for the statutory minimum, per cent.
        start: Exact,
    },
    /// `[Y + Σ weights × (1 − Y)]` times the maximum, with `Y = minimum / maximum`.
    General,
}

/// One way a factor can be, and what it weighs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Id within the factor.
    pub id: String,
    /// In words.
    #[serde(flatten)]
    pub words: Words,
    /// Per cent.
    pub weight: Exact,
}

/// A circumstance that weighs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factor {
    /// Id within the table, for instance `duration`.
    pub id: String,
    /// In words.
    #[serde(flatten)]
    pub words: Words,
    /// The ways it can be, lightest first as printed.
    pub choices: Vec<Choice>,
}

/// Bounds of adjustment, as shares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// 从重: at most this share of the maximum is added.
    pub aggravate_of_maximum: Exact,
    /// 从轻: at most this share of the maximum is taken off.
    pub lighten_of_maximum: Exact,
    /// 减轻: at most this share of the minimum is taken off.
    pub mitigate_of_minimum: Exact,
}

/// One table with one column of weights. This is also what a form is generated from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Benchmark {
    /// Code of the table, with the column where it has several, for instance `HN-2-1/2`.
    pub code: String,
    /// Version of the set, for instance `hunan-2021@2021-1`.
    pub version: String,
    /// Title.
    pub title: Words,
    /// Source.
    pub source: Words,
    /// How far it may be used.
    pub certainty: Certainty,
    /// The label that stands on the form and on every calculation.
    pub label: Words,
    /// On whom the fine falls.
    pub subject: Subject,
    /// How weights become a fine.
    pub method: Method,
    /// The circumstances.
    pub factors: Vec<Factor>,
    /// Bounds of adjustment.
    pub limits: Limits,
}

impl Benchmark {
    /// The greatest sum the table can reach, per cent: start and the heaviest choice of each factor.
    pub fn greatest_sum(&self) -> Exact {
        let start = match &self.method {
            Method::Sum { start } => start.clone(),
            Method::General => Exact::zero(),
        };
        let heaviest =
            self.factors.iter().filter_map(|f| f.choices.iter().map(|c| &c.weight).max());
        heaviest.fold(start, |sum, weight| &sum + weight)
    }

    /// Whether the table's structure fits a range: its start must stand for the statutory minimum.
    pub fn fits(&self, range: &StatutoryRange, tier: Tier) -> bool {
        let staff = |subject| subject == Subject::Staff;
        let Ok(bounds) = range.bounds(tier) else {
            return false;
        };
        if staff(self.subject) != staff(range.subject) {
            return false;
        }
        match (&self.method, bounds.minimum) {
            (Method::Sum { start }, Some(min)) => Exact::percent(start) == &min / &bounds.maximum,
            (Method::Sum { .. }, None) => false,
            (Method::General, _) => true,
        }
    }
}

/// A published set of tables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Benchmarks {
    tables: Vec<Benchmark>,
}

impl Benchmarks {
    /// The sample set shipped in `data/discretion/hunan_discretion_2021.json`.
    ///
    /// # Errors
    /// Only when the shipped file was damaged before the build.
    pub fn shipped() -> Result<Self, DataError> {
        let text = include_str!("../../../../data/discretion/hunan_discretion_2021.json");
        Self::parse("hunan_discretion_2021.json", text)
    }

    /// Reads a set; a table with several columns becomes one benchmark a column.
    ///
    /// # Errors
    /// Where the JSON is wrong, a code or id stands twice, a weight is negative, or columns and weights differ in number.
    pub fn parse(file: &str, text: &str) -> Result<Self, DataError> {
        let set: Set = from_json(file, text)?;
        let mut tables: Vec<Benchmark> = Vec::new();
        for table in &set.tables {
            for column in 0..table.columns.len().max(1) {
                let benchmark = table
                    .column(&set, column)
                    .map_err(|what| DataError::new(file, format!("{}: {what}", table.code)))?;
                if tables.iter().any(|earlier| earlier.code == benchmark.code) {
                    return Err(DataError::new(file, format!("{} stands twice", benchmark.code)));
                }
                tables.push(benchmark);
            }
        }
        Ok(Self { tables })
    }

    /// The table of a code.
    pub fn get(&self, code: &str) -> Option<&Benchmark> {
        self.tables.iter().find(|table| table.code == code)
    }

    /// Every table, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Benchmark> {
        self.tables.iter()
    }
}

#[derive(Deserialize)]
struct Set {
    id: String,
    version: String,
    zh: String,
    en: String,
    certainty: Certainty,
    label: Words,
    limits: Limits,
    tables: Vec<PrintedTable>,
}

#[derive(Deserialize)]
struct PrintedTable {
    code: String,
    zh: String,
    en: String,
    subject: Subject,
    method: PrintedMethod,
    #[serde(default)]
    columns: Vec<Words>,
    #[serde(default)]
    start: Vec<Exact>,
    factors: Vec<PrintedFactor>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum PrintedMethod {
    Sum,
    General,
}

#[derive(Deserialize)]
struct PrintedFactor {
    id: String,
    #[serde(flatten)]
    words: Words,
    options: Vec<PrintedOption>,
}

#[derive(Deserialize)]
struct PrintedOption {
    id: String,
    #[serde(flatten)]
    words: Words,
    weights: Vec<Option<Exact>>,
}

impl PrintedTable {
    fn column(&self, set: &Set, column: usize) -> Result<Benchmark, String> {
        let width = self.columns.len().max(1);
        let method = match self.method {
            PrintedMethod::General => Method::General,
            PrintedMethod::Sum if self.start.len() == width => {
                Method::Sum { start: self.start[column].clone() }
            }
            PrintedMethod::Sum => return Err("needs one start a column".into()),
        };
        let mut factors: Vec<Factor> = Vec::new();
        for printed in &self.factors {
            if factors.iter().any(|earlier| earlier.id == printed.id) {
                return Err(format!("factor {} stands twice", printed.id));
            }
            let choices = printed.column(column, width)?;
            // A factor without weights in this column is not used in it.
            if !choices.is_empty() {
                let (id, words) = (printed.id.clone(), printed.words.clone());
                factors.push(Factor { id, words, choices });
            }
        }
        let mut title = Words::new(&self.zh, &self.en);
        let mut code = self.code.clone();
        if let Some(stage) = self.columns.get(column) {
            title = Words::new(
                format!("{}（{}）", self.zh, stage.zh),
                format!("{} ({})", self.en, stage.en),
            );
            code = format!("{code}/{}", column + 1);
        }
        Ok(Benchmark {
            code,
            version: format!("{}@{}", set.id, set.version),
            title,
            source: Words::new(&set.zh, &set.en),
            certainty: set.certainty,
            label: set.label.clone(),
            subject: self.subject,
            method,
            factors,
            limits: set.limits.clone(),
        })
    }
}

impl PrintedFactor {
    fn column(&self, column: usize, width: usize) -> Result<Vec<Choice>, String> {
        let mut choices: Vec<Choice> = Vec::new();
        for option in &self.options {
            if option.weights.len() != width {
                return Err(format!("{}/{} needs {width} weights", self.id, option.id));
            }
            let Some(weight) = option.weights[column].clone() else {
                continue;
            };
            let twice = choices.iter().any(|earlier| earlier.id == option.id);
            if weight.is_negative() || twice {
                return Err(format!("{}/{} is negative or stands twice", self.id, option.id));
            }
            choices.push(Choice { id: option.id.clone(), words: option.words.clone(), weight });
        }
        Ok(choices)
    }
}
