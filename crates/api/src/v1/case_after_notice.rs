//! What may be done to a case from the prior notice on: each address takes one step and answers with the case as it
//! stands.

use super::calculation::QuestionBody;
use super::case_before_notice::{ActTimeBody, Answer, OnlyRevision, WithReason};
use super::cases::{CaseBody, page_of};
use crate::Api;
use crate::extract::{Json, Path};
use crate::officer::Officer;
use app::cases::{self, Deliberate, HoldHearing, NewService, ProposeClosing, RecheckCase};
use axum::extract::State;
use domain::case::{
    ActTime, Annulment, CloseGround, Defence, DefenceKind, Participant, Payment, Point,
    ServiceMethod,
};
use domain::money::Fen;
use domain::{CaseId, Date, OfficerId};
use serde::Deserialize;
use utoipa::ToSchema;

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

/// Makes out the prior notice under its number; the paper lies among the documents and can be served.
#[utoipa::path(post, path = "/api/v1/cases/{id}/issue-notice", tag = "cases", params(("id" = String, Path)), request_body = OnlyRevision, responses((status = 200, body = CaseBody)))]
pub(crate) async fn issue_notice(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<OnlyRevision>,
) -> Answer {
    cases::issue_notice(api.cx(), officer.actor(), id, asked.revision).await?;
    page_of(&api, &officer, id).await
}

/// Notes how the prior notice was served.
#[utoipa::path(post, path = "/api/v1/cases/{id}/serve-notice", tag = "cases", params(("id" = String, Path)), request_body = ServiceBody, responses((status = 200, body = CaseBody)))]
pub(crate) async fn serve_notice(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<ServiceBody>,
) -> Answer {
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
pub(crate) async fn record_defence(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<DefenceBody>,
) -> Answer {
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
pub(crate) async fn request_hearing(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<RequestHearing>,
) -> Answer {
    cases::request_hearing(api.cx(), officer.actor(), id, asked.revision, asked.requested_on)
        .await?;
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct HearingBody {
    revision: u32,
    /// When the party was told of the time and place, at least seven working days before; the day of its request where that
    /// is left out.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    notified_on: Option<Date>,
    #[schema(value_type = String)]
    held_on: Date,
    /// The officer who presided.
    #[schema(value_type = String)]
    host: OfficerId,
    #[serde(default)]
    participants: Vec<String>,
    summary: String,
    #[serde(default)]
    new_evidence: bool,
}

/// Records the hearing.
#[utoipa::path(post, path = "/api/v1/cases/{id}/hold-hearing", tag = "cases", params(("id" = String, Path)), request_body = HearingBody, responses((status = 200, body = CaseBody)))]
pub(crate) async fn hold_hearing(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<HearingBody>,
) -> Answer {
    let HearingBody { revision, notified_on, held_on, host, participants, summary, new_evidence } =
        asked;
    let held = HoldHearing { notified_on, held_on, host, participants, summary, new_evidence };
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
    /// When the act was done, where the recheck finds otherwise than the report; then the fine is computed anew.
    act: Option<ActTimeBody>,
    /// Why the new fine lies outside what the nearest decided cases span, where it does.
    band_reason: Option<String>,
}

/// Rechecks the case after the defence.
#[utoipa::path(post, path = "/api/v1/cases/{id}/recheck", tag = "cases", params(("id" = String, Path)), request_body = RecheckBody, responses((status = 200, body = CaseBody)))]
pub(crate) async fn recheck(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<RecheckBody>,
) -> Answer {
    let point = |PointBody { point, adopted, reason }| Point { point, adopted, reason };
    let order = RecheckCase {
        points: asked.points.into_iter().map(point).collect(),
        opinion: asked.opinion,
        anew: asked.discretion.map(QuestionBody::question),
        act: asked.act.map(ActTime::from),
        band_reason: asked.band_reason,
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
pub(crate) async fn deliberate(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<DeliberateBody>,
) -> Answer {
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
pub(crate) async fn decide(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<OnlyRevision>,
) -> Answer {
    cases::decide(api.cx(), officer.actor(), id, asked.revision).await?;
    page_of(&api, &officer, id).await
}

/// Serves the decision.
#[utoipa::path(post, path = "/api/v1/cases/{id}/serve-decision", tag = "cases", params(("id" = String, Path)), request_body = ServiceBody, responses((status = 200, body = CaseBody)))]
pub(crate) async fn serve_decision(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<ServiceBody>,
) -> Answer {
    let revision = asked.revision;
    cases::serve_decision(api.cx(), officer.actor(), id, revision, asked.service()).await?;
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct CloseCase {
    revision: u32,
    /// `performed`, `court_enforces`, `nothing_to_perform`, `terminated`, `transferred`, `annulled` or `other`.
    #[schema(value_type = String)]
    ground: CloseGround,
    /// For `performed`: the payment of the whole fine.
    payment: Option<PaymentBody>,
    /// For `annulled`: the paper by which the decision was annulled.
    annulment: Option<AnnulmentBody>,
    /// For all other grounds.
    #[serde(default)]
    reason: String,
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct PaymentBody {
    #[schema(value_type = String)]
    on: Date,
    amount_fen: i64,
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct AnnulmentBody {
    number: String,
    #[schema(value_type = String)]
    on: Date,
}

/// Proposes to close the case.
#[utoipa::path(post, path = "/api/v1/cases/{id}/close", tag = "cases", params(("id" = String, Path)), request_body = CloseCase, responses((status = 200, body = CaseBody)))]
pub(crate) async fn close(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<CloseCase>,
) -> Answer {
    let CloseCase { revision, ground, payment, annulment, reason } = asked;
    let payment = payment.map(|it| Payment { on: it.on, amount: Fen(it.amount_fen) });
    let annulment = annulment.map(|it| Annulment { number: it.number, on: it.on });
    let order = ProposeClosing { ground, payment, annulment, reason };
    cases::propose_closing(api.cx(), officer.actor(), id, revision, order).await?;
    page_of(&api, &officer, id).await
}

/// Approves the closing.
#[utoipa::path(post, path = "/api/v1/cases/{id}/approve-closing", tag = "cases", params(("id" = String, Path)), request_body = OnlyRevision, responses((status = 200, body = CaseBody)))]
pub(crate) async fn approve_closing(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<OnlyRevision>,
) -> Answer {
    cases::approve_closing(api.cx(), officer.actor(), id, asked.revision).await?;
    page_of(&api, &officer, id).await
}

/// Sends the closing back.
#[utoipa::path(post, path = "/api/v1/cases/{id}/refuse-closing", tag = "cases", params(("id" = String, Path)), request_body = WithReason, responses((status = 200, body = CaseBody)))]
pub(crate) async fn refuse_closing(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<WithReason>,
) -> Answer {
    cases::refuse_closing(api.cx(), officer.actor(), id, asked.revision, &asked.reason).await?;
    page_of(&api, &officer, id).await
}
