//! Change sets with their rows.

use crate::db::{Tx, body, find_body, json, on};
use crate::{Change, Page, Scope, StoreError, record};
use domain::ChangeSetId;
use domain::change_set::{ChangeRow, ChangeSet};

const INSERT: &str = "INSERT INTO change_set (id, act, closed, updated_at, body, revision)
    VALUES ($1, $2, $3, $4, $5, 1)";
const SAVE: &str =
    "UPDATE change_set SET closed = $1, updated_at = $2, body = $3, revision = revision + 1
    WHERE id = $4 AND revision = $5";
const FIND: &str = "SELECT body FROM change_set WHERE id = $1";
const LIST: &str = "SELECT body FROM change_set WHERE ($1 = -1 OR closed = $1) AND id < $2
    ORDER BY id DESC LIMIT $3";
const OF_ACT: &str = "SELECT body FROM change_set WHERE act = $1 ORDER BY id DESC LIMIT 200";
const INSERT_ROW: &str =
    "INSERT INTO change_row (change_set, position, kind, state, territory, body, revision)
    VALUES ($1, $2, $3, $4, $5, $6, 1)";
const SAVE_ROW: &str = "UPDATE change_row SET state = $1, body = $2, revision = revision + 1
    WHERE change_set = $3 AND position = $4 AND revision = $5";
const FIND_ROW: &str = "SELECT body FROM change_row WHERE change_set = $1 AND position = $2";
/// A row without a place concerns everybody; one with a place only those who may see that place.
const ROWS: &str = "SELECT body FROM change_row WHERE change_set = $1 AND ($2 = '' OR kind = $2)
    AND ($3 = '' OR state = $3) AND (territory = '' OR territory >= $4 AND territory < $5) AND position > $6
    ORDER BY position LIMIT $7";

pub(crate) const STATEMENTS: &[&str] =
    &[INSERT, SAVE, FIND, LIST, OF_ACT, INSERT_ROW, SAVE_ROW, FIND_ROW, ROWS];

/// Which rows of a set are asked for; empty texts mean all.
#[derive(Debug, Clone, Default)]
pub struct RowFilter {
    /// A kind by its name.
    pub kind: String,
    /// A state by its name.
    pub state: String,
    /// Only behind this position.
    pub after: u32,
}

/// Writes a new set with its rows: one line of the record, about the set with everything in it.
pub async fn insert(
    tx: &mut Tx,
    set: ChangeSet,
    rows: &[ChangeRow],
    change: &Change,
) -> Result<ChangeSet, StoreError> {
    let set = ChangeSet { revision: 1, ..set };
    let body = json("change_set", &set)?;
    on!(tx, |db| sqlx::query(INSERT)
        .bind(set.id.to_string())
        .bind(&set.act)
        .bind(i64::from(set.closed_at.is_some()))
        .bind(change.at.as_millis())
        .bind(&body)
        .execute(db)
        .await
        .map(drop))?;
    for row in rows {
        let body = json("change_row", row)?;
        on!(tx, |db| sqlx::query(INSERT_ROW)
            .bind(set.id.to_string())
            .bind(i64::from(row.position))
            .bind(row.kind.as_str())
            .bind(row.state.as_str())
            .bind(row.territory.as_ref().map_or("", |place| place.as_str()))
            .bind(body)
            .execute(db)
            .await
            .map(drop))?;
    }
    record::append(tx, change, set.id, 1, None, &json("change_set", &(&set, rows))?).await?;
    Ok(set)
}

/// Writes a worked row and its set over the revisions they were read at, with one line of the record.
pub async fn work(
    tx: &mut Tx,
    set: ChangeSet,
    row: ChangeRow,
    change: &Change,
) -> Result<(ChangeSet, ChangeRow), StoreError> {
    let (set_at, row_at) = (set.revision, row.revision);
    let set = ChangeSet { revision: set_at + 1, ..set };
    let row = ChangeRow { revision: row_at + 1, ..row };
    let rows = on!(tx, |db| sqlx::query(SAVE_ROW)
        .bind(row.state.as_str())
        .bind(json("change_row", &row)?)
        .bind(row.set.to_string())
        .bind(i64::from(row.position))
        .bind(i64::from(row_at))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    let sets = on!(tx, |db| sqlx::query(SAVE)
        .bind(i64::from(set.closed_at.is_some()))
        .bind(change.at.as_millis())
        .bind(json("change_set", &set)?)
        .bind(set.id.to_string())
        .bind(i64::from(set_at))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    if rows == 0 || sets == 0 {
        return Err(StoreError::Stale("change_set"));
    }
    let place = row.territory.clone();
    let content = json("change_set", &(&set, &row))?;
    record::append(tx, change, set.id, set.revision, place.as_ref(), &content).await?;
    Ok((set, row))
}

/// One set.
pub async fn find(tx: &mut Tx, id: ChangeSetId) -> Result<Option<ChangeSet>, StoreError> {
    find_body(tx, "change_set", FIND, &id.to_string()).await
}

/// Sets, newest first: all, only the closed, or only the open.
pub async fn list(
    tx: &mut Tx,
    closed: Option<bool>,
    page: &Page,
) -> Result<Vec<ChangeSet>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(LIST)
        .bind(closed.map_or(-1, i64::from))
        .bind(page.below())
        .bind(page.limit())
        .fetch_all(db)
        .await)?;
    rows.iter().map(|json| body("change_set", json)).collect()
}

/// The latest sets of an act, newest first.
pub async fn of_act(tx: &mut Tx, act: &str) -> Result<Vec<ChangeSet>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(OF_ACT).bind(act).fetch_all(db).await)?;
    rows.iter().map(|json| body("change_set", json)).collect()
}

/// One row of a set.
pub async fn find_row(
    tx: &mut Tx,
    id: ChangeSetId,
    position: u32,
) -> Result<Option<ChangeRow>, StoreError> {
    let row: Option<String> = on!(tx, |db| sqlx::query_scalar(FIND_ROW)
        .bind(id.to_string())
        .bind(i64::from(position))
        .fetch_optional(db)
        .await)?;
    row.map(|json| body("change_row", &json)).transpose()
}

/// Rows of a set that a scope may see, in order.
pub async fn rows(
    tx: &mut Tx,
    id: ChangeSetId,
    scope: &Scope,
    filter: &RowFilter,
    size: i64,
) -> Result<Vec<ChangeRow>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(ROWS)
        .bind(id.to_string())
        .bind(&filter.kind)
        .bind(&filter.state)
        .bind(&scope.from)
        .bind(&scope.to)
        .bind(i64::from(filter.after))
        .bind(size.clamp(1, crate::PAGE_MAX) + 1)
        .fetch_all(db)
        .await)?;
    rows.iter().map(|json| body("change_row", json)).collect()
}
