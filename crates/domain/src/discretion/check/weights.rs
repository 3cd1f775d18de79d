//! Whether weights make sense: gaps and overlaps of numeric options, sums, monotony, and the statutory range.

use super::Report;
use crate::discretion::{
    Benchmark, BenchmarkSet, Exact, Kind, Method, Span, StatutoryRange, Subject, Table,
    TableFactor, Tier,
};

/// One table by itself.
pub(super) fn table(table: &Table, set: &BenchmarkSet, report: &mut Report<'_>) {
    for factor in &table.factors {
        spans(factor, set, report);
    }
    if table.method == Kind::Range {
        return;
    }
    for column in 0..table.columns.len() {
        for factor in &table.factors {
            monotone(factor, column, report);
        }
        sum(table, column, report);
    }
}

/// Options that hold numbers must follow each other without a gap and without an overlap.
fn spans(factor: &TableFactor, set: &BenchmarkSet, report: &mut Report<'_>) {
    let read = |words: &str| Span::read(words, set.rules.wording);
    let spans: Option<Vec<Span>> = factor.options.iter().map(|o| read(&o.words.zh)).collect();
    // Where one option is no span of numbers, the factor is a list of kinds.
    let Some(mut spans) = spans.filter(|spans| spans.len() > 1) else {
        return;
    };
    if spans.iter().any(|span| span.unit != spans[0].unit) {
        return;
    }
    spans.sort_by(|one, other| {
        let from = |span: &Span| span.from.as_ref().map(|(from, _)| from.clone());
        from(one).cmp(&from(other))
    });
    let whole = spans.iter().all(|span| span.from.is_some() && span.from == span.to);
    let counted = whole || is_count(&spans[0].unit);
    for pair in spans.windows(2) {
        let [lower, upper] = pair else { continue };
        let edges = (lower.to.as_ref(), upper.from.as_ref());
        let (ends, begins) = match edges {
            (Some(ends), Some(begins)) => (ends, begins),
            // One that never ends lies over whatever begins after it.
            _ => {
                overlap(factor, report);
                continue;
            }
        };
        let next = if counted { &ends.0 + &Exact::one() } else { ends.0.clone() };
        let touches = ends.0 == begins.0;
        if begins.0 < ends.0 || (touches && ends.1 && begins.1) {
            overlap(factor, report);
        } else if (touches && !ends.1 && !begins.1)
            || !(touches || counted && ends.1 && begins.1 && begins.0 <= next)
        {
            let (zh, en) = (
                format!("“{}”的选项在{}与{}之间有空档。", factor.words.zh, ends.0, begins.0),
                format!("\"{}\" has a gap between {} and {}.", factor.words.en, ends.0, begins.0),
            );
            report.error("benchmark.gap", &factor.id, zh, en);
        }
    }
    if spans.last().is_some_and(|last| last.to.is_some()) {
        let (zh, en) = (
            format!("“{}”没有覆盖更大的数值，最后一档一般应为“…以上”。", factor.words.zh),
            format!("\"{}\" ends; its last option is usually \"… or more\".", factor.words.en),
        );
        report.warning("benchmark.open_end", &factor.id, zh, en);
    }
}

/// Counts go in ones; measures do not.
fn is_count(unit: &str) -> bool {
    ["次", "个", "起", "件", "人", "种"].contains(&unit)
}

fn overlap(factor: &TableFactor, report: &mut Report<'_>) {
    let (zh, en) = (
        format!("“{}”的选项数值有重叠，同一数值可选两档。", factor.words.zh),
        format!("options of \"{}\" overlap: one number fits two.", factor.words.en),
    );
    report.error("benchmark.overlap", &factor.id, zh, en);
}

/// Options stand lightest first; a worse one never weighs less.
fn monotone(factor: &TableFactor, column: usize, report: &mut Report<'_>) {
    let mut before: Option<&Exact> = None;
    for option in &factor.options {
        let Some(weight) = option.weights.get(column).and_then(Option::as_ref) else {
            continue;
        };
        if before.is_some_and(|before| weight < before) {
            let cell = format!("{}/{}/{}", factor.id, option.id, column + 1);
            let zh = format!("“{}”比前一档更重，百分值却更低；请按由轻到重排列。", option.words.zh);
            let en = format!(
                "\"{}\" weighs less than the lighter option before it; order options lightest first.",
                option.words.en
            );
            report.error("benchmark.not_monotone", cell, zh, en);
        }
        before = Some(weight);
    }
}

/// The greatest sum: at most 100 %, or with the printed note that 100 % is the cap.
fn sum(table: &Table, column: usize, report: &mut Report<'_>) {
    let start = match table.method {
        Kind::Sum => table.columns.get(column).and_then(|column| column.start.clone()),
        Kind::General | Kind::Range => None,
    };
    let heaviest = |factor: &TableFactor| {
        let weights = factor.options.iter().filter_map(|o| o.weights.get(column)?.clone());
        weights.max()
    };
    let greatest = table
        .factors
        .iter()
        .filter_map(heaviest)
        .fold(start.unwrap_or_else(Exact::zero), |sum, weight| &sum + &weight);
    let hundred = Exact::from(100);
    let capped = table.printed.contains("100%") || table.printed.contains("100％");
    let cell = format!("column/{}", column + 1);
    if greatest > hundred && !capped {
        let zh = format!(
            "第{}栏各项最高合计为{greatest}%，超过100%，且原文没有“超过100%的按100%计算”的说明。",
            column + 1
        );
        let en = format!(
            "column {} can sum to {greatest} %, above 100 %, and no note says that 100 % is the cap.",
            column + 1
        );
        report.error("benchmark.sum_above", cell, zh, en);
    } else if greatest < hundred {
        let zh = format!("第{}栏各项最高合计为{greatest}%，达不到法定最高罚款。", column + 1);
        let en = format!(
            "column {} sums to {greatest} % at most; the maximum is out of reach.",
            column + 1
        );
        report.warning("benchmark.sum_below", cell, zh, en);
    }
}

/// A table against the range of a violation it serves.
pub(super) fn against(
    table: &Benchmark,
    range: &StatutoryRange,
    tier: Tier,
    error: &mut impl FnMut(&'static str, String, String),
) {
    let staff = |subject| subject == Subject::Staff;
    if staff(table.subject) != staff(range.subject) {
        let zh = format!(
            "裁量表{}与{}的处罚对象（单位或者责任人员）不一致。",
            table.code, range.basis.zh
        );
        let en = format!("table {} and {} are for different subjects.", table.code, range.basis.en);
        return error("benchmark.subject", zh, en);
    }
    let Ok(bounds) = range.bounds(tier) else {
        let zh = format!("{}没有加重的罚款幅度。", range.basis.zh);
        let en = format!("{} has no heavier range.", range.basis.en);
        return error("benchmark.no_heavier_range", zh, en);
    };
    if let (Method::Sum { start, least }, Some(minimum)) = (&table.method, &bounds.minimum) {
        let lightest =
            table.factors.iter().filter_map(|f| f.choices.iter().map(|c| &c.weight).min());
        let sum = lightest.fold(start.clone(), |sum, weight| &sum + weight);
        let reached = least.clone().map_or(sum.clone(), |least| sum.max(least));
        if &Exact::percent(&reached) * &bounds.maximum < *minimum {
            let zh = format!(
                "裁量表{}最轻为最高罚款的{reached}%，低于{}规定的最低罚款。",
                table.code, range.basis.zh
            );
            let en = format!(
                "the lightest result of table {} is {reached} % of the maximum, below the minimum of {}.",
                table.code, range.basis.en
            );
            return error("benchmark.below_minimum", zh, en);
        }
    }
    if !table.fits(range, tier) {
        let zh = format!(
            "裁量表{}的起点、基数或者最高额与{}的罚款幅度不符。",
            table.code, range.basis.zh
        );
        let en = format!(
            "start, base or maximum of table {} do not fit the range of {}.",
            table.code, range.basis.en
        );
        error("benchmark.does_not_fit", zh, en);
    }
}
