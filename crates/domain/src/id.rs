//! Typed identifiers: a task's id never passes for a case's.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])+ $name:ident)+) => {$(
        $(#[$doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )+};
}

ids! {
    /// An adjustment of an item list (动态调整).
    AdjustmentId
    /// An enforcement body (执法机构).
    AgencyId
    /// A person with an account: officer, administrator or reviewer.
    OfficerId
    /// An enterprise or other party under supervision (排污单位).
    EnterpriseId
    /// A monitored discharge outlet (排放口).
    OutletId
    /// A data logger (数采仪) that speaks for one outlet.
    LoggerId
    /// A limit value that holds for a factor of an outlet (排放限值).
    LimitId
    /// A lead (线索).
    LeadId
    /// A dispatched task (任务).
    TaskId
    /// An on-site inspection (现场检查).
    InspectionId
    /// An item of evidence (证据).
    EvidenceId
    /// A file that belongs to a step of a matter (附件).
    EnclosureId
    /// A correction of enforcement items (更正).
    CorrectionId
    /// A case (案件).
    CaseId
    /// A question whose matter a lead is, and its answer (移送、指定管辖).
    DesignationId
    /// What becomes of a matter whose delegation was taken back (在办事项去向).
    DispositionId
    /// A legal document in a case file (文书).
    DocumentId
    /// A public notice (公示).
    NoticeId
    /// A complaint against a party (投诉).
    ComplaintId
    /// A change set (清理).
    ChangeSetId
    /// What somebody wants entered into the law library (法规录入申请).
    LawProposalId
    /// A deferred job of the platform itself.
    JobId
}
