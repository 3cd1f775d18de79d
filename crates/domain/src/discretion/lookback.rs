//! Look-back (追溯): how often a party violated before, counted from its decided cases by the window of a set.

use super::rules::{Anchor, Counts, Window};
use crate::law::Words;
use crate::{Date, Refusal, Refused};
use jiff::ToSpan;
use serde::{Deserialize, Serialize};

/// An earlier decision, or a verified complaint, against a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// Its number, for instance `廊环罚〔2026〕3号`.
    pub number: String,
    /// What it was about.
    pub cause: String,
    /// The day that places it in a window: of the act, or of the complaint.
    pub on: Date,
    /// Clauses it was punished under, as ids of statutory ranges or citations.
    pub clauses: Vec<String>,
    /// How many acts it holds.
    pub acts: u32,
    /// Whether it is a complaint, and a verified one.
    #[serde(default)]
    pub complaint: bool,
}

/// What stands in a window, and the count that follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// First day of the window.
    pub from: Date,
    /// Last day of the window.
    pub to: Date,
    /// How many, by the rule of the window.
    pub count: u32,
    /// Whether the violation at hand is among them.
    pub includes_this: bool,
    /// Those it rests on, oldest first.
    pub cases: Vec<Earlier>,
    /// The rule.
    pub basis: Words,
    /// The choice of the factor that fits the count; none where no choice does, or several do.
    #[serde(default)]
    pub proposes: Option<String>,
}

/// The violation at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtHand<'a> {
    /// The day it was discovered.
    pub discovered_on: Date,
    /// The day of the act.
    pub act_on: Date,
    /// Its clause.
    pub clause: &'a str,
    /// How many acts it holds.
    pub acts: u32,
}

/// Counts what a window holds. The window ends the day before its anchor, or on it where the rule includes it, and begins
/// the same day of the year `years` before.
///
/// # Errors
/// `discretion.window_out_of_range` where the dates leave the calendar.
pub fn look_back(window: &Window, at_hand: &AtHand<'_>, earlier: &[Earlier]) -> Refused<Counted> {
    let anchor = match window.from {
        Anchor::Discovery => at_hand.discovered_on,
        Anchor::Act => at_hand.act_on,
    };
    let beyond = |_| {
        Refusal::new(
            "discretion.window_out_of_range",
            "追溯期间超出日历范围，请核对日期。",
            "The window leaves the calendar; check the dates.",
        )
        .field("act_on")
    };
    let from = anchor.checked_sub(i32::from(window.years).years()).map_err(beyond)?;
    let to = if window.includes_anchor { anchor } else { anchor.yesterday().map_err(beyond)? };
    let counts = |case: &&Earlier| match window.counts {
        Counts::AnyViolation => !case.complaint,
        Counts::SameClause => {
            !case.complaint && case.clauses.iter().any(|clause| clause == at_hand.clause)
        }
        Counts::Complaints => case.complaint,
    };
    let mut cases: Vec<Earlier> = earlier
        .iter()
        .filter(|case| (from..=to).contains(&case.on))
        .filter(counts)
        .cloned()
        .collect();
    cases.sort_by(|a, b| (a.on, &a.number).cmp(&(b.on, &b.number)));
    let acts = |acts: u32| if window.each_act { acts.max(1) } else { 1 };
    let before = cases.iter().fold(0_u32, |sum, case| sum.saturating_add(acts(case.acts)));
    let this = if window.includes_this { acts(at_hand.acts) } else { 0 };
    Ok(Counted {
        from,
        to,
        count: before.saturating_add(this),
        includes_this: window.includes_this,
        cases,
        basis: window.basis.clone(),
        proposes: None,
    })
}
