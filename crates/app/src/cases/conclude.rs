//! Concludes the investigation: facts, evidence, and the fine as the benchmark computes it.

use super::desk::Desk;
use crate::discretion::Question;
use crate::papers;
use crate::{Action, Actor, Cx, Error, Law};
use domain::case::{ActTime, Case, Measure, NO_PENALTY, NewFact, Report};
use domain::law::Citation;
use domain::record::RecordKind;
use domain::{CaseId, EvidenceId, Refusal};

/// What the handlers intend.
#[derive(Debug, Clone)]
pub enum Intent {
    /// A fine; the amount is computed from these facts.
    Fine(Box<Question>),
    /// No penalty, on this ground.
    NoPenalty {
        /// The article.
        article: String,
        /// Why it applies.
        reason: String,
    },
}

/// The investigation report as the handlers write it.
#[derive(Debug, Clone)]
pub struct Conclude {
    /// The facts as found.
    pub facts: String,
    /// The evidence they rest on.
    pub evidence: Vec<EvidenceId>,
    /// The handlers' opinion.
    pub opinion: String,
    /// Whether the case is difficult or involves several legal relations.
    pub complex: bool,
    /// What they intend.
    pub intent: Intent,
    /// When the act was done, where it is not as proposed.
    pub act: Option<ActTime>,
    /// Why the fine lies outside what the nearest decided cases span, where it does.
    pub band_reason: Option<String>,
    /// What was found after the party was told, where the case came back from a prior notice.
    pub new_facts: Vec<NewFact>,
}

/// Concludes the investigation and hands the case over for examination.
pub async fn conclude(
    cx: &Cx,
    actor: &Actor,
    id: CaseId,
    revision: u32,
    report: Conclude,
) -> Result<Case, Error> {
    let mut desk = Desk::open(cx, actor, Action::CaseConclude, id, revision).await?;
    let inspection = store::inspections::find(&mut desk.tx, desk.case.inspection).await?;
    let inspection = inspection.ok_or(Error::NotFound("inspection"))?;
    let usable = |id: &EvidenceId| {
        inspection.evidence.iter().any(|item| item.id == *id && item.withdrawn.is_none())
    };
    let named = report.new_facts.iter().flat_map(|new| &new.evidence);
    if !report.evidence.iter().chain(named).all(usable) {
        return Err(foreign_evidence().into());
    }
    let act = report.act.or(desk.case.act_time()).unwrap_or(ActTime::on(desk.today()));
    let mut compared = None;
    let measure = match report.intent {
        Intent::NoPenalty { article, reason } => no_penalty(&cx.law(), &article, &reason)?,
        Intent::Fine(question) => {
            let answer;
            let reason = report.band_reason.as_deref();
            (answer, compared) = desk.compute(*question, act, reason).await?;
            let asked = Some(Box::new(answer.asked));
            let calculation = Box::new(answer.calculation);
            let other = answer.other.map(Box::new);
            let premises = Some(answer.premises);
            Measure::Computed { calculation, law: answer.law, asked, other, premises }
        }
    };
    let (by, on) = (desk.by()?, desk.today());
    let case = desk.case.clone().conclude(Report {
        facts: report.facts,
        evidence: report.evidence,
        opinion: report.opinion,
        complex: report.complex,
        measure,
        act: Some(act),
        compared,
        new_facts: report.new_facts,
        by,
        on,
    })?;
    let paper = |dossier: &papers::Dossier| Ok(vec![papers::investigation_report(dossier)?]);
    desk.put_back(case, RecordKind::CaseInvestigated, paper).await
}

/// The ground must be one of those the law knows, by its citation or its words.
fn no_penalty(law: &Law, article: &str, reason: &str) -> Result<Measure, Refusal> {
    let grounds = || NO_PENALTY.iter().filter_map(|text| text.parse::<Citation>().ok());
    let words = |place: &Citation| law.acts.words(place).map(|words| words.zh);
    let meant = |place: &Citation| {
        place.to_string() == article.trim() || words(place).is_some_and(|zh| zh == article.trim())
    };
    let Some(place) = grounds().find(meant) else {
        let known: Vec<String> = grounds().filter_map(|place| words(&place)).collect();
        return Err(Refusal::new(
            "case.no_penalty_ground_unknown",
            format!("不予处罚须依据下列条款之一：{}", known.join("、")),
            "no penalty needs one of the grounds that 行政处罚法 names; choose one",
        )
        .field("article"));
    };
    if reason.trim().is_empty() || reason.chars().count() > 2_000 {
        return Err(Refusal::new(
            "case.no_penalty_reason_missing",
            "请写明该条款适用于本案的理由（1至2000字）",
            "say why the article applies, in 1 to 2,000 characters",
        )
        .field("reason"));
    }
    Ok(Measure::NoPenalty { article: place.to_string(), reason: reason.trim().to_owned() })
}

pub(super) fn foreign_evidence() -> Refusal {
    Refusal::new(
        "case.foreign_evidence",
        "只能选用本案现场检查取得且未撤回的证据",
        "only evidence of this case's inspection that was not withdrawn can be chosen",
    )
    .field("evidence_ids")
}
