//! What differs between two versions of a set: tables, factors, options, rows and every text and number in them.

use super::{BenchmarkContent, Column, Exact, PrintedRange, Serve, Table, TableRow};
use crate::law::Words;

/// Something that is only before, only after, or different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellChange {
    /// Where, as the checks name it: `factor/option/1`, `column/1/start`, `row/f1=1,f2=2/1`, a field.
    pub cell: String,
    /// The same in words.
    pub name: Words,
    /// As it was; none where it was not there.
    pub before: Option<String>,
    /// As it is; none where it is gone.
    pub after: Option<String>,
}

/// A table that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDiff {
    /// Its code.
    pub code: String,
    /// Its title, the later one where there are two.
    pub title: Words,
    /// Whether it was there before.
    pub before: bool,
    /// Whether it is there after.
    pub after: bool,
    /// What differs in it; empty for a table that is only there once.
    pub changes: Vec<CellChange>,
}

/// What differs between two versions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SetDiff {
    /// What holds for all tables.
    pub set: Vec<CellChange>,
    /// Which table serves which violation.
    pub serves: Vec<CellChange>,
    /// Tables that differ, those of the later version in its order first.
    pub tables: Vec<TableDiff>,
}

/// A text or number of a set: where it stands, what it is called, and what it says.
type Cell = (String, Words, String);

/// Compares two versions. Tables are matched by code, factors and options by id, rows by their circumstances.
pub fn diff(before: &BenchmarkContent, after: &BenchmarkContent) -> SetDiff {
    let table = |content: &'_ BenchmarkContent, code: &str| {
        content.set.tables.iter().find(|table| table.code == code).cloned()
    };
    let mut tables = Vec::new();
    for now in &after.set.tables {
        let was = table(before, &now.code);
        let changes = was.as_ref().map(|was| compare(cells(was), cells(now))).unwrap_or_default();
        if was.is_none() || !changes.is_empty() {
            let (code, title) = (now.code.clone(), now.title.clone());
            tables.push(TableDiff { code, title, before: was.is_some(), after: true, changes });
        }
    }
    for was in before.set.tables.iter().filter(|was| table(after, &was.code).is_none()) {
        let (code, title) = (was.code.clone(), was.title.clone());
        tables.push(TableDiff { code, title, before: true, after: false, changes: Vec::new() });
    }
    SetDiff {
        set: compare(set_cells(before), set_cells(after)),
        serves: compare(serve_cells(&before.serves), serve_cells(&after.serves)),
        tables,
    }
}

fn compare(before: Vec<Cell>, after: Vec<Cell>) -> Vec<CellChange> {
    let mut changes = Vec::new();
    for (cell, name, now) in &after {
        let was = before.iter().find(|(known, ..)| known == cell).map(|(.., was)| was);
        if was != Some(now) {
            let (cell, name) = (cell.clone(), name.clone());
            changes.push(CellChange { cell, name, before: was.cloned(), after: Some(now.clone()) });
        }
    }
    for (cell, name, was) in before {
        if after.iter().all(|(known, ..)| *known != cell) {
            changes.push(CellChange { cell, name, before: Some(was), after: None });
        }
    }
    changes
}

fn named(cell: &str, zh: &str, en: &str, value: impl Into<String>) -> Cell {
    (cell.to_owned(), Words::new(zh, en), value.into())
}

fn set_cells(content: &BenchmarkContent) -> Vec<Cell> {
    let set = &content.set;
    let day = |day: Option<crate::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let rules = serde_json::to_value(&set.rules).unwrap_or_default();
    let mut cells = vec![
        named("title", "名称", "title", &set.title.zh),
        named("source", "来源文件", "source", &set.source.zh),
        named("certainty", "使用程度", "certainty", set.certainty.label().zh),
        named("label", "使用说明", "label", &set.label.zh),
        named("effective_from", "施行日期", "first day", day(set.effective_from)),
        named("effective_to", "失效日期", "last day", day(set.effective_to)),
        named("rounding_basis", "取舍规定", "rounding", &content.rounding_basis),
    ];
    let names = [
        ("limits", "从重、从轻、减轻上限", "limits of adjustment"),
        ("windows", "回溯期", "windows"),
        ("wording", "以上以下是否含本数", "wording of bounds"),
        ("rounding", "尾数取舍", "rounding of amounts"),
        ("unknown", "情形不明", "what cannot be found out"),
        ("within_range", "区间内的罚款", "the fine within a range"),
        ("pledge", "公开道歉承诺", "apology and pledge"),
    ];
    for (field, zh, en) in names {
        cells.push(named(&format!("rules.{field}"), zh, en, rules[field].to_string()));
    }
    cells
}

fn serve_cells(serves: &[Serve]) -> Vec<Cell> {
    let cell = |serve: &Serve| {
        let Serve { violation, old_law, route } = serve;
        let (zh, en) = if *old_law { ("旧法", "old law") } else { ("法典", "code") };
        let tier = if route.tier == super::Tier::Heavier {
            ("加重", "heavier")
        } else {
            ("一般", "ordinary")
        };
        let name = Words::new(
            format!("{violation}（{zh}，{}，{}）", route.range, tier.0),
            format!("{violation} ({en}, {}, {})", route.range, tier.1),
        );
        (
            format!("{violation}/{en}/{}/{}/{}", route.range, tier.1, route.table),
            name,
            route.table.clone(),
        )
    };
    serves.iter().map(cell).collect()
}

fn cells(table: &Table) -> Vec<Cell> {
    let mut cells = vec![
        named("title", "名称", "title", &table.title.zh),
        named("method", "计算方式", "method", method(table)),
        named("subject", "处罚对象", "subject", subject(table)),
        named("clauses", "适用条款", "clauses", &table.clauses),
        named("at", "本表出处", "place in the source", &table.at),
        named("inherits", "各格出处随表", "cells inherit the place", table.inherits.to_string()),
        named("printed", "原文说明", "notes as printed", &table.printed),
    ];
    if let Some(how) = table.certainty {
        cells.push(named("certainty", "使用程度", "certainty", how.label().zh));
    }
    for (index, column) in table.columns.iter().enumerate() {
        column_cells(index, column, &mut cells);
    }
    for factor in &table.factors {
        let (zh, en) = (&factor.words.zh, &factor.words.en);
        cells.push(named(&factor.id, zh, en, zh));
        let window = factor.window.clone().unwrap_or_default();
        let (zh, en) = (format!("{zh}：回溯期"), format!("{en}: window"));
        cells.push(named(&format!("{}/window", factor.id), &zh, &en, window));
        for option in &factor.options {
            let cell = format!("{}/{}", factor.id, option.id);
            let zh = format!("{}：{}", factor.words.zh, option.words.zh);
            let en = format!("{}: {}", factor.words.en, option.words.en);
            cells.push(named(&cell, &zh, &en, &option.words.zh));
            for (column, weight) in option.weights.iter().enumerate() {
                let cell = format!("{cell}/{}", column + 1);
                cells.push(named(&cell, &zh, &en, shown(weight.as_ref())));
                let own = option.at.get(column).map(String::as_str).unwrap_or_default();
                let zh = format!("{zh}（出处）");
                cells.push(named(&format!("{cell}/at"), &zh, &format!("{en} (source)"), own));
            }
        }
    }
    for row in &table.rows {
        row_cells(row, table, &mut cells);
    }
    cells
}

fn method(table: &Table) -> &'static str {
    match table.method {
        super::Kind::Sum => "累加",
        super::Kind::General => "通用",
        super::Kind::Range => "区间",
    }
}

fn subject(table: &Table) -> &'static str {
    match table.subject {
        super::Subject::Unit => "单位",
        super::Subject::Individual => "个人",
        super::Subject::Party => "当事人",
        super::Subject::Staff => "责任人员",
    }
}

fn column_cells(index: usize, column: &Column, cells: &mut Vec<Cell>) {
    let number = index + 1;
    let name = column.name.as_ref().map(|name| name.zh.clone()).unwrap_or_default();
    let of = column.of.as_ref().map(|of| format!("{} × {}", of.base.words().zh, of.times));
    for (field, zh, en, value) in [
        ("name", "名称", "name", name),
        ("start", "起点%", "start %", shown(column.start.as_ref())),
        ("least", "保底%", "floor %", shown(column.least.as_ref())),
        ("of", "计算基数", "base", of.unwrap_or_default()),
        ("range", "法定幅度", "range", column.range.as_ref().map(range).unwrap_or_default()),
        ("at", "出处", "source", column.at.clone()),
    ] {
        let (zh, en) = (format!("第{number}栏{zh}"), format!("column {number}: {en}"));
        cells.push(named(&format!("column/{number}/{field}"), &zh, &en, value));
    }
}

fn row_cells(row: &TableRow, table: &Table, cells: &mut Vec<Cell>) {
    let when: Vec<String> = row.when.iter().map(|(f, o)| format!("{f}={o}")).collect();
    let said = table.factors.iter().filter_map(|factor| {
        let chosen = row.when.get(&factor.id)?;
        factor.options.iter().find(|option| option.id == *chosen).map(|option| &option.words)
    });
    let said: Vec<&Words> = said.collect();
    let zh: Vec<&str> = said.iter().map(|words| words.zh.as_str()).collect();
    let en: Vec<&str> = said.iter().map(|words| words.en.as_str()).collect();
    for (column, fine) in row.fines.iter().enumerate() {
        let cell = format!("row/{}/{}", when.join(","), column + 1);
        let read = fine.range.as_ref().map(|read| format!(" [{}]", range(read)));
        let value = format!("{}{}", fine.printed, read.unwrap_or_default());
        cells.push(named(&cell, &zh.join("；"), &en.join("; "), value));
        let (zh, en) =
            (format!("{}（出处）", zh.join("；")), format!("{} (source)", en.join("; ")));
        cells.push(named(&format!("{cell}/at"), &zh, &en, &fine.at));
    }
}

fn range(range: &PrintedRange) -> String {
    let (least, most) = (shown(range.minimum.as_ref()), shown(range.maximum.as_ref()));
    match range.base {
        super::Base::Fixed => format!("{least}–{most}"),
        base => format!("{} × {least}–{most}", base.words().zh),
    }
}

fn shown(value: Option<&Exact>) -> String {
    value.map(Exact::to_string).unwrap_or_default()
}
