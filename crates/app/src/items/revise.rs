//! A reviewer of the city corrects an item, or adds one: it counts once another reviewer has confirmed it.

use super::{kept_by_city, signed};
use crate::{Action, Actor, Cx, Error, Permit};
use domain::item::{Correction, CorrectionLine, CorrectionState, Item, Revision};
use domain::record::RecordKind;
use domain::{CorrectionId, Refusal};
use store::Tx;

/// What a correction says.
#[derive(Debug, Clone)]
pub struct Revise {
    /// Given by the client: sent twice, it is entered once.
    pub id: CorrectionId,
    /// The revision that the item was read at.
    pub revision: u32,
    /// Its content from now on.
    pub content: Revision,
    /// Why.
    pub why: String,
}

/// Enters a correction of the item of a code; an unknown code makes a new item.
pub async fn revise(
    cx: &Cx,
    actor: &Actor,
    code: &str,
    Revise { id, revision, content, why }: Revise,
) -> Result<Correction, Error> {
    let permit = cx.authorize(actor, Action::ItemRevise)?;
    kept_by_city(&permit)?;
    let mut tx = permit.write().await?;
    if let Some(known) = store::corrections::find(&mut tx, id).await? {
        return Ok(known);
    }
    let law = cx.law_in(&mut tx).await?;
    let before = law.item(code).cloned();
    let after = match before.clone() {
        Some(item) => item.revise(content, &law.acts, &law.ranges)?,
        None => {
            let item = content.into_item(code.to_owned());
            item.check(&law.acts, &law.ranges)?;
            item
        }
    };
    let line = CorrectionLine { revision, before, after };
    let correction = enter(&permit, &mut tx, id, vec![line], &why).await?;
    permit.commit(tx).await?;
    Ok(correction)
}

/// Enters a correction. While one of an item waits, no other is entered.
pub(super) async fn enter(
    permit: &Permit<'_>,
    tx: &mut Tx,
    id: CorrectionId,
    lines: Vec<CorrectionLine>,
    why: &str,
) -> Result<Correction, Error> {
    for line in &lines {
        let code = &line.after.code;
        let entered = store::law::find::<Item>(tx, code).await?;
        if entered.map_or(0, |entry| entry.revision) != line.revision {
            return Err(Error::Stale("item"));
        }
        let earlier = store::corrections::of_item(tx, code, 1).await?;
        if earlier.iter().any(|one| one.state == CorrectionState::Waiting) {
            return Err(Refusal::new(
                "correction.waiting",
                format!("事项“{code}”已有待确认的更正，请先确认、退回或者撤销。"),
                format!(
                    "A correction of `{code}` waits already; confirm, refuse or undo it first."
                ),
            )
            .into());
        }
    }
    let correction = Correction::propose(id, lines, why, signed(permit)?)?;
    let change = permit.change(RecordKind::CorrectionProposed);
    Ok(store::corrections::insert(tx, correction, &change).await?)
}
