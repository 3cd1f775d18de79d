//! Files that are still arriving: announced, and so much of each on disk. No part of the record; a finished one becomes evidence.

use crate::StoreError;
use crate::db::{Tx, on};
use domain::{EvidenceId, OfficerId, Timestamp};
use sqlx::FromRow;

/// A file that is still arriving.
#[derive(Debug, Clone, FromRow)]
pub struct UploadRow {
    /// Identity of the evidence it becomes.
    pub id: String,
    /// Who sends it.
    pub officer: String,
    /// To which inspection.
    pub inspection: String,
    /// Bytes announced.
    pub size: i64,
    /// Bytes on disk.
    pub received: i64,
    /// When what came is thrown away, ms UTC.
    pub ends_at: i64,
    /// What the device said of it, JSON.
    pub body: String,
}

const INSERT: &str = "INSERT INTO upload (id, officer, inspection, size, received, ends_at, body)
    VALUES ($1, $2, $3, $4, $5, $6, $7)";
const FIND: &str =
    "SELECT id, officer, inspection, size, received, ends_at, body FROM upload WHERE id = $1";
const ADVANCE: &str = "UPDATE upload SET received = $1 WHERE id = $2 AND received = $3";
const REMOVE: &str = "DELETE FROM upload WHERE id = $1";
const OF_OFFICER: &str = "SELECT COUNT(*) FROM upload WHERE officer = $1";
const ENDED: &str = "SELECT id FROM upload WHERE ends_at <= $1 ORDER BY ends_at LIMIT $2";
const ANNOUNCED: &str = "SELECT CAST(coalesce(SUM(size), 0) AS BIGINT) FROM upload";
const OWED: &str = "SELECT CAST(coalesce(SUM(size - received), 0) AS BIGINT) FROM upload
    WHERE officer = $1 AND ends_at > $2";

pub(crate) const STATEMENTS: &[&str] =
    &[INSERT, FIND, ADVANCE, REMOVE, OF_OFFICER, ENDED, ANNOUNCED, OWED];

/// Writes down what is going to arrive.
pub async fn insert(tx: &mut Tx, row: &UploadRow) -> Result<(), StoreError> {
    on!(tx, |db| sqlx::query(INSERT)
        .bind(&row.id)
        .bind(&row.officer)
        .bind(&row.inspection)
        .bind(row.size)
        .bind(row.received)
        .bind(row.ends_at)
        .bind(&row.body)
        .execute(db)
        .await
        .map(drop))?;
    Ok(())
}

/// One file that is arriving.
pub async fn find(tx: &mut Tx, id: EvidenceId) -> Result<Option<UploadRow>, StoreError> {
    Ok(on!(tx, |db| sqlx::query_as(FIND).bind(id.to_string()).fetch_optional(db).await)?)
}

/// So many bytes are on disk now; says whether so many were before as was thought.
pub async fn advance(tx: &mut Tx, id: EvidenceId, from: i64, to: i64) -> Result<bool, StoreError> {
    let rows = on!(tx, |db| sqlx::query(ADVANCE)
        .bind(to)
        .bind(id.to_string())
        .bind(from)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// It has arrived, or never will.
pub async fn remove(tx: &mut Tx, id: EvidenceId) -> Result<(), StoreError> {
    on!(tx, |db| sqlx::query(REMOVE).bind(id.to_string()).execute(db).await.map(drop))?;
    Ok(())
}

/// How many files of one officer are arriving.
pub async fn count_of(tx: &mut Tx, officer: OfficerId) -> Result<i64, StoreError> {
    let officer = officer.to_string();
    Ok(on!(tx, |db| sqlx::query_scalar(OF_OFFICER).bind(officer).fetch_one(db).await)?)
}

/// Files that did not arrive in time.
pub async fn ended(tx: &mut Tx, now: Timestamp, max: i64) -> Result<Vec<EvidenceId>, StoreError> {
    let ids: Vec<String> = on!(tx, |db| sqlx::query_scalar(ENDED)
        .bind(now.as_millis())
        .bind(max)
        .fetch_all(db)
        .await)?;
    let id = |id: &String| id.parse().map_err(|error| StoreError::inconsistent("upload", error));
    ids.iter().map(id).collect()
}

/// Bytes announced by all files that are arriving.
pub async fn announced(tx: &mut Tx) -> Result<i64, StoreError> {
    Ok(on!(tx, |db| sqlx::query_scalar(ANNOUNCED).fetch_one(db).await)?)
}

/// Bytes that one officer announced, and that neither came nor are too late.
pub async fn owed_by(tx: &mut Tx, officer: OfficerId, now: Timestamp) -> Result<i64, StoreError> {
    Ok(on!(tx, |db| sqlx::query_scalar(OWED)
        .bind(officer.to_string())
        .bind(now.as_millis())
        .fetch_one(db)
        .await)?)
}

impl UploadRow {
    /// Whether what came is thrown away by now.
    pub fn ended(&self, now: Timestamp) -> bool {
        self.ends_at <= now.as_millis()
    }
}
