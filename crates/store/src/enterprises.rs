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
    AND ($4 = '' OR name LIKE $4 OR credit_code LIKE $4) ORDER BY id DESC LIMIT $5";
/// A map holds at most this many points; a city has some 20,000 enterprises.
const POINTS: &str = "SELECT id, name, lon, lat FROM enterprise WHERE territory >= $1 AND territory < $2 LIMIT 50000";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, FIND, LIST, POINTS];

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

/// Every enterprise of a scope as a point.
pub async fn points(tx: &mut Tx, scope: &Scope) -> Result<Vec<EnterprisePoint>, StoreError> {
    Ok(on!(tx, |db| sqlx::query_as(POINTS).bind(&scope.from).bind(&scope.to).fetch_all(db).await)?)
}
