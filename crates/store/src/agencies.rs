//! Agencies by id and code.

use crate::db::{Tx, body, find_body, json, on};
use crate::{Change, StoreError, record};
use domain::AgencyId;
use domain::agency::Agency;

const INSERT: &str =
    "INSERT INTO agency (id, code, territory, body, revision) VALUES ($1, $2, $3, $4, 1)";
const FIND: &str = "SELECT body FROM agency WHERE id = $1";
const ALL: &str = "SELECT body FROM agency ORDER BY territory, code LIMIT 2000";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, FIND, ALL];

/// Writes a new agency.
pub async fn insert(tx: &mut Tx, agency: &Agency, change: &Change) -> Result<(), StoreError> {
    let body = json("agency", agency)?;
    on!(tx, |db| sqlx::query(INSERT)
        .bind(agency.id.to_string())
        .bind(&agency.code)
        .bind(agency.territory.as_str())
        .bind(&body)
        .execute(db)
        .await
        .map(drop))?;
    record::append(tx, change, agency.id, 1, Some(&agency.territory), &body).await?;
    Ok(())
}

/// One agency.
pub async fn find(tx: &mut Tx, id: AgencyId) -> Result<Option<Agency>, StoreError> {
    find_body(tx, "agency", FIND, &id.to_string()).await
}

/// Every agency, by territory; a city has some 140.
pub async fn all(tx: &mut Tx) -> Result<Vec<Agency>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(ALL).fetch_all(db).await)?;
    rows.iter().map(|json| body("agency", json)).collect()
}
