//! The calculation: facts and a table in, a fine and its reasons out.

use super::facts::{Adjustment, Change, Exemption, Facts};
use super::range::Yuan;
use super::{Benchmark, Exact, Limits, Method, StatutoryRange, Subject, TraceStep};
use crate::law::{Certainty, Words};
use crate::{Fen, Refusal, Refused};
use serde::{Deserialize, Serialize};

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
    /// Whether collective deliberation must decide (departures and exemptions).
    pub requires_deliberation: bool,
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
    let mut trace = vec![TraceStep::range(range, least, most)];
    let outcome = match facts.exemption {
        Some(exemption) => exempt(exemption, facts, &mut trace)?,
        None => fine(table, range, &yuan, facts, &mut trace)?,
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
        requires_deliberation: facts.adjustment.is_some() || facts.exemption.is_some(),
        trace,
    })
}

fn fits(table: &Benchmark, range: &StatutoryRange, facts: &Facts) -> Refused<()> {
    range.bounds(facts.tier)?;
    if table.fits(range, facts.tier) {
        return Ok(());
    }
    Err(Refusal::new(
        "discretion.table_does_not_fit",
        format!(
            "裁量表{}的起点或者适用对象与{}的罚款幅度不符，请选用通用裁量表。",
            table.code, range.basis.zh
        ),
        format!(
            "Start or subject of table {} do not fit the range of {}; choose a general table.",
            table.code, range.basis.en
        ),
    )
    .field("benchmark"))
}

fn exempt(exemption: Exemption, facts: &Facts, trace: &mut Vec<TraceStep>) -> Refused<Outcome> {
    if facts.adjustment.is_some() {
        return Err(Refusal::new(
            "discretion.exempt_and_adjusted",
            "不予处罚与调整罚款不能同时选择，请保留一项。",
            "No penalty and an adjusted fine exclude each other; keep one.",
        )
        .field("exemption"));
    }
    let Words { zh, en } = exemption.words();
    let must = if exemption.mandatory() {
        ("不予处罚", "must")
    } else {
        ("可以不予处罚", "may")
    };
    trace.push(TraceStep::exemption(
        format!("{zh}，依照{}{}。", exemption.basis(), must.0),
        format!("{en}: no penalty {} follow ({}).", must.1, exemption.basis()),
    ));
    Ok(Outcome::NoPenalty { exemption })
}

fn fine(
    table: &Benchmark,
    range: &StatutoryRange,
    yuan: &Yuan,
    facts: &Facts,
    trace: &mut Vec<TraceStep>,
) -> Refused<Outcome> {
    let start = start(table, range, yuan, trace);
    let sum = weigh(table, facts, trace)?;
    let mut amount = share(table, &start, &sum, &yuan.maximum, trace);
    clamp(&mut amount, yuan, trace);
    if let Some(adjustment) = &facts.adjustment {
        amount = adjust(adjustment, &table.limits, &amount, yuan, trace)?;
    }
    let (least, most) = yuan.fen()?;
    let below = facts.adjustment.as_ref().is_some_and(|a| matches!(a.change, Change::Mitigate(_)));
    let floor = amount.floor_to_fen().unwrap_or(most);
    let rounded = if below { floor.min(most) } else { floor.clamp(least, most) };
    if Exact::from(rounded) != amount {
        trace.push(TraceStep::rounding(rounded));
    }
    trace.push(TraceStep::result(rounded));
    Ok(Outcome::Fine { amount: rounded })
}

/// The share that stands for the least fine (HN table 13 notes 1 and 2; HN art. 8).
fn start(
    table: &Benchmark,
    range: &StatutoryRange,
    yuan: &Yuan,
    trace: &mut Vec<TraceStep>,
) -> Exact {
    /// Greatest fines of the on-the-spot procedure (行政处罚法第五十一条), yuan.
    const ON_THE_SPOT: (i64, i64) = (200, 3_000);
    let (share, zh, en) = match (&table.method, &yuan.minimum) {
        (Method::Sum { start }, _) => (
            Exact::percent(start),
            "法定最低罚款对应的裁量百分值",
            "the share that stands for the statutory minimum",
        ),
        (Method::General, Some(minimum)) => {
            (minimum / &yuan.maximum, "法定最低罚款÷法定最高罚款", "minimum ÷ maximum")
        }
        (Method::General, None) => {
            let person = matches!(range.subject, Subject::Individual | Subject::Staff);
            let spot = Exact::from(if person { ON_THE_SPOT.0 } else { ON_THE_SPOT.1 });
            (
                (&spot / &yuan.maximum).min(Exact::one()),
                "未规定最低罚款：简易程序最高罚款÷法定最高罚款",
                "no minimum: greatest on-the-spot fine ÷ maximum",
            )
        }
    };
    trace.push(TraceStep::start(&share, zh, en));
    share
}

fn weigh(table: &Benchmark, facts: &Facts, trace: &mut Vec<TraceStep>) -> Refused<Exact> {
    if let Some(unknown) =
        facts.choices.keys().find(|id| table.factors.iter().all(|f| f.id != **id))
    {
        return Err(Refusal::new(
            "discretion.unknown_factor",
            format!("裁量表{}没有“{unknown}”这一因素，请删除。", table.code),
            format!("Table {} has no factor `{unknown}`; remove it.", table.code),
        )
        .field(format!("choices.{unknown}")));
    }
    let mut sum = Exact::zero();
    for factor in &table.factors {
        let chosen = facts.choices.get(&factor.id);
        let found = factor.choices.iter().find(|choice| Some(&choice.id) == chosen);
        let Some(choice) = found else {
            return Err(Refusal::new(
                "discretion.factor_unanswered",
                format!("请从裁量表中为“{}”选择一项。", factor.words.zh),
                format!("Choose one of the table's options for \"{}\".", factor.words.en),
            )
            .field(format!("choices.{}", factor.id)));
        };
        let weight = Exact::percent(&choice.weight);
        sum = &sum + &weight;
        trace.push(TraceStep::factor(factor, &choice.words, &weight));
    }
    trace.push(TraceStep::sum(&sum));
    Ok(sum)
}

fn share(
    table: &Benchmark,
    start: &Exact,
    sum: &Exact,
    maximum: &Exact,
    trace: &mut Vec<TraceStep>,
) -> Exact {
    let one = Exact::one();
    let (s, w) = (start.as_percent(), sum.as_percent());
    let (total, formula) = match table.method {
        Method::Sum { .. } => (start + sum, format!("({s} + {w}) × {maximum}")),
        Method::General => {
            (start + &(sum * &(&one - start)), format!("[{s} + {w} × (1 − {s})] × {maximum}"))
        }
    };
    // 超过100%的按100%计算: the greatest fine is the end of every table.
    let amount = &total.min(one) * maximum;
    trace.push(TraceStep::amount(&formula, &amount));
    amount
}

fn clamp(amount: &mut Exact, yuan: &Yuan, trace: &mut Vec<TraceStep>) {
    let least = yuan.minimum.clone().unwrap_or_else(Exact::zero);
    let within = amount.clone().clamp(least, yuan.maximum.clone());
    if within != *amount {
        *amount = within;
        trace.push(TraceStep::clamp(amount));
    }
}

/// Departs from the computed fine within the benchmark's limits (HN arts 9, 10).
fn adjust(
    adjustment: &Adjustment,
    limits: &Limits,
    amount: &Exact,
    yuan: &Yuan,
    trace: &mut Vec<TraceStep>,
) -> Refused<Exact> {
    grounded(adjustment)?;
    let least = yuan.minimum.clone().unwrap_or_else(Exact::zero);
    let of_maximum = |share: &Exact| share * &yuan.maximum;
    let (changed, zh, en) = match adjustment.change {
        Change::ToMaximum => (yuan.maximum.clone(), "按法定最高罚款处罚", "raised to the maximum"),
        Change::Aggravate(by) => {
            let by = within(by, &of_maximum(&limits.aggravate_of_maximum))?;
            ((amount + &by).min(yuan.maximum.clone()), "从重处罚", "aggravated")
        }
        Change::Lighten(by) => {
            let by = within(by, &of_maximum(&limits.lighten_of_maximum))?;
            ((amount - &by).max(least), "从轻处罚", "lightened")
        }
        Change::Mitigate(by) => {
            if yuan.minimum.is_none() {
                return Err(Refusal::new(
                    "discretion.no_minimum_to_mitigate",
                    "该条款没有规定最低罚款，请选择从轻处罚。",
                    "The article names no minimum; choose to lighten instead.",
                )
                .field("adjustment.change"));
            }
            let by = within(by, &(&limits.mitigate_of_minimum * &least))?;
            ((amount - &by).max(Exact::zero()), "减轻处罚", "mitigated, also below the minimum")
        }
    };
    let (ground, basis) = (adjustment.ground.words(), adjustment.ground.basis());
    let reason = adjustment.reason.trim();
    trace.push(TraceStep::adjustment(
        format!("{zh}：{}（{basis}）；理由：{reason}。调整为{changed}元，须经集体讨论。", ground.zh),
        format!(
            "The fine is {en}: {} ({basis}); reason: {reason}. Now {changed} yuan; needs collective deliberation.",
            ground.en
        ),
        &changed,
    ));
    Ok(changed)
}

fn grounded(adjustment: &Adjustment) -> Refused<()> {
    let up = matches!(adjustment.change, Change::Aggravate(_) | Change::ToMaximum);
    let grave = adjustment.ground == super::Ground::GraveEmergency;
    if up != adjustment.ground.aggravates() || (adjustment.change == Change::ToMaximum && !grave) {
        return Err(Refusal::new(
            "discretion.ground_does_not_carry",
            "所选情形不能支持这一调整：从重须有从重情形，从轻、减轻须有法定从轻、减轻情形；按最高额处罚须造成重大突发环境事件或者重大社会影响。",
            "The ground does not carry this change: heavier needs an aggravating ground, lighter a mitigating one, the \
             maximum a major emergency or major social impact.",
        )
        .basis("生态环境法典第一千零五十六条")
        .field("adjustment.ground"));
    }
    if adjustment.reason.trim().is_empty() {
        return Err(Refusal::new(
            "discretion.reason_missing",
            "调整罚款必须说明理由。",
            "A departure from the computed fine needs its reason in words.",
        )
        .field("adjustment.reason"));
    }
    Ok(())
}

fn within(by: Fen, limit: &Exact) -> Refused<Exact> {
    let by = Exact::from(by);
    if by > Exact::zero() && by <= *limit {
        return Ok(by);
    }
    Err(Refusal::new(
        "discretion.adjustment_too_far",
        format!("调整金额应当大于零且不超过{limit}元。"),
        format!("The change must be above zero and at most {limit} yuan."),
    )
    .field("adjustment.change"))
}
