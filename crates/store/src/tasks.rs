//! Tasks by id, officer, state and place.

use crate::db::{Tx, bodies_in_state, body, find_body, json, newest, on};
use crate::{Change, Page, Scope, StoreError, record};
use domain::task::Task;
use domain::{OfficerId, TaskId};

const INSERT: &str = "INSERT INTO task (id, number, territory, state, lead, enterprise, due_at, updated_at, body, revision)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)";
const INSERT_OFFICER: &str = "INSERT INTO task_officer (task, officer) VALUES ($1, $2)";
const SAVE: &str = "UPDATE task SET state = $1, updated_at = $2, body = $3, revision = revision + 1
    WHERE id = $4 AND revision = $5";
const FIND: &str = "SELECT body FROM task WHERE id = $1";
const LIST: &str = newest!(
    "task",
    "($1 = '' OR state = $1) AND territory >= $2 AND territory < $3 AND id < $4",
    "$5"
);
const OF_OFFICER: &str = newest!(
    "task",
    "id IN (SELECT task FROM task_officer WHERE officer = $1) AND ($2 = '' OR state = $2) AND id < $3",
    "$4"
);
const OPEN_OF_OFFICER: &str =
    "SELECT COUNT(*) FROM task WHERE state IN ('dispatched', 'accepted', 'inspecting')
    AND id IN (SELECT task FROM task_officer WHERE officer = $1)";

pub(crate) const STATEMENTS: &[&str] =
    &[INSERT, INSERT_OFFICER, SAVE, FIND, LIST, OF_OFFICER, OPEN_OF_OFFICER];

/// Writes a new task.
pub async fn insert(tx: &mut Tx, task: Task, change: &Change) -> Result<Task, StoreError> {
    let task = Task { revision: 1, ..task };
    let body = json("task", &task)?;
    on!(tx, |db| sqlx::query(INSERT)
        .bind(task.id.to_string())
        .bind(&task.number)
        .bind(task.territory.as_str())
        .bind(task.state.as_str())
        .bind(task.lead.to_string())
        .bind(task.enterprise.to_string())
        .bind(task.due_at.as_millis())
        .bind(change.at.as_millis())
        .bind(&body)
        .execute(db)
        .await
        .map(drop))?;
    for officer in task.team.officers() {
        on!(tx, |db| sqlx::query(INSERT_OFFICER)
            .bind(task.id.to_string())
            .bind(officer.id.to_string())
            .execute(db)
            .await
            .map(drop))?;
    }
    record::append(tx, change, task.id, 1, Some(&task.territory), &body).await?;
    Ok(task)
}

/// Writes a changed task over the revision it was read at.
pub async fn save(tx: &mut Tx, task: Task, change: &Change) -> Result<Task, StoreError> {
    let read_at = task.revision;
    let task = Task { revision: read_at + 1, ..task };
    let body = json("task", &task)?;
    let rows = on!(tx, |db| sqlx::query(SAVE)
        .bind(task.state.as_str())
        .bind(change.at.as_millis())
        .bind(&body)
        .bind(task.id.to_string())
        .bind(i64::from(read_at))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    if rows == 0 {
        return Err(StoreError::Stale("task"));
    }
    record::append(tx, change, task.id, task.revision, Some(&task.territory), &body).await?;
    Ok(task)
}

/// One task.
pub async fn find(tx: &mut Tx, id: TaskId) -> Result<Option<Task>, StoreError> {
    find_body(tx, "task", FIND, &id.to_string()).await
}

/// Tasks in a scope, newest first; an empty state means all.
pub async fn list(
    tx: &mut Tx,
    scope: &Scope,
    state: &str,
    page: &Page,
) -> Result<Vec<Task>, StoreError> {
    bodies_in_state(tx, "task", LIST, state, scope, page).await
}

/// Tasks of an officer, newest first; an empty state means all.
pub async fn of_officer(
    tx: &mut Tx,
    officer: OfficerId,
    state: &str,
    page: &Page,
) -> Result<Vec<Task>, StoreError> {
    let rows: Vec<String> = on!(tx, |db| sqlx::query_scalar(OF_OFFICER)
        .bind(officer.to_string())
        .bind(state)
        .bind(page.below())
        .bind(page.limit())
        .fetch_all(db)
        .await)?;
    rows.iter().map(|json| body("task", json)).collect()
}

/// How many tasks an officer has that are not done.
pub async fn open_of_officer(tx: &mut Tx, officer: OfficerId) -> Result<i64, StoreError> {
    let id = officer.to_string();
    Ok(on!(tx, |db| sqlx::query_scalar(OPEN_OF_OFFICER).bind(id).fetch_one(db).await)?)
}
