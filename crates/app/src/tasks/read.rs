//! One task as a page.

use crate::{Action, Actor, Cx, Error, Guarded, Permit};
use domain::enterprise::Enterprise;
use domain::outlet::Outlet;
use domain::task::{Task, TaskState};
use domain::{InspectionId, TaskId};
use store::Tx;

/// A task with what it is about and what the actor may do.
#[derive(Debug, Clone)]
pub struct TaskPage {
    /// The task.
    pub task: Task,
    /// The number of its lead.
    pub lead_number: String,
    /// What happened, as the lead's limit and worst value.
    pub lead: domain::lead::Lead,
    /// The plant.
    pub enterprise: Enterprise,
    /// The outlet.
    pub outlet: Outlet,
    /// The inspection, once there is one.
    pub inspection: Option<InspectionId>,
    /// `accept`, `return`, `inspect`.
    pub actions: Vec<&'static str>,
}

/// Reads a task.
pub async fn read(cx: &Cx, actor: &Actor, id: TaskId) -> Result<TaskPage, Error> {
    let permit = cx.authorize(actor, Action::TaskList)?;
    let mut tx = permit.read().await?;
    let task = permit.on(store::tasks::find(&mut tx, id).await?, "task")?;
    page_of(&permit, &mut tx, task).await
}

pub(super) async fn page_of(
    permit: &Permit<'_>,
    tx: &mut Tx,
    task: Task,
) -> Result<TaskPage, Error> {
    let lead = store::leads::find(tx, task.lead).await?.ok_or(Error::NotFound("lead"))?;
    let enterprise = store::enterprises::find(tx, task.enterprise).await?;
    let outlet = store::outlets::find(tx, task.outlet).await?;
    let (waits, inspection) = match &task.state {
        TaskState::Dispatched | TaskState::Accepted { .. } => (true, None),
        TaskState::Inspecting { inspection } | TaskState::Done { inspection, .. } => {
            (false, Some(*inspection))
        }
        TaskState::Returned { .. } => (false, None),
    };
    let thing = task.thing();
    let possible = [
        ("accept", task.state == TaskState::Dispatched && permit.could(Action::TaskAccept, &thing)),
        ("return", waits && permit.could(Action::TaskReturn, &thing)),
        ("inspect", waits && permit.could(Action::InspectionBegin, &thing)),
    ];
    let actions = possible.into_iter().filter(|(_, may)| *may).map(|(name, _)| name).collect();
    Ok(TaskPage {
        lead_number: lead.number.clone(),
        lead,
        enterprise: enterprise.ok_or(Error::NotFound("enterprise"))?,
        outlet: outlet.ok_or(Error::NotFound("outlet"))?,
        inspection,
        actions,
        task,
    })
}
