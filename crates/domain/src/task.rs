//! Tasks (任务): who is sent where, why and until when.

use crate::jurisdiction::{Footing, Grounds, Step};
use crate::officer::CertifiedTeam;
use crate::region::Territory;
use crate::{
    AgencyId, EnterpriseId, InspectionId, LeadId, OfficerId, OutletId, Refusal, Refused, TaskId,
    Timestamp,
};
use serde::{Deserialize, Serialize};

/// Where a task stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum TaskState {
    /// Sent; not yet taken.
    Dispatched,
    /// Taken by one of the officers.
    Accepted {
        /// By whom.
        by: OfficerId,
        /// When.
        at: Timestamp,
    },
    /// The officers are on site.
    Inspecting {
        /// Their inspection.
        inspection: InspectionId,
    },
    /// The inspection was submitted.
    Done {
        /// The inspection.
        inspection: InspectionId,
        /// When.
        at: Timestamp,
    },
    /// Given back undone.
    Returned {
        /// Why.
        reason: String,
        /// By whom.
        by: OfficerId,
        /// When.
        at: Timestamp,
    },
}

impl TaskState {
    /// The name used in tables and the API.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Dispatched => "dispatched",
            Self::Accepted { .. } => "accepted",
            Self::Inspecting { .. } => "inspecting",
            Self::Done { .. } => "done",
            Self::Returned { .. } => "returned",
        }
    }
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Identity.
    pub id: TaskId,
    /// Number shown to people.
    pub number: String,
    /// The lead behind it.
    pub lead: LeadId,
    /// Where to go.
    pub enterprise: EnterpriseId,
    /// Which outlet it is about.
    pub outlet: OutletId,
    /// The enforcement item to look for, by code.
    pub item: String,
    /// Where, for the question who sees it.
    pub territory: Territory,
    /// Whose officers go.
    pub agency: AgencyId,
    /// On what the body's power rests; begins with the dispatch.
    pub grounds: Box<Footing>,
    /// Who goes.
    pub team: CertifiedTeam,
    /// What to do.
    pub instruction: String,
    /// Until when.
    pub due_at: Timestamp,
    /// By whom dispatched.
    pub dispatched_by: OfficerId,
    /// When dispatched.
    pub dispatched_at: Timestamp,
    /// Where it stands.
    pub state: TaskState,
    /// Revision of this entry.
    pub revision: u32,
}

impl Task {
    /// One of the team takes the task.
    pub fn accept(self, by: OfficerId, at: Timestamp) -> Refused<Self> {
        self.of_team(by)?;
        match self.state {
            TaskState::Dispatched => Ok(Self { state: TaskState::Accepted { by, at }, ..self }),
            _ => Err(self.not_now()),
        }
    }

    /// The inspection begins, on grounds of the day. Gives the grounds back for the inspection to keep.
    pub fn begin_inspection(
        self,
        by: OfficerId,
        inspection: InspectionId,
        grounds: Grounds,
    ) -> Refused<(Self, Footing)> {
        self.of_team(by)?;
        let grounds = grounds.for_step(Step::Inspect, &self.item, self.agency, &self.territory)?;
        match self.state {
            TaskState::Dispatched | TaskState::Accepted { .. } => {
                Ok((Self { state: TaskState::Inspecting { inspection }, ..self }, grounds))
            }
            _ => Err(self.not_now()),
        }
    }

    /// The inspection was submitted.
    pub fn finish(self, at: Timestamp) -> Refused<Self> {
        match self.state {
            TaskState::Inspecting { inspection } => {
                Ok(Self { state: TaskState::Done { inspection, at }, ..self })
            }
            _ => Err(self.not_now()),
        }
    }

    /// The team gives the task back, with the reason.
    pub fn give_back(self, reason: &str, by: OfficerId, at: Timestamp) -> Refused<Self> {
        self.of_team(by)?;
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > 500 {
            return Err(Refusal::new(
                "task.reason_missing",
                "请填写退回原因（1至500字）",
                "say why the task comes back, in 1 to 500 characters",
            )
            .field("reason"));
        }
        match self.state {
            TaskState::Dispatched | TaskState::Accepted { .. } => {
                let reason = reason.to_owned();
                Ok(Self { state: TaskState::Returned { reason, by, at }, ..self })
            }
            _ => Err(self.not_now()),
        }
    }

    /// Calls the team back, with the reason: the body has lost its power before the inspection was submitted.
    pub fn cancel(self, reason: &str, by: OfficerId, at: Timestamp) -> Refused<Self> {
        match self.state {
            TaskState::Dispatched | TaskState::Accepted { .. } | TaskState::Inspecting { .. } => {
                let reason = reason.to_owned();
                Ok(Self { state: TaskState::Returned { reason, by, at }, ..self })
            }
            TaskState::Done { .. } | TaskState::Returned { .. } => Err(self.not_now()),
        }
    }

    fn of_team(&self, officer: OfficerId) -> Refused<()> {
        if self.team.contains(officer) {
            return Ok(());
        }
        Err(Refusal::new(
            "task.not_of_team",
            format!("任务{}派给了其他执法人员，只有被派人员可以处理", self.number),
            format!("task {} was given to other officers; only they can act on it", self.number),
        ))
    }

    fn not_now(&self) -> Refusal {
        let state = self.state.as_str();
        Refusal::new(
            "task.not_in_this_state",
            format!("任务{}当前状态不允许此操作（{state}），请刷新后查看", self.number),
            format!("task {} is {state}, which does not allow this; reload it", self.number),
        )
    }
}
