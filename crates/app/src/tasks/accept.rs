//! One of the team takes the task.

use crate::{Action, Actor, Cx, Error};
use domain::TaskId;
use domain::record::RecordKind;
use domain::task::Task;

/// Takes the task.
pub async fn accept(cx: &Cx, actor: &Actor, id: TaskId, revision: u32) -> Result<Task, Error> {
    let permit = cx.authorize(actor, Action::TaskAccept)?;
    let mut tx = permit.write().await?;
    let task = permit.on(store::tasks::find(&mut tx, id).await?, "task")?;
    let task = Task { revision, ..task }.accept(permit.person()?.id, permit.now())?;
    let change = permit.change(RecordKind::TaskAccepted);
    let task = store::tasks::save(&mut tx, task, &change).await?;
    permit.commit(tx).await?;
    Ok(task)
}
