//! Papers before the party is told: filing, report, examination, legal review.

use super::dossier::Dossier;
use crate::Error;
use domain::case::{self, Examination, ExaminationResult, Review};
use domain::document::{
    Answer, CaseExamination, CaseSource, Document, ExaminationQuestions, FilingApproval,
    FilingConditions, InvestigationReport, LegalReview, Opinion, ReviewQuestions, ReviewReason,
    ReviewResult, SignatureRole,
};

/// 立案审批表, with the approvals there are so far.
pub(crate) fn filing_approval(dossier: &Dossier) -> Result<Document, Error> {
    let steps = dossier.steps();
    let proposal = steps.proposal.ok_or(Error::NotFound("proposal"))?;
    let mut opinions =
        vec![dossier.opinion("建议立案。", SignatureRole::Handler, proposal.by, proposal.on)];
    if let Some(filed) = steps.filed {
        let role = SignatureRole::Head;
        opinions.push(dossier.opinion("同意立案。", role, filed.approved_by, filed.on));
    }
    Ok(FilingApproval {
        head: dossier.case_head(),
        source: CaseSource::OffSite,
        cause: dossier.case.cause.clone(),
        party: dossier.party(),
        found_on: proposal.found_on,
        summary: proposal.summary.clone(),
        conditions: FilingConditions {
            evidence: "现场检查笔录、照片等证据初步证明存在涉嫌违法行为。".to_owned(),
            penalty: format!(
                "属于执法事项“{}”，依法应当或者可以给予行政处罚。",
                dossier.law.item_name(&dossier.case.item)
            ),
            jurisdiction: "违法行为发生地属于本机关管辖，事项在本级执法事项清单内。".to_owned(),
            limitation: format!("违法行为终了于{}，未超过追责期限。", proposal.act_on),
        },
        violated: dossier.violated(),
        opinions,
    }
    .into())
}

/// 调查报告.
pub(crate) fn investigation_report(dossier: &Dossier) -> Result<Document, Error> {
    let steps = dossier.steps();
    let filed = steps.filed.ok_or(Error::NotFound("filing"))?;
    let report = steps.report.ok_or(Error::NotFound("report"))?;
    let inspection = &dossier.inspection;
    Ok(InvestigationReport {
        head: dossier.case_head(),
        cause: dossier.case.cause.clone(),
        party: dossier.party(),
        filed_on: filed.on,
        investigators: dossier.handler_blocks(),
        origin: filed.proposal.summary.clone(),
        process: format!(
            "执法人员持证对当事人进行现场检查（检查编号{}），制作现场检查（勘察）笔录，收存证据{}份。",
            inspection.number,
            inspection.evidence.len()
        ),
        facts: dossier.facts(),
        renewal: dossier.renewal(),
        conclusion: report.opinion.clone(),
        proposal: dossier.proposed(),
        signatures: dossier.handler_signatures(SignatureRole::Handler, report.on),
        date: report.on,
    }
    .into())
}

/// 案件审查表.
pub(crate) fn case_examination(
    dossier: &Dossier,
    examination: &Examination,
) -> Result<Document, Error> {
    let passed = examination.result == ExaminationResult::Pass;
    let note = match &examination.result {
        ExaminationResult::Pass => None,
        ExaminationResult::Return { defects } => Some(defects.join("；")),
    };
    let answer = || Answer { yes: passed, note: note.clone() };
    let (by, on) = (examination.by, examination.on);
    Ok(CaseExamination {
        head: dossier.case_head(),
        cause: dossier.case.cause.clone(),
        party: dossier.party(),
        investigators: dossier.handler_blocks(),
        received_on: dossier.steps().report.map_or(on, |report| report.on),
        questions: ExaminationQuestions {
            jurisdiction: Answer { yes: true, note: None },
            facts: answer(),
            evidence: answer(),
            procedure: answer(),
            limitation_expired: Answer { yes: false, note: None },
            law: answer(),
        },
        passed,
        opinions: vec![dossier.opinion(&examination.opinion, SignatureRole::Examiner, by, on)],
    }
    .into())
}

/// 法制审核表.
pub(crate) fn legal_review(dossier: &Dossier, review: &Review) -> Result<Document, Error> {
    let steps = dossier.steps();
    let heard = steps.noticed.is_some_and(|noticed| noticed.hearing.is_some());
    let complex = steps.report.is_some_and(|report| report.complex);
    let reason = match (heard, complex) {
        (true, _) => ReviewReason::Heard,
        (_, true) => ReviewReason::Complex,
        _ => ReviewReason::ByLaw,
    };
    let checks = review.checks;
    let yes = |yes| Answer { yes, note: None };
    let opinion: Opinion =
        dossier.opinion(&review.opinion, SignatureRole::LegalReviewer, review.by, review.on);
    Ok(LegalReview {
        head: dossier.case_head(),
        cause: dossier.case.cause.clone(),
        party: dossier.party(),
        handlers: dossier.handler_blocks(),
        sent_on: steps.examination.map_or(review.on, |examination| examination.on),
        reasons: vec![reason],
        proposal: dossier.proposed(),
        questions: ReviewQuestions {
            subject: yes(checks.subject),
            qualification: yes(checks.qualification),
            procedure: yes(checks.procedure),
            facts: yes(checks.facts),
            law: yes(checks.law),
            discretion: yes(checks.law),
            beyond_power: yes(!checks.subject),
            documents: yes(checks.documents),
            crime: yes(!checks.crime),
        },
        result: match review.result {
            case::ReviewResult::Agree => ReviewResult::Agree,
            case::ReviewResult::Return => ReviewResult::Return,
            case::ReviewResult::Disagree => ReviewResult::Disagree,
        },
        opinions: vec![opinion],
    }
    .into())
}
