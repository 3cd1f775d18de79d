//! Cases (案件): the ordinary procedure as stages that prove each other. Each stage holds what was needed to reach it,
//! so a decision without notice, examination or review cannot be written down, let alone issued.

mod act;
mod anew;
mod clock;
mod closing;
mod decision;
mod examination;
mod filing;
mod gates;
mod handover;
mod investigation;
mod prior_notice;
mod recheck;
mod stage;
mod steps;
mod told;

pub use act::ActTime;
pub use anew::rules_changed;
pub use clock::{Clock, Deadline};
pub use closing::{Annulment, CloseGround, Closing, Payment};
pub use decision::{Decided, Decision, Deliberation, Departure, Participant, Served, Settled};
pub use examination::{
    Cleared, Examination, ExaminationResult, Examined, Review, ReviewChecks, ReviewResult,
};
pub use filing::{Filed, Filing, Proposal};
pub use gates::{Gate, Thresholds};
pub use handover::{Handover, HandoverKind, Taken};
pub use investigation::{Compared, Concluded, Investigation, Measure, NO_PENALTY, Report, Return};
pub use prior_notice::{
    Defence, DefenceKind, Hearing, NoticeIssued, Noticed, PriorNotice, Service, ServiceMethod,
};
pub use recheck::{Point, Recheck, Rechecked};
pub use stage::{Stage, StageName};
pub use steps::Steps;
pub use told::{FoundBy, NewFact, Told};

use crate::region::Territory;
use crate::{AgencyId, CaseId, EnterpriseId, InspectionId, Refusal};
use serde::{Deserialize, Serialize};

/// What sort of party it is; thresholds differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// A legal person or other organisation (单位).
    Organisation,
    /// A natural person (公民).
    Individual,
}

/// The party (当事人), fixed when the case is proposed: one name in every document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    /// What sort.
    pub kind: PartyKind,
    /// Name as registered.
    pub name: String,
    /// 统一社会信用代码, or the number of the identity card of an individual.
    pub code: String,
    /// Legal representative or person in charge.
    pub representative: String,
    /// Registered address.
    pub address: String,
}

/// A case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// Identity.
    pub id: CaseId,
    /// Whose case.
    pub agency: AgencyId,
    /// Where it is, for the question who sees it; where the act was is [`Case::place`].
    pub territory: Territory,
    /// The party's plant.
    pub enterprise: EnterpriseId,
    /// The party.
    pub party: Party,
    /// The inspection it rests on.
    pub inspection: InspectionId,
    /// The enforcement item by code.
    pub item: String,
    /// 案由: `涉嫌…案`.
    pub cause: String,
    /// Where it stands, with all that led there.
    pub stage: Stage,
    /// How it came to this body, where it was another's; oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handovers: Vec<Handover>,
    /// Revision of this entry.
    pub revision: u32,
}

impl Case {
    /// The refusal of a step that this stage does not allow.
    fn not_now(&self, step_zh: &str, step_en: &str) -> Refusal {
        let stage = self.stage.name();
        Refusal::new(
            "case.not_in_this_stage",
            format!("案件现处于“{}”阶段，不能{step_zh}；请按流程办理", stage.zh()),
            format!("the case is at the stage \"{}\"; it cannot {step_en} now", stage.en()),
        )
    }

    fn at(self, stage: Stage) -> Self {
        Self { stage, ..self }
    }
}

/// Refuses an empty or overlong text, naming its field.
fn text(value: &str, field: &'static str, chars_max: usize) -> crate::Refused<String> {
    let value = value.trim();
    let chars = value.chars().count();
    if (1..=chars_max).contains(&chars) {
        return Ok(value.to_owned());
    }
    Err(Refusal::new(
        "case.text_missing_or_too_long",
        format!("请填写此项（1至{chars_max}字，现为{chars}字）"),
        format!("this needs 1 to {chars_max} characters, not {chars}"),
    )
    .field(field))
}

#[cfg(test)]
mod tests;
