//! Whether a matter was a town's under a delegation that was taken back, and what was chosen for it.

use crate::{Error, Law};
use domain::agency::{Agency, AgencyKind};
use domain::item::{Chosen, Delegation};
use domain::jurisdiction::Withdrawn;
use domain::lead::{Lead, LeadState};
use domain::region::{Level, Territory};
use domain::{Date, LeadId};
use store::Tx;

/// The delegation that was taken back, and the choice.
pub(crate) struct TakenBack {
    delegation: Delegation,
    chosen: Option<Chosen>,
}

impl TakenBack {
    /// As a fact of a question.
    pub(crate) fn fact(&self) -> Withdrawn<'_> {
        Withdrawn { delegation: &self.delegation, chosen: self.chosen.as_ref() }
    }
}

/// Whether the matter of a lead was a town's on the day on which the delegation of its item ended.
pub(crate) async fn taken_back(
    tx: &mut Tx,
    law: &Law,
    lead: LeadId,
    (item, place): (&str, &Territory),
    agency: &Agency,
    on: Date,
) -> Result<Option<TakenBack>, Error> {
    let Some(delegation) = law.lists.taken_back(item, place, on) else {
        return Ok(None);
    };
    if agency.level == Level::City {
        return Ok(None);
    }
    let lead = store::leads::find(tx, lead).await?.ok_or(Error::NotFound("lead"))?;
    let towns = match lead.state {
        LeadState::Open => due_to_town(delegation, &lead),
        LeadState::Closed { .. } => false,
        LeadState::Dispatched { task } => {
            let task = store::tasks::find(tx, task).await?.ok_or(Error::NotFound("task"))?;
            let body = store::agencies::find(tx, task.agency).await?;
            body.is_some_and(|body| body.kind == AgencyKind::TownTeam)
        }
    };
    if !towns {
        return Ok(None);
    }
    let chosen = store::dispositions::of_matter(tx, &delegation.code, lead.id).await?;
    let chosen = chosen.map(|disposition| disposition.chosen);
    Ok(Some(TakenBack { delegation: delegation.clone(), chosen }))
}

/// A lead that nobody was sent after is the town's where it came while the delegation held.
pub(crate) fn due_to_town(delegation: &Delegation, lead: &Lead) -> bool {
    let raised_on = lead.raised_at.date();
    let ended = delegation.effective_to.is_some_and(|end| end <= raised_on);
    delegation.effective_from <= raised_on
        && !ended
        && lead.territory.depth() >= Level::Town.depth()
}
