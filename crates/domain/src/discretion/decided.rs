//! What a decided case keeps for those after it: the question it answered, and the fine it ended with.

use super::{Benchmark, Calculation, Exact, Facts, Step};
use crate::case::{Case, CloseGround, Measure};
use crate::region::Territory;
use crate::{CaseId, Date, Fen};
use serde::{Deserialize, Serialize};

/// A question of discretion as it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Code of the violation.
    pub violation: String,
    /// The day of the act, or of its end.
    pub act_on: Date,
    /// The circumstances found.
    pub facts: Facts,
}

/// A decided case as others are compared with it. It names no party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecidedFine {
    /// The case.
    pub case: CaseId,
    /// 文号 of the decision.
    pub number: String,
    /// Where.
    pub territory: Territory,
    /// The enforcement item by code.
    pub item: String,
    /// When it was decided.
    pub decided_on: Date,
    /// What was asked.
    pub asked: Asked,
    /// Code of the table that answered.
    pub table: String,
    /// Version of its set; the decision keeps it whatever is activated later.
    pub version: String,
    /// Id of the statutory range.
    pub range_id: String,
    /// Statutory least and greatest fine.
    pub range: (Fen, Fen),
    /// What was computed, departures included.
    pub computed: Fen,
    /// What was decided; none where no penalty was imposed.
    pub fine: Option<Fen>,
    /// Whether the fine departs from what the benchmark gives.
    pub departed: bool,
    /// Whether the decision was annulled afterwards; then it is no example for anybody.
    pub annulled: bool,
    /// When the case was closed; none while it runs.
    #[serde(default)]
    pub closed_on: Option<Date>,
}

impl DecidedFine {
    /// What a case keeps; none before its decision, or where nothing was computed.
    ///
    /// Cases that were concluded before the question was kept get it back from their trace, with the table that made it.
    pub fn of<'a>(
        case: &Case,
        table: impl Fn(&str, &str) -> Option<&'a Benchmark>,
        violation: impl Fn(&str) -> Option<String>,
    ) -> Option<Self> {
        let steps = case.steps();
        let decision = steps.decision?;
        let report = steps.report?;
        let Measure::Computed { calculation, asked, .. } = &report.measure else {
            return None;
        };
        let recheck = steps.recheck?;
        let (calculation, asked) = match &recheck.calculation {
            Some(anew) => (anew, recheck.asked.as_ref()),
            None => (calculation.as_ref(), asked.as_deref()),
        };
        let asked = match asked {
            Some(asked) => asked.clone(),
            None => Asked {
                violation: violation(&case.item)?,
                act_on: steps.proposal.map_or(decision.on, |proposal| proposal.act_on),
                facts: recover(calculation, table(&calculation.version, &calculation.benchmark)?),
            },
        };
        let lowered = steps.deliberation.is_some_and(|held| held.fine.is_some());
        Some(Self {
            case: case.id,
            number: decision.number.clone(),
            territory: case.territory.clone(),
            item: case.item.clone(),
            decided_on: decision.on,
            table: calculation.benchmark.clone(),
            version: calculation.version.clone(),
            range_id: calculation.range_id.clone(),
            range: calculation.range,
            computed: calculation.amount(),
            fine: decision.fine,
            departed: lowered || asked.facts.adjustments().next().is_some(),
            annulled: matches!(steps.closed, Some((CloseGround::Annulled, _))),
            closed_on: steps.closed.map(|(_, on)| on),
            asked,
        })
    }

    /// Where the fine lies in the statutory range: 0 at the least, 1 at the greatest; none without a fine.
    pub fn share(&self) -> Option<Exact> {
        self.fine.map(|fine| share(fine, self.range))
    }
}

/// Where an amount lies in a range: 0 at the least, 1 at the greatest, below 0 after mitigation.
pub fn share(fine: Fen, (least, most): (Fen, Fen)) -> Exact {
    let above = &Exact::from(fine) - &Exact::from(least);
    &above / &(&Exact::from(most) - &Exact::from(least))
}

/// The choices behind a trace: each step of a factor carries the words of its factor and choice.
fn recover(calculation: &Calculation, table: &Benchmark) -> Facts {
    let steps = || calculation.trace.iter().filter(|step| step.step == Step::Factor);
    let chosen = |factor: &super::Factor| {
        let said = |choice: &&super::Choice| {
            let begins = format!("{}：{}，", factor.words.zh, choice.words.zh);
            steps().any(|step| step.words.zh.starts_with(&begins))
        };
        Some((factor.id.clone(), factor.choices.iter().find(said)?.id.clone()))
    };
    Facts { choices: table.factors.iter().filter_map(chosen).collect(), ..Facts::default() }
}
