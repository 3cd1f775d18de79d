//! Does what is due, one job after another; what fails is tried again later, and shown when it fails for good.

use super::Work;
use crate::{Action, Actor, Cx, Error, dispositions, inspections, notices, papers};
use anyhow::Context;
use store::jobs::JobRow;

/// The actor jobs act as.
const JOBS: Actor = Actor::Service("jobs");
/// Tries before a person must look at it.
const ATTEMPTS_MAX: i64 = 6;
/// A job not finished after this long is taken from its worker.
const LEASE_MS: i64 = 5 * 60_000;

/// What a run did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ran {
    /// Jobs done.
    pub done: u32,
    /// Jobs that failed and wait for another try, or for a person.
    pub failed: u32,
}

/// Does the jobs that are due now, at most `max`.
pub async fn run_due(cx: &Cx, max: u32) -> Result<Ran, Error> {
    let permit = cx.authorize(&JOBS, Action::JobRun)?;
    cx.follow_law().await?;
    inspections::end_uploads(cx, &JOBS).await?;
    let mut ran = Ran::default();
    for _ in 0..max {
        let now = permit.now();
        let mut tx = permit.write().await?;
        let claimed = store::jobs::claim(&mut tx, now, now.plus_millis(-LEASE_MS)).await?;
        permit.commit(tx).await?;
        let Some(job) = claimed else {
            break;
        };
        let outcome = perform(cx, &job).await;
        let mut tx = permit.write().await?;
        match &outcome {
            Ok(()) => store::jobs::done(&mut tx, &job.id).await?,
            Err(error) if job.attempts >= ATTEMPTS_MAX => {
                store::jobs::failed(&mut tx, &job.id, &error.to_string()).await?;
            }
            Err(error) => {
                let later = now.plus_millis(pause_ms(job.attempts));
                store::jobs::again(&mut tx, &job.id, later, &error.to_string()).await?;
            }
        }
        permit.commit(tx).await?;
        match outcome {
            Ok(()) => ran.done += 1,
            Err(error) => {
                tracing::warn!(job = job.kind, subject = job.subject, %error, "job failed");
                ran.failed += 1;
            }
        }
    }
    Ok(ran)
}

/// 2, 4, 8 … seconds.
const fn pause_ms(attempts: i64) -> i64 {
    1_000 << if attempts < 12 { attempts } else { 12 }
}

async fn perform(cx: &Cx, job: &JobRow) -> Result<(), Error> {
    let work: Work = serde_json::from_str(&job.payload).context("payload of a job")?;
    match work {
        Work::RenderDocument { document } => papers::render(cx, &JOBS, document).await,
        Work::PublishNotice { case } => notices::issue(cx, &JOBS, case).await,
        Work::CarryOut { disposition } => dispositions::carry_out(cx, &JOBS, disposition).await,
    }
}
