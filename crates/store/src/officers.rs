//! Officers by id, account and agency. Their secrets are elsewhere.

use crate::db::{Tx, body, find_body, json, on, search_bodies};
use crate::{Change, Page, Scope, StoreError, record};
use domain::OfficerId;
use domain::officer::{Officer, Role};
use domain::region::Territory;

const INSERT: &str = "INSERT INTO officer (id, agency, account, name, body, revision) VALUES ($1, $2, $3, $4, $5, 1)";
const SAVE: &str = "UPDATE officer SET agency = $1, name = $2, body = $3, revision = revision + 1
    WHERE id = $4 AND revision = $5";
const FIND: &str = "SELECT body FROM officer WHERE id = $1";
const BY_ACCOUNT: &str = "SELECT body FROM officer WHERE account = $1";
const LIST: &str = "SELECT officer.body FROM officer JOIN agency ON agency.id = officer.agency
    WHERE agency.territory >= $1 AND agency.territory < $2 AND officer.id < $3
    AND ($4 = '' OR officer.name LIKE $4 ESCAPE '!' OR officer.account LIKE $4 ESCAPE '!') ORDER BY officer.id DESC LIMIT $5";
const OF_TERRITORY: &str =
    "SELECT officer.body FROM officer JOIN agency ON agency.id = officer.agency
    WHERE agency.territory = $1 ORDER BY officer.account LIMIT 500";
/// An administrator role stands alone among the roles of its holder.
const HOLDING: &str = "SELECT body FROM officer WHERE body LIKE $1 ORDER BY id LIMIT 100";
const WAITING: &str =
    "SELECT body FROM officer WHERE body LIKE '%\"waiting\":{%' ORDER BY id LIMIT 200";
const COUNT: &str = "SELECT COUNT(*) FROM officer";

pub(crate) const STATEMENTS: &[&str] =
    &[INSERT, SAVE, FIND, BY_ACCOUNT, LIST, OF_TERRITORY, HOLDING, WAITING, COUNT];

/// Writes a new officer.
pub async fn insert(tx: &mut Tx, officer: &Officer, change: &Change) -> Result<(), StoreError> {
    let body = json("officer", officer)?;
    on!(tx, |db| sqlx::query(INSERT)
        .bind(officer.id.to_string())
        .bind(officer.agency.to_string())
        .bind(&officer.account)
        .bind(&officer.name)
        .bind(&body)
        .execute(db)
        .await
        .map(drop))?;
    record::append(tx, change, officer.id, 1, None, &body).await?;
    Ok(())
}

/// Writes a changed officer over the revision it was read at.
pub async fn save(tx: &mut Tx, officer: Officer, change: &Change) -> Result<Officer, StoreError> {
    let read_at = officer.revision;
    let officer = Officer { revision: read_at + 1, ..officer };
    let body = json("officer", &officer)?;
    let rows = on!(tx, |db| sqlx::query(SAVE)
        .bind(officer.agency.to_string())
        .bind(&officer.name)
        .bind(&body)
        .bind(officer.id.to_string())
        .bind(i64::from(read_at))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    if rows == 0 {
        return Err(StoreError::Stale("officer"));
    }
    record::append(tx, change, officer.id, officer.revision, None, &body).await?;
    Ok(officer)
}

/// Whose only role is this one, at most 100.
pub async fn holding(tx: &mut Tx, role: Role) -> Result<Vec<Officer>, StoreError> {
    let pattern = format!("%\"roles\":[\"{}\"]%", role.as_str());
    let rows: Vec<String> =
        on!(tx, |db| sqlx::query_scalar(HOLDING).bind(pattern).fetch_all(db).await)?;
    rows.iter().map(|json| body("officer", json)).collect()
}

/// Whose account waits for a second administrator, at most 200.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<Officer>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(WAITING).fetch_all(db).await)?;
    rows.iter().map(|json| body("officer", json)).collect()
}

/// One officer.
pub async fn find(tx: &mut Tx, id: OfficerId) -> Result<Option<Officer>, StoreError> {
    find_body(tx, "officer", FIND, &id.to_string()).await
}

/// The officers with these ids, in this order; an unknown id is `None` in its place.
pub async fn find_all(tx: &mut Tx, ids: &[OfficerId]) -> Result<Vec<Option<Officer>>, StoreError> {
    let mut officers = Vec::with_capacity(ids.len());
    for id in ids {
        officers.push(find(tx, *id).await?);
    }
    Ok(officers)
}

/// The officer with this account.
pub async fn by_account(tx: &mut Tx, account: &str) -> Result<Option<Officer>, StoreError> {
    find_body(tx, "officer", BY_ACCOUNT, account).await
}

/// Officers of agencies in a scope, newest first.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    words: &str,
    page: &Page,
) -> Result<Vec<Officer>, StoreError> {
    search_bodies(tx, "officer", LIST, scope, words, page).await
}

/// Officers of the agencies of exactly this territory.
pub async fn of_territory(tx: &mut Tx, territory: &Territory) -> Result<Vec<Officer>, StoreError> {
    let path = territory.as_str();
    let rows: Vec<String> =
        on!(tx, |db| sqlx::query_scalar(OF_TERRITORY).bind(path).fetch_all(db).await)?;
    rows.iter().map(|json| body("officer", json)).collect()
}

/// How many accounts there are.
pub async fn count(tx: &mut Tx) -> Result<i64, StoreError> {
    Ok(on!(tx, |db| sqlx::query_scalar(COUNT).fetch_one(db).await)?)
}
