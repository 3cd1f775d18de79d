//! Closes a lead with what was found when somebody looked.

use crate::{Action, Actor, Cx, Error};
use domain::LeadId;
use domain::lead::{Lead, Verdict};
use domain::record::RecordKind;

/// What the duty officer says of the lead.
#[derive(Debug, Clone)]
pub struct CloseLead {
    /// Which lead.
    pub lead: LeadId,
    /// At which revision it was read.
    pub revision: u32,
    /// What it was.
    pub verdict: Verdict,
    /// Why, in words.
    pub reason: String,
}

/// Closes the lead.
pub async fn close(cx: &Cx, actor: &Actor, order: CloseLead) -> Result<Lead, Error> {
    let permit = cx.authorize(actor, Action::LeadClose)?;
    let mut tx = permit.write().await?;
    let lead = permit.on(store::leads::find(&mut tx, order.lead).await?, "lead")?;
    let lead = Lead { revision: order.revision, ..lead };
    let lead = lead.close(order.verdict, &order.reason, permit.person()?.id, permit.now())?;
    let kind = match order.verdict {
        Verdict::True => RecordKind::LeadConfirmed,
        Verdict::FalseAlarm | Verdict::Duplicate | Verdict::CannotVerify => {
            RecordKind::LeadDismissed
        }
    };
    let lead = store::leads::save(&mut tx, lead, &permit.change(kind)).await?;
    permit.commit(tx).await?;
    Ok(lead)
}
