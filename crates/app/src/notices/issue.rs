//! Publishes a decision: exactly what was cleared, rendered by the same template, recorded with open digests.

use crate::papers::{self, DocumentKind};
use crate::{Action, Actor, Cx, Error};
use domain::clearance::Clearance;
use domain::notice::{Notice, NoticeState};
use domain::record::{Digests, RecordKind};
use domain::{CaseId, Refusal};

/// Makes the file of what a person has cleared, and publishes it; without a clearance nothing is. Doing it twice publishes
/// once.
pub(crate) async fn issue(cx: &Cx, actor: &Actor, id: CaseId) -> Result<(), Error> {
    let permit = cx.authorize(actor, Action::NoticePublish)?;
    let mut tx = permit.read().await?;
    let before = store::notices::of_case(&mut tx, id).await?;
    let cleared = store::clearances::of_case(&mut tx, id).await?.ok_or_else(not_cleared)?;
    if !to_publish(&cleared, before.as_ref()) {
        return Ok(());
    }
    let case = store::cases::find(&mut tx, id).await?.ok_or(Error::NotFound("case"))?;
    // Annulled between the order and its job.
    if case.annulled() {
        return Ok(());
    }
    let agency = store::agencies::find(&mut tx, case.agency).await?;
    let (original, _) = papers::latest(&mut tx, &case, DocumentKind::Decision).await?;
    drop(tx);

    let public = papers::public_version(cleared.document.clone())?;
    let pdf = papers::typeset(cx, &public.document).await?;
    let sha256 = Digests::of(&pdf).sha256.to_string();
    cx.blobs().put(pdf.clone()).await?;

    let steps = case.steps();
    let made = steps.decision.ok_or(Error::NotFound("decision"))?;
    let notice = Notice {
        id: cx.id(),
        case: case.id,
        decision: original,
        territory: case.territory.clone(),
        number: made.number.clone(),
        party_name: public.party_name,
        credit_code: public.credit_code,
        facts: public.facts,
        basis: public.basis,
        fine: made.fine,
        agency_name: agency.map(|agency| agency.name).unwrap_or_default(),
        decided_on: made.on,
        published_at: permit.now(),
        sha256,
        state: NoticeState::Published,
        revision: 0,
    };
    let mut tx = permit.write().await?;
    if !to_publish(&cleared, store::notices::of_case(&mut tx, id).await?.as_ref()) {
        return Ok(());
    }
    let change = permit.change_in_public(RecordKind::NoticePublished, &pdf);
    store::notices::insert(&mut tx, notice, &change).await?;
    permit.commit(tx).await
}

/// Nothing stands on the portal, and the clearance is not of what was taken down from it.
fn to_publish(cleared: &Clearance, before: Option<&Notice>) -> bool {
    before.is_none_or(|notice| notice.state != NoticeState::Published) && cleared.counts(before)
}

fn not_cleared() -> Refusal {
    Refusal::new(
        "clearance.missing",
        "公示文本尚未核对确认，请由负责人核对后公示",
        "nobody has read the text as it will appear; read it, then publish",
    )
}
