//! Leads (线索): a signal that somebody must look at, and what became of it.

use crate::judging::{self, Judgement, PERIODS_MAX, Period, RULE, RuleRef};
use crate::outlet::Limit;
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

/// What the rule found, with all it needs to be judged again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule and its version.
    pub rule: RuleRef,
    /// The limit as it stood.
    pub limit: Limit,
    /// The periods beyond the limit, oldest first, at most [`PERIODS_MAX`].
    pub periods: Vec<Period>,
    /// The worst of all periods, kept or not.
    pub worst: Period,
    /// How many periods were beyond the limit in all.
    pub count: u32,
    /// Whether the exceedance still goes on: no later period within the limit has been seen.
    pub continuing: bool,
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
    pub finding: Finding,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// Where it stands.
    pub state: LeadState,
    /// Revision of this entry.
    pub revision: u32,
}

impl Finding {
    /// The first period of an exceedance.
    pub fn begin(limit: Limit, first: Period) -> Self {
        let worst = first.clone();
        Self { rule: RULE, limit, periods: vec![first], worst, count: 1, continuing: true }
    }

    /// Adds a further period of the same exceedance. A period already counted changes nothing.
    #[must_use]
    pub fn extend(mut self, period: Period) -> Self {
        if self.periods.iter().any(|known| known.at == period.at) {
            return self;
        }
        self.count = self.count.saturating_add(1);
        if distance(&self.limit, &period) > distance(&self.limit, &self.worst) {
            self.worst = period.clone();
        }
        if self.periods.len() < PERIODS_MAX {
            self.periods.push(period);
            self.periods.sort_by_key(|period| period.at);
        }
        self
    }

    /// How many times the limit the worst value is; 1.0 is the limit itself. For sorting and display only.
    pub fn ratio(&self) -> f64 {
        let upper = self.limit.upper.to_f64();
        if upper == 0.0 { 0.0 } else { self.worst.value.to_f64() / upper }
    }

    /// Judges the kept periods again with the kept limit by the kept rule: true if every one is beyond it still.
    pub fn replay(&self) -> bool {
        self.rule == RULE
            && self.periods.iter().all(|period| {
                judging::judge(&self.limit, &period.reading) == Judgement::Exceeds(period.clone())
            })
    }
}

/// How far beyond the limit, in the limit's unit; for choosing the worst period only.
fn distance(limit: &Limit, period: &Period) -> f64 {
    let value = period.value.to_f64();
    let above = value - limit.upper.to_f64();
    let below = limit.lower.map_or(f64::MIN, |low| low.to_f64() - value);
    above.max(below)
}

impl Lead {
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
        let reason = reason.trim();
        if reason.is_empty() || reason.chars().count() > 1_000 {
            return Err(Refusal::new(
                "lead.reason_missing",
                "请填写核实情况（1至1000字），以便日后复查",
                "say what was found, in 1 to 1000 characters",
            )
            .field("reason"));
        }
        match self.state {
            LeadState::Open => {
                let reason = reason.to_owned();
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
