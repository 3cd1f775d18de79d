//! Dated versions of an item list, and what changes from one to the next.

use super::{FieldChange, Item, Items, Overlay};
use crate::law::{Certainty, Citation, Words};
use crate::region::{Level, Territory};
use crate::{AdjustmentId, Date};
use serde::{Deserialize, Serialize};

/// Items on one list.
pub const LIST_ITEMS_MAX: usize = 2_000;

/// One version of the list of one level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListVersion {
    /// Its name.
    pub version: String,
    /// Whose list: that of the bodies of this level …
    pub level: Level,
    /// … within this territory. A body with a list of its own does not use the common one of its level.
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
    /// The items as they were when the version was published; empty for what is shipped.
    #[serde(default)]
    pub snapshot: Vec<Item>,
    /// The adjustment that made it.
    #[serde(default)]
    pub adjustment: Option<AdjustmentId>,
    /// The day it was published.
    #[serde(default)]
    pub published_on: Option<Date>,
    /// Number under which it was filed with the government.
    #[serde(default)]
    pub filing: String,
    /// What a county lays over the list above it; the items and the snapshot are then computed from that list each day anew.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<Overlay>,
}

impl ListVersion {
    /// Whether it is in force on a day.
    pub fn in_force(&self, on: Date) -> bool {
        self.effective_from <= on && self.effective_to.is_none_or(|end| on < end)
    }

    /// Whether it is for bodies of a level at a place.
    pub fn is_for(&self, level: Level, place: &Territory) -> bool {
        self.level == level && self.territory.contains(place)
    }

    /// Whether an item is on it.
    pub fn names(&self, item: &str) -> bool {
        self.items.iter().any(|listed| listed == item)
    }

    /// Whether it is another version of the same list.
    pub fn same_list(&self, other: &Self) -> bool {
        self.level == other.level && self.territory == other.territory
    }

    /// An item as this version means it.
    pub fn item<'a>(&'a self, code: &str, items: &'a Items) -> Option<&'a Item> {
        self.snapshot.iter().find(|item| item.code == code).or_else(|| items.get(code))
    }
}

/// An item that a version adds, drops or says differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiffLine {
    /// Code.
    pub code: String,
    /// Name, as the later version has it.
    pub name: Words,
    /// The articles it rests on.
    pub basis: Vec<Citation>,
    /// Whether a person has confirmed it.
    pub confirmed: bool,
    /// What the later version says differently.
    #[serde(default)]
    pub changes: Vec<FieldChange>,
}

/// What changes from one version of a list to another.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListDiff {
    /// On the later one only.
    pub added: Vec<DiffLine>,
    /// On the earlier one only.
    pub removed: Vec<DiffLine>,
    /// On both, but the item was corrected in between.
    pub changed: Vec<DiffLine>,
}

impl ListDiff {
    /// From one version to another; `from` is none where there was no list.
    pub fn between(from: Option<&ListVersion>, to: &ListVersion, items: &Items) -> Self {
        let mut diff = Self::default();
        for code in &to.items {
            let Some(item) = to.item(code, items) else { continue };
            match from.filter(|from| from.names(code)).and_then(|from| from.item(code, items)) {
                None => diff.added.push(line(item, to.effective_from)),
                Some(before) if !before.same_content(item) => {
                    let changes = FieldChange::between(Some(before), item);
                    diff.changed.push(DiffLine { changes, ..line(item, to.effective_from) });
                }
                Some(_) => {}
            }
        }
        for code in from.iter().flat_map(|from| &from.items).filter(|code| !to.names(code)) {
            let item = from.and_then(|from| from.item(code, items));
            diff.removed.extend(item.map(|item| line(item, to.effective_from)));
        }
        diff
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

fn line(item: &Item, on: Date) -> DiffLine {
    let power = item.power(on);
    // An item that lost its basis still had one; a reader wants to see which.
    let basis = if power.is_empty() { &item.penalty_before } else { power };
    DiffLine {
        code: item.code.clone(),
        name: item.name.clone(),
        basis: basis.to_vec(),
        confirmed: item.review.is_confirmed(),
        changes: Vec::new(),
    }
}
