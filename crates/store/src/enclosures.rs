//! Files that belong to a step of a matter, by id; those that no step has taken yet, by sender.

use crate::db::{Tx, find_body, json, on};
use crate::{Change, StoreError, record};
use domain::enclosure::Enclosure;
use domain::{EnclosureId, OfficerId};

const INSERT: &str = "INSERT INTO enclosure (id, holder, sender, updated_at, body, revision)
    VALUES ($1, '', $2, $3, $4, 1)";
const SAVE: &str =
    "UPDATE enclosure SET holder = $1, updated_at = $2, body = $3, revision = revision + 1
    WHERE id = $4 AND revision = $5";
const FIND: &str = "SELECT body FROM enclosure WHERE id = $1";
const WAITING: &str = "SELECT COUNT(*) FROM enclosure WHERE sender = $1 AND holder = ''";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, SAVE, FIND, WAITING];

/// Writes a file that was handed in; its record line commits to the bytes.
pub async fn insert(
    tx: &mut Tx,
    enclosure: Enclosure,
    change: &Change,
) -> Result<Enclosure, StoreError> {
    let enclosure = Enclosure { revision: 1, ..enclosure };
    let body = json("enclosure", &enclosure)?;
    on!(tx, |db| sqlx::query(INSERT)
        .bind(enclosure.id.to_string())
        .bind(enclosure.signed.by.to_string())
        .bind(change.at.as_millis())
        .bind(&body)
        .execute(db)
        .await
        .map(drop))?;
    record::append(tx, change, enclosure.id, 1, Some(&enclosure.territory), &body).await?;
    Ok(enclosure)
}

/// Writes what a file now belongs to over the revision it was read at.
pub async fn save(
    tx: &mut Tx,
    enclosure: Enclosure,
    change: &Change,
) -> Result<Enclosure, StoreError> {
    let read_at = enclosure.revision;
    let enclosure = Enclosure { revision: read_at + 1, ..enclosure };
    let body = json("enclosure", &enclosure)?;
    let rows = on!(tx, |db| sqlx::query(SAVE)
        .bind(enclosure.holder.as_deref().unwrap_or_default())
        .bind(change.at.as_millis())
        .bind(&body)
        .bind(enclosure.id.to_string())
        .bind(i64::from(read_at))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    if rows == 0 {
        return Err(StoreError::Stale("enclosure"));
    }
    let (id, revision) = (enclosure.id, enclosure.revision);
    record::append(tx, change, id, revision, Some(&enclosure.territory), &body).await?;
    Ok(enclosure)
}

/// One file.
pub async fn find(tx: &mut Tx, id: EnclosureId) -> Result<Option<Enclosure>, StoreError> {
    find_body(tx, "enclosure", FIND, &id.to_string()).await
}

/// How many files of a person no step has taken yet.
pub async fn waiting(tx: &mut Tx, sender: OfficerId) -> Result<i64, StoreError> {
    let sender = sender.to_string();
    Ok(on!(tx, |db| sqlx::query_scalar(WAITING).bind(sender).fetch_one(db).await)?)
}
