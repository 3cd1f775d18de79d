//! The clocks that run in a case, computed from what happened and the calendar; nothing is typed.

use super::{Case, Stage};
use crate::calendar::{Calendar, Period};
use crate::{Date, Timestamp};

/// One running period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// Stable key, for instance `decision`.
    pub key: &'static str,
    /// Name in Chinese.
    pub name: &'static str,
    /// The article it rests on.
    pub basis: &'static str,
    /// How sure the basis is: `official`, `reconstruction`, `second_hand`.
    pub certainty: &'static str,
    /// The day it starts from, not counted.
    pub starts_on: Date,
    /// Its last day.
    pub due_on: Date,
    /// Whether the holidays of that year are not yet known.
    pub provisional: bool,
}

/// The clocks of a case, the most urgent first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// The running periods.
    pub deadlines: Vec<Deadline>,
}

impl Clock {
    /// The next thing that falls due.
    pub fn next(&self) -> Option<&Deadline> {
        self.deadlines.first()
    }
}

impl Case {
    /// Which periods run now.
    pub fn clock(&self, calendar: &Calendar) -> Clock {
        let steps = self.steps();
        let mut deadlines = Vec::new();
        let mut run = |key, name, basis, certainty, period, starts_on: Date| {
            let due = calendar.deadline(period, Timestamp::start_of(starts_on));
            let (due_on, provisional) = (due.date, due.provisional);
            deadlines.push(Deadline {
                key,
                name,
                basis,
                certainty,
                starts_on,
                due_on,
                provisional,
            });
        };
        if let (Stage::FilingProposed(proposal), None) = (&self.stage, steps.filed) {
            let basis = "生态环境行政处罚办法第十八条";
            run(
                "filing",
                "立案审查",
                basis,
                "reconstruction",
                Period::Days(15),
                proposal.found_on,
            );
        }
        if let (Some(filed), None) = (steps.filed, steps.decision) {
            let days = 90 + self.excluded_days();
            run(
                "decision",
                "作出处罚决定",
                "行政处罚法第六十条",
                "official",
                Period::Days(days),
                filed.on,
            );
        }
        if let (Stage::Noticed(noticed), Some(_)) = (&self.stage, steps.noticed) {
            let from = noticed.notice.service.effective_on();
            let basis = "行政处罚法第六十四条、第八十五条";
            run(
                "answer",
                "陈述申辩、申请听证",
                basis,
                "official",
                Period::WorkingDays(5),
                from,
            );
        }
        if let (Stage::Decided(decided), Some(_)) = (&self.stage, steps.decision) {
            let on = decided.decision.on;
            run(
                "service",
                "送达决定书",
                "行政处罚法第六十一条",
                "official",
                Period::WorkingDays(7),
                on,
            );
        }
        if let (Some(decision), None) = (steps.decision, steps.closed) {
            let basis = "行政处罚法第四十八条；生态环境行政处罚办法第六十四条";
            run(
                "publication",
                "公示",
                basis,
                "second_hand",
                Period::WorkingDays(7),
                decision.on,
            );
        }
        if let (Some(served), None) = (steps.served, steps.closed) {
            let from = served.service.effective_on();
            run(
                "payment",
                "缴纳罚款",
                "行政处罚法第六十七条",
                "official",
                Period::Days(15),
                from,
            );
            run(
                "review",
                "申请行政复议",
                "行政复议法第二十条",
                "official",
                Period::Days(60),
                from,
            );
            run(
                "litigation",
                "提起行政诉讼",
                "行政诉讼法第四十六条",
                "official",
                Period::Months(6),
                from,
            );
        }
        deadlines.sort_by_key(|deadline| deadline.due_on);
        Clock { deadlines }
    }

    /// Days that do not count towards the decision: the hearing (生态环境行政处罚办法 art. 57, known second-hand).
    fn excluded_days(&self) -> u16 {
        let hearing = self
            .steps()
            .noticed
            .and_then(|noticed| noticed.hearing.as_ref());
        let held = hearing.and_then(|hearing| Some((hearing.requested_on, hearing.held_on?)));
        held.and_then(|(from, to)| from.until(to).ok())
            .and_then(|span| u16::try_from(span.get_days()).ok())
            .unwrap_or(0)
    }
}
