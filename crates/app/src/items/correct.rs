//! What becomes of a correction: confirmed by another reviewer, refused, or undone.

use super::signed;
use crate::{Action, Actor, Cx, Error, Listed, Page};
use domain::CorrectionId;
use domain::item::{Correction, CorrectionState};
use domain::record::RecordKind;
use store::law::Entry;

/// Lists corrections, the newest first; an empty state means all.
pub async fn corrections(
    cx: &Cx,
    actor: &Actor,
    state: &str,
    page: &Page,
) -> Result<Listed<Correction>, Error> {
    let permit = cx.authorize(actor, Action::ItemList)?;
    let mut tx = permit.read().await?;
    let found = store::corrections::list(&mut tx, state, page).await?;
    Ok(Listed::cut(found, page, |correction| correction.id.to_string()))
}

/// Reads a correction.
pub async fn correction(cx: &Cx, actor: &Actor, id: CorrectionId) -> Result<Correction, Error> {
    let permit = cx.authorize(actor, Action::ItemList)?;
    let mut tx = permit.read().await?;
    store::corrections::find(&mut tx, id).await?.ok_or(Error::NotFound("correction"))
}

/// Another reviewer confirms a correction: its items are from now on as it says.
pub async fn confirm_correction(
    cx: &Cx,
    actor: &Actor,
    id: CorrectionId,
    revision: u32,
    note: &str,
) -> Result<Correction, Error> {
    let permit = cx.authorize(actor, Action::ItemConfirm)?;
    let mut tx = permit.write().await?;
    let correction = read(&mut tx, id, revision).await?;
    let law = cx.law_in(&mut tx).await?;
    let (correction, items) = correction.confirm(note, signed(&permit)?, &law.acts, &law.ranges)?;
    let change = permit.change(RecordKind::ItemRevised);
    for (revision, value) in items {
        store::law::enter(&mut tx, Entry { value, revision }, None, &change).await?;
    }
    let change = permit.change(RecordKind::CorrectionConfirmed);
    let correction = store::corrections::save(&mut tx, correction, &change).await?;
    permit.commit_law(tx).await?;
    Ok(correction)
}

/// Ends a correction without effect: its author undoes it, another reviewer refuses it.
pub async fn end_correction(
    cx: &Cx,
    actor: &Actor,
    id: CorrectionId,
    revision: u32,
    why: &str,
) -> Result<Correction, Error> {
    let permit = cx.authorize(actor, Action::ItemConfirm)?;
    let mut tx = permit.write().await?;
    let correction = read(&mut tx, id, revision).await?.end(why, signed(&permit)?)?;
    let kind = match &correction.state {
        CorrectionState::Undone { .. } => RecordKind::CorrectionUndone,
        CorrectionState::Waiting
        | CorrectionState::Confirmed { .. }
        | CorrectionState::Refused { .. } => RecordKind::CorrectionRefused,
    };
    let correction = store::corrections::save(&mut tx, correction, &permit.change(kind)).await?;
    permit.commit(tx).await?;
    Ok(correction)
}

async fn read(tx: &mut store::Tx, id: CorrectionId, revision: u32) -> Result<Correction, Error> {
    let found = store::corrections::find(tx, id).await?.ok_or(Error::NotFound("correction"))?;
    if found.revision != revision {
        return Err(Error::Stale("correction"));
    }
    Ok(found)
}
