//! Proposes an adjustment of a list.

use super::page::due;
use crate::items::signed;
use crate::{Action, Actor, Cx, Error};
use domain::adjustment::{Adjustment, Proposal};
use domain::record::RecordKind;

/// Proposes. Sent twice, it is proposed once.
pub async fn propose(cx: &Cx, actor: &Actor, proposal: Proposal) -> Result<Adjustment, Error> {
    let permit = cx.authorize(actor, Action::AdjustmentPropose)?;
    let mut tx = permit.write().await?;
    if let Some(known) = store::adjustments::find(&mut tx, proposal.id).await? {
        return permit.on(Some(known), "adjustment");
    }
    let law = cx.law_in(&mut tx).await?;
    let adjustment = proposal.propose(&law.lists, &law.acts, signed(&permit)?)?;
    let adjustment = permit.on(Some(adjustment), "adjustment")?;
    let due_on = due(&law, &adjustment).map(|due| due.deadline.date);
    let change = permit.change(RecordKind::AdjustmentProposed);
    let adjustment = store::adjustments::insert(&mut tx, adjustment, due_on, &change).await?;
    permit.commit(tx).await?;
    Ok(adjustment)
}
