//! How far what was received has been judged: from there judging goes on after a crash.

use crate::StoreError;
use crate::db::{Tx, on};
use domain::Timestamp;

const READ: &str = "SELECT at FROM judged_through WHERE name = 'telemetry'";
const MOVE: &str = "INSERT INTO judged_through (name, at) VALUES ('telemetry', $1)
    ON CONFLICT (name) DO UPDATE SET at = excluded.at";

pub(crate) const STATEMENTS: &[&str] = &[READ, MOVE];

/// Everything received before this instant has been judged; none before the first time.
pub async fn judged_through(tx: &mut Tx) -> Result<Option<Timestamp>, StoreError> {
    let at: Option<i64> = on!(tx, |db| sqlx::query_scalar(READ).fetch_optional(db).await)?;
    Ok(at.map(Timestamp::from_millis))
}

/// Notes how far judging came. A note for the machine, no aggregate: it has no line in the record.
pub async fn note_judged_through(tx: &mut Tx, at: Timestamp) -> Result<(), StoreError> {
    on!(tx, |db| sqlx::query(MOVE).bind(at.as_millis()).execute(db).await.map(drop))?;
    Ok(())
}
