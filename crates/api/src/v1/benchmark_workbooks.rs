//! `benchmark-sets/…/workbook`, `benchmark-sets/import`: sets as workbooks, out and in.

use super::benchmark_sets::SetRowBody;
use super::item_table::FaultBody;
use crate::extract::{Json, Path, Query};
use crate::officer::Officer;
use crate::workbook;
use crate::{Api, Problem};
use app::benchmarks::{self, Import, Imported};
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use domain::discretion::{BenchmarkContent, Sheet};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A set at hand as a workbook, by id and version: `hunan-2021@2021-1`, or one of the site.
#[utoipa::path(get, path = "/api/v1/benchmark-sets/copies/{version}/workbook", operation_id = "benchmark_workbook", tag = "discretion", params(("version" = String, Path)), responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn export(
    State(api): State<Api>,
    officer: Officer,
    Path(version): Path<String>,
) -> Result<Response, Problem> {
    let sheets = benchmarks::export(api.cx(), officer.actor(), Some(&version)).await?;
    // A name for every file system; the set says what it is inside.
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '.' };
    saved(&version.chars().map(plain).collect::<String>(), sheets).await
}

/// A workbook with the headings of a set and nothing in it.
#[utoipa::path(get, path = "/api/v1/benchmark-sets/template", operation_id = "benchmark_template", tag = "discretion", responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub(crate) async fn template(
    State(api): State<Api>,
    officer: Officer,
) -> Result<Response, Problem> {
    let sheets = benchmarks::export(api.cx(), officer.actor(), None).await?;
    saved("benchmark-template", sheets).await
}

/// Sheets as a file; the one that explains and those with tables have no heading row of their own.
async fn saved(name: &str, sheets: Vec<Sheet>) -> Result<Response, Problem> {
    let written = tokio::task::spawn_blocking(move || workbook::write_all(&sheets, |_| false));
    let bytes = written.await.map_err(|error| Problem::broken(&error))??;
    Ok(workbook::saved(name, bytes))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SetImportQuery {
    /// Only says what is wrong.
    #[serde(default)]
    dry_run: bool,
    /// 0 for a new set, else the revision of the draft that it takes the place of.
    #[serde(default)]
    revision: u32,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SetReadBody {
    id: String,
    version: String,
    title: String,
    tables: usize,
    /// SHA-256 of the content, lower-case hex.
    digest: String,
}

impl From<&BenchmarkContent> for SetReadBody {
    fn from(content: &BenchmarkContent) -> Self {
        let set = &content.set;
        Self {
            id: set.id.clone(),
            version: set.version.clone(),
            title: set.title.zh.clone(),
            tables: set.tables.len(),
            digest: content.digest(),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SetImportedBody {
    /// What is wrong, each by sheet and cell: `表3!C7`. Where anything is, nothing is imported.
    faults: Vec<FaultBody>,
    /// What somebody should look at.
    warnings: Vec<FaultBody>,
    /// What was read; none where a fault was found.
    read: Option<SetReadBody>,
    /// The draft; none for a dry run.
    written: Option<SetRowBody>,
}

impl From<Imported> for SetImportedBody {
    fn from(imported: Imported) -> Self {
        Self {
            faults: super::common::all(imported.faults),
            warnings: super::common::all(imported.warnings),
            read: imported.content.as_ref().map(SetReadBody::from),
            written: imported.entry.as_ref().map(SetRowBody::from),
        }
    }
}

/// Imports a set from a workbook, the body itself, as a draft. With a fault in any cell nothing is imported.
#[utoipa::path(post, path = "/api/v1/benchmark-sets/import", operation_id = "benchmark_import", tag = "discretion", params(SetImportQuery), request_body(content = Vec<u8>, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), responses((status = 200, body = SetImportedBody)))]
pub(crate) async fn import(
    State(api): State<Api>,
    officer: Officer,
    Query(SetImportQuery { dry_run, revision }): Query<SetImportQuery>,
    body: Bytes,
) -> Result<Json<SetImportedBody>, Problem> {
    let read = tokio::task::spawn_blocking(move || workbook::read_all(body.into()));
    let sheets = read.await.map_err(|error| Problem::broken(&error))??;
    let asked = Import { sheets, revision, dry_run };
    let imported = benchmarks::import(api.cx(), officer.actor(), asked).await?;
    Ok(Json(imported.into()))
}
