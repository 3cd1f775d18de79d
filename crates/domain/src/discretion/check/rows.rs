//! Whether the rows of a range table answer every combination of circumstances exactly once, and graver ones never with less.

use super::Report;
use crate::discretion::{Exact, Kind, Order, PrintedRange, RowFine, Table, TableRow};

/// Combinations looked at; a table with more is not checked for them, and says so.
const COMBINATIONS_MAX: usize = 20_000;

pub(super) fn table(table: &Table, report: &mut Report<'_>) {
    if table.method != Kind::Range {
        return;
    }
    if table.rows.is_empty() {
        let (zh, en) = ("区间表没有行。", "the range table has no row.");
        return report.error("benchmark.empty", "rows", zh.into(), en.into());
    }
    let mut sound = true;
    for (index, row) in table.rows.iter().enumerate() {
        sound &= named(table, row, index, report);
        fines(table, row, index, report);
    }
    if sound {
        combinations(table, report);
        order(table, report);
    }
}

/// Where the source declares an order, graver circumstances never cost less; where it does not, that is said.
fn order(table: &Table, report: &mut Report<'_>) {
    for factor in table.factors.iter().filter(|f| f.options.len() > 1 && f.order.is_none()) {
        let zh = format!(
            "“{}”各情形没有标明由轻到重的顺序，不核对情形更重时罚款是否不降；来源有顺序的请标明。",
            factor.words.zh
        );
        let en = format!(
            "the options of \"{}\" have no declared order, so nobody checks that worse never costs less; declare it where the source has one.",
            factor.words.en
        );
        report.warning("benchmark.order_undeclared", &factor.id, zh, en);
    }
    for (at, graver) in table.rows.iter().enumerate() {
        let lighter = table.rows.iter().enumerate();
        let lighter = lighter.filter(|(other, row)| *other != at && worse(table, row, graver));
        for (other, row) in lighter {
            for (column, (less, more)) in row.fines.iter().zip(&graver.fines).enumerate() {
                if !falls(less, more) {
                    continue;
                }
                let zh = format!(
                    "第{}行的情形比第{}行更重，罚款“{}”却低于“{}”。",
                    at + 1,
                    other + 1,
                    more.printed,
                    less.printed
                );
                let en = format!(
                    "row {} is graver than row {}, but \"{}\" is less than \"{}\".",
                    at + 1,
                    other + 1,
                    more.printed,
                    less.printed
                );
                let cell = format!("row/{}/{}", at + 1, column + 1);
                report.error("benchmark.not_monotone", cell, zh, en);
            }
        }
    }
}

/// Whether one row holds for graver circumstances than another: none of them lighter, one of them graver, all else alike.
fn worse(table: &Table, lighter: &TableRow, graver: &TableRow) -> bool {
    let mut one_is = false;
    for factor in &table.factors {
        // A circumstance that does not matter in one of the rows is alike in both.
        let (Some(here), Some(there)) = (lighter.when.get(&factor.id), graver.when.get(&factor.id))
        else {
            continue;
        };
        if here == there {
            continue;
        }
        let place = |id: &String| factor.options.iter().position(|option| option.id == *id);
        if factor.order != Some(Order::LightestFirst) || place(here) > place(there) {
            return false;
        }
        one_is = true;
    }
    one_is
}

/// Whether the least or the greatest of a fine falls; what was not read, or counts otherwise, is not compared.
fn falls(less: &RowFine, more: &RowFine) -> bool {
    let (Some(less), Some(more)) = (&less.range, &more.range) else {
        return false;
    };
    let least = |range: &PrintedRange| range.minimum.clone().unwrap_or_else(Exact::zero);
    let beyond = match (&less.maximum, &more.maximum) {
        (Some(less), Some(more)) => more < less,
        // Without a greatest it ends at the article's.
        (None, Some(_)) => true,
        (_, None) => false,
    };
    less.base == more.base && (least(more) < least(less) || beyond)
}

fn named(table: &Table, row: &TableRow, index: usize, report: &mut Report<'_>) -> bool {
    let known = |(factor, option): (&String, &String)| {
        let factor = table.factors.iter().find(|known| known.id == *factor);
        factor.is_some_and(|factor| factor.options.iter().any(|known| known.id == *option))
    };
    let sound = row.when.iter().all(known);
    if !sound {
        let zh = format!("第{}行引用了不存在的因素或者选项。", index + 1);
        let en = format!("row {} names an unknown circumstance.", index + 1);
        report.error("benchmark.row_unknown", format!("row/{}", index + 1), zh, en);
    }
    sound
}

fn fines(table: &Table, row: &TableRow, index: usize, report: &mut Report<'_>) {
    let cell = format!("row/{}", index + 1);
    if row.fines.len() != table.columns.len() {
        let (is, width) = (row.fines.len(), table.columns.len());
        let zh = format!("第{}行应有{width}栏罚款，现有{is}栏。", index + 1);
        let en = format!("row {} needs {width} fines, not {is}.", index + 1);
        report.error("benchmark.width", &cell, zh, en);
    }
    for (column, fine) in row.fines.iter().enumerate() {
        let cell = format!("{cell}/{}", column + 1);
        match &fine.range {
            None => {
                let zh = format!("“{}”没有读出罚款幅度，该行不能用于计算。", fine.printed);
                let en = format!(
                    "no range was read from \"{}\"; the row computes nothing.",
                    fine.printed
                );
                report.warning("benchmark.row_unread", cell, zh, en);
            }
            Some(range) => {
                let crossed = range.minimum.as_ref().zip(range.maximum.as_ref());
                if crossed.is_some_and(|(least, most)| least > most) {
                    let zh = format!("“{}”的下限高于上限。", fine.printed);
                    let en = format!("the least of \"{}\" is above its most.", fine.printed);
                    report.error("benchmark.row_crossed", cell, zh, en);
                }
            }
        }
    }
}

/// Counts for each combination the rows that hold.
fn combinations(table: &Table, report: &mut Report<'_>) {
    let sizes: Vec<usize> = table.factors.iter().map(|factor| factor.options.len()).collect();
    let all = sizes.iter().try_fold(1_usize, |all, size| all.checked_mul(*size));
    let Some(all) = all.filter(|all| *all <= COMBINATIONS_MAX) else {
        let (zh, en) =
            ("情形组合过多，未逐一核对。", "there are too many combinations to look at each.");
        return report.warning("benchmark.rows_many", "rows", zh.into(), en.into());
    };
    let (mut none, mut twice) = (0_usize, 0_usize);
    for number in 0..all {
        let mut rest = number;
        let answers: Vec<(&str, &str)> = table
            .factors
            .iter()
            .filter_map(|factor| {
                let option = factor.options.get(rest % factor.options.len())?;
                rest /= factor.options.len();
                Some((factor.id.as_str(), option.id.as_str()))
            })
            .collect();
        let holds = |row: &&TableRow| {
            let given = |(factor, option): (&String, &String)| {
                answers.contains(&(factor.as_str(), option.as_str()))
            };
            row.when.iter().all(given)
        };
        match table.rows.iter().filter(holds).count() {
            0 => none += 1,
            1 => {}
            _ => twice += 1,
        }
    }
    if none > 0 {
        let zh = format!("有{none}种情形组合没有对应的行。");
        report.error("benchmark.gap", "rows", zh, format!("{none} combinations have no row."));
    }
    if twice > 0 {
        let zh = format!("有{twice}种情形组合对应多行。");
        let en = format!("{twice} combinations have more than one row.");
        report.error("benchmark.overlap", "rows", zh, en);
    }
}
