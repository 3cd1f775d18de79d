//! Closes a case (结案).

use super::desk::{Desk, no_papers};
use crate::{Action, Actor, Cx, Error};
use domain::CaseId;
use domain::case::{Case, CloseGround};
use domain::record::RecordKind;

/// Closes the case on a ground.
pub async fn close(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
    ground: CloseGround,
) -> Result<Case, Error> {
    let desk = Desk::open(cx, actor, Action::CaseClose, id, revision).await?;
    let case = desk.case.clone().close(ground, desk.by()?, desk.today())?;
    desk.put_back(case, RecordKind::CaseClosed, no_papers).await
}
