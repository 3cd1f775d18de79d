//! The dated lists together with what they refer to: items, bodies, delegations, and the city's own rules.

use crate::agency::Agencies;
use crate::item::{Delegation, Department, InFlight, Item, Items, LIST_ITEMS_MAX, ListVersion};
use crate::law::{Acts, Certainty, DataError, from_toml};
use crate::region::{Level, Territory};
use crate::{Date, Refusal, Refused};
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
    in_flight_cases: InFlight,
    central_urban: Vec<Territory>,
    designated_to_ecology: Vec<String>,
    #[serde(rename = "delegation", default)]
    delegations: Vec<Delegation>,
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
        let delegated = rules.delegations.iter().flat_map(|delegation| &delegation.items);
        if let Some(code) = delegated.into_iter().find(|code| items.get(code).is_none()) {
            return Err(DataError::new("lists.toml", format!("delegated `{code}` is no item")));
        }
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

    /// The same with the versions that a site entered: a later one ends the one before of the same list, and what a county
    /// lays over the list above it is laid over each of its versions. Called once, with all of them.
    #[must_use]
    pub fn with_versions(mut self, entered: impl IntoIterator<Item = ListVersion>) -> Self {
        let mut entered: Vec<_> = entered.into_iter().collect();
        entered.sort_by_key(|version| version.effective_from);
        for version in entered {
            let from = version.effective_from;
            let open = |earlier: &ListVersion| {
                earlier.same_list(&version) && earlier.effective_to.is_none_or(|end| end > from)
            };
            self.rules.versions.iter_mut().filter(|earlier| open(earlier)).for_each(|earlier| {
                earlier.effective_to = Some(from);
            });
            self.rules.versions.push(version);
        }
        let all = std::mem::take(&mut self.rules.versions);
        let (own, plain): (Vec<_>, _) = all.into_iter().partition(|one| one.over.is_some());
        self.rules.versions = plain;
        let made: Vec<_> = own.iter().flat_map(|version| self.laid_over(version)).collect();
        self.rules.versions.extend(made);
        self
    }

    /// The same with the delegations that a site entered; one of the same code takes the place of ours.
    #[must_use]
    pub fn with_delegations(mut self, entered: impl IntoIterator<Item = Delegation>) -> Self {
        for delegation in entered {
            self.rules.delegations.retain(|ours| ours.code != delegation.code);
            self.rules.delegations.push(delegation);
        }
        self
    }

    /// The items.
    pub const fn items(&self) -> &Items {
        &self.items
    }

    /// The bodies.
    pub const fn agencies(&self) -> &Agencies {
        &self.agencies
    }

    /// Every version, the shipped ones first.
    pub fn versions(&self) -> &[ListVersion] {
        &self.rules.versions
    }

    /// A version by its name.
    pub fn by_name(&self, version: &str) -> Option<&ListVersion> {
        self.rules.versions.iter().find(|known| known.version == version)
    }

    /// Every delegation.
    pub fn delegations(&self) -> &[Delegation] {
        &self.rules.delegations
    }

    /// The list that bodies of a level at a place work by on a day: their own, else the common one of their level.
    pub fn in_force(&self, level: Level, place: &Territory, on: Date) -> Option<&ListVersion> {
        let fits = |version: &&ListVersion| version.is_for(level, place) && version.in_force(on);
        let nearest = |version: &&ListVersion| (version.territory.depth(), version.effective_from);
        self.rules.versions.iter().filter(fits).max_by_key(nearest)
    }

    /// The list version that names an item for bodies of a level at a place on a day.
    pub fn version(
        &self,
        item: &str,
        level: Level,
        place: &Territory,
        on: Date,
    ) -> Option<&ListVersion> {
        let version = self.in_force(level, place, on).filter(|version| version.names(item))?;
        let may = level != Level::Town || self.delegation(item, place, on).is_some();
        may.then_some(version)
    }

    /// The delegation that lets towns at a place exercise an item on a day.
    pub fn delegation(&self, item: &str, place: &Territory, on: Date) -> Option<&Delegation> {
        self.rules.delegations.iter().find(|delegation| delegation.covers(item, place, on))
    }

    /// The delegation of an item at a place that was taken back by a day, where none took its place.
    pub fn taken_back(&self, item: &str, place: &Territory, on: Date) -> Option<&Delegation> {
        if self.delegation(item, place, on).is_some() {
            return None;
        }
        let gone = |one: &&Delegation| {
            let ended = one.effective_to.filter(|end| *end <= on);
            ended.is_some() && one.covers(item, place, one.effective_from)
        };
        self.rules.delegations.iter().filter(gone).max_by_key(|one| one.effective_to)
    }

    /// Whether a town goes on with a case that it filed on `filed_on`, although the item may have been taken back
    /// since. Which it is, no statute says: it is the site's configuration.
    pub fn town_finishes(&self, item: &str, place: &Territory, filed_on: Date, on: Date) -> bool {
        let had = self.version(item, Level::Town, place, filed_on).is_some();
        let has = self.version(item, Level::Town, place, on).is_some();
        has || (had && self.rules.in_flight_cases == InFlight::Finish)
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

    /// Whether the version may be proposed at all: every item known, with a basis in force, and of this level.
    ///
    /// # Errors
    /// `list.empty`, `list.too_long`, `list.place`, `list.unknown_item`, `list.no_basis`, `list.other_department`,
    /// `list.city_item`, `list.not_delegated`; each names the items.
    pub fn check(&self, version: &ListVersion, acts: &Acts) -> Refused<()> {
        shape(version)?;
        let on = version.effective_from;
        let unknown = |code: &str| self.items.get(code).is_none();
        self.none(version, unknown, &UNKNOWN)?;
        let item = |code: &str| self.items.get(code);
        let baseless = |code: &str| item(code).is_some_and(|item| !item.has_basis(acts, on));
        self.none(version, baseless, &NO_BASIS)?;
        match version.level {
            Level::City | Level::County => {
                self.none(version, |code| self.of_others(code), &OTHER_DEPARTMENT)?;
                let reserved = |code: &str| {
                    version.level == Level::County
                        && item(code).is_some_and(|item| item.first_responsible == Level::City)
                };
                self.none(version, reserved, &CITY_ITEM)
            }
            Level::Town => {
                let beyond = |code: &str| self.delegation(code, &version.territory, on).is_none();
                self.none(version, beyond, &NOT_DELEGATED)
            }
        }
    }

    /// Whether the version may be published: every item confirmed by a person, unless it says that it is a sample.
    ///
    /// # Errors
    /// As [`Lists::check`], and `list.unreviewed`, which names the items.
    pub fn check_publication(&self, version: &ListVersion, acts: &Acts) -> Refused<()> {
        self.check(version, acts)?;
        if version.certainty == Certainty::Sample {
            return Ok(());
        }
        self.none(version, |code| self.is_unreviewed(code), &UNREVIEWED)
    }

    /// Whether nobody has confirmed an item yet.
    pub fn is_unreviewed(&self, code: &str) -> bool {
        self.items.get(code).is_none_or(|item| !item.review.is_confirmed())
    }

    fn of_others(&self, code: &str) -> bool {
        self.items.get(code).is_some_and(|item| match item.department {
            Department::Ecology => false,
            Department::Designated => !self.is_designated(code),
            Department::Other(_) => true,
        })
    }

    fn none(
        &self,
        version: &ListVersion,
        wrong: impl Fn(&str) -> bool,
        fault: &Fault,
    ) -> Refused<()> {
        let wrong: Vec<&String> = version.items.iter().filter(|code| wrong(code)).collect();
        if wrong.is_empty() {
            return Ok(());
        }
        let named = |code: &&&String| match self.items.get(code) {
            Some(item) => format!("{code}（{}）", item.name.zh),
            None => (**code).clone(),
        };
        let zh: Vec<String> = wrong.iter().take(NAMED_MAX).map(|code| named(&code)).collect();
        let en: Vec<&str> = wrong.iter().take(NAMED_MAX).map(|code| code.as_str()).collect();
        let refusal = Refusal::new(
            fault.code,
            format!("{}共{}项：{}。", fault.zh, wrong.len(), zh.join("、")),
            format!("{} {} in all: {}.", fault.en, wrong.len(), en.join(", ")),
        )
        .field("items");
        Err(match fault.basis {
            Some(basis) => refusal.basis(basis),
            None => refusal,
        })
    }
}

/// Items that one refusal names.
const NAMED_MAX: usize = 300;

struct Fault {
    code: &'static str,
    basis: Option<&'static str>,
    zh: &'static str,
    en: &'static str,
}

const UNKNOWN: Fault = Fault {
    code: "list.unknown_item",
    basis: None,
    zh: "下列事项不在事项目录中，请先录入：",
    en: "These are not in the catalogue of items; enter them first.",
};
const NO_BASIS: Fault = Fault {
    code: "list.no_basis",
    basis: Some("行政处罚法第四条"),
    zh: "下列事项在生效日没有现行有效的依据，不得列入：",
    en: "These have no basis in force on the first day and may not be listed.",
};
const OTHER_DEPARTMENT: Fault = Fault {
    code: "list.other_department",
    basis: Some("行政处罚法第二十三条"),
    zh: "下列事项由其他部门实施，不得列入生态环境执法事项清单：",
    en: "These belong to another department.",
};
const CITY_ITEM: Fault = Fault {
    code: "list.city_item",
    basis: None,
    zh: "下列事项的第一责任层级为市级，不得列入县级清单：",
    en: "The city is the first responsible level of these; a county may not list them.",
};
const NOT_DELEGATED: Fault = Fault {
    code: "list.not_delegated",
    basis: Some("行政处罚法第二十四条"),
    zh: "下列事项在生效日未由省下放，不得列入乡镇清单；请先录入省级下放文件：",
    en: "The province has not delegated these; enter its document first.",
};
const UNREVIEWED: Fault = Fault {
    code: "list.unreviewed",
    basis: None,
    zh: "下列事项尚未经人工复核，不得公布；请逐项复核，或者标明为样例清单：",
    en: "Nobody has confirmed these yet; review each, or publish the list as a sample.",
};

fn shape(version: &ListVersion) -> Refused<()> {
    let (deepest, field) = match version.level {
        Level::City => (1, "territory"),
        Level::County => (2, "territory"),
        Level::Town => (3, "territory"),
    };
    if version.territory.depth() > deepest {
        return Err(Refusal::new(
            "list.place",
            "清单的层级与区域不符：市级清单对应市，县级清单对应县（市、区）。",
            "The level does not fit the place: a city list is for the city, a county list for a county.",
        )
        .field(field));
    }
    if version.items.is_empty() || version.items.len() > LIST_ITEMS_MAX {
        return Err(Refusal::new(
            "list.empty",
            format!("清单应有1至{LIST_ITEMS_MAX}项。"),
            format!("A list has 1 to {LIST_ITEMS_MAX} items."),
        )
        .field("items"));
    }
    Ok(())
}

fn overlap(a: &ListVersion, b: &ListVersion) -> bool {
    let before = |a: &ListVersion, b: &ListVersion| {
        a.effective_to.is_some_and(|end| end <= b.effective_from)
    };
    a.same_list(b) && !before(a, b) && !before(b, a)
}
