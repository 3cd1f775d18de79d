//! Judges a lead again from what it kept: same rule version, same inputs, same finding.

use crate::{Action, Actor, Cx, Error};
use domain::LeadId;
use domain::judging::RuleRef;

/// What came of judging again.
#[derive(Debug, Clone)]
pub struct Replay {
    /// The rule it was judged by.
    pub rule: RuleRef,
    /// Whether every kept period is beyond the kept limit still.
    pub same: bool,
}

/// Judges the lead again; changes nothing.
pub async fn replay(cx: &Cx, actor: &Actor, lead: LeadId) -> Result<Replay, Error> {
    let permit = cx.authorize(actor, Action::LeadReplay)?;
    let mut tx = permit.read().await?;
    let lead = permit.on(store::leads::find(&mut tx, lead).await?, "lead")?;
    Ok(Replay { rule: lead.finding.rule.clone(), same: lead.finding.replay() })
}
