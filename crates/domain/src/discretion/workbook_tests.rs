//! A set goes into a workbook and comes back; what is wrong in a cell is named by that cell.

use super::check_tests::{GOOD, VIOLATIONS};
use super::tests::{RANGES, TABLES};
use super::*;
use rstest::rstest;

fn sheet<'a>(book: &'a mut [Sheet], name: &str) -> &'a mut Sheet {
    book.iter_mut().find(|sheet| sheet.name == name).unwrap()
}

/// The row of a sheet whose first cells are these.
fn row_of(sheet: &Sheet, cells: &[&str]) -> usize {
    let begins = |row: &&Vec<String>| {
        cells.iter().enumerate().all(|(i, c)| row.get(i).is_some_and(|r| r == c))
    };
    sheet.rows.iter().position(|row| begins(&row)).unwrap()
}

#[test]
fn every_shipped_set_comes_back_byte_for_byte() {
    for set in TABLES.sets() {
        let content = BenchmarkContent {
            rounding_basis: "舍去".into(),
            ..BenchmarkContent::copy_of(set, &VIOLATIONS)
        };
        let read = read_sheets(&sheets(&content)).unwrap();
        assert_eq!(read.content, content);
        assert_eq!(read.content.digest(), content.digest());
    }
}

/// A workbook that was exported before orders were kept is still read; it declares none.
#[test]
fn a_workbook_without_orders_is_read() {
    let set = TABLES.sets().find(|set| set.id == "guangdong-2022").unwrap();
    let content = BenchmarkContent {
        rounding_basis: "舍去".into(),
        ..BenchmarkContent::copy_of(set, &VIOLATIONS)
    };
    let mut book = sheets(&content);
    for sheet in &mut book {
        let (Some(from), Some(to)) = (
            sheet.rows.iter().position(|row| row.last().is_some_and(|cell| cell == "轻重顺序")),
            sheet.rows.iter().position(|row| row.first().is_some_and(|cell| cell == "区间")),
        ) else {
            continue;
        };
        sheet.rows[from..to].iter_mut().for_each(|row| row.truncate(7));
    }
    let read = read_sheets(&book).unwrap().content;
    let factors = |content: &BenchmarkContent| {
        content.set.tables.iter().flat_map(|table| table.factors.clone()).collect::<Vec<_>>()
    };
    assert!(factors(&read).iter().all(|factor| factor.order.is_none()));
    assert_eq!(factors(&content).iter().filter(|factor| factor.order.is_some()).count(), 400);
}

#[test]
fn places_of_single_cells_come_back_too() {
    let mut content = GOOD.clone();
    let table = &mut content.set.tables[1];
    table.inherits = false;
    table.columns[1].at = "第3页第2栏".into();
    let option = &mut table.factors[0].options[1];
    option.at = vec![String::new(), "第3页右".into()];
    assert_eq!(read_sheets(&sheets(&content)).unwrap().content, content);
}

#[test]
fn the_template_names_what_is_to_be_filled_in_and_no_table() {
    let faults = read_sheets(&template()).unwrap_err();
    let cells: Vec<&str> = faults.iter().map(|fault| fault.cell.as_str()).collect();
    assert_eq!(
        cells,
        [
            "基准!B2",
            "基准!B3",
            "基准!B4",
            "基准!B6",
            "基准!B10",
            "基准!B12",
            "基准!B13",
            "基准!B14"
        ]
    );
}

/// A cell by the first cell of its row, rows below that, and its letter.
type Place = (&'static str, usize, char);

/// Writes into a cell; its name, and the name of another.
fn spoil(book: &mut [Sheet], name: &str, place: Place, text: &str, named: Place) -> String {
    let sheet = sheet(book, name);
    let row = |place: Place| row_of(sheet, &[place.0]) + place.1;
    let told = format!("{name}!{}{}", named.2, row(named) + 1);
    let (row, column) = (row(place), usize::from(place.2 as u8 - b'A'));
    if sheet.rows.len() <= row {
        sheet.rows.resize(row + 1, Vec::new());
    }
    let cells = &mut sheet.rows[row];
    if cells.len() <= column {
        cells.resize(column + 1, String::new());
    }
    cells[column] = text.to_owned();
    told
}

#[rstest]
#[case("表1", ("site", 1, 'H'), "六")]
#[case("表1", ("site", 1, 'H'), "0.06")]
#[case("表1", ("site", 1, 'H'), "6%")]
#[case("表1", ("site", 1, 'E'), "")]
#[case("表1", ("栏", 1, 'D'), "企业")]
#[case("表2", ("因素", 0, 'H'), "权重")]
#[case("表2", ("栏", 0, 'E'), "起点")]
#[case("表3", ("计算方式", 0, 'B'), "求和")]
#[case("表3", ("名称", 0, 'B'), " ")]
#[case("基准", ("施行日期", 0, 'B'), "46296")]
#[case("基准", ("从重上限", 0, 'B'), "五分之一")]
#[case("回溯期", ("编码", 1, 'C'), "两")]
#[case("承诺除外", ("编码", 1, 'A'), "x")]
#[case("适用", ("违法行为", 3, 'D'), "特重")]
fn a_fault_is_named_by_its_cell(#[case] sheet: &str, #[case] place: Place, #[case] text: &str) {
    let mut book = sheets(&GOOD);
    let cell = spoil(&mut book, sheet, place, text, place);
    let faults = read_sheets(&book).unwrap_err();
    assert!(faults.iter().any(|fault| fault.cell == cell), "{cell} not in {faults:?}");
    assert!(faults.iter().all(|fault| !fault.words.en.is_empty()));
}

#[test]
fn a_sheet_that_is_missing_is_named() {
    let mut book = sheets(&GOOD);
    book.retain(|sheet| sheet.name != "适用");
    assert_eq!(read_sheets(&book).unwrap_err()[0].cell, "适用!A1");
}

#[rstest]
#[case("benchmark.not_monotone", "表1", ("site", 2, 'H'), "1", ("site", 2, 'H'))]
#[case("benchmark.gap", "表1", ("duration", 1, 'F'), "4个月以上不足6个月", ("duration", 0, 'A'))]
#[case("benchmark.source_missing", "表1", ("各格出处", 0, 'B'), "逐格", ("site", 1, 'I'))]
#[case("benchmark.sum_above", "表1", ("site", 2, 'H'), "80", ("栏", 1, 'E'))]
#[case("benchmark.negative", "表1", ("site", 0, 'H'), "-1", ("site", 0, 'H'))]
#[case("benchmark.rounding_missing", "基准", ("取舍规定", 0, 'B'), "", ("取舍规定", 0, 'B'))]
#[case("benchmark.violation_unknown", "适用", ("违法行为", 1, 'A'), "nothing", ("违法行为", 1, 'A'))]
fn what_the_checks_find_is_named_by_its_cell(
    #[case] code: &str,
    #[case] sheet: &str,
    #[case] place: Place,
    #[case] text: &str,
    #[case] named: Place,
) {
    let mut book = sheets(&GOOD);
    let cell = spoil(&mut book, sheet, place, text, named);
    let read = read_sheets(&book).unwrap();
    assert!(read.content.flaws(&RANGES, &VIOLATIONS).iter().any(|flaw| flaw.code == code));
    let (errors, _) = read.flaws(&RANGES, &VIOLATIONS);
    assert!(errors.iter().any(|fault| fault.cell == cell), "{cell} not in {errors:?}");
}

#[test]
fn a_range_row_names_only_options_that_there_are() {
    let set = TABLES.set("guangdong-2022@2022-1").unwrap();
    let content = BenchmarkContent::copy_of(set, &VIOLATIONS);
    let mut book = sheets(&content);
    let index = content.set.tables.iter().position(|table| table.method == Kind::Range).unwrap();
    let name = format!("表{}", index + 1);
    let sheet = sheet(&mut book, &name);
    let row = row_of(sheet, &["区间"]) + 1;
    sheet.rows[row][1] = "9".into();
    let faults = read_sheets(&book).unwrap_err();
    assert_eq!(faults[0].cell, format!("{name}!B{}", row + 1));
}
