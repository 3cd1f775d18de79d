//! `documents`: rendered legal documents.

use crate::extract::Path;
use crate::officer::Officer;
use crate::{Api, Problem};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::DocumentId;

/// The PDF of a document.
#[utoipa::path(get, path = "/api/v1/documents/{id}/file", tag = "cases", params(("id" = String, Path)), responses((status = 200, content_type = "application/pdf")))]
pub(crate) async fn file(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<DocumentId>,
) -> Result<Response, Problem> {
    pdf(&api, &officer, id).await
}

pub(crate) async fn pdf(api: &Api, officer: &Officer, id: DocumentId) -> Result<Response, Problem> {
    let file = app::papers::file(api.cx(), officer.actor(), id).await?;
    Ok(answer(file.pdf, &file.name))
}

/// A PDF to look at, which is saved under `name`.
pub(crate) fn answer(pdf: Vec<u8>, name: &str) -> Response {
    let mut response = Body::from(pdf).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    // RFC 6266 with RFC 8187: names are Chinese.
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    let encoded: String = name
        .bytes()
        .map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect();
    if let Ok(value) = HeaderValue::from_str(&format!("inline; filename*=UTF-8''{encoded}")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
