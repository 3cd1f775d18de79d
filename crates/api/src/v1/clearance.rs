//! `clearance`: a decision is read as it will be published, further words are marked, and the reader orders the publication.

use super::case_before_notice::Answer;
use super::cases::{CaseBody, page_of};
use super::documents;
use crate::extract::{Json, Path};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::notices::{self, Read, Reading};
use axum::extract::State;
use axum::response::Response;
use domain::CaseId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

#[derive(Deserialize, ToSchema)]
pub(crate) struct ClearanceAsk {
    /// Words to hide beyond the rules, 2 to 50 characters each.
    #[serde(default)]
    words: Vec<String>,
}

/// A decision as it will be published.
#[derive(Serialize, ToSchema)]
pub(crate) struct ClearanceBody {
    /// What its fields say, in order, after redaction.
    texts: Vec<String>,
    /// The words hidden beyond the rules.
    words: Vec<String>,
    /// Names exactly this text; the order to publish gives it back.
    sha256: String,
    /// Last day to publish it.
    publish_by_on: String,
    /// When somebody cleared it; none as long as nobody did.
    given_at: Option<i64>,
    given_by: Option<String>,
}

impl ClearanceBody {
    fn of(reading: Reading, asked: Vec<String>) -> Self {
        let Reading { document, sha256, publish_by, given } = reading;
        let texts = document.texts();
        let publish_by_on = publish_by.to_string();
        let (given_at, given_by, words) = match given {
            Some(given) => (Some(given.at.as_millis()), Some(given.by.to_string()), given.words),
            None => (None, None, asked),
        };
        Self { texts, words, sha256, publish_by_on, given_at, given_by }
    }
}

/// Shows a decision as it will be published without these words. Changes nothing.
#[utoipa::path(post, path = "/api/v1/cases/{id}/clearance", tag = "cases", params(("id" = String, Path)), request_body = ClearanceAsk, responses((status = 200, body = ClearanceBody)))]
pub(crate) async fn read(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<ClearanceAsk>,
) -> Result<Json<ClearanceBody>, Problem> {
    let reading = notices::read_before(api.cx(), officer.actor(), id, &asked.words).await?;
    Ok(Json(ClearanceBody::of(reading, asked.words)))
}

/// The same as the PDF that will be published. Changes nothing.
#[utoipa::path(post, path = "/api/v1/cases/{id}/clearance/file", tag = "cases", params(("id" = String, Path)), request_body = ClearanceAsk, responses((status = 200, content_type = "application/pdf")))]
pub(crate) async fn file(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<ClearanceAsk>,
) -> Result<Response, Problem> {
    let pdf = notices::read_before_file(api.cx(), officer.actor(), id, &asked.words).await?;
    Ok(documents::answer(pdf, "公示文本.pdf"))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct PublishOrder {
    revision: u32,
    /// Words to hide beyond the rules.
    #[serde(default)]
    words: Vec<String>,
    /// `sha256` of the text that was read with these words.
    sha256: String,
}

/// Confirms that the text was read, and orders its publication; a job makes and publishes the file.
#[utoipa::path(post, path = "/api/v1/cases/{id}/publish", tag = "cases", params(("id" = String, Path)), request_body = PublishOrder, responses((status = 200, body = CaseBody)))]
pub(crate) async fn publish(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<PublishOrder>,
) -> Answer {
    let PublishOrder { revision, words, sha256 } = asked;
    let read = Read { words, sha256 };
    notices::publish(api.cx(), officer.actor(), id, revision, read).await?;
    page_of(&api, &officer, id).await
}
