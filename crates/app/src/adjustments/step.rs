//! The steps of an adjustment after its proposal. Publication makes the version, and with it the law of the site.

use super::page::due;
use crate::items::signed;
use crate::{Action, Actor, Cx, Error, Law, Permit};
use domain::adjustment::{Adjustment, Copying, Filing, Finding, Published};
use domain::record::RecordKind;
use domain::{AdjustmentId, Date};
use store::Tx;
use store::law::Entry;

/// What is entered about a paper that went to another body.
#[derive(Debug, Clone)]
pub struct Enter {
    /// Number of the paper.
    pub number: String,
    /// The body.
    pub body: String,
    /// The day.
    pub on: Date,
}

/// Legal review: agrees, or sends it back with an opinion.
pub async fn review(
    cx: &Cx,
    actor: &Actor,
    (id, revision): (AdjustmentId, u32),
    finding: Finding,
) -> Result<Adjustment, Error> {
    let step = Step::begin(cx, actor, Action::AdjustmentReview, id, revision).await?;
    let kind = match finding.agreed {
        true => RecordKind::AdjustmentReviewed,
        false => RecordKind::AdjustmentReturned,
    };
    let (adjustment, rest) = step.take();
    let adjustment = adjustment.review(finding, signed(&rest.permit)?)?;
    rest.end(adjustment, kind).await
}

/// The proposer mends what was returned.
pub async fn revise(
    cx: &Cx,
    actor: &Actor,
    (id, revision): (AdjustmentId, u32),
    items: Vec<String>,
    reason: String,
) -> Result<Adjustment, Error> {
    let step = Step::begin(cx, actor, Action::AdjustmentPropose, id, revision).await?;
    let (adjustment, rest) = step.take();
    let by = signed(&rest.permit)?;
    let adjustment = adjustment.revise(items, reason, &rest.law.lists, &rest.law.acts, by)?;
    rest.end(adjustment, RecordKind::AdjustmentRevised).await
}

/// Filed with the government (备案).
pub async fn file(
    cx: &Cx,
    actor: &Actor,
    (id, revision): (AdjustmentId, u32),
    Enter { number, body, on }: Enter,
) -> Result<Adjustment, Error> {
    let step = Step::begin(cx, actor, Action::AdjustmentFile, id, revision).await?;
    let (adjustment, rest) = step.take();
    let filing = Filing { signed: signed(&rest.permit)?, number, body, on };
    rest.end(adjustment.file(filing)?, RecordKind::AdjustmentFiled).await
}

/// Copied to the justice department (径送同级司法行政部门).
pub async fn copy(
    cx: &Cx,
    actor: &Actor,
    (id, revision): (AdjustmentId, u32),
    Enter { number, body, on }: Enter,
) -> Result<Adjustment, Error> {
    let step = Step::begin(cx, actor, Action::AdjustmentFile, id, revision).await?;
    let (adjustment, rest) = step.take();
    let copying = Copying { signed: signed(&rest.permit)?, number, body, on };
    rest.end(adjustment.copy(copying)?, RecordKind::AdjustmentCopied).await
}

/// Published: the version is entered, and is the law of the site from its day on.
pub async fn publish(
    cx: &Cx,
    actor: &Actor,
    (id, revision): (AdjustmentId, u32),
    place: String,
    effective_from: Date,
) -> Result<Adjustment, Error> {
    let step = Step::begin(cx, actor, Action::AdjustmentPublish, id, revision).await?;
    let (adjustment, mut rest) = step.take();
    let by = signed(&rest.permit)?;
    let (lists, acts) = (&rest.law.lists, &rest.law.acts);
    let published = adjustment.publish(place, effective_from, lists, acts, by)?;
    let Published { adjustment, version } = published;
    let public = serde_json::to_vec(&version).map_err(anyhow::Error::new)?;
    let change = rest.permit.change_in_public(RecordKind::ListPublished, &public);
    let where_ = version.territory.clone();
    store::law::enter(&mut rest.tx, Entry::new(version), Some(&where_), &change).await?;
    let change = rest.permit.change(RecordKind::AdjustmentPublished);
    let adjustment = store::adjustments::save(&mut rest.tx, adjustment, None, &change).await?;
    rest.permit.commit_law(rest.tx).await?;
    Ok(adjustment)
}

/// Withdrawn before publication.
pub async fn withdraw(
    cx: &Cx,
    actor: &Actor,
    (id, revision): (AdjustmentId, u32),
    reason: String,
) -> Result<Adjustment, Error> {
    let step = Step::begin(cx, actor, Action::AdjustmentWithdraw, id, revision).await?;
    let (adjustment, rest) = step.take();
    let adjustment = adjustment.withdraw(reason, signed(&rest.permit)?)?;
    rest.end(adjustment, RecordKind::AdjustmentWithdrawn).await
}

/// One step: the adjustment as it is, and what the step is done with.
struct Step<'a> {
    adjustment: Adjustment,
    rest: Rest<'a>,
}

struct Rest<'a> {
    permit: Permit<'a>,
    tx: Tx,
    law: Law,
}

impl<'a> Step<'a> {
    async fn begin(
        cx: &'a Cx,
        actor: &'a Actor,
        action: Action,
        id: AdjustmentId,
        revision: u32,
    ) -> Result<Self, Error> {
        let permit = cx.authorize(actor, action)?;
        let mut tx = permit.write().await?;
        let adjustment = permit.on(store::adjustments::find(&mut tx, id).await?, "adjustment")?;
        if adjustment.revision != revision {
            return Err(Error::Stale("adjustment"));
        }
        let law = cx.law_in(&mut tx).await?;
        Ok(Self { adjustment, rest: Rest { permit, tx, law } })
    }

    fn take(self) -> (Adjustment, Rest<'a>) {
        (self.adjustment, self.rest)
    }
}

impl Rest<'_> {
    async fn end(mut self, adjustment: Adjustment, kind: RecordKind) -> Result<Adjustment, Error> {
        let due_on = due(&self.law, &adjustment).map(|due| due.deadline.date);
        let change = self.permit.change(kind);
        let saved = store::adjustments::save(&mut self.tx, adjustment, due_on, &change).await?;
        self.permit.commit(self.tx).await?;
        Ok(saved)
    }
}
