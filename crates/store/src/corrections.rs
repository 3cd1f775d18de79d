//! Corrections of enforcement items, by id, state and item.

use crate::db::{Tx, body, find_body, json, latest_bodies, on};
use crate::{Change, Page, StoreError, record};
use domain::CorrectionId;
use domain::item::Correction;

const INSERT: &str = "INSERT INTO correction (id, state, updated_at, body, revision)
    VALUES ($1, $2, $3, $4, 1)";
const INSERT_ITEM: &str = "INSERT INTO correction_item (correction, item) VALUES ($1, $2)";
const SAVE: &str =
    "UPDATE correction SET state = $1, updated_at = $2, body = $3, revision = revision + 1
    WHERE id = $4 AND revision = $5";
const FIND: &str = "SELECT body FROM correction WHERE id = $1";
const LIST: &str = "SELECT body FROM correction WHERE ($1 = '' OR state = $1) AND id < $2
    ORDER BY id DESC LIMIT $3";
const OF_ITEM: &str = "SELECT correction.body FROM correction JOIN correction_item ON correction_item.correction = correction.id
    WHERE correction_item.item = $1 ORDER BY correction.id DESC LIMIT $2";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, INSERT_ITEM, SAVE, FIND, LIST, OF_ITEM];

/// Writes a new correction.
pub async fn insert(
    tx: &mut Tx,
    correction: Correction,
    change: &Change,
) -> Result<Correction, StoreError> {
    let correction = Correction { revision: 1, ..correction };
    let body = json("correction", &correction)?;
    on!(tx, |db| sqlx::query(INSERT)
        .bind(correction.id.to_string())
        .bind(correction.state.as_str())
        .bind(change.at.as_millis())
        .bind(&body)
        .execute(db)
        .await
        .map(drop))?;
    for line in &correction.lines {
        on!(tx, |db| sqlx::query(INSERT_ITEM)
            .bind(correction.id.to_string())
            .bind(&line.after.code)
            .execute(db)
            .await
            .map(drop))?;
    }
    record::append(tx, change, correction.id, 1, None, &body).await?;
    Ok(correction)
}

/// Writes a changed correction over the revision it was read at.
pub async fn save(
    tx: &mut Tx,
    correction: Correction,
    change: &Change,
) -> Result<Correction, StoreError> {
    let read_at = correction.revision;
    let correction = Correction { revision: read_at + 1, ..correction };
    let body = json("correction", &correction)?;
    let rows = on!(tx, |db| sqlx::query(SAVE)
        .bind(correction.state.as_str())
        .bind(change.at.as_millis())
        .bind(&body)
        .bind(correction.id.to_string())
        .bind(i64::from(read_at))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    if rows == 0 {
        return Err(StoreError::Stale("correction"));
    }
    record::append(tx, change, correction.id, correction.revision, None, &body).await?;
    Ok(correction)
}

/// One correction.
pub async fn find(tx: &mut Tx, id: CorrectionId) -> Result<Option<Correction>, StoreError> {
    find_body(tx, "correction", FIND, &id.to_string()).await
}

/// Corrections, the newest first; an empty state means all.
pub async fn list(tx: &mut Tx, state: &str, page: &Page) -> Result<Vec<Correction>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(LIST)
        .bind(state)
        .bind(page.below())
        .bind(page.limit())
        .fetch_all(db)
        .await)?;
    rows.iter().map(|json| body("correction", json)).collect()
}

/// The latest corrections of an item.
pub async fn of_item(tx: &mut Tx, item: &str, max: i64) -> Result<Vec<Correction>, StoreError> {
    latest_bodies(tx, "correction", OF_ITEM, item, max).await
}
