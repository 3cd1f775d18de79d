//! Serves the decision (送达); payment and remedies run from here.

use super::desk::Desk;
use super::service::{NewService, served};
use crate::papers;
use crate::{Action, Actor, Cx, Error};
use domain::CaseId;
use domain::case::Case;
use domain::record::RecordKind;

/// Notes how the decision was served.
pub async fn serve_decision(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
    service: NewService,
) -> Result<Case, Error> {
    let mut desk = Desk::open(cx, actor, Action::CaseServeDecision, id, revision).await?;
    let service = served(&mut desk, service).await?;
    let law = cx.law();
    let case = desk.case.clone().serve_decision(service, law.counting(), desk.today())?;
    let paper = |dossier: &papers::Dossier| Ok(vec![papers::decision_receipt(dossier)?]);
    desk.put_back(case, RecordKind::CaseServed, paper).await
}
