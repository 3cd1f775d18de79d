//! Serves the prior notice (事先告知); the party's time to answer begins.

use super::desk::Desk;
use super::service::{NewService, served};
use crate::papers;
use crate::{Action, Actor, Cx, Error};
use domain::CaseId;
use domain::case::Case;
use domain::document::NumberKind;
use domain::record::RecordKind;

/// Makes out the notice under its number and notes how it was served.
pub async fn serve_notice(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
    service: NewService,
) -> Result<Case, Error> {
    let mut desk = Desk::open(cx, actor, Action::CaseServeNotice, id, revision).await?;
    let service = served(&mut desk, service).await?;
    let fined = desk.case.steps().report.is_some_and(|report| report.measure.fine().is_some());
    let kind = if fined { NumberKind::PriorNotice } else { NumberKind::NoPenaltyNotice };
    let number = desk.number(kind).await?.to_string();
    let (law, today) = (cx.law(), desk.today());
    let case = desk.case.clone();
    let case = case.serve_notice(number, service, &desk.thresholds(), law.counting(), today)?;
    desk.stands().await?;
    let make = |dossier: &papers::Dossier| {
        Ok(vec![papers::prior_notice(dossier)?, papers::notice_receipt(dossier)?])
    };
    desk.put_back(case, RecordKind::CasePriorNoticeGiven, make).await
}
