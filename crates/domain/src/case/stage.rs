//! The stages and their names (law: 行政处罚法 ch. 5, 生态环境行政处罚办法 ch. 3).

use super::{
    Cleared, CloseGround, Concluded, Decided, Examined, Investigation, NoticeIssued, Noticed,
    Proposal, Rechecked, Served, Settled,
};
use crate::{Date, OfficerId};
use serde::{Deserialize, Serialize};

/// Where a case stands, with all that led there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// 立案审批: filing is proposed and waits for the head.
    FilingProposed(Proposal),
    /// 不予立案. An end.
    NotFiled {
        /// What was proposed.
        proposal: Proposal,
        /// By whom refused.
        by: OfficerId,
        /// Why.
        reason: String,
        /// When.
        on: Date,
    },
    /// 调查取证.
    Investigating(Investigation),
    /// 案件审查 by another person.
    UnderExamination(Concluded),
    /// 法制审核 before the party is told.
    LegalReview(Examined),
    /// The prior notice may be made out.
    NoticeDue(Cleared),
    /// It is made out under its number and must be served.
    NoticeIssued(NoticeIssued),
    /// 事先告知 served; the party may answer.
    Noticed(Noticed),
    /// 听证 was asked for and must be held.
    Hearing(Noticed),
    /// 复核 of what the party said.
    Recheck(Noticed),
    /// 法制审核 once more, because of new evidence or a hearing.
    SecondReview(Rechecked),
    /// 集体讨论.
    Deliberation(Rechecked),
    /// The head may decide.
    DecisionDue(Settled),
    /// 决定 made; waits for service.
    Decided(Decided),
    /// 送达; performance, publication and remedies run.
    Served(Served),
    /// 结案. An end.
    Closed {
        /// What led here.
        served: Served,
        /// Ground.
        ground: CloseGround,
        /// By whom.
        by: OfficerId,
        /// When.
        on: Date,
    },
}

/// The stages by name, in the order of the procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageName {
    /// 立案审批.
    FilingProposed,
    /// 不予立案.
    NotFiled,
    /// 调查取证.
    Investigating,
    /// 案件审查.
    UnderExamination,
    /// 法制审核, the first or the repeated one.
    LegalReview,
    /// 待告知.
    NoticeDue,
    /// 告知书待送达.
    NoticeIssued,
    /// 事先告知.
    Noticed,
    /// 听证.
    Hearing,
    /// 复核.
    Recheck,
    /// 集体讨论.
    Deliberation,
    /// 待决定.
    DecisionDue,
    /// 决定.
    Decided,
    /// 送达执行.
    Served,
    /// 结案.
    Closed,
}

impl StageName {
    /// The main line, in order; the ends beside it are left out.
    pub const LINE: [Self; 14] = [
        Self::FilingProposed,
        Self::Investigating,
        Self::UnderExamination,
        Self::LegalReview,
        Self::NoticeDue,
        Self::NoticeIssued,
        Self::Noticed,
        Self::Hearing,
        Self::Recheck,
        Self::Deliberation,
        Self::DecisionDue,
        Self::Decided,
        Self::Served,
        Self::Closed,
    ];

    /// The name used in tables and the API.
    pub const fn as_str(self) -> &'static str {
        self.words().0
    }

    /// The name in Chinese.
    pub const fn zh(self) -> &'static str {
        self.words().1
    }

    /// The name in English.
    pub const fn en(self) -> &'static str {
        self.words().2
    }

    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::FilingProposed => ("filing_proposed", "立案审批", "filing proposed"),
            Self::NotFiled => ("not_filed", "不予立案", "not filed"),
            Self::Investigating => ("investigating", "调查取证", "investigation"),
            Self::UnderExamination => ("under_examination", "案件审查", "examination"),
            Self::LegalReview => ("legal_review", "法制审核", "legal review"),
            Self::NoticeDue => ("notice_due", "待事先告知", "prior notice due"),
            Self::NoticeIssued => ("notice_issued", "告知书待送达", "prior notice issued"),
            Self::Noticed => ("noticed", "事先告知", "prior notice served"),
            Self::Hearing => ("hearing", "听证", "hearing"),
            Self::Recheck => ("recheck", "复核", "recheck"),
            Self::Deliberation => ("deliberation", "集体讨论", "deliberation"),
            Self::DecisionDue => ("decision_due", "待决定", "decision due"),
            Self::Decided => ("decided", "作出决定", "decided"),
            Self::Served => ("served", "送达执行", "served"),
            Self::Closed => ("closed", "结案", "closed"),
        }
    }
}

impl Stage {
    /// The name of the stage.
    pub const fn name(&self) -> StageName {
        match self {
            Self::FilingProposed(_) => StageName::FilingProposed,
            Self::NotFiled { .. } => StageName::NotFiled,
            Self::Investigating(_) => StageName::Investigating,
            Self::UnderExamination(_) => StageName::UnderExamination,
            Self::LegalReview(_) | Self::SecondReview(_) => StageName::LegalReview,
            Self::NoticeDue(_) => StageName::NoticeDue,
            Self::NoticeIssued(_) => StageName::NoticeIssued,
            Self::Noticed(_) => StageName::Noticed,
            Self::Hearing(_) => StageName::Hearing,
            Self::Recheck(_) => StageName::Recheck,
            Self::Deliberation(_) => StageName::Deliberation,
            Self::DecisionDue(_) => StageName::DecisionDue,
            Self::Decided(_) => StageName::Decided,
            Self::Served(_) => StageName::Served,
            Self::Closed { .. } => StageName::Closed,
        }
    }
}
