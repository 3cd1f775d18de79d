//! Clearances: one for each case, given once.

use crate::StoreError;
use crate::db::{Tx, find_body, json, on};
use crate::record::{self, Change};
use domain::CaseId;
use domain::clearance::Clearance;

const INSERT: &str =
    "INSERT INTO clearance (case_id, territory, body, revision) VALUES ($1, $2, $3, 1)";
const OF_CASE: &str = "SELECT body FROM clearance WHERE case_id = $1";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, OF_CASE];

/// Writes a clearance and its line.
pub async fn insert(tx: &mut Tx, clearance: &Clearance, change: &Change) -> Result<(), StoreError> {
    let body = json("clearance", clearance)?;
    let place = Some(&clearance.territory);
    record::append(tx, change, clearance.case, 1, place, &body).await?;
    on!(tx, |db| sqlx::query(INSERT)
        .bind(clearance.case.to_string())
        .bind(clearance.territory.as_str())
        .bind(&body)
        .execute(db)
        .await
        .map(drop))?;
    Ok(())
}

/// The clearance of a case, if there is one.
pub async fn of_case(tx: &mut Tx, case: CaseId) -> Result<Option<Clearance>, StoreError> {
    find_body(tx, "clearance", OF_CASE, &case.to_string()).await
}
