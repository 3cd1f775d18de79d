//! Designations by lead, state, place and the bodies concerned.

use crate::db::{Tx, body, find_body, json, on};
use crate::{Change, Page, Scope, StoreError, record};
use domain::jurisdiction::Designation;
use domain::{AgencyId, DesignationId, LeadId};

const INSERT: &str =
    "INSERT INTO designation (id, number, lead, territory, state, updated_at, body, revision)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 1)";
const INSERT_AGENCY: &str = "INSERT INTO designation_agency (designation, agency) VALUES ($1, $2)
    ON CONFLICT DO NOTHING";
const SAVE: &str =
    "UPDATE designation SET state = $1, updated_at = $2, body = $3, revision = revision + 1
    WHERE id = $4 AND revision = $5";
const FIND: &str = "SELECT body FROM designation WHERE id = $1";
const LATEST: &str = "SELECT body FROM designation WHERE lead = $1 ORDER BY id DESC LIMIT 1";
const LIST: &str = "SELECT body FROM designation WHERE ($1 = '' OR state = $1)
    AND (territory >= $2 AND territory < $3
         OR id IN (SELECT designation FROM designation_agency WHERE agency = $4))
    AND id < $5 ORDER BY id DESC LIMIT $6";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, INSERT_AGENCY, SAVE, FIND, LATEST, LIST];

/// Writes a new designation.
pub async fn insert(
    tx: &mut Tx,
    designation: Designation,
    change: &Change,
) -> Result<Designation, StoreError> {
    let designation = Designation { revision: 1, ..designation };
    let body = json("designation", &designation)?;
    on!(tx, |db| sqlx::query(INSERT)
        .bind(designation.id.to_string())
        .bind(&designation.number)
        .bind(designation.lead.to_string())
        .bind(designation.place.as_str())
        .bind(designation.state.as_str())
        .bind(change.at.as_millis())
        .bind(&body)
        .execute(db)
        .await
        .map(drop))?;
    concern(tx, &designation).await?;
    record::append(tx, change, designation.id, 1, Some(&designation.place), &body).await?;
    Ok(designation)
}

/// Writes a changed designation over the revision it was read at.
pub async fn save(
    tx: &mut Tx,
    designation: Designation,
    change: &Change,
) -> Result<Designation, StoreError> {
    let read_at = designation.revision;
    let designation = Designation { revision: read_at + 1, ..designation };
    let body = json("designation", &designation)?;
    let rows = on!(tx, |db| sqlx::query(SAVE)
        .bind(designation.state.as_str())
        .bind(change.at.as_millis())
        .bind(&body)
        .bind(designation.id.to_string())
        .bind(i64::from(read_at))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    if rows == 0 {
        return Err(StoreError::Stale("designation"));
    }
    concern(tx, &designation).await?;
    let revision = designation.revision;
    record::append(tx, change, designation.id, revision, Some(&designation.place), &body).await?;
    Ok(designation)
}

async fn concern(tx: &mut Tx, designation: &Designation) -> Result<(), StoreError> {
    for agency in designation.bodies() {
        on!(tx, |db| sqlx::query(INSERT_AGENCY)
            .bind(designation.id.to_string())
            .bind(agency.to_string())
            .execute(db)
            .await
            .map(drop))?;
    }
    Ok(())
}

/// One designation.
pub async fn find(tx: &mut Tx, id: DesignationId) -> Result<Option<Designation>, StoreError> {
    find_body(tx, "designation", FIND, &id.to_string()).await
}

/// The last word on whose matter a lead is.
pub async fn latest(tx: &mut Tx, lead: LeadId) -> Result<Option<Designation>, StoreError> {
    find_body(tx, "designation", LATEST, &lead.to_string()).await
}

/// Designations in a scope or that concern a body, newest first; an empty state means all.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    agency: AgencyId,
    state: &str,
    page: &Page,
) -> Result<Vec<Designation>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(LIST)
        .bind(state)
        .bind(&scope.from)
        .bind(&scope.to)
        .bind(agency.to_string())
        .bind(page.below())
        .bind(page.limit())
        .fetch_all(db)
        .await)?;
    rows.iter().map(|json| body("designation", json)).collect()
}
