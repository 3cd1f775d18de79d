//! The fines of decided cases with the questions they answered: one row a case, written with its decision.

use crate::db::{Tx, body, json, on};
use crate::{Scope, StoreError};
use domain::case::Case;
use domain::discretion::DecidedFine;
use domain::{CaseId, Date};

const PUT: &str = "INSERT INTO fine (case_id, number, territory, violation, item, table_code, version, range_id, act_on,
    decided_on, least_fen, most_fen, computed_fen, fine_fen, departed, annulled, body, closed_on)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
    ON CONFLICT (case_id) DO UPDATE SET annulled = excluded.annulled, closed_on = excluded.closed_on, body = excluded.body";
const FIND: &str = "SELECT body FROM fine WHERE case_id = $1";
const OF_VIOLATION: &str = "SELECT body FROM fine WHERE violation = $1 AND annulled = 0
    ORDER BY decided_on DESC, case_id DESC LIMIT $2";
const BETWEEN: &str = "SELECT body FROM fine WHERE territory >= $1 AND territory < $2
    AND decided_on >= $3 AND decided_on <= $4 AND closed_on IS NOT NULL AND annulled = 0
    AND case_id > $5 ORDER BY case_id LIMIT $6";
const COUNT: &str = "SELECT COUNT(*) FROM fine WHERE territory >= $1 AND territory < $2
    AND decided_on >= $3 AND decided_on <= $4 AND closed_on IS NOT NULL AND annulled = 0";
const UNFILLED: &str =
    "SELECT body FROM case_file WHERE stage IN ('decided', 'served', 'closed') AND id > $1
    AND (id NOT IN (SELECT case_id FROM fine)
        OR stage = 'closed' AND id IN (SELECT case_id FROM fine WHERE closed_on IS NULL)) ORDER BY id LIMIT $2";

pub(crate) const STATEMENTS: &[&str] = &[PUT, FIND, OF_VIOLATION, BETWEEN, COUNT, UNFILLED];

/// Rows read at once; longer reports read page after page.
pub const ROWS_MAX: i64 = 1_000;

/// A period of decisions at places.
#[derive(Debug, Clone)]
pub struct Decisions {
    /// Where.
    pub scope: Scope,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// Writes the fine of a decided case, or what changed in it since. It takes no change: the case's own line of the record covers it.
pub(crate) async fn put(tx: &mut Tx, fine: &DecidedFine) -> Result<(), StoreError> {
    let body = json("fine", fine)?;
    on!(tx, |db| sqlx::query(PUT)
        .bind(fine.case.to_string())
        .bind(&fine.number)
        .bind(fine.territory.as_str())
        .bind(&fine.asked.violation)
        .bind(&fine.item)
        .bind(&fine.table)
        .bind(&fine.version)
        .bind(&fine.range_id)
        .bind(fine.asked.act_on.to_string())
        .bind(fine.decided_on.to_string())
        .bind(fine.range.0.0)
        .bind(fine.range.1.0)
        .bind(fine.computed.0)
        .bind(fine.fine.map(|amount| amount.0))
        .bind(i64::from(fine.departed))
        .bind(i64::from(fine.annulled))
        .bind(&body)
        .bind(fine.closed_on.map(|day| day.to_string()))
        .execute(db)
        .await
        .map(drop))?;
    Ok(())
}

/// Fills in the fine of a case that was decided before fines were kept.
pub async fn fill_in(tx: &mut Tx, fine: &DecidedFine) -> Result<(), StoreError> {
    put(tx, fine).await
}

/// The fine of a case.
pub async fn find(tx: &mut Tx, case: CaseId) -> Result<Option<DecidedFine>, StoreError> {
    crate::db::find_body(tx, "fine", FIND, &case.to_string()).await
}

/// The latest fines for a violation, wherever; annulled ones left out. At most `most`.
pub async fn of_violation(
    tx: &mut Tx,
    violation: &str,
    most: i64,
) -> Result<Vec<DecidedFine>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(OF_VIOLATION)
        .bind(violation)
        .bind(most)
        .fetch_all(db)
        .await)?;
    rows.iter().map(|json| body("fine", json)).collect()
}

/// The fines of a period after a case, at most [`ROWS_MAX`], by case: of closed cases whose decision stands.
pub async fn page(
    tx: &mut Tx,
    of: &Decisions,
    after: Option<CaseId>,
) -> Result<Vec<DecidedFine>, StoreError> {
    let after = after.map(|case| case.to_string()).unwrap_or_default();
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(BETWEEN)
        .bind(&of.scope.from)
        .bind(&of.scope.to)
        .bind(of.from.to_string())
        .bind(of.to.to_string())
        .bind(&after)
        .bind(ROWS_MAX)
        .fetch_all(db)
        .await)?;
    rows.iter().map(|json| body("fine", json)).collect()
}

/// A walk through the fines of a period, page after page.
#[derive(Debug, Clone)]
pub struct Walk {
    of: Decisions,
    after: Option<CaseId>,
    ended: bool,
}

impl Walk {
    /// Before the first page.
    pub const fn through(of: Decisions) -> Self {
        Self { of, after: None, ended: false }
    }

    /// Whether the last page was read.
    pub const fn ended(&self) -> bool {
        self.ended
    }

    /// The next page, at most [`ROWS_MAX`] fines.
    pub async fn next(&mut self, tx: &mut Tx) -> Result<Vec<DecidedFine>, StoreError> {
        let page = page(tx, &self.of, self.after).await?;
        self.after = page.last().map(|last| last.case).or(self.after);
        self.ended = (page.len() as i64) < ROWS_MAX;
        Ok(page)
    }
}

/// How many of these there are.
pub async fn count(tx: &mut Tx, of: &Decisions) -> Result<u64, StoreError> {
    let count: i64 = on!(tx, |db| sqlx::query_scalar(COUNT)
        .bind(&of.scope.from)
        .bind(&of.scope.to)
        .bind(of.from.to_string())
        .bind(of.to.to_string())
        .fetch_one(db)
        .await)?;
    Ok(count.unsigned_abs())
}

/// Decided cases whose fine, or whose end, is not kept yet, after a case, at most `most`.
pub async fn unfilled(
    tx: &mut Tx,
    after: Option<CaseId>,
    most: i64,
) -> Result<Vec<Case>, StoreError> {
    let after = after.map(|case| case.to_string()).unwrap_or_default();
    let rows: Vec<String> =
        on!(tx, |db| sqlx::query_scalar(UNFILLED).bind(&after).bind(most).fetch_all(db).await)?;
    rows.iter().map(|json| body("case_file", json)).collect()
}
