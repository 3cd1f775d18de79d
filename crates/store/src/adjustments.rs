//! Adjustments of item lists by id, stage and place.

use crate::db::{Asked, Tx, bodies_asked, find_body, json, on};
use crate::{Change, Page, Scope, StoreError, record};
use domain::adjustment::Adjustment;
use domain::{AdjustmentId, Date};

const INSERT: &str =
    "INSERT INTO adjustment (id, territory, stage, title, due_on, updated_at, body, revision)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 1)";
const SAVE: &str = "UPDATE adjustment SET stage = $1, due_on = $2, updated_at = $3, body = $4, revision = revision + 1
    WHERE id = $5 AND revision = $6";
const FIND: &str = "SELECT body FROM adjustment WHERE id = $1";
const LIST: &str = "SELECT body FROM adjustment WHERE ($1 = '' OR stage = $1) AND territory >= $2 AND territory < $3
    AND id < $4 AND ($5 = '' OR title LIKE $5 ESCAPE '!') ORDER BY id DESC LIMIT $6";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, SAVE, FIND, LIST];

/// Writes a new adjustment; `due_on` is the day by which the next step must be done.
pub async fn insert(
    tx: &mut Tx,
    adjustment: Adjustment,
    due_on: Option<Date>,
    change: &Change,
) -> Result<Adjustment, StoreError> {
    let adjustment = Adjustment { revision: 1, ..adjustment };
    let body = json("adjustment", &adjustment)?;
    on!(tx, |db| sqlx::query(INSERT)
        .bind(adjustment.id.to_string())
        .bind(adjustment.territory.as_str())
        .bind(adjustment.stage.name().as_str())
        .bind(&adjustment.title)
        .bind(due_on.map(|day| day.to_string()))
        .bind(change.at.as_millis())
        .bind(&body)
        .execute(db)
        .await
        .map(drop))?;
    record::append(tx, change, adjustment.id, 1, Some(&adjustment.territory), &body).await?;
    Ok(adjustment)
}

/// Writes a changed adjustment over the revision it was read at.
pub async fn save(
    tx: &mut Tx,
    adjustment: Adjustment,
    due_on: Option<Date>,
    change: &Change,
) -> Result<Adjustment, StoreError> {
    let read_at = adjustment.revision;
    let adjustment = Adjustment { revision: read_at + 1, ..adjustment };
    let body = json("adjustment", &adjustment)?;
    let rows = on!(tx, |db| sqlx::query(SAVE)
        .bind(adjustment.stage.name().as_str())
        .bind(due_on.map(|day| day.to_string()))
        .bind(change.at.as_millis())
        .bind(&body)
        .bind(adjustment.id.to_string())
        .bind(i64::from(read_at))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    if rows == 0 {
        return Err(StoreError::Stale("adjustment"));
    }
    let (id, revision) = (adjustment.id, adjustment.revision);
    record::append(tx, change, id, revision, Some(&adjustment.territory), &body).await?;
    Ok(adjustment)
}

/// One adjustment.
pub async fn find(tx: &mut Tx, id: AdjustmentId) -> Result<Option<Adjustment>, StoreError> {
    find_body(tx, "adjustment", FIND, &id.to_string()).await
}

/// Adjustments in a scope, newest first; an empty stage means all.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    stage: &str,
    words: &str,
    page: &Page,
) -> Result<Vec<Adjustment>, StoreError> {
    let asked = Asked { state: stage, words, more: None };
    bodies_asked(tx, "adjustment", LIST, scope, asked, page).await
}
