//! Proposals for the law library, by id, act and state.

use crate::db::{Tx, body, find_body, json, on};
use crate::{Change, Page, StoreError, record};
use domain::LawProposalId;
use domain::law::LawProposal;

const INSERT: &str = "INSERT INTO law_proposal (id, act, state, updated_at, body, revision)
    VALUES ($1, $2, $3, $4, $5, 1)";
const SAVE: &str =
    "UPDATE law_proposal SET state = $1, updated_at = $2, body = $3, revision = revision + 1
    WHERE id = $4 AND revision = $5";
const FIND: &str = "SELECT body FROM law_proposal WHERE id = $1";
const LIST: &str = "SELECT body FROM law_proposal WHERE ($1 = '' OR state = $1) AND id < $2
    ORDER BY id DESC LIMIT $3";
const WAITS: &str = "SELECT id FROM law_proposal WHERE act = $1 AND state = 'waiting' LIMIT 1";

pub(crate) const STATEMENTS: &[&str] = &[INSERT, SAVE, FIND, LIST, WAITS];

/// Writes a new proposal.
pub async fn insert(
    tx: &mut Tx,
    proposal: LawProposal,
    change: &Change,
) -> Result<LawProposal, StoreError> {
    let proposal = LawProposal { revision: 1, ..proposal };
    let body = json("law_proposal", &proposal)?;
    on!(tx, |db| sqlx::query(INSERT)
        .bind(proposal.id.to_string())
        .bind(proposal.order.act())
        .bind(proposal.state.as_str())
        .bind(change.at.as_millis())
        .bind(&body)
        .execute(db)
        .await
        .map(drop))?;
    record::append(tx, change, proposal.id, 1, None, &body).await?;
    Ok(proposal)
}

/// Writes a changed proposal over the revision it was read at.
pub async fn save(
    tx: &mut Tx,
    proposal: LawProposal,
    change: &Change,
) -> Result<LawProposal, StoreError> {
    let read_at = proposal.revision;
    let proposal = LawProposal { revision: read_at + 1, ..proposal };
    let body = json("law_proposal", &proposal)?;
    let rows = on!(tx, |db| sqlx::query(SAVE)
        .bind(proposal.state.as_str())
        .bind(change.at.as_millis())
        .bind(&body)
        .bind(proposal.id.to_string())
        .bind(i64::from(read_at))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    if rows == 0 {
        return Err(StoreError::Stale("law_proposal"));
    }
    record::append(tx, change, proposal.id, proposal.revision, None, &body).await?;
    Ok(proposal)
}

/// One proposal.
pub async fn find(tx: &mut Tx, id: LawProposalId) -> Result<Option<LawProposal>, StoreError> {
    find_body(tx, "law_proposal", FIND, &id.to_string()).await
}

/// Proposals, the newest first; an empty state means all.
pub async fn list(tx: &mut Tx, state: &str, page: &Page) -> Result<Vec<LawProposal>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(LIST)
        .bind(state)
        .bind(page.below())
        .bind(page.limit())
        .fetch_all(db)
        .await)?;
    rows.iter().map(|json| body("law_proposal", json)).collect()
}

/// Whether a proposal about an act waits.
pub async fn waits(tx: &mut Tx, act: &str) -> Result<bool, StoreError> {
    let waiting: Option<String> =
        on!(tx, |db| sqlx::query_scalar(WAITS).bind(act).fetch_optional(db).await)?;
    Ok(waiting.is_some())
}
