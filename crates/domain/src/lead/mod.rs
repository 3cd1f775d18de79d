//! Leads (线索): a signal that somebody must look at, and what became of it.

mod finding;
#[cfg(test)]
mod tests;

pub use finding::{CORRECTIONS_MAX, Correction, Finding, Side, Standing};

use crate::doubt::Doubt;
use crate::reading::Factor;
use crate::region::Territory;
use crate::{EnterpriseId, LeadId, OfficerId, OutletId, Refusal, Refused, TaskId, Timestamp};
use serde::{Deserialize, Serialize};

/// Where a lead comes from (案件来源 starts here).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Online monitoring of a source (污染源在线监控).
    OnlineMonitoring,
}

/// What a lead rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[expect(clippy::large_enum_variant, reason = "nearly every lead is an exceedance")]
pub enum Found {
    /// Periods beyond a limit, found by the rule.
    Exceedance(Finding),
    /// Contradictions in what a device said, picked by a person.
    Doubts(Picked),
}

/// Doubts that a person made a lead of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Picked {
    /// The doubts as they stood, the latest first, 1 to [`PICKED_MAX`].
    pub doubts: Vec<Doubt>,
    /// Why somebody must look.
    pub reason: String,
    /// Who picked them.
    pub by: OfficerId,
}

/// Doubts of one lead.
pub const PICKED_MAX: usize = 50;

impl Picked {
    /// Doubts of one device with the reason why somebody must look.
    pub fn new(doubts: Vec<Doubt>, reason: &str, by: OfficerId) -> Refused<Self> {
        if !(1..=PICKED_MAX).contains(&doubts.len()) {
            return Err(Refusal::new(
                "lead.doubts",
                format!("请选择1至{PICKED_MAX}条数据疑点"),
                format!("pick 1 to {PICKED_MAX} doubts"),
            )
            .field("doubts"));
        }
        Ok(Self { doubts, reason: in_words(reason)?, by })
    }
}

/// What a person found when looking at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is so (真实).
    True,
    /// False alarm (误报).
    FalseAlarm,
    /// Known already (重复).
    Duplicate,
    /// Cannot be verified (无法核实).
    CannotVerify,
}

/// Where a lead stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum LeadState {
    /// Waits for the duty officer.
    Open,
    /// A task was dispatched.
    Dispatched {
        /// The task.
        task: TaskId,
    },
    /// Done with.
    Closed {
        /// What it was.
        verdict: Verdict,
        /// Why, in words.
        reason: String,
        /// By whom.
        by: OfficerId,
        /// When.
        at: Timestamp,
    },
}

/// A lead.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lead {
    /// Identity.
    pub id: LeadId,
    /// Number shown to people, for instance `XS-20261123-0007`.
    pub number: String,
    /// Where from.
    pub source: Source,
    /// About whom.
    pub enterprise: EnterpriseId,
    /// At which outlet.
    pub outlet: OutletId,
    /// Where, for the question who sees it.
    pub territory: Territory,
    /// The enforcement item it points to, by code.
    pub item: Option<String>,
    /// What was found.
    pub finding: Found,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// Where it stands.
    pub state: LeadState,
    /// Revision of this entry.
    pub revision: u32,
}

impl Lead {
    /// The exceedance it rests on, if it rests on one.
    pub const fn exceedance(&self) -> Option<&Finding> {
        match &self.finding {
            Found::Exceedance(finding) => Some(finding),
            Found::Doubts(_) => None,
        }
    }

    /// What it is about; of several factors the first.
    pub fn factor(&self) -> Option<&Factor> {
        match &self.finding {
            Found::Exceedance(finding) => Some(&finding.limit.factor),
            Found::Doubts(picked) => picked.doubts.first().map(|doubt| &doubt.factor),
        }
    }

    /// In a few words, given what its outlet and its factor are called.
    pub fn title(&self, outlet: &str, factor: &str) -> String {
        match &self.finding {
            Found::Exceedance(finding) => match finding.side() {
                Side::Above => format!("{outlet}{factor}超标"),
                Side::Below => format!("{outlet}{factor}低于下限"),
            },
            Found::Doubts(_) => format!("{outlet}{factor}数据疑点"),
        }
    }

    /// Hands the lead to a task.
    pub fn dispatch(self, task: TaskId) -> Refused<Self> {
        match self.state {
            LeadState::Open => Ok(Self { state: LeadState::Dispatched { task }, ..self }),
            LeadState::Dispatched { .. } | LeadState::Closed { .. } => Err(self.not_open()),
        }
    }

    /// Hands the lead to the body that it was transferred to, or that the superior designated, where that lies elsewhere.
    pub fn hand_over(self, to: &Territory) -> Refused<Self> {
        match self.state {
            LeadState::Open if to.contains(&self.territory) => Ok(self),
            LeadState::Open => Ok(Self { territory: to.clone(), ..self }),
            LeadState::Dispatched { .. } | LeadState::Closed { .. } => Err(self.not_open()),
        }
    }

    /// Opens the lead again when its task came back undone.
    pub fn reopen(self, returned: TaskId) -> Refused<Self> {
        match self.state {
            LeadState::Dispatched { task } if task == returned => {
                Ok(Self { state: LeadState::Open, ..self })
            }
            LeadState::Open | LeadState::Dispatched { .. } | LeadState::Closed { .. } => {
                Err(self.not_open())
            }
        }
    }

    /// Closes the lead with a verdict and its reason.
    pub fn close(
        self,
        verdict: Verdict,
        reason: &str,
        by: OfficerId,
        at: Timestamp,
    ) -> Refused<Self> {
        let reason = in_words(reason)?;
        match self.state {
            LeadState::Open => {
                Ok(Self { state: LeadState::Closed { verdict, reason, by, at }, ..self })
            }
            LeadState::Dispatched { .. } | LeadState::Closed { .. } => Err(self.not_open()),
        }
    }

    fn not_open(&self) -> Refusal {
        Refusal::new(
            "lead.not_open",
            format!("线索{}已派发或已办结，不能重复处理；请刷新后查看", self.number),
            format!("lead {} is already dispatched or closed; reload to see by whom", self.number),
        )
    }
}

/// What a person says about a lead.
fn in_words(reason: &str) -> Refused<String> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 1_000 {
        return Err(Refusal::new(
            "lead.reason_missing",
            "请填写核实情况（1至1000字），以便日后复查",
            "say what was found, in 1 to 1000 characters",
        )
        .field("reason"));
    }
    Ok(reason.to_owned())
}
