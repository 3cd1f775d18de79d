//! Answers the party's points one by one (复核), once its time to speak is over.

use super::desk::{Desk, no_papers};
use crate::discretion::{Answer, Question};
use crate::{Action, Actor, Cx, Error};
use domain::CaseId;
use domain::case::{ActTime, Case, Point, Recheck, Stage};
use domain::record::RecordKind;

/// The recheck as the handler writes it.
#[derive(Debug, Clone)]
pub struct RecheckCase {
    /// Point by point.
    pub points: Vec<Point>,
    /// The opinion in words.
    pub opinion: String,
    /// The facts as they stand now, where an adopted point changes the computation.
    pub anew: Option<Question>,
    /// When the act was done, where the recheck finds otherwise than the report.
    pub act: Option<ActTime>,
    /// Why the new fine lies outside what the nearest decided cases span, where it does.
    pub band_reason: Option<String>,
}

/// The time to answer is over, or every right was clearly waived.
pub async fn end_answer_period(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
) -> Result<Case, Error> {
    let desk = Desk::open(cx, actor, Action::CaseRecheck, id, revision).await?;
    let case = desk.case.clone().end_answer_period(desk.today())?;
    desk.put_back(case, RecordKind::CaseRevised, no_papers).await
}

/// Rechecks the case; from the notice it goes straight on when the time to answer is over.
pub async fn recheck(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
    order: RecheckCase,
) -> Result<Case, Error> {
    let mut desk = Desk::open(cx, actor, Action::CaseRecheck, id, revision).await?;
    let (by, today) = (desk.by()?, desk.today());
    let answer = match order.anew {
        None => None,
        Some(question) => {
            let recorded = order.act.or(desk.case.act_time()).unwrap_or(ActTime::on(today));
            let reason = order.band_reason.as_deref();
            Some(desk.compute(question, recorded, reason).await?.0)
        }
    };
    let case = match desk.case.stage {
        Stage::Noticed(_) => desk.case.clone().end_answer_period(today)?,
        _ => desk.case.clone(),
    };
    let RecheckCase { points, opinion, act, .. } = order;
    let anew = answer.is_some();
    let (calculation, asked, other, premises) = match answer {
        None => (None, None, None, None),
        Some(Answer { calculation, asked, other, premises, .. }) => {
            (Some(calculation), Some(asked), other, Some(premises))
        }
    };
    let recheck =
        Recheck { points, opinion, calculation, asked, other, premises, act, by, on: today };
    let case = case.recheck(recheck, &desk.thresholds())?;
    if !anew {
        desk.stands().await?;
    }
    desk.put_back(case, RecordKind::CaseRechecked, no_papers).await
}
