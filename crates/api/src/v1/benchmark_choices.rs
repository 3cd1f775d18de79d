//! What the author of a benchmark set chooses from: violations and statutory ranges, in words.

use crate::Api;
use crate::extract::Json;
use crate::officer::Officer;
use axum::extract::State;
use domain::discretion::{Exact, StatutoryRange, Violation};
use serde::Serialize;
use utoipa::ToSchema;

/// A violation that a table may serve.
#[derive(Serialize, ToSchema)]
pub(crate) struct ViolationChoice {
    code: String,
    zh: String,
    en: String,
    item_code: String,
    item_name: String,
}

/// A statutory range that a table may serve.
#[derive(Serialize, ToSchema)]
pub(crate) struct RangeChoice {
    id: String,
    /// The article in words.
    zh: String,
    en: String,
    /// The case within the article.
    case_zh: String,
    case_en: String,
    /// On whom the fine falls.
    subject: String,
    /// What minimum and maximum are multiples of; `fixed` for yuan.
    base: String,
    /// Exact.
    minimum: Option<String>,
    maximum: String,
    /// Whether the article has a heavier range too.
    heavier: bool,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct BenchmarkChoices {
    violations: Vec<ViolationChoice>,
    ranges: Vec<RangeChoice>,
}

/// Violations and statutory ranges to choose from when a table is given something to serve.
#[utoipa::path(get, path = "/api/v1/benchmark-sets/choices", tag = "discretion", responses((status = 200, body = BenchmarkChoices)))]
pub(crate) async fn choices(State(api): State<Api>, _officer: Officer) -> Json<BenchmarkChoices> {
    let law = api.cx().law();
    let violation = |one: &Violation| ViolationChoice {
        code: one.code.clone(),
        zh: one.name.zh.clone(),
        en: one.name.en.clone(),
        item_code: one.item.clone(),
        item_name: law.item_name(&one.item),
    };
    let range = |one: &StatutoryRange| RangeChoice {
        id: one.id.clone(),
        zh: one.basis.zh.clone(),
        en: one.basis.en.clone(),
        case_zh: one.case.zh.clone(),
        case_en: one.case.en.clone(),
        subject: super::common::word(&one.subject),
        base: super::common::word(&one.base),
        minimum: one.ordinary.minimum.as_ref().map(Exact::to_string),
        maximum: one.ordinary.maximum.to_string(),
        heavier: one.heavier.is_some(),
    };
    Json(BenchmarkChoices {
        violations: law.violations.iter().map(violation).collect(),
        ranges: law.ranges.iter().map(range).collect(),
    })
}
