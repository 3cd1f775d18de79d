//! Enterprises by id, name and place.

use crate::db::{Tx, find_body, json, on, search_bodies};
use crate::{Change, Page, Scope, StoreError, record};
use domain::EnterpriseId;
use domain::enterprise::Enterprise;
use sqlx::FromRow;

/// An enterprise as a point on the map.
#[derive(Debug, Clone, FromRow)]
pub struct EnterprisePoint {
    /// Identity.
    pub id: String,
    /// Name.
    pub name: String,
    /// Longitude, degrees, WGS 84.
    pub lon: f64,
    /// Latitude, degrees, WGS 84.
    pub lat: f64,
}

const INSERT: &str =
    "INSERT INTO enterprise (id, credit_code, name, territory, lon, lat, body, revision)
    VALUES ($1, $2, $3, $4, $5, $6, $7, 1)";
const FIND: &str = "SELECT body FROM enterprise WHERE id = $1";
const LIST: &str =
    "SELECT body FROM enterprise WHERE territory >= $1 AND territory < $2 AND id < $3
    AND ($4 = '' OR name LIKE $4 ESCAPE '!' OR credit_code LIKE $4 ESCAPE '!') ORDER BY id DESC LIMIT $5";
const OPEN: &str = "SELECT id,
    (SELECT COUNT(*) FROM lead WHERE lead.enterprise = enterprise.id AND lead.state = 'open'),
    (SELECT COUNT(*) FROM case_file WHERE case_file.enterprise = enterprise.id AND stage NOT IN ('closed', 'not_filed'))
    FROM enterprise WHERE id >= $1 AND id <= $2";
/// A map holds at most this many points; a city has some 20,000 enterprises.
const POINTS: &str = "SELECT id, name, lon, lat FROM enterprise WHERE territory >= $1 AND territory < $2 LIMIT 50000";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, FIND, LIST, OPEN, POINTS];

/// Writes a new enterprise.
pub async fn insert(
    tx: &mut Tx,
    enterprise: &Enterprise,
    change: &Change,
) -> Result<(), StoreError> {
    let body = json("enterprise", enterprise)?;
    on!(tx, |db| sqlx::query(INSERT)
        .bind(enterprise.id.to_string())
        .bind(enterprise.credit_code.as_str())
        .bind(&enterprise.name)
        .bind(enterprise.territory.as_str())
        .bind(enterprise.location.lon)
        .bind(enterprise.location.lat)
        .bind(&body)
        .execute(db)
        .await
        .map(drop))?;
    record::append(tx, change, enterprise.id, 1, Some(&enterprise.territory), &body).await?;
    Ok(())
}

/// One enterprise.
pub async fn find(tx: &mut Tx, id: EnterpriseId) -> Result<Option<Enterprise>, StoreError> {
    find_body(tx, "enterprise", FIND, &id.to_string()).await
}

/// Enterprises in a scope, newest first.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    words: &str,
    page: &Page,
) -> Result<Vec<Enterprise>, StoreError> {
    search_bodies(tx, "enterprise", LIST, scope, words, page).await
}

/// How many leads and cases are open, by enterprise, between two ids as a page of a list has them.
pub async fn open_matters(
    tx: &mut Tx,
    first: EnterpriseId,
    last: EnterpriseId,
) -> Result<Vec<(String, i64, i64)>, StoreError> {
    let (low, high) = (first.min(last).to_string(), first.max(last).to_string());
    Ok(on!(tx, |db| sqlx::query_as(OPEN).bind(low).bind(high).fetch_all(db).await)?)
}

/// Every enterprise of a scope as a point.
pub async fn points(tx: &mut Tx, scope: &Scope) -> Result<Vec<EnterprisePoint>, StoreError> {
    Ok(on!(tx, |db| sqlx::query_as(POINTS).bind(&scope.from).bind(&scope.to).fetch_all(db).await)?)
}
