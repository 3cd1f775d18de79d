//! Writes a table as a sheet: what it is, its columns, its factors, its rows.

use super::labels::{
    BASES, CERTAINTIES, COLUMN_HEAD, FACTOR_HEAD, FINE_HEAD, INHERITS, KINDS, ORDER_HEAD, ORDERS,
    ROW_HEAD, SUBJECTS, TABLE_ROWS, WEIGHT_HEAD, name,
};
use super::write::{both, texts};
use crate::discretion::{
    Column, Exact, Kind, PrintedRange, RowFine, Table, TableFactor, TableOption, TableRow,
};

pub(super) fn rows(table: &Table) -> Vec<Vec<String>> {
    let mut rows = head(table);
    rows.push(Vec::new());
    rows.push(texts(&COLUMN_HEAD));
    for (index, column) in table.columns.iter().enumerate() {
        rows.push(column_row(index, column));
    }
    rows.push(Vec::new());
    rows.push(factor_head(table.method, table.columns.len()));
    for factor in &table.factors {
        factor_rows(factor, table, &mut rows);
    }
    if table.method == Kind::Range {
        rows.push(Vec::new());
        rows.push(row_head(table));
        for (index, row) in table.rows.iter().enumerate() {
            rows.push(range_row(index, row, table));
        }
    }
    rows
}

/// A sheet to be filled in.
pub(super) fn blank(method: Kind) -> Vec<Vec<String>> {
    let mut rows: Vec<Vec<String>> = TABLE_ROWS
        .iter()
        .map(|(label, help)| {
            let value = if *label == "计算方式" { name(&method, KINDS) } else { String::new() };
            vec![(*label).to_owned(), value, String::new(), (*help).to_owned()]
        })
        .collect();
    rows.push(Vec::new());
    rows.push(texts(&COLUMN_HEAD));
    rows.push(texts(&["1"]));
    rows.push(Vec::new());
    rows.push(factor_head(method, 1));
    if method == Kind::Range {
        rows.push(Vec::new());
        let mut head = texts(&[ROW_HEAD, "（各因素的编码，依次一列）"]);
        head.extend(texts(&FINE_HEAD));
        rows.push(head);
    }
    rows
}

fn head(table: &Table) -> Vec<Vec<String>> {
    let (zh, en) = both(&table.title);
    let one = |text: &str| (text.to_owned(), String::new());
    let values: [(String, String); TABLE_ROWS.len()] = [
        one(&table.code),
        (zh, en),
        one(&name(&table.method, KINDS)),
        one(&name(&table.subject, SUBJECTS)),
        one(&table.clauses),
        one(&table.at),
        one(&name(&table.inherits, INHERITS)),
        one(&table.printed),
        one(&table.certainty.map(|how| name(&how, CERTAINTIES)).unwrap_or_default()),
    ];
    let row = |((label, help), (zh, en)): (&(&str, &str), (String, String))| {
        vec![(*label).to_owned(), zh, en, (*help).to_owned()]
    };
    TABLE_ROWS.iter().zip(values).map(row).collect()
}

fn number(value: Option<&Exact>) -> String {
    value.map(Exact::to_string).unwrap_or_default()
}

fn range_cells(range: Option<&PrintedRange>) -> [String; 3] {
    let base = range.map(|range| name(&range.base, BASES)).unwrap_or_default();
    let least = range.and_then(|range| range.minimum.as_ref());
    let most = range.and_then(|range| range.maximum.as_ref());
    [base, number(least), number(most)]
}

fn column_row(index: usize, column: &Column) -> Vec<String> {
    let (zh, en) = column.name.as_ref().map(both).unwrap_or_default();
    let subject = column.subject.map(|subject| name(&subject, SUBJECTS)).unwrap_or_default();
    let of = column.of.as_ref();
    let mut row = vec![(index + 1).to_string(), zh, en, subject];
    row.push(number(column.start.as_ref()));
    row.push(number(column.least.as_ref()));
    row.push(of.map(|of| name(&of.base, BASES)).unwrap_or_default());
    row.push(number(of.map(|of| &of.times)));
    row.extend(range_cells(column.range.as_ref()));
    row.push(column.at.clone());
    row
}

/// The heading of the factors; a range table has no weights behind it, but an order.
pub(super) fn factor_head(method: Kind, columns: usize) -> Vec<String> {
    let mut head = texts(&FACTOR_HEAD);
    match method {
        Kind::Range => head.push(ORDER_HEAD.to_owned()),
        Kind::Sum | Kind::General => {
            for _ in 0..columns {
                head.extend(texts(&WEIGHT_HEAD));
            }
        }
    }
    head
}

fn factor_rows(factor: &TableFactor, table: &Table, rows: &mut Vec<Vec<String>>) {
    let (zh, en) = both(&factor.words);
    let own = [factor.id.clone(), zh, en, factor.window.clone().unwrap_or_default()];
    if factor.options.is_empty() {
        rows.push(own.to_vec());
    }
    for (index, option) in factor.options.iter().enumerate() {
        // The factor is named once, with its first option.
        let mut row = if index == 0 { own.to_vec() } else { vec![String::new(); own.len()] };
        row.extend(option_cells(option, table));
        if let (0, Kind::Range, Some(order)) = (index, table.method, factor.order) {
            row.push(name(&order, ORDERS));
        }
        rows.push(row);
    }
}

fn option_cells(option: &TableOption, table: &Table) -> Vec<String> {
    let (zh, en) = both(&option.words);
    let mut cells = vec![option.id.clone(), zh, en];
    if table.method != Kind::Range {
        for column in 0..table.columns.len() {
            cells.push(number(option.weights.get(column).and_then(Option::as_ref)));
            cells.push(option.at.get(column).cloned().unwrap_or_default());
        }
    }
    cells
}

fn row_head(table: &Table) -> Vec<String> {
    let mut head = texts(&[ROW_HEAD]);
    head.extend(table.factors.iter().map(|factor| factor.id.clone()));
    for _ in &table.columns {
        head.extend(texts(&FINE_HEAD));
    }
    head
}

fn range_row(index: usize, row: &TableRow, table: &Table) -> Vec<String> {
    let mut cells = vec![(index + 1).to_string()];
    for factor in &table.factors {
        cells.push(row.when.get(&factor.id).cloned().unwrap_or_default());
    }
    for RowFine { printed, range, at } in &row.fines {
        cells.push(printed.clone());
        cells.extend(range_cells(range.as_ref()));
        cells.push(at.clone());
    }
    cells
}
