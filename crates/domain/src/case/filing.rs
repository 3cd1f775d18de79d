//! Filing (立案): proposed by the handler, approved by the head; the decision clock starts here.

use super::act::limitation_over;
use super::{Case, Investigation, Party, Stage, text};
use crate::jurisdiction::{Footing, Grounds, Step};
use crate::officer::CertifiedTeam;
use crate::{CaseId, Date, EnterpriseId, InspectionId, OfficerId, Refusal, Refused, Timestamp};
use serde::{Deserialize, Serialize};

/// What a handler proposes to file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// 案情简介及立案理由: the four conditions in words.
    pub summary: String,
    /// On what the body's power rested that day, and what brought the case about.
    pub grounds: Box<Footing>,
    /// Who will handle the case.
    pub handlers: CertifiedTeam,
    /// Who proposes it.
    pub by: OfficerId,
    /// The day of the act, or the last day it was seen to continue: what the limitation counts from.
    pub act_on: Date,
    /// The day it was found.
    pub found_on: Date,
    /// When proposed.
    pub on: Date,
    /// Whether the act did harm, by which the limitation is longer; absent in cases of before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub harmful: Option<bool>,
}

impl Proposal {
    /// Years within which the act must have been found (法典 art. 1054); the longer ones where nothing is known of harm.
    pub fn limitation_years(&self) -> i16 {
        if self.harmful == Some(false) { 2 } else { 5 }
    }
}

/// A filed case: the proof that the head approved it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Filed {
    /// What was proposed.
    pub proposal: Proposal,
    /// The case number (立案号).
    pub number: String,
    /// On what the body's power rests on the day of filing.
    pub grounds: Box<Footing>,
    /// By whom approved.
    pub approved_by: OfficerId,
    /// The day of filing; the decision is due 90 days after it (行政处罚法 art. 60).
    pub on: Date,
    /// The instant of it: between bodies, who filed first has the case. Cases filed before it was kept have none.
    #[serde(default)]
    pub at: Option<Timestamp>,
}

impl Filed {
    /// When it was filed; from the start of the day where only that is known.
    pub fn filed_at(&self) -> Timestamp {
        self.at.unwrap_or(Timestamp::start_of(self.on))
    }
}

/// All that is needed to propose a case.
#[derive(Debug, Clone)]
pub struct Filing {
    /// Identity.
    pub id: CaseId,
    /// The item, the place and whose case it is, as far as the body has the power.
    pub grounds: Grounds,
    /// The party's plant.
    pub enterprise: EnterpriseId,
    /// The party.
    pub party: Party,
    /// The inspection it rests on.
    pub inspection: InspectionId,
    /// 案由.
    pub cause: String,
    /// 案情简介及立案理由.
    pub summary: String,
    /// Who will handle it.
    pub handlers: CertifiedTeam,
    /// The day of the act.
    pub act_on: Date,
    /// The day it was found.
    pub found_on: Date,
    /// Whether the act caused pollution, ecological damage or other harm: the limitation is five years, else two.
    pub harmful: bool,
}

impl Case {
    /// Proposes a case; refuses one whose limitation is over (法典 art. 1054).
    pub fn propose(filing: Filing, by: OfficerId, today: Date) -> Refused<Self> {
        let cause = text(&filing.cause, "cause", 200)?;
        let Footing { item, agency, place, .. } = (*filing.grounds).clone();
        let grounds = filing.grounds.for_step(Step::File, &item, agency, &place)?;
        let years = if filing.harmful { 5 } else { 2 };
        let last_day = filing.act_on.saturating_add(jiff::Span::new().years(years));
        if filing.act_on > today || filing.found_on > today {
            return Err(Refusal::new(
                "case.act_in_future",
                "违法行为或发现日期晚于今天，请更正",
                "the act or its discovery lies in the future; correct the date",
            )
            .field("act_on"));
        }
        if filing.found_on > last_day {
            return Err(limitation_over(years));
        }
        if !filing.handlers.contains(by) {
            return Err(Refusal::new(
                "case.proposer_not_handler",
                "提出立案的人员须为承办人之一",
                "whoever proposes the case must be one of its handlers",
            )
            .field("handler_ids"));
        }
        let proposal = Proposal {
            summary: text(&filing.summary, "summary", 5_000)?,
            grounds: Box::new(grounds),
            handlers: filing.handlers,
            by,
            act_on: filing.act_on,
            found_on: filing.found_on,
            on: today,
            harmful: Some(filing.harmful),
        };
        Ok(Self {
            id: filing.id,
            agency,
            territory: place,
            enterprise: filing.enterprise,
            party: filing.party,
            inspection: filing.inspection,
            item,
            cause,
            stage: Stage::FilingProposed(proposal),
            handovers: Vec::new(),
            revision: 0,
        })
    }

    /// Proposes anew what the head refused to file, with what was wrong put right; the refused proposal stays in the record.
    pub fn propose_again(self, filing: Filing, by: OfficerId, today: Date) -> Refused<Self> {
        match self.stage {
            Stage::NotFiled { .. } => {
                let again = Self::propose(Filing { id: self.id, ..filing }, by, today)?;
                Ok(Self { revision: self.revision, ..again })
            }
            _ => Err(Refusal::new(
                "case.filed_already",
                "该次检查已经立案或报批，不能重复立案",
                "a case has been proposed on this inspection already",
            )
            .field("inspection_id")),
        }
    }

    /// The head approves: the case is filed and the investigation begins.
    pub fn approve_filing(
        self,
        number: String,
        by: OfficerId,
        at: Timestamp,
        grounds: Grounds,
    ) -> Refused<Self> {
        match self.stage.clone() {
            Stage::FilingProposed(proposal) => {
                self.not_a_handler(by)?;
                let place = self.place().clone();
                let grounds = grounds.for_step(Step::File, &self.item, self.agency, &place)?;
                let (grounds, on, at) = (Box::new(grounds), at.date(), Some(at));
                let filed = Filed { proposal, number, grounds, approved_by: by, on, at };
                let (returns, told) = (Vec::new(), Vec::new());
                Ok(self.at(Stage::Investigating(Investigation { filed, returns, told })))
            }
            _ => Err(self.not_now("批准立案", "be filed")),
        }
    }

    /// The head refuses to file, with the reason.
    pub fn refuse_filing(self, reason: &str, by: OfficerId, today: Date) -> Refused<Self> {
        match self.stage.clone() {
            Stage::FilingProposed(proposal) => {
                self.not_a_handler(by)?;
                let reason = text(reason, "reason", 1_000)?;
                Ok(self.at(Stage::NotFiled { proposal, by, reason, on: today }))
            }
            _ => Err(self.not_now("决定不予立案", "be refused filing")),
        }
    }
}
