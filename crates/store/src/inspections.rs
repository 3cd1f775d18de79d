//! Inspections by id, task and place, and where each item of evidence belongs.

use crate::db::{Tx, bodies_in_state, body, find_body, json, latest_bodies, newest, on};
use crate::{Change, Page, Scope, StoreError, record};
use domain::inspection::{Evidence, Inspection, InspectionState};
use domain::{EnterpriseId, EvidenceId, InspectionId};
use sqlx::FromRow;

/// Where an item of evidence belongs.
#[derive(Debug, Clone, FromRow)]
pub struct EvidenceRow {
    /// Its inspection.
    pub inspection: String,
    /// Digest of its bytes, which is also their address among the blobs.
    pub sha256: String,
    /// Media type found in the bytes.
    pub media_type: String,
    /// Index of its line in the record.
    pub line: i64,
}

const INSERT: &str = "INSERT INTO inspection (id, number, territory, state, task, enterprise, updated_at, body, offence, revision)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)";
const SAVE: &str =
    "UPDATE inspection SET state = $1, updated_at = $2, body = $3, offence = $4, revision = revision + 1
    WHERE id = $5 AND revision = $6";
const FIND: &str = "SELECT body FROM inspection WHERE id = $1";
const LIST: &str = newest!(
    "inspection",
    "($1 = '' OR state = $1) AND territory >= $2 AND territory < $3 AND id < $4",
    "$5"
);
const UNFILED: &str = newest!(
    "inspection",
    "state = 'submitted' AND offence = 1 AND territory >= $1 AND territory < $2
    AND NOT EXISTS (SELECT 1 FROM case_file WHERE case_file.inspection = inspection.id)",
    "$3"
);
const OF_ENTERPRISE: &str =
    "SELECT body FROM inspection WHERE enterprise = $1 ORDER BY id DESC LIMIT $2";
const INSERT_EVIDENCE: &str =
    "INSERT INTO evidence (id, inspection, sha256, media_type, line) VALUES ($1, $2, $3, $4, $5)";
const FIND_EVIDENCE: &str =
    "SELECT inspection, sha256, media_type, line FROM evidence WHERE id = $1";

pub(crate) const STATEMENTS: &[&str] =
    &[INSERT, SAVE, FIND, LIST, UNFILED, OF_ENTERPRISE, INSERT_EVIDENCE, FIND_EVIDENCE];

fn state(inspection: &Inspection) -> &'static str {
    match inspection.state {
        InspectionState::Draft => "draft",
        InspectionState::Submitted { .. } => "submitted",
    }
}

/// Whether the officers found something that a case may be made of.
fn offence(inspection: &Inspection) -> i64 {
    i64::from(inspection.record.offence.is_some())
}

/// Writes a new inspection.
pub async fn insert(
    tx: &mut Tx,
    inspection: Inspection,
    change: &Change,
) -> Result<Inspection, StoreError> {
    let inspection = Inspection { revision: 1, ..inspection };
    let body = json("inspection", &inspection)?;
    on!(tx, |db| sqlx::query(INSERT)
        .bind(inspection.id.to_string())
        .bind(&inspection.number)
        .bind(inspection.territory.as_str())
        .bind(state(&inspection))
        .bind(inspection.task.to_string())
        .bind(inspection.enterprise.to_string())
        .bind(change.at.as_millis())
        .bind(&body)
        .bind(offence(&inspection))
        .execute(db)
        .await
        .map(drop))?;
    record::append(tx, change, inspection.id, 1, Some(&inspection.territory), &body).await?;
    Ok(inspection)
}

/// Writes a changed inspection over the revision it was read at.
pub async fn save(
    tx: &mut Tx,
    inspection: Inspection,
    change: &Change,
) -> Result<Inspection, StoreError> {
    let read_at = inspection.revision;
    let inspection = Inspection { revision: read_at + 1, ..inspection };
    let body = json("inspection", &inspection)?;
    let rows = on!(tx, |db| sqlx::query(SAVE)
        .bind(state(&inspection))
        .bind(change.at.as_millis())
        .bind(&body)
        .bind(offence(&inspection))
        .bind(inspection.id.to_string())
        .bind(i64::from(read_at))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    if rows == 0 {
        return Err(StoreError::Stale("inspection"));
    }
    let (id, revision) = (inspection.id, inspection.revision);
    record::append(tx, change, id, revision, Some(&inspection.territory), &body).await?;
    Ok(inspection)
}

/// Writes where an item of evidence belongs; its record line is its own, with the bytes committed to.
pub async fn add_evidence(
    tx: &mut Tx,
    inspection: &Inspection,
    evidence: &Evidence,
    change: &Change,
) -> Result<u64, StoreError> {
    let body = json("evidence", evidence)?;
    let territory = Some(&inspection.territory);
    let line = record::append(tx, change, evidence.id, 1, territory, &body).await?;
    on!(tx, |db| sqlx::query(INSERT_EVIDENCE)
        .bind(evidence.id.to_string())
        .bind(inspection.id.to_string())
        .bind(&evidence.sha256)
        .bind(&evidence.media_type)
        .bind(line.cast_signed())
        .execute(db)
        .await
        .map(drop))?;
    Ok(line)
}

/// Notes that an item of evidence was withdrawn, on a line of its own; the inspection that holds it is saved beside it.
pub async fn withdraw_evidence(
    tx: &mut Tx,
    inspection: &Inspection,
    id: EvidenceId,
    change: &Change,
) -> Result<u64, StoreError> {
    let item = inspection.evidence.iter().find(|item| item.id == id);
    let body = json("evidence", &item)?;
    record::append(tx, change, id, 2, Some(&inspection.territory), &body).await
}

/// Where an item of evidence belongs.
pub async fn find_evidence(tx: &mut Tx, id: EvidenceId) -> Result<Option<EvidenceRow>, StoreError> {
    let id = id.to_string();
    Ok(on!(tx, |db| sqlx::query_as(FIND_EVIDENCE).bind(id).fetch_optional(db).await)?)
}

/// One inspection.
pub async fn find(tx: &mut Tx, id: InspectionId) -> Result<Option<Inspection>, StoreError> {
    find_body(tx, "inspection", FIND, &id.to_string()).await
}

/// Inspections in a scope, newest first; an empty state means all.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    state: &str,
    page: &Page,
) -> Result<Vec<Inspection>, StoreError> {
    bodies_in_state(tx, "inspection", LIST, state, scope, page).await
}

/// Submitted inspections of which no case has been made, newest first.
pub async fn unfiled(tx: &mut Tx, scope: &Scope, max: i64) -> Result<Vec<Inspection>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(UNFILED)
        .bind(&scope.from)
        .bind(&scope.to)
        .bind(max)
        .fetch_all(db)
        .await)?;
    rows.iter().map(|json| body("inspection", json)).collect()
}

/// The latest inspections of an enterprise.
pub async fn of_enterprise(
    tx: &mut Tx,
    enterprise: EnterpriseId,
    max: i64,
) -> Result<Vec<Inspection>, StoreError> {
    latest_bodies(tx, "inspection", OF_ENTERPRISE, enterprise, max).await
}
