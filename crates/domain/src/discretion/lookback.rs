//! Look-back (追溯): how often a party violated before, counted from its decided cases by the window of a set.

use super::replay::EVER;
use super::rules::{Anchor, Counts, Window};
use super::succession::{Succession, Successions};
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
    /// Whether it ended without a penalty: a violation all the same, but only where first offences are asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exempted: bool,
    /// By which row it counts as punished under the same clause, where it was under the one before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub succession: Option<Succession>,
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
    /// Which clauses took the place of which.
    pub successions: &'a Successions,
}

/// Counts what a window holds. The window ends the day before its anchor, or on it where the rule includes it, and begins
/// the same day of the year `years` before.
///
/// # Errors
/// `discretion.window_out_of_range` where the dates leave the calendar.
pub fn look_back(window: &Window, at_hand: &AtHand<'_>, earlier: &[Earlier]) -> Refused<Counted> {
    let (from, to) = reach(window, at_hand)?;
    let mut cases: Vec<Earlier> = Vec::new();
    for case in earlier.iter().filter(|case| (from..=to).contains(&case.on) && !case.exempted) {
        let (counts, succession) = match window.counts {
            Counts::AnyViolation => (!case.complaint, None),
            Counts::Complaints => (case.complaint, None),
            Counts::SameClause if case.complaint => (false, None),
            Counts::SameClause => same_clause(case, at_hand),
        };
        if counts {
            cases.push(Earlier { succession, ..case.clone() });
        }
    }
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

/// What excludes a first offence (初次违法): by the window of the set, else every violation known before.
///
/// # Errors
/// As [`look_back`].
pub fn first_offence(
    window: Option<&Window>,
    at_hand: &AtHand<'_>,
    earlier: &[Earlier],
) -> Refused<Counted> {
    // What was found and let off is no first offence any more either.
    let known = earlier.iter().filter(|case| !case.complaint);
    let known: Vec<Earlier> =
        known.map(|case| Earlier { exempted: false, ..case.clone() }).collect();
    if let Some(window) = window {
        let counted = look_back(window, at_hand, &known)?;
        let count = counted.count.saturating_sub(u32::from(counted.includes_this));
        return Ok(Counted { count, includes_this: false, ..counted });
    }
    let to = at_hand.discovered_on.yesterday().map_err(|_| beyond())?;
    let mut cases: Vec<Earlier> = known.into_iter().filter(|case| case.on <= to).collect();
    cases.sort_by(|a, b| (a.on, &a.number).cmp(&(b.on, &b.number)));
    Ok(Counted {
        from: EVER.0,
        to,
        count: u32::try_from(cases.len()).unwrap_or(u32::MAX),
        includes_this: false,
        cases,
        basis: Words::new(
            "行政处罚法第三十三条未规定追溯期间，统计平台内发现之日前的全部违法案件",
            "art. 33 of the penalty law names no period: all violations on the platform before the discovery",
        ),
        proposes: None,
    })
}

fn reach(window: &Window, at_hand: &AtHand<'_>) -> Refused<(Date, Date)> {
    let anchor = match window.from {
        Anchor::Discovery => at_hand.discovered_on,
        Anchor::Act => at_hand.act_on,
    };
    let from = anchor.checked_sub(i32::from(window.years).years()).map_err(|_| beyond())?;
    let to =
        if window.includes_anchor { anchor } else { anchor.yesterday().map_err(|_| beyond())? };
    Ok((from, to))
}

fn same_clause(case: &Earlier, at_hand: &AtHand<'_>) -> (bool, Option<Succession>) {
    if case.clauses.iter().any(|clause| clause == at_hand.clause) {
        return (true, None);
    }
    let mut by =
        case.clauses.iter().filter_map(|old| at_hand.successions.between(old, at_hand.clause));
    let found = by.next();
    (found.is_some(), found.cloned())
}

fn beyond() -> Refusal {
    Refusal::new(
        "discretion.window_out_of_range",
        "追溯期间超出日历范围，请核对日期。",
        "The window leaves the calendar; check the dates.",
    )
    .field("act_on")
}
