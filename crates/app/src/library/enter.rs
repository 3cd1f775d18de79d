//! Another reviewer confirms a proposal: it is entered, and the change set of everything that rests on it is opened.

use super::effect::{Effect, work_out};
use super::of_the_city;
use super::proposals::read_at;
use crate::items::signed;
use crate::{Action, Actor, Cx, Error, Permit};
use domain::change_set::ChangeSet;
use domain::law::{LawOrder, LawProposal};
use domain::record::RecordKind;
use domain::{ChangeSetId, LawProposalId};
use store::Tx;
use store::law::{Entered, Entry, enter, find};

/// Confirms a proposal. What rests on it is counted anew, in the law of this moment.
pub async fn confirm(
    cx: &Cx,
    actor: &Actor,
    id: LawProposalId,
    revision: u32,
    note: &str,
) -> Result<(LawProposal, ChangeSet), Error> {
    let permit = cx.authorize(actor, Action::LawEnter)?;
    of_the_city(&permit)?;
    let mut tx = permit.write().await?;
    let set: ChangeSetId = cx.id();
    let proposal = read_at(&mut tx, id, revision).await?.confirm(note, signed(&permit)?, set)?;
    let law = cx.law_in(&mut tx).await?;
    let effect = work_out(&mut tx, &law, &proposal.order, set).await?.sound()?;
    match proposal.order.clone() {
        LawOrder::Repeal(_) => {
            put(&permit, &mut tx, effect.act.clone(), RecordKind::ActRepealed).await?;
        }
        LawOrder::Text(text) => {
            if law.acts.get(&effect.act.id).is_none() {
                put(&permit, &mut tx, effect.act.clone(), RecordKind::ActEntered).await?;
            }
            let text = text.entered(&effect.act.zh, effect.articles);
            put(&permit, &mut tx, text, RecordKind::TextEntered).await?;
        }
    }
    let set = open(&permit, &mut tx, set, effect).await?;
    let change = permit.change(RecordKind::LawProposalConfirmed);
    let proposal = store::law_proposals::save(&mut tx, proposal, &change).await?;
    permit.commit_law(tx).await?;
    Ok((proposal, set))
}

/// Writes an entry over whatever there is of its code.
async fn put<T: Entered>(
    permit: &Permit<'_>,
    tx: &mut Tx,
    value: T,
    kind: RecordKind,
) -> Result<(), Error> {
    let known = find::<T>(tx, value.code()).await?;
    let revision = known.map_or(0, |entry| entry.revision);
    enter(tx, Entry { value, revision }, None, &permit.change(kind)).await?;
    Ok(())
}

/// Writes the change set; one without rows is closed at once.
async fn open(
    permit: &Permit<'_>,
    tx: &mut Tx,
    id: ChangeSetId,
    Effect { act, occasion, rows, .. }: Effect,
) -> Result<ChangeSet, Error> {
    let person = permit.person()?;
    let count = u32::try_from(rows.len()).map_err(|_| Error::NotFound("rows"))?;
    let set = ChangeSet {
        id,
        act: act.id,
        title: act.zh,
        occasion,
        opened_by: person.id,
        opened_by_name: person.name.clone(),
        opened_at: permit.now(),
        rows: count,
        open: count,
        closed_at: rows.is_empty().then(|| permit.now()),
        revision: 0,
    };
    let change = permit.change(RecordKind::ChangeSetOpened);
    Ok(store::change_sets::insert(tx, set, &rows, &change).await?)
}
