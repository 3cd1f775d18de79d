//! How often a party violated before: its decided cases, counted by the windows of the table in use.

use super::Question;
use crate::{Error, Law};
use domain::case::{Case, Measure};
use domain::complaint::Complaint;
use domain::discretion::{
    AtHand, Benchmark, Calculation, Counted, Earlier, Exact, Exemption, FIRST_OFFENCE, Factor,
    Outcome, Span, StatutoryRange, Violation, Wording, first_offence, look_back,
};
use domain::{CaseId, Refused};
use std::collections::BTreeMap;
use store::Tx;

/// Decided cases of one party that are looked at; the windows of all sets reach back five years at most.
const CASES_MAX: i64 = 200;

/// The party's decided cases, other than the one at hand, and the verified complaints against it.
pub(crate) async fn earlier(
    law: &Law,
    tx: &mut Tx,
    party: &str,
    at_hand: Option<CaseId>,
) -> Result<Vec<Earlier>, Error> {
    let cases = store::cases::decided_of_party(tx, party, CASES_MAX).await?;
    let complaints = store::complaints::verified_of_party(tx, party).await?;
    let others = cases.iter().filter(|case| Some(case.id) != at_hand);
    let decided = others.filter_map(|case| decided(law, case));
    Ok(decided.chain(complaints.into_iter().map(complained)).collect())
}

/// A case as an earlier violation: fined, or let off although it was one; and not annulled.
fn decided(law: &Law, case: &Case) -> Option<Earlier> {
    let steps = case.steps();
    let decision = steps.decision?;
    let measure = &steps.report?.measure;
    let computed = steps.recheck.and_then(|recheck| recheck.calculation.as_ref());
    let computed = computed.or(measure.calculation());
    let exempted = decision.fine.is_none();
    if case.annulled() || (exempted && !computed.is_some_and(let_off)) {
        return None;
    }
    let violation = match measure {
        Measure::Computed { asked: Some(asked), .. } => law.violations.get(&asked.violation),
        Measure::Computed { asked: None, .. } | Measure::NoPenalty { .. } => None,
    };
    let range = computed.and_then(|computed| law.ranges.get(&computed.range_id));
    Some(Earlier {
        number: decision.number.clone(),
        cause: case.cause.clone(),
        on: case.act_time().map_or(decision.on, |act| act.ended_by(decision.on)),
        clauses: range.map(|range| clause(range, violation)).into_iter().collect(),
        acts: 1,
        complaint: false,
        exempted,
        succession: None,
    })
}

/// Whether a violation was found although no penalty followed.
const fn let_off(computed: &Calculation) -> bool {
    match computed.outcome {
        Outcome::NoPenalty { exemption } => {
            matches!(exemption, Exemption::MinorCorrectedHarmless | Exemption::FirstSlightCorrected)
        }
        Outcome::Fine { .. } => false,
    }
}

fn complained(complaint: Complaint) -> Earlier {
    Earlier {
        number: complaint.number,
        cause: complaint.about,
        on: complaint.received_on,
        clauses: Vec::new(),
        acts: 1,
        complaint: true,
        exempted: false,
        succession: None,
    }
}

/// A clause (条款项) as text that can be compared: as the violation names it, else as the range does.
fn clause(range: &StatutoryRange, violation: Option<&Violation>) -> String {
    let cited = || range.citation.as_ref().map_or_else(|| range.id.clone(), ToString::to_string);
    violation.and_then(|violation| violation.clause(&range.id)).unwrap_or_else(cited)
}

/// Counts for every factor of a table that has a window, and for a first offence. Without a party nothing is counted.
pub(super) fn count(
    law: &Law,
    table: &Benchmark,
    range: &StatutoryRange,
    question: &Question,
    earlier: &[Earlier],
) -> Refused<BTreeMap<String, Counted>> {
    let mut counts = BTreeMap::new();
    if question.party.is_none() {
        return Ok(counts);
    }
    let clause = clause(range, super::sides::violation(law, question)?);
    let at_hand = AtHand {
        discovered_on: question.discovered_on.unwrap_or(question.act_on),
        act_on: question.act_on,
        clause: &clause,
        acts: 1,
        successions: &law.successions,
    };
    let first = first_offence(table.rules.first_offence.as_ref(), &at_hand, earlier)?;
    counts.insert(FIRST_OFFENCE.to_owned(), first);
    for factor in &table.factors {
        let named = factor.window.as_ref();
        let window = named.and_then(|id| table.rules.windows.iter().find(|rule| rule.id == *id));
        let Some(window) = window else {
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
