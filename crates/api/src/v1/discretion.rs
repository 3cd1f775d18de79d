//! `benchmarks`, `discretion`: the tables, and what they make of the facts.

use crate::extract::{Items, Json};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::discretion::{Answer, Question, ask};
use axum::extract::State;
use domain::Date;
use domain::discretion::{Adjustment, Benchmark, Calculation, Exemption, Facts, Tier};
use domain::law::Applicable;
use domain::money::Fen;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

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
    options: Vec<OptionBody>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct TableBody {
    id: String,
    name: String,
    name_en: String,
    item_codes: Vec<String>,
    /// Violations of those items that the table serves.
    violations: Vec<ViolationBody>,
    factors: Vec<FactorBody>,
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
    tables: Vec<TableBody>,
}

/// The discretion tables, by set.
#[utoipa::path(get, path = "/api/v1/benchmarks", tag = "discretion", responses((status = 200, body = Items<BenchmarkBody>)))]
pub(crate) async fn benchmarks(
    State(api): State<Api>,
    _officer: Officer,
) -> Result<Json<Items<BenchmarkBody>>, Problem> {
    let mut sets: BTreeMap<String, BenchmarkBody> = BTreeMap::new();
    for table in api.cx().law().benchmarks.iter() {
        let set = sets.entry(table.version.clone()).or_insert_with(|| BenchmarkBody {
            id: table.version.clone(),
            name: table.source.zh.clone(),
            version: table.version.clone(),
            source: table.source.zh.clone(),
            certainty: super::common::word(&table.certainty),
            label: table.label.zh.clone(),
            tables: Vec::new(),
        });
        set.tables.push(table_body(&api, table));
    }
    Ok(Items::all(sets.into_values().collect()))
}

fn table_body(api: &Api, table: &Benchmark) -> TableBody {
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
        factors: factors.collect(),
    }
}

/// The circumstances that a fine is computed from.
#[derive(Deserialize, ToSchema)]
pub(crate) struct QuestionBody {
    item_code: String,
    /// Which violation of the item, where it has several.
    #[serde(default)]
    violation: Option<String>,
    /// The day of the act.
    #[schema(value_type = String)]
    act_on: Date,
    /// Factor → option.
    #[serde(default)]
    facts: BTreeMap<String, String>,
    /// `ordinary` or `heavier`, where the article has two ranges.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    tier: Option<Tier>,
    /// What the article multiplies, in fen.
    #[serde(default)]
    base_fen: Option<i64>,
    /// A departure: `{change: {kind: aggravate|to_maximum|lighten|mitigate, by: fen}, ground, reason}`.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    adjustment: Option<Adjustment>,
    /// `minor_corrected_harmless`, `first_slight_corrected` or `no_fault`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    exemption: Option<Exemption>,
}

impl QuestionBody {
    /// As the use case takes it.
    pub(crate) fn question(self) -> Question {
        let facts = Facts {
            tier: self.tier.unwrap_or_default(),
            base_amount: self.base_fen.map(Fen),
            choices: self.facts,
            adjustment: self.adjustment,
            exemption: self.exemption,
            ..Facts::default()
        };
        Question {
            item: self.item_code,
            violation: self.violation,
            act_on: self.act_on,
            facts,
            ..Question::default()
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct RangeBody {
    min_fen: i64,
    max_fen: i64,
    article: String,
    source: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct BenchmarkRef {
    id: String,
    version: String,
    certainty: String,
    label: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct LawBody {
    /// `old`, `code` or `old_unless_code_is_lighter`.
    act: String,
    article: String,
    why: String,
    why_en: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct TraceBody {
    step: String,
    zh: String,
    en: String,
    value: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct CalculationBody {
    amount_fen: i64,
    amount_capitals: String,
    range: RangeBody,
    benchmark: BenchmarkRef,
    law: LawBody,
    requires_deliberation: bool,
    trace: Vec<TraceBody>,
    /// What the other law would have given, where both were computed.
    other_fen: Option<i64>,
}

impl CalculationBody {
    pub(crate) fn of(
        api: &Api,
        calculation: &Calculation,
        law: &Applicable,
        other: Option<&Calculation>,
    ) -> Self {
        let known = api.cx().law();
        let range = known.ranges.get(&calculation.range_id);
        let article = range.map(|range| range.basis.zh.clone()).unwrap_or_default();
        let trace = calculation.trace.iter().map(|step| TraceBody {
            step: super::common::word(&step.step),
            zh: step.words.zh.clone(),
            en: step.words.en.clone(),
            value: Some(step.exact.clone()),
        });
        Self {
            amount_fen: calculation.amount().0,
            amount_capitals: calculation.amount().capitals(),
            range: RangeBody {
                min_fen: calculation.range.0.0,
                max_fen: calculation.range.1.0,
                article: article.clone(),
                source: super::common::word(&calculation.range_certainty),
            },
            benchmark: BenchmarkRef {
                id: calculation.benchmark.clone(),
                version: calculation.version.clone(),
                certainty: super::common::word(&calculation.certainty),
                label: calculation.label.zh.clone(),
            },
            law: LawBody {
                act: super::common::word(&law.substance),
                article,
                why: law.reason.zh.clone(),
                why_en: law.reason.en.clone(),
            },
            requires_deliberation: calculation.requires_deliberation,
            trace: trace.collect(),
            other_fen: other.map(|other| other.amount().0),
        }
    }
}

/// Computes a fine; changes nothing.
#[utoipa::path(post, path = "/api/v1/discretion/calculate", tag = "discretion", request_body = QuestionBody, responses((status = 200, body = CalculationBody)))]
pub(crate) async fn calculate(
    State(api): State<Api>,
    officer: Officer,
    Json(asked): Json<QuestionBody>,
) -> Result<Json<CalculationBody>, Problem> {
    let Answer { law, calculation, other, .. } =
        ask(api.cx(), officer.actor(), &asked.question()).await?;
    Ok(Json(CalculationBody::of(&api, &calculation, &law, other.as_ref())))
}
