//! `enclosures`: papers as files, handed in first and then named by the step that needs them.

use super::upload::{self, Upload};
use crate::extract::{Json, Path};
use crate::officer::Officer;
use crate::sniff::sniff_paper;
use crate::{Api, Problem};
use app::enclosures::{self, NewEnclosure};
use axum::extract::{Request, State};
use axum::response::Response;
use domain::EnclosureId;
use domain::enclosure::{ENCLOSURE_BYTES_MAX, Enclosure};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A paper as a file.
#[derive(Serialize, ToSchema)]
pub(crate) struct EnclosureBody {
    id: String,
    name: String,
    media_type: String,
    size: u64,
    sha256: String,
    sm3: String,
    by: String,
    at: i64,
    /// Where its bytes are.
    href: String,
}

impl From<Enclosure> for EnclosureBody {
    fn from(enclosure: Enclosure) -> Self {
        Self {
            href: format!("/api/v1/enclosures/{}/file", enclosure.id),
            id: enclosure.id.to_string(),
            name: enclosure.name,
            media_type: enclosure.media_type,
            size: enclosure.size,
            sha256: enclosure.sha256,
            sm3: enclosure.sm3,
            by: enclosure.signed.name,
            at: enclosure.signed.at.as_millis(),
        }
    }
}

/// What the sender says of a file.
#[derive(Deserialize, ToSchema)]
pub(crate) struct EnclosureMeta {
    /// UUIDv7 of the client's making: sending it twice keeps it once.
    #[schema(value_type = String)]
    id: EnclosureId,
    /// The name of the file.
    name: String,
    /// Lower-case hex; where it is given, other bytes are refused.
    sha256: Option<String>,
}

/// The form of the upload.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the multipart form for the OpenAPI document")]
pub(crate) struct EnclosureForm {
    meta: EnclosureMeta,
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
}

/// Hands in a paper (PDF, JPEG or PNG, at most 20 MB): `meta` first, then `file`. The next step names it in `documents`.
#[utoipa::path(post, path = "/api/v1/enclosures", tag = "enclosures", operation_id = "enclosure_add", request_body(content = EnclosureForm, content_type = "multipart/form-data"), responses((status = 200, body = EnclosureBody)))]
pub(crate) async fn add(
    State(api): State<Api>,
    officer: Officer,
    request: Request,
) -> Result<Json<EnclosureBody>, Problem> {
    let Upload { meta, bytes } = upload::read(&api, request, ENCLOSURE_BYTES_MAX).await?;
    let EnclosureMeta { id, name, sha256 } = meta;
    let media_type = sniff_paper(&bytes)?.to_owned();
    let new = NewEnclosure { id, name, media_type, sha256, bytes };
    Ok(Json(enclosures::add(api.cx(), officer.actor(), new).await?.into()))
}

/// The file itself.
#[utoipa::path(get, path = "/api/v1/enclosures/{id}/file", tag = "enclosures", operation_id = "enclosure_file", params(("id" = String, Path)), responses((status = 200, content_type = "application/octet-stream")))]
pub(crate) async fn file(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<EnclosureId>,
) -> Result<Response, Problem> {
    let file = enclosures::read(api.cx(), officer.actor(), id).await?;
    let enclosure = file.enclosure;
    let disposition = format!("inline; filename*=UTF-8''{}", percent(&enclosure.name));
    Ok(upload::shown(enclosure.media_type, disposition, file.bytes))
}

/// A file name as RFC 8187 writes it.
fn percent(name: &str) -> String {
    let plain = |b: &u8| b.is_ascii_alphanumeric() || b"-._".contains(b);
    name.bytes()
        .map(|b| if plain(&b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}
