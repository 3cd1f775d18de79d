//! Whether every number of a table has a place in the source: its own, or the table's where the table says so.

use super::Report;
use crate::discretion::{Table, TableFactor};

pub(super) fn table(table: &Table, report: &mut Report<'_>) {
    if table.inherits && table.at.trim().is_empty() {
        return report.error(
            "benchmark.source_missing",
            "at",
            "本表各格沿用本表的出处，请写明本表在发布文件中的位置（附件、页码）。".into(),
            "the cells inherit the table's place in the document; say where that is.".into(),
        );
    }
    for (index, column) in table.columns.iter().enumerate() {
        let numbered = column.start.is_some() || column.of.is_some() || column.range.is_some();
        if numbered && table.place(Some(&column.at)).is_none() {
            let what = (format!("第{}栏", index + 1), format!("column {}", index + 1));
            missing(report, format!("column/{}/at", index + 1), what);
        }
    }
    for factor in &table.factors {
        weights(table, factor, report);
    }
    for (row, fines) in table.rows.iter().map(|row| &row.fines).enumerate() {
        for (column, fine) in fines.iter().enumerate() {
            if table.place(Some(&fine.at)).is_none() {
                let zh = format!("第{}行的罚款“{}”", row + 1, fine.printed);
                let en = format!("the fine \"{}\" of row {}", fine.printed, row + 1);
                missing(report, format!("row/{}/{}/at", row + 1, column + 1), (zh, en));
            }
        }
    }
}

fn weights(table: &Table, factor: &TableFactor, report: &mut Report<'_>) {
    for option in &factor.options {
        for (column, weight) in option.weights.iter().enumerate() {
            let own = option.at.get(column).map(String::as_str);
            if weight.is_some() && table.place(own).is_none() {
                let zh = format!("“{}：{}”的百分值", factor.words.zh, option.words.zh);
                let en = format!("the weight of \"{}\"", option.words.en);
                let cell = format!("{}/{}/{}/at", factor.id, option.id, column + 1);
                missing(report, cell, (zh, en));
            }
        }
    }
}

fn missing(report: &mut Report<'_>, cell: String, (zh, en): (String, String)) {
    let zh = format!("{zh}没有出处；请写明它在发布文件中的位置，或者注明本表各格沿用本表出处。");
    let en = format!("{en} has no place in the document; name it, or let the cells inherit.");
    report.error("benchmark.source_missing", cell, zh, en);
}
