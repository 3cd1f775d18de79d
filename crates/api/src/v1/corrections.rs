//! `corrections`: what is to change in the catalogue of items, entered by one reviewer and confirmed by another.

use super::common::{all, ms};
use crate::extract::{Items, Json, Path, Query, one_of, page};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::{Actor, items};
use axum::extract::State;
use domain::CorrectionId;
use domain::item::{Correction, CorrectionLine, CorrectionState, FieldChange};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A field that changes.
#[derive(Serialize, ToSchema)]
pub(crate) struct FieldChangeBody {
    field: String,
    /// What it is called in a table.
    zh: String,
    before: String,
    after: String,
}

impl From<FieldChange> for FieldChangeBody {
    fn from(change: FieldChange) -> Self {
        let FieldChange { field, heading, before, after } = change;
        Self { field, zh: heading, before, after }
    }
}

/// One item of a correction.
#[derive(Serialize, ToSchema)]
pub(crate) struct CorrectionLineBody {
    code: String,
    name: String,
    /// Whether the item is new.
    added: bool,
    changes: Vec<FieldChangeBody>,
}

impl From<CorrectionLine> for CorrectionLineBody {
    fn from(line: CorrectionLine) -> Self {
        let changes = FieldChange::between(line.before.as_ref(), &line.after);
        Self {
            changes: all(changes),
            added: line.before.is_none(),
            code: line.after.code,
            name: line.after.name.zh,
        }
    }
}

/// A correction.
#[derive(Serialize, ToSchema)]
pub(crate) struct CorrectionBody {
    id: String,
    lines: Vec<CorrectionLineBody>,
    why: String,
    by: String,
    at: i64,
    /// `waiting`, `confirmed`, `refused` or `undone`.
    state: String,
    ended_by: Option<String>,
    ended_at: Option<i64>,
    /// What whoever ended it wrote.
    note: Option<String>,
    /// Whether this officer entered it: then it can be undone, and not confirmed.
    own: bool,
    revision: u32,
}

impl CorrectionBody {
    pub(crate) fn of(correction: Correction, officer: &Officer) -> Self {
        let state = correction.state.as_str().to_owned();
        let ended = match correction.state {
            CorrectionState::Waiting => None,
            CorrectionState::Confirmed { signed, note }
            | CorrectionState::Refused { signed, note }
            | CorrectionState::Undone { signed, note } => Some((signed, note)),
        };
        let by = correction.proposed.by;
        let own = matches!(officer.actor(), Actor::Person(person) if person.id == by);
        Self {
            id: correction.id.to_string(),
            lines: correction.lines.into_iter().map(CorrectionLineBody::from).collect(),
            why: correction.why,
            by: correction.proposed.name,
            at: correction.proposed.at.as_millis(),
            state,
            ended_by: ended.as_ref().map(|(signed, _)| signed.name.clone()),
            ended_at: ms(ended.as_ref().map(|(signed, _)| signed.at)),
            note: ended.map(|(_, note)| note),
            own,
            revision: correction.revision,
        }
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CorrectionQuery {
    /// `waiting`, `confirmed`, `refused` or `undone`; all unless told.
    state: Option<String>,
    page_size: Option<String>,
    cursor: Option<String>,
}

/// Corrections, the newest first.
#[utoipa::path(get, path = "/api/v1/corrections", tag = "items", operation_id = "correction_list", params(CorrectionQuery), responses((status = 200, body = Items<CorrectionBody>)))]
pub(crate) async fn list(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<CorrectionQuery>,
) -> Result<Json<Items<CorrectionBody>>, Problem> {
    let page = page(query.page_size.as_deref(), query.cursor.as_deref())?;
    let known = ["waiting", "confirmed", "refused", "undone"];
    let state = one_of("state", query.state, &known)?;
    let listed = items::corrections(api.cx(), officer.actor(), &state, &page).await?;
    Ok(Items::of(listed, |correction| CorrectionBody::of(correction, &officer)))
}

/// One correction.
#[utoipa::path(get, path = "/api/v1/corrections/{id}", tag = "items", operation_id = "correction_read", params(("id" = String, Path)), responses((status = 200, body = CorrectionBody)))]
pub(crate) async fn read(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CorrectionId>,
) -> Result<Json<CorrectionBody>, Problem> {
    let found = items::correction(api.cx(), officer.actor(), id).await?;
    Ok(Json(CorrectionBody::of(found, &officer)))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct CorrectionNote {
    revision: u32,
    #[serde(default)]
    note: String,
}

/// Another reviewer confirms it; its items are from now on as it says.
#[utoipa::path(post, path = "/api/v1/corrections/{id}/confirm", tag = "items", operation_id = "correction_confirm", params(("id" = String, Path)), request_body = CorrectionNote, responses((status = 200, body = CorrectionBody)))]
pub(crate) async fn confirm(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CorrectionId>,
    Json(asked): Json<CorrectionNote>,
) -> Result<Json<CorrectionBody>, Problem> {
    let (cx, actor) = (api.cx(), officer.actor());
    let done = items::confirm_correction(cx, actor, id, asked.revision, &asked.note).await?;
    Ok(Json(CorrectionBody::of(done, &officer)))
}

/// Ends it without effect: undone by its author, refused by another reviewer. The note says why.
#[utoipa::path(post, path = "/api/v1/corrections/{id}/end", tag = "items", operation_id = "correction_end", params(("id" = String, Path)), request_body = CorrectionNote, responses((status = 200, body = CorrectionBody)))]
pub(crate) async fn end(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<CorrectionId>,
    Json(asked): Json<CorrectionNote>,
) -> Result<Json<CorrectionBody>, Problem> {
    let (cx, actor) = (api.cx(), officer.actor());
    let ended = items::end_correction(cx, actor, id, asked.revision, &asked.note).await?;
    Ok(Json(CorrectionBody::of(ended, &officer)))
}
