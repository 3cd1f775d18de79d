//! Proposals: the list, one of them with its effect today, and ending one without effect.

use super::effect::{Effect, work_out};
use super::of_the_city;
use crate::items::signed;
use crate::record::{RecordLine, lines_of};
use crate::{Action, Actor, Cx, Error, Listed, Page, Permit};
use domain::law::{LawProposal, ProposalState};
use domain::record::RecordKind;
use domain::{LawProposalId, Refusal};
use store::Tx;

/// Proposals that one person's work list names at most.
const WAITING_MAX: i64 = 100;

/// A proposal as its page shows it.
#[derive(Debug)]
pub struct ProposalPage {
    /// The proposal.
    pub proposal: LawProposal,
    /// What confirming it would do today, or why it can no longer be confirmed; none for one that has ended.
    pub effect: Option<Result<Effect, Box<Refusal>>>,
    /// Whether this actor may confirm or return it.
    pub may_confirm: bool,
    /// Its record.
    pub record: Vec<RecordLine>,
}

/// Lists proposals, the newest first; an empty state means all.
pub async fn proposals(
    cx: &Cx,
    actor: &Actor,
    state: &str,
    page: &Page,
) -> Result<Listed<LawProposal>, Error> {
    let permit = cx.authorize(actor, Action::LawEnter)?;
    let mut tx = permit.read().await?;
    let found = store::law_proposals::list(&mut tx, state, page).await?;
    Ok(Listed::cut(found, page, |proposal| proposal.id.to_string()))
}

/// One proposal.
pub async fn proposal(cx: &Cx, actor: &Actor, id: LawProposalId) -> Result<ProposalPage, Error> {
    let permit = cx.authorize(actor, Action::LawEnter)?;
    let mut tx = permit.read().await?;
    let found = store::law_proposals::find(&mut tx, id).await?;
    let proposal = found.ok_or(Error::NotFound("law_proposal"))?;
    let waits = proposal.state == ProposalState::Waiting;
    let effect = match waits {
        true => match work_out(&mut tx, &cx.law(), &proposal.order, cx.id()).await {
            Ok(effect) => Some(Ok(effect.seen_by(actor))),
            Err(Error::Refused(refusal)) => Some(Err(refusal)),
            Err(error) => return Err(error),
        },
        false => None,
    };
    let may_confirm = waits && permit.is_of_the_city() && !is_author(&permit, &proposal);
    let record = lines_of(&mut tx, &format!("law_proposal/{id}")).await?;
    Ok(ProposalPage { proposal, effect, may_confirm, record })
}

/// What waits for the actor to confirm: whatever others of the city proposed.
pub(crate) async fn waiting_for(
    permit: &Permit<'_>,
    tx: &mut Tx,
) -> Result<Vec<LawProposal>, Error> {
    let may = permit.cx().authorize(permit.actor(), Action::LawEnter).is_ok();
    if !may || !permit.is_of_the_city() {
        return Ok(Vec::new());
    }
    let page = Page { after: None, size: WAITING_MAX };
    let waiting = store::law_proposals::list(tx, ProposalState::Waiting.as_str(), &page).await?;
    Ok(waiting.into_iter().filter(|proposal| !is_author(permit, proposal)).collect())
}

fn is_author(permit: &Permit<'_>, proposal: &LawProposal) -> bool {
    permit.person().is_ok_and(|person| person.id == proposal.proposed.by)
}

/// How a proposal ends without effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Another reviewer returns it.
    Return,
    /// Whoever proposed it withdraws it.
    Withdraw,
}

/// Ends a proposal without effect, with a reason.
pub async fn end(
    cx: &Cx,
    actor: &Actor,
    id: LawProposalId,
    revision: u32,
    ending: Ending,
    why: &str,
) -> Result<LawProposal, Error> {
    let permit = cx.authorize(actor, Action::LawEnter)?;
    of_the_city(&permit)?;
    let by = signed(&permit)?;
    let mut tx = permit.write().await?;
    let found = read_at(&mut tx, id, revision).await?;
    let (ended, kind) = match ending {
        Ending::Return => (found.give_back(why, by)?, RecordKind::LawProposalReturned),
        Ending::Withdraw => (found.withdraw(why, by)?, RecordKind::LawProposalWithdrawn),
    };
    let ended = store::law_proposals::save(&mut tx, ended, &permit.change(kind)).await?;
    permit.commit(tx).await?;
    Ok(ended)
}

/// The proposal at the revision that somebody read.
pub(super) async fn read_at(
    tx: &mut Tx,
    id: LawProposalId,
    revision: u32,
) -> Result<LawProposal, Error> {
    let found = store::law_proposals::find(tx, id).await?.ok_or(Error::NotFound("law_proposal"))?;
    if found.revision != revision {
        return Err(Error::Stale("law_proposal"));
    }
    Ok(found)
}
