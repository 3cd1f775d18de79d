//! Clearances: the one of each case that counts; one that follows a withdrawal takes the place of the one before.

use crate::StoreError;
use crate::db::{Tx, find_body, json, on};
use crate::record::{self, Change};
use domain::CaseId;
use domain::clearance::Clearance;

const PUT: &str =
    "INSERT INTO clearance (case_id, territory, body, revision) VALUES ($1, $2, $3, $4)
    ON CONFLICT (case_id) DO UPDATE SET territory = excluded.territory, body = excluded.body, revision = excluded.revision";
const REVISION: &str = "SELECT CAST(revision AS BIGINT) FROM clearance WHERE case_id = $1";
const OF_CASE: &str = "SELECT body FROM clearance WHERE case_id = $1";

pub(crate) const STATEMENTS: &[&str] = &[PUT, REVISION, OF_CASE];

/// Writes a clearance and its line; the lines of those before it stay.
pub async fn put(tx: &mut Tx, clearance: &Clearance, change: &Change) -> Result<(), StoreError> {
    let body = json("clearance", clearance)?;
    let before: Option<i64> = on!(tx, |db| sqlx::query_scalar(REVISION)
        .bind(clearance.case.to_string())
        .fetch_optional(db)
        .await)?;
    let revision = u32::try_from(before.unwrap_or(0) + 1)
        .map_err(|error| StoreError::inconsistent("clearance", error))?;
    let place = Some(&clearance.territory);
    record::append(tx, change, clearance.case, revision, place, &body).await?;
    on!(tx, |db| sqlx::query(PUT)
        .bind(clearance.case.to_string())
        .bind(clearance.territory.as_str())
        .bind(&body)
        .bind(i64::from(revision))
        .execute(db)
        .await
        .map(drop))?;
    Ok(())
}

/// The latest clearance of a case, if there is one.
pub async fn of_case(tx: &mut Tx, case: CaseId) -> Result<Option<Clearance>, StoreError> {
    find_body(tx, "clearance", OF_CASE, &case.to_string()).await
}
