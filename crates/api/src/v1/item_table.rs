//! `items/export`, `items/import`: the catalogue as a table for spreadsheets.

use super::items::{ItemBody, ItemQuery};
use crate::extract::{Json, Query};
use crate::officer::Officer;
use crate::workbook::{self, Form};
use crate::{Api, Problem};
use app::items::{self, Import, Imported};
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use domain::item::{CellFault, rows_of};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The items asked for as a file.
#[utoipa::path(get, path = "/api/v1/items/export", tag = "items", params(ItemQuery), responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn export(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<ItemQuery>,
) -> Result<Response, Problem> {
    let form = Form::named(query.format.as_deref())?;
    let listed = items::list(api.cx(), officer.actor(), &query.filter()?, None)?.items;
    let rows = rows_of(&listed);
    let law = api.cx().law();
    form.file("items", &rows, listed.into_iter().map(|one| ItemBody::of(&law, one)).collect())
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportQuery {
    /// Only says what would change, and what is wrong.
    #[serde(default)]
    dry_run: bool,
    /// Why, for the reviewer who confirms it.
    why: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct FaultBody {
    /// For instance `C7`.
    cell: String,
    zh: String,
    en: String,
}

impl From<CellFault> for FaultBody {
    fn from(fault: CellFault) -> Self {
        Self { cell: fault.cell, zh: fault.words.zh, en: fault.words.en }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ChangedBody {
    before: ItemBody,
    after: ItemBody,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ImportedBody {
    /// What is wrong, by cell; where anything is, nothing is imported.
    pub(super) faults: Vec<FaultBody>,
    pub(super) added: Vec<ItemBody>,
    pub(super) changed: Vec<ChangedBody>,
    pub(super) unchanged: usize,
    /// The correction that was entered, for another reviewer to confirm; null where nothing was.
    pub(super) correction_id: Option<String>,
}

impl ImportedBody {
    pub(super) fn of(api: &Api, imported: Imported) -> Self {
        let law = api.cx().law();
        let Imported { faults, added, changed, unchanged, correction } = imported;
        Self {
            faults: faults.into_iter().map(FaultBody::from).collect(),
            added: added.into_iter().map(|item| ItemBody::of(&law, item)).collect(),
            changed: changed
                .into_iter()
                .map(|(before, after)| ChangedBody {
                    before: ItemBody::of(&law, before),
                    after: ItemBody::of(&law, after),
                })
                .collect(),
            unchanged,
            correction_id: correction.map(|id| id.to_string()),
        }
    }
}

/// The rows of a workbook that was sent as the body.
pub(super) async fn rows(body: Bytes) -> Result<Vec<Vec<String>>, Problem> {
    let read = tokio::task::spawn_blocking(move || workbook::read(body.into()));
    read.await.map_err(|error| Problem::broken(&error))?
}

/// Imports items from a workbook, the body itself, as one correction. With a fault in any cell nothing is imported.
#[utoipa::path(post, path = "/api/v1/items/import", tag = "items", params(ImportQuery), request_body(content = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), responses((status = 200, body = ImportedBody)))]
pub(crate) async fn import(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<ImportQuery>,
    body: Bytes,
) -> Result<Json<ImportedBody>, Problem> {
    let asked = Import {
        rows: rows(body).await?,
        dry_run: query.dry_run,
        why: query.why.unwrap_or_else(|| "表格导入".to_owned()),
    };
    let imported = items::import(api.cx(), officer.actor(), &asked).await?;
    Ok(Json(ImportedBody::of(&api, imported)))
}
