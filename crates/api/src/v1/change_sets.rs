//! `change-sets`: what must be worked through after a law was repealed or amended.

use super::common::{RecordLineBody, all};
use super::law_search::{CitedBody, called};
use crate::extract::{Items, Json, Path, Query, one_of, page, page_after};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::library::{self, RowFilter, SetFilter, Work};
use axum::extract::State;
use domain::ChangeSetId;
use domain::change_set::{ChangeRow, ChangeSet, Occasion, Outcome, RowState};
use domain::law::ArticleNumber;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Serialize, ToSchema)]
pub(crate) struct ChangeSetBody {
    id: String,
    act: String,
    act_name: String,
    /// `repealed` or `new_version`.
    occasion: String,
    /// First day of what is new.
    effective_on: String,
    /// The act that took its place.
    replaced_by: Option<String>,
    /// The new version.
    version: Option<String>,
    /// The articles it changes: `44`, `44-1`.
    #[schema(value_type = Vec<String>)]
    changed: Vec<ArticleNumber>,
    opened_by: String,
    opened_at: i64,
    rows: u32,
    open: u32,
    closed_at: Option<i64>,
    revision: u32,
}

impl From<ChangeSet> for ChangeSetBody {
    fn from(set: ChangeSet) -> Self {
        let (replaced_by, version, changed) = match &set.occasion {
            Occasion::Repealed { by, .. } => (by.clone(), None, Vec::new()),
            Occasion::NewVersion { version, changed, .. } => {
                (None, Some(version.clone()), changed.clone())
            }
        };
        Self {
            id: set.id.to_string(),
            act: set.act,
            act_name: set.title,
            occasion: set.occasion.as_str().to_owned(),
            effective_on: set.occasion.on().to_string(),
            replaced_by,
            version,
            changed,
            opened_by: set.opened_by_name,
            opened_at: set.opened_at.as_millis(),
            rows: set.rows,
            open: set.open,
            closed_at: super::common::ms(set.closed_at),
            revision: set.revision,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ChangeRowBody {
    position: u32,
    /// `item`, `list`, `range`, `violation`, `benchmark`, `period`, `document`, `refusal` or `case`.
    kind: String,
    kind_zh: String,
    kind_en: String,
    code: String,
    zh: String,
    en: String,
    places: Vec<CitedBody>,
    /// `open`, `done` or `not_affected`.
    state: String,
    note: Option<String>,
    link: Option<String>,
    by: Option<String>,
    settled_at: Option<i64>,
    revision: u32,
}

pub(crate) fn row_body(api: &Api, row: ChangeRow) -> ChangeRowBody {
    let law = api.cx().law();
    let state = row.state.as_str().to_owned();
    let (note, link, by, settled_at) = match row.state {
        RowState::Open => (None, None, None, None),
        RowState::Settled { note, link, by_name, at, .. } => {
            (Some(note), link, Some(by_name), Some(at.as_millis()))
        }
    };
    let kind = row.kind.words();
    let name = called(&law, row.kind, &row.code, row.name);
    ChangeRowBody {
        position: row.position,
        kind: row.kind.as_str().to_owned(),
        kind_zh: kind.zh,
        kind_en: kind.en,
        code: row.code,
        zh: name.zh,
        en: name.en,
        places: row.places.iter().map(|cited| CitedBody::of(&law, cited)).collect(),
        state,
        note,
        link,
        by,
        settled_at,
        revision: row.revision,
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ChangeSetQuery {
    /// `open` or `closed`; all unless told.
    #[serde(default)]
    state: Option<String>,
    page_size: Option<String>,
    cursor: Option<String>,
}

/// Change sets, newest first.
#[utoipa::path(get, path = "/api/v1/change-sets", tag = "law", params(ChangeSetQuery), responses((status = 200, body = Items<ChangeSetBody>)))]
pub(crate) async fn list(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<ChangeSetQuery>,
) -> Result<Json<Items<ChangeSetBody>>, Problem> {
    let page = page(query.page_size.as_deref(), query.cursor.as_deref())?;
    let filter = match one_of("state", query.state, &["open", "closed"])?.as_str() {
        "open" => SetFilter::Open,
        "closed" => SetFilter::Closed,
        _ => SetFilter::All,
    };
    let listed = library::list(api.cx(), officer.actor(), filter, &page).await?;
    Ok(Items::of(listed, ChangeSetBody::from))
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ChangeSetPage {
    #[serde(flatten)]
    set: ChangeSetBody,
    /// Whether the officer may settle rows.
    may_work: bool,
    record: Vec<RecordLineBody>,
}

/// One change set.
#[utoipa::path(get, path = "/api/v1/change-sets/{id}", tag = "law", params(("id" = String, Path)), responses((status = 200, body = ChangeSetPage)))]
pub(crate) async fn read(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<ChangeSetId>,
) -> Result<Json<ChangeSetPage>, Problem> {
    let (set, record, may_work) = library::read(api.cx(), officer.actor(), id).await?;
    Ok(Json(ChangeSetPage { set: set.into(), may_work, record: all(record) }))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ChangeRowQuery {
    /// One kind of thing.
    #[serde(default)]
    kind: Option<String>,
    /// `open`, `done` or `not_affected`.
    #[serde(default)]
    state: Option<String>,
    page_size: Option<String>,
    cursor: Option<String>,
}

/// Rows of a change set; cases only where the officer may see them.
#[utoipa::path(get, path = "/api/v1/change-sets/{id}/rows", tag = "law", params(("id" = String, Path), ChangeRowQuery), responses((status = 200, body = Items<ChangeRowBody>)))]
pub(crate) async fn rows(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<ChangeSetId>,
    Query(query): Query<ChangeRowQuery>,
) -> Result<Json<Items<ChangeRowBody>>, Problem> {
    let page = page_after(query.page_size.as_deref(), query.cursor.as_deref())?;
    let filter = RowFilter {
        kind: query.kind.unwrap_or_default(),
        state: one_of("state", query.state, &["open", "done", "not_affected"])?,
        after: 0,
    };
    let listed = library::rows(api.cx(), officer.actor(), id, filter, &page).await?;
    Ok(Items::of(listed, |row| row_body(&api, row)))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct SettleBody {
    revision: u32,
    /// `done` or `not_affected`.
    #[schema(value_type = String)]
    outcome: Outcome,
    /// Why, or what was done.
    note: String,
    /// Where that can be seen, an address of this platform.
    #[serde(default)]
    link: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct WorkedBody {
    set: ChangeSetBody,
    row: ChangeRowBody,
}

fn worked(api: &Api, (set, row): (ChangeSet, ChangeRow)) -> Json<WorkedBody> {
    Json(WorkedBody { set: set.into(), row: row_body(api, row) })
}

/// Settles a row; the last one closes the set.
#[utoipa::path(post, path = "/api/v1/change-sets/{id}/rows/{position}/settle", tag = "law", params(("id" = String, Path), ("position" = u32, Path)), request_body = SettleBody, responses((status = 200, body = WorkedBody)))]
pub(crate) async fn settle(
    State(api): State<Api>,
    officer: Officer,
    Path((set, position)): Path<(ChangeSetId, u32)>,
    Json(body): Json<SettleBody>,
) -> Result<Json<WorkedBody>, Problem> {
    let SettleBody { revision, outcome, note, link } = body;
    let work = Work { set, position, revision, outcome, note, link };
    Ok(worked(&api, library::settle(api.cx(), officer.actor(), work).await?))
}

#[derive(Deserialize, ToSchema)]
pub(crate) struct ReopenBody {
    revision: u32,
}

/// Opens a settled row again.
#[utoipa::path(post, path = "/api/v1/change-sets/{id}/rows/{position}/reopen", tag = "law", params(("id" = String, Path), ("position" = u32, Path)), request_body = ReopenBody, responses((status = 200, body = WorkedBody)))]
pub(crate) async fn reopen(
    State(api): State<Api>,
    officer: Officer,
    Path((set, position)): Path<(ChangeSetId, u32)>,
    Json(body): Json<ReopenBody>,
) -> Result<Json<WorkedBody>, Problem> {
    let done = library::reopen(api.cx(), officer.actor(), set, position, body.revision).await?;
    Ok(worked(&api, done))
}
