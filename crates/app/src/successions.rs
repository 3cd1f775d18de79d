//! Successions (条款承继): the rows by which a clause counts as the one before it, and what a reviewer found of them.

use crate::{Action, Actor, Cx, Error};
use domain::discretion::{Succession, SuccessionReview};
use domain::record::RecordKind;
use std::collections::HashMap;
pub use store::law::Entry;

/// Every row with the revision it stands at; 0 where nobody reviewed it.
pub async fn list(cx: &Cx, actor: &Actor) -> Result<Vec<Entry<Succession>>, Error> {
    let permit = cx.authorize(actor, Action::BenchmarkList)?;
    let mut tx = permit.read().await?;
    let entered = store::law::all::<Succession>(&mut tx).await?;
    let revisions: HashMap<String, u32> =
        entered.into_iter().map(|entry| (entry.value.code, entry.revision)).collect();
    let law = cx.law();
    let entry = |row: &Succession| Entry {
        value: row.clone(),
        revision: revisions.get(&row.code).copied().unwrap_or_default(),
    };
    Ok(law.successions.iter().map(entry).collect())
}

/// What a reviewer says of a row.
#[derive(Debug, Clone)]
pub struct ReviewSuccession {
    /// Whether the one clause is the other's successor.
    pub holds: bool,
    /// Why.
    pub reason: String,
}

/// Confirms a row, or says that it does not hold; then it no longer counts.
pub async fn review(
    cx: &Cx,
    actor: &Actor,
    code: &str,
    revision: u32,
    found: ReviewSuccession,
) -> Result<Entry<Succession>, Error> {
    let permit = cx.authorize(actor, Action::SuccessionReview)?;
    let review = SuccessionReview {
        holds: found.holds,
        reason: found.reason,
        by: permit.person()?.id,
        on: permit.now().date(),
    };
    let mut tx = permit.write().await?;
    let law = cx.law_in(&mut tx).await?;
    let row = law.successions.get(code).cloned().ok_or(Error::NotFound("succession"))?;
    let value = row.reviewed(review)?;
    let change = permit.change(RecordKind::SuccessionReviewed);
    let entry = store::law::enter(&mut tx, Entry { value, revision }, None, &change).await?;
    permit.commit_law(tx).await?;
    Ok(entry)
}
