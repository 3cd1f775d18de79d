//! A matter goes over: through the same machinery as a transfer, with its file, evidence and clocks.

use crate::jurisdiction::hand_over;
use crate::{Action, Actor, Cx, Error, Permit};
use domain::DispositionId;
use domain::case::Case;
use domain::item::{Disposition, InFlight};
use domain::jurisdiction::{Designation, NewDesignation};
use domain::lead::{Lead, LeadState};
use domain::record::RecordKind;
use domain::task::TaskState;
use store::Tx;

/// Hands over what was chosen to go, on the day on which the delegation ends. Done twice, it is done once.
pub(crate) async fn carry_out(cx: &Cx, actor: &Actor, id: DispositionId) -> Result<(), Error> {
    let permit = cx.authorize(actor, Action::DispositionChoose)?;
    let mut tx = permit.write().await?;
    let found = store::dispositions::find(&mut tx, id).await?;
    let chosen = found.ok_or(Error::NotFound("disposition"))?;
    if chosen.chosen.course == InFlight::HandOver && chosen.carried_out.is_none() {
        carry(&permit, &mut tx, chosen).await?;
    }
    permit.commit(tx).await
}

/// The lead is open again for the heir, or its case is the heir's; where all is decided, nothing moves.
pub(super) async fn carry(
    permit: &Permit<'_>,
    tx: &mut Tx,
    disposition: Disposition,
) -> Result<Disposition, Error> {
    let lead = store::leads::find(tx, disposition.lead).await?.ok_or(Error::NotFound("lead"))?;
    let case = store::cases::of_lead(tx, lead.id).await?;
    let ended = match &case {
        Some(case) => is_decided(case),
        None => matches!(lead.state, LeadState::Closed { .. }),
    };
    let designation = match ended {
        true => None,
        false => Some(moved(permit, tx, &disposition, lead, case.is_none()).await?),
    };
    let carried = disposition.carry_out(designation.map(|it| it.id), permit.now());
    let change = permit.change(RecordKind::DispositionCarriedOut);
    Ok(store::dispositions::save(tx, carried, &change).await?)
}

fn is_decided(case: &Case) -> bool {
    case.steps().decision.is_some() || case.stage.name() == domain::case::StageName::NotFiled
}

async fn moved(
    permit: &Permit<'_>,
    tx: &mut Tx,
    disposition: &Disposition,
    lead: Lead,
    no_case: bool,
) -> Result<Designation, Error> {
    if no_case {
        recall(permit, tx, disposition, lead).await?;
    }
    let before = store::designations::latest(tx, disposition.lead).await?;
    let heir = store::agencies::find(tx, disposition.heir).await?;
    let heir = heir.ok_or(Error::NotFound("agency"))?;
    let year = permit.now().date().year();
    let serial = store::numbers::next(tx, &format!("designation/{year}")).await?;
    let new = NewDesignation {
        id: permit.cx().id(),
        number: format!("GX-{year}-{serial:04}"),
        lead: disposition.lead,
        place: disposition.place.clone(),
        from: disposition.town,
        reason: disposition.chosen.reason.clone(),
        by: disposition.chosen.by,
        at: permit.now(),
    };
    let made = Designation::withdrawal(new, &heir, before.as_ref())?;
    let change = permit.change(RecordKind::DesignationTransferred);
    let made = store::designations::insert(tx, made, &change).await?;
    hand_over(permit, tx, &made, disposition.chosen.by).await?;
    Ok(made)
}

/// A team that has not handed in its inspection is called back; its draft and evidence stay in the file.
async fn recall(
    permit: &Permit<'_>,
    tx: &mut Tx,
    disposition: &Disposition,
    lead: Lead,
) -> Result<(), Error> {
    let LeadState::Dispatched { task } = lead.state else {
        return Ok(());
    };
    let task = store::tasks::find(tx, task).await?.ok_or(Error::NotFound("task"))?;
    if matches!(task.state, TaskState::Done { .. } | TaskState::Returned { .. }) {
        return Ok(());
    }
    let (reason, by) = (&disposition.chosen.reason, disposition.chosen.by);
    let task = task.cancel(reason, by, permit.now())?;
    let lead = lead.reopen(task.id)?;
    store::tasks::save(tx, task, &permit.change(RecordKind::TaskCancelled)).await?;
    store::leads::save(tx, lead, &permit.change(RecordKind::LeadRevised)).await?;
    Ok(())
}
