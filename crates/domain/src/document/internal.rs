//! Internal forms and reports: filing, investigation report, examination, legal review, deliberation, closing.

use super::{
    CitedArticle, DocumentNumber, Facts, Head, OfficerBlock, Opinion, PartyBlock, Penalty, Renewal,
    Sanction, Signature,
};
use crate::{Date, Timestamp};
use serde::{Deserialize, Serialize};

/// 立案审批表.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilingApproval {
    /// Organ, 立案号, draft mark.
    pub head: Head,
    /// Where the case came from.
    pub source: CaseSource,
    /// 案由, reads 涉嫌…案.
    pub cause: String,
    /// The party.
    pub party: PartyBlock,
    /// The day the suspected breach was found; the time limit for filing counts from it.
    pub found_on: Date,
    /// What is known (案情简介).
    pub summary: String,
    /// Why each of the four conditions holds.
    pub conditions: FilingConditions,
    /// The articles that seem to be broken.
    pub violated: Vec<CitedArticle>,
    /// Opinions: handlers, head of the unit, head of the organ.
    pub opinions: Vec<Opinion>,
}

/// Where a case came from (案件来源).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseSource {
    /// 现场检查.
    OnSite,
    /// 非现场检查.
    OffSite,
    /// 投诉举报.
    Complaint,
    /// 媒体披露.
    Media,
    /// 上级交办.
    Assigned,
    /// 有关部门移送.
    Transferred,
    /// 其他, in words.
    Other(String),
}

/// The four conditions of filing, all of which must hold (生态环境行政处罚办法 art. 19).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilingConditions {
    /// There is prima facie evidence of a breach.
    pub evidence: String,
    /// A penalty must or may follow.
    pub penalty: String,
    /// It is within this organ's jurisdiction.
    pub jurisdiction: String,
    /// The limitation has not expired.
    pub limitation: String,
}

/// 调查报告.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvestigationReport {
    /// Organ, 立案号, draft mark.
    pub head: Head,
    /// 案由.
    pub cause: String,
    /// The party.
    pub party: PartyBlock,
    /// When the case was filed.
    pub filed_on: Date,
    /// Who investigated.
    pub investigators: Vec<OfficerBlock>,
    /// 案件由来.
    pub origin: String,
    /// 调查经过.
    pub process: String,
    /// 事实和证据.
    pub facts: Facts,
    /// The notice that the party had before, and what was found since; none at the first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal: Option<Renewal>,
    /// 调查结论.
    pub conclusion: String,
    /// 处理建议 with discretion.
    pub proposal: Sanction,
    /// Signatures of the investigators.
    pub signatures: Vec<Signature>,
    /// Date of the report.
    pub date: Date,
}

/// An answer to a question of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Yes.
    pub yes: bool,
    /// A remark; what is missing, where the answer is not the one hoped for.
    pub note: Option<String>,
}

/// 案件审查表: somebody who did not investigate examines the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseExamination {
    /// Organ, 立案号, draft mark.
    pub head: Head,
    /// 案由.
    pub cause: String,
    /// The party.
    pub party: PartyBlock,
    /// Who investigated.
    pub investigators: Vec<OfficerBlock>,
    /// When the file was handed over.
    pub received_on: Date,
    /// The six questions.
    pub questions: ExaminationQuestions,
    /// Passed, or returned to the investigators.
    pub passed: bool,
    /// Opinions: examiner, head of the unit.
    pub opinions: Vec<Opinion>,
}

/// The six questions of an examination (生态环境行政处罚办法 art. 39).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExaminationQuestions {
    /// 本机关是否有管辖权.
    pub jurisdiction: Answer,
    /// 违法事实是否清楚.
    pub facts: Answer,
    /// 证据是否合法充分.
    pub evidence: Answer,
    /// 调查取证是否符合法定程序.
    pub procedure: Answer,
    /// 是否超过行政处罚追责期限.
    pub limitation_expired: Answer,
    /// 适用依据和初步处理意见是否合法适当.
    pub law: Answer,
}

/// 法制审核表.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalReview {
    /// Organ, 立案号, draft mark.
    pub head: Head,
    /// 案由.
    pub cause: String,
    /// The party.
    pub party: PartyBlock,
    /// Who handles the case.
    pub handlers: Vec<OfficerBlock>,
    /// When it was sent for review.
    pub sent_on: Date,
    /// Why it must be reviewed.
    pub reasons: Vec<ReviewReason>,
    /// The sanction under review.
    pub proposal: Sanction,
    /// The nine questions.
    pub questions: ReviewQuestions,
    /// The result.
    pub result: ReviewResult,
    /// Opinions: reviewer, head of the reviewing body.
    pub opinions: Vec<Opinion>,
}

/// Why a case must pass legal review (行政处罚法 art. 58).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewReason {
    /// 涉及重大公共利益.
    PublicInterest,
    /// 直接关系当事人或者第三人重大权益，经过听证程序.
    Heard,
    /// 案件情况疑难复杂、涉及多个法律关系.
    Complex,
    /// 法律、法规规定应当进行法制审核的其他情形.
    ByLaw,
}

/// The nine questions of a legal review (生态环境行政处罚办法 art. 50).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewQuestions {
    /// 执法主体是否合法.
    pub subject: Answer,
    /// 执法人员是否具备执法资格.
    pub qualification: Answer,
    /// 执法程序是否合法.
    pub procedure: Answer,
    /// 事实是否清楚，证据是否合法充分.
    pub facts: Answer,
    /// 适用法律、法规、规章是否准确.
    pub law: Answer,
    /// 裁量基准运用是否适当.
    pub discretion: Answer,
    /// 是否超越法定权限.
    pub beyond_power: Answer,
    /// 文书是否完备、规范.
    pub documents: Answer,
    /// 是否涉嫌犯罪、需要移送司法机关.
    pub crime: Answer,
}

/// The result of a legal review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewResult {
    /// 同意.
    Agree,
    /// 退回补充完善.
    Return,
    /// 不同意.
    Disagree,
}

/// 集体讨论记录.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deliberation {
    /// Organ, 立案号, draft mark.
    pub head: Head,
    /// 案由.
    pub cause: String,
    /// The party.
    pub party: PartyBlock,
    /// When it began.
    pub started: Timestamp,
    /// When it ended.
    pub ended: Timestamp,
    /// Where.
    pub place: String,
    /// Who leads.
    pub host: Attendee,
    /// Who writes.
    pub recorder: Attendee,
    /// Those who vote.
    pub members: Vec<Attendee>,
    /// Those present without a vote, the investigators among them (列席).
    pub present: Vec<Attendee>,
    /// The case as reported.
    pub summary: String,
    /// What each said, in order.
    pub speeches: Vec<Speech>,
    /// 讨论结论 in words.
    pub conclusion: String,
    /// The sanction agreed on.
    pub sanction: Sanction,
    /// Signatures of all who took part.
    pub signatures: Vec<Signature>,
}

/// Somebody at a meeting of the organ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attendee {
    /// Name.
    pub name: String,
    /// Post.
    pub post: String,
}

/// What somebody said in a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speech {
    /// Who.
    pub speaker: Attendee,
    /// What.
    pub text: String,
}

/// 结案审批表.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingApproval {
    /// Organ, 立案号, draft mark.
    pub head: Head,
    /// 案由.
    pub cause: String,
    /// The party.
    pub party: PartyBlock,
    /// The day of filing.
    pub filed_on: Date,
    /// Number of the decision.
    pub decision: DocumentNumber,
    /// Its day.
    pub decided_on: Date,
    /// What it imposed; empty where it imposed nothing.
    pub penalties: Vec<Penalty>,
    /// The day of its service.
    pub served_on: Date,
    /// The ground of the closing.
    pub ground: String,
    /// How it was performed, or why it is closed without (执行情况).
    pub performance: String,
    /// Opinions: handler, head of the organ.
    pub opinions: Vec<Opinion>,
}
