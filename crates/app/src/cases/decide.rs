//! The head decides (决定). Who decides types no amount: it is the one the party was told of, or less.

use super::desk::Desk;
use crate::papers;
use crate::{Action, Actor, Cx, Error};
use domain::CaseId;
use domain::case::Case;
use domain::document::NumberKind;
use domain::item::Occasion;
use domain::record::RecordKind;

/// Decides the case and makes out the decision.
pub async fn decide(cx: &Cx, actor: &Actor, id: CaseId, revision: u32) -> Result<Case, Error> {
    let mut desk = Desk::open(cx, actor, Action::CaseDecide, id, revision).await?;
    let agency = store::agencies::find(&mut desk.tx, desk.case.agency).await?;
    let agency = agency.ok_or(Error::NotFound("agency"))?;
    let (item, place, today) = (&desk.case.item, &desk.case.territory, desk.today());
    cx.law().may_enforce(item, place, &agency, today, Occasion::Ordinary)?;

    let fined = desk.case.steps().noticed.is_some_and(|noticed| noticed.notice.fine.is_some());
    let kind = if fined { NumberKind::Penalty } else { NumberKind::NoPenalty };
    let number = desk.number(kind).await?.to_string();
    let case = desk.case.clone().decide(number, desk.by()?, &cx.law().calendar, today)?;
    let paper = |dossier: &papers::Dossier| Ok(vec![papers::decision(dossier)?]);
    desk.put_back(case, RecordKind::CaseDecided, paper).await
}
