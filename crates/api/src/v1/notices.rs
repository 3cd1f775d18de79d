//! `notices`: published decisions, for officers; the public reads them under `/public/`.

use super::common::word;
use crate::extract::{Items, Json, Path, Query, page};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::notices;
use axum::extract::State;
use domain::NoticeId;
use domain::notice::{Notice, NoticeState};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct NoticeQuery {
    /// Part of a party's name or of a number.
    q: Option<String>,
    page_size: Option<String>,
    cursor: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct NoticeRow {
    id: String,
    case_id: String,
    number: String,
    title: String,
    party_name: String,
    fine_fen: Option<i64>,
    decided_on: String,
    published_at: i64,
    /// `published` or `withdrawn`.
    state: String,
    withdrawn_at: Option<i64>,
    sha256: String,
    url: String,
    revision: u32,
}

impl From<Notice> for NoticeRow {
    fn from(notice: Notice) -> Self {
        let withdrawn_at = match &notice.state {
            NoticeState::Published => None,
            NoticeState::Withdrawn { at, .. } => Some(at.as_millis()),
        };
        Self {
            id: notice.id.to_string(),
            case_id: notice.case.to_string(),
            title: format!("行政处罚决定　{}", notice.party_name),
            fine_fen: notice.fine.map(|fine| fine.0),
            decided_on: notice.decided_on.to_string(),
            published_at: notice.published_at.as_millis(),
            state: word(&notice.state),
            withdrawn_at,
            url: format!("/public/notices/{}", notice.id),
            number: notice.number,
            party_name: notice.party_name,
            sha256: notice.sha256,
            revision: notice.revision,
        }
    }
}

/// Published decisions, newest first.
#[utoipa::path(get, path = "/api/v1/notices", tag = "notices", params(NoticeQuery), responses((status = 200, body = Items<NoticeRow>)))]
pub(crate) async fn list(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<NoticeQuery>,
) -> Result<Json<Items<NoticeRow>>, Problem> {
    let page = page(query.page_size.as_deref(), query.cursor.as_deref())?;
    let words = query.q.unwrap_or_default();
    let listed = notices::list(api.cx(), officer.actor(), &words, &page).await?;
    Ok(Items::of(listed, NoticeRow::from))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct WithdrawBody {
    revision: u32,
    reason: String,
}

/// Takes a notice down; that it was there stays in the record.
#[utoipa::path(post, path = "/api/v1/notices/{id}/withdraw", tag = "notices", params(("id" = String, Path)), request_body = WithdrawBody, responses((status = 200, body = NoticeRow)))]
pub(crate) async fn withdraw(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<NoticeId>,
    Json(asked): Json<WithdrawBody>,
) -> Result<Json<NoticeRow>, Problem> {
    let WithdrawBody { revision, reason } = asked;
    let notice = notices::withdraw(api.cx(), officer.actor(), id, revision, &reason).await?;
    Ok(Json(notice.into()))
}
