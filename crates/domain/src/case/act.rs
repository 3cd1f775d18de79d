//! The time of the act (行为时间) as the investigation found it: by it the law is chosen and the limitation runs.

use super::Case;
use crate::{Date, Refusal, Refused};
use serde::{Deserialize, Serialize};

/// From when until when the act was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActTime {
    /// The day it began.
    pub from: Date,
    /// The day it ended; none while it goes on.
    pub until: Option<Date>,
}

impl ActTime {
    /// An act of one day.
    pub const fn on(day: Date) -> Self {
        Self { from: day, until: Some(day) }
    }

    /// The day it ended, or today while it goes on.
    pub fn ended_by(self, today: Date) -> Date {
        self.until.unwrap_or(today)
    }

    /// Checks it against the day of discovery, the limitation (追责期限) and today.
    ///
    /// # Errors
    /// `case.act_time_wrong` where the days are out of order, `case.limitation_over` where it was found too late.
    pub fn check(self, found_on: Date, limitation_years: i16, today: Date) -> Refused<Self> {
        let ended = self.ended_by(today);
        if self.from > ended || ended > today {
            return Err(Refusal::new(
                "case.act_time_wrong",
                "违法行为的开始日期不得晚于终了日期，终了日期不得晚于今天，请更正",
                "the act begins before it ends, and ends no later than today; correct the days",
            )
            .field(if self.from > ended { "act.from" } else { "act.until" }));
        }
        let last_day = ended.saturating_add(jiff::Span::new().years(limitation_years));
        if found_on > last_day {
            return Err(limitation_over(limitation_years).field("act.until"));
        }
        Ok(self)
    }
}

/// The refusal of an act that was found too late (法典 art. 1054).
pub(super) fn limitation_over(years: i16) -> Refusal {
    Refusal::new(
        "case.limitation_over",
        format!("违法行为终了之日起{years}年内未被发现，已过追责期限，不予立案"),
        format!("the act was not found within {years} years of its end"),
    )
    .basis("生态环境法典第一千零五十四条")
}

impl Case {
    /// When the act was done, as the case has it: the recheck, else the report, else the proposal.
    pub fn act_time(&self) -> Option<ActTime> {
        let steps = self.steps();
        let found = steps.recheck.and_then(|recheck| recheck.act);
        let found = found.or_else(|| steps.report.and_then(|report| report.act));
        found.or_else(|| steps.proposal.map(|proposal| ActTime::on(proposal.act_on)))
    }
}
