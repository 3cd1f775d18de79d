//! The calculation: facts and a table in, a fine and its reasons out.

use super::adjust::{adjust, pledge};
use super::exempt::exempt;
use super::facts::{Exemption, FIRST_OFFENCE, Facts};
use super::range::Yuan;
use super::rules::Rounding;
use super::weigh::weigh;
use super::{Benchmark, Change, Exact, StatutoryRange, Step, TraceStep};
use crate::law::{Certainty, Words};
use crate::{Fen, Refusal, Refused};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Outcome {
    /// A fine.
    Fine {
        /// How much.
        amount: Fen,
    },
    /// No penalty (不予处罚); the party is educated instead.
    NoPenalty {
        /// Why.
        exemption: Exemption,
    },
}

/// A fine and how it came about. Equal inputs serialise to equal bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calculation {
    /// What follows.
    pub outcome: Outcome,
    /// Statutory least and greatest fine.
    pub range: (Fen, Fen),
    /// Id of the statutory range.
    pub range_id: String,
    /// How sure the text of the statutory range is.
    pub range_certainty: Certainty,
    /// Code of the table.
    pub benchmark: String,
    /// Version of the table.
    pub version: String,
    /// How far the table may be used.
    pub certainty: Certainty,
    /// The label that must stand beside the fine.
    pub label: Words,
    /// The fine that the table alone gives, before any departure; none where no penalty follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before_departure: Option<Fen>,
    /// Whether collective deliberation must decide (departures and exemptions).
    pub requires_deliberation: bool,
    /// Factors answered otherwise than the party's cases give; somebody other than the handlers approves each of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deviations: Vec<String>,
    /// The steps.
    pub trace: Vec<TraceStep>,
}

impl Calculation {
    /// The fine; nought where no penalty follows.
    pub const fn amount(&self) -> Fen {
        match self.outcome {
            Outcome::Fine { amount } => amount,
            Outcome::NoPenalty { .. } => Fen(0),
        }
    }

    /// The same, with no more than the party was told: what changed after the notice by rules alone never costs it more.
    #[must_use]
    pub fn not_above(mut self, told: Fen) -> Self {
        let amount = self.amount();
        if amount <= told {
            return self;
        }
        self.trace.retain(|step| step.step != Step::Result);
        self.trace.push(TraceStep::told(amount, told));
        self.trace.push(TraceStep::result(told));
        Self { outcome: Outcome::Fine { amount: told }, ..self }
    }

    /// SHA-256 of the calculation's JSON, in hexadecimal: what a decision names to bind its amount to its reasons.
    pub fn digest(&self) -> String {
        // A calculation holds text, numbers and lists only, which always serialise.
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        hex::encode(Sha256::digest(bytes))
    }
}

/// Computes the fine that a table gives for the facts, within the statutory range.
///
/// # Errors
/// Refuses where the table does not fit the range, a factor is unanswered or unknown, the base amount is missing, or an
/// adjustment lacks its ground or reason or goes too far.
pub fn calculate(table: &Benchmark, range: &StatutoryRange, facts: &Facts) -> Refused<Calculation> {
    fits(table, range, facts)?;
    let yuan = range.in_yuan(facts.tier, facts.base_amount)?;
    let (least, most) = yuan.fen()?;
    let mut trace = Vec::new();
    if let Some(amount) = facts.base_amount.filter(|_| range.base != super::Base::Fixed) {
        trace.push(TraceStep::base(range, amount, facts.base_found.as_deref()));
    }
    trace.push(TraceStep::range(range, least, most));
    let (outcome, before_departure) = match facts.exemption {
        Some(exemption) => (exempt(exemption, facts, &mut trace)?, None),
        None => {
            let (fine, before) = fine(table, range, &yuan, facts, &mut trace)?;
            (Outcome::Fine { amount: fine }, Some(before))
        }
    };
    Ok(Calculation {
        outcome,
        range: (least, most),
        range_id: range.id.clone(),
        range_certainty: range.certainty,
        benchmark: table.code.clone(),
        version: table.version.clone(),
        certainty: table.certainty,
        label: table.label.clone(),
        before_departure,
        requires_deliberation: facts.adjustments().next().is_some() || facts.exemption.is_some(),
        deviations: deviations(table, facts),
        trace,
    })
}

/// What was answered otherwise than counted; each has its reason, or nothing is computed.
fn deviations(table: &Benchmark, facts: &Facts) -> Vec<String> {
    if facts.exemption == Some(Exemption::FirstSlightCorrected) {
        let earlier = facts.counted.get(FIRST_OFFENCE).is_some_and(|counted| counted.count > 0);
        return earlier.then(|| FIRST_OFFENCE.to_owned()).into_iter().collect();
    }
    if facts.exemption.is_some() {
        return Vec::new();
    }
    let differs = |id: &&String| {
        let proposed = facts.counted.get(*id).and_then(|counted| counted.proposes.as_ref());
        proposed.is_some_and(|proposed| facts.choices.get(*id).is_some_and(|own| own != proposed))
    };
    table.factors.iter().map(|factor| &factor.id).filter(differs).cloned().collect()
}

fn fits(table: &Benchmark, range: &StatutoryRange, facts: &Facts) -> Refused<()> {
    range.bounds(facts.tier)?;
    if table.fits(range, facts.tier) {
        return Ok(());
    }
    Err(Refusal::new(
        "discretion.table_does_not_fit",
        format!(
            "裁量表{}的起点、计罚基数或者适用对象与{}的罚款幅度不符，请选用通用裁量表。",
            table.code, range.basis.zh
        ),
        format!(
            "Start, base or subject of table {} do not fit the range of {}; choose a general table.",
            table.code, range.basis.en
        ),
    )
    .field("benchmark"))
}

/// The fine, and the one before any departure.
fn fine(
    table: &Benchmark,
    range: &StatutoryRange,
    yuan: &Yuan,
    facts: &Facts,
    trace: &mut Vec<TraceStep>,
) -> Refused<(Fen, Fen)> {
    let weighed = weigh(table, range, yuan, facts, trace)?;
    let mut amount = weighed.amount.clone();
    clamp(&mut amount, yuan, trace);
    let (least, most) = yuan.fen()?;
    let before = to_fen(&amount, table.rules.rounding).clamp(least, most);
    amount = adjust(facts, table, &weighed, amount, yuan, trace)?;
    if let Some(promise) = &facts.pledge {
        amount = pledge(promise, facts, table, &amount, yuan, trace)?;
    }
    let below = facts.adjustments().any(|each| matches!(each.change, Change::Mitigate(_)));
    let floor = to_fen(&amount, table.rules.rounding);
    let rounded = if below { floor.min(most) } else { floor.clamp(least, most) };
    if Exact::from(rounded) != amount {
        trace.push(TraceStep::rounding(rounded, table.rules.rounding));
    }
    trace.push(TraceStep::result(rounded));
    Ok((rounded, before))
}

fn to_fen(amount: &Exact, rounding: Rounding) -> Fen {
    let fen = amount.floor_to_fen().unwrap_or(Fen(i64::MAX));
    match rounding {
        Rounding::Fen => fen,
        Rounding::Yuan => Fen(fen.0 - fen.0.rem_euclid(100)),
    }
}

fn clamp(amount: &mut Exact, yuan: &Yuan, trace: &mut Vec<TraceStep>) {
    let least = yuan.minimum.clone().unwrap_or_else(Exact::zero);
    let within = amount.clone().clamp(least, yuan.maximum.clone());
    if within != *amount {
        *amount = within;
        trace.push(TraceStep::clamp(amount));
    }
}
