//! Makes out the prior notice (事先告知), and notes how it was served; the party's time to answer begins then.

use super::desk::Desk;
use super::service::{NewService, served};
use crate::papers;
use crate::{Action, Actor, Cx, Error};
use domain::CaseId;
use domain::case::Case;
use domain::document::NumberKind;
use domain::record::RecordKind;

/// Makes out the notice under its number: the paper that is served afterwards.
pub async fn issue_notice(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
) -> Result<Case, Error> {
    let mut desk = Desk::open(cx, actor, Action::CaseServeNotice, id, revision).await?;
    let fined = desk.case.steps().report.is_some_and(|report| report.measure.fine().is_some());
    let kind = if fined { NumberKind::PriorNotice } else { NumberKind::NoPenaltyNotice };
    let number = desk.number(kind).await?.to_string();
    let case = desk.case.clone().issue_notice(number, &desk.thresholds(), desk.today())?;
    desk.stands().await?;
    let paper = |dossier: &papers::Dossier| Ok(vec![papers::prior_notice(dossier)?]);
    desk.put_back(case, RecordKind::CaseNoticeIssued, paper).await
}

/// Notes how the notice was served.
pub async fn serve_notice(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
    service: NewService,
) -> Result<Case, Error> {
    let mut desk = Desk::open(cx, actor, Action::CaseServeNotice, id, revision).await?;
    let service = served(&mut desk, service).await?;
    let law = cx.law();
    let case = desk.case.clone().serve_notice(service, law.counting(), desk.today())?;
    desk.stands().await?;
    let paper = |dossier: &papers::Dossier| Ok(vec![papers::notice_receipt(dossier)?]);
    desk.put_back(case, RecordKind::CasePriorNoticeGiven, paper).await
}
