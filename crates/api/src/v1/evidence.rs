//! `evidence`: files of an inspection. The type is found in the bytes; what the sender says of it is not believed.

use super::common::word;
use super::inspection_record::FixedLocation;
use super::upload::{self, Upload};
use crate::extract::{Json, Path};
use crate::officer::Officer;
use crate::sniff::sniff;
use crate::{Api, Problem};
use app::inspections::{self, NewEvidence};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::inspection::{Evidence, EvidenceKind, Position};
use domain::{CaseId, EvidenceId, InspectionId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub(crate) struct EvidenceBody {
    id: String,
    /// `photo`, `video`, `audio` or `document`.
    kind: String,
    caption: String,
    taken_at: i64,
    device_clock_at: i64,
    received_at: i64,
    location: Option<FixedLocation>,
    media_type: String,
    size: u64,
    sha256: String,
    sm3: String,
    taken_by: String,
    withdrawn: Option<String>,
    /// Its line in the record log, in the answer to the upload.
    log_index: Option<u64>,
}

impl EvidenceBody {
    pub(crate) fn of(evidence: Evidence, log_index: Option<u64>) -> Self {
        let position = serde_json::to_value(evidence.position).ok();
        Self {
            id: evidence.id.to_string(),
            kind: word(&evidence.kind),
            caption: evidence.caption,
            taken_at: evidence.taken_at.as_millis(),
            device_clock_at: evidence.device_clock_at.as_millis(),
            received_at: evidence.received_at.as_millis(),
            location: position.and_then(|position| serde_json::from_value(position).ok()).flatten(),
            media_type: evidence.media_type,
            size: evidence.size,
            sha256: evidence.sha256,
            sm3: evidence.sm3,
            taken_by: evidence.taken_by.to_string(),
            withdrawn: evidence.withdrawn,
            log_index,
        }
    }
}

/// What the device says of a file.
#[derive(Deserialize, ToSchema)]
pub(crate) struct EvidenceMeta {
    /// Given by the device: sending it twice keeps it once.
    #[schema(value_type = String)]
    pub(crate) id: EvidenceId,
    /// `photo`, `video`, `audio` or `document`.
    #[schema(value_type = String)]
    pub(crate) kind: EvidenceKind,
    pub(crate) taken_at: i64,
    pub(crate) device_clock_at: i64,
    #[schema(value_type = Option<FixedLocation>)]
    pub(crate) location: Option<Position>,
    #[serde(default)]
    pub(crate) caption: String,
    /// Lower-case hex, computed on the device; other bytes are refused.
    pub(crate) sha256: String,
}

/// The form of the upload.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the multipart form for the OpenAPI document")]
pub(crate) struct EvidenceForm {
    meta: EvidenceMeta,
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Takes a file of evidence: `meta` first, then `file`.
#[utoipa::path(post, path = "/api/v1/inspections/{id}/evidence", tag = "inspections", params(("id" = String, Path)), request_body(content = EvidenceForm, content_type = "multipart/form-data"), responses((status = 200, body = EvidenceBody)))]
pub(crate) async fn add(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<InspectionId>,
    request: Request,
) -> Result<Json<EvidenceBody>, Problem> {
    let new = sent(&api, request).await?;
    let (kept, line) = inspections::add_evidence(api.cx(), officer.actor(), id, new).await?;
    Ok(Json(EvidenceBody::of(kept, Some(line))))
}

/// Takes a file of evidence from the handlers of a case that was taken over: `meta` first, then `file`.
#[utoipa::path(post, path = "/api/v1/cases/{id}/evidence", tag = "cases", params(("id" = String, Path)), request_body(content = EvidenceForm, content_type = "multipart/form-data"), responses((status = 200, body = EvidenceBody)))]
pub(crate) async fn supplement(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    request: Request,
) -> Result<Json<EvidenceBody>, Problem> {
    let new = sent(&api, request).await?;
    let (kept, line) = inspections::supplement(api.cx(), officer.actor(), id, new).await?;
    Ok(Json(EvidenceBody::of(kept, Some(line))))
}

async fn sent(api: &Api, request: Request) -> Result<NewEvidence, Problem> {
    let Upload { meta, bytes } = upload::read(api, request, api.config().file_bytes).await?;
    let EvidenceMeta { id, kind, taken_at, device_clock_at, .. } = meta;
    let EvidenceMeta { location, caption, sha256, .. } = meta;
    Ok(NewEvidence {
        id,
        kind,
        caption,
        taken_at: Timestamp::from_millis(taken_at),
        device_clock_at: Timestamp::from_millis(device_clock_at),
        position: location,
        sha256,
        media_type: sniff(&bytes)?.to_owned(),
        bytes,
    })
}

/// The file of an item of evidence.
#[utoipa::path(get, path = "/api/v1/evidence/{id}/file", tag = "inspections", params(("id" = String, Path)), responses((status = 200, content_type = "application/octet-stream")))]
pub(crate) async fn file(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<EvidenceId>,
) -> Result<Response, Problem> {
    let file = inspections::read_evidence(api.cx(), officer.actor(), id).await?;
    Ok(upload::shown(file.media_type, "inline".to_owned(), file.bytes))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct WithdrawEvidence {
    reason: String,
}

/// Withdraws an item of evidence from a draft; the file and its line in the record stay.
#[utoipa::path(post, path = "/api/v1/evidence/{id}/withdraw", tag = "inspections", params(("id" = String, Path)), request_body = WithdrawEvidence, responses((status = 204)))]
pub(crate) async fn withdraw(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<EvidenceId>,
    Json(asked): Json<WithdrawEvidence>,
) -> Result<StatusCode, Problem> {
    inspections::withdraw_evidence(api.cx(), officer.actor(), id, &asked.reason).await?;
    Ok(StatusCode::NO_CONTENT)
}
