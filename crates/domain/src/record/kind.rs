//! The one table of what can be recorded. To record something new, add a line; readers accept kinds they do not know.

use super::Malformed;
use std::{fmt, str::FromStr};

macro_rules! kinds {
    ($($name:ident $text:literal $zh:literal)+) => {
        /// What a record line says happened. The text form is `noun.what_happened`, and its noun is the noun of the
        /// leaf's subject; published text never changes its meaning and is never removed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RecordKind {
            $(#[doc = $zh] $name,)+
        }

        impl RecordKind {
            /// Every kind, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The text in the leaf, for instance `case.filed`.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            /// The Chinese words for the page that tells a record as a story.
            pub const fn zh(self) -> &'static str {
                match self { $(Self::$name => $zh),+ }
            }
        }
    };
}

kinds! {
    LeadRaised               "lead.raised"                "线索产生"
    LeadRevised              "lead.revised"               "线索变更"
    LeadDispatched           "lead.dispatched"            "线索派发"
    LeadMerged               "lead.merged"                "线索合并"
    LeadConfirmed            "lead.confirmed"             "线索核实"
    LeadDismissed            "lead.dismissed"             "线索排除"
    LeadTransferred          "lead.transferred"           "线索移送"

    TaskDispatched           "task.dispatched"            "任务派发"
    TaskAccepted             "task.accepted"              "任务接收"
    TaskReassigned           "task.reassigned"            "任务改派"
    TaskReturned             "task.returned"              "任务退回"
    TaskRevised              "task.revised"               "任务变更"
    TaskCompleted            "task.completed"             "任务完成"
    TaskCancelled            "task.cancelled"             "任务撤销"

    InspectionStarted        "inspection.started"         "现场检查开始"
    InspectionRevised        "inspection.revised"         "检查记录变更"
    InspectionSigned         "inspection.signed"          "检查笔录签署"
    InspectionCompleted      "inspection.completed"       "现场检查结束"

    EvidenceAdded            "evidence.added"             "证据收存"
    EvidenceDescribed        "evidence.described"         "证据说明变更"
    EvidenceDisposed         "evidence.disposed"          "证据处置"

    CaseProposed             "case.proposed"              "立案报批"
    CaseFiled                "case.filed"                 "立案"
    CaseNotFiled             "case.not_filed"             "不予立案"
    CaseRevised              "case.revised"               "案件变更"
    CaseAssigned             "case.assigned"              "承办人确定"
    CaseInvestigated         "case.investigated"          "调查终结"
    CaseExamined             "case.examined"              "案件审查"
    CaseLegallyReviewed      "case.legally_reviewed"      "法制审核"
    CaseNoticeIssued         "case.notice_issued"         "制作告知书"
    CasePriorNoticeGiven     "case.prior_notice_given"    "事先告知"
    CaseDefended             "case.defended"              "陈述申辩"
    CaseHeard                "case.heard"                 "听证"
    CaseRechecked            "case.rechecked"             "复核"
    CaseDeliberated          "case.deliberated"           "集体讨论"
    CaseDecided              "case.decided"               "作出决定"
    CaseServed               "case.served"                "决定送达"
    CaseSuspended            "case.suspended"             "中止"
    CaseResumed              "case.resumed"               "恢复"
    CaseTransferred          "case.transferred"           "移送"
    CaseClosingProposed      "case.closing_proposed"      "结案报批"
    CaseClosingReturned      "case.closing_returned"      "结案退回"
    CaseClosed               "case.closed"                "结案"

    ComplaintEntered         "complaint.entered"          "投诉登记"
    ComplaintVerified        "complaint.verified"         "投诉核实"

    DocumentDrafted          "document.drafted"           "文书起草"
    DocumentIssued           "document.issued"            "文书制发"
    DocumentServed           "document.served"            "文书送达"
    DocumentCorrected        "document.corrected"         "文书补正"
    DocumentRevoked          "document.revoked"           "文书撤销"

    DecisionIssued           "decision.issued"            "决定制发"
    DecisionAmended          "decision.amended"           "决定变更"
    DecisionRevoked          "decision.revoked"           "决定撤销"
    DecisionPerformed        "decision.performed"         "决定履行"
    DecisionEnforced         "decision.enforced"          "申请强制执行"

    ClearanceGiven           "clearance.given"            "公示核对"

    NoticePublished          "notice.published"           "公示"
    NoticeCorrected          "notice.corrected"           "公示更正"
    NoticeWithdrawn          "notice.withdrawn"           "公示撤下"

    ReviewOpened             "review.opened"              "案卷评查开始"
    ReviewClosed             "review.closed"              "案卷评查结束"

    DrawMade                 "draw.made"                  "随机抽取"
    RuleDrafted              "rule.drafted"               "规则起草"
    RuleActivated            "rule.activated"             "规则启用"
    RuleRetired              "rule.retired"               "规则停用"
    BenchmarkDrafted         "benchmark.drafted"          "裁量基准起草"
    BenchmarkChecked         "benchmark.checked"          "裁量基准校验通过"
    BenchmarkReviewed        "benchmark.reviewed"         "裁量基准法制审核"
    BenchmarkActivated       "benchmark.activated"        "裁量基准启用"
    BenchmarkRetired         "benchmark.retired"          "裁量基准停用"
    BenchmarkFiled           "benchmark.filed"            "裁量基准备案"
    SuccessionReviewed       "succession.reviewed"        "条款承继复核"
    PolicyActivated          "policy.activated"           "授权策略启用"
    ItemRevised              "item.revised"               "执法事项变更"
    ActEntered               "act.entered"                "法律文件录入"
    ActRepealed              "act.repealed"               "法律文件废止登记"
    TextEntered              "text.entered"               "法规文本录入"
    LawProposalMade          "law_proposal.made"          "法规录入申请提出"
    LawProposalConfirmed     "law_proposal.confirmed"     "法规录入申请确认"
    LawProposalReturned      "law_proposal.returned"      "法规录入申请退回"
    LawProposalWithdrawn     "law_proposal.withdrawn"     "法规录入申请撤回"
    ChangeSetOpened          "change_set.opened"          "清理开始"
    ChangeSetWorked          "change_set.worked"          "清理事项处理"
    ChangeSetReopened        "change_set.reopened"        "清理事项退回"
    ChangeSetClosed          "change_set.closed"          "清理完成"
    CorrectionProposed       "correction.proposed"        "事项更正提出"
    CorrectionConfirmed      "correction.confirmed"       "事项更正确认"
    CorrectionRefused        "correction.refused"         "事项更正退回"
    CorrectionUndone         "correction.undone"          "事项更正撤销"
    ItemConfirmed            "item.confirmed"             "执法事项复核确认"
    ListPublished            "list.published"             "清单版本公布"
    DelegationGranted        "delegation.granted"         "下放登记"
    DelegationWithdrawn      "delegation.withdrawn"       "下放收回"
    DispositionChosen        "disposition.chosen"         "收回下放在办事项去向确定"
    DispositionCarriedOut    "disposition.carried_out"    "收回下放在办事项移交完成"
    AdjustmentProposed       "adjustment.proposed"        "提出清单调整"
    AdjustmentRevised        "adjustment.revised"         "清单调整修改"
    AdjustmentReviewed       "adjustment.reviewed"        "清单调整法制审核通过"
    AdjustmentReturned       "adjustment.returned"        "清单调整法制审核退回"
    AdjustmentFiled          "adjustment.filed"           "清单调整备案"
    AdjustmentCopied         "adjustment.copied"          "清单调整径送司法行政部门"
    AdjustmentPublished      "adjustment.published"       "清单调整公布"
    AdjustmentWithdrawn      "adjustment.withdrawn"       "清单调整撤回"

    EnclosureAdded           "enclosure.added"            "附件收存"
    EnclosureAttached        "enclosure.attached"         "附件归入"

    OperationRegistered      "operation.registered"       "执法行动登记"
    OperationApproved        "operation.approved"         "执法行动批准"
    OperationEnded           "operation.ended"            "执法行动结束"

    DesignationRequested     "designation.requested"      "报请指定管辖"
    DesignationTransferred   "designation.transferred"    "移送管辖"
    DesignationAccepted      "designation.accepted"       "移送接收"
    DesignationReferred      "designation.referred"       "受移送机构报请指定"
    DesignationMade          "designation.made"           "指定管辖"

    EnterpriseRegistered     "enterprise.registered"      "排污单位登记"
    EnterpriseRevised        "enterprise.revised"         "排污单位变更"
    OutletRegistered         "outlet.registered"          "排放口登记"
    OutletRevised            "outlet.revised"             "排放口变更"
    LoggerRegistered         "logger.registered"          "数采仪登记"
    LoggerRevised            "logger.revised"             "数采仪变更"
    LimitSet                 "limit.set"                  "排放限值设定"
    LimitEnded               "limit.ended"                "排放限值终止"
    ReadingMarked            "reading.marked"             "监测数据标记"

    AgencyRegistered         "agency.registered"          "执法机构登记"
    AgencyRevised            "agency.revised"             "执法机构变更"
    OfficerEnrolled          "officer.enrolled"           "执法人员登记"
    OfficerRevised           "officer.revised"            "执法人员变更"
    OfficerRolesChanged      "officer.roles_changed"      "执法人员角色变更"
    OfficerSuspended         "officer.suspended"          "执法人员停用"
}

impl RecordKind {
    /// The noun of the subject: what stands before the dot.
    pub fn noun(self) -> &'static str {
        self.as_str().split_once('.').map_or("", |(noun, _)| noun)
    }
}

impl fmt::Display for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for RecordKind {
    type Err = Malformed;
    fn from_str(text: &str) -> Result<Self, Malformed> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text).ok_or(Malformed("record kind"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_kind_reads_back_and_follows_the_published_grammar() {
        let words = |text: &str| {
            text.split('_').all(|w| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase()))
        };
        let mut seen = BTreeSet::new();
        for kind in RecordKind::ALL.iter().copied() {
            assert_eq!(kind.as_str().parse(), Ok(kind));
            let (noun, what) = kind.as_str().split_once('.').unwrap();
            assert!(words(noun) && words(what) && noun == kind.noun(), "{kind}");
            assert!(kind.as_str().len() <= 64 && !kind.zh().is_empty(), "{kind}");
            assert!(seen.insert(kind.as_str()), "{kind} twice");
        }
        assert_eq!("case.eaten".parse::<RecordKind>(), Err(Malformed("record kind")));
    }
}
