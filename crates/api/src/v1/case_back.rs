//! Ways back for a case: to the calculation where the rules changed, to the investigation where facts came to light.

use super::case_before_notice::{Answer, OnlyRevision, WithReason};
use super::cases::{CaseBody, page_of};
use crate::Api;
use crate::extract::{Json, Path};
use crate::officer::Officer;
use app::cases;
use axum::extract::State;
use domain::CaseId;

/// Takes a case back to the calculation, because law, item or benchmark are no longer what its fine rests on.
#[utoipa::path(post, path = "/api/v1/cases/{id}/compute-anew", tag = "cases", params(("id" = String, Path)), request_body = OnlyRevision, responses((status = 200, body = CaseBody)))]
pub(crate) async fn compute_anew(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<OnlyRevision>,
) -> Answer {
    cases::compute_anew(api.cx(), officer.actor(), id, asked.revision).await?;
    page_of(&api, &officer, id).await
}

/// Takes a case back to the investigation after the prior notice.
#[utoipa::path(post, path = "/api/v1/cases/{id}/reinvestigate", tag = "cases", params(("id" = String, Path)), request_body = WithReason, responses((status = 200, body = CaseBody)))]
pub(crate) async fn reinvestigate(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<WithReason>,
) -> Answer {
    cases::reinvestigate(api.cx(), officer.actor(), id, asked.revision, &asked.reason).await?;
    page_of(&api, &officer, id).await
}
