//! No penalty (不予处罚): every point of its checklist proven, each by named evidence, a first offence by the cases.

use super::facts::{Answered, Exemption, FIRST_OFFENCE, Facts};
use super::{Outcome, TraceStep};
use crate::law::Words;
use crate::{Refusal, Refused};

/// The point of a checklist that says it is a first offence; the party's cases speak to it.
const FIRST: &str = "first";

pub(super) fn exempt(
    exemption: Exemption,
    facts: &Facts,
    trace: &mut Vec<TraceStep>,
) -> Refused<Outcome> {
    if facts.adjustments().next().is_some() || facts.pledge.is_some() {
        return Err(Refusal::new(
            "discretion.exempt_and_adjusted",
            "不予处罚与调整罚款不能同时选择，请保留一项。",
            "No penalty and an adjusted fine exclude each other; keep one.",
        )
        .field("exemption"));
    }
    for (id, zh, en) in exemption.conditions() {
        let evidence = proven(exemption, id, (zh, en), facts.conditions.get(*id))?;
        trace.push(TraceStep::condition(
            format!("不予处罚的条件：{zh}——已查明，依据：{evidence}。"),
            format!("Condition: {en} – found, by: {evidence}."),
        ));
        if *id == FIRST {
            first(facts, trace)?;
        }
    }
    let Words { zh, en } = exemption.words();
    let must = if exemption.mandatory() {
        ("不予处罚", "must")
    } else {
        ("可以不予处罚", "may")
    };
    trace.push(TraceStep::exemption(
        format!("{zh}，依照{}{}。", exemption.basis(), must.0),
        format!("{en}: no penalty {} follow ({}).", must.1, exemption.basis()),
    ));
    Ok(Outcome::NoPenalty { exemption })
}

/// What proves a point.
fn proven<'a>(
    exemption: Exemption,
    id: &str,
    (zh, en): (&str, &str),
    answer: Option<&'a Answered>,
) -> Refused<&'a str> {
    let refused = |code, zh: String, en: String, field: String| {
        Err(Refusal::new(code, zh, en).basis(exemption.basis()).field(field))
    };
    let Some(answer) = answer.filter(|answer| answer.proven) else {
        return refused(
            "discretion.exemption_condition",
            format!("不予处罚的条件“{zh}”没有查明，不能适用；请补充证据或者改为罚款。"),
            format!("The condition \"{en}\" is not proven; add evidence, or choose a fine."),
            format!("conditions.{id}"),
        );
    };
    match answer.evidence.trim() {
        "" => refused(
            "discretion.exemption_evidence",
            format!("请写明证明“{zh}”的证据。"),
            format!("Name the evidence that proves \"{en}\"."),
            format!("conditions.{id}.evidence"),
        ),
        evidence => Ok(evidence),
    }
}

/// 初次违法 is what the cases say; who says otherwise says why.
fn first(facts: &Facts, trace: &mut Vec<TraceStep>) -> Refused<()> {
    let Some(counted) = facts.counted.get(FIRST_OFFENCE) else {
        return Ok(());
    };
    trace.push(TraceStep::earlier(counted));
    if counted.count == 0 {
        return Ok(());
    }
    match facts.deviations.get(FIRST_OFFENCE).map(|reason| reason.trim()) {
        Some(reason) if !reason.is_empty() => {
            trace.push(TraceStep::still_first(reason));
            Ok(())
        }
        _ => Err(Refusal::new(
            "discretion.not_a_first_offence",
            format!("当事人在先有{}件违法案件，不属于初次违法；确有不同认定的，请说明理由并报批。", counted.count),
            format!(
                "The party has {} earlier cases, so this is no first offence; to find otherwise, give the reason.",
                counted.count
            ),
        )
        .basis(Exemption::FirstSlightCorrected.basis())
        .field(format!("deviations.{FIRST_OFFENCE}"))),
    }
}
