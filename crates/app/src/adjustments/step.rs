//! The steps of an adjustment after its proposal. Publication makes the version, and with it the law of the site.

use super::page::due;
use super::propose::uses;
use crate::enclosures::attach;
use crate::items::signed;
use crate::{Action, Actor, Cx, Error, Law, Permit};
use domain::adjustment::{Adjustment, Announcement, Facts, Finding, Published, Sent};
use domain::enclosure::Enclosure;
use domain::record::RecordKind;
use domain::{AdjustmentId, Date, EnclosureId};
use store::Tx;
use store::law::Entry;

/// What is entered about a paper that went to another body.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields of what was sent")]
pub struct Enter {
    pub number: String,
    pub body: String,
    pub on: Date,
    pub documents: Vec<EnclosureId>,
}

/// To whom it went.
#[derive(Debug, Clone, Copy)]
pub enum Recipient {
    /// The government of the same level, for filing (备案).
    Government,
    /// The justice department of the same level (径送同级司法行政部门).
    Justice,
}

/// What a reviewer enters.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields of a finding")]
pub struct Opinion {
    pub agreed: bool,
    pub opinion: String,
    pub document: String,
    pub documents: Vec<EnclosureId>,
}

/// Legal review: agrees, or sends it back with an opinion.
pub async fn review(
    cx: &Cx,
    actor: &Actor,
    key: (AdjustmentId, u32),
    Opinion { agreed, opinion, document, documents }: Opinion,
) -> Result<Adjustment, Error> {
    let (adjustment, mut step) = Step::begin(cx, actor, Action::AdjustmentReview, key).await?;
    let kind = match agreed {
        true => RecordKind::AdjustmentReviewed,
        false => RecordKind::AdjustmentReturned,
    };
    let papers = step.papers(&adjustment, &documents).await?;
    let finding = Finding { agreed, opinion, document, papers };
    let adjustment = adjustment.review(finding, signed(&step.permit)?)?;
    step.end(adjustment, kind).await
}

/// What the proposer mends.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields of a proposal")]
pub struct Mend {
    pub items: Vec<String>,
    pub reason: String,
    pub documents: Vec<EnclosureId>,
}

/// The proposer mends what was returned.
pub async fn revise(
    cx: &Cx,
    actor: &Actor,
    key: (AdjustmentId, u32),
    Mend { items, reason, documents }: Mend,
) -> Result<Adjustment, Error> {
    let (adjustment, mut step) = Step::begin(cx, actor, Action::AdjustmentPropose, key).await?;
    let papers = step.papers(&adjustment, &documents).await?;
    let by = signed(&step.permit)?;
    let uses = uses(&mut step.tx, &adjustment.territory, by.at).await?;
    let facts = Facts { lists: &step.law.lists, acts: &step.law.acts, uses: &uses };
    let adjustment = adjustment.revise(items, reason, papers, &facts, by)?;
    step.end(adjustment, RecordKind::AdjustmentRevised).await
}

/// Filed with the government, or copied to the justice department.
pub async fn send(
    cx: &Cx,
    actor: &Actor,
    key: (AdjustmentId, u32),
    to: Recipient,
    Enter { number, body, on, documents }: Enter,
) -> Result<Adjustment, Error> {
    let (adjustment, mut step) = Step::begin(cx, actor, Action::AdjustmentFile, key).await?;
    let papers = step.papers(&adjustment, &documents).await?;
    let sent = Sent { signed: signed(&step.permit)?, number, body, on, papers };
    match to {
        Recipient::Government => {
            step.end(adjustment.file(sent)?, RecordKind::AdjustmentFiled).await
        }
        Recipient::Justice => step.end(adjustment.copy(sent)?, RecordKind::AdjustmentCopied).await,
    }
}

/// Where and from when it is published.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields of a publication")]
pub struct Publish {
    pub place: String,
    pub effective_from: Date,
    pub documents: Vec<EnclosureId>,
}

/// Published: the version is entered, and is the law of the site from its day on.
pub async fn publish(
    cx: &Cx,
    actor: &Actor,
    key: (AdjustmentId, u32),
    Publish { place, effective_from, documents }: Publish,
) -> Result<Adjustment, Error> {
    let (adjustment, mut step) = Step::begin(cx, actor, Action::AdjustmentPublish, key).await?;
    let papers = step.papers(&adjustment, &documents).await?;
    let by = signed(&step.permit)?;
    let (lists, acts) = (&step.law.lists, &step.law.acts);
    let said = Announcement { place, effective_from, papers };
    let Published { adjustment, version } = adjustment.publish(said, lists, acts, by)?;
    let public = serde_json::to_vec(&version).map_err(anyhow::Error::new)?;
    let change = step.permit.change_in_public(RecordKind::ListPublished, &public);
    let where_ = version.territory.clone();
    store::law::enter(&mut step.tx, Entry::new(version), Some(&where_), &change).await?;
    let change = step.permit.change(RecordKind::AdjustmentPublished);
    let adjustment = store::adjustments::save(&mut step.tx, adjustment, None, &change).await?;
    step.permit.commit_law(step.tx).await?;
    Ok(adjustment)
}

/// Withdrawn before publication.
pub async fn withdraw(
    cx: &Cx,
    actor: &Actor,
    key: (AdjustmentId, u32),
    reason: String,
) -> Result<Adjustment, Error> {
    let (adjustment, step) = Step::begin(cx, actor, Action::AdjustmentWithdraw, key).await?;
    let adjustment = adjustment.withdraw(reason, signed(&step.permit)?)?;
    step.end(adjustment, RecordKind::AdjustmentWithdrawn).await
}

/// What a step is done with.
struct Step<'a> {
    permit: Permit<'a>,
    tx: Tx,
    law: Law,
}

impl<'a> Step<'a> {
    async fn begin(
        cx: &'a Cx,
        actor: &'a Actor,
        action: Action,
        (id, revision): (AdjustmentId, u32),
    ) -> Result<(Adjustment, Self), Error> {
        let permit = cx.authorize(actor, action)?;
        let mut tx = permit.write().await?;
        let adjustment = permit.on(store::adjustments::find(&mut tx, id).await?, "adjustment")?;
        if adjustment.revision != revision {
            return Err(Error::Stale("adjustment"));
        }
        let law = cx.law_in(&mut tx).await?;
        Ok((adjustment, Self { permit, tx, law }))
    }

    /// The files of a step, which now belong to the adjustment.
    async fn papers(
        &mut self,
        adjustment: &Adjustment,
        documents: &[EnclosureId],
    ) -> Result<Vec<Enclosure>, Error> {
        let holder = format!("adjustment/{}", adjustment.id);
        attach(&self.permit, &mut self.tx, documents, &holder, &adjustment.territory).await
    }

    async fn end(mut self, adjustment: Adjustment, kind: RecordKind) -> Result<Adjustment, Error> {
        let due_on = due(&self.law, &adjustment).map(|due| due.deadline.date);
        let change = self.permit.change(kind);
        let saved = store::adjustments::save(&mut self.tx, adjustment, due_on, &change).await?;
        self.permit.commit(self.tx).await?;
        Ok(saved)
    }
}
