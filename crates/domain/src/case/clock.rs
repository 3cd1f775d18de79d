//! The clocks that run in a case, computed from what happened, the table of periods and the calendar; nothing is typed.

use super::{Case, Stage};
use crate::calendar::{Calendar, PeriodRule, Periods};
use crate::law::{Acts, Certainty};
use crate::{Date, Timestamp};

/// One running period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// Stable key, for instance `decision`.
    pub key: &'static str,
    /// Name in Chinese.
    pub name: String,
    /// The articles it rests on, in Chinese.
    pub basis: String,
    /// How sure the length is.
    pub certainty: Certainty,
    /// The day it starts from, not counted.
    pub starts_on: Date,
    /// Days that do not count, by which a period in natural days is longer.
    pub excluded_days: u16,
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

/// A period that runs: its key in the table, the day it starts from, and the days that do not count.
type Running = (&'static str, Date, u16);

impl Case {
    /// Which periods run now.
    pub fn clock(&self, calendar: &Calendar, periods: &Periods, acts: &Acts) -> Clock {
        let deadline = |(key, starts_on, excluded): Running| {
            let rule = periods.get(key)?;
            let length = rule.value?.plus_days(excluded);
            let due = calendar.deadline(length, Timestamp::start_of(starts_on));
            Some(Deadline {
                key,
                name: rule.name.zh.clone(),
                basis: basis(rule, acts),
                certainty: rule.certainty,
                starts_on,
                excluded_days: excluded,
                due_on: due.date,
                provisional: due.provisional,
            })
        };
        let running = self.before_decision().into_iter().chain(self.after_decision());
        let mut deadlines: Vec<Deadline> = running.filter_map(deadline).collect();
        deadlines.sort_by_key(|deadline| deadline.due_on);
        Clock { deadlines }
    }

    fn before_decision(&self) -> Vec<Running> {
        let steps = self.steps();
        let mut running = Vec::new();
        if let Stage::FilingProposed(proposal) = &self.stage {
            running.push(("filing", proposal.found_on, 0));
        }
        if let (Some(filed), None) = (steps.filed, steps.decision) {
            running.push(("decision", filed.on, self.excluded_days()));
        }
        if let Stage::Noticed(noticed) = &self.stage {
            let told_on = noticed.notice.service.effective_on();
            running.push(("defence", told_on, 0));
            if noticed.notice.hearing_right {
                running.push(("hearing_request", told_on, 0));
            }
        }
        running
    }

    fn after_decision(&self) -> Vec<Running> {
        let steps = self.steps();
        let Some(decision) = steps.decision else {
            return Vec::new();
        };
        if self.annulled() {
            return Vec::new();
        }
        let mut running = vec![("publication", decision.on, 0)];
        if steps.closed.is_some() {
            // What was decided is published although the case is over.
            return running;
        }
        match steps.served {
            None => running.push(("service", decision.on, 0)),
            Some(served) => {
                let from = served.service.effective_on();
                running.extend(
                    ["payment", "administrative_review", "litigation"].map(|key| (key, from, 0)),
                );
            }
        }
        running
    }

    /// Days that do not count towards the decision: the hearing (生态环境行政处罚办法 art. 57, known second-hand).
    fn excluded_days(&self) -> u16 {
        let hearing = self.steps().noticed.and_then(|noticed| noticed.hearing.as_ref());
        let held = hearing.and_then(|hearing| Some((hearing.requested_on, hearing.held_on?)));
        held.and_then(|(from, to)| from.until(to).ok())
            .and_then(|span| u16::try_from(span.get_days()).ok())
            .unwrap_or(0)
    }
}

fn basis(rule: &PeriodRule, acts: &Acts) -> String {
    let words = rule.basis.iter().filter_map(|citation| acts.words(citation));
    words.map(|words| words.zh).collect::<Vec<_>>().join("、")
}
