//! Enforcement items (执法事项) and the dated lists that say who enforces them.

use crate::Date;
use crate::law::{Acts, CODE_IN_FORCE, Certainty, Citation, DataError, Words, from_toml};
use crate::region::{Level, Territory};
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
    /// The articles that gave it before 2026-08-15; empty where the item did not exist or was not entered.
    #[serde(default)]
    pub penalty_before: Vec<Citation>,
    /// First responsible level (第一责任层级).
    pub first_responsible: Level,
    /// Whose it is.
    pub department: Department,
    /// How sure the row is.
    pub certainty: Certainty,
}

impl Item {
    /// The articles that give the power on a day.
    pub fn power(&self, on: Date) -> &[Citation] {
        if on < CODE_IN_FORCE { &self.penalty_before } else { &self.penalty }
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
    /// The items shipped in `data/law/items.toml`.
    ///
    /// # Errors
    /// Only when a shipped file was damaged before the build.
    pub fn shipped() -> Result<Self, DataError> {
        Self::parse(include_str!("../../../data/law/items.toml"), &Acts::shipped()?)
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
            let mut cited = row.duty.iter().chain(&row.penalty).chain(&row.penalty_before);
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

/// One version of the list of one level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListVersion {
    /// Its name.
    pub version: String,
    /// Whose list: that of the bodies of this level …
    pub level: Level,
    /// … within this territory.
    pub territory: Territory,
    /// First day in force.
    pub effective_from: Date,
    /// First day no longer in force.
    #[serde(default)]
    pub effective_to: Option<Date>,
    /// How sure it is.
    pub certainty: Certainty,
    /// Codes of the items on it.
    pub items: Vec<String>,
}

impl ListVersion {
    /// Whether it lists an item for bodies of a level at a place on a day.
    pub fn lists(&self, item: &str, level: Level, place: &Territory, on: Date) -> bool {
        let in_force = self.effective_from <= on && self.effective_to.is_none_or(|end| on < end);
        let here = self.level == level && self.territory.contains(place);
        in_force && here && self.items.iter().any(|listed| listed == item)
    }
}
