//! Investigation (调查取证) and its report (调查报告).

use super::{ActTime, Case, Filed, NewFact, Stage, Told, text};
use crate::discretion::{Asked, Band, Calculation, Outcome, Premises};
use crate::law::Applicable;
use crate::{Date, EvidenceId, Fen, OfficerId, Refusal, Refused};
use serde::{Deserialize, Serialize};

/// A running investigation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Investigation {
    /// That the case is filed.
    pub filed: Filed,
    /// How often and why the case came back.
    pub returns: Vec<Return>,
    /// What the party was told before it came back, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Told>,
}

/// That a case was sent back for completion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Return {
    /// By whom.
    pub by: OfficerId,
    /// When.
    pub on: Date,
    /// What is to be mended.
    pub defects: Vec<String>,
}

/// What the handlers propose to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "measure", rename_all = "snake_case")]
pub enum Measure {
    /// What the discretion benchmark computes: a fine, or none where an exemption applies.
    Computed {
        /// The computation with its trace; the amount everywhere is this one.
        calculation: Box<Calculation>,
        /// Which law applies, by the time of the act.
        law: Applicable,
        /// What was asked; absent in cases concluded before it was kept.
        #[serde(default)]
        asked: Option<Box<Asked>>,
        /// What the other law gives, where both were computed (从旧兼从轻).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        other: Option<Box<Calculation>>,
        /// The question and the rules of its day; absent in cases concluded before they were kept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        premises: Option<Box<Premises>>,
    },
    /// 不予处罚 on another ground.
    NoPenalty {
        /// The article, one of [`NO_PENALTY`] as a citation; free words in cases concluded before that was asked for.
        article: String,
        /// Why it applies.
        reason: String,
    },
}

/// The articles on which no penalty is imposed for an act (不予处罚): a minor's, a person's who could not know what it did, a
/// trifle or a first offence put right, no fault, too late.
pub const NO_PENALTY: [&str; 5] =
    ["penalty_law:30", "penalty_law:31", "penalty_law:33.1", "penalty_law:33.2", "penalty_law:36"];

impl Measure {
    /// The fine; none where none is proposed.
    pub fn fine(&self) -> Option<Fen> {
        match self {
            Self::Computed { calculation, .. } => fine_of(calculation),
            Self::NoPenalty { .. } => None,
        }
    }

    /// The question and the rules that the computation rests on, where they were kept.
    pub fn premises(&self) -> Option<&Premises> {
        match self {
            Self::Computed { premises, .. } => premises.as_deref(),
            Self::NoPenalty { .. } => None,
        }
    }

    /// The computation, where there is one.
    pub const fn calculation(&self) -> Option<&Calculation> {
        match self {
            Self::Computed { calculation, .. } => Some(calculation),
            Self::NoPenalty { .. } => None,
        }
    }
}

/// The fine of a computation; none where an exemption applies.
pub(super) fn fine_of(calculation: &Calculation) -> Option<Fen> {
    match calculation.outcome {
        Outcome::Fine { amount } => Some(amount),
        Outcome::NoPenalty { .. } => None,
    }
}

/// The investigation report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The facts as found.
    pub facts: String,
    /// The evidence they rest on.
    pub evidence: Vec<EvidenceId>,
    /// The handlers' opinion.
    pub opinion: String,
    /// Whether several legal relations or difficult questions are involved (疑难复杂).
    pub complex: bool,
    /// What they propose.
    pub measure: Measure,
    /// When the act was done, as found; absent in cases concluded before it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub act: Option<ActTime>,
    /// Where the fine lies among the nearest decided cases; absent where there were too few.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared: Option<Compared>,
    /// What was found after the party was told; only this may make the measure heavier than the notice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub new_facts: Vec<NewFact>,
    /// By whom signed.
    pub by: OfficerId,
    /// When.
    pub on: Date,
}

/// Where a fine lies among the decided cases nearest to its facts (同案同罚).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// What the others span, and where this one lies.
    pub band: Band,
    /// Why it lies outside; none where it does not.
    pub reason: Option<String>,
}

impl Compared {
    /// A fine outside the band says why.
    ///
    /// # Errors
    /// `case.outside_band` without a reason.
    pub fn with_reason(band: Band, reason: Option<&str>) -> Refused<Self> {
        let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
        match (band.outside(), reason) {
            (false, _) => Ok(Self { band, reason: None }),
            (true, Some(reason)) => {
                let reason = Some(text(reason, "band_reason", 2_000)?);
                Ok(Self { band, reason })
            }
            (true, None) => {
                let (least, most) = (band.least.as_percent(), band.most.as_percent());
                Err(Refusal::new(
                    "case.outside_band",
                    format!(
                        "拟罚款位于法定幅度的{}，情节最相近的{}件已决案件通常在{least}至{most}之间；请核对情节，确需如此的说明理由",
                        band.share.as_percent(), band.cases
                    ),
                    format!(
                        "the fine lies at {} of its range; the {} nearest decided cases usually between {least} and {most}: check, or say why",
                        band.share.as_percent(), band.cases
                    ),
                )
                .field("band_reason"))
            }
        }
    }
}

/// An investigation that is concluded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Concluded {
    /// The investigation.
    pub investigation: Investigation,
    /// Its report.
    pub report: Report,
}

impl Case {
    /// The handlers conclude and hand over for examination.
    pub fn conclude(self, report: Report) -> Refused<Self> {
        match self.stage.clone() {
            Stage::Investigating(investigation) => {
                let report = investigation.not_heavier_by_defence(self.check(report)?)?;
                Ok(self.at(Stage::UnderExamination(Concluded { investigation, report })))
            }
            _ => Err(self.not_now("提交调查报告", "be concluded")),
        }
    }

    fn check(&self, report: Report) -> Refused<Report> {
        if self.handlers().iter().all(|handler| handler.id != report.by) {
            return Err(Refusal::new(
                "case.not_a_handler",
                "只有本案承办人可以提交调查报告",
                "only a handler of this case can conclude it",
            ));
        }
        if report.evidence.is_empty() {
            return Err(Refusal::new(
                "case.evidence_missing",
                "调查报告须列明所依据的证据，请至少选择一份",
                "the report must name the evidence it rests on; choose at least one item",
            )
            .basis("行政处罚法第四十条")
            .field("evidence_ids"));
        }
        if let (Some(act), Some(proposal)) = (report.act, self.proposal()) {
            act.check(proposal.found_on, proposal.limitation_years(), report.on)?;
        }
        let facts = text(&report.facts, "facts_found", 10_000)?;
        let opinion = text(&report.opinion, "opinion", 5_000)?;
        Ok(Report { facts, opinion, ..report })
    }
}

impl Investigation {
    /// The same with one more return.
    pub(super) fn returned(mut self, by: OfficerId, on: Date, defects: Vec<String>) -> Self {
        self.returns.push(Return { by, on, defects });
        self
    }
}
