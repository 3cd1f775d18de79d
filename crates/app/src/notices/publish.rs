//! Orders the publication of a decision; the redacted file is made and published by a job.

use crate::{Action, Actor, Cx, Error, jobs};
use domain::CaseId;
use domain::Refusal;

/// Orders the publication. Ordering twice publishes once.
pub async fn publish(cx: &Cx, actor: &Actor, id: CaseId, revision: u32) -> Result<(), Error> {
    let permit = cx.authorize(actor, Action::NoticePublish)?;
    let mut tx = permit.write().await?;
    let case = permit.on(store::cases::find(&mut tx, id).await?, "case")?;
    if case.revision != revision {
        return Err(Error::Stale("case"));
    }
    if case.steps().decision.is_none() {
        return Err(Refusal::new(
            "case.not_decided",
            "案件尚未作出决定，不能公示",
            "there is no decision to publish yet",
        )
        .into());
    }
    if store::notices::of_case(&mut tx, id).await?.is_some() {
        return Err(Refusal::new(
            "case.published_already",
            "该决定已公示",
            "the decision is published already",
        )
        .into());
    }
    jobs::put(&permit, &mut tx, jobs::Work::PublishNotice { case: id }).await?;
    permit.commit(tx).await
}
