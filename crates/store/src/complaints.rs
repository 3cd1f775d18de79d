//! Complaints by case and by party.

use crate::db::{Tx, body, find_body, json, on};
use crate::{Change, StoreError, record};
use domain::complaint::Complaint;
use domain::{CaseId, ComplaintId};

const INSERT: &str =
    "INSERT INTO complaint (id, case_id, party_code, number, received_on, verified, body, revision)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 1) ON CONFLICT DO NOTHING";
const SAVE: &str = "UPDATE complaint SET verified = $1, body = $2, revision = revision + 1
    WHERE id = $3 AND revision = $4";
const FIND: &str = "SELECT body FROM complaint WHERE id = $1";
const OF_CASE: &str =
    "SELECT body FROM complaint WHERE case_id = $1 ORDER BY received_on, id LIMIT $2";
const VERIFIED: &str = "SELECT body FROM complaint WHERE party_code = $1 AND verified = 1
    ORDER BY received_on DESC, id DESC LIMIT $2";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, SAVE, FIND, OF_CASE, VERIFIED];

/// Complaints read at once.
const ROWS_MAX: i64 = 500;

/// Writes a new complaint; none where the party has one of that number already.
pub async fn insert(
    tx: &mut Tx,
    complaint: Complaint,
    change: &Change,
) -> Result<Option<Complaint>, StoreError> {
    let complaint = Complaint { revision: 1, ..complaint };
    let body = json("complaint", &complaint)?;
    let rows = on!(tx, |db| sqlx::query(INSERT)
        .bind(complaint.id.to_string())
        .bind(complaint.case.to_string())
        .bind(&complaint.party)
        .bind(&complaint.number)
        .bind(complaint.received_on.to_string())
        .bind(i64::from(complaint.verified()))
        .bind(&body)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    if rows == 0 {
        return Ok(None);
    }
    record::append(tx, change, complaint.id, 1, Some(&complaint.territory), &body).await?;
    Ok(Some(complaint))
}

/// Writes a changed complaint over the revision it was read at.
pub async fn save(
    tx: &mut Tx,
    complaint: Complaint,
    change: &Change,
) -> Result<Complaint, StoreError> {
    let read_at = complaint.revision;
    let complaint = Complaint { revision: read_at + 1, ..complaint };
    let body = json("complaint", &complaint)?;
    let rows = on!(tx, |db| sqlx::query(SAVE)
        .bind(i64::from(complaint.verified()))
        .bind(&body)
        .bind(complaint.id.to_string())
        .bind(i64::from(read_at))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    if rows == 0 {
        return Err(StoreError::Stale("complaint"));
    }
    let (revision, place) = (complaint.revision, &complaint.territory);
    record::append(tx, change, complaint.id, revision, Some(place), &body).await?;
    Ok(complaint)
}

/// One complaint.
pub async fn find(tx: &mut Tx, id: ComplaintId) -> Result<Option<Complaint>, StoreError> {
    find_body(tx, "complaint", FIND, &id.to_string()).await
}

/// The complaints kept with a case, oldest first.
pub async fn of_case(tx: &mut Tx, case: CaseId) -> Result<Vec<Complaint>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(OF_CASE)
        .bind(case.to_string())
        .bind(ROWS_MAX)
        .fetch_all(db)
        .await)?;
    rows.iter().map(|json| body("complaint", json)).collect()
}

/// The verified complaints against a party, latest first, wherever they are kept.
pub async fn verified_of_party(tx: &mut Tx, party: &str) -> Result<Vec<Complaint>, StoreError> {
    let rows: Vec<String> =
        on!(tx, |db| sqlx::query_scalar(VERIFIED).bind(party).bind(ROWS_MAX).fetch_all(db).await)?;
    rows.iter().map(|json| body("complaint", json)).collect()
}
