//! The team gives a task back undone; its lead is open again.

use crate::{Action, Actor, Cx, Error};
use domain::TaskId;
use domain::record::RecordKind;
use domain::task::Task;

/// Gives the task back with the reason.
pub async fn give_back(
    cx: &Cx,
    actor: &Actor,
    id: TaskId,
    revision: u32,
    reason: &str,
) -> Result<Task, Error> {
    let permit = cx.authorize(actor, Action::TaskReturn)?;
    let mut tx = permit.write().await?;
    let task = permit.on(store::tasks::find(&mut tx, id).await?, "task")?;
    let task = Task { revision, ..task };
    let task = task.give_back(reason, permit.person()?.id, permit.now())?;
    let lead = store::leads::find(&mut tx, task.lead).await?.ok_or(Error::NotFound("lead"))?;
    let lead = lead.reopen(task.id)?;
    let change = permit.change(RecordKind::TaskReturned);
    let task = store::tasks::save(&mut tx, task, &change).await?;
    store::leads::save(&mut tx, lead, &permit.change(RecordKind::LeadRevised)).await?;
    permit.commit(tx).await?;
    Ok(task)
}
