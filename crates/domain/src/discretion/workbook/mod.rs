//! A benchmark set as the sheets of a workbook, and back, with every fault named by sheet and cell.
//!
//! One sheet a table, and before them what holds for the set. What is written and read again is the same set, byte for byte.

mod cells;
mod labels;
mod read;
mod read_set;
mod read_table;
mod write;
mod write_table;

pub use read::{ReadSet, read_sheets};
pub use write::{sheets, template};

/// A sheet: its name, and its rows from A1 on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// As it stands on its tab.
    pub name: String,
    /// Texts; rows end with their last filled cell.
    pub rows: Vec<Vec<String>>,
}

/// Names of the sheets that every workbook has.
const ABOUT: &str = "说明";
const SET: &str = "基准";
const WINDOWS: &str = "回溯期";
const EXCLUSIONS: &str = "承诺除外";
const SERVES: &str = "适用";
/// What the names of the sheets with tables begin with.
const TABLE: &str = "表";
