//! Weighing: what the circumstances of a table make of the statutory range, before any departure.

use super::facts::{Facts, UNKNOWN};
use super::range::Yuan;
use super::rules::{Rules, Unknown};
use super::within::{Band, band};
use super::{Benchmark, Choice, Exact, Factor, Method, StatutoryRange, Subject, TraceStep};
use crate::{Refusal, Refused};

/// What the circumstances give.
pub(super) struct Weighed {
    /// The fine, yuan; not yet clamped.
    pub(super) amount: Exact,
    /// The row of a range table and what may be chosen in it.
    pub(super) band: Option<Band>,
}

pub(super) fn weigh(
    table: &Benchmark,
    range: &StatutoryRange,
    yuan: &Yuan,
    facts: &Facts,
    trace: &mut Vec<TraceStep>,
) -> Refused<Weighed> {
    known(table, facts)?;
    if let Method::Range { rows } = &table.method {
        let band = band(table, rows, range, yuan, facts, trace)?;
        return Ok(Weighed { amount: band.ordinary.clone(), band: Some(band) });
    }
    let start = start(table, range, yuan, trace);
    let sum = sum(table, facts, trace)?;
    let amount = share(table, &start, &sum, &yuan.maximum, trace);
    Ok(Weighed { amount, band: None })
}

fn known(table: &Benchmark, facts: &Facts) -> Refused<()> {
    let of_table = |id: &String| table.factors.iter().any(|factor| factor.id == *id);
    match facts.choices.keys().find(|id| !of_table(id)) {
        None => Ok(()),
        Some(unknown) => Err(Refusal::new(
            "discretion.unknown_factor",
            format!("裁量表{}没有“{unknown}”这一因素，请删除。", table.code),
            format!("Table {} has no factor `{unknown}`; remove it.", table.code),
        )
        .field(format!("choices.{unknown}"))),
    }
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
        (Method::Sum { start, .. }, _) if table.of.is_some() => {
            (Exact::percent(start), "裁量表规定的起点", "as the table prints it")
        }
        (Method::Sum { start, .. }, _) => (
            Exact::percent(start),
            "法定最低罚款对应的裁量百分值",
            "the share that stands for the statutory minimum",
        ),
        (Method::General | Method::Range { .. }, Some(minimum)) => {
            (minimum / &yuan.maximum, "法定最低罚款÷法定最高罚款", "minimum ÷ maximum")
        }
        (Method::General | Method::Range { .. }, None) => {
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

fn sum(table: &Benchmark, facts: &Facts, trace: &mut Vec<TraceStep>) -> Refused<Exact> {
    let mut sum = Exact::zero();
    for factor in &table.factors {
        let choice = answered(factor, facts, &table.rules, trace)?;
        let weight = Exact::percent(&choice.weight);
        sum = &sum + &weight;
        trace.push(TraceStep::factor(factor, &choice.words, &weight));
        counted(factor, choice, facts, trace)?;
    }
    trace.push(TraceStep::sum(&sum));
    Ok(sum)
}

fn answered<'a>(
    factor: &'a Factor,
    facts: &Facts,
    rules: &Rules,
    trace: &mut Vec<TraceStep>,
) -> Refused<&'a Choice> {
    let chosen = facts.choices.get(&factor.id);
    let unknown = chosen.is_some_and(|id| id == UNKNOWN) && rules.unknown == Unknown::Lightest;
    let lightest = factor.choices.iter().min_by(|a, b| a.weight.cmp(&b.weight));
    if let Some(lightest) = lightest.filter(|_| unknown) {
        trace.push(TraceStep::unknown(factor));
        return Ok(lightest);
    }
    factor
        .choices
        .iter()
        .find(|choice| Some(&choice.id) == chosen)
        .ok_or_else(|| unanswered(factor))
}

pub(super) fn unanswered(factor: &Factor) -> Refusal {
    Refusal::new(
        "discretion.factor_unanswered",
        format!("请从裁量表中为“{}”选择一项。", factor.words.zh),
        format!("Choose one of the table's options for \"{}\".", factor.words.en),
    )
    .field(format!("choices.{}", factor.id))
}

/// Says what a choice rests on where the cases of the party were counted; another choice needs its reason.
pub(super) fn counted(
    factor: &Factor,
    choice: &Choice,
    facts: &Facts,
    trace: &mut Vec<TraceStep>,
) -> Refused<()> {
    let Some(counted) = facts.counted.get(&factor.id) else {
        return Ok(());
    };
    trace.push(TraceStep::counted(factor, counted));
    let proposed = counted.proposes.as_ref();
    if proposed.is_none_or(|proposed| *proposed == choice.id) {
        return Ok(());
    }
    let reason = facts.deviations.get(&factor.id).map(|reason| reason.trim());
    match reason.filter(|reason| !reason.is_empty()) {
        Some(reason) => {
            trace.push(TraceStep::deviation(factor, choice, reason));
            Ok(())
        }
        None => Err(Refusal::new(
            "discretion.count_deviates",
            format!("“{}”的选择与案件统计结果不一致，请改选或者说明理由。", factor.words.zh),
            format!(
                "The choice for \"{}\" is not the one counted from the cases; change it or give a reason.",
                factor.words.en
            ),
        )
        .field(format!("deviations.{}", factor.id))),
    }
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
    let (total, shown) = match table.method {
        Method::Sum { .. } => (start + sum, format!("({s} + {w})")),
        Method::General | Method::Range { .. } => {
            (start + &(sum * &(&one - start)), format!("[{s} + {w} × (1 − {s})]"))
        }
    };
    let least = match &table.method {
        Method::Sum { least: Some(least), .. } => Exact::percent(least),
        Method::Sum { least: None, .. } | Method::General | Method::Range { .. } => Exact::zero(),
    };
    let (share, shown) = if total > one {
        // 超过100%的按100%计算: the greatest fine is the end of every table.
        trace.push(TraceStep::bound(&total, &one));
        (one, "100%".to_owned())
    } else if total < least {
        trace.push(TraceStep::bound(&total, &least));
        let shown = least.as_percent();
        (least, shown)
    } else {
        (total, shown)
    };
    let amount = &share * maximum;
    trace.push(TraceStep::amount(&format!("{shown} × {}", maximum.in_yuan()), &amount));
    amount
}
