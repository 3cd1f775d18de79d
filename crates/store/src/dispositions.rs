//! What becomes of matters whose delegation was taken back, and the matters of an area that are under way.

use crate::db::{Tx, body, find_body, json, on};
use crate::{Change, PAGE_MAX, Scope, StoreError, record};
use domain::case::Case;
use domain::inspection::Inspection;
use domain::item::Disposition;
use domain::lead::Lead;
use domain::task::Task;
use domain::{DispositionId, LeadId};

const INSERT: &str =
    "INSERT INTO disposition (id, delegation, lead, territory, updated_at, body, revision)
    VALUES ($1, $2, $3, $4, $5, $6, 1) ON CONFLICT (delegation, lead) DO NOTHING";
const SAVE: &str = "UPDATE disposition SET updated_at = $1, body = $2, revision = revision + 1
    WHERE id = $3 AND revision = $4";
const FIND: &str = "SELECT body FROM disposition WHERE id = $1";
const OF_MATTER: &str = "SELECT body FROM disposition WHERE delegation = $1 AND lead = $2";
const OF_DELEGATION: &str = "SELECT body FROM disposition WHERE delegation = $1
    AND territory >= $2 AND territory < $3 ORDER BY id LIMIT $4";
/// A lead with whatever it led to; a task that came back undone leads nowhere.
const MATTER: &str = "SELECT lead.body, task.body, inspection.body, case_file.body FROM lead
    LEFT JOIN task ON task.lead = lead.id AND task.state <> 'returned'
    LEFT JOIN inspection ON inspection.task = task.id
    LEFT JOIN case_file ON case_file.inspection = inspection.id
    WHERE lead.id = $1";
const UNDER_WAY: &str = "SELECT lead.body, task.body, inspection.body, case_file.body FROM lead
    LEFT JOIN task ON task.lead = lead.id AND task.state <> 'returned'
    LEFT JOIN inspection ON inspection.task = task.id
    LEFT JOIN case_file ON case_file.inspection = inspection.id
    WHERE lead.territory >= $1 AND lead.territory < $2 AND lead.state <> 'closed'
    AND (case_file.id IS NULL OR case_file.stage NOT IN ('served', 'closed', 'not_filed'))
    AND lead.id > $3 ORDER BY lead.id LIMIT $4";

pub(crate) const STATEMENTS: &[&str] =
    &[INSERT, SAVE, FIND, OF_MATTER, OF_DELEGATION, MATTER, UNDER_WAY];

/// A lead with whatever it led to.
#[derive(Debug, Clone)]
pub struct Matter {
    /// The lead.
    pub lead: Lead,
    /// Its task, unless that came back undone.
    pub task: Option<Task>,
    /// The inspection of that task.
    pub inspection: Option<Inspection>,
    /// The case.
    pub case: Option<Case>,
}

type Bodies = (String, Option<String>, Option<String>, Option<String>);

fn matter((lead, task, inspection, case): Bodies) -> Result<Matter, StoreError> {
    Ok(Matter {
        lead: body("lead", &lead)?,
        task: task.map(|json| body("task", &json)).transpose()?,
        inspection: inspection.map(|json| body("inspection", &json)).transpose()?,
        case: case.map(|json| body("case_file", &json)).transpose()?,
    })
}

/// Writes a new one.
///
/// # Errors
/// `Stale` where somebody chose for the same matter in between.
pub async fn insert(
    tx: &mut Tx,
    disposition: Disposition,
    change: &Change,
) -> Result<Disposition, StoreError> {
    let disposition = Disposition { revision: 1, ..disposition };
    let body = json("disposition", &disposition)?;
    let rows = on!(tx, |db| sqlx::query(INSERT)
        .bind(disposition.id.to_string())
        .bind(&disposition.delegation)
        .bind(disposition.lead.to_string())
        .bind(disposition.place.as_str())
        .bind(change.at.as_millis())
        .bind(&body)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    if rows == 0 {
        return Err(StoreError::Stale("disposition"));
    }
    record::append(tx, change, disposition.id, 1, Some(&disposition.place), &body).await?;
    Ok(disposition)
}

/// Writes a changed one over the revision it was read at.
pub async fn save(
    tx: &mut Tx,
    disposition: Disposition,
    change: &Change,
) -> Result<Disposition, StoreError> {
    let read_at = disposition.revision;
    let disposition = Disposition { revision: read_at + 1, ..disposition };
    let body = json("disposition", &disposition)?;
    let rows = on!(tx, |db| sqlx::query(SAVE)
        .bind(change.at.as_millis())
        .bind(&body)
        .bind(disposition.id.to_string())
        .bind(i64::from(read_at))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    if rows == 0 {
        return Err(StoreError::Stale("disposition"));
    }
    let (id, revision) = (disposition.id, disposition.revision);
    record::append(tx, change, id, revision, Some(&disposition.place), &body).await?;
    Ok(disposition)
}

/// One of them.
pub async fn find(tx: &mut Tx, id: DispositionId) -> Result<Option<Disposition>, StoreError> {
    find_body(tx, "disposition", FIND, &id.to_string()).await
}

/// What was chosen for a matter under a delegation.
pub async fn of_matter(
    tx: &mut Tx,
    delegation: &str,
    lead: LeadId,
) -> Result<Option<Disposition>, StoreError> {
    let found: Option<String> = on!(tx, |db| sqlx::query_scalar(OF_MATTER)
        .bind(delegation)
        .bind(lead.to_string())
        .fetch_optional(db)
        .await)?;
    found.map(|json| body("disposition", &json)).transpose()
}

/// What was chosen under a delegation in a scope, oldest first.
pub async fn of_delegation(
    tx: &mut Tx,
    delegation: &str,
    scope: &Scope,
    max: i64,
) -> Result<Vec<Disposition>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(OF_DELEGATION)
        .bind(delegation)
        .bind(&scope.from)
        .bind(&scope.to)
        .bind(max)
        .fetch_all(db)
        .await)?;
    rows.iter().map(|json| body("disposition", json)).collect()
}

/// A lead with whatever it led to.
pub async fn find_matter(tx: &mut Tx, lead: LeadId) -> Result<Option<Matter>, StoreError> {
    let id = lead.to_string();
    let row: Option<Bodies> =
        on!(tx, |db| sqlx::query_as(MATTER).bind(&id).fetch_optional(db).await)?;
    row.map(matter).transpose()
}

/// What is under way in a scope, oldest first and after a lead, at most [`PAGE_MAX`] at a time.
pub async fn under_way(tx: &mut Tx, scope: &Scope, after: &str) -> Result<Vec<Matter>, StoreError> {
    let rows: Vec<Bodies> = on!(tx, |db| sqlx::query_as(UNDER_WAY)
        .bind(&scope.from)
        .bind(&scope.to)
        .bind(after)
        .bind(PAGE_MAX)
        .fetch_all(db)
        .await)?;
    rows.into_iter().map(matter).collect()
}
