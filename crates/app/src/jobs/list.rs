//! Shows the queue, and has a failed job tried again.

use crate::{Action, Actor, Cx, Error, Listed, Page};
use domain::Timestamp;
use store::jobs::JobRow;

/// A job as people see it.
#[derive(Debug, Clone)]
pub struct Job {
    /// Identity.
    pub id: String,
    /// What is to be done.
    pub kind: String,
    /// To what: `noun/id`.
    pub subject: String,
    /// `waiting`, `running`, `done` or `failed`.
    pub state: String,
    /// Not before.
    pub run_at: Timestamp,
    /// How often it was tried.
    pub attempts: i64,
    /// The last failure in words.
    pub last_error: Option<String>,
}

impl From<JobRow> for Job {
    fn from(row: JobRow) -> Self {
        let JobRow { id, kind, subject, state, run_at, attempts, last_error, .. } = row;
        let run_at = Timestamp::from_millis(run_at);
        Self { id, kind, subject, state, run_at, attempts, last_error }
    }
}

/// Lists jobs, newest first.
pub async fn list(cx: &Cx, actor: &Actor, page: &Page) -> Result<Listed<Job>, Error> {
    let permit = cx.authorize(actor, Action::JobList)?;
    let mut tx = permit.read().await?;
    let rows = store::jobs::list(&mut tx, page).await?;
    let jobs = rows.into_iter().map(Job::from).collect();
    Ok(Listed::cut(jobs, page, |job| job.id.clone()))
}

/// Has a failed job tried again now.
pub async fn retry(cx: &Cx, actor: &Actor, id: &str) -> Result<(), Error> {
    let permit = cx.authorize(actor, Action::JobRetry)?;
    let mut tx = permit.write().await?;
    if !store::jobs::retry(&mut tx, id, permit.now()).await? {
        return Err(Error::NotFound("failed job"));
    }
    permit.commit(tx).await
}
