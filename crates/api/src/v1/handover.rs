//! `cases/{id}/take-over`: how a case came from another body, and the receiver's handlers.

use super::cases::{CaseBody, page_of};
use super::common::{Named, word};
use super::jurisdiction::{named, setting};
use crate::extract::{Json, Path};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::cases;
use axum::extract::State;
use domain::case::Handover;
use domain::officer::CertifiedOfficer;
use domain::{CaseId, OfficerId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One handing over.
#[derive(Serialize, ToSchema)]
pub(crate) struct HandoverBody {
    /// `transfer`, `designation` or `withdrawal`.
    kind: String,
    designation_id: String,
    number: String,
    from: Named,
    to: Named,
    /// The stage at which it went.
    stage: String,
    stage_name: String,
    at: i64,
    /// The handlers who were released.
    released: Vec<Named>,
    /// The receiver's handlers; empty until it has named them.
    handlers: Vec<Named>,
    taken_at: Option<i64>,
}

impl HandoverBody {
    pub(super) fn of(api: &Api, handover: &Handover) -> Self {
        let law = api.cx().law();
        let agencies = law.lists.agencies();
        let taken = handover.taken.as_ref();
        Self {
            kind: word(&handover.kind),
            designation_id: handover.designation.to_string(),
            number: handover.number.clone(),
            from: named(agencies, handover.from),
            to: named(agencies, handover.to),
            stage: handover.stage.as_str().to_owned(),
            stage_name: handover.stage.zh().to_owned(),
            at: handover.at.as_millis(),
            released: people(&handover.released),
            handlers: taken.map_or_else(Vec::new, |taken| people(taken.handlers.officers())),
            taken_at: taken.map(|taken| taken.at.as_millis()),
        }
    }
}

fn people(officers: &[CertifiedOfficer]) -> Vec<Named> {
    let name = |officer: &CertifiedOfficer| Named {
        id: officer.id.to_string(),
        name: officer.name.clone(),
    };
    officers.iter().map(name).collect()
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct TakeOver {
    revision: u32,
    /// Two certified officers or more of the receiving body, the one who sends this among them.
    #[schema(value_type = Vec<String>)]
    handler_ids: Vec<OfficerId>,
    /// On which occasion the receiver has the case; unless told the giver's where that holds, else the ordinary one.
    #[serde(default)]
    occasion: Option<String>,
    /// The registered operation of that occasion, by code.
    #[serde(default)]
    operation: Option<String>,
}

/// The receiver of a case that was transferred or designated names its handlers; the procedure goes on where it stood.
#[utoipa::path(post, path = "/api/v1/cases/{id}/take-over", tag = "cases", params(("id" = String, Path)), request_body = TakeOver, responses((status = 200, body = CaseBody)))]
pub(crate) async fn take_over(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CaseId>,
    Json(asked): Json<TakeOver>,
) -> Result<Json<CaseBody>, Problem> {
    let told = asked.occasion.is_some() || asked.operation.is_some();
    let setting = told.then(|| setting(asked.occasion, asked.operation)).transpose()?;
    let order = cases::TakeOver { handlers: asked.handler_ids, setting };
    cases::take_over(api.cx(), officer.actor(), id, asked.revision, order).await?;
    page_of(&api, &officer, id).await
}
