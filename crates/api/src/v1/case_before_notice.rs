//! What may be done to a case up to the prior notice: each address takes one step and answers with the case as it stands.

use super::calculation::QuestionBody;
use super::cases::{CaseBody, page_of};
use crate::extract::{Json, Path};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::cases::{self, Conclude, Examine, Intent, Propose, ReviewCase};
use axum::extract::State;
use domain::case::{ActTime, ExaminationResult, ReviewChecks, ReviewResult};
use domain::{CaseId, Date, EvidenceId, InspectionId, OfficerId};
use serde::Deserialize;
use utoipa::ToSchema;

pub(super) type Answer = Result<Json<CaseBody>, Problem>;

#[derive(Deserialize, ToSchema)]
pub(crate) struct ProposeBody {
    #[schema(value_type = Option<String>)]
    id: Option<CaseId>,
    #[schema(value_type = String)]
    inspection_id: InspectionId,
    item_code: String,
    cause: String,
    summary: String,
    #[schema(value_type = Vec<String>)]
    handler_ids: Vec<OfficerId>,
    /// The day of the act, where it is not the day of the inspection.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    act_on: Option<Date>,
    /// Whether the act did harm, which lengthens the limitation.
    #[serde(default)]
    harmful: bool,
}

/// Proposes to file a case.
#[utoipa::path(post, path = "/api/v1/cases", tag = "cases", request_body = ProposeBody, responses((status = 200, body = CaseBody)))]
pub(crate) async fn propose(
    State(api): State<Api>,
    officer: Officer,
    Json(asked): Json<ProposeBody>,
) -> Answer {
    let id = asked.id.unwrap_or_else(|| api.cx().id());
    let order = Propose {
        id,
        inspection: asked.inspection_id,
        item: asked.item_code,
        cause: asked.cause,
        summary: asked.summary,
        handlers: asked.handler_ids,
        act_on: asked.act_on,
        harmful: asked.harmful,
    };
    cases::propose(api.cx(), officer.actor(), order).await?;
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct OnlyRevision {
    pub(super) revision: u32,
}

/// Approves the filing.
#[utoipa::path(post, path = "/api/v1/cases/{id}/approve-filing", tag = "cases", params(("id" = String, Path)), request_body = OnlyRevision, responses((status = 200, body = CaseBody)))]
pub(crate) async fn approve_filing(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<OnlyRevision>,
) -> Answer {
    cases::approve_filing(api.cx(), officer.actor(), id, asked.revision).await?;
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct WithReason {
    pub(super) revision: u32,
    pub(super) reason: String,
}

/// Refuses the filing.
#[utoipa::path(post, path = "/api/v1/cases/{id}/refuse-filing", tag = "cases", params(("id" = String, Path)), request_body = WithReason, responses((status = 200, body = CaseBody)))]
pub(crate) async fn refuse_filing(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<WithReason>,
) -> Answer {
    cases::refuse_filing(api.cx(), officer.actor(), id, asked.revision, &asked.reason).await?;
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MeasureBody {
    Fine,
    NoPenalty,
}

/// When the act was done.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ActTimeBody {
    /// The day it began.
    #[schema(value_type = String)]
    from: Date,
    /// The day it ended; null while it goes on.
    #[schema(value_type = Option<String>)]
    until: Option<Date>,
}

impl From<ActTimeBody> for ActTime {
    fn from(ActTimeBody { from, until }: ActTimeBody) -> Self {
        Self { from, until }
    }
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct ConcludeBody {
    revision: u32,
    facts_found: String,
    #[schema(value_type = Vec<String>)]
    evidence_ids: Vec<EvidenceId>,
    opinion: String,
    #[serde(default)]
    complex: bool,
    measure: MeasureBody,
    /// With `fine`: what it is computed from.
    discretion: Option<QuestionBody>,
    /// When the act was done, where it is not as proposed; by it the law is chosen.
    act: Option<ActTimeBody>,
    /// Why the fine lies outside what the nearest decided cases span, where it does.
    band_reason: Option<String>,
    /// With `no_penalty`: the article and why it applies.
    article: Option<String>,
    reason: Option<String>,
}

/// Concludes the investigation.
#[utoipa::path(post, path = "/api/v1/cases/{id}/conclude", tag = "cases", params(("id" = String, Path)), request_body = ConcludeBody, responses((status = 200, body = CaseBody)))]
pub(crate) async fn conclude(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<ConcludeBody>,
) -> Answer {
    let intent = match asked.measure {
        MeasureBody::Fine => {
            let (zh, en) = ("请填写裁量事实", "say what the fine is computed from");
            let missing = || Problem::bad_request("http.json", zh, en).field("discretion");
            Intent::Fine(Box::new(asked.discretion.ok_or_else(missing)?.question()))
        }
        MeasureBody::NoPenalty => Intent::NoPenalty {
            article: asked.article.unwrap_or_default(),
            reason: asked.reason.unwrap_or_default(),
        },
    };
    let report = Conclude {
        facts: asked.facts_found,
        evidence: asked.evidence_ids,
        opinion: asked.opinion,
        complex: asked.complex,
        intent,
        act: asked.act.map(ActTime::from),
        band_reason: asked.band_reason,
    };
    cases::conclude(api.cx(), officer.actor(), id, asked.revision, report).await?;
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ExamineResult {
    Pass,
    Return,
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct ExamineBody {
    revision: u32,
    result: ExamineResult,
    opinion: String,
    #[serde(default)]
    defects: Vec<String>,
    /// Answers against the count of the party's cases that are approved, by factor (`calculation.deviations`).
    #[serde(default)]
    approves: Vec<String>,
}

/// Examines the case.
#[utoipa::path(post, path = "/api/v1/cases/{id}/examine", tag = "cases", params(("id" = String, Path)), request_body = ExamineBody, responses((status = 200, body = CaseBody)))]
pub(crate) async fn examine(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<ExamineBody>,
) -> Answer {
    let result = match asked.result {
        ExamineResult::Pass => ExaminationResult::Pass,
        ExamineResult::Return => ExaminationResult::Return { defects: asked.defects },
    };
    let examine = Examine { result, opinion: asked.opinion, approves: asked.approves };
    cases::examine(api.cx(), officer.actor(), id, asked.revision, examine).await?;
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct ReviewBody {
    revision: u32,
    /// `agree`, `return` or `disagree`.
    #[schema(value_type = String)]
    result: ReviewResult,
    opinion: String,
    checks: ChecksBody,
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct ChecksBody {
    subject: bool,
    qualification: bool,
    procedure: bool,
    facts: bool,
    law: bool,
    documents: bool,
    crime: bool,
}

/// Reviews the case legally.
#[utoipa::path(post, path = "/api/v1/cases/{id}/review", tag = "cases", params(("id" = String, Path)), request_body = ReviewBody, responses((status = 200, body = CaseBody)))]
pub(crate) async fn review(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<ReviewBody>,
) -> Answer {
    let ChecksBody { subject, qualification, procedure, facts, law, documents, crime } =
        asked.checks;
    let checks = ReviewChecks { subject, qualification, procedure, facts, law, documents, crime };
    let review = ReviewCase { result: asked.result, opinion: asked.opinion, checks };
    cases::review(api.cx(), officer.actor(), id, asked.revision, review).await?;
    page_of(&api, &officer, id).await
}
