//! Credentials, sessions and the audit of who came in. Secrets are only ever stored as hashes, but for the second
//! factor, whose check needs the secret itself.

use crate::db::{Tx, on};
use crate::{Page, StoreError};
use domain::{OfficerId, Timestamp};
use sqlx::FromRow;

/// What an account is checked against.
#[derive(Clone, Default, FromRow)]
#[expect(missing_debug_implementations, reason = "holds secrets, which no log may show")]
pub struct Credential {
    /// The password as a PHC string; none until the account is activated.
    pub password_hash: Option<String>,
    /// The secret of the second factor.
    pub totp_secret: Option<Vec<u8>>,
    /// Whether a code of that secret was shown once (0 or 1).
    pub totp_confirmed: i64,
    /// The last time step whose code was used; it is never accepted again.
    pub totp_last_step: i64,
    /// Failures in a row.
    pub failures: i64,
    /// No attempt before this instant, ms UTC.
    pub locked_until: i64,
    /// SHA-256 of the one-time activation token.
    pub activation_hash: Option<Vec<u8>>,
    /// When that token ends, ms UTC.
    pub activation_ends: i64,
}

/// A session as it stands.
#[derive(Debug, Clone, FromRow)]
pub struct SessionRow {
    /// Whose.
    pub officer: String,
    /// Since when, ms UTC.
    pub created_at: i64,
    /// Last request, ms UTC (to the minute).
    pub last_seen_at: i64,
}

/// One line of the audit of who came in.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct AuditRow {
    /// Identity; ascends in time.
    pub id: String,
    /// Milliseconds UTC.
    pub at: i64,
    /// The account name as it was typed.
    pub account: String,
    /// The officer, where the account exists.
    pub officer: Option<String>,
    /// What was tried, for instance `login`.
    pub kind: String,
    /// `done` or the code of the refusal.
    pub outcome: String,
    /// From which address.
    pub peer: String,
    /// Further words; never a secret.
    pub detail: String,
}

const CREDENTIAL: &str =
    "SELECT password_hash, totp_secret, totp_confirmed, totp_last_step, failures, locked_until,
    activation_hash, activation_ends FROM credential WHERE officer = $1";
const BY_ACTIVATION: &str = "SELECT officer FROM credential WHERE activation_hash = $1";
const CREDENTIAL_SAVE: &str =
    "INSERT INTO credential (officer, password_hash, totp_secret, totp_confirmed,
    totp_last_step, failures, locked_until, activation_hash, activation_ends)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (officer) DO UPDATE SET
    password_hash = excluded.password_hash, totp_secret = excluded.totp_secret,
    totp_confirmed = excluded.totp_confirmed, totp_last_step = excluded.totp_last_step,
    failures = excluded.failures, locked_until = excluded.locked_until,
    activation_hash = excluded.activation_hash, activation_ends = excluded.activation_ends";
const SESSION_OPEN: &str =
    "INSERT INTO session (token_hash, officer, created_at, last_seen_at) VALUES ($1, $2, $3, $3)";
const SESSION: &str = "SELECT officer, created_at, last_seen_at FROM session WHERE token_hash = $1";
const SESSION_SEEN: &str = "UPDATE session SET last_seen_at = $1 WHERE token_hash = $2";
const SESSION_END: &str = "DELETE FROM session WHERE token_hash = $1";
const SESSIONS_END: &str = "DELETE FROM session WHERE officer = $1";
const SESSIONS_EXPIRE: &str = "DELETE FROM session WHERE created_at <= $1 OR last_seen_at <= $2";
const AUDIT_PUT: &str = "INSERT INTO audit (id, at, account, officer, kind, outcome, peer, detail)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const AUDIT: &str = "SELECT id, at, account, officer, kind, outcome, peer, detail FROM audit
    WHERE id < $1 AND ($2 = '' OR account = $2) AND ($3 = '' OR kind = $3) ORDER BY id DESC LIMIT $4";

const FIELD_SECRET_PUT: &str =
    "INSERT INTO field_secret (officer, secret) VALUES ($1, $2) ON CONFLICT (officer) DO NOTHING";
const FIELD_SECRET: &str = "SELECT secret FROM field_secret WHERE officer = $1";

pub(crate) const STATEMENTS: &[&str] = &[
    FIELD_SECRET_PUT,
    FIELD_SECRET,
    CREDENTIAL,
    BY_ACTIVATION,
    CREDENTIAL_SAVE,
    SESSION_OPEN,
    SESSION,
    SESSION_SEEN,
    SESSION_END,
    SESSIONS_END,
    SESSIONS_EXPIRE,
    AUDIT_PUT,
    AUDIT,
];

/// What the account is checked against; an empty one where nothing was ever set.
pub async fn credential(tx: &mut Tx, officer: OfficerId) -> Result<Credential, StoreError> {
    let officer = officer.to_string();
    let found = on!(tx, |db| sqlx::query_as(CREDENTIAL).bind(officer).fetch_optional(db).await)?;
    Ok(found.unwrap_or_default())
}

/// Whose activation token has this hash.
pub async fn by_activation(tx: &mut Tx, hash: &[u8]) -> Result<Option<OfficerId>, StoreError> {
    let found: Option<String> =
        on!(tx, |db| sqlx::query_scalar(BY_ACTIVATION).bind(hash).fetch_optional(db).await)?;
    found
        .map(|id| id.parse().map_err(|error| StoreError::inconsistent("credential", error)))
        .transpose()
}

/// Writes what the account is checked against from now on.
pub async fn save_credential(
    tx: &mut Tx,
    officer: OfficerId,
    credential: &Credential,
) -> Result<(), StoreError> {
    on!(tx, |db| sqlx::query(CREDENTIAL_SAVE)
        .bind(officer.to_string())
        .bind(credential.password_hash.as_deref())
        .bind(credential.totp_secret.as_deref())
        .bind(credential.totp_confirmed)
        .bind(credential.totp_last_step)
        .bind(credential.failures)
        .bind(credential.locked_until)
        .bind(credential.activation_hash.as_deref())
        .bind(credential.activation_ends)
        .execute(db)
        .await
        .map(drop))?;
    Ok(())
}

/// Opens a session under the hash of its token.
pub async fn open_session(
    tx: &mut Tx,
    token_hash: &[u8],
    officer: OfficerId,
    at: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |db| sqlx::query(SESSION_OPEN)
        .bind(token_hash)
        .bind(officer.to_string())
        .bind(at.as_millis())
        .execute(db)
        .await
        .map(drop))?;
    Ok(())
}

/// The session under that hash.
pub async fn session(tx: &mut Tx, token_hash: &[u8]) -> Result<Option<SessionRow>, StoreError> {
    Ok(on!(tx, |db| sqlx::query_as(SESSION).bind(token_hash).fetch_optional(db).await)?)
}

/// The session is in use.
pub async fn seen(tx: &mut Tx, token_hash: &[u8], at: Timestamp) -> Result<(), StoreError> {
    let at = at.as_millis();
    on!(tx, |db| sqlx::query(SESSION_SEEN).bind(at).bind(token_hash).execute(db).await.map(drop))?;
    Ok(())
}

/// Ends one session.
pub async fn end_session(tx: &mut Tx, token_hash: &[u8]) -> Result<(), StoreError> {
    on!(tx, |db| sqlx::query(SESSION_END).bind(token_hash).execute(db).await.map(drop))?;
    Ok(())
}

/// Ends every session of an account.
pub async fn end_sessions(tx: &mut Tx, officer: OfficerId) -> Result<(), StoreError> {
    let officer = officer.to_string();
    on!(tx, |db| sqlx::query(SESSIONS_END).bind(officer).execute(db).await.map(drop))?;
    Ok(())
}

/// Removes sessions opened, or last used, at these instants or before.
pub async fn expire_sessions(
    tx: &mut Tx,
    created: Timestamp,
    seen: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |db| sqlx::query(SESSIONS_EXPIRE)
        .bind(created.as_millis())
        .bind(seen.as_millis())
        .execute(db)
        .await
        .map(drop))?;
    Ok(())
}

/// Writes a line of the audit.
pub async fn put_audit(tx: &mut Tx, row: &AuditRow) -> Result<(), StoreError> {
    on!(tx, |db| sqlx::query(AUDIT_PUT)
        .bind(&row.id)
        .bind(row.at)
        .bind(&row.account)
        .bind(row.officer.as_deref())
        .bind(&row.kind)
        .bind(&row.outcome)
        .bind(&row.peer)
        .bind(&row.detail)
        .execute(db)
        .await
        .map(drop))?;
    Ok(())
}

/// The audit, newest first; an empty `account` or `kind` means every one.
pub async fn audit(
    tx: &mut Tx,
    account: &str,
    kind: &str,
    page: &Page,
) -> Result<Vec<AuditRow>, StoreError> {
    Ok(on!(tx, |db| sqlx::query_as(AUDIT)
        .bind(page.below())
        .bind(account)
        .bind(kind)
        .bind(page.limit())
        .fetch_all(db)
        .await)?)
}

/// What opens an officer's data on a phone: `drawn` the first time, the same ever after.
pub async fn field_secret(
    tx: &mut Tx,
    officer: OfficerId,
    drawn: [u8; 32],
) -> Result<Vec<u8>, StoreError> {
    let officer = officer.to_string();
    on!(tx, |db| sqlx::query(FIELD_SECRET_PUT)
        .bind(&officer)
        .bind(drawn.to_vec())
        .execute(db)
        .await
        .map(drop))?;
    Ok(on!(tx, |db| sqlx::query_scalar(FIELD_SECRET).bind(&officer).fetch_one(db).await)?)
}
