//! A table as printed: its columns, factors and rows, with the place in the source of every number.

use super::benchmark::{Benchmark, Choice, Factor, Method, Row};
use super::rules::Rules;
use super::set::BenchmarkSet;
use super::{Base, Bounds, Exact, Subject};
use crate::law::{Certainty, Words};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A table as printed; each of its columns computes on its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Unique in the set.
    pub code: String,
    /// Title.
    #[serde(flatten, deserialize_with = "words")]
    pub title: Words,
    /// Formula and notes as printed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub printed: String,
    /// The clauses it was made for, as the table cites them, of the law at that time.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub clauses: String,
    /// Where in the source, for instance a page.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub at: String,
    /// Whether numbers without a place of their own stand where the table stands.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub inherits: bool,
    /// How far it may be used, where that is less than the set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certainty: Option<Certainty>,
    /// On whom the fine falls, where the column says nothing else.
    pub subject: Subject,
    /// How it computes.
    pub method: Kind,
    /// At least one. With more than one, the column's number is part of the code: `HN-2-1/2`.
    pub columns: Vec<Column>,
    /// The circumstances.
    pub factors: Vec<TableFactor>,
    /// The rows of a range table.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<TableRow>,
}

/// How a table computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Weights are added to a start.
    Sum,
    /// Weights are added between minimum and maximum.
    General,
    /// Circumstances lead to a row with a finer range.
    Range,
}

/// One column: a stage of correction, a kind of party …
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Column {
    /// Its name; a single column needs none.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "maybe_words")]
    pub name: Option<Words>,
    /// On whom, where it differs from the table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject>,
    /// The start of a `sum` table, per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Exact>,
    /// Sums below this count as this, per cent (不足20%的，按20%计算).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least: Option<Exact>,
    /// What the share is taken of, as the table prints it; it must equal the maximum of the statutory range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<Of>,
    /// The statutory range of the clause as the table prints it, for tables whose clause is not entered as a range.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<PrintedRange>,
    /// Where in the source its numbers stand.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub at: String,
}

/// What a share is taken of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Of {
    /// Of an amount in yuan, or a multiple of what.
    pub base: Base,
    /// Yuan, or how many times.
    pub times: Exact,
}

/// A range in yuan or in multiples of a base.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrintedRange {
    /// Multiples of what.
    #[serde(default)]
    pub base: Base,
    /// Least; none where only a greatest is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Exact>,
    /// Greatest; none where only a least is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Exact>,
}

impl PrintedRange {
    /// As bounds of an article, where it names a greatest fine.
    pub fn bounds(&self) -> Option<Bounds> {
        Some(Bounds { minimum: self.minimum.clone(), maximum: self.maximum.clone()? })
    }
}

/// A circumstance, with a weight a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableFactor {
    /// Unique in the table.
    pub id: String,
    /// In words.
    #[serde(flatten, deserialize_with = "words")]
    pub words: Words,
    /// The window whose count answers it, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<String>,
    /// How the options of a range table stand to each other, where the source shows it; weights have their own order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<Order>,
    /// The ways it can be.
    pub options: Vec<TableOption>,
}

/// How options stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Each is graver than the one before it.
    LightestFirst,
}

/// One way a factor can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableOption {
    /// Unique in the factor.
    pub id: String,
    /// In words.
    #[serde(flatten, deserialize_with = "words")]
    pub words: Words,
    /// Per cent, one a column; none where the column does not use it. A range table has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub weights: Vec<Option<Exact>>,
    /// Where in the source each weight stands, one a column; empty where no weight has a place of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub at: Vec<String>,
}

/// A row of a range table: the circumstances that lead to it, and a fine a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableRow {
    /// Factor → option; a factor that is not named does not matter.
    pub when: BTreeMap<String, String>,
    /// One a column.
    pub fines: Vec<RowFine>,
}

/// The fine of a row as printed, and as a range where it could be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowFine {
    /// As printed.
    pub printed: String,
    /// As read; none where it could not be, or where it is no fine (警告).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<PrintedRange>,
    /// Where in the source it stands.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub at: String,
}

impl Table {
    /// Where a number stands: at its own place, or at the table's where the table says so.
    pub fn place<'a>(&'a self, own: Option<&'a str>) -> Option<&'a str> {
        let own = own.filter(|own| !own.trim().is_empty());
        own.or_else(|| Some(self.at.as_str()).filter(|at| self.inherits && !at.trim().is_empty()))
    }

    pub(super) fn column(
        &self,
        set: &BenchmarkSet,
        rules: &Arc<Rules>,
        index: usize,
    ) -> Result<Benchmark, String> {
        let Some(column) = self.columns.get(index) else {
            return Err("needs a column".into());
        };
        let factors = self.factors_of(index, set)?;
        let method = match (self.method, &column.start) {
            (Kind::General, _) => Method::General,
            (Kind::Sum, Some(start)) => {
                Method::Sum { start: start.clone(), least: column.least.clone() }
            }
            (Kind::Sum, None) => return Err("needs one start a column".into()),
            (Kind::Range, _) => Method::Range { rows: self.rows_of(index)? },
        };
        let (code, title) = match &column.name {
            Some(name) if self.columns.len() > 1 => (
                format!("{}/{}", self.code, index + 1),
                Words::new(
                    format!("{}（{}）", self.title.zh, name.zh),
                    format!("{} ({})", self.title.en, name.en),
                ),
            ),
            None if self.columns.len() > 1 => return Err("its columns need names".into()),
            _ => (self.code.clone(), self.title.clone()),
        };
        Ok(Benchmark {
            code,
            set: set.id.clone(),
            version: set.key(),
            title,
            source: set.source.clone(),
            certainty: self.certainty.unwrap_or(set.certainty),
            label: set.label.clone(),
            printed: self.printed.clone(),
            clauses: self.clauses.clone(),
            subject: column.subject.unwrap_or(self.subject),
            method,
            of: column.of.clone(),
            range: column.range.clone(),
            factors,
            rules: Arc::clone(rules),
        })
    }

    fn factors_of(&self, column: usize, set: &BenchmarkSet) -> Result<Vec<Factor>, String> {
        let mut factors: Vec<Factor> = Vec::new();
        for (index, printed) in self.factors.iter().enumerate() {
            if self.factors[..index].iter().any(|earlier| earlier.id == printed.id) {
                return Err(format!("factor {} stands twice", printed.id));
            }
            let known = |id: &String| set.rules.windows.iter().any(|window| window.id == *id);
            if printed.window.as_ref().is_some_and(|id| !known(id)) {
                return Err(format!("factor {} names an unknown window", printed.id));
            }
            let choices = match self.method {
                Kind::Range => printed.unweighted()?,
                Kind::Sum | Kind::General => printed.column(column, self.columns.len())?,
            };
            // A factor without weights in this column is not used in it.
            if !choices.is_empty() {
                let (id, words) = (printed.id.clone(), printed.words.clone());
                let ordered = self.method != Kind::Range || printed.order.is_some();
                factors.push(Factor {
                    id,
                    words,
                    window: printed.window.clone(),
                    ordered,
                    choices,
                });
            }
        }
        Ok(factors)
    }

    fn rows_of(&self, column: usize) -> Result<Vec<Row>, String> {
        let mut rows: Vec<Row> = Vec::new();
        for (index, row) in self.rows.iter().enumerate() {
            let fault = |what| format!("row {} {what}", index + 1);
            let fine = row.fines.get(column).ok_or_else(|| fault("needs one fine a column"))?;
            let named = |(factor, option): (&String, &String)| {
                let factor = self.factors.iter().find(|known| known.id == *factor);
                factor.is_some_and(|f| f.options.iter().any(|known| known.id == *option))
            };
            if !row.when.iter().all(named) {
                return Err(fault("names an unknown circumstance"));
            }
            rows.push(Row { when: row.when.clone(), fine: fine.clone() });
        }
        if rows.is_empty() { Err("needs rows".into()) } else { Ok(rows) }
    }
}

impl TableFactor {
    fn column(&self, column: usize, width: usize) -> Result<Vec<Choice>, String> {
        let mut choices: Vec<Choice> = Vec::new();
        for option in &self.options {
            if option.weights.len() != width {
                return Err(format!("{}/{} needs {width} weights", self.id, option.id));
            }
            let Some(weight) = option.weights[column].clone() else {
                continue;
            };
            if weight.is_negative() {
                return Err(format!("{}/{} is negative", self.id, option.id));
            }
            self.push(&mut choices, option, weight)?;
        }
        Ok(choices)
    }

    fn unweighted(&self) -> Result<Vec<Choice>, String> {
        let mut choices: Vec<Choice> = Vec::new();
        for option in &self.options {
            self.push(&mut choices, option, Exact::zero())?;
        }
        Ok(choices)
    }

    fn push(
        &self,
        choices: &mut Vec<Choice>,
        option: &TableOption,
        weight: Exact,
    ) -> Result<(), String> {
        if choices.iter().any(|earlier| earlier.id == option.id) {
            return Err(format!("{}/{} stands twice", self.id, option.id));
        }
        choices.push(Choice { id: option.id.clone(), words: option.words.clone(), weight });
        Ok(())
    }
}

/// Words whose English may be missing: a bureau's own table is Chinese, and its Chinese then serves for both.
pub(super) fn words<'de, D: Deserializer<'de>>(from: D) -> Result<Words, D::Error> {
    Ok(Loose::deserialize(from)?.into())
}

fn maybe_words<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Words>, D::Error> {
    Ok(Option::<Loose>::deserialize(from)?.map(Words::from))
}

#[derive(Deserialize)]
struct Loose {
    zh: String,
    #[serde(default)]
    en: Option<String>,
}

impl From<Loose> for Words {
    fn from(Loose { zh, en }: Loose) -> Self {
        let en = en.filter(|en| !en.is_empty()).unwrap_or_else(|| zh.clone());
        Self { zh, en }
    }
}
