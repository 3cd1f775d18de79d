//! Reads sheets as a set. Where a cell is wrong there is no set, and every fault is told with its cell.

use super::cells::{Cells, named};
use super::{EXCLUSIONS, SERVES, SET, Sheet, TABLE, WINDOWS, read_set, read_table};
use crate::discretion::{BenchmarkContent, Flaw, Ranges, Severity, Violations};
use crate::item::CellFault;
use crate::law::Words;
use std::collections::BTreeMap;

/// A set that was read without a fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadSet {
    /// What was read.
    pub content: BenchmarkContent,
    places: Places,
}

/// Tables that a workbook may hold.
const TABLES_MAX: usize = 600;

/// Where in the sheets each cell of a set was read: table and cell as the checks name them → `表3!C7`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Places(BTreeMap<(String, String), String>);

impl Places {
    pub(super) fn put(&mut self, table: &str, cell: &str, place: String) {
        self.0.insert((table.to_owned(), cell.to_owned()), place);
    }

    /// The cell itself, else the nearest thing around it.
    fn of(&self, flaw: &Flaw) -> String {
        let table = flaw.table.as_deref().unwrap_or_default();
        let cell = flaw.cell.as_deref().unwrap_or_default();
        // A column has the code of its table and a number behind it; a use stands on a sheet of its own.
        let bare = table.rsplit_once('/').map_or(table, |(bare, _)| bare);
        for table in [table, bare, ""] {
            let mut cell = Some(cell);
            while let Some(here) = cell {
                if let Some(place) = self.get(table, here) {
                    return place.to_owned();
                }
                cell = here.rsplit_once('/').map(|(around, _)| around);
            }
        }
        let sheet = [table, bare].into_iter().find_map(|table| self.get(table, "code"));
        sheet.map_or_else(|| named(SET, 0, 0), str::to_owned)
    }

    fn get(&self, table: &str, cell: &str) -> Option<&str> {
        self.0.get(&(table.to_owned(), cell.to_owned())).map(String::as_str)
    }
}

impl ReadSet {
    /// What the checks find in it, each with its cell: errors and warnings.
    pub fn flaws(
        &self,
        ranges: &Ranges,
        violations: &Violations,
    ) -> (Vec<CellFault>, Vec<CellFault>) {
        let flaws = self.content.flaws(ranges, violations);
        let (errors, warnings): (Vec<Flaw>, Vec<Flaw>) =
            flaws.into_iter().partition(|flaw| flaw.severity == Severity::Error);
        let told = |flaws: Vec<Flaw>| -> Vec<CellFault> {
            let fault = |flaw: Flaw| CellFault { cell: self.places.of(&flaw), words: flaw.words };
            flaws.into_iter().map(fault).collect()
        };
        (told(errors), told(warnings))
    }

    /// Where a field of the set was read, for a refusal that names it.
    pub fn place(&self, field: &str) -> Option<&str> {
        self.places.get("", field)
    }
}

/// Reads the sheets of a workbook; the one that explains is not read.
///
/// # Errors
/// Every fault found, at most a hundred, each with its sheet and cell.
pub fn read_sheets(sheets: &[Sheet]) -> Result<ReadSet, Vec<CellFault>> {
    let mut faults = Vec::new();
    let found: Vec<Option<&Sheet>> =
        [SET, WINDOWS, EXCLUSIONS, SERVES].map(|name| sheet_of(sheets, name, &mut faults)).into();
    let [Some(set), Some(windows), Some(exclusions), Some(serves)] = found.as_slice() else {
        return Err(faults);
    };
    let mut places = Places::default();
    let (mut read, rounding_basis) =
        read_set::set(Cells { sheet: set, faults: &mut faults }, &mut places);
    read.rules.windows = read_set::windows(Cells { sheet: windows, faults: &mut faults });
    let pledge = read.rules.pledge.as_mut();
    read_set::exclusions(Cells { sheet: exclusions, faults: &mut faults }, pledge);
    let serves = read_set::serves(Cells { sheet: serves, faults: &mut faults }, &mut places);
    let tables = sheets.iter().filter(|sheet| sheet.name.trim().starts_with(TABLE));
    for sheet in tables.take(TABLES_MAX) {
        let cells = Cells { sheet, faults: &mut faults };
        read.tables.extend(read_table::table(cells, &mut places));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let content = BenchmarkContent { set: read, serves, rounding_basis };
    Ok(ReadSet { content, places })
}

fn sheet_of<'a>(sheets: &'a [Sheet], name: &str, faults: &mut Vec<CellFault>) -> Option<&'a Sheet> {
    let found = sheets.iter().find(|sheet| sheet.name.trim() == name);
    if found.is_none() {
        let words = Words::new(
            format!("工作簿缺少“{name}”页，请使用导出的工作簿或者空白模板"),
            format!("the sheet {name} is missing; begin with an export or the template"),
        );
        faults.push(CellFault { cell: named(name, 0, 0), words });
    }
    found
}
