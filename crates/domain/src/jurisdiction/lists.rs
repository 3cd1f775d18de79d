//! The dated lists together with what they refer to: items, bodies, and the city's own rules.

use crate::Date;
use crate::agency::Agencies;
use crate::item::{Item, Items, ListVersion};
use crate::law::{DataError, from_toml};
use crate::region::{Level, Territory};
use serde::Deserialize;

/// Everything a question of jurisdiction is decided by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lists {
    rules: Rules,
    items: Items,
    agencies: Agencies,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    delegated_excludes_county: bool,
    central_urban: Vec<Territory>,
    designated_to_ecology: Vec<String>,
    #[serde(rename = "list")]
    versions: Vec<ListVersion>,
}

impl Lists {
    /// The sample lists of Langfang shipped in `data/law/lists.toml`.
    ///
    /// # Errors
    /// Only when a shipped file was damaged before the build.
    pub fn shipped() -> Result<Self, DataError> {
        let text = include_str!("../../../../data/law/lists.toml");
        Self::parse(text, Items::shipped()?, Agencies::shipped()?)
    }

    /// Reads the lists of a city.
    ///
    /// # Errors
    /// Where the TOML is wrong, a list names an unknown item, or two versions of one list overlap in time.
    pub fn parse(text: &str, items: Items, agencies: Agencies) -> Result<Self, DataError> {
        let rules: Rules = from_toml("lists.toml", text)?;
        for (index, version) in rules.versions.iter().enumerate() {
            let fault =
                |what: &str| DataError::new("lists.toml", format!("{}: {what}", version.version));
            let named = version.items.iter().chain(&rules.designated_to_ecology);
            if let Some(code) = named.into_iter().find(|code| items.get(code).is_none()) {
                return Err(fault(&format!("`{code}` is no item")));
            }
            if version.effective_to.is_some_and(|end| end <= version.effective_from) {
                return Err(fault("ends before it begins"));
            }
            if rules.versions[..index].iter().any(|earlier| overlap(earlier, version)) {
                return Err(fault("overlaps another version of the same list"));
            }
        }
        Ok(Self { rules, items, agencies })
    }

    /// The same lists over the items with what a site entered.
    #[must_use]
    pub fn with_items(self, entered: impl IntoIterator<Item = Item>) -> Self {
        Self { items: self.items.with(entered), ..self }
    }

    /// The items.
    pub const fn items(&self) -> &Items {
        &self.items
    }

    /// The bodies.
    pub const fn agencies(&self) -> &Agencies {
        &self.agencies
    }

    /// The list version that names an item for bodies of a level at a place on a day.
    pub fn version(
        &self,
        item: &str,
        level: Level,
        place: &Territory,
        on: Date,
    ) -> Option<&ListVersion> {
        self.rules.versions.iter().find(|version| version.lists(item, level, place, on))
    }

    /// Whether the county loses what towns were delegated.
    pub const fn delegated_excludes_county(&self) -> bool {
        self.rules.delegated_excludes_county
    }

    /// Whether a place lies in the central urban area, where the city enforces itself.
    pub fn is_central_urban(&self, place: &Territory) -> bool {
        self.rules.central_urban.iter().any(|area| area.contains(place))
    }

    /// Whether local government determined the ecology department for an item.
    pub fn is_designated(&self, item: &str) -> bool {
        self.rules.designated_to_ecology.iter().any(|code| code == item)
    }
}

fn overlap(a: &ListVersion, b: &ListVersion) -> bool {
    let same = a.level == b.level && a.territory == b.territory;
    let before = |a: &ListVersion, b: &ListVersion| {
        a.effective_to.is_some_and(|end| end <= b.effective_from)
    };
    same && !before(a, b) && !before(b, a)
}
