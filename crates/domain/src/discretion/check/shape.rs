//! Whether a set is whole: sources, rounding, labels, ids, widths, windows.

use super::{Checked, Flaw, Report, Severity, flaw};
use crate::discretion::{BenchmarkSet, Kind, Table};

/// What holds for the set as a whole.
pub(super) fn set(checked: Checked<'_>, found: &mut Vec<Flaw>) {
    let set = checked.set;
    let mut error = |code: &'static str, cell: &str, zh: &str, en: &str| {
        let cell = Some(cell.to_owned());
        found.push(flaw(code, Severity::Error, None, cell, zh.to_owned(), en.to_owned()));
    };
    if set.source.zh.trim().is_empty() {
        let (zh, en) = ("请填写基准的发布文件及文号。", "name the document and its number.");
        error("benchmark.source_missing", "source", zh, en);
    }
    if set.label.zh.trim().is_empty() {
        let (zh, en) = ("请填写使用说明，它会印在每份计算旁。", "say how far the set may be used.");
        error("benchmark.label_missing", "label", zh, en);
    }
    if checked.rounding_basis.trim().is_empty() {
        let (zh, en) =
            ("请写明尾数如何取舍及其出处。", "say how amounts are rounded, and where that stands.");
        error("benchmark.rounding_missing", "rounding_basis", zh, en);
    }
    if set.effective_from.zip(set.effective_to).is_some_and(|(from, to)| to < from) {
        let (zh, en) = ("失效日期早于施行日期。", "the last day in force lies before the first.");
        error("benchmark.dates", "effective_to", zh, en);
    }
    if set.tables.is_empty() {
        error("benchmark.empty", "tables", "基准没有裁量表。", "the set has no table.");
    }
    for (index, table) in set.tables.iter().enumerate() {
        if set.tables[..index].iter().any(|earlier| earlier.code == table.code) {
            let (zh, en) = (
                format!("裁量表编码“{}”重复。", table.code),
                format!("the code {} stands twice.", table.code),
            );
            let (code, table) = ("benchmark.code_twice", Some(table.code.as_str()));
            found.push(flaw(code, Severity::Error, table, Some("code".into()), zh, en));
        }
    }
}

/// What holds for one table.
pub(super) fn table(table: &Table, set: &BenchmarkSet, report: &mut Report<'_>) {
    if table.factors.is_empty() || table.columns.is_empty() {
        let (zh, en) = ("裁量表没有裁量因素或者没有分档栏。", "there is no factor or no column.");
        report.error("benchmark.empty", "factors", zh.into(), en.into());
    }
    for (index, column) in table.columns.iter().enumerate() {
        let cell = format!("column/{}", index + 1);
        if table.method == Kind::Sum && column.start.is_none() {
            let zh = format!("第{}栏没有裁量起点。", index + 1);
            let en = format!("column {} has no start.", index + 1);
            report.error("benchmark.start_missing", &cell, zh, en);
        }
        if table.columns.len() > 1 && column.name.is_none() {
            let zh = format!("第{}栏没有名称。", index + 1);
            let en = format!("column {} has no name.", index + 1);
            report.error("benchmark.column_unnamed", &cell, zh, en);
        }
    }
    for (index, factor) in table.factors.iter().enumerate() {
        if table.factors[..index].iter().any(|earlier| earlier.id == factor.id) {
            let zh = format!("因素编码“{}”重复。", factor.id);
            report.error("benchmark.id_twice", &factor.id, zh, format!("{} twice.", factor.id));
        }
        let known = |id: &String| set.rules.windows.iter().any(|window| window.id == *id);
        if let Some(window) = factor.window.as_ref().filter(|id| !known(id)) {
            let zh = format!("“{}”引用的回溯期“{window}”没有定义。", factor.words.zh);
            let en = format!("\"{}\" names an unknown window {window}.", factor.words.en);
            report.error("benchmark.window_unknown", &factor.id, zh, en);
        }
        if factor.options.is_empty() {
            let zh = format!("“{}”没有选项。", factor.words.zh);
            let en = format!("\"{}\" has no option.", factor.words.en);
            report.error("benchmark.empty", &factor.id, zh, en);
        }
        options(table, factor, report);
    }
}

fn options(table: &Table, factor: &crate::discretion::TableFactor, report: &mut Report<'_>) {
    for (index, option) in factor.options.iter().enumerate() {
        let cell = format!("{}/{}", factor.id, option.id);
        if factor.options[..index].iter().any(|earlier| earlier.id == option.id) {
            let zh = format!("“{}”的选项编码“{}”重复。", factor.words.zh, option.id);
            let en = format!("option {} of \"{}\" stands twice.", option.id, factor.words.en);
            report.error("benchmark.id_twice", &cell, zh, en);
        }
        if option.words.zh.trim().is_empty() {
            let zh = format!("“{}”的第{}个选项没有文字。", factor.words.zh, index + 1);
            let en = format!("option {} of \"{}\" has no words.", index + 1, factor.words.en);
            report.error("benchmark.words_missing", &cell, zh, en);
        }
        if table.method != Kind::Range && option.weights.len() != table.columns.len() {
            let (is, width) = (option.weights.len(), table.columns.len());
            let zh = format!("“{}”应有{width}个百分值，现有{is}个。", option.words.zh);
            let en = format!("\"{}\" needs {width} weights, not {is}.", option.words.en);
            report.error("benchmark.width", &cell, zh, en);
        }
        for (column, weight) in option.weights.iter().enumerate() {
            if weight.as_ref().is_some_and(crate::discretion::Exact::is_negative) {
                let zh = format!("“{}”的百分值不能为负。", option.words.zh);
                let en = format!("the weight of \"{}\" is negative.", option.words.en);
                report.error("benchmark.negative", format!("{cell}/{}", column + 1), zh, en);
            }
        }
    }
}
