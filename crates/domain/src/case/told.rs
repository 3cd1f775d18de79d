//! What a party was told before (先前的告知): once told, nothing becomes heavier without facts found after it
//! (行政处罚法 art. 45 para. 2).

use super::{Case, Defence, Hearing, Investigation, Measure, Noticed, PriorNotice, Report, text};
use crate::discretion::{Premises, Question};
use crate::{Date, EvidenceId, Fen, Refusal, Refused};
use serde::{Deserialize, Serialize};

/// A prior notice that another one took the place of, with what the party said to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// The notice.
    pub notice: PriorNotice,
    /// What the party said.
    pub defences: Vec<Defence>,
    /// The hearing, where one was asked for.
    pub hearing: Option<Hearing>,
    /// What its fine was computed from; absent where nothing was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub premises: Option<Box<Premises>>,
}

impl From<Noticed> for Told {
    fn from(Noticed { cleared, notice, defences, hearing }: Noticed) -> Self {
        let premises = match cleared.examined.concluded.report.measure {
            Measure::Computed { premises, .. } => premises,
            Measure::NoPenalty { .. } => None,
        };
        Self { notice, defences, hearing, premises }
    }
}

/// How a fact came to light.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    /// Another inspection (现场检查、勘察).
    Inspection,
    /// Sampling or monitoring (采样、监测).
    Monitoring,
    /// Questioning of somebody else than the party in its defence (调查询问).
    Questioning,
    /// Papers and data obtained (调取书证、电子数据).
    Documents,
    /// Handed over by another body (移送).
    Transfer,
    /// Only what the party said in its defence.
    Defence,
    /// Only what was said at the hearing.
    Hearing,
}

impl FoundBy {
    /// The name in Chinese.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Inspection => "现场检查（勘察）",
            Self::Monitoring => "采样监测",
            Self::Questioning => "调查询问",
            Self::Documents => "调取书证、电子数据",
            Self::Transfer => "其他机关移送",
            Self::Defence => "当事人陈述申辩",
            Self::Hearing => "听证",
        }
    }

    /// Whether it is more than the use the party made of its rights.
    const fn carries(self) -> bool {
        match self {
            Self::Inspection
            | Self::Monitoring
            | Self::Questioning
            | Self::Documents
            | Self::Transfer => true,
            Self::Defence | Self::Hearing => false,
        }
    }
}

/// A fact found after the party was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewFact {
    /// When it was found.
    pub found_on: Date,
    /// How it came to light.
    pub found_by: FoundBy,
    /// What was found.
    pub fact: String,
    /// What proves it: record, report, paper.
    pub proof: String,
    /// Items of evidence in the file, where there are any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<EvidenceId>,
}

/// Facts found after a notice that one report names at most.
const NEW_FACTS_MAX: usize = 20;

impl Investigation {
    /// The notice that the party had last; none while it was told nothing.
    pub fn told(&self) -> Option<&PriorNotice> {
        self.told.last().map(|told| &told.notice)
    }

    /// Whether a report proposes more than the party was told: a higher fine, or a fine where none was spoken of.
    pub fn heavier(&self, report: &Report) -> bool {
        self.told().is_some_and(|told| report.measure.fine() > told.fine)
    }

    /// A report after a notice: heavier only by facts found since, and by more than what the party said.
    pub(super) fn not_heavier_by_defence(&self, report: Report) -> Refused<Report> {
        let Some(told) = self.told() else {
            return Ok(Report { new_facts: Vec::new(), ..report });
        };
        if report.new_facts.len() > NEW_FACTS_MAX {
            return Err(Refusal::new(
                "case.too_many_new_facts",
                format!("一份调查报告最多列明{NEW_FACTS_MAX}项新的事实，请合并"),
                format!("a report names at most {NEW_FACTS_MAX} new facts; put some together"),
            )
            .field("new_facts"));
        }
        let heavier = self.heavier(&report);
        let mut new_facts = Vec::new();
        for new in report.new_facts.iter().cloned() {
            new_facts.push(new.check(told.service.on, report.on)?);
        }
        if heavier && !new_facts.iter().any(|new| new.found_by.carries()) {
            let only_said = !new_facts.is_empty();
            return Err(heavier_without_facts(told, only_said));
        }
        Ok(Report { new_facts, ..report })
    }
}

impl Case {
    /// The fine that the party was told of for the same facts: what is computed for them now never goes above it.
    pub fn told_for(&self, asked: &Question) -> Option<Fen> {
        let steps = self.steps();
        let (notice, premises) = match (steps.noticed, steps.investigation?.told.last()) {
            (Some(noticed), _) => (&noticed.notice, steps.report?.measure.premises()),
            (None, Some(told)) => (&told.notice, told.premises.as_deref()),
            (None, None) => return None,
        };
        premises.filter(|then| then.question.same_facts(asked)).and(notice.fine)
    }
}

impl NewFact {
    fn check(self, told_on: Date, today: Date) -> Refused<Self> {
        if self.found_on <= told_on || self.found_on > today {
            return Err(Refusal::new(
                "case.new_fact_day_wrong",
                format!("新的事实须在事先告知书送达（{told_on}）之后查明，且不晚于今天"),
                format!("a new fact was found after the notice was served on {told_on}, and not after today"),
            )
            .basis("行政处罚法第四十五条第二款")
            .field("new_facts.found_on"));
        }
        let fact = text(&self.fact, "new_facts.fact", 2_000)?;
        let proof = text(&self.proof, "new_facts.proof", 500)?;
        Ok(Self { fact, proof, ..self })
    }
}

fn heavier_without_facts(told: &PriorNotice, only_said: bool) -> Refusal {
    let number = &told.number;
    let (zh, en) = if only_said {
        (
            format!(
                "拟作处罚重于{number}告知的内容，而所列新的事实仅来自当事人陈述、申辩或者听证；不得因此加重，请按不高于已告知的内容提出，或者补充调查后列明另行查明的事实和证据"
            ),
            format!(
                "this is heavier than notice {number}, and the new facts are only what the party said; propose no more than it was told, or name what was found otherwise"
            ),
        )
    } else {
        (
            format!(
                "拟作处罚重于{number}告知的内容，须在报告中列明告知之后新查明的事实及其证据，并重新告知；没有的，不得高于已告知的内容"
            ),
            format!(
                "this is heavier than notice {number}: name the facts found after it and their proof, and tell the party anew; without them propose no more than it was told"
            ),
        )
    };
    Refusal::new("case.heavier_without_new_facts", zh, en)
        .basis("行政处罚法第四十五条第二款")
        .field("new_facts")
}
