//! Sends a case back: to compute its fine anew where the rules changed, or to investigate what came to light after the notice.

use super::desk::{Desk, no_papers};
use super::standing;
use crate::{Action, Actor, Cx, Error};
use domain::CaseId;
use domain::case::{Case, Stage};
use domain::record::RecordKind;

/// Back to the calculation, because law, item or benchmark are no longer what it rests on.
pub async fn compute_anew(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
) -> Result<Case, Error> {
    let mut desk = Desk::open(cx, actor, Action::CaseRecheck, id, revision).await?;
    let today = desk.today();
    let law = cx.law();
    let changes = Box::pin(standing::changes(&law, &mut desk.tx, &desk.case, today)).await?;
    let case = desk.case.clone().compute_anew(&changes, desk.by()?, today)?;
    desk.put_back(case, RecordKind::CaseRevised, no_papers).await
}

/// Back to the investigation after the notice, with the reason.
pub async fn reinvestigate(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
    reason: &str,
) -> Result<Case, Error> {
    let permit = cx.authorize(actor, Action::CaseList)?;
    let case = permit.on(store::cases::find(&mut permit.read().await?, id).await?, "case")?;
    let desk = Desk::open(cx, actor, whose(&case.stage), id, revision).await?;
    let case = desk.case.clone().reinvestigate(reason, desk.by()?, desk.today())?;
    desk.put_back(case, RecordKind::CaseRevised, no_papers).await
}

/// Whose desk it lies on: the head's once it waits for the head, else the handlers'.
const fn whose(stage: &Stage) -> Action {
    if matches!(stage, Stage::Deliberation(_)) {
        Action::CaseDeliberate
    } else if matches!(stage, Stage::DecisionDue(_)) {
        Action::CaseDecide
    } else {
        Action::CaseRecheck
    }
}
