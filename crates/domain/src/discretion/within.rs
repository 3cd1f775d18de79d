//! Range tables (幅度罚款模式): the circumstances lead to a row, and the fine lies in its range by 从重, 一般 or 从轻.

use super::benchmark::Row;
use super::facts::Facts;
use super::range::Yuan;
use super::rules::WithinRange;
use super::weigh::{counted, unanswered};
use super::{Benchmark, Exact, StatutoryRange, TraceStep};
use crate::{Refusal, Refused};

/// The row's range in yuan, with the fine of each degree as far as the set fixes it.
pub(super) struct Band {
    /// Least; nought where only a greatest is given.
    pub(super) least: Exact,
    /// Greatest; the statutory maximum where only a least is given.
    pub(super) most: Exact,
    /// 一般.
    pub(super) ordinary: Exact,
    /// 从重, where the set fixes it; else anything from the middle up.
    pub(super) heavier: Option<Exact>,
    /// 从轻, where the set fixes it; else anything below the middle.
    pub(super) lighter: Option<Exact>,
}

/// Finds the row that the answers lead to.
pub(super) fn band(
    table: &Benchmark,
    rows: &[Row],
    range: &StatutoryRange,
    yuan: &Yuan,
    facts: &Facts,
    trace: &mut Vec<TraceStep>,
) -> Refused<Band> {
    let row = row(table, rows, facts)?;
    for factor in &table.factors {
        let choice = row.when.get(&factor.id);
        let choice = choice.and_then(|id| factor.choices.iter().find(|known| known.id == *id));
        if let Some(choice) = choice {
            trace.push(TraceStep::circumstance(factor, choice));
            counted(factor, choice, facts, trace)?;
        }
    }
    let Some(printed) = row.fine.range.as_ref().filter(|printed| printed.base == range.base) else {
        return Err(Refusal::new(
            "discretion.row_not_read",
            format!(
                "裁量表{}的这一档原文为“{}”，未能识别为罚款幅度，请人工裁量。",
                table.code, row.fine.printed
            ),
            format!(
                "This row of table {} reads \"{}\", which is not a range of fines; decide by hand.",
                table.code, row.fine.printed
            ),
        )
        .field("choices"));
    };
    let Some(rule) = &table.rules.within_range else {
        return Err(Refusal::new(
            "discretion.no_rule_within_range",
            "本套裁量基准没有规定幅度内如何确定罚款，请补充规则。",
            "The set has no rule for the fine within a range; add one.",
        )
        .field("benchmark"));
    };
    let one = Exact::one();
    let unit = facts.base_amount.map_or(one.clone(), |base| range.counted_base(base));
    let unit = if range.base == super::Base::Fixed { one } else { unit };
    let scaled = |bound: &Option<Exact>| bound.as_ref().map(|bound| bound * &unit);
    let band = place(scaled(&printed.minimum), scaled(&printed.maximum), yuan, rule, trace);
    band.ok_or_else(|| {
        Refusal::new(
            "discretion.row_not_read",
            "这一档没有罚款幅度，请人工裁量。",
            "This row has no range of fines; decide by hand.",
        )
        .field("choices")
    })
}

fn row<'a>(table: &Benchmark, rows: &'a [Row], facts: &Facts) -> Refused<&'a Row> {
    let agrees = |row: &&Row| row.when.iter().all(|(f, o)| facts.choices.get(f) == Some(o));
    if let Some(row) = rows.iter().find(agrees) {
        return Ok(row);
    }
    // The first factor whose answer no row that is still possible has.
    let mut possible: Vec<&Row> = rows.iter().collect();
    for factor in &table.factors {
        let chosen = facts.choices.get(&factor.id);
        possible.retain(|row| row.when.get(&factor.id).is_none_or(|wanted| Some(wanted) == chosen));
        if possible.is_empty() {
            return Err(unanswered(factor));
        }
    }
    Err(Refusal::new(
        "discretion.no_row",
        format!("裁量表{}没有与所选情形相符的档次，请核对。", table.code),
        format!("Table {} has no row for these circumstances; check them.", table.code),
    )
    .field("choices"))
}

fn place(
    minimum: Option<Exact>,
    maximum: Option<Exact>,
    yuan: &Yuan,
    rule: &WithinRange,
    trace: &mut Vec<TraceStep>,
) -> Option<Band> {
    let two = Exact::from(2);
    let band = match (minimum, maximum) {
        (Some(least), Some(most)) => {
            let ordinary = &(&least + &most) / &two;
            trace.push(TraceStep::row(&least, Some(&most), &ordinary, rule));
            Band { least, most, ordinary, heavier: None, lighter: None }
        }
        (None, Some(most)) => {
            let ordinary = &most * &rule.ordinary_of_maximum;
            trace.push(TraceStep::row(&Exact::zero(), Some(&most), &ordinary, rule));
            let lighter = Some(&most * &rule.lighter_of_maximum);
            Band { least: Exact::zero(), most, ordinary, heavier: None, lighter }
        }
        (Some(least), None) => {
            let most = yuan.maximum.clone();
            let ordinary = (&least * &rule.ordinary_of_minimum).min(most.clone());
            trace.push(TraceStep::row(&least, None, &ordinary, rule));
            let heavier = Some((&least * &rule.heavier_of_minimum).min(most.clone()));
            Band { least, most, ordinary, heavier, lighter: None }
        }
        (None, None) => return None,
    };
    Some(band)
}
