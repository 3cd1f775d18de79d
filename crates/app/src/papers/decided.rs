//! Papers of the end: deliberation, decision, its receipt, and the closing.

use super::dossier::Dossier;
use super::notice::{inspected_on, receipt};
use crate::Error;
use anyhow::Context;
use domain::case::{Closing, DefenceKind, Departure, Noticed, Participant};
use domain::discretion::{Calculation, Outcome};
use domain::document::{
    Attendee, BankAccount, ClosingApproval, Decision, DefenceAnswer, DefencePart, DefencePoint,
    Deliberation, Document, LATE_PAYMENT, Payment, Penalty, Remedies, Sanction, SignatureRole,
    Speech,
};
use domain::law::Citation;
use domain::time::date_zh;
use domain::{Fen, Timestamp};

/// 集体讨论记录.
pub(crate) fn deliberation(dossier: &Dossier) -> Result<Document, Error> {
    let steps = dossier.steps();
    let held = steps.deliberation.ok_or(Error::NotFound("deliberation"))?;
    let attendee =
        |person: &Participant| Attendee { name: person.name.clone(), post: person.post.clone() };
    let speech =
        |person: &Participant| Speech { speaker: attendee(person), text: person.opinion.clone() };
    let (voting, present): (Vec<_>, Vec<_>) =
        held.participants.iter().partition(|person| person.votes);
    let host = voting.first().ok_or(Error::NotFound("host of the deliberation"))?;
    let recorder = present.first().unwrap_or(host);
    Ok(Deliberation {
        head: dossier.case_head(),
        cause: dossier.case.cause.clone(),
        party: dossier.party(),
        started: Timestamp::start_of(held.on),
        ended: Timestamp::start_of(held.on),
        place: dossier.agency_name.clone(),
        host: attendee(host),
        recorder: attendee(recorder),
        members: voting.iter().map(|person| attendee(person)).collect(),
        present: present.iter().map(|person| attendee(person)).collect(),
        summary: steps.report.map(|report| report.facts.clone()).unwrap_or_default(),
        speeches: held.participants.iter().map(speech).collect(),
        conclusion: held.conclusion.clone(),
        sanction: sanction(dossier, held.fine.or(rechecked_fine(dossier))),
        signatures: Vec::new(),
    }
    .into())
}

/// 行政处罚决定书.
pub(crate) fn decision(dossier: &Dossier) -> Result<Document, Error> {
    let steps = dossier.steps();
    let made = steps.decision.ok_or(Error::NotFound("decision"))?;
    let noticed = steps.noticed.ok_or(Error::NotFound("prior notice"))?;
    dossier.case.bound()?;
    dossier.can_decide()?;
    let office = &dossier.office;
    Ok(Decision {
        head: dossier.head(Some(&made.number)),
        party: dossier.party(),
        cause: dossier.case.cause.clone(),
        investigated_on: inspected_on(dossier),
        facts: dossier.facts(),
        defence: defence(dossier, noticed)?,
        sanction: reasoned(sanction(dossier, made.fine), made.departure.as_ref()),
        payment: made.fine.map(|_| payment(dossier)).transpose()?,
        performance: None,
        remedies: Remedies {
            review_by: office.review_by.clone(),
            review_days: 60,
            court: office.court.clone(),
            suit_months: 6,
        },
        date: made.on,
        annex: dossier.annex(made.fine.is_some()),
    }
    .into())
}

/// The sanction with the reasons of a departure from the benchmark, which the party must be able to read.
fn reasoned(mut sanction: Sanction, departure: Option<&Departure>) -> Sanction {
    if let Some(Departure { computed, decided, reason, deliberated_on, .. }) = departure {
        let deliberated_on = date_zh(*deliberated_on);
        sanction.discretion.push_str(&format!(
            "裁量基准计算结果为{computed}元，决定罚款{decided}元，理由：{}。\
             经{deliberated_on}集体讨论并由本机关负责人批准。",
            reason.trim_end_matches('。')
        ));
    }
    sanction
}

/// 送达回证 of the decision.
pub(crate) fn decision_receipt(dossier: &Dossier) -> Result<Document, Error> {
    let served = dossier.steps().served.ok_or(Error::NotFound("service"))?;
    let number = &served.decided.decision.number;
    let fined = served.decided.decision.fine.is_some();
    let title = if fined { "行政处罚决定书" } else { "不予行政处罚决定书" };
    Ok(receipt(dossier, title, number, &served.service))
}

/// 结案审批表, with the head's approval.
pub(crate) fn closing_approval(dossier: &Dossier) -> Result<Document, Error> {
    let steps = dossier.steps();
    let (filed, served) = (steps.filed, steps.served.ok_or(Error::NotFound("service"))?);
    let closing = served.closing.as_ref().ok_or(Error::NotFound("closing"))?;
    let made = &served.decided.decision;
    let mut opinions =
        vec![dossier.opinion("建议结案。", SignatureRole::Handler, closing.by, closing.on)];
    if let Some((by, on)) = dossier.case.closed_by() {
        opinions.push(dossier.opinion("同意结案。", SignatureRole::Head, by, on));
    }
    Ok(ClosingApproval {
        head: dossier.case_head(),
        cause: dossier.case.cause.clone(),
        party: dossier.party(),
        filed_on: filed.ok_or(Error::NotFound("filing"))?.on,
        decision: made.number.parse().ok().context("number of the decision")?,
        decided_on: made.on,
        penalties: made.fine.map(Penalty::Fine).into_iter().collect(),
        served_on: served.service.on,
        ground: closing.ground.zh().to_owned(),
        performance: performance(closing),
        opinions,
    }
    .into())
}

/// What the closing rests on, in words.
fn performance(closing: &Closing) -> String {
    let paid = closing
        .payment
        .map(|payment| format!("当事人于{}缴清罚款{}元。", date_zh(payment.on), payment.amount));
    let annulled = closing
        .annulment
        .as_ref()
        .map(|paper| format!("{}作出的{}撤销了原行政处罚决定。", date_zh(paper.on), paper.number));
    let said = Some(closing.reason.clone()).filter(|reason| !reason.is_empty());
    let told: Vec<String> = [paid, annulled, said].into_iter().flatten().collect();
    if told.is_empty() { "无须履行。".to_owned() } else { told.concat() }
}

/// The sanction at an amount, with the computation as it stands at the end.
fn sanction(dossier: &Dossier, fine: Option<Fen>) -> Sanction {
    dossier.sanction(fine, last_computed(dossier))
}

/// The computation of the recheck, or that of the report.
fn last_computed(dossier: &Dossier) -> Option<&Calculation> {
    let steps = dossier.steps();
    let anew = steps.recheck.and_then(|recheck| recheck.calculation.as_ref());
    anew.or(steps.report.and_then(|report| report.measure.calculation()))
}

fn rechecked_fine(dossier: &Dossier) -> Option<Fen> {
    match last_computed(dossier)?.outcome {
        Outcome::Fine { amount } => Some(amount),
        Outcome::NoPenalty { .. } => None,
    }
}

fn defence(dossier: &Dossier, noticed: &Noticed) -> Result<DefencePart, Error> {
    let points = dossier.steps().recheck.map_or(&[][..], |recheck| &recheck.points);
    let points: Vec<DefencePoint> = points
        .iter()
        .map(|point| DefencePoint {
            claim: point.point.clone(),
            adopted: point.adopted,
            reason: point.reason.clone(),
        })
        .collect();
    let waived = noticed.defences.iter().find(|defence| defence.kind == DefenceKind::Waived);
    let answer = match (noticed.defences.last(), waived) {
        (_, Some(waived)) => DefenceAnswer::Waived { on: waived.on },
        (Some(defence), None) => DefenceAnswer::Made { on: defence.on, points },
        (None, None) => DefenceAnswer::None,
    };
    Ok(DefencePart {
        notice: noticed.notice.number.parse().context("number of the prior notice")?,
        served_on: noticed.notice.service.on,
        hearing_told: noticed.notice.hearing_right,
        answer,
        heard_on: noticed.hearing.as_ref().and_then(|hearing| hearing.held_on),
    })
}

/// Fifteen days; three per cent a day for delay (行政处罚法 arts 67, 72).
fn payment(dossier: &Dossier) -> Result<Payment, Error> {
    let office = &dossier.office;
    let late: Citation = LATE_PAYMENT.parse().map_err(anyhow::Error::msg)?;
    Ok(Payment {
        days: 15,
        bank: office.bank.clone(),
        account_name: office.account_name.clone(),
        account: BankAccount(office.account.clone()),
        late_percent: 3,
        late_basis: dossier.law.cited(&late),
    })
}
