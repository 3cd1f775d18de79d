//! `discretion`: questions about a fine, and the answers with their reasons.

use crate::extract::Json;
use crate::officer::Officer;
use crate::{Api, Problem};
use app::discretion::{Answer, Norm, NormFine, Question, ask};
use axum::extract::State;
use domain::Date;
use domain::discretion::{
    Adjustment, Answered, Calculation, Counted, Exemption, Facts, Outcome, Pledge, Tier,
};
use domain::law::{Applicable, Substance};
use domain::money::Fen;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// The circumstances that a fine is computed from.
#[derive(Deserialize, ToSchema)]
pub(crate) struct QuestionBody {
    /// May be absent where only a `table` is asked.
    #[serde(default)]
    item_code: String,
    /// Which violation of the item, where it has several.
    #[serde(default)]
    violation: Option<String>,
    /// The day of the act, or of its end. In a case the act's time is the recorded one, and these three fields count for
    /// nothing: the step's `act` records another.
    #[schema(value_type = String)]
    act_on: Date,
    /// The day it began, where it lasted.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    act_from: Option<Date>,
    /// Whether it still goes on.
    #[serde(default)]
    continues: bool,
    /// Which statutory range, where the violation has several.
    #[serde(default)]
    range: Option<String>,
    /// Which table, where it is not the one that serves the violation.
    #[serde(default)]
    table: Option<String>,
    /// Which version of a set the table is of. In a case the set in force that day answers, whichever is named.
    #[serde(default)]
    benchmark: Option<String>,
    /// The party's code: its decided cases are counted.
    #[serde(default)]
    party_code: Option<String>,
    /// The day of discovery.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    discovered_on: Option<Date>,
    #[serde(flatten)]
    facts: FactsBody,
    /// Other norms that the same act breaks; the higher fine counts.
    #[serde(default)]
    also: Vec<NormBody>,
}

/// What was found, for one norm.
#[derive(Deserialize, ToSchema)]
pub(crate) struct FactsBody {
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
    /// How that amount was found.
    #[serde(default)]
    base_found: Option<String>,
    /// Factor → why another choice is right than the one counted from the cases.
    #[serde(default)]
    deviations: BTreeMap<String, String>,
    /// A departure: `{change: {kind: aggravate|to_maximum|lighten|mitigate|upper_half|lower_half, by: fen}, ground, also, reason}`.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    adjustment: Option<Adjustment>,
    /// Further departures the same way, each with a ground and a reason of its own; shaped like `adjustment`.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    further: Vec<Adjustment>,
    /// Public apology and pledge: `{percent, excluded: {id: bool}}`.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pledge: Option<Pledge>,
    /// `minor_corrected_harmless`, `first_slight_corrected`, `no_fault` or `under_fourteen`.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    exemption: Option<Exemption>,
    /// Condition of the exemption → `{proven, evidence, evidence_ids}`; every condition is answered, a proven one names
    /// its evidence.
    #[serde(default)]
    #[schema(value_type = Object)]
    conditions: BTreeMap<String, Answered>,
}

/// Another norm that the same act breaks.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NormBody {
    item_code: String,
    #[serde(default)]
    violation: Option<String>,
    #[serde(default)]
    range: Option<String>,
    #[serde(default)]
    table: Option<String>,
    #[serde(flatten)]
    facts: FactsBody,
}

impl FactsBody {
    fn facts(self) -> Facts {
        Facts {
            tier: self.tier.unwrap_or_default(),
            base_amount: self.base_fen.map(Fen),
            base_found: self.base_found,
            choices: self.facts,
            counted: BTreeMap::new(),
            deviations: self.deviations,
            adjustment: self.adjustment,
            further: self.further,
            pledge: self.pledge,
            exemption: self.exemption,
            conditions: self.conditions,
        }
    }
}

impl QuestionBody {
    /// As the use case takes it.
    pub(crate) fn question(self) -> Question {
        let norm = |body: NormBody| Norm {
            item: body.item_code,
            violation: body.violation,
            range: body.range,
            table: body.table,
            facts: body.facts.facts(),
        };
        Question {
            item: self.item_code,
            violation: self.violation,
            act_on: self.act_on,
            act_from: self.act_from,
            continues: self.continues,
            range: self.range,
            table: self.table,
            version: self.benchmark,
            party: self.party_code.filter(|code| !code.is_empty()),
            discovered_on: self.discovered_on,
            facts: self.facts.facts(),
            also: self.also.into_iter().map(norm).collect(),
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
    /// Whether legal review must look at the choice.
    legal_review: bool,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct TraceBody {
    step: String,
    zh: String,
    en: String,
    value: Option<String>,
}

/// What one of several norms gives.
#[derive(Serialize, ToSchema)]
pub(crate) struct NormFineBody {
    name: String,
    name_en: String,
    article: String,
    benchmark: String,
    amount_fen: i64,
    chosen: bool,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct CalculationBody {
    /// `fine` or `no_penalty`.
    outcome: &'static str,
    /// The exemption, where no penalty follows.
    #[schema(value_type = Option<String>)]
    exemption: Option<Exemption>,
    amount_fen: i64,
    amount_capitals: String,
    range: RangeBody,
    benchmark: BenchmarkRef,
    law: LawBody,
    requires_deliberation: bool,
    /// Factors answered against the count of the party's cases; an examiner approves each of them.
    deviations: Vec<String>,
    trace: Vec<TraceBody>,
    /// What the other law would have given, where both were computed.
    other_fen: Option<i64>,
    /// The fine of the table alone, before any departure.
    before_departure_fen: Option<i64>,
    /// SHA-256 of the calculation; a decision names it.
    digest: String,
    /// Both laws side by side, where both were computed; the one that counts first.
    sides: Vec<SideBody>,
    /// The norms that the act breaks, where several were compared.
    norms: Vec<NormFineBody>,
    /// Factor → what the party's decided cases give for it.
    #[schema(value_type = Object)]
    counts: BTreeMap<String, Counted>,
}

/// A calculation under one law.
#[derive(Serialize, ToSchema)]
pub(crate) struct SideBody {
    /// `old` or `code`.
    law: String,
    chosen: bool,
    amount_fen: i64,
    range: RangeBody,
    benchmark: BenchmarkRef,
    trace: Vec<TraceBody>,
}

fn trace(calculation: &Calculation) -> Vec<TraceBody> {
    let step = |step: &domain::discretion::TraceStep| TraceBody {
        step: super::common::word(&step.step),
        zh: step.words.zh.clone(),
        en: step.words.en.clone(),
        value: Some(step.exact.clone()).filter(|value| !value.is_empty()),
    };
    calculation.trace.iter().map(step).collect()
}

fn range(api: &Api, calculation: &Calculation) -> RangeBody {
    let known = api.cx().law();
    let printed = || {
        let table = known.benchmarks.of_version(&calculation.version, &calculation.benchmark);
        table.map(|table| table.clauses.clone())
    };
    let entered = known.ranges.get(&calculation.range_id).map(|range| range.basis.zh.clone());
    RangeBody {
        min_fen: calculation.range.0.0,
        max_fen: calculation.range.1.0,
        article: entered.or_else(printed).unwrap_or_default(),
        source: super::common::word(&calculation.range_certainty),
    }
}

fn benchmark(calculation: &Calculation) -> BenchmarkRef {
    BenchmarkRef {
        id: calculation.benchmark.clone(),
        version: calculation.version.clone(),
        certainty: super::common::word(&calculation.certainty),
        label: calculation.label.zh.clone(),
    }
}

fn side(api: &Api, calculation: &Calculation, law: Substance, chosen: bool) -> SideBody {
    SideBody {
        law: super::common::word(&law),
        chosen,
        amount_fen: calculation.amount().0,
        range: range(api, calculation),
        benchmark: benchmark(calculation),
        trace: trace(calculation),
    }
}

/// Under which law a calculation was made: that of the article whose range it keeps to.
fn made_under(api: &Api, calculation: &Calculation) -> Substance {
    let law = api.cx().law();
    let cited = law.ranges.get(&calculation.range_id).and_then(|range| range.citation.as_ref());
    if cited.is_some_and(|cited| cited.act == "eco_code") {
        Substance::Code
    } else {
        Substance::Old
    }
}

impl CalculationBody {
    /// As a case holds it; `other` is what the other law gives.
    pub(crate) fn of(
        api: &Api,
        calculation: &Calculation,
        law: &Applicable,
        other: Option<&Calculation>,
    ) -> Self {
        let range = range(api, calculation);
        let chosen =
            |calculation, chosen| side(api, calculation, made_under(api, calculation), chosen);
        let sides = other.map(|other| vec![chosen(calculation, true), chosen(other, false)]);
        Self {
            outcome: match calculation.outcome {
                Outcome::Fine { .. } => "fine",
                Outcome::NoPenalty { .. } => "no_penalty",
            },
            exemption: match calculation.outcome {
                Outcome::Fine { .. } => None,
                Outcome::NoPenalty { exemption } => Some(exemption),
            },
            amount_fen: calculation.amount().0,
            amount_capitals: calculation.amount().capitals(),
            benchmark: benchmark(calculation),
            law: LawBody {
                act: super::common::word(&law.substance),
                article: range.article.clone(),
                why: law.reason.zh.clone(),
                why_en: law.reason.en.clone(),
                legal_review: law.legal_review,
            },
            range,
            requires_deliberation: calculation.requires_deliberation,
            deviations: calculation.deviations.clone(),
            trace: trace(calculation),
            other_fen: other.map(|other| other.amount().0),
            before_departure_fen: calculation.before_departure.map(|fine| fine.0),
            digest: calculation.digest(),
            sides: sides.unwrap_or_default(),
            norms: Vec::new(),
            counts: BTreeMap::new(),
        }
    }

    fn answer(api: &Api, answer: Answer) -> Self {
        let Answer { law, chosen, calculation, other, counts, norms, .. } = answer;
        let against = match chosen {
            Substance::Old => Substance::Code,
            Substance::Code | Substance::OldUnlessCodeIsLighter => Substance::Old,
        };
        let sides = other.iter().map(|other| side(api, other, against, false));
        let sides = std::iter::once(side(api, &calculation, chosen, true)).chain(sides).collect();
        let known = api.cx().law();
        let norm = |norm: NormFine| NormFineBody {
            name: norm.name.zh,
            name_en: norm.name.en,
            article: known
                .ranges
                .get(&norm.range_id)
                .map(|r| r.basis.zh.clone())
                .unwrap_or_default(),
            benchmark: norm.benchmark,
            amount_fen: norm.amount.0,
            chosen: norm.chosen,
        };
        let norms = norms.into_iter().map(norm).collect();
        Self { sides, counts, norms, ..Self::of(api, &calculation, &law, other.as_ref()) }
    }
}

/// Computes a fine; changes nothing.
#[utoipa::path(post, path = "/api/v1/discretion/calculate", tag = "discretion", request_body = QuestionBody, responses((status = 200, body = CalculationBody)))]
pub(crate) async fn calculate(
    State(api): State<Api>,
    officer: Officer,
    Json(asked): Json<QuestionBody>,
) -> Result<Json<CalculationBody>, Problem> {
    let answer = ask(api.cx(), officer.actor(), &asked.question()).await?;
    Ok(Json(CalculationBody::answer(&api, answer)))
}
