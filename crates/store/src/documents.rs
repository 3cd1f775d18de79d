//! Rendered documents: what they were made of, their number, and the digest under which the bytes are kept.

use crate::db::{Tx, on};
use crate::{Change, StoreError, record};
use domain::DocumentId;
use domain::region::Territory;
use sqlx::FromRow;

/// A document as kept.
#[derive(Debug, Clone, FromRow)]
pub struct DocumentRow {
    /// Identity.
    pub id: String,
    /// What it belongs to: `case/<id>` or `inspection/<id>`.
    pub subject: String,
    /// Territory path.
    pub territory: String,
    /// Kind of document.
    pub kind: String,
    /// Title as printed.
    pub title: String,
    /// 文号, where it has one.
    pub number: Option<String>,
    /// Digest of the PDF, which is also its address among the blobs; none until it is rendered.
    pub sha256: Option<String>,
    /// The fields it is rendered from, JSON.
    pub body: String,
    /// Milliseconds UTC.
    pub created_at: i64,
}

/// A document to keep.
#[derive(Debug, Clone)]
pub struct NewDocument<'a> {
    /// Identity.
    pub id: DocumentId,
    /// What it belongs to.
    pub subject: &'a str,
    /// Where.
    pub territory: &'a Territory,
    /// Kind of document.
    pub kind: &'a str,
    /// Title as printed.
    pub title: &'a str,
    /// 文号.
    pub number: Option<&'a str>,
    /// The fields it is rendered from, JSON.
    pub body: &'a str,
}

const INSERT: &str =
    "INSERT INTO document (id, subject, territory, kind, title, number, body, created_at, revision)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1)";
const RENDERED: &str =
    "UPDATE document SET sha256 = $1, revision = 2 WHERE id = $2 AND sha256 IS NULL";
const FIND: &str = "SELECT id, subject, territory, kind, title, number, sha256, body, created_at FROM document WHERE id = $1";
const OF_SUBJECT: &str =
    "SELECT id, subject, territory, kind, title, number, sha256, body, created_at FROM document
    WHERE subject = $1 ORDER BY id LIMIT 200";
const DIGESTS: &str =
    "SELECT sha256 FROM document WHERE sha256 IS NOT NULL UNION SELECT sha256 FROM evidence";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, RENDERED, FIND, OF_SUBJECT, DIGESTS];

/// Writes a document by its fields; rendering follows.
pub async fn insert(
    tx: &mut Tx,
    document: &NewDocument<'_>,
    change: &Change,
) -> Result<u64, StoreError> {
    on!(tx, |db| sqlx::query(INSERT)
        .bind(document.id.to_string())
        .bind(document.subject)
        .bind(document.territory.as_str())
        .bind(document.kind)
        .bind(document.title)
        .bind(document.number)
        .bind(document.body)
        .bind(change.at.as_millis())
        .execute(db)
        .await
        .map(drop))?;
    record::append(tx, change, document.id, 1, Some(document.territory), document.body).await
}

/// Notes that a document was rendered; its line commits to the PDF (`change.file`). Says whether it was the first time.
pub async fn rendered(
    tx: &mut Tx,
    id: DocumentId,
    territory: &Territory,
    sha256: &str,
    change: &Change,
) -> Result<bool, StoreError> {
    let rows = on!(tx, |db| sqlx::query(RENDERED)
        .bind(sha256)
        .bind(id.to_string())
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    if rows == 1 {
        record::append(tx, change, id, 2, Some(territory), sha256).await?;
    }
    Ok(rows == 1)
}

/// One document.
pub async fn find(tx: &mut Tx, id: DocumentId) -> Result<Option<DocumentRow>, StoreError> {
    let id = id.to_string();
    Ok(on!(tx, |db| sqlx::query_as(FIND).bind(id).fetch_optional(db).await)?)
}

/// Whether the fields of a document are those that the record says were drafted.
pub async fn vouched(tx: &mut Tx, row: &DocumentRow) -> Result<bool, StoreError> {
    record::vouches(tx, &format!("document/{}", row.id), 1, &row.body).await
}

/// The documents of a case or inspection, oldest first.
pub async fn of_subject(tx: &mut Tx, subject: &str) -> Result<Vec<DocumentRow>, StoreError> {
    Ok(on!(tx, |db| sqlx::query_as(OF_SUBJECT).bind(subject).fetch_all(db).await)?)
}

/// The digest of every file that must be among the blobs.
pub async fn digests(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    Ok(on!(tx, |db| sqlx::query_scalar(DIGESTS).fetch_all(db).await)?)
}
