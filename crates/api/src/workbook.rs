//! Tables in the spreadsheet format of offices (XLSX), read with limits and written plainly.

use crate::Problem;
use crate::extract::Items;
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use calamine::{Data, Reader as _, Xlsx};
use domain::discretion::Sheet;
use rust_xlsxwriter::{Format, IgnoreError, Workbook, Worksheet, XlsxError};
use serde::Serialize;
use std::io::{Cursor, Read as _};

/// Bytes of a file that is read.
pub(crate) const BYTES_MAX: usize = 2 << 20;
/// Bytes that its parts may unpack to, all together.
const UNPACKED_MAX: u64 = 64 << 20;
/// Rows and columns that are kept; a row beyond is kept as one empty row too many, for the rule to refuse.
const ROWS_MAX: u32 = 2_002;
const COLUMNS_MAX: u32 = 64;
/// Sheets that are read.
const SHEETS_MAX: usize = 620;

/// The rows of the first sheet, from A1 on.
///
/// # Errors
/// `workbook.unreadable` for what is no such file, or unpacks to more than is read.
pub(crate) fn read(bytes: Vec<u8>) -> Result<Vec<Vec<String>>, Problem> {
    let mut book = open(bytes)?;
    let name = book.sheet_names().first().cloned().ok_or_else(unreadable)?;
    rows_of(&mut book, &name)
}

/// Every sheet, as [`read`] does.
pub(crate) fn read_all(bytes: Vec<u8>) -> Result<Vec<Sheet>, Problem> {
    let mut book = open(bytes)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names().into_iter().take(SHEETS_MAX) {
        let rows = rows_of(&mut book, &name)?;
        sheets.push(Sheet { name, rows });
    }
    Ok(sheets)
}

type Book = Xlsx<Cursor<Vec<u8>>>;

fn open(bytes: Vec<u8>) -> Result<Book, Problem> {
    unpacks_within_limits(&bytes)?;
    Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable())
}

fn rows_of(book: &mut Book, name: &str) -> Result<Vec<Vec<String>>, Problem> {
    let mut formulas = book.worksheet_cells_reader(name).map_err(|_| unreadable())?;
    while let Some(cell) = formulas.next_formula().map_err(|_| unreadable())? {
        if !cell.get_value().is_empty() {
            return Err(formula(cell.get_position()));
        }
    }
    drop(formulas);
    // Cell by cell: a sheet may claim a cell at the far end of the grid.
    let mut cells = book.worksheet_cells_reader(name).map_err(|_| unreadable())?;
    let mut rows: Vec<Vec<String>> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(|_| unreadable())? {
        let (row, column) = cell.get_position();
        let text = Data::from(cell.get_value().clone()).to_string();
        if text.trim().is_empty() || column >= COLUMNS_MAX {
            continue;
        }
        let (row, column) = (row.min(ROWS_MAX) as usize, column as usize);
        if rows.len() <= row {
            rows.resize(row + 1, Vec::new());
        }
        let Some(cells) = rows.get_mut(row) else { continue };
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(column) {
            *cell = text;
        }
    }
    Ok(rows)
}

fn unpacks_within_limits(bytes: &[u8]) -> Result<(), Problem> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let mut left = UNPACKED_MAX;
    for index in 0..archive.len() {
        // What a part says of its own size is not believed.
        let part = archive.by_index(index).map_err(|_| unreadable())?;
        let size = std::io::copy(&mut part.take(left + 1), &mut std::io::sink());
        let size = size.map_err(|_| unreadable())?;
        left = left.checked_sub(size).ok_or_else(Problem::too_large)?;
    }
    Ok(())
}

/// What a formula computed is nothing that anybody wrote, and another program may compute it differently.
fn formula((row, column): (u32, u32)) -> Problem {
    let letter = u8::try_from(column).map_or('Z', |column| char::from(b'A' + column.min(25)));
    let cell = format!("{letter}{}", row.saturating_add(1));
    let zh = format!("{cell}：单元格含有公式，请复制后以“值”粘贴再上传，未导入任何内容");
    let en = format!("{cell}: holds a formula; paste it as a value. Nothing was imported");
    Problem::bad_request("workbook.formula", &zh, &en).field(&cell)
}

fn unreadable() -> Problem {
    let (zh, en) = (
        "无法读取该文件，请上传 Excel 工作簿（.xlsx），可先导出一份作为模板",
        "that is no readable workbook (.xlsx); export one and use it as a template",
    );
    Problem::bad_request("workbook.unreadable", zh, en).field("file")
}

/// A workbook with one sheet; the first row is its heading.
pub(crate) fn write(sheet: &str, rows: &[Vec<String>]) -> Result<Vec<u8>, Problem> {
    write_all(&[Sheet { name: sheet.to_owned(), rows: rows.to_vec() }], |row| row == 0)
}

/// A workbook of sheets; every cell is text, so that `1/3` stays a fraction and `=` begins no formula.
pub(crate) fn write_all(sheets: &[Sheet], heading: fn(usize) -> bool) -> Result<Vec<u8>, Problem> {
    let broken = |error: rust_xlsxwriter::XlsxError| Problem::broken(&error);
    let mut book = Workbook::new();
    for sheet in sheets {
        fill(book.add_worksheet(), sheet, heading).map_err(broken)?;
    }
    book.save_to_buffer().map_err(broken)
}

fn fill(page: &mut Worksheet, sheet: &Sheet, heading: fn(usize) -> bool) -> Result<(), XlsxError> {
    page.set_name(&sheet.name)?;
    if heading(0) {
        page.set_freeze_panes(1, 0)?;
    }
    let plain = Format::new().set_text_wrap().set_num_format("@");
    let bold = plain.clone().set_bold();
    for (number, row) in (0_u32..).zip(&sheet.rows) {
        let format = if heading(number as usize) { &bold } else { &plain };
        for (column, cell) in (0_u16..).zip(row) {
            page.write_string_with_format(number, column, cell, format)?;
        }
    }
    let columns = sheet.rows.iter().map(Vec::len).max().unwrap_or_default();
    for column in (0_u16..).take(columns) {
        let width = sheet.rows.iter().filter_map(|row| row.get(usize::from(column)));
        let width = width.map(|cell| cell.chars().count().min(40)).max().unwrap_or(8);
        page.set_column_width(column, (width as f64 * 1.6).max(10.0))?;
        page.set_column_format(column, &plain)?;
    }
    let (rows, columns) = (u32::try_from(sheet.rows.len()), u16::try_from(columns));
    if let (Ok(rows @ 1..), Ok(columns @ 1..)) = (rows, columns) {
        page.ignore_error_range(0, 0, rows, columns, IgnoreError::NumberStoredAsText)?;
    }
    Ok(())
}

/// The media type of workbooks.
pub(crate) const MEDIA: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A workbook as a file to save.
pub(crate) fn saved(name: &str, bytes: Vec<u8>) -> Response {
    file(MEDIA, name, "xlsx", bytes)
}

fn file(media: &str, name: &str, end: &str, bytes: Vec<u8>) -> Response {
    let headers: [(HeaderName, String); 2] = [
        (header::CONTENT_TYPE, media.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.{end}\"")),
    ];
    (headers, bytes).into_response()
}

/// In which form a table is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Csv,
    Json,
    Xlsx,
}

impl Form {
    /// The form of a name; a workbook unless told.
    pub(crate) fn named(name: Option<&str>) -> Result<Self, Problem> {
        match name.unwrap_or("xlsx") {
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            "xlsx" => Ok(Self::Xlsx),
            _ => {
                let (zh, en) = ("format 为 csv、json 或 xlsx", "format is csv, json or xlsx");
                Err(Problem::bad_request("http.query", zh, en).field("format"))
            }
        }
    }

    /// The table as a file to save.
    pub(crate) fn file<T: Serialize>(
        self,
        name: &str,
        rows: &[Vec<String>],
        objects: Vec<T>,
    ) -> Result<Response, Problem> {
        let (media, end, bytes) = match self {
            Self::Csv => {
                let text = crate::sheet::csv(rows.to_vec());
                ("text/csv; charset=utf-8", "csv", text.into_bytes())
            }
            Self::Json => {
                let whole = Items { items: objects, next: None };
                let text = serde_json::to_vec_pretty(&whole).map_err(|e| Problem::broken(&e))?;
                ("application/json", "json", text)
            }
            Self::Xlsx => (MEDIA, "xlsx", write("清单", rows)?),
        };
        Ok(file(media, name, end, bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Vec<Vec<String>> {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        vec![row(["编码", "名称", "说明"]), row(["eco-1", "=1+1", ""]), row(["eco-2", "甲", "二"])]
    }

    #[test]
    fn what_is_written_is_read_again_and_no_cell_becomes_a_formula() {
        let rows = read(write("清单", &table()).unwrap()).unwrap();
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[1], ["eco-1", "=1+1"], "empty cells at the end of a row are not kept");
        assert_eq!(rows[2], ["eco-2", "甲", "二"]);
    }

    #[test]
    fn a_formula_is_refused_by_its_cell() {
        let mut book = Workbook::new();
        let page = book.add_worksheet();
        page.write_string(0, 0, "编码").unwrap();
        page.write_formula(2, 1, "=A1&\"x\"").unwrap();
        let problem = read(book.save_to_buffer().unwrap()).unwrap_err();
        assert_eq!(problem.status(), 400);
        assert!(problem.words(crate::language::Language::En).starts_with("B3:"));
    }

    #[test]
    fn what_is_no_workbook_is_refused() {
        for bytes in [b"code,name".to_vec(), b"PK\x03\x04rest".to_vec(), Vec::new()] {
            assert_eq!(read(bytes).unwrap_err().status(), 400);
        }
    }

    #[test]
    fn a_cell_at_the_end_of_the_grid_costs_nothing() {
        let mut book = Workbook::new();
        let page = book.add_worksheet();
        page.write_string(0, 0, "编码").unwrap();
        page.write_string(1_048_575, 16_383, "far").unwrap();
        page.write_string(1_048_575, 0, "low").unwrap();
        let rows = read(book.save_to_buffer().unwrap()).unwrap();
        assert_eq!(rows.len(), ROWS_MAX as usize + 1);
        assert_eq!(rows.last().unwrap(), &["low"]);
    }

    #[test]
    fn a_file_that_unpacks_to_too_much_is_refused() {
        use std::io::Write as _;
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        archive.start_file("xl/workbook.xml", options).unwrap();
        let block = vec![0_u8; 1 << 20];
        for _ in 0..65 {
            archive.write_all(&block).unwrap();
        }
        let bytes = archive.finish().unwrap().into_inner();
        assert!(bytes.len() < BYTES_MAX, "small to send");
        assert_eq!(read(bytes).unwrap_err().status(), 413);
    }
}
