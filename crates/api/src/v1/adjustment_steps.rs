//! The steps of an adjustment after its proposal, each with its papers.

use super::adjustments::{AdjustmentBody, page_of};
use crate::extract::{Json, Path};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::adjustments::{self, Enter, Mend, Opinion, Publish, Recipient};
use axum::extract::State;
use domain::{AdjustmentId, Date, EnclosureId};
use serde::Deserialize;
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
pub(crate) struct ReviewAdjustment {
    revision: u32,
    /// Whether the reviewer agrees; else it goes back with the opinion.
    agreed: bool,
    opinion: String,
    /// Number or name of the opinion.
    document: String,
    /// Ids of its papers, at least one.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    documents: Vec<EnclosureId>,
}

/// Legal review, by another person than the proposer.
#[utoipa::path(post, path = "/api/v1/adjustments/{id}/review", tag = "adjustments", params(("id" = String, Path)), request_body = ReviewAdjustment, responses((status = 200, body = AdjustmentBody)))]
pub(crate) async fn review(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<AdjustmentId>,
    Json(asked): Json<ReviewAdjustment>,
) -> Result<Json<AdjustmentBody>, Problem> {
    let ReviewAdjustment { revision, agreed, opinion, document, documents } = asked;
    let entered = Opinion { agreed, opinion, document, documents };
    adjustments::review(api.cx(), officer.actor(), (id, revision), entered).await?;
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct MendBody {
    revision: u32,
    reason: String,
    items: Vec<String>,
    /// Ids of papers handed in anew; the earlier ones stay.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    documents: Vec<EnclosureId>,
}

/// The proposer mends what was returned.
#[utoipa::path(post, path = "/api/v1/adjustments/{id}/revise", tag = "adjustments", params(("id" = String, Path)), request_body = MendBody, responses((status = 200, body = AdjustmentBody)))]
pub(crate) async fn revise(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<AdjustmentId>,
    Json(asked): Json<MendBody>,
) -> Result<Json<AdjustmentBody>, Problem> {
    let MendBody { revision, reason, items, documents } = asked;
    let mended = Mend { items, reason, documents };
    adjustments::revise(api.cx(), officer.actor(), (id, revision), mended).await?;
    page_of(&api, &officer, id).await
}

/// A paper that went to another body.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PaperBody {
    revision: u32,
    number: String,
    body: String,
    #[schema(value_type = String)]
    on: Date,
    /// Ids of its papers, at least one.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    documents: Vec<EnclosureId>,
}

/// Filed with the government of the same level.
#[utoipa::path(post, path = "/api/v1/adjustments/{id}/file", tag = "adjustments", params(("id" = String, Path)), request_body = PaperBody, responses((status = 200, body = AdjustmentBody)))]
pub(crate) async fn file(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<AdjustmentId>,
    Json(asked): Json<PaperBody>,
) -> Result<Json<AdjustmentBody>, Problem> {
    send(&api, &officer, id, Recipient::Government, asked).await
}

/// Copied to the justice department of the same level.
#[utoipa::path(post, path = "/api/v1/adjustments/{id}/copy", tag = "adjustments", params(("id" = String, Path)), request_body = PaperBody, responses((status = 200, body = AdjustmentBody)))]
pub(crate) async fn copy(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<AdjustmentId>,
    Json(asked): Json<PaperBody>,
) -> Result<Json<AdjustmentBody>, Problem> {
    send(&api, &officer, id, Recipient::Justice, asked).await
}

async fn send(
    api: &Api,
    officer: &Officer,
    id: AdjustmentId,
    to: Recipient,
    PaperBody { revision, number, body, on, documents }: PaperBody,
) -> Result<Json<AdjustmentBody>, Problem> {
    let entered = Enter { number, body, on, documents };
    adjustments::send(api.cx(), officer.actor(), (id, revision), to, entered).await?;
    page_of(api, officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct PublishBody {
    revision: u32,
    /// Where it is published.
    place: String,
    /// First day in force.
    #[schema(value_type = String)]
    effective_from: Date,
    /// Ids of the papers of the announcement, at least one.
    #[serde(default)]
    #[schema(value_type = Vec<String>)]
    documents: Vec<EnclosureId>,
}

/// Publishes the version; it is in force from its day on.
#[utoipa::path(post, path = "/api/v1/adjustments/{id}/publish", tag = "adjustments", params(("id" = String, Path)), request_body = PublishBody, responses((status = 200, body = AdjustmentBody)))]
pub(crate) async fn publish(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<AdjustmentId>,
    Json(asked): Json<PublishBody>,
) -> Result<Json<AdjustmentBody>, Problem> {
    let PublishBody { revision, place, effective_from, documents } = asked;
    let published = Publish { place, effective_from, documents };
    adjustments::publish(api.cx(), officer.actor(), (id, revision), published).await?;
    page_of(&api, &officer, id).await
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct WithdrawalBody {
    revision: u32,
    reason: String,
}

/// Withdraws it before publication.
#[utoipa::path(post, path = "/api/v1/adjustments/{id}/withdraw", tag = "adjustments", params(("id" = String, Path)), request_body = WithdrawalBody, responses((status = 200, body = AdjustmentBody)))]
pub(crate) async fn withdraw(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<AdjustmentId>,
    Json(asked): Json<WithdrawalBody>,
) -> Result<Json<AdjustmentBody>, Problem> {
    let WithdrawalBody { revision, reason } = asked;
    adjustments::withdraw(api.cx(), officer.actor(), (id, revision), reason).await?;
    page_of(&api, &officer, id).await
}
