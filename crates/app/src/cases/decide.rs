//! The head decides (决定). Who decides types no amount: it is the one the party was told of, or less.

use super::desk::Desk;
use crate::papers;
use crate::{Action, Actor, Cx, Error};
use domain::CaseId;
use domain::case::Case;
use domain::document::NumberKind;
use domain::jurisdiction::Step;
use domain::record::RecordKind;

/// Decides the case and makes out the decision.
pub async fn decide(cx: &Cx, actor: &Actor, id: CaseId, revision: u32) -> Result<Case, Error> {
    let mut desk = Desk::open(cx, actor, Action::CaseDecide, id, revision).await?;
    let grounds = desk.grounds(Step::Decide).await?;
    let fined = desk.case.steps().noticed.is_some_and(|noticed| noticed.notice.fine.is_some());
    let kind = if fined { NumberKind::Penalty } else { NumberKind::NoPenalty };
    let number = desk.number(kind).await?.to_string();
    let (law, today) = (cx.law(), desk.today());
    let case = desk.case.clone().decide(number, desk.by()?, law.counting(), today, grounds)?;
    desk.stands().await?;
    let paper = |dossier: &papers::Dossier| Ok(vec![papers::decision(dossier)?]);
    desk.put_back(case, RecordKind::CaseDecided, paper).await
}
