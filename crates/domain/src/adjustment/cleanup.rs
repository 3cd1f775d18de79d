//! What the platform itself proposes to clean up: items without basis, unused for long, or overlapping. With figures.

use super::{Facts, Trigger};
use crate::Date;
use crate::item::ListVersion;
use crate::jurisdiction::Lists;
use crate::law::{Acts, Citation, Words};
use crate::region::Territory;
use jiff::ToSpan as _;
use serde::{Deserialize, Serialize};

/// How often an item was used in cases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Use {
    /// Code of the item.
    pub item: String,
    /// Cases ever.
    pub total: u32,
    /// Cases within the years asked about.
    pub recent: u32,
    /// The day of the latest.
    pub last_on: Option<Date>,
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CleanupKind {
    /// None of its articles is in force.
    NoBasis,
    /// Two items rest on the same clause.
    Overlapping,
    /// No case for years.
    Unused,
}

impl CleanupKind {
    /// What an adjustment that follows it is triggered by.
    pub const fn trigger(self) -> Trigger {
        match self {
            Self::NoBasis => Trigger::NoBasis,
            Self::Overlapping => Trigger::Overlapping,
            Self::Unused => Trigger::Unused,
        }
    }
}

/// One thing to clean up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cleanup {
    /// What is wrong.
    pub kind: CleanupKind,
    /// The list version it stands on.
    pub list: String,
    /// The items: one, or those that overlap.
    pub items: Vec<String>,
    /// The articles concerned.
    pub basis: Vec<Citation>,
    /// Cases ever, of all these items.
    pub cases: u32,
    /// The day of the latest case.
    pub last_case_on: Option<Date>,
    /// Since when the item is on this list without a break, where that matters.
    pub listed_since: Option<Date>,
    /// In words, with the figures.
    pub words: Words,
}

/// How an item that goes was used, for those who must agree that it goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// Code of the item.
    pub item: String,
    /// Cases ever, in the territory of the list.
    pub cases: u32,
    /// The day of the latest.
    pub last_case_on: Option<Date>,
    /// Since when it is on the list without a break.
    pub listed_since: Date,
    /// Whether one of its articles is in force.
    pub has_basis: bool,
    /// Codes of the items on the same list that rest on the same clause.
    pub overlaps: Vec<String>,
}

/// The figures of items of a version, as they are on a day.
pub(super) fn figures<'a>(
    facts: &Facts<'_>,
    version: &ListVersion,
    codes: impl Iterator<Item = &'a str>,
    on: Date,
) -> Vec<Figure> {
    let Facts { lists, acts, uses } = *facts;
    let asked = Asked { lists, acts, uses, version, on, years: 0 };
    codes.filter_map(|code| asked.figure(code)).collect()
}

/// What should be cleaned up on a day, on every list in force within a territory or common to bodies like its own. The
/// cases of a county say nothing about the list of the city.
pub fn cleanups(
    lists: &Lists,
    acts: &Acts,
    uses: &[Use],
    place: &Territory,
    on: Date,
    years: u8,
) -> Vec<Cleanup> {
    let touches = |version: &&ListVersion| {
        let common = version.territory.contains(place) && version.level.depth() >= place.depth();
        common || place.contains(&version.territory)
    };
    let versions = lists.versions().iter().filter(|version| version.in_force(on));
    let mut found = Vec::new();
    for version in versions.filter(touches) {
        let asked = Asked { lists, acts, uses, version, on, years };
        found.extend(version.items.iter().filter_map(|code| asked.no_basis(code)));
        found.extend(asked.overlapping());
        found.extend(version.items.iter().filter_map(|code| asked.unused(code)));
    }
    found.sort_by_key(|cleanup| cleanup.kind);
    found
}

struct Asked<'a> {
    lists: &'a Lists,
    acts: &'a Acts,
    uses: &'a [Use],
    version: &'a ListVersion,
    on: Date,
    years: u8,
}

impl Asked<'_> {
    fn figure(&self, code: &str) -> Option<Figure> {
        let item = self.lists.items().get(code)?;
        let used = self.uses.iter().find(|one| one.item == code);
        let others = self.version.items.iter().filter(|other| *other != code);
        let same = |other: &&String| {
            self.lists.items().get(other).is_some_and(|other| item.overlaps(other, self.on))
        };
        Some(Figure {
            item: code.to_owned(),
            cases: used.map_or(0, |used| used.total),
            last_case_on: used.and_then(|used| used.last_on),
            listed_since: self.listed_since(code),
            has_basis: item.has_basis(self.acts, self.on),
            overlaps: others.filter(same).cloned().collect(),
        })
    }

    fn no_basis(&self, code: &str) -> Option<Cleanup> {
        let item = self.lists.items().get(code)?;
        if item.has_basis(self.acts, self.on) {
            return None;
        }
        let power = item.power(self.on);
        let cited = if power.is_empty() { &item.penalty_before } else { power };
        let ended = |citation: &Citation| self.acts.get(&citation.act)?.effective_to;
        let ended = cited.iter().filter_map(ended).max();
        let when = |day: Date| (format!("（{day}起失效）"), format!(" (ended {day})"));
        let (zh, en) = ended.map(when).unwrap_or_default();
        let words = Words::new(
            format!("“{}”所依据的{}个条文均已失效{zh}，应当取消。", item.name.zh, cited.len()),
            format!("none of the {} articles of `{code}` is in force{en}; drop it", cited.len()),
        );
        Some(self.cleanup(CleanupKind::NoBasis, &[code], cited.to_vec(), words))
    }

    fn overlapping(&self) -> Vec<Cleanup> {
        let known = self.version.items.iter().filter_map(|code| self.lists.items().get(code));
        let items: Vec<_> = known.collect();
        let mut found = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let overlaps = |other: &&&crate::item::Item| item.overlaps(other, self.on);
            for other in items.iter().skip(index + 1).filter(overlaps) {
                let basis = item.power(self.on).to_vec();
                let words = Words::new(
                    format!(
                        "“{}”与“{}”依据同一条款，请核对是否重复。",
                        item.name.zh, other.name.zh
                    ),
                    format!("`{}` and `{}` rest on the same clause", item.code, other.code),
                );
                let codes = [item.code.as_str(), other.code.as_str()];
                found.push(self.cleanup(CleanupKind::Overlapping, &codes, basis, words));
            }
        }
        found
    }

    fn unused(&self, code: &str) -> Option<Cleanup> {
        let item = self.lists.items().get(code)?;
        let used = self.uses.iter().find(|one| one.item == code);
        let since = self.listed_since(code);
        let long_ago = self.on.saturating_sub(i32::from(self.years).years());
        // An item that was not on the list for so long had no chance to be used.
        if used.is_some_and(|used| used.recent > 0) || since > long_ago {
            return None;
        }
        let total = used.map_or(0, |used| used.total);
        let words = Words::new(
            format!(
                "“{}”自{since}列入清单，近{}年没有案件（累计{total}件），请研究是否仍有必要。",
                item.name.zh, self.years
            ),
            format!(
                "`{code}` is listed since {since} and had no case for {} years ({total} ever)",
                self.years
            ),
        );
        let basis = item.power(self.on).to_vec();
        let cleanup = self.cleanup(CleanupKind::Unused, &[code], basis, words);
        Some(Cleanup { listed_since: Some(since), ..cleanup })
    }

    /// Since when the item has been on this list without a break.
    fn listed_since(&self, code: &str) -> Date {
        let same = |version: &&ListVersion| version.same_list(self.version) && version.names(code);
        let mut since = self.version.effective_from;
        loop {
            let mut before = self.lists.versions().iter().filter(same);
            match before.find(|version| version.effective_to == Some(since)) {
                Some(version) if version.effective_from < since => since = version.effective_from,
                _ => return since,
            }
        }
    }

    fn cleanup(
        &self,
        kind: CleanupKind,
        codes: &[&str],
        basis: Vec<Citation>,
        words: Words,
    ) -> Cleanup {
        let used = self.uses.iter().filter(|one| codes.contains(&one.item.as_str()));
        let (mut cases, mut last_case_on) = (0_u32, None);
        for one in used {
            cases = cases.saturating_add(one.total);
            last_case_on = last_case_on.max(one.last_on);
        }
        Cleanup {
            kind,
            list: self.version.version.clone(),
            items: codes.iter().map(|code| (*code).to_owned()).collect(),
            basis,
            cases,
            last_case_on,
            listed_since: None,
            words,
        }
    }
}
