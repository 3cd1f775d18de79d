//! Reads a sheet as a table: its head by its words, then blocks that begin with 栏, 因素 and 区间.

use super::cells::Cells;
use super::labels::{
    BASES, CERTAINTIES, COLUMN_HEAD, FACTOR_HEAD, FINE_HEAD, INHERITS, KINDS, ORDERS, ROW_HEAD,
    SUBJECTS, TABLE_ROWS,
};
use super::read::Places;
use super::write_table::factor_head;
use crate::discretion::{
    Column, Kind, Of, PrintedRange, RowFine, Subject, Table, TableFactor, TableOption, TableRow,
};
use std::collections::BTreeMap;

/// The table of a sheet; none for a sheet of the template that nobody filled in, or one that cannot be read.
pub(super) fn table(mut cells: Cells<'_>, places: &mut Places) -> Option<Table> {
    let cells = &mut cells;
    let begins =
        |heading: &str| (0..cells.sheet.rows.len()).find(|row| cells.word(*row, 0) == heading);
    let (columns_at, factors_at, rows_at) =
        (begins(COLUMN_HEAD[0]), begins(FACTOR_HEAD[0]), begins(ROW_HEAD));
    let mut table = head(cells, columns_at.unwrap_or(TABLE_ROWS.len()), places)?;
    let (Some(columns_at), Some(factors_at)) = (columns_at, factors_at) else {
        let zh = "本页缺少“栏”或者“因素”的标题行，请使用导出的工作簿或者空白模板";
        let en = "the headings 栏 or 因素 are missing; begin with an export or the template";
        cells.fault(0, 0, zh.to_owned(), en.to_owned());
        return None;
    };
    let within = |cells: &Cells<'_>, from: usize, to: usize| -> Vec<usize> {
        (from + 1..to).filter(|row| !cells.is_blank(*row)).collect()
    };
    let end = cells.sheet.rows.len();
    cells.headings(columns_at, &COLUMN_HEAD);
    for row in within(cells, columns_at, factors_at) {
        let column = column(cells, row);
        table.columns.push(column);
        let cell = format!("column/{}", table.columns.len());
        places.put(&table.code, &format!("{cell}/at"), cells.place(row, 11));
        places.put(&table.code, &cell, cells.place(row, 4));
    }
    let mut heading = factor_head(table.method, table.columns.len());
    // Workbooks of before the order was kept have no heading for it.
    if table.method == Kind::Range && cells.word(factors_at, FACTOR_HEAD.len()).is_empty() {
        heading.truncate(FACTOR_HEAD.len());
    }
    cells.headings(factors_at, &heading);
    places.put(&table.code, "factors", cells.place(factors_at, 0));
    for row in within(cells, factors_at, rows_at.unwrap_or(end)) {
        option(cells, row, &mut table, places);
    }
    match (table.method, rows_at) {
        (Kind::Range, Some(rows_at)) => {
            row_headings(cells, rows_at, &table);
            places.put(&table.code, "rows", cells.place(rows_at, 0));
            for row in within(cells, rows_at, end) {
                range_row(cells, row, &mut table, places);
            }
        }
        (Kind::Range, None) => {
            let zh = format!("区间表应有标题为“{ROW_HEAD}”的部分，写明情形和罚款");
            cells.fault(
                factors_at,
                0,
                zh,
                format!("a range table needs a block headed {ROW_HEAD}"),
            );
        }
        (Kind::Sum | Kind::General, Some(rows_at)) => {
            let zh = "只有计算方式为“区间”的表有这一部分，请删去或者更改计算方式";
            let en = "only a table of method 区间 has this block; remove it or change the method";
            cells.fault(rows_at, 0, zh.to_owned(), en.to_owned());
        }
        (Kind::Sum | Kind::General, None) => {}
    }
    Some(table)
}

fn head(cells: &mut Cells<'_>, end: usize, places: &mut Places) -> Option<Table> {
    let row = |label: &str| (0..end).find(|row| cells.word(*row, 0) == label);
    let labels: Vec<Option<usize>> = TABLE_ROWS.iter().map(|(label, _)| row(label)).collect();
    let missing = TABLE_ROWS.iter().zip(&labels).find(|(_, row)| row.is_none());
    if let Some(((label, _), _)) = missing {
        let zh = format!("缺少“{label}”一行，请使用导出的工作簿或者空白模板");
        let en = format!("the row {label} is missing; begin with an export or the template");
        cells.fault(0, 0, zh, en);
        return None;
    }
    let rows: Vec<usize> = labels.into_iter().flatten().collect();
    let [code, title, method, subject, clauses, at, inherits, printed, certainty] = rows.as_slice()
    else {
        return None;
    };
    let unfilled = |row: &&usize| cells.word(**row, 1).is_empty();
    if [code, title, subject, at].iter().all(unfilled) {
        return None;
    }
    cells.needed(*title, 1);
    let table = Table {
        code: cells.needed(*code, 1),
        title: cells.words(*title, 1),
        printed: cells.text(*printed, 1).to_owned(),
        clauses: cells.text(*clauses, 1).to_owned(),
        at: cells.text(*at, 1).to_owned(),
        inherits: cells.maybe_one(*inherits, 1, INHERITS).unwrap_or_default(),
        certainty: cells.maybe_one(*certainty, 1, CERTAINTIES),
        subject: cells.one(*subject, 1, SUBJECTS).unwrap_or(Subject::Party),
        method: cells.one(*method, 1, KINDS)?,
        columns: Vec::new(),
        factors: Vec::new(),
        rows: Vec::new(),
    };
    for (field, row) in [("code", code), ("at", at)] {
        places.put(&table.code, field, cells.place(*row, 1));
    }
    Some(table)
}

fn column(cells: &mut Cells<'_>, row: usize) -> Column {
    let base = cells.maybe_one(row, 6, BASES);
    let times = cells.number(row, 7);
    if base.is_some() && times.is_none() && cells.word(row, 7).is_empty() {
        let (zh, en) =
            ("写了计算基数，还须写明倍数或者数额", "a base needs how many times or how much");
        cells.fault(row, 7, zh.to_owned(), en.to_owned());
    }
    Column {
        name: cells.maybe_words(row, 1),
        subject: cells.maybe_one(row, 3, SUBJECTS),
        start: cells.percent(row, 4),
        least: cells.percent(row, 5),
        of: times.map(|times| Of { base: base.unwrap_or_default(), times }),
        range: range(cells, row, 8),
        at: cells.text(row, 11).to_owned(),
    }
}

/// Base, least and greatest in three cells; none where all are empty.
fn range(cells: &mut Cells<'_>, row: usize, column: usize) -> Option<PrintedRange> {
    if (column..column + 3).all(|column| cells.word(row, column).is_empty()) {
        return None;
    }
    Some(PrintedRange {
        base: cells.maybe_one(row, column, BASES).unwrap_or_default(),
        minimum: cells.number(row, column + 1),
        maximum: cells.number(row, column + 2),
    })
}

/// A row of the factors: an option, of a new factor where the first cell names one.
fn option(cells: &mut Cells<'_>, row: usize, table: &mut Table, places: &mut Places) {
    if !cells.word(row, 0).is_empty() {
        let window = Some(cells.word(row, 3)).filter(|window| !window.is_empty());
        let (id, words) = (cells.needed(row, 0), cells.words(row, 1));
        places.put(&table.code, &id, cells.place(row, 0));
        let window = window.map(str::to_owned);
        let order = match table.method {
            Kind::Range => cells.maybe_one(row, FACTOR_HEAD.len(), ORDERS),
            Kind::Sum | Kind::General => None,
        };
        let factor = TableFactor { id, words, window, order, options: vec![] };
        table.factors.push(factor);
    }
    let columns = if table.method == Kind::Range { 0 } else { table.columns.len() };
    let Some(factor) = table.factors.last_mut() else {
        let (zh, en) = ("第一行须写明因素的编码和内容", "the first row must name its factor");
        return cells.fault(row, 0, zh.to_owned(), en.to_owned());
    };
    if (4..7 + 2 * columns).all(|column| cells.word(row, column).is_empty()) {
        return;
    }
    let id = cells.needed(row, 4);
    let cell = format!("{}/{id}", factor.id);
    places.put(&table.code, &cell, cells.place(row, 5));
    let mut option =
        TableOption { id, words: cells.words(row, 5), weights: Vec::new(), at: Vec::new() };
    for column in 0..columns {
        let at = 7 + 2 * column;
        let cell = format!("{cell}/{}", column + 1);
        places.put(&table.code, &format!("{cell}/at"), cells.place(row, at + 1));
        places.put(&table.code, &cell, cells.place(row, at));
        option.weights.push(cells.percent(row, at));
        option.at.push(cells.text(row, at + 1).to_owned());
    }
    if option.at.iter().all(String::is_empty) {
        option.at.clear();
    }
    factor.options.push(option);
}

fn row_headings(cells: &mut Cells<'_>, row: usize, table: &Table) {
    let mut expected = vec![ROW_HEAD.to_owned()];
    expected.extend(table.factors.iter().map(|factor| factor.id.clone()));
    for _ in &table.columns {
        expected.extend(FINE_HEAD.map(str::to_owned));
    }
    cells.headings(row, &expected);
}

fn range_row(cells: &mut Cells<'_>, row: usize, table: &mut Table, places: &mut Places) {
    let number = table.rows.len() + 1;
    places.put(&table.code, &format!("row/{number}"), cells.place(row, 0));
    let mut when = BTreeMap::new();
    for (index, factor) in table.factors.iter().enumerate() {
        let chosen = cells.word(row, index + 1);
        if chosen.is_empty() {
            continue;
        }
        if factor.options.iter().all(|option| option.id != chosen) {
            let known: Vec<&str> = factor.options.iter().map(|option| option.id.as_str()).collect();
            let zh =
                format!("“{}”没有选项“{chosen}”，请填写：{}", factor.words.zh, known.join("、"));
            let en =
                format!("`{}` has no option `{chosen}`; one of {}", factor.id, known.join(", "));
            cells.fault(row, index + 1, zh, en);
        }
        when.insert(factor.id.clone(), chosen.to_owned());
    }
    let mut fines = Vec::new();
    for column in 0..table.columns.len() {
        let at = 1 + table.factors.len() + FINE_HEAD.len() * column;
        let cell = format!("row/{number}/{}", column + 1);
        places.put(&table.code, &format!("{cell}/at"), cells.place(row, at + 4));
        places.put(&table.code, &cell, cells.place(row, at));
        fines.push(RowFine {
            printed: cells.text(row, at).to_owned(),
            range: range(cells, row, at + 1),
            at: cells.text(row, at + 4).to_owned(),
        });
    }
    table.rows.push(TableRow { when, fines });
}
