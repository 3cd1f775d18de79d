//! What the finding of a lead rests on: periods, the limit, and what late data made of them.

use super::common::word;
use domain::Timestamp;
use domain::judging::{Evidence, Period};
use domain::lead::{Correction, Finding};
use domain::reading::Reading;
use serde::Serialize;
use utoipa::ToSchema;

#[derive(Serialize, ToSchema)]
pub(crate) struct InputReading {
    at: i64,
    value: Option<String>,
    flag: String,
    /// How many valid minute readings the platform made the mean of; none where the device sent it.
    readings_valid: Option<usize>,
    /// What the device said first about the same time, where it contradicted itself.
    first_value: Option<String>,
    /// When it became known, where it was filled in late.
    filled_in_at: Option<i64>,
}

/// A period that late data corrected: what was judged first, and what is judged now.
#[derive(Serialize, ToSchema)]
pub(crate) struct LeadCorrection {
    at: i64,
    corrected_at: i64,
    before: InputReading,
    after: InputReading,
    /// `exceeds`, `within` or `not_judged`.
    standing: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct InputLimit {
    value: String,
    lower: Option<String>,
    unit: String,
    averaging: String,
    source: String,
    effective_from: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct Inputs {
    mn: String,
    kind: String,
    period_start_at: i64,
    periods: u32,
    readings: Vec<InputReading>,
    limit: InputLimit,
    /// What late data changed since, in the order it became known.
    corrections: Vec<LeadCorrection>,
    /// How many periods no longer exceed the limit after that.
    withdrawn: usize,
}

pub(super) fn inputs(finding: &Finding) -> Inputs {
    let first = finding.periods.first().unwrap_or(&finding.worst);
    let converted = finding.limit.converted;
    let reading = |period: &Period| input(&period.evidence(), converted);
    let limit = &finding.limit;
    Inputs {
        mn: first.reading.mn.to_string(),
        kind: word(&first.reading.kind),
        period_start_at: first.at.as_millis(),
        periods: finding.count,
        readings: finding.periods.iter().map(reading).collect(),
        limit: InputLimit {
            value: limit.upper.to_string(),
            lower: limit.lower.map(|lower| lower.to_string()),
            unit: limit.unit.clone(),
            averaging: word(&limit.averaging),
            source: limit.source.clone(),
            effective_from: limit.effective_from.to_string(),
        },
        corrections: finding.corrections.iter().map(|one| correction(one, converted)).collect(),
        withdrawn: finding.withdrawn(),
    }
}

/// What was judged: the value the limit speaks of, and how many minutes it was made of.
fn input(evidence: &Evidence, converted: bool) -> InputReading {
    let Evidence { reading, made_of, first, filled_in_at } = evidence;
    let judged = |it: &Reading| if converted { it.converted } else { it.value.value() };
    InputReading {
        at: reading.at.as_millis(),
        value: judged(reading).map(|value| value.to_string()),
        flag: word(&reading.flag),
        readings_valid: (!made_of.is_empty()).then_some(made_of.len()),
        first_value: first.as_ref().and_then(judged).map(|value| value.to_string()),
        filled_in_at: filled_in_at.map(Timestamp::as_millis),
    }
}

fn correction(made: &Correction, converted: bool) -> LeadCorrection {
    LeadCorrection {
        at: made.at.as_millis(),
        corrected_at: made.corrected_at.as_millis(),
        before: input(&made.before, converted),
        after: input(&made.after, converted),
        standing: word(&made.standing),
    }
}
