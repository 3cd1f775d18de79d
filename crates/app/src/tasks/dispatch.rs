//! Dispatches a lead: two or more certified officers of one agency that may enforce the item at the place.

use crate::jurisdiction::{self, Ask, Pick};
use crate::{Action, Actor, Cx, Error, Permit};
use domain::agency::Agency;
use domain::jurisdiction::{Acting, DesignationState, Footing, Setting, Step};
use domain::lead::Lead;
use domain::officer::{CertifiedTeam, Officer};
use domain::record::RecordKind;
use domain::task::{Task, TaskState};
use domain::{LeadId, OfficerId, Refusal, TaskId, Timestamp};
use store::Tx;

/// What the duty officer orders.
#[derive(Debug, Clone)]
pub struct Dispatch {
    /// Identity of the task, given by the sender: sending the same order twice dispatches once.
    pub id: TaskId,
    /// Which lead.
    pub lead: LeadId,
    /// Who goes.
    pub officers: Vec<OfficerId>,
    /// Until when.
    pub due_at: Timestamp,
    /// What to do.
    pub instruction: String,
    /// On which occasion, and where it is where the map is not sure.
    pub sending: Sending,
}

/// What brings the task about.
#[derive(Debug, Clone, Default)]
pub struct Sending {
    /// The occasion, with its operation.
    pub setting: Setting,
    /// The county and the reason, for a place near a boundary.
    pub boundary: Option<Pick>,
}

/// Dispatches the lead.
pub async fn dispatch(cx: &Cx, actor: &Actor, order: Dispatch) -> Result<Task, Error> {
    let permit = cx.authorize(actor, Action::TaskDispatch)?;
    let mut tx = permit.write().await?;
    if let Some(sent_before) = store::tasks::find(&mut tx, order.id).await? {
        return permit.on(Some(sent_before), "task");
    }
    let lead = permit.on(store::leads::find(&mut tx, order.lead).await?, "lead")?;
    let item = lead.item.clone().ok_or_else(no_item)?;
    let (grounds, team) = team(&permit, &mut tx, &lead, &item, &order).await?;

    let now = permit.now();
    let day = now.date().strftime("%Y%m%d").to_string();
    let serial = store::numbers::next(&mut tx, &format!("task/{day}")).await?;
    let task = Task {
        id: order.id,
        number: format!("RW-{day}-{serial:04}"),
        lead: lead.id,
        enterprise: lead.enterprise,
        outlet: lead.outlet,
        item,
        territory: grounds.place.clone(),
        agency: grounds.agency,
        grounds: Box::new(grounds),
        team,
        instruction: instruction(&order.instruction)?,
        due_at: due(order.due_at, now)?,
        dispatched_by: permit.person()?.id,
        dispatched_at: now,
        state: TaskState::Dispatched,
        revision: 0,
    };
    let lead = lead.dispatch(task.id)?;

    let change = permit.change(RecordKind::TaskDispatched);
    let task = store::tasks::insert(&mut tx, task, &change).await?;
    store::leads::save(&mut tx, lead, &permit.change(RecordKind::LeadDispatched)).await?;
    permit.commit(tx).await?;
    Ok(task)
}

/// Two or more certified officers, and the grounds on which their body, or the one they are sent for, may enforce here.
async fn team(
    permit: &Permit<'_>,
    tx: &mut Tx,
    lead: &Lead,
    item: &str,
    order: &Dispatch,
) -> Result<(Footing, CertifiedTeam), Error> {
    let officers = jurisdiction::officers_of(tx, &order.officers).await?;
    let team = CertifiedTeam::form(&officers, permit.now().date())
        .map_err(|refusal| refusal.field("officer_ids"))?;
    let setting = order.sending.setting.clone();
    let agency = body(permit, tx, lead, &setting, &officers).await?;
    let plant = store::enterprises::find(tx, lead.enterprise).await?;
    let plant = plant.ok_or(Error::NotFound("enterprise"))?;
    let pick = order.sending.boundary.clone();
    let (place, siting) = jurisdiction::site(permit, &plant, &lead.territory, pick)?;
    let ask = Ask {
        step: Step::Dispatch,
        lead: lead.id,
        enterprise: lead.enterprise,
        item,
        place: &place,
        siting,
        agency: &agency,
        acting: Acting::Officers(&officers),
        setting,
        found_on: None,
        act_on: None,
        filed: None,
        acted: Vec::new(),
    };
    let grounds = Box::pin(jurisdiction::grounds(permit, tx, ask)).await?;
    Ok((grounds.for_step(Step::Dispatch, item, agency.id, &place)?, team))
}

/// The body for which they go: the organiser of a city's operation, the designated body, else their own.
async fn body(
    permit: &Permit<'_>,
    tx: &mut Tx,
    lead: &Lead,
    setting: &Setting,
    officers: &[Officer],
) -> Result<Agency, Error> {
    let law = permit.cx().law();
    let designation = store::designations::latest(tx, lead.id).await?;
    let designated = designation.and_then(|it| match it.state {
        DesignationState::Designated { agency, .. } => Some(agency),
        _ => None,
    });
    let operation = law.operation(setting).filter(|it| it.plan.kind.is_the_citys());
    let given = designated.or(operation.map(|operation| operation.organiser));
    let own = officers.first().map(|officer| officer.agency).ok_or(Error::NotFound("officer"))?;
    // In a campaign, members of other bodies help the body that has the power.
    let helped = setting.operation.is_some();
    if given.is_none() && !helped && officers.iter().any(|officer| officer.agency != own) {
        return Err(mixed_agencies().into());
    }
    let agency = given.unwrap_or(own);
    store::agencies::find(tx, agency).await?.ok_or(Error::NotFound("agency"))
}

fn instruction(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.chars().count() <= 1_000 {
        return Ok(text.to_owned());
    }
    Err(Refusal::new(
        "task.instruction_too_long",
        "任务要求不得超过1000字",
        "the instruction has at most 1000 characters",
    )
    .field("instruction"))
}

fn due(due_at: Timestamp, now: Timestamp) -> Result<Timestamp, Refusal> {
    if due_at > now {
        return Ok(due_at);
    }
    Err(Refusal::new(
        "task.due_in_past",
        "完成时限须晚于现在",
        "the time until which the task is due lies in the past",
    )
    .field("due_at"))
}

fn no_item() -> Refusal {
    Refusal::new(
        "task.no_item",
        "该线索未对应执法事项，清单之外不得执法；请先核实线索",
        "the lead points to no enforcement item; nothing may be enforced outside the list",
    )
}

fn mixed_agencies() -> Refusal {
    Refusal::new(
        "task.mixed_agencies",
        "被派人员须属于同一执法机构",
        "the officers sent must belong to one agency",
    )
    .field("officer_ids")
}
