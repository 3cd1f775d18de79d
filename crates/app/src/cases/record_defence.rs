//! Writes down what the party says to the prior notice (陈述申辩), or that it clearly waives its rights.

use super::desk::{Desk, no_papers};
use crate::{Action, Actor, Cx, Error};
use domain::CaseId;
use domain::case::{Case, Defence};
use domain::record::RecordKind;

/// Records the defence.
pub async fn record_defence(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
    defence: Defence,
) -> Result<Case, Error> {
    let desk = Desk::open(cx, actor, Action::CaseRecordDefence, id, revision).await?;
    let case = desk.case.clone().record_defence(defence, desk.today())?;
    desk.put_back(case, RecordKind::CaseDefended, no_papers).await
}
