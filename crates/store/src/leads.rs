//! Leads by id, state and place; and the one open lead of a continuing exceedance.

use crate::db::{Asked, Tx, bodies_asked, body, find_body, json, latest_bodies, newest, on};
use crate::{Change, Page, Scope, StoreError, record};
use domain::lead::{Lead, LeadState};
use domain::{EnterpriseId, LeadId, LimitId, OutletId};

const INSERT: &str = "INSERT INTO lead (id, number, territory, state, outlet, enterprise, factor, limit_id, continuing,
    worst_permille, raised_at, updated_at, body, revision)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)";
const SAVE: &str =
    "UPDATE lead SET state = $1, continuing = $2, worst_permille = $3, updated_at = $4, body = $5,
    territory = $6, revision = revision + 1 WHERE id = $7 AND revision = $8";
const FIND: &str = "SELECT body FROM lead WHERE id = $1";
const CONTINUING: &str = "SELECT body FROM lead WHERE limit_id = $1 AND continuing = 1";
/// A city has some 10,000 limits at most, and a limit has one continuing lead.
const ALL_CONTINUING: &str = "SELECT body FROM lead WHERE continuing = 1 LIMIT 20000";
const LIST: &str = newest!(
    "lead",
    "($1 = '' OR state = $1) AND territory >= $2 AND territory < $3
    AND id < $4 AND ($5 = '' OR number LIKE $5 ESCAPE '!' OR enterprise IN (SELECT id FROM enterprise WHERE name LIKE $5 ESCAPE '!'))",
    "$6"
);
const OF_OUTLET: &str = "SELECT body FROM lead WHERE outlet = $1 ORDER BY id DESC LIMIT $2";
const OF_LIMIT: &str = "SELECT body FROM lead WHERE limit_id = $1 ORDER BY id DESC LIMIT $2";
const OF_ENTERPRISE: &str = "SELECT body FROM lead WHERE enterprise = $1 ORDER BY id DESC LIMIT $2";
const OPEN_BY_ENTERPRISE: &str = "SELECT enterprise, COUNT(*), MAX(worst_permille) FROM lead
    WHERE state = 'open' AND territory >= $1 AND territory < $2 GROUP BY enterprise";

pub(crate) const STATEMENTS: &[&str] = &[
    INSERT,
    SAVE,
    FIND,
    CONTINUING,
    ALL_CONTINUING,
    LIST,
    OF_OUTLET,
    OF_LIMIT,
    OF_ENTERPRISE,
    OPEN_BY_ENTERPRISE,
];

/// Which leads are asked for; empty texts mean all.
#[derive(Debug, Clone, Default)]
pub struct LeadFilter {
    /// `open`, `dispatched`, `closed` or empty.
    pub state: String,
    /// Part of a number or of an enterprise's name.
    pub words: String,
}

fn state(lead: &Lead) -> &'static str {
    match lead.state {
        LeadState::Open => "open",
        LeadState::Dispatched { .. } => "dispatched",
        LeadState::Closed { .. } => "closed",
    }
}

fn continues(lead: &Lead) -> i64 {
    i64::from(lead.exceedance().is_some_and(|finding| finding.continuing))
}

/// The worst value in thousandths of its limit, for sorting and the map.
fn worst_permille(lead: &Lead) -> Option<i64> {
    lead.exceedance().map(|finding| (finding.ratio() * 1_000.0).round() as i64)
}

/// Writes a new lead.
pub async fn insert(tx: &mut Tx, lead: Lead, change: &Change) -> Result<Lead, StoreError> {
    let lead = Lead { revision: 1, ..lead };
    let body = json("lead", &lead)?;
    on!(tx, |db| sqlx::query(INSERT)
        .bind(lead.id.to_string())
        .bind(&lead.number)
        .bind(lead.territory.as_str())
        .bind(state(&lead))
        .bind(lead.outlet.to_string())
        .bind(lead.enterprise.to_string())
        .bind(lead.factor().map(ToString::to_string).unwrap_or_default())
        .bind(lead.exceedance().map(|finding| finding.limit.id.to_string()))
        .bind(continues(&lead))
        .bind(worst_permille(&lead))
        .bind(lead.raised_at.as_millis())
        .bind(change.at.as_millis())
        .bind(&body)
        .execute(db)
        .await
        .map(drop))?;
    record::append(tx, change, lead.id, 1, Some(&lead.territory), &body).await?;
    Ok(lead)
}

/// Writes a changed lead over the revision it was read at.
pub async fn save(tx: &mut Tx, lead: Lead, change: &Change) -> Result<Lead, StoreError> {
    let read_at = lead.revision;
    let lead = Lead { revision: read_at + 1, ..lead };
    let body = json("lead", &lead)?;
    let rows = on!(tx, |db| sqlx::query(SAVE)
        .bind(state(&lead))
        .bind(continues(&lead))
        .bind(worst_permille(&lead))
        .bind(change.at.as_millis())
        .bind(&body)
        .bind(lead.territory.as_str())
        .bind(lead.id.to_string())
        .bind(i64::from(read_at))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    if rows == 0 {
        return Err(StoreError::Stale("lead"));
    }
    record::append(tx, change, lead.id, lead.revision, Some(&lead.territory), &body).await?;
    Ok(lead)
}

/// One lead.
pub async fn find(tx: &mut Tx, id: LeadId) -> Result<Option<Lead>, StoreError> {
    find_body(tx, "lead", FIND, &id.to_string()).await
}

/// The lead of the exceedance of this limit that still goes on, if one does.
pub async fn continuing(tx: &mut Tx, limit: LimitId) -> Result<Option<Lead>, StoreError> {
    let id = limit.to_string();
    find_body(tx, "lead", CONTINUING, &id).await
}

/// Every lead whose exceedance still goes on, read once at start.
pub async fn all_continuing(tx: &mut Tx) -> Result<Vec<Lead>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(ALL_CONTINUING).fetch_all(db).await)?;
    rows.iter().map(|json| body("lead", json)).collect()
}

/// Leads in a scope, newest first.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    filter: &LeadFilter,
    page: &Page,
) -> Result<Vec<Lead>, StoreError> {
    let asked = Asked { state: &filter.state, words: &filter.words, more: None };
    bodies_asked(tx, "lead", LIST, scope, asked, page).await
}

/// The latest leads of an outlet.
pub async fn of_outlet(tx: &mut Tx, outlet: OutletId, max: i64) -> Result<Vec<Lead>, StoreError> {
    latest_bodies(tx, "lead", OF_OUTLET, outlet, max).await
}

/// The latest leads of a limit.
pub async fn of_limit(tx: &mut Tx, limit: LimitId, max: i64) -> Result<Vec<Lead>, StoreError> {
    latest_bodies(tx, "lead", OF_LIMIT, limit, max).await
}

/// The latest leads of an enterprise.
pub async fn of_enterprise(
    tx: &mut Tx,
    enterprise: EnterpriseId,
    max: i64,
) -> Result<Vec<Lead>, StoreError> {
    latest_bodies(tx, "lead", OF_ENTERPRISE, enterprise, max).await
}

/// How many leads wait, and the worst of them in thousandths of its limit, by enterprise, in a scope.
pub async fn open_by_enterprise(
    tx: &mut Tx,
    scope: &Scope,
) -> Result<Vec<(String, i64, Option<i64>)>, StoreError> {
    Ok(on!(tx, |db| sqlx::query_as(OPEN_BY_ENTERPRISE)
        .bind(&scope.from)
        .bind(&scope.to)
        .fetch_all(db)
        .await)?)
}
