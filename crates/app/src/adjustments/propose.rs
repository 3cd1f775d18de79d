//! Proposes an adjustment of a list.

use super::page::due;
use crate::enclosures::attach;
use crate::items::signed;
use crate::{Action, Actor, Cx, Error};
use domain::adjustment::{Adjustment, Facts, Proposal, Use};
use domain::record::RecordKind;
use domain::region::Territory;
use domain::{EnclosureId, Timestamp};
use store::{Scope, Tx};

/// Proposes, with the files of these ids. Sent twice, it is proposed once.
pub async fn propose(
    cx: &Cx,
    actor: &Actor,
    proposal: Proposal,
    documents: &[EnclosureId],
) -> Result<Adjustment, Error> {
    let permit = cx.authorize(actor, Action::AdjustmentPropose)?;
    let mut tx = permit.write().await?;
    if let Some(known) = store::adjustments::find(&mut tx, proposal.id).await? {
        return permit.on(Some(known), "adjustment");
    }
    let law = cx.law_in(&mut tx).await?;
    if let Some(id) = proposal.change_set {
        store::change_sets::find(&mut tx, id).await?.ok_or(Error::NotFound("change_set"))?;
    }
    let holder = format!("adjustment/{}", proposal.id);
    let papers = attach(&permit, &mut tx, documents, &holder, &proposal.territory).await?;
    let by = signed(&permit)?;
    let uses = uses(&mut tx, &proposal.territory, by.at).await?;
    let facts = Facts { lists: &law.lists, acts: &law.acts, uses: &uses };
    let adjustment = Proposal { papers, ..proposal }.propose(&facts, by)?;
    let adjustment = permit.on(Some(adjustment), "adjustment")?;
    let due_on = due(&law, &adjustment).map(|due| due.deadline.date);
    let change = permit.change(RecordKind::AdjustmentProposed);
    let adjustment = store::adjustments::insert(&mut tx, adjustment, due_on, &change).await?;
    permit.commit(tx).await?;
    Ok(adjustment)
}

/// How often items were used within a territory.
pub(super) async fn uses(
    tx: &mut Tx,
    place: &Territory,
    now: Timestamp,
) -> Result<Vec<Use>, Error> {
    Ok(store::cases::uses(tx, &Scope::of(place), now).await?)
}
