//! Lists tasks: the actor's own, or all of the territory.

use super::read::{TaskPage, page_of};
use crate::{Action, Actor, Cx, Error, Listed, Page};

/// Which tasks are asked for.
#[derive(Debug, Clone, Default)]
pub struct TaskFilter {
    /// Only those the actor was sent to.
    pub mine: bool,
    /// A state by its name; empty for all.
    pub state: String,
}

/// Lists tasks, newest first.
pub async fn list(
    cx: &Cx,
    actor: &Actor,
    filter: &TaskFilter,
    page: &Page,
) -> Result<Listed<TaskPage>, Error> {
    let permit = cx.authorize(actor, Action::TaskList)?;
    let mut tx = permit.read().await?;
    let tasks = if filter.mine {
        store::tasks::of_officer(&mut tx, permit.person()?.id, &filter.state, page).await?
    } else {
        store::tasks::list(&mut tx, &permit.scope(), &filter.state, page).await?
    };
    let listed = Listed::cut(tasks, page, |task| task.id.to_string());
    let mut items = Vec::with_capacity(listed.items.len());
    for task in listed.items {
        items.push(page_of(&permit, &mut tx, task).await?);
    }
    Ok(Listed { items, next: listed.next })
}
