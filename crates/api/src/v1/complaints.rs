//! `complaints`: complaints kept with a case, and what was found of them; verified ones are counted in the discretion.

use super::common::word;
use crate::extract::{Items, Json, Path};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::complaints::{self, EnterComplaint, Found};
use axum::extract::State;
use domain::complaint::{Channel, Complaint};
use domain::{CaseId, ComplaintId, Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A complaint against the party of a case.
#[derive(Serialize, ToSchema)]
pub(crate) struct ComplaintBody {
    id: String,
    case_id: String,
    number: String,
    /// `hotline`, `city_hotline`, `online`, `letter_or_visit`, `handed_down` or `handed_over`.
    channel: String,
    received_on: String,
    about: String,
    /// Null while nobody looked into it.
    verified: Option<bool>,
    finding: Option<String>,
    verified_on: Option<String>,
    revision: u32,
}

impl From<Complaint> for ComplaintBody {
    fn from(complaint: Complaint) -> Self {
        let found = complaint.verification.as_ref();
        Self {
            id: complaint.id.to_string(),
            case_id: complaint.case.to_string(),
            number: complaint.number,
            channel: word(&complaint.channel),
            received_on: complaint.received_on.to_string(),
            about: complaint.about,
            verified: found.map(|found| found.verified),
            finding: found.map(|found| found.finding.clone()),
            verified_on: found.map(|found| found.on.to_string()),
            revision: complaint.revision,
        }
    }
}

/// The complaints kept with a case.
#[utoipa::path(get, path = "/api/v1/cases/{id}/complaints", tag = "cases", operation_id = "complaints_of_case", params(("id" = String, Path)), responses((status = 200, body = Items<ComplaintBody>)))]
pub(crate) async fn of_case(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
) -> Result<Json<Items<ComplaintBody>>, Problem> {
    let found = complaints::of_case(api.cx(), officer.actor(), id).await?;
    Ok(Items::all(found.into_iter().map(ComplaintBody::from).collect()))
}

/// What was found of a complaint.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ComplaintFoundBody {
    verified: bool,
    finding: String,
}

impl From<ComplaintFoundBody> for Found {
    fn from(ComplaintFoundBody { verified, finding }: ComplaintFoundBody) -> Self {
        Self { verified, finding }
    }
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct EnterComplaintBody {
    /// Given by the sender: sending it twice enters once.
    #[schema(value_type = Option<String>)]
    id: Option<ComplaintId>,
    /// Its number in the register it came from; one number counts once for a party.
    number: String,
    /// `hotline`, `city_hotline`, `online`, `letter_or_visit`, `handed_down` or `handed_over`.
    #[schema(value_type = String)]
    channel: Channel,
    #[schema(value_type = String)]
    received_on: Date,
    about: String,
    found: Option<ComplaintFoundBody>,
}

/// Enters a complaint with a case.
#[utoipa::path(post, path = "/api/v1/cases/{id}/complaints", tag = "cases", operation_id = "enter_complaint", params(("id" = String, Path)), request_body = EnterComplaintBody, responses((status = 200, body = ComplaintBody)))]
pub(crate) async fn enter(
    State(api): State<Api>,
    officer: Officer,
    Path(case): Path<CaseId>,
    Json(asked): Json<EnterComplaintBody>,
) -> Result<Json<ComplaintBody>, Problem> {
    let order = EnterComplaint {
        id: asked.id.unwrap_or_else(|| api.cx().id()),
        number: asked.number,
        channel: asked.channel,
        received_on: asked.received_on,
        about: asked.about,
        found: asked.found.map(Found::from),
    };
    Ok(Json(complaints::enter(api.cx(), officer.actor(), case, order).await?.into()))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct VerifyComplaintBody {
    revision: u32,
    #[serde(flatten)]
    found: ComplaintFoundBody,
}

/// Writes down what was found of a complaint.
#[utoipa::path(post, path = "/api/v1/complaints/{id}/verify", tag = "cases", operation_id = "verify_complaint", params(("id" = String, Path)), request_body = VerifyComplaintBody, responses((status = 200, body = ComplaintBody)))]
pub(crate) async fn verify(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<ComplaintId>,
    Json(asked): Json<VerifyComplaintBody>,
) -> Result<Json<ComplaintBody>, Problem> {
    let (revision, found) = (asked.revision, asked.found.into());
    Ok(Json(complaints::verify(api.cx(), officer.actor(), id, revision, found).await?.into()))
}
