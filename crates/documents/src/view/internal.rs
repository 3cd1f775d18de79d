//! Internal forms and reports.

use super::Pictures;
use super::parts;
use domain::document::{
    Attendee, CaseExamination, CaseSource, ClosingApproval, Deliberation, FilingApproval,
    InvestigationReport, LegalReview, ReviewReason, ReviewResult, Speech,
};
use serde_json::{Value, json};

pub(super) fn filing(form: &FilingApproval, pictures: &mut Pictures) -> Value {
    json!({
        "source": source(&form.source),
        "cause": form.cause,
        "party": parts::party(&form.party),
        "found_on": parts::date(form.found_on),
        "summary": form.summary,
        "conditions": [
            ["有初步证据材料证明有违法行为", form.conditions.evidence],
            ["依法应当或者可以给予行政处罚", form.conditions.penalty],
            ["属于本机关管辖", form.conditions.jurisdiction],
            ["未超过行政处罚追责期限", form.conditions.limitation],
        ],
        "violated": parts::articles(&form.violated),
        "opinions": parts::opinions(&form.opinions, pictures),
    })
}

fn source(source: &CaseSource) -> Value {
    let other = match source {
        CaseSource::Other(text) => format!("其他：{text}"),
        _ => "其他".to_owned(),
    };
    parts::boxes(&[
        ("现场检查", *source == CaseSource::OnSite),
        ("非现场检查", *source == CaseSource::OffSite),
        ("投诉举报", *source == CaseSource::Complaint),
        ("媒体披露", *source == CaseSource::Media),
        ("上级交办", *source == CaseSource::Assigned),
        ("有关部门移送", *source == CaseSource::Transferred),
        (&other, matches!(source, CaseSource::Other(_))),
    ])
}

pub(super) fn report(report: &InvestigationReport, pictures: &mut Pictures) -> Value {
    json!({
        "cause": report.cause,
        "party": parts::party(&report.party),
        "filed_on": parts::date(report.filed_on),
        "investigators": parts::officers(&report.investigators),
        "origin": report.origin,
        "process": report.process,
        "facts": parts::facts(&report.facts),
        "renewal": report.renewal.as_ref().map(parts::renewal),
        "conclusion": report.conclusion,
        "proposal": parts::sanction(&report.proposal),
        "signatures": parts::signatures(&report.signatures, pictures),
        "date": parts::date(report.date),
    })
}

pub(super) fn examination(form: &CaseExamination, pictures: &mut Pictures) -> Value {
    let questions = &form.questions;
    json!({
        "cause": form.cause,
        "party": parts::party(&form.party),
        "investigators": parts::officers(&form.investigators),
        "received_on": parts::date(form.received_on),
        "questions": parts::questions(&[
            ("本机关是否有管辖权", &questions.jurisdiction),
            ("违法事实是否清楚", &questions.facts),
            ("证据是否合法充分", &questions.evidence),
            ("调查取证是否符合法定程序", &questions.procedure),
            ("是否超过行政处罚追责期限", &questions.limitation_expired),
            ("适用依据和初步处理意见是否合法、适当", &questions.law),
        ]),
        "result": parts::boxes(&[("审查通过", form.passed), ("退回补充调查", !form.passed)]),
        "opinions": parts::opinions(&form.opinions, pictures),
    })
}

pub(super) fn legal_review(form: &LegalReview, pictures: &mut Pictures) -> Value {
    let has = |reason: ReviewReason| form.reasons.contains(&reason);
    let questions = &form.questions;
    json!({
        "cause": form.cause,
        "party": parts::party(&form.party),
        "handlers": parts::officers(&form.handlers),
        "sent_on": parts::date(form.sent_on),
        "reasons": parts::boxes(&[
            ("涉及重大公共利益", has(ReviewReason::PublicInterest)),
            ("直接关系当事人或者第三人重大权益，经过听证程序", has(ReviewReason::Heard)),
            ("案件情况疑难复杂、涉及多个法律关系", has(ReviewReason::Complex)),
            ("法律、法规规定应当进行法制审核的其他情形", has(ReviewReason::ByLaw)),
        ]),
        "proposal": parts::sanction(&form.proposal),
        "questions": parts::questions(&[
            ("行政执法主体是否合法", &questions.subject),
            ("行政执法人员是否具备执法资格", &questions.qualification),
            ("行政执法程序是否合法", &questions.procedure),
            ("案件事实是否清楚，证据是否合法充分", &questions.facts),
            ("适用法律、法规、规章是否准确", &questions.law),
            ("裁量基准运用是否适当", &questions.discretion),
            ("执法是否超越本机关法定权限", &questions.beyond_power),
            ("行政执法文书是否完备、规范", &questions.documents),
            ("违法行为是否涉嫌犯罪、需要移送司法机关", &questions.crime),
        ]),
        "result": parts::boxes(&[
            ("同意", form.result == ReviewResult::Agree),
            ("退回补充完善", form.result == ReviewResult::Return),
            ("不同意", form.result == ReviewResult::Disagree),
        ]),
        "opinions": parts::opinions(&form.opinions, pictures),
    })
}

pub(super) fn deliberation(record: &Deliberation, pictures: &mut Pictures) -> Value {
    let speech =
        |speech: &Speech| json!({ "speaker": attendee(&speech.speaker), "text": speech.text });
    let attendees = |all: &[Attendee]| all.iter().map(attendee).collect::<Vec<_>>().join("、");
    json!({
        "cause": record.cause,
        "party": parts::party(&record.party),
        "started": parts::moment(record.started),
        "ended": parts::moment(record.ended),
        "place": record.place,
        "host": attendee(&record.host),
        "recorder": attendee(&record.recorder),
        "members": attendees(&record.members),
        "present": attendees(&record.present),
        "summary": record.summary,
        "speeches": record.speeches.iter().map(speech).collect::<Vec<_>>(),
        "conclusion": record.conclusion,
        "sanction": parts::sanction(&record.sanction),
        "signatures": parts::signatures(&record.signatures, pictures),
    })
}

pub(super) fn closing(form: &ClosingApproval, pictures: &mut Pictures) -> Value {
    json!({
        "cause": form.cause,
        "party": parts::party(&form.party),
        "filed_on": parts::date(form.filed_on),
        "decision": form.decision.to_string(),
        "decided_on": parts::date(form.decided_on),
        "penalties": form.penalties.iter().map(parts::penalty).collect::<Vec<_>>(),
        "served_on": parts::date(form.served_on),
        "ground": form.ground,
        "performance": form.performance,
        "opinions": parts::opinions(&form.opinions, pictures),
    })
}

fn attendee(attendee: &Attendee) -> String {
    format!("{}（{}）", attendee.name, attendee.post)
}
