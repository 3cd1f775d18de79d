//! `work`, `jobs`, `audit`, `record`: what waits, what runs, who came in, what happened.

use super::common::{RecordLineBody, all, ms};
use crate::extract::{Items, Json, PageQuery, Path, Query, one_of, page, page_after};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::access::{AuditLine, list_audit};
use app::jobs::{self, Job};
use app::work::{self, WorkItem};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WorkQuery {
    /// `open` (unless told) or `done`.
    state: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct WorkBody {
    kind: String,
    id: String,
    number: Option<String>,
    title: String,
    subtitle: Option<String>,
    /// What is to be done, for instance `dispatch_lead`.
    action: String,
    due_at: Option<i64>,
    /// Whether that may still move, because the holidays of its year are not announced.
    due_provisional: bool,
    overdue: bool,
    updated_at: Option<i64>,
}

impl From<WorkItem> for WorkBody {
    fn from(item: WorkItem) -> Self {
        let WorkItem { kind, id, number, title, action, due_at, provisional, overdue, since } =
            item;
        let number = Some(number).filter(|number| !number.is_empty());
        let (title, subtitle) = match title.split_once('\u{3000}') {
            Some((title, subtitle)) => (title.to_owned(), Some(subtitle.to_owned())),
            None => (title, None),
        };
        let (kind, action) = (kind.to_owned(), action.to_owned());
        Self {
            kind,
            id,
            number,
            title,
            subtitle,
            action,
            due_at: ms(due_at),
            due_provisional: provisional,
            overdue,
            updated_at: ms(since),
        }
    }
}

/// What waits for the officer, the most urgent first.
#[utoipa::path(get, path = "/api/v1/work", tag = "work", params(WorkQuery), responses((status = 200, body = Items<WorkBody>)))]
pub(crate) async fn work(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<WorkQuery>,
) -> Result<Json<Items<WorkBody>>, Problem> {
    let items = match one_of("state", query.state, &["open", "done"])?.as_str() {
        "done" => work::done(api.cx(), officer.actor()).await?,
        _ => work::open(api.cx(), officer.actor()).await?,
    };
    Ok(Items::all(all(items)))
}

#[derive(Serialize, ToSchema)]
pub(crate) struct JobBody {
    id: String,
    kind: String,
    run_at: i64,
    attempts: i64,
    state: String,
    last_error: Option<String>,
    subject: String,
}

/// Deferred work of the platform, newest first.
#[utoipa::path(get, path = "/api/v1/jobs", tag = "operation", params(PageQuery), responses((status = 200, body = Items<JobBody>)))]
pub(crate) async fn list_jobs(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<PageQuery>,
) -> Result<Json<Items<JobBody>>, Problem> {
    let listed = jobs::list(api.cx(), officer.actor(), &query.page()?).await?;
    Ok(Items::of(listed, |job: Job| {
        let Job { id, kind, subject, state, run_at, attempts, last_error } = job;
        JobBody { id, kind, run_at: run_at.as_millis(), attempts, state, last_error, subject }
    }))
}

/// Has a failed job tried again.
#[utoipa::path(post, path = "/api/v1/jobs/{id}/retry", tag = "operation", params(("id" = String, Path)), responses((status = 204)))]
pub(crate) async fn retry_job(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    jobs::retry(api.cx(), officer.actor(), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct AuditQuery {
    /// Only of this account.
    account: Option<String>,
    /// Only of this kind, for instance `login`.
    kind: Option<String>,
    /// `csv` for a spreadsheet.
    format: Option<String>,
    page_size: Option<String>,
    cursor: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct AuditBody {
    id: String,
    at: i64,
    kind: String,
    /// The account's name as typed.
    actor: String,
    subject: Option<String>,
    /// `done` or the code of the refusal.
    outcome: String,
    peer: String,
    words: String,
}

impl From<AuditLine> for AuditBody {
    fn from(line: AuditLine) -> Self {
        let AuditLine { id, at, account, officer, kind, outcome, peer, detail } = line;
        let subject = officer.map(|id| format!("officer/{id}"));
        Self { id, at: at.as_millis(), kind, actor: account, subject, outcome, peer, words: detail }
    }
}

/// Who came in, who was turned away, what happened to accounts; newest first.
#[utoipa::path(get, path = "/api/v1/audit", tag = "operation", params(AuditQuery), responses((status = 200, body = Items<AuditBody>)))]
pub(crate) async fn audit(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<AuditQuery>,
) -> Result<axum::response::Response, Problem> {
    let AuditQuery { account, kind, format, page_size, cursor } = query;
    let page = page(page_size.as_deref(), cursor.as_deref())?;
    let (account, kind) = (account.unwrap_or_default(), kind.unwrap_or_default());
    let listed = list_audit(api.cx(), officer.actor(), &account, &kind, &page).await?;
    if format.as_deref() != Some("csv") {
        return Ok(Items::of(listed, AuditBody::from).into_response());
    }
    let head = ["at", "kind", "account", "outcome", "peer", "detail"].map(str::to_owned).to_vec();
    let rows = listed.items.into_iter().map(|line| {
        let at = line.at.to_shanghai().to_string();
        vec![at, line.kind, line.account, line.outcome, line.peer, line.detail]
    });
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"audit.csv\""),
    ];
    Ok((headers, crate::sheet::csv(std::iter::once(head).chain(rows))).into_response())
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RecordQuery {
    /// `noun/id`; without it the latest lines of all.
    subject: Option<String>,
    page_size: Option<String>,
    cursor: Option<String>,
}

/// The record, for the auditor.
#[utoipa::path(get, path = "/api/v1/record", tag = "operation", params(RecordQuery), responses((status = 200, body = Items<RecordLineBody>)))]
pub(crate) async fn record(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<RecordQuery>,
) -> Result<Json<Items<RecordLineBody>>, Problem> {
    let page = page_after(query.page_size.as_deref(), query.cursor.as_deref())?;
    match query.subject.filter(|subject| !subject.is_empty()) {
        Some(subject) => {
            let lines = app::record::of_subject(api.cx(), officer.actor(), &subject).await?;
            Ok(Items::all(all(lines)))
        }
        None => {
            let lines = app::record::latest(api.cx(), officer.actor(), &page).await?;
            Ok(Items::of(lines, RecordLineBody::from))
        }
    }
}
