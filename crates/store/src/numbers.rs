//! Numbers shown to people: one counter for each kind and year or day, without gaps within a transaction's fate.

use crate::StoreError;
use crate::db::{Tx, on};

const NEXT: &str = "INSERT INTO counter (name, last) VALUES ($1, 1)
    ON CONFLICT (name) DO UPDATE SET last = counter.last + 1 RETURNING last";

pub(crate) const STATEMENTS: &[&str] = &[NEXT];

/// The next number of the counter, from 1. A rolled-back transaction gives its number back.
pub async fn next(tx: &mut Tx, counter: &str) -> Result<u64, StoreError> {
    let last: i64 = on!(tx, |db| sqlx::query_scalar(NEXT).bind(counter).fetch_one(db).await)?;
    Ok(last.unsigned_abs())
}
