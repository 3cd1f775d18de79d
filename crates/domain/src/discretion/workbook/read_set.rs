//! Reads what holds for the set as a whole.

use super::cells::Cells;
use super::labels::{
    ANCHORS, CERTAINTIES, COUNTS, EXCLUSION_HEAD, ROUNDINGS, SERVE_HEAD, SET_HEAD, SET_ROWS, TIERS,
    UNKNOWNS, WINDOW_HEAD, YES,
};
use super::read::Places;
use crate::Date;
use crate::discretion::{
    BenchmarkSet, Exclusion, Limits, PledgeRule, Route, Rules, Serve, Window, WithinRange, Wording,
};
use crate::law::{Certainty, Words};

/// The column of what a row of the sheet says.
const VALUE: usize = 1;

/// The rows below the headings of a sheet with something in them.
fn filled(cells: &Cells<'_>) -> Vec<usize> {
    (1..cells.sheet.rows.len()).filter(|row| !cells.is_blank(*row)).collect()
}

/// The set without windows, exclusions and tables, and its rule of rounding in words.
pub(super) fn set(mut cells: Cells<'_>, places: &mut Places) -> (BenchmarkSet, String) {
    let cells = &mut cells;
    cells.headings(0, &SET_HEAD[..2]);
    let [
        id,
        version,
        title,
        source,
        certainty,
        label,
        from,
        to,
        rounding,
        basis,
        unknown,
        at_least,
        up_to,
        rest @ ..,
    ] = rows(cells);
    for (field, row) in [
        ("source", source),
        ("label", label),
        ("effective_to", to),
        ("rounding_basis", basis),
        ("content.set.id", id),
        ("content.set.version", version),
    ] {
        places.put("", field, cells.place(row, VALUE));
    }
    let set = BenchmarkSet {
        id: cells.needed(id, VALUE),
        version: cells.needed(version, VALUE),
        title: needed_words(cells, title),
        source: cells.words(source, VALUE),
        certainty: cells.one(certainty, VALUE, CERTAINTIES).unwrap_or(Certainty::Unreviewed),
        label: cells.words(label, VALUE),
        effective_from: day(cells, from),
        effective_to: day(cells, to),
        rules: Rules {
            rounding: cells.one(rounding, VALUE, ROUNDINGS).unwrap_or_default(),
            unknown: cells.one(unknown, VALUE, UNKNOWNS).unwrap_or_default(),
            wording: Wording {
                at_least_includes: cells.one(at_least, VALUE, YES).unwrap_or(true),
                up_to_includes: cells.one(up_to, VALUE, YES).unwrap_or(true),
            },
            ..figures(cells, rest)
        },
        tables: Vec::new(),
    };
    (set, cells.text(basis, VALUE).to_owned())
}

/// Which row of the sheet each word of the first column stands in; a missing one is a fault.
fn rows(cells: &mut Cells<'_>) -> [usize; SET_ROWS.len()] {
    SET_ROWS.map(|(label, _)| {
        let found = (1..cells.sheet.rows.len()).find(|row| cells.word(*row, 0) == label);
        if found.is_none() {
            let zh = format!("缺少“{label}”一行，请使用导出的工作簿或者空白模板");
            let en = format!("the row {label} is missing; begin with an export or the template");
            cells.fault(0, 0, zh, en);
        }
        // Beyond the last row every cell is empty.
        found.unwrap_or(usize::MAX)
    })
}

fn needed_words(cells: &mut Cells<'_>, row: usize) -> Words {
    cells.needed(row, VALUE);
    cells.words(row, VALUE)
}

fn day(cells: &mut Cells<'_>, row: usize) -> Option<Date> {
    let word = cells.word(row, VALUE);
    if word.is_empty() {
        return None;
    }
    let day = word.parse().ok();
    if day.is_none() {
        let zh = format!("“{word}”不是日期；请将单元格格式设为文本，写作 2026-10-01");
        let en = format!("`{word}` is no date; write 2026-10-01 in a cell of text");
        cells.fault(row, VALUE, zh, en);
    }
    day
}

/// Limits, the fine within a range, and the pledge.
fn figures(cells: &mut Cells<'_>, rows: [usize; 12]) -> Rules {
    let [
        aggravate,
        lighten,
        mitigate,
        limit_basis,
        lighter,
        ordinary,
        from_least,
        heavier,
        within_basis,
        least,
        most,
        pledge_basis,
    ] = rows;
    let limits = Limits {
        aggravate_of_maximum: cells.number(aggravate, VALUE),
        lighten_of_maximum: cells.number(lighten, VALUE),
        mitigate_of_minimum: cells.number(mitigate, VALUE),
        basis: cells.maybe_words(limit_basis, VALUE),
    };
    let any = |cells: &Cells<'_>, rows: &[usize]| {
        rows.iter().any(|row| !cells.word(*row, VALUE).is_empty())
    };
    let mut rules = Rules { limits, ..Rules::default() };
    if any(cells, &[lighter, ordinary, from_least, heavier, within_basis]) {
        let numbers = [lighter, ordinary, from_least, heavier];
        let numbers = numbers.map(|row| cells.needed_number(row, VALUE));
        if let [Some(lighter), Some(ordinary), Some(from_least), Some(heavier)] = numbers {
            rules.within_range = Some(WithinRange {
                lighter_of_maximum: lighter,
                ordinary_of_maximum: ordinary,
                ordinary_of_minimum: from_least,
                heavier_of_minimum: heavier,
                basis: needed_words(cells, within_basis),
            });
        }
    }
    if any(cells, &[least, most, pledge_basis]) {
        let numbers = [least, most].map(|row| cells.needed_number(row, VALUE));
        if let [Some(least), Some(most)] = numbers {
            let basis = needed_words(cells, pledge_basis);
            rules.pledge = Some(PledgeRule { least, most, basis, exclusions: Vec::new() });
        }
    }
    rules
}

pub(super) fn windows(mut cells: Cells<'_>) -> Vec<Window> {
    let cells = &mut cells;
    cells.headings(0, &WINDOW_HEAD);
    let mut windows = Vec::new();
    for row in filled(cells) {
        let years = cells.needed(row, 2).parse().ok().filter(|years| (1..=20).contains(years));
        if years.is_none() {
            let (zh, en) = ("年数为1至20的整数", "years are a whole number from 1 to 20");
            cells.fault(row, 2, zh.to_owned(), en.to_owned());
        }
        windows.push(Window {
            id: cells.needed(row, 0),
            counts: cells.one(row, 1, COUNTS).unwrap_or(crate::discretion::Counts::AnyViolation),
            years: years.unwrap_or_default(),
            from: cells.one(row, 3, ANCHORS).unwrap_or(crate::discretion::Anchor::Discovery),
            includes_anchor: cells.one(row, 4, YES).unwrap_or_default(),
            includes_this: cells.one(row, 5, YES).unwrap_or_default(),
            each_act: cells.one(row, 6, YES).unwrap_or_default(),
            basis: cells.words(row, 7),
        });
        cells.needed(row, 7);
    }
    windows
}

/// What excludes the pledge; only a set that knows the pledge has any.
pub(super) fn exclusions(mut cells: Cells<'_>, pledge: Option<&mut PledgeRule>) {
    let cells = &mut cells;
    cells.headings(0, &EXCLUSION_HEAD);
    let mut exclusions = Vec::new();
    for row in filled(cells) {
        let id = cells.needed(row, 0);
        cells.needed(row, 1);
        exclusions.push(Exclusion { id, words: cells.words(row, 1) });
    }
    match pledge {
        Some(rule) => rule.exclusions = exclusions,
        None if exclusions.is_empty() => {}
        None => {
            let zh = "“基准”页没有填写公开道歉承诺，除外情形无处可用；请补填或者删去这些行";
            let en =
                "the set knows no pledge that these could exclude; enter it or remove the rows";
            cells.fault(1, 0, zh.to_owned(), en.to_owned());
        }
    }
}

pub(super) fn serves(mut cells: Cells<'_>, places: &mut Places) -> Vec<Serve> {
    let cells = &mut cells;
    cells.headings(0, &SERVE_HEAD);
    let mut serves = Vec::new();
    for row in filled(cells) {
        let number = serves.len() + 1;
        // The checks name a use by its number, whatever table it is for.
        places.put("", &format!("serves/{number}"), cells.place(row, 0));
        serves.push(Serve {
            violation: cells.needed(row, 0),
            old_law: cells.one(row, 1, YES).unwrap_or_default(),
            route: Route {
                range: cells.needed(row, 2),
                clause: cells.citation(row, 7),
                tier: cells.one(row, 3, TIERS).unwrap_or_default(),
                table: cells.needed(row, 4),
                why: cells.words(row, 5),
            },
        });
    }
    serves
}
