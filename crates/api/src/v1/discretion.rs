//! `benchmarks`: the discretion tables.

use crate::extract::Query;
use crate::extract::{Items, Json};
use crate::officer::Officer;
use crate::{Api, Problem};
use axum::extract::State;
use domain::discretion::{Benchmark, BenchmarkSet, Method};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

#[derive(Serialize, ToSchema)]
pub(crate) struct OptionBody {
    id: String,
    words: String,
    words_en: String,
    /// Per cent, exact.
    weight: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct FactorBody {
    id: String,
    name: String,
    name_en: String,
    /// Whether the party's decided cases are counted for it.
    counted: bool,
    /// Whether each option is graver than the one before it; else they are kinds beside each other.
    ordered: bool,
    options: Vec<OptionBody>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct RowBody {
    /// Factor → option.
    when: BTreeMap<String, String>,
    printed: String,
    /// Whether it was read as a range of fines.
    read: bool,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct TableBody {
    id: String,
    name: String,
    name_en: String,
    item_codes: Vec<String>,
    /// Violations of those items that the table serves.
    violations: Vec<ViolationBody>,
    /// `sum`, `general` or `range`.
    method: &'static str,
    /// How far this table may be used; a set may hold tables of less certainty.
    certainty: String,
    /// Formula and notes as printed.
    printed: String,
    clauses: String,
    factors: Vec<FactorBody>,
    /// Rows of a range table.
    rows: Vec<RowBody>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ViolationBody {
    code: String,
    item_code: String,
    zh: String,
    en: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct BenchmarkBody {
    /// Version of the set, which is also its id.
    id: String,
    name: String,
    version: String,
    source: String,
    certainty: String,
    /// What must stand beside every fine computed with it.
    label: String,
    /// How many tables the set has; a list without `set` leaves out those of sets that serve no violation.
    table_count: usize,
    tables: Vec<TableBody>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SetQuery {
    /// Only this version of a set, with all its tables.
    set: Option<String>,
}

/// The discretion tables, by set.
#[utoipa::path(get, path = "/api/v1/benchmarks", tag = "discretion", params(SetQuery), responses((status = 200, body = Items<BenchmarkBody>)))]
pub(crate) async fn benchmarks(
    State(api): State<Api>,
    _officer: Officer,
    Query(asked): Query<SetQuery>,
) -> Result<Json<Items<BenchmarkBody>>, Problem> {
    let law = api.cx().law();
    let wanted = |set: &&BenchmarkSet| asked.set.as_ref().is_none_or(|key| *key == set.key());
    let body = |set: &BenchmarkSet| {
        let key = set.key();
        let tables: Vec<TableBody> = law
            .benchmarks
            .iter()
            .filter(|table| table.version == key)
            .map(|table| table_body(&api, table))
            .collect();
        let serves = tables.iter().any(|table| !table.violations.is_empty());
        BenchmarkBody {
            id: key.clone(),
            name: set.title.zh.clone(),
            version: key,
            source: set.source.zh.clone(),
            certainty: super::common::word(&set.certainty),
            label: set.label.zh.clone(),
            table_count: tables.len(),
            tables: if serves || asked.set.is_some() { tables } else { Vec::new() },
        }
    };
    Ok(Items::all(law.benchmarks.sets().filter(wanted).map(body).collect()))
}

pub(super) fn table_body(api: &Api, table: &Benchmark) -> TableBody {
    let served: Vec<ViolationBody> = api
        .cx()
        .law()
        .violations
        .iter()
        .filter(|violation| {
            violation.law.iter().chain(&violation.old_law).any(|route| route.table == table.code)
        })
        .map(|violation| ViolationBody {
            code: violation.code.clone(),
            item_code: violation.item.clone(),
            zh: violation.name.zh.clone(),
            en: violation.name.en.clone(),
        })
        .collect();
    let mut item_codes: Vec<String> =
        served.iter().map(|violation| violation.item_code.clone()).collect();
    item_codes.sort();
    item_codes.dedup();
    let factors = table.factors.iter().map(|factor| FactorBody {
        id: factor.id.clone(),
        name: factor.words.zh.clone(),
        name_en: factor.words.en.clone(),
        counted: factor.window.is_some(),
        ordered: factor.ordered,
        options: factor
            .choices
            .iter()
            .map(|choice| OptionBody {
                id: choice.id.clone(),
                words: choice.words.zh.clone(),
                words_en: choice.words.en.clone(),
                weight: choice.weight.to_string(),
            })
            .collect(),
    });
    TableBody {
        id: table.code.clone(),
        name: table.title.zh.clone(),
        name_en: table.title.en.clone(),
        item_codes,
        violations: served,
        method: match table.method {
            Method::Sum { .. } => "sum",
            Method::General => "general",
            Method::Range { .. } => "range",
        },
        certainty: super::common::word(&table.certainty),
        printed: table.printed.clone(),
        clauses: table.clauses.clone(),
        factors: factors.collect(),
        rows: rows(table),
    }
}

fn rows(table: &Benchmark) -> Vec<RowBody> {
    let Method::Range { rows } = &table.method else {
        return Vec::new();
    };
    let body = |row: &domain::discretion::Row| RowBody {
        when: row.when.clone(),
        printed: row.fine.printed.clone(),
        read: row.fine.range.is_some(),
    };
    rows.iter().map(body).collect()
}
