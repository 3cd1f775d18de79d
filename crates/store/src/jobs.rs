//! Deferred work of the platform itself: written with the change that causes it, done later, once.

use crate::db::{Tx, on};
use crate::{Page, StoreError};
use domain::{JobId, Timestamp};
use sqlx::FromRow;

/// A job as it stands.
#[derive(Debug, Clone, FromRow)]
pub struct JobRow {
    /// Identity.
    pub id: String,
    /// What is to be done.
    pub kind: String,
    /// To what: `noun/id`.
    pub subject: String,
    /// `waiting`, `running`, `done` or `failed`.
    pub state: String,
    /// Not before, ms UTC.
    pub run_at: i64,
    /// How often it was tried.
    pub attempts: i64,
    /// The last failure in words.
    pub last_error: Option<String>,
    /// What it needs to know, JSON.
    pub payload: String,
}

const PUT: &str = "INSERT INTO job (id, kind, subject, state, run_at, payload) VALUES ($1, $2, $3, 'waiting', $4, $5)
    ON CONFLICT (kind, subject) WHERE state IN ('waiting', 'running') DO NOTHING";
/// A job whose worker died is claimed again after its lease.
const CLAIM: &str = "UPDATE job SET state = 'running', claimed_at = $1, attempts = attempts + 1 WHERE id = (
    SELECT id FROM job WHERE (state = 'waiting' AND run_at <= $1) OR (state = 'running' AND claimed_at < $2)
    ORDER BY run_at, id LIMIT 1) RETURNING id, kind, subject, state, run_at, attempts, last_error, payload";
const DONE: &str = "UPDATE job SET state = 'done', last_error = NULL WHERE id = $1";
const AGAIN: &str = "UPDATE job SET state = 'waiting', run_at = $2, last_error = $3 WHERE id = $1";
const FAILED: &str = "UPDATE job SET state = 'failed', last_error = $2 WHERE id = $1";
const RETRY: &str = "UPDATE job SET state = 'waiting', run_at = $2, attempts = 0 WHERE id = $1 AND state = 'failed'";
const LIST: &str = "SELECT id, kind, subject, state, run_at, attempts, last_error, payload FROM job
    WHERE id < $1 ORDER BY id DESC LIMIT $2";
const COUNT_WAITING: &str = "SELECT COUNT(*) FROM job WHERE state IN ('waiting', 'running')";

pub(crate) const STATEMENTS: &[&str] =
    &[PUT, CLAIM, DONE, AGAIN, FAILED, RETRY, LIST, COUNT_WAITING];

/// Puts a job in the queue; the same work for the same subject is queued once.
pub async fn put(
    tx: &mut Tx,
    id: JobId,
    kind: &str,
    subject: &str,
    run_at: Timestamp,
    payload: &str,
) -> Result<(), StoreError> {
    on!(tx, |db| sqlx::query(PUT)
        .bind(id.to_string())
        .bind(kind)
        .bind(subject)
        .bind(run_at.as_millis())
        .bind(payload)
        .execute(db)
        .await
        .map(drop))?;
    Ok(())
}

/// Takes the next job that is due, or one whose worker has not been heard of since `lease_start`.
pub async fn claim(
    tx: &mut Tx,
    now: Timestamp,
    lease_start: Timestamp,
) -> Result<Option<JobRow>, StoreError> {
    Ok(on!(tx, |db| sqlx::query_as(CLAIM)
        .bind(now.as_millis())
        .bind(lease_start.as_millis())
        .fetch_optional(db)
        .await)?)
}

/// The job is done.
pub async fn done(tx: &mut Tx, id: &str) -> Result<(), StoreError> {
    on!(tx, |db| sqlx::query(DONE).bind(id).execute(db).await.map(drop))?;
    Ok(())
}

/// The job failed and is tried again at `run_at`.
pub async fn again(
    tx: &mut Tx,
    id: &str,
    run_at: Timestamp,
    error: &str,
) -> Result<(), StoreError> {
    on!(tx, |db| sqlx::query(AGAIN)
        .bind(id)
        .bind(run_at.as_millis())
        .bind(error)
        .execute(db)
        .await
        .map(drop))?;
    Ok(())
}

/// The job failed too often; a person must look at it.
pub async fn failed(tx: &mut Tx, id: &str, error: &str) -> Result<(), StoreError> {
    on!(tx, |db| sqlx::query(FAILED).bind(id).bind(error).execute(db).await.map(drop))?;
    Ok(())
}

/// A person has a failed job tried again; says whether there was one.
pub async fn retry(tx: &mut Tx, id: &str, run_at: Timestamp) -> Result<bool, StoreError> {
    let rows = on!(tx, |db| sqlx::query(RETRY)
        .bind(id)
        .bind(run_at.as_millis())
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The queue, newest first.
pub async fn list(tx: &mut Tx, page: &Page) -> Result<Vec<JobRow>, StoreError> {
    Ok(on!(tx, |db| sqlx::query_as(LIST)
        .bind(page.below())
        .bind(page.limit())
        .fetch_all(db)
        .await)?)
}

/// How many jobs wait or run.
pub async fn count_waiting(tx: &mut Tx) -> Result<i64, StoreError> {
    Ok(on!(tx, |db| sqlx::query_scalar(COUNT_WAITING).fetch_one(db).await)?)
}
