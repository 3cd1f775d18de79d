//! `discretion/prepare`, `discretion/daily`: what a question will need, and daily penalties.

use super::calculation::QuestionBody;
use super::discretion::{TableBody, table_body};
use crate::extract::Json;
use crate::officer::Officer;
use crate::{Api, Problem};
use axum::extract::State;
use domain::discretion::{Benchmark, Counted, Daily, DailyFacts, Exact, Exemption, StatutoryRange};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a question needs under one law.
#[derive(Serialize, ToSchema)]
pub(crate) struct PreparedSide {
    /// `old` or `code`.
    law: String,
    /// Absent where that law was not entered; `missing` then says so.
    table: Option<TableBody>,
    /// Id of the statutory range.
    range: Option<String>,
    article: String,
    case: String,
    /// What the article multiplies, in words; absent where it names amounts.
    base: Option<String>,
    has_heavier: bool,
    why: String,
    missing: Option<String>,
    /// What the set says of a departure; absent where the law was not entered.
    departures: Option<DepartureRules>,
    /// Factor → what the party's cases give for it; `first_offence` says what excludes a first offence.
    #[schema(value_type = Object)]
    counts: BTreeMap<String, Counted>,
}

/// What a set says of departures: how far, and the public pledge.
#[derive(Serialize, ToSchema)]
pub(crate) struct DepartureRules {
    /// Heavier: at most this share of the maximum is added, per cent; null where the set names none.
    aggravate: Option<String>,
    /// Lighter: at most this share of the maximum is taken off, per cent.
    lighten: Option<String>,
    /// Mitigated: at most this share of the minimum is taken off, per cent.
    mitigate: Option<String>,
    /// Whether the article names a minimum; without one there is nothing to go below.
    has_minimum: bool,
    basis: Option<String>,
    /// The public apology and pledge; null where the set knows none.
    pledge: Option<PledgeRules>,
}

/// The public apology and pledge (公开道歉承诺).
#[derive(Serialize, ToSchema)]
pub(crate) struct PledgeRules {
    /// Per cent.
    least: String,
    most: String,
    basis: String,
    /// Each is answered.
    exclusions: Vec<PointBodyOfList>,
}

/// A point of a checklist.
#[derive(Serialize, ToSchema)]
pub(crate) struct PointBodyOfList {
    id: String,
    zh: String,
    en: String,
}

/// A reason not to punish, with what must be proven for it.
#[derive(Serialize, ToSchema)]
pub(crate) struct ExemptionBody {
    id: String,
    zh: String,
    en: String,
    basis: &'static str,
    /// Whether no penalty must follow; else it may.
    must: bool,
    conditions: Vec<PointBodyOfList>,
}

fn departures(table: &Benchmark, range: &StatutoryRange) -> DepartureRules {
    let share = |share: &Option<Exact>| share.as_ref().map(Exact::percent_shown);
    let limits = &table.rules.limits;
    DepartureRules {
        aggravate: share(&limits.aggravate_of_maximum),
        lighten: share(&limits.lighten_of_maximum),
        mitigate: share(&limits.mitigate_of_minimum),
        has_minimum: range.ordinary.minimum.is_some(),
        basis: limits.basis.as_ref().map(|basis| basis.zh.clone()),
        pledge: table.rules.pledge.as_ref().map(|rule| PledgeRules {
            least: rule.least.to_string(),
            most: rule.most.to_string(),
            basis: rule.basis.zh.clone(),
            exclusions: rule
                .exclusions
                .iter()
                .map(|e| point(&e.id, &e.words.zh, &e.words.en))
                .collect(),
        }),
    }
}

fn point(id: &str, zh: &str, en: &str) -> PointBodyOfList {
    PointBodyOfList { id: id.to_owned(), zh: zh.to_owned(), en: en.to_owned() }
}

fn exemptions() -> Vec<ExemptionBody> {
    let body = |exemption: Exemption| ExemptionBody {
        id: super::common::word(&exemption),
        zh: exemption.words().zh,
        en: exemption.words().en,
        basis: exemption.basis(),
        must: exemption.mandatory(),
        conditions: exemption.conditions().iter().map(|(id, zh, en)| point(id, zh, en)).collect(),
    };
    Exemption::ALL.map(body).into()
}

/// What a question needs.
#[derive(Serialize, ToSchema)]
pub(crate) struct PreparedBody {
    /// `old`, `code` or `old_unless_code_is_lighter`.
    act: String,
    why: String,
    why_en: String,
    legal_review: bool,
    sides: Vec<PreparedSide>,
    /// The reasons not to punish, each with its checklist.
    exemptions: Vec<ExemptionBody>,
}

/// What a question will need: law by time, tables and ranges, and what the party's decided cases give; changes nothing.
#[utoipa::path(post, path = "/api/v1/discretion/prepare", tag = "discretion", request_body = QuestionBody, responses((status = 200, body = PreparedBody)))]
pub(crate) async fn prepare(
    State(api): State<Api>,
    officer: Officer,
    Json(asked): Json<QuestionBody>,
) -> Result<Json<PreparedBody>, Problem> {
    let prepared = app::discretion::prepare(api.cx(), officer.actor(), &asked.question()).await?;
    let sides = prepared.sides.into_iter().map(|side| {
        let found = side.found.as_ref().ok();
        let range = found.map(|(_, range)| range);
        PreparedSide {
            law: super::common::word(&side.substance),
            table: found.map(|(table, _)| table_body(&api, table)),
            range: range.map(|range| range.id.clone()),
            article: range.map(|range| range.basis.zh.clone()).unwrap_or_default(),
            case: range.map(|range| range.case.zh.clone()).unwrap_or_default(),
            base: range
                .filter(|range| range.base != domain::discretion::Base::Fixed)
                .map(|range| range.base.words().zh),
            has_heavier: range.is_some_and(|range| range.heavier.is_some()),
            why: side.why.map(|why| why.zh).unwrap_or_default(),
            missing: side.found.as_ref().err().map(|refusal| refusal.zh.clone()),
            departures: found.map(|(table, range)| departures(table, range)),
            counts: side.counts,
        }
    });
    Ok(Json(PreparedBody {
        act: super::common::word(&prepared.law.substance),
        why: prepared.law.reason.zh.clone(),
        why_en: prepared.law.reason.en.clone(),
        legal_review: prepared.law.legal_review,
        sides: sides.collect(),
        exemptions: exemptions(),
    }))
}

/// A daily penalty.
#[derive(Serialize, ToSchema)]
pub(crate) struct DailyBody {
    days: u32,
    amount_fen: i64,
    amount_capitals: String,
    /// `{from, to, days, amount}` each, amounts in fen.
    #[schema(value_type = Vec<Object>)]
    cycles: Vec<domain::discretion::Cycle>,
    /// What legal review must look at.
    #[schema(value_type = Vec<Object>)]
    legal_review: Vec<domain::law::Words>,
    #[schema(value_type = Vec<Object>)]
    trace: Vec<domain::discretion::TraceStep>,
}

/// Computes a daily penalty (按日连续处罚): `{act, original_fine, decided_on, daily_decision_on, rounds: [{order_served_on,
/// recheck_on, finding}]}`; amounts in fen. Changes nothing.
#[utoipa::path(post, path = "/api/v1/discretion/daily", tag = "discretion", request_body = Object, responses((status = 200, body = DailyBody)))]
pub(crate) async fn daily(
    State(api): State<Api>,
    officer: Officer,
    Json(facts): Json<DailyFacts>,
) -> Result<Json<DailyBody>, Problem> {
    let Daily { cycles, days, amount, legal_review, trace } =
        app::discretion::daily(api.cx(), officer.actor(), &facts)?;
    let amount_capitals = amount.capitals();
    let amount_fen = amount.0;
    Ok(Json(DailyBody { days, amount_fen, amount_capitals, cycles, legal_review, trace }))
}
