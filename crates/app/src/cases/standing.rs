//! Whether the calculation of a case still stands: the same question, asked again by the rules of another day.

use crate::discretion::{self, Answer, Question};
use crate::{Error, Law};
use domain::case::{ActTime, Case, Measure};
use domain::discretion::Again;
use domain::law::{Words, law_by_time};
use domain::{Date, Refused};
use store::Tx;

/// The fine for a question of a case: its item, the act as recorded, what the party's earlier cases give, and the set that is in
/// force that day, whichever was named.
pub(super) async fn answer(
    law: &Law,
    tx: &mut Tx,
    case: &Case,
    question: Question,
    act: ActTime,
    today: Date,
) -> Result<Refused<Answer>, Error> {
    let question = Question {
        item: case.item.clone(),
        act_on: act.ended_by(today),
        act_from: Some(act.from),
        continues: act.until.is_none(),
        version: None,
        party: Some(case.party.code.clone()),
        discovered_on: case.proposal().map(|proposal| proposal.found_on),
        ..question
    };
    let earlier = discretion::earlier(law, tx, &case.party.code, Some(case.id)).await?;
    Ok(discretion::compute(law, &question, today, &earlier))
}

/// What is otherwise today than when the fine was computed; nothing where the calculation stands, or there is none.
pub(super) async fn changes(
    law: &Law,
    tx: &mut Tx,
    case: &Case,
    today: Date,
) -> Result<Vec<Words>, Error> {
    let steps = case.steps();
    let Some((made, premises)) = steps.computed() else {
        return Ok(Vec::new());
    };
    let Some(premises) = premises else {
        return Ok(by_time(case, today)?);
    };
    let act = case.act_time().unwrap_or(ActTime::on(today));
    let answer = answer(law, tx, case, premises.question.clone(), act, today).await?;
    let Answer { mut calculation, premises: now, .. } = match answer {
        Ok(answer) => answer,
        // Not answered any more: other circumstances are asked for, or nothing serves the violation.
        Err(refusal) => return Ok(vec![Words::new(refusal.zh, refusal.en)]),
    };
    if let Some(noticed) = steps.noticed {
        match noticed.notice.fine {
            Some(told) => calculation = calculation.not_above(told),
            // Told of no penalty, the party gets none, whatever the rules became.
            None => return Ok(Vec::new()),
        }
    }
    Ok(premises.changes(made, Again { premises: &now, calculation: &calculation }))
}

/// Of a case concluded before its question was kept only the law by time is known.
fn by_time(case: &Case, today: Date) -> Refused<Vec<Words>> {
    let measure = case.steps().report.map(|report| &report.measure);
    let (Some(Measure::Computed { law, .. }), Some(act)) = (measure, case.act_time()) else {
        return Ok(Vec::new());
    };
    let now = law_by_time(act.from, act.until, today)?;
    Ok(if now.substance == law.substance { Vec::new() } else { vec![now.reason] })
}
