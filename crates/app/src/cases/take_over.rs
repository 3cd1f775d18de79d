//! The receiver of a case that was transferred or designated names its handlers (接办).

use super::desk::Desk;
use crate::jurisdiction;
use crate::{Action, Actor, Cx, Error};
use domain::case::Case;
use domain::jurisdiction::{Acting, Step};
use domain::officer::CertifiedTeam;
use domain::record::RecordKind;
use domain::{CaseId, OfficerId};

/// Takes the case over with these handlers; the procedure goes on where it stood, and its clocks never stopped.
pub async fn take_over(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
    handlers: &[OfficerId],
) -> Result<Case, Error> {
    let mut desk = Desk::open_untaken(cx, actor, Action::CaseTakeOver, id, revision).await?;
    let officers = jurisdiction::officers_of(&mut desk.tx, handlers).await?;
    let team = CertifiedTeam::form(&officers, desk.today())
        .map_err(|refusal| refusal.field("handler_ids"))?;
    let acting = Acting::Officers(&officers);
    let ask = jurisdiction::Case { step: Step::File, case: &desk.case, acting };
    let grounds = Box::pin(ask.grounds(&desk.permit, &mut desk.tx)).await?;
    let case = desk.case.clone().take_over(team, grounds, desk.by()?, desk.permit.now())?;
    let due_on = cx.law().clock(&case).next().map(|next| next.due_on);
    let change = desk.permit.change(RecordKind::CaseAssigned);
    let case = store::cases::save_moved(&mut desk.tx, case, due_on, &change).await?;
    desk.permit.commit(desk.tx).await?;
    Ok(case)
}
