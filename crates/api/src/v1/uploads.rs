//! `uploads`: a file of evidence in pieces, over a network that comes and goes. Announce it, send the bytes from the offset
//! that the answer names, complete it. After any failure ask how far it has come, and go on there.

use super::evidence::{EvidenceBody, EvidenceMeta};
use crate::extract::{Json, Path};
use crate::limits::busy;
use crate::officer::Officer;
use crate::sniff::sniff;
use crate::{Api, Problem};
use app::inspections::{self, Announced, Upload, UploadLimits};
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use domain::{EvidenceId, InspectionId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What the device says of a file before it sends it.
#[derive(Deserialize, ToSchema)]
pub(crate) struct UploadAnnounce {
    #[serde(flatten)]
    meta: EvidenceMeta,
    /// Bytes of the whole file.
    size: u64,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct UploadBody {
    /// The id of the evidence it becomes.
    id: String,
    size: u64,
    /// Bytes on disk: the next piece begins here.
    offset: u64,
    /// Bytes of one piece, at most.
    piece_bytes: u64,
    /// When what came is thrown away.
    ends_at: i64,
    /// The evidence, where the file was completed before.
    evidence: Option<EvidenceBody>,
}

impl UploadBody {
    fn of(upload: Upload, api: &Api) -> Self {
        let Upload { id, size, offset, ends_at, kept } = upload;
        Self {
            id: id.to_string(),
            size,
            offset,
            piece_bytes: api.config().piece_bytes as u64,
            ends_at: ends_at.as_millis(),
            evidence: kept.map(|(evidence, line)| EvidenceBody::of(evidence, Some(line))),
        }
    }
}

/// Announces a file; the same file again answers how far it has come.
#[utoipa::path(post, path = "/api/v1/inspections/{id}/uploads", tag = "inspections", params(("id" = String, Path)), request_body = UploadAnnounce, responses((status = 200, body = UploadBody)))]
pub(crate) async fn begin(
    State(api): State<Api>,
    officer: Officer,
    Path(inspection): Path<InspectionId>,
    Json(asked): Json<UploadAnnounce>,
) -> Result<Json<UploadBody>, Problem> {
    let EvidenceMeta { id, kind, taken_at, device_clock_at, location, caption, sha256 } =
        asked.meta;
    let new = Announced {
        id,
        kind,
        caption,
        taken_at: Timestamp::from_millis(taken_at),
        device_clock_at: Timestamp::from_millis(device_clock_at),
        position: location,
        sha256,
        size: asked.size,
    };
    let config = api.config();
    let limits = UploadLimits {
        file_bytes: config.evidence_bytes as u64,
        waiting_bytes: config.waiting_bytes,
        officer_bytes: config.officer_bytes,
        hours: config.upload_hours,
    };
    let begun =
        inspections::begin_upload(api.cx(), officer.actor(), inspection, new, limits).await?;
    Ok(Json(UploadBody::of(begun, &api)))
}

/// How far a file has come.
#[utoipa::path(get, path = "/api/v1/uploads/{id}", tag = "inspections", params(("id" = String, Path)), responses((status = 200, body = UploadBody)))]
pub(crate) async fn read(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<EvidenceId>,
) -> Result<Json<UploadBody>, Problem> {
    let found = inspections::read_upload(api.cx(), officer.actor(), id).await?;
    Ok(Json(UploadBody::of(found, &api)))
}

/// Takes the next piece: its bytes as the body, where it begins in `Upload-Offset`. The answer comes when it is on disk.
#[utoipa::path(patch, path = "/api/v1/uploads/{id}", tag = "inspections", params(("id" = String, Path), ("Upload-Offset" = u64, Header)), request_body(content = String, content_type = "application/offset+octet-stream"), responses((status = 200, body = UploadBody)))]
pub(crate) async fn piece(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<EvidenceId>,
    request: Request,
) -> Result<Json<UploadBody>, Problem> {
    let _place = api.0.uploads.try_acquire().map_err(|_| busy().retry_after(5))?;
    let offset = offset_of(request.headers())?;
    let bytes = to_bytes(request.into_body(), api.config().piece_bytes).await;
    let bytes = bytes.map_err(|_| piece_broken())?;
    if bytes.is_empty() {
        return Err(piece_broken());
    }
    let added =
        inspections::add_piece(api.cx(), officer.actor(), id, offset, bytes.to_vec()).await?;
    Ok(Json(UploadBody::of(added, &api)))
}

fn offset_of(headers: &HeaderMap) -> Result<u64, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    if kind != Some("application/offset+octet-stream") {
        let (zh, en) =
            ("请以 application/offset+octet-stream 提交", "send application/offset+octet-stream");
        return Err(Problem::media_type(zh, en));
    }
    let offset = headers.get("Upload-Offset").and_then(|offset| offset.to_str().ok()?.parse().ok());
    offset.ok_or_else(|| {
        let (zh, en) =
            ("须有 Upload-Offset（字节数）", "name the bytes before it in Upload-Offset");
        Problem::bad_request("upload.offset_missing", zh, en).field("Upload-Offset")
    })
}

/// Too large, empty, or cut off on the way: nothing of it was taken.
fn piece_broken() -> Problem {
    let (zh, en) = (
        "分片为空、过大或中断，请续传",
        "the piece is empty, too large or was cut off; send it again",
    );
    Problem::bad_request("upload.piece_broken", zh, en)
}

/// Makes evidence of a file of which everything is there.
#[utoipa::path(post, path = "/api/v1/uploads/{id}/complete", tag = "inspections", params(("id" = String, Path)), responses((status = 200, body = EvidenceBody)))]
pub(crate) async fn complete(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<EvidenceId>,
) -> Result<Json<EvidenceBody>, Problem> {
    // The whole file is in memory for a moment: a bounded number of them.
    let _place = api.0.uploads.try_acquire().map_err(|_| busy().retry_after(5))?;
    let type_of = |bytes: &[u8]| sniff(bytes).ok();
    let (kept, line) = inspections::complete_upload(api.cx(), officer.actor(), id, type_of).await?;
    Ok(Json(EvidenceBody::of(kept, Some(line))))
}
