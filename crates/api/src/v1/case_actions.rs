//! What may be done to a case: one address for each step, each answering with the case as it stands then.

use super::cases::{CaseBody, page_of};
use super::discretion::QuestionBody;
use crate::extract::{Json, Path};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::cases::{
    self, Conclude, Deliberate, Examine, HoldHearing, Intent, NewService, Propose, RecheckCase,
    ReviewCase,
};
use axum::extract::State;
use domain::case::{
    CloseGround, Defence, DefenceKind, ExaminationResult, Participant, Point, ReviewChecks,
    ReviewResult, ServiceMethod,
};
use domain::money::Fen;
use domain::{CaseId, Date, EvidenceId, InspectionId, OfficerId};
use serde::Deserialize;
use utoipa::ToSchema;

type Answer = Result<Json<CaseBody>, Problem>;

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
pub(crate) async fn propose(State(api): State<Api>, officer: Officer, Json(asked): Json<ProposeBody>) -> Answer {
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
    revision: u32,
}

/// Approves the filing.
#[utoipa::path(post, path = "/api/v1/cases/{id}/approve-filing", tag = "cases", params(("id" = String, Path)), request_body = OnlyRevision, responses((status = 200, body = CaseBody)))]
pub(crate) async fn approve_filing(State(api): State<Api>, officer: Officer, Path(id): Path<CaseId>, Json(asked): Json<OnlyRevision>) -> Answer {
    cases::approve_filing(api.cx(), officer.actor(), id, asked.revision).await?;
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct WithReason {
    revision: u32,
    reason: String,
}

/// Refuses the filing.
#[utoipa::path(post, path = "/api/v1/cases/{id}/refuse-filing", tag = "cases", params(("id" = String, Path)), request_body = WithReason, responses((status = 200, body = CaseBody)))]
pub(crate) async fn refuse_filing(State(api): State<Api>, officer: Officer, Path(id): Path<CaseId>, Json(asked): Json<WithReason>) -> Answer {
    cases::refuse_filing(api.cx(), officer.actor(), id, asked.revision, &asked.reason).await?;
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum MeasureBody {
    Fine,
    NoPenalty,
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
    /// With `no_penalty`: the article and why it applies.
    article: Option<String>,
    reason: Option<String>,
}

/// Concludes the investigation.
#[utoipa::path(post, path = "/api/v1/cases/{id}/conclude", tag = "cases", params(("id" = String, Path)), request_body = ConcludeBody, responses((status = 200, body = CaseBody)))]
pub(crate) async fn conclude(State(api): State<Api>, officer: Officer, Path(id): Path<CaseId>, Json(asked): Json<ConcludeBody>) -> Answer {
    let intent = match asked.measure {
        MeasureBody::Fine => {
            let (zh, en) = ("请填写裁量事实", "say what the fine is computed from");
            let missing = || Problem::bad_request("http.json", zh, en).field("discretion");
            Intent::Fine(asked.discretion.ok_or_else(missing)?.question())
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
}

/// Examines the case.
#[utoipa::path(post, path = "/api/v1/cases/{id}/examine", tag = "cases", params(("id" = String, Path)), request_body = ExamineBody, responses((status = 200, body = CaseBody)))]
pub(crate) async fn examine(State(api): State<Api>, officer: Officer, Path(id): Path<CaseId>, Json(asked): Json<ExamineBody>) -> Answer {
    let result = match asked.result {
        ExamineResult::Pass => ExaminationResult::Pass,
        ExamineResult::Return => ExaminationResult::Return { defects: asked.defects },
    };
    let examine = Examine { result, opinion: asked.opinion };
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
pub(crate) async fn review(State(api): State<Api>, officer: Officer, Path(id): Path<CaseId>, Json(asked): Json<ReviewBody>) -> Answer {
    let ChecksBody { subject, qualification, procedure, facts, law, documents, crime } = asked.checks;
    let checks = ReviewChecks { subject, qualification, procedure, facts, law, documents, crime };
    let review = ReviewCase { result: asked.result, opinion: asked.opinion, checks };
    cases::review(api.cx(), officer.actor(), id, asked.revision, review).await?;
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct ServiceBody {
    revision: u32,
    /// `direct`, `left`, `post`, `electronic` or `announcement`.
    #[schema(value_type = String)]
    method: ServiceMethod,
    #[schema(value_type = String)]
    served_on: Date,
    #[serde(default)]
    receiver: String,
    #[serde(default)]
    relation: String,
    #[schema(value_type = Vec<String>)]
    server_ids: Vec<OfficerId>,
    #[serde(default)]
    place: String,
    #[serde(default)]
    remarks: String,
}

impl ServiceBody {
    fn service(self) -> NewService {
        NewService {
            method: self.method,
            on: self.served_on,
            receiver: self.receiver,
            relation: self.relation,
            place: self.place,
            servers: self.server_ids,
            remarks: self.remarks,
        }
    }
}

/// Serves the prior notice.
#[utoipa::path(post, path = "/api/v1/cases/{id}/serve-notice", tag = "cases", params(("id" = String, Path)), request_body = ServiceBody, responses((status = 200, body = CaseBody)))]
pub(crate) async fn serve_notice(State(api): State<Api>, officer: Officer, Path(id): Path<CaseId>, Json(asked): Json<ServiceBody>) -> Answer {
    let revision = asked.revision;
    cases::serve_notice(api.cx(), officer.actor(), id, revision, asked.service()).await?;
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct DefenceBody {
    revision: u32,
    /// `written`, `oral` or `waived`.
    #[schema(value_type = String)]
    kind: DefenceKind,
    #[schema(value_type = String)]
    received_on: Date,
    #[serde(default)]
    points: Vec<String>,
    #[serde(default)]
    new_evidence: bool,
}

/// Records what the party says.
#[utoipa::path(post, path = "/api/v1/cases/{id}/record-defence", tag = "cases", params(("id" = String, Path)), request_body = DefenceBody, responses((status = 200, body = CaseBody)))]
pub(crate) async fn record_defence(State(api): State<Api>, officer: Officer, Path(id): Path<CaseId>, Json(asked): Json<DefenceBody>) -> Answer {
    let DefenceBody { revision, kind, received_on, points, new_evidence } = asked;
    let defence = Defence { kind, on: received_on, points, new_evidence };
    cases::record_defence(api.cx(), officer.actor(), id, revision, defence).await?;
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct RequestHearing {
    revision: u32,
    #[schema(value_type = String)]
    requested_on: Date,
}

/// The party asks for a hearing.
#[utoipa::path(post, path = "/api/v1/cases/{id}/request-hearing", tag = "cases", params(("id" = String, Path)), request_body = RequestHearing, responses((status = 200, body = CaseBody)))]
pub(crate) async fn request_hearing(State(api): State<Api>, officer: Officer, Path(id): Path<CaseId>, Json(asked): Json<RequestHearing>) -> Answer {
    cases::request_hearing(api.cx(), officer.actor(), id, asked.revision, asked.requested_on).await?;
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct HearingBody {
    revision: u32,
    #[schema(value_type = String)]
    held_on: Date,
    /// The officer who presided.
    #[schema(value_type = String)]
    host: OfficerId,
    summary: String,
    #[serde(default)]
    new_evidence: bool,
}

/// Records the hearing.
#[utoipa::path(post, path = "/api/v1/cases/{id}/hold-hearing", tag = "cases", params(("id" = String, Path)), request_body = HearingBody, responses((status = 200, body = CaseBody)))]
pub(crate) async fn hold_hearing(State(api): State<Api>, officer: Officer, Path(id): Path<CaseId>, Json(asked): Json<HearingBody>) -> Answer {
    let HearingBody { revision, held_on, host, summary, new_evidence } = asked;
    let held = HoldHearing { held_on, host, summary, new_evidence };
    cases::hold_hearing(api.cx(), officer.actor(), id, revision, held).await?;
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct PointBody {
    point: String,
    adopted: bool,
    reason: String,
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct RecheckBody {
    revision: u32,
    #[serde(default)]
    points: Vec<PointBody>,
    opinion: String,
    /// The facts as they stand now, where an adopted point changes the computation.
    discretion: Option<QuestionBody>,
}

/// Rechecks the case after the defence.
#[utoipa::path(post, path = "/api/v1/cases/{id}/recheck", tag = "cases", params(("id" = String, Path)), request_body = RecheckBody, responses((status = 200, body = CaseBody)))]
pub(crate) async fn recheck(State(api): State<Api>, officer: Officer, Path(id): Path<CaseId>, Json(asked): Json<RecheckBody>) -> Answer {
    let point = |PointBody { point, adopted, reason }| Point { point, adopted, reason };
    let order = RecheckCase {
        points: asked.points.into_iter().map(point).collect(),
        opinion: asked.opinion,
        anew: asked.discretion.map(QuestionBody::question),
    };
    cases::recheck(api.cx(), officer.actor(), id, asked.revision, order).await?;
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct ParticipantBody {
    #[schema(value_type = String)]
    officer_id: OfficerId,
    name: String,
    post: String,
    votes: bool,
    opinion: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Conclusion {
    AsProposed,
    Change,
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct DeliberateBody {
    revision: u32,
    #[schema(value_type = String)]
    held_on: Date,
    participants: Vec<ParticipantBody>,
    conclusion: Conclusion,
    /// What was concluded, in words.
    #[serde(default)]
    words: String,
    /// With `change`: the fine.
    fine_fen: Option<i64>,
}

/// Records the deliberation.
#[utoipa::path(post, path = "/api/v1/cases/{id}/deliberate", tag = "cases", params(("id" = String, Path)), request_body = DeliberateBody, responses((status = 200, body = CaseBody)))]
pub(crate) async fn deliberate(State(api): State<Api>, officer: Officer, Path(id): Path<CaseId>, Json(asked): Json<DeliberateBody>) -> Answer {
    let (fine, usual) = match asked.conclusion {
        Conclusion::AsProposed => (None, "同意拟处理意见"),
        Conclusion::Change => (asked.fine_fen.map(Fen), "变更拟处理意见"),
    };
    let participant = |one: ParticipantBody| Participant {
        officer: one.officer_id,
        name: one.name,
        post: one.post,
        votes: one.votes,
        opinion: one.opinion,
    };
    let words = asked.words.trim();
    let minutes = Deliberate {
        held_on: asked.held_on,
        participants: asked.participants.into_iter().map(participant).collect(),
        conclusion: if words.is_empty() { usual } else { words }.to_owned(),
        fine,
    };
    cases::deliberate(api.cx(), officer.actor(), id, asked.revision, minutes).await?;
    page_of(&api, &officer, id).await
}

/// Decides.
#[utoipa::path(post, path = "/api/v1/cases/{id}/decide", tag = "cases", params(("id" = String, Path)), request_body = OnlyRevision, responses((status = 200, body = CaseBody)))]
pub(crate) async fn decide(State(api): State<Api>, officer: Officer, Path(id): Path<CaseId>, Json(asked): Json<OnlyRevision>) -> Answer {
    cases::decide(api.cx(), officer.actor(), id, asked.revision).await?;
    page_of(&api, &officer, id).await
}

/// Serves the decision.
#[utoipa::path(post, path = "/api/v1/cases/{id}/serve-decision", tag = "cases", params(("id" = String, Path)), request_body = ServiceBody, responses((status = 200, body = CaseBody)))]
pub(crate) async fn serve_decision(State(api): State<Api>, officer: Officer, Path(id): Path<CaseId>, Json(asked): Json<ServiceBody>) -> Answer {
    let revision = asked.revision;
    cases::serve_decision(api.cx(), officer.actor(), id, revision, asked.service()).await?;
    page_of(&api, &officer, id).await
}

/// Orders the publication; a job makes and publishes the redacted file.
#[utoipa::path(post, path = "/api/v1/cases/{id}/publish", tag = "cases", params(("id" = String, Path)), request_body = OnlyRevision, responses((status = 200, body = CaseBody)))]
pub(crate) async fn publish(State(api): State<Api>, officer: Officer, Path(id): Path<CaseId>, Json(asked): Json<OnlyRevision>) -> Answer {
    app::notices::publish(api.cx(), officer.actor(), id, asked.revision).await?;
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct CloseCase {
    revision: u32,
    /// `performed`, `court_enforces`, `nothing_to_perform`, `terminated`, `transferred`, `annulled` or `other`.
    #[schema(value_type = String)]
    ground: CloseGround,
}

/// Closes the case.
#[utoipa::path(post, path = "/api/v1/cases/{id}/close", tag = "cases", params(("id" = String, Path)), request_body = CloseCase, responses((status = 200, body = CaseBody)))]
pub(crate) async fn close(State(api): State<Api>, officer: Officer, Path(id): Path<CaseId>, Json(asked): Json<CloseCase>) -> Answer {
    cases::close(api.cx(), officer.actor(), id, asked.revision, asked.ground).await?;
    page_of(&api, &officer, id).await
}
