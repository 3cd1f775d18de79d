//! Items as rows of a table for spreadsheets, and back, with every fault named by its cell.

use super::{Department, Item, ItemKind, Items, Review};
use crate::discretion::Ranges;
use crate::law::{Acts, Certainty, Citation, Words};
use crate::region::Level;
use serde::{Deserialize, Serialize};

/// What stands in the first row. The last column is only told, never read.
pub const HEADINGS: [&str; 12] = [
    "编码",
    "名称",
    "英文名称",
    "职权类型",
    "义务条款",
    "职权依据",
    "2026-08-15前的依据",
    "第一责任层级",
    "实施主体类别",
    "法定实施主体",
    "法定幅度",
    "复核状态",
];
/// Columns that are read.
const READ: usize = 11;
/// Rows of a table.
const ROWS_MAX: usize = 2_000;
/// Faults that are told at once.
const FAULTS_MAX: usize = 100;

/// The fields of the columns that are read.
const FIELDS: [&str; READ] = [
    "code",
    "name",
    "name_en",
    "kind",
    "duty",
    "penalty",
    "penalty_before",
    "first_responsible",
    "department",
    "subject",
    "ranges",
];

const KINDS: [(ItemKind, &str, &str); 3] = [
    (ItemKind::Penalty, "行政处罚", "penalty"),
    (ItemKind::Coercion, "行政强制", "coercion"),
    (ItemKind::Inspection, "行政检查", "inspection"),
];
const LEVELS: [(Level, &str, &str); 3] = [
    (Level::City, "市级", "city"),
    (Level::County, "县级", "county"),
    (Level::Town, "乡镇", "town"),
];
const ECOLOGY: &str = "生态环境主管部门";
const DESIGNATED: &str = "地方人民政府确定的部门";

/// What is wrong in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFault {
    /// For instance `C7`.
    pub cell: String,
    /// What is wrong and what to write.
    pub words: Words,
}

/// The rows of items, headings first.
pub fn rows_of<'a>(items: impl IntoIterator<Item = &'a Item>) -> Vec<Vec<String>> {
    let mut rows = vec![HEADINGS.map(str::to_owned).to_vec()];
    rows.extend(items.into_iter().map(row_of));
    rows
}

fn row_of(item: &Item) -> Vec<String> {
    let cited =
        |cited: &[Citation]| cited.iter().map(Citation::to_string).collect::<Vec<_>>().join("; ");
    let department = match &item.department {
        Department::Ecology => ECOLOGY.to_owned(),
        Department::Designated => DESIGNATED.to_owned(),
        Department::Other(name) => name.clone(),
    };
    let review = match &item.review {
        Review::Unreviewed => "未复核".to_owned(),
        Review::Confirmed { name, at, .. } => format!("{name} {} 确认", at.date()),
    };
    vec![
        item.code.clone(),
        item.name.zh.clone(),
        item.name.en.clone(),
        KINDS.iter().find(|kind| kind.0 == item.kind).map_or("", |kind| kind.1).to_owned(),
        cited(&item.duty),
        cited(&item.penalty),
        cited(&item.penalty_before),
        LEVELS.iter().find(|l| l.0 == item.first_responsible).map_or("", |l| l.1).to_owned(),
        department,
        item.subject.clone(),
        item.ranges.join("; "),
        review,
    ]
}

/// A field that a correction changes, as people write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// The field, as in the API.
    pub field: String,
    /// What it is called in a table.
    pub heading: String,
    /// Before; empty for a new item.
    pub before: String,
    /// After.
    pub after: String,
}

impl FieldChange {
    /// Every field that differs between two contents of an item.
    pub fn between(before: Option<&Item>, after: &Item) -> Vec<Self> {
        let before = before.map(row_of).unwrap_or_else(|| vec![String::new(); HEADINGS.len()]);
        let named = FIELDS.into_iter().zip(HEADINGS);
        let cells = before.into_iter().zip(row_of(after));
        let pairs = named.zip(cells).filter(|(_, (before, after))| before != after);
        pairs
            .map(|((field, heading), (before, after))| {
                let (field, heading) = (field.to_owned(), heading.to_owned());
                Self { field, heading, before, after }
            })
            .collect()
    }
}

/// Reads items; every row is unreviewed, whatever the table says.
///
/// # Errors
/// Every fault found, at most a hundred, each with its cell. Where there is one, there are no items.
pub fn read_items(
    rows: &[Vec<String>],
    acts: &Acts,
    ranges: &Ranges,
) -> Result<Vec<Item>, Vec<CellFault>> {
    let mut reader = Reader { faults: Vec::new() };
    reader.headings(rows);
    let mut items: Vec<Item> = Vec::new();
    for (index, row) in filled(rows) {
        let Some(item) = reader.item(index, row) else { continue };
        if items.iter().any(|earlier| earlier.code == item.code) {
            let en = format!("`{}` stands twice", item.code);
            reader.fault(index, 0, format!("编码“{}”重复", item.code), en);
        } else if let Err(refusal) = item.check(acts, ranges) {
            let column = column_of(refusal.field.as_deref().unwrap_or_default());
            reader.fault(index, column, refusal.zh, refusal.en);
        } else {
            items.push(item);
        }
    }
    reader.end(rows.len(), items)
}

/// Reads the codes of a list: its first column, under the heading 编码.
///
/// # Errors
/// As [`read_items`].
pub fn read_codes(rows: &[Vec<String>], items: &Items) -> Result<Vec<String>, Vec<CellFault>> {
    let mut reader = Reader { faults: Vec::new() };
    let heading = cell(rows.first().map_or(&[][..], Vec::as_slice), 0);
    if heading != HEADINGS[0] {
        let en = format!("the heading of the first column is {}", HEADINGS[0]);
        reader.fault(0, 0, format!("第一列的标题应为“{}”", HEADINGS[0]), en);
    }
    let mut codes: Vec<String> = Vec::new();
    for (index, row) in filled(rows) {
        let code = cell(row, 0).to_owned();
        if items.get(&code).is_none() {
            let en = format!("there is no item `{code}`");
            reader.fault(index, 0, format!("没有编码为“{code}”的事项，请先在事项目录中录入"), en);
        } else if codes.contains(&code) {
            let en = format!("`{code}` stands twice");
            reader.fault(index, 0, format!("编码“{code}”重复"), en);
        } else {
            codes.push(code);
        }
    }
    reader.end(rows.len(), codes)
}

fn filled(rows: &[Vec<String>]) -> impl Iterator<Item = (usize, &[String])> {
    let some = |row: &&Vec<String>| row.iter().any(|cell| !cell.trim().is_empty());
    let rows = rows.iter().enumerate().skip(1).take(ROWS_MAX);
    rows.filter(move |(_, row)| some(row)).map(|(index, row)| (index, row.as_slice()))
}

fn cell(row: &[String], column: usize) -> &str {
    row.get(column).map_or("", |cell| cell.trim())
}

/// Which column a field of an item stands in.
fn column_of(field: &str) -> usize {
    FIELDS.iter().position(|name| *name == field).unwrap_or(0)
}

struct Reader {
    faults: Vec<CellFault>,
}

impl Reader {
    fn fault(&mut self, row: usize, column: usize, zh: String, en: String) {
        if self.faults.len() < FAULTS_MAX {
            // A sheet counts rows from one and has its columns A to L.
            let letter = char::from(b'A' + u8::try_from(column).unwrap_or(0).min(25));
            let cell = format!("{letter}{}", row + 1);
            self.faults.push(CellFault { cell, words: Words { zh, en } });
        }
    }

    fn headings(&mut self, rows: &[Vec<String>]) {
        let first = rows.first().map_or(&[][..], Vec::as_slice);
        for (column, heading) in HEADINGS.iter().enumerate().take(READ) {
            if cell(first, column) != *heading {
                let en = format!("the heading of this column is {heading}");
                self.fault(0, column, format!("此列标题应为“{heading}”，请使用导出的表格"), en);
            }
        }
    }

    fn item(&mut self, index: usize, row: &[String]) -> Option<Item> {
        let before = self.faults.len();
        let kind = self.one_of(index, 3, cell(row, 3), &KINDS);
        let first_responsible = self.one_of(index, 7, cell(row, 7), &LEVELS);
        let department = match cell(row, 8) {
            "" => {
                let zh = format!("请填写“{ECOLOGY}”“{DESIGNATED}”或者其他部门名称");
                self.fault(index, 8, zh, "name the department".to_owned());
                None
            }
            ECOLOGY => Some(Department::Ecology),
            DESIGNATED => Some(Department::Designated),
            name => Some(Department::Other(name.to_owned())),
        };
        let duty = self.cited(index, 4, cell(row, 4));
        let penalty = self.cited(index, 5, cell(row, 5));
        let penalty_before = self.cited(index, 6, cell(row, 6));
        if self.faults.len() > before {
            return None;
        }
        Some(Item {
            code: cell(row, 0).to_owned(),
            name: Words::new(cell(row, 1), cell(row, 2)),
            kind: kind?,
            duty,
            penalty,
            duty_before: Vec::new(),
            penalty_before,
            first_responsible: first_responsible?,
            department: department?,
            subject: cell(row, 9).to_owned(),
            ranges: parts(cell(row, 10)).map(str::to_owned).collect(),
            certainty: Certainty::Unreviewed,
            review: Review::Unreviewed,
        })
    }

    fn one_of<T: Copy>(
        &mut self,
        row: usize,
        column: usize,
        text: &str,
        known: &[(T, &str, &str)],
    ) -> Option<T> {
        let found = known.iter().find(|(_, zh, en)| *zh == text || *en == text);
        if found.is_none() {
            let list = |pick: fn(&(T, &str, &str)) -> String| {
                known.iter().map(pick).collect::<Vec<_>>().join("、")
            };
            let zh = format!("应为：{}", list(|one| one.1.to_owned()));
            self.fault(row, column, zh, format!("one of {}", list(|one| one.2.to_owned())));
        }
        found.map(|one| one.0)
    }

    fn cited(&mut self, row: usize, column: usize, text: &str) -> Vec<Citation> {
        let mut cited = Vec::new();
        for part in parts(text) {
            match part.parse() {
                Ok(citation) => cited.push(citation),
                Err(_) => {
                    let zh =
                        format!("“{part}”不是条文引用，格式如 eco_code:1175.1(5)，多条用分号隔开");
                    let en = format!("`{part}` is no citation such as eco_code:1175.1(5)");
                    self.fault(row, column, zh, en);
                }
            }
        }
        cited
    }

    fn end<T>(mut self, rows: usize, read: Vec<T>) -> Result<Vec<T>, Vec<CellFault>> {
        if rows > ROWS_MAX + 1 {
            let en = format!("at most {ROWS_MAX} rows; split the table");
            self.fault(ROWS_MAX + 1, 0, format!("最多{ROWS_MAX}行，请分次导入"), en);
        }
        if read.is_empty() && self.faults.is_empty() {
            self.fault(1, 0, "表中没有事项".to_owned(), "the table has no item".to_owned());
        }
        if self.faults.is_empty() { Ok(read) } else { Err(self.faults) }
    }
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([';', '；', '、', '\n']).map(str::trim).filter(|part| !part.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn read(rows: &[Vec<String>]) -> Result<Vec<Item>, Vec<CellFault>> {
        read_items(rows, &Acts::shipped().unwrap(), &Ranges::shipped().unwrap())
    }

    #[test]
    fn what_is_written_is_read_again() {
        let items = Items::shipped().unwrap();
        let read = read(&rows_of(items.iter())).unwrap();
        assert_eq!(read.len(), items.iter().count());
        for item in &read {
            let known = items.get(&item.code).unwrap();
            // It has no column: whoever reads a table keeps what is known.
            let item = Item { duty_before: known.duty_before.clone(), ..item.clone() };
            assert!(item.same_content(known), "{}", item.code);
        }
    }

    #[rstest]
    #[case(0, "ECO 1", "A3", "小写字母")]
    #[case(1, "", "B3", "名称")]
    #[case(3, "处分", "D3", "行政处罚")]
    #[case(4, "第五条", "E3", "eco_code")]
    #[case(5, "", "F3", "依据")]
    #[case(5, "no_such_act:3", "F3", "法规库")]
    #[case(7, "省级", "H3", "市级")]
    #[case(8, "", "I3", "生态环境")]
    #[case(10, "eco_code:9999", "K3", "法定幅度")]
    #[case(0, "eco-1086-p2", "A3", "重复")]
    fn a_fault_is_named_by_its_cell(
        #[case] column: usize,
        #[case] text: &str,
        #[case] place: &str,
        #[case] words: &str,
    ) {
        let items = Items::shipped().unwrap();
        let two = ["eco-1086-p2", "eco-1087-1"].map(|code| items.get(code).unwrap());
        let mut rows = rows_of(two);
        rows[2][column] = text.to_owned();
        let faults = read(&rows).unwrap_err();
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert_eq!(faults[0].cell, place);
        assert!(faults[0].words.zh.contains(words), "{:?}", faults[0]);
    }

    #[test]
    fn every_fault_is_told_at_once_and_foreign_tables_are_refused() {
        let mut rows = rows_of([Items::shipped().unwrap().get("eco-1087-1").unwrap()]);
        rows[1][3] = "?".to_owned();
        rows[1][7] = "?".to_owned();
        let cells: Vec<_> = read(&rows).unwrap_err().into_iter().map(|fault| fault.cell).collect();
        assert_eq!(cells, ["D2", "H2"]);
        let foreign = vec![vec!["序号".to_owned()]];
        assert_eq!(read(&foreign).unwrap_err()[0].cell, "A1");
        let items = Items::shipped().unwrap();
        let list = [vec!["编码".to_owned()], vec!["eco-1100".into()], vec!["nothing".into()]];
        assert_eq!(read_codes(&list, &items).unwrap_err()[0].cell, "A3");
        assert_eq!(read_codes(&list[..2], &items).unwrap(), ["eco-1100"]);
    }
}
