//! How often a party violated before: its decided cases, counted by the windows of the table in use.

use super::Question;
use crate::{Error, Law};
use domain::case::Case;
use domain::discretion::{
    AtHand, Benchmark, Counted, Counts, Earlier, Exact, Factor, Span, StatutoryRange, Wording,
    look_back,
};
use domain::{CaseId, Refused};
use std::collections::BTreeMap;
use store::Tx;

/// Decided cases of one party that are looked at; the windows of all sets reach back five years at most.
const CASES_MAX: i64 = 200;

/// The party's decided cases, other than the one at hand.
pub(crate) async fn earlier(
    law: &Law,
    tx: &mut Tx,
    party: &str,
    at_hand: Option<CaseId>,
) -> Result<Vec<Earlier>, Error> {
    let cases = store::cases::decided_of_party(tx, party, CASES_MAX).await?;
    let others = cases.iter().filter(|case| Some(case.id) != at_hand);
    Ok(others.filter_map(|case| decided(law, case)).collect())
}

/// A case as an earlier violation: fined, and not annulled.
fn decided(law: &Law, case: &Case) -> Option<Earlier> {
    let steps = case.steps();
    let decision = steps.decision.filter(|decision| decision.fine.is_some())?;
    if case.annulled() {
        return None;
    }
    let proposed = steps.report.and_then(|report| report.measure.calculation());
    let computed = steps.recheck.and_then(|recheck| recheck.calculation.as_ref()).or(proposed);
    let range = computed.and_then(|computed| law.ranges.get(&computed.range_id));
    Some(Earlier {
        number: decision.number.clone(),
        cause: case.cause.clone(),
        on: case.proposal().map_or(decision.on, |proposal| proposal.act_on),
        clauses: range.map(clause).into_iter().collect(),
        acts: 1,
        complaint: false,
    })
}

/// A clause (条款项) as text that can be compared.
fn clause(range: &StatutoryRange) -> String {
    range.citation.as_ref().map_or_else(|| range.id.clone(), ToString::to_string)
}

/// Counts for every factor of a table that has a window. Without a party nothing is counted; complaints are not kept as
/// cases and stay with the handler.
pub(super) fn count(
    table: &Benchmark,
    range: &StatutoryRange,
    question: &Question,
    earlier: &[Earlier],
) -> Refused<BTreeMap<String, Counted>> {
    let mut counts = BTreeMap::new();
    if question.party.is_none() {
        return Ok(counts);
    }
    let clause = clause(range);
    let at_hand = AtHand {
        discovered_on: question.discovered_on.unwrap_or(question.act_on),
        act_on: question.act_on,
        clause: &clause,
        acts: 1,
    };
    for factor in &table.factors {
        let named = factor.window.as_ref();
        let window = named.and_then(|id| table.rules.windows.iter().find(|rule| rule.id == *id));
        let Some(window) = window.filter(|window| window.counts != Counts::Complaints) else {
            continue;
        };
        let counted = look_back(window, &at_hand, earlier)?;
        let proposes = proposes(factor, counted.count, table.rules.wording);
        counts.insert(factor.id.clone(), Counted { proposes, ..counted });
    }
    Ok(counts)
}

/// The one choice whose words hold the count.
fn proposes(factor: &Factor, count: u32, wording: Wording) -> Option<String> {
    let count = Exact::from(i64::from(count));
    let holds = |words: &str| Span::read(words, wording).is_some_and(|span| span.holds(&count));
    let mut fitting = factor.choices.iter().filter(|choice| holds(&choice.words.zh));
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Some(only.id.clone()),
        _ => None,
    }
}
