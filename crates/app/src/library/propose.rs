//! Proposes what is to be entered: shown with its effect first, then kept until another reviewer confirms it.

use super::effect::{Effect, work_out};
use super::of_the_city;
use crate::items::signed;
use crate::{Action, Actor, Cx, Error};
use domain::law::{LawOrder, LawProposal};
use domain::record::RecordKind;
use domain::{LawProposalId, Refusal};

/// What somebody proposes.
#[derive(Debug, Clone)]
pub struct Propose {
    /// Made by the client: sent twice, it is proposed once.
    pub id: LawProposalId,
    /// What is to be entered.
    pub order: LawOrder,
}

/// Shows what an order would do, and changes nothing.
pub async fn preview(cx: &Cx, actor: &Actor, order: &LawOrder) -> Result<Effect, Error> {
    let permit = cx.authorize(actor, Action::LawEnter)?;
    of_the_city(&permit)?;
    let mut tx = permit.read().await?;
    let effect = work_out(&mut tx, &cx.law(), order, cx.id()).await?;
    Ok(effect.seen_by(actor))
}

/// Proposes an order. While one about an act waits, no other about it is proposed.
pub async fn propose(
    cx: &Cx,
    actor: &Actor,
    Propose { id, order }: Propose,
) -> Result<LawProposal, Error> {
    let permit = cx.authorize(actor, Action::LawEnter)?;
    of_the_city(&permit)?;
    let by = signed(&permit)?;
    let mut tx = permit.write().await?;
    if let Some(known) = store::law_proposals::find(&mut tx, id).await? {
        return Ok(known);
    }
    if store::law_proposals::waits(&mut tx, order.act()).await? {
        return Err(Refusal::new(
            "law_proposal.waiting",
            "该法律文件已有待确认的录入申请，请先确认、退回或者撤回",
            "a proposal about this act waits already; confirm, return or withdraw it first",
        )
        .field("act")
        .into());
    }
    let law = cx.law_in(&mut tx).await?;
    let effect = work_out(&mut tx, &law, &order, cx.id()).await?.sound()?;
    let proposal = LawProposal::new(id, order, effect.act.zh, by);
    let change = permit.change(RecordKind::LawProposalMade);
    let proposal = store::law_proposals::insert(&mut tx, proposal, &change).await?;
    permit.commit(tx).await?;
    Ok(proposal)
}
