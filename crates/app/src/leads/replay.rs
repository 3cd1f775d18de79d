//! Judges a lead again from what it kept: same rule version, same inputs, same finding.

use crate::{Action, Actor, Cx, Error};
use domain::judging::RuleRef;
use domain::{LeadId, Refusal};

/// What came of judging again.
#[derive(Debug, Clone)]
pub struct Replay {
    /// The rule it was judged by.
    pub rule: RuleRef,
    /// Whether every kept period is beyond the kept limit still, and every correction comes to what it came to.
    pub same: bool,
}

/// Judges the lead again; changes nothing.
pub async fn replay(cx: &Cx, actor: &Actor, lead: LeadId) -> Result<Replay, Error> {
    let permit = cx.authorize(actor, Action::LeadReplay)?;
    let mut tx = permit.read().await?;
    let lead = permit.on(store::leads::find(&mut tx, lead).await?, "lead")?;
    let finding = lead.exceedance().ok_or_else(no_rule)?;
    Ok(Replay { rule: finding.rule.clone(), same: finding.replay() })
}

fn no_rule() -> Refusal {
    Refusal::new(
        "lead.no_rule",
        "这条线索由值班员依据数据疑点提出，没有规则判定可以重放；请查看疑点中的数值",
        "the duty officer raised this lead from doubts about data; there is no judgement to replay",
    )
}
