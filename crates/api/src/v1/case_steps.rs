//! What each step of a case left behind, for the page that tells it.

use super::common::word;
use domain::calendar::Calendar;
use domain::case::{
    ActTime, Case, Compared, Defence, Deliberation, Examination, ExaminationResult, Measure,
    NewFact, Noticed, Recheck, Report, Review, Served, Service, Told,
};
use domain::notice::{Notice, NoticeState};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

/// The steps taken so far; null where a step was not taken.
#[derive(Serialize, ToSchema)]
pub(crate) struct StepsBody {
    #[schema(value_type = Option<Object>)]
    proposal: Option<Value>,
    #[schema(value_type = Option<Object>)]
    report: Option<Value>,
    #[schema(value_type = Option<Object>)]
    examination: Option<Value>,
    #[schema(value_type = Vec<Object>)]
    reviews: Vec<Value>,
    /// What the party was told before, where the case came back from a notice; oldest first.
    #[schema(value_type = Vec<Object>)]
    earlier_notices: Vec<Value>,
    #[schema(value_type = Option<Object>)]
    notice: Option<Value>,
    #[schema(value_type = Option<Object>)]
    defence: Option<Value>,
    #[schema(value_type = Option<Object>)]
    hearing: Option<Value>,
    #[schema(value_type = Option<Object>)]
    recheck: Option<Value>,
    #[schema(value_type = Option<Object>)]
    deliberation: Option<Value>,
    #[schema(value_type = Option<Object>)]
    decision: Option<Value>,
    #[schema(value_type = Option<Object>)]
    service: Option<Value>,
    #[schema(value_type = Option<Object>)]
    publication: Option<Value>,
    /// How it is to be closed, or was.
    #[schema(value_type = Option<Object>)]
    closing: Option<Value>,
}

/// Days that a step laid down are named under `provisional` while the holidays of their year are not announced.
pub(crate) fn steps(case: &Case, published: Option<&Notice>, calendar: &Calendar) -> StepsBody {
    let steps = case.steps();
    let proposal = steps.proposal.map(|proposal| {
        json!({ "summary": proposal.summary, "act_on": proposal.act_on, "found_on": proposal.found_on,
            "proposed_on": proposal.on })
    });
    let laid_down = |mut told: Value, key: &str, day: domain::Date| {
        told[key] = json!(day);
        if calendar.is_provisional(day) {
            told["provisional"] = json!([key]);
        }
        told
    };
    let decision = steps.decision.map(|decision| {
        let told = json!({ "number": decision.number, "fine_fen": decision.fine.map(|fine| fine.0), "by": decision.by,
            "decided_on": decision.on, "capitals": decision.fine.map(domain::Fen::capitals) });
        laid_down(told, "publish_by_on", decision.publish_by)
    });
    let served = steps
        .served
        .map(|served| laid_down(service(&served.service), "pay_until_on", served.pay_until));
    let notice = steps
        .noticed
        .map(|told| laid_down(noticed(told), "answer_until_on", told.notice.answer_until));
    StepsBody {
        proposal,
        report: steps.report.map(report),
        examination: steps.examination.map(examination),
        reviews: steps.review.into_iter().chain(steps.second_review).map(review).collect(),
        earlier_notices: steps
            .investigation
            .into_iter()
            .flat_map(|it| &it.told)
            .map(told)
            .collect(),
        notice,
        defence: steps.noticed.and_then(|noticed| defence(&noticed.defences)),
        hearing: steps.noticed.and_then(hearing),
        recheck: steps.recheck.map(recheck),
        deliberation: steps.deliberation.map(deliberation),
        decision,
        service: served,
        publication: published.map(publication),
        closing: steps.served.and_then(closing),
    }
}

fn report(report: &Report) -> Value {
    let measure = match &report.measure {
        Measure::Computed { .. } => {
            json!({ "measure": "fine", "fine_fen": report.measure.fine().map(|fine| fine.0) })
        }
        Measure::NoPenalty { article, reason } => {
            json!({ "measure": "no_penalty", "article": article, "reason": reason })
        }
    };
    let mut told = json!({ "facts_found": report.facts, "evidence_ids": report.evidence, "opinion": report.opinion,
        "complex": report.complex, "by": report.by, "concluded_on": report.on });
    if let (Some(told), Value::Object(measure)) = (told.as_object_mut(), measure) {
        told.extend(measure);
        told.extend(report.act.map(|act| ("act".to_owned(), act_time(act))));
        let compared = report.compared.as_ref();
        told.extend(compared.map(|compared| ("compared".to_owned(), band(compared))));
        let new: Vec<Value> = report.new_facts.iter().map(new_fact).collect();
        told.extend((!new.is_empty()).then(|| ("new_facts".to_owned(), json!(new))));
    }
    told
}

fn new_fact(new: &NewFact) -> Value {
    json!({ "found_on": new.found_on, "found_by": word(&new.found_by), "fact": new.fact, "proof": new.proof })
}

fn act_time(act: ActTime) -> Value {
    json!({ "act_from": act.from, "act_until": act.until, "continues": act.until.is_none() })
}

/// Where the fine lies among the nearest decided cases: per cent of the way through the range.
fn band(compared: &Compared) -> Value {
    let band = &compared.band;
    json!({ "share": band.share.percent_shown(), "usual_from": band.least.percent_shown(),
        "usual_to": band.most.percent_shown(), "cases": band.cases, "outside": band.outside(),
        "reason": compared.reason })
}

fn examination(examination: &Examination) -> Value {
    let (result, defects) = match &examination.result {
        ExaminationResult::Pass => ("pass", &[][..]),
        ExaminationResult::Return { defects } => ("return", &defects[..]),
    };
    json!({ "result": result, "defects": defects, "opinion": examination.opinion, "by": examination.by,
        "examined_on": examination.on, "approves": examination.approves })
}

fn review(review: &Review) -> Value {
    let checks = review.checks;
    json!({ "result": word(&review.result), "opinion": review.opinion, "by": review.by, "reviewed_on": review.on,
        "checks": { "subject": checks.subject, "qualification": checks.qualification,
            "procedure": checks.procedure, "facts": checks.facts, "law": checks.law,
            "documents": checks.documents, "crime": checks.crime } })
}

/// A notice that another one took, or will take, the place of.
fn told(told: &Told) -> Value {
    let notice = &told.notice;
    let points: usize = told.defences.iter().map(|defence| defence.points.len()).sum();
    json!({ "number": notice.number, "served_on": notice.service.on, "fine_fen": notice.fine.map(|fine| fine.0),
        "defence_points": points, "heard": told.hearing.is_some() })
}

fn noticed(noticed: &Noticed) -> Value {
    let notice = &noticed.notice;
    let mut told = service(&notice.service);
    if let Some(told) = told.as_object_mut() {
        told.insert("number".to_owned(), json!(notice.number));
        told.insert("fine_fen".to_owned(), json!(notice.fine.map(|fine| fine.0)));
        told.insert("hearing_right".to_owned(), json!(notice.hearing_right));
    }
    told
}

fn service(service: &Service) -> Value {
    let servers: Vec<&str> =
        service.servers.officers().iter().map(|officer| officer.name.as_str()).collect();
    json!({ "method": word(&service.method), "served_on": service.on, "effective_on": service.effective_on(),
        "receiver": service.receiver, "relation": service.relation, "place": service.place,
        "servers": servers, "remarks": service.remarks })
}

/// The last defence, with how many there were before it.
fn defence(defences: &[Defence]) -> Option<Value> {
    let last = defences.last()?;
    Some(json!({ "kind": word(&last.kind), "received_on": last.on, "points": last.points,
        "new_evidence": last.new_evidence, "before": defences.len() - 1 }))
}

fn hearing(noticed: &Noticed) -> Option<Value> {
    let hearing = noticed.hearing.as_ref()?;
    Some(
        json!({ "requested_on": hearing.requested_on, "held_on": hearing.held_on, "host": hearing.host,
        "summary": hearing.summary, "new_evidence": hearing.new_evidence }),
    )
}

fn recheck(recheck: &Recheck) -> Value {
    let point = |point: &domain::case::Point| json!({ "point": point.point, "adopted": point.adopted, "reason": point.reason });
    let points: Vec<Value> = recheck.points.iter().map(point).collect();
    let fine = recheck.calculation.as_ref().map(|anew| anew.amount().0);
    json!({ "points": points, "opinion": recheck.opinion, "fine_fen": fine, "by": recheck.by,
        "rechecked_on": recheck.on, "act": recheck.act.map(act_time) })
}

fn deliberation(deliberation: &Deliberation) -> Value {
    let participant = |one: &domain::case::Participant| json!({ "name": one.name, "post": one.post, "votes": one.votes, "opinion": one.opinion });
    let participants: Vec<Value> = deliberation.participants.iter().map(participant).collect();
    json!({ "held_on": deliberation.on, "participants": participants, "conclusion": deliberation.conclusion,
        "fine_fen": deliberation.fine.map(|fine| fine.0) })
}

/// The closing as proposed or approved, and what the head said when it was sent back.
fn closing(served: &Served) -> Option<Value> {
    let returns: Vec<Value> = served
        .returns
        .iter()
        .map(|back| json!({ "by": back.by, "returned_on": back.on, "defects": back.defects }))
        .collect();
    let Some(closing) = &served.closing else {
        return (!returns.is_empty()).then(|| json!({ "returns": returns }));
    };
    let payment =
        closing.payment.map(|paid| json!({ "paid_on": paid.on, "fine_fen": paid.amount.0 }));
    let annulment = closing.annulment.as_ref();
    let annulment =
        annulment.map(|paper| json!({ "number": paper.number, "annulled_on": paper.on }));
    Some(json!({ "ground": word(&closing.ground), "payment": payment, "annulment": annulment,
        "reason": closing.reason, "by": closing.by, "proposed_on": closing.on, "returns": returns }))
}

fn publication(notice: &Notice) -> Value {
    let withdrawn = match &notice.state {
        NoticeState::Published => None,
        NoticeState::Withdrawn { reason, at } => {
            Some(json!({ "reason": reason, "at": at.as_millis() }))
        }
    };
    json!({ "id": notice.id, "published_at": notice.published_at.as_millis(), "withdrawn": withdrawn,
        "sha256": notice.sha256, "revision": notice.revision, "url": format!("/public/notices/{}", notice.id) })
}
