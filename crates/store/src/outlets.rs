//! Outlets, loggers and limits.

use crate::db::{Tx, body, find_body, json, on, search_bodies};
use crate::{Change, Page, Scope, StoreError, record};
use domain::outlet::{Limit, Logger, Outlet};
use domain::reading::Mn;
use domain::region::Territory;
use domain::{EnterpriseId, LoggerId, OutletId};

const INSERT: &str = "INSERT INTO outlet (id, enterprise, territory, name, body, revision) VALUES ($1, $2, $3, $4, $5, 1)";
const FIND: &str = "SELECT body FROM outlet WHERE id = $1";
const LIST: &str = "SELECT body FROM outlet WHERE territory >= $1 AND territory < $2 AND id < $3
    AND ($4 = '' OR name LIKE $4 ESCAPE '!') ORDER BY id DESC LIMIT $5";
const OF_ENTERPRISE: &str = "SELECT body FROM outlet WHERE enterprise = $1 ORDER BY id LIMIT 200";
const INSERT_LOGGER: &str =
    "INSERT INTO logger (id, mn, outlet, body, revision) VALUES ($1, $2, $3, $4, 1)";
const SAVE_LOGGER: &str =
    "UPDATE logger SET body = $1, revision = revision + 1 WHERE id = $2 AND revision = $3";
const FIND_LOGGER: &str = "SELECT body FROM logger WHERE id = $1";
const LOGGERS: &str = "SELECT body FROM logger ORDER BY mn";
const LOGGER_OF: &str = "SELECT body FROM logger WHERE outlet = $1 ORDER BY mn LIMIT 1";
const LOGGER_BY_MN: &str = "SELECT body FROM logger WHERE mn = $1";
const LIST_LOGGERS: &str = "SELECT logger.body FROM logger JOIN outlet ON outlet.id = logger.outlet
    WHERE outlet.territory >= $1 AND outlet.territory < $2 AND logger.id < $3
    AND ($4 = '' OR logger.mn LIKE $4 ESCAPE '!' OR outlet.name LIKE $4 ESCAPE '!') ORDER BY logger.id DESC LIMIT $5";
const INSERT_LIMIT: &str =
    "INSERT INTO emission_limit (id, outlet, factor, body, revision) VALUES ($1, $2, $3, $4, 1)";
const LIMITS: &str = "SELECT body FROM emission_limit ORDER BY outlet, factor, id";
const LIMITS_OF: &str =
    "SELECT body FROM emission_limit WHERE outlet = $1 ORDER BY factor, id LIMIT 200";

pub(crate) const STATEMENTS: &[&str] = &[
    INSERT,
    FIND,
    LIST,
    OF_ENTERPRISE,
    INSERT_LOGGER,
    SAVE_LOGGER,
    FIND_LOGGER,
    LOGGERS,
    LOGGER_OF,
    LOGGER_BY_MN,
    LIST_LOGGERS,
    INSERT_LIMIT,
    LIMITS,
    LIMITS_OF,
];

/// Writes a new outlet.
pub async fn insert(tx: &mut Tx, outlet: &Outlet, change: &Change) -> Result<(), StoreError> {
    let body = json("outlet", outlet)?;
    on!(tx, |db| sqlx::query(INSERT)
        .bind(outlet.id.to_string())
        .bind(outlet.enterprise.to_string())
        .bind(outlet.territory.as_str())
        .bind(&outlet.name)
        .bind(&body)
        .execute(db)
        .await
        .map(drop))?;
    record::append(tx, change, outlet.id, 1, Some(&outlet.territory), &body).await?;
    Ok(())
}

/// One outlet.
pub async fn find(tx: &mut Tx, id: OutletId) -> Result<Option<Outlet>, StoreError> {
    find_body(tx, "outlet", FIND, &id.to_string()).await
}

/// Outlets in a scope, newest first.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    words: &str,
    page: &Page,
) -> Result<Vec<Outlet>, StoreError> {
    search_bodies(tx, "outlet", LIST, scope, words, page).await
}

/// The outlets of an enterprise.
pub async fn of_enterprise(tx: &mut Tx, id: EnterpriseId) -> Result<Vec<Outlet>, StoreError> {
    let id = id.to_string();
    let rows: Vec<String> =
        on!(tx, |db| sqlx::query_scalar(OF_ENTERPRISE).bind(id).fetch_all(db).await)?;
    rows.iter().map(|json| body("outlet", json)).collect()
}

/// Writes a new logger.
pub async fn insert_logger(
    tx: &mut Tx,
    logger: &Logger,
    change: &Change,
) -> Result<(), StoreError> {
    let body = json("logger", logger)?;
    on!(tx, |db| sqlx::query(INSERT_LOGGER)
        .bind(logger.id.to_string())
        .bind(logger.mn.as_str())
        .bind(logger.outlet.to_string())
        .bind(&body)
        .execute(db)
        .await
        .map(drop))?;
    record::append(tx, change, logger.id, 1, None, &body).await?;
    Ok(())
}

/// Writes a changed logger over the revision it was read at.
pub async fn save_logger(
    tx: &mut Tx,
    logger: Logger,
    place: &Territory,
    change: &Change,
) -> Result<Logger, StoreError> {
    let read_at = logger.revision;
    let logger = Logger { revision: read_at + 1, ..logger };
    let body = json("logger", &logger)?;
    let rows = on!(tx, |db| sqlx::query(SAVE_LOGGER)
        .bind(&body)
        .bind(logger.id.to_string())
        .bind(i64::from(read_at))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    if rows == 0 {
        return Err(StoreError::Stale("logger"));
    }
    record::append(tx, change, logger.id, logger.revision, Some(place), &body).await?;
    Ok(logger)
}

/// One logger.
pub async fn find_logger(tx: &mut Tx, id: LoggerId) -> Result<Option<Logger>, StoreError> {
    find_body(tx, "logger", FIND_LOGGER, &id.to_string()).await
}

/// Every logger: the register of devices, read once at start and after a change. A city has some 3,000.
pub async fn loggers(tx: &mut Tx) -> Result<Vec<Logger>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(LOGGERS).fetch_all(db).await)?;
    rows.iter().map(|json| body("logger", json)).collect()
}

/// The logger that speaks for an outlet.
pub async fn logger_of(tx: &mut Tx, outlet: OutletId) -> Result<Option<Logger>, StoreError> {
    let id = outlet.to_string();
    find_body(tx, "logger", LOGGER_OF, &id).await
}

/// The logger with this MN.
pub async fn logger_by_mn(tx: &mut Tx, mn: &Mn) -> Result<Option<Logger>, StoreError> {
    let mn = mn.as_str();
    find_body(tx, "logger", LOGGER_BY_MN, mn).await
}

/// Loggers of outlets in a scope, newest first.
pub async fn list_loggers(
    tx: &mut Tx,
    scope: &Scope,
    words: &str,
    page: &Page,
) -> Result<Vec<Logger>, StoreError> {
    search_bodies(tx, "logger", LIST_LOGGERS, scope, words, page).await
}

/// Writes a new limit.
pub async fn insert_limit(tx: &mut Tx, limit: &Limit, change: &Change) -> Result<(), StoreError> {
    let body = json("emission_limit", limit)?;
    on!(tx, |db| sqlx::query(INSERT_LIMIT)
        .bind(limit.id.to_string())
        .bind(limit.outlet.to_string())
        .bind(limit.factor.to_string())
        .bind(&body)
        .execute(db)
        .await
        .map(drop))?;
    record::append(tx, change, limit.id, 1, None, &body).await?;
    Ok(())
}

/// Every limit, read once at start and after a change.
pub async fn limits(tx: &mut Tx) -> Result<Vec<Limit>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(LIMITS).fetch_all(db).await)?;
    rows.iter().map(|json| body("emission_limit", json)).collect()
}

/// The limits of an outlet.
pub async fn limits_of(tx: &mut Tx, outlet: OutletId) -> Result<Vec<Limit>, StoreError> {
    let id = outlet.to_string();
    let rows: Vec<String> =
        on!(tx, |db| sqlx::query_scalar(LIMITS_OF).bind(id).fetch_all(db).await)?;
    rows.iter().map(|json| body("emission_limit", json)).collect()
}
