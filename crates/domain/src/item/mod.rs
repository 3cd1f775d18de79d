//! Enforcement items (执法事项) and the dated lists that say who enforces them.

mod clause;
mod correction;
mod delegation;
mod disposition;
mod duty;
mod fine;
mod list;
mod overlay;
mod review;
mod sheet;

pub use clause::{Clause, Clauses, Doubt};
pub use correction::{Correction, CorrectionLine, CorrectionState};
pub use delegation::{Delegation, InFlight};
pub use disposition::{CarriedOut, Chosen, Disposition};
pub use duty::{Duties, DutyCandidate};
pub use fine::{Fine, Sum};
pub use list::{DiffLine, LIST_ITEMS_MAX, ListDiff, ListVersion};
pub use overlay::{Conflict, ConflictKind, Overlay, Refinement, Wording};
pub use review::{Confirm, Duty, Review, Revision};
pub use sheet::{CellFault, FieldChange, HEADINGS, read_codes, read_items, rows_of};

use crate::Date;
use crate::discretion::Ranges;
use crate::law::{Acts, CODE_IN_FORCE, Certainty, Citation, DataError, Words, from_toml};
use crate::region::Level;
use crate::{Refusal, Refused};
use serde::{Deserialize, Serialize};

/// What kind of power an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// Administrative penalty (行政处罚).
    Penalty,
    /// Administrative coercion (行政强制).
    Coercion,
    /// Administrative inspection (行政检查).
    Inspection,
}

/// Whose the item is by its article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Department {
    /// The ecology and environment department, alone or among others.
    Ecology,
    /// The body that local government determines (县级以上地方人民政府确定的监督管理部门).
    Designated,
    /// Another department, by name.
    Other(String),
}

/// The occasion on which a body acts; it decides the level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// Daily inspection or a case within one area.
    #[default]
    Ordinary,
    /// A case across towns of one county.
    AcrossTowns,
    /// A case across counties.
    AcrossCounties,
    /// A complex case with effect on the whole city.
    CityWide,
    /// A breach found in an enforcement audit (稽查).
    Audit,
    /// A breach found in cross enforcement (交叉执法).
    CrossEnforcement,
    /// A breach found in roving enforcement (巡回执法).
    Patrol,
    /// Found in a campaign (专项行动), which moves no power between levels.
    Campaign,
    /// Taken over by the superior, or designated by it.
    TakenOver,
}

/// An enforcement item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Code, the platform's own until an official catalogue is loaded.
    pub code: String,
    /// Name.
    pub name: Words,
    /// Kind of power.
    pub kind: ItemKind,
    /// The articles that lay down the duty.
    pub duty: Vec<Citation>,
    /// The articles that give the power.
    pub penalty: Vec<Citation>,
    /// The articles that laid the duty down before 2026-08-15; empty where nobody entered them.
    #[serde(default)]
    pub duty_before: Vec<Citation>,
    /// The articles that gave it before 2026-08-15; empty where the item did not exist or was not entered.
    #[serde(default)]
    pub penalty_before: Vec<Citation>,
    /// First responsible level (第一责任层级).
    pub first_responsible: Level,
    /// Whose it is.
    pub department: Department,
    /// The body that the article names (法定实施主体), in its words; empty where nobody entered it.
    #[serde(default)]
    pub subject: String,
    /// Ids of the statutory ranges that the articles allow, as in `statutory_ranges.toml`.
    #[serde(default)]
    pub ranges: Vec<String>,
    /// How sure the row is.
    pub certainty: Certainty,
    /// Whether a person has confirmed it.
    #[serde(default)]
    pub review: Review,
}

impl Item {
    /// The articles that lay down the duty on a day.
    pub fn duty(&self, on: Date) -> &[Citation] {
        if on < CODE_IN_FORCE { &self.duty_before } else { &self.duty }
    }

    /// The articles that give the power on a day.
    pub fn power(&self, on: Date) -> &[Citation] {
        if on < CODE_IN_FORCE { &self.penalty_before } else { &self.penalty }
    }

    /// Whether one of the articles that give the power is in force on a day.
    pub fn has_basis(&self, acts: &Acts, on: Date) -> bool {
        let in_force =
            |citation: &Citation| acts.get(&citation.act).is_some_and(|act| act.in_force(on));
        self.power(on).iter().any(in_force)
    }

    /// Whether two items rest on the same clause (交叉重复).
    pub fn overlaps(&self, other: &Self, on: Date) -> bool {
        let same = |a: &Citation| other.power(on).iter().any(|b| a.covers(b) || b.covers(a));
        self.kind == other.kind && self.power(on).iter().any(same)
    }

    /// What the row says, without how sure it is and who looked at it.
    pub fn same_content(&self, other: &Self) -> bool {
        let bare = |item: &Self| Self {
            certainty: Certainty::Unreviewed,
            review: Review::Unreviewed,
            ..item.clone()
        };
        bare(self) == bare(other)
    }

    /// What is wrong with a row, whoever wrote it.
    ///
    /// # Errors
    /// `item.code`, `item.name`, `item.no_power`, `item.unknown_act`, `item.unknown_range`, `item.too_long`.
    pub fn check(&self, acts: &Acts, ranges: &Ranges) -> Refused<()> {
        let code_ok = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if self.code.is_empty() || self.code.len() > 40 || !self.code.bytes().all(code_ok) {
            return Err(Refusal::new(
                "item.code",
                "事项编码为1至40个小写字母、数字或“-”。",
                "A code is 1 to 40 lower-case letters, digits or `-`.",
            )
            .field("code"));
        }
        for (field, name) in [("name", &self.name.zh), ("name_en", &self.name.en)] {
            if name.trim().is_empty() || name.chars().count() > NAME_MAX {
                return Err(Refusal::new(
                    "item.name",
                    format!("中英文名称均须填写，且不超过{NAME_MAX}字。"),
                    format!("Both names are needed, at most {NAME_MAX} characters each."),
                )
                .field(field));
            }
        }
        if self.penalty.is_empty() && self.penalty_before.is_empty() {
            return Err(Refusal::new(
                "item.no_power",
                "请填写赋予职权的条文；没有依据的事项不得列入清单。",
                "Cite the article that gives the power; an item without one may not be listed.",
            )
            .basis("行政处罚法第四条")
            .field("penalty"));
        }
        for (field, cited) in [
            ("duty", &self.duty),
            ("penalty", &self.penalty),
            ("duty_before", &self.duty_before),
            ("penalty_before", &self.penalty_before),
        ] {
            check_cited(field, cited, acts)?;
        }
        if let Some(id) = self.ranges.iter().find(|id| ranges.get(id).is_none()) {
            return Err(Refusal::new(
                "item.unknown_range",
                format!("没有法定幅度“{id}”，请从法定幅度表中选择。"),
                format!("There is no statutory range `{id}`; choose one of the table."),
            )
            .field("ranges"));
        }
        Ok(())
    }
}

/// Characters of a name.
const NAME_MAX: usize = 200;
/// Articles that one field of an item may cite.
const CITED_MAX: usize = 30;

fn check_cited(field: &str, cited: &[Citation], acts: &Acts) -> Refused<()> {
    if cited.len() > CITED_MAX {
        return Err(Refusal::new(
            "item.too_long",
            format!("一栏最多引用{CITED_MAX}条。"),
            format!("At most {CITED_MAX} articles in one field."),
        )
        .field(field));
    }
    match cited.iter().find(|citation| acts.get(&citation.act).is_none()) {
        None => Ok(()),
        Some(citation) => Err(Refusal::new(
            "item.unknown_act",
            format!("“{citation}”所引的法律不在法规库中，请先录入该法律。"),
            format!(
                "`{citation}` cites an act that the library does not have; enter the act first."
            ),
        )
        .field(field)),
    }
}

/// The items, by code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Items {
    #[serde(rename = "item")]
    rows: Vec<Item>,
}

impl Items {
    /// The items shipped in `data/law/items.toml`, and one unreviewed row for each penalty clause of the code that none
    /// of them covers.
    ///
    /// # Errors
    /// Only when a shipped file was damaged before the build.
    pub fn shipped() -> Result<Self, DataError> {
        Ok(Self::written()?.seeded(&Clauses::shipped()?, &Ranges::shipped()?))
    }

    /// Only the rows of `data/law/items.toml`, which people wrote.
    ///
    /// # Errors
    /// Only when the shipped file was damaged before the build.
    pub fn written() -> Result<Self, DataError> {
        Self::parse(include_str!("../../../../data/law/items.toml"), &Acts::shipped()?)
    }

    /// The same, with a row for each clause that no row cites as a whole.
    fn seeded(mut self, clauses: &Clauses, ranges: &Ranges) -> Self {
        let written = self.rows.len();
        for clause in clauses.iter() {
            let covers =
                |row: &Item| row.penalty.iter().any(|cited| cited.covers(&clause.citation()));
            if self.rows[..written].iter().any(covers) {
                continue;
            }
            // `eco-1086-2` is taken by a row about the second point of paragraph 1.
            let taken = self.get(&clause.code()).is_some();
            let code = if taken { clause.other_code() } else { clause.code() };
            self.rows.push(Item { code, ..clause.item(ranges) });
        }
        self
    }

    /// Reads a table of items.
    ///
    /// # Errors
    /// Where the TOML is wrong, a code stands twice, an item cites no power, or an act is unknown.
    pub fn parse(text: &str, acts: &Acts) -> Result<Self, DataError> {
        let table: Self = from_toml("items.toml", text)?;
        for (index, row) in table.rows.iter().enumerate() {
            let fault = |what| DataError::new("items.toml", format!("`{}` {what}", row.code));
            if table.rows[..index].iter().any(|earlier| earlier.code == row.code) {
                return Err(fault("stands twice"));
            }
            if row.penalty.is_empty() && row.penalty_before.is_empty() {
                return Err(fault("cites no power"));
            }
            let mut cited = row
                .duty
                .iter()
                .chain(&row.duty_before)
                .chain(&row.penalty)
                .chain(&row.penalty_before);
            if cited.any(|citation| acts.get(&citation.act).is_none()) {
                return Err(fault("cites an unknown act"));
            }
        }
        Ok(table)
    }

    /// The same, with what a site entered: an item of the same code takes the place of ours.
    #[must_use]
    pub fn with(mut self, entered: impl IntoIterator<Item = Item>) -> Self {
        for item in entered {
            match self.rows.iter_mut().find(|row| row.code == item.code) {
                Some(row) => *row = item,
                None => self.rows.push(item),
            }
        }
        self
    }

    /// The item of a code.
    pub fn get(&self, code: &str) -> Option<&Item> {
        self.rows.iter().find(|item| item.code == code)
    }

    /// Every item, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Item> {
        self.rows.iter()
    }
}
