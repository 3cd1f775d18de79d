//! The head approves a filing (立案) or refuses it (不予立案).

use super::desk::{Desk, no_papers};
use crate::papers;
use crate::{Action, Actor, Cx, Error};
use domain::CaseId;
use domain::case::Case;
use domain::document::NumberKind;
use domain::jurisdiction::Step;
use domain::record::RecordKind;

/// Approves: the case gets its number, and the ninety days begin.
pub async fn approve_filing(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
) -> Result<Case, Error> {
    let mut desk = Desk::open(cx, actor, Action::CaseApproveFiling, id, revision).await?;
    let grounds = desk.grounds(Step::File).await?;
    let number = desk.number(NumberKind::Filing).await?.to_string();
    let case = desk.case.clone().approve_filing(number, desk.by()?, desk.permit.now(), grounds)?;
    let paper = |dossier: &papers::Dossier| Ok(vec![papers::filing_approval(dossier)?]);
    desk.put_back(case, RecordKind::CaseFiled, paper).await
}

/// Refuses to file.
pub async fn refuse_filing(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
    reason: &str,
) -> Result<Case, Error> {
    let desk = Desk::open(cx, actor, Action::CaseApproveFiling, id, revision).await?;
    let case = desk.case.clone().refuse_filing(reason, desk.by()?, desk.today())?;
    desk.put_back(case, RecordKind::CaseNotFiled, no_papers).await
}
