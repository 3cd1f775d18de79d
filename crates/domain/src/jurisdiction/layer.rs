//! How the list of a lower body stands to the one above it: taken over, refined, or supplemented (补充、细化).

use super::Lists;
use crate::Date;
use crate::item::{Conflict, ListVersion, Overlay};
use serde::{Deserialize, Serialize};

/// Where a row of a list comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// The list above says the same.
    Above,
    /// The list above names the item, with another content.
    Refined,
    /// The list above does not name it.
    Own,
}

impl Lists {
    /// The list above a version on its first day: the one common to its level, else that of the next level up whose area
    /// holds its own.
    pub fn above(&self, of: &ListVersion) -> Option<&ListVersion> {
        self.above_on(of, of.effective_from)
    }

    /// The same on another day.
    fn above_on(&self, of: &ListVersion, on: Date) -> Option<&ListVersion> {
        let nearest = |other: &&ListVersion| (other.level.depth(), other.territory.depth());
        let in_force = self.all_above(of).filter(|other| other.in_force(on));
        in_force.max_by_key(nearest)
    }

    fn all_above<'a>(&'a self, of: &ListVersion) -> impl Iterator<Item = &'a ListVersion> {
        self.versions().iter().filter(move |other| {
            let wider = other.territory.contains(&of.territory) && !other.same_list(of);
            wider && other.level.depth() <= of.level.depth()
        })
    }

    /// What of an overlay no longer fits the list above it.
    pub fn conflicts(&self, of: &ListVersion) -> Vec<Conflict> {
        match (&of.over, self.above(of)) {
            (Some(over), Some(above)) => over.conflicts(above, self.items()),
            (Some(_) | None, _) => Vec::new(),
        }
    }

    /// An overlay as the versions that it makes: one for each version of the list above within its days.
    pub(super) fn laid_over(&self, own: &ListVersion) -> Vec<ListVersion> {
        let Some(over) = &own.over else {
            return vec![own.clone()];
        };
        let within =
            |day: &Date| own.effective_from < *day && own.effective_to.is_none_or(|end| *day < end);
        let turns = self.all_above(own).flat_map(|above| {
            [Some(above.effective_from), above.effective_to].into_iter().flatten()
        });
        let mut days: Vec<Date> = turns.filter(within).collect();
        days.push(own.effective_from);
        days.sort();
        days.dedup();
        let mut made: Vec<ListVersion> = Vec::new();
        let mut last: Option<&str> = None;
        for day in days {
            let above = self.above_on(own, day);
            let name = above.map(|above| above.version.as_str());
            if !made.is_empty() && name == last {
                continue;
            }
            last = name;
            if let Some(before) = made.last_mut() {
                before.effective_to = Some(day);
            }
            made.push(self.segment(own, over, above, day));
        }
        made
    }

    fn segment(
        &self,
        own: &ListVersion,
        over: &Overlay,
        above: Option<&ListVersion>,
        from: Date,
    ) -> ListVersion {
        let continued = from != own.effective_from;
        let continues = continued.then(|| own.version.clone());
        let version = match continued {
            true => format!("{}.{from}", own.version),
            false => own.version.clone(),
        };
        let over = Overlay { continues, ..over.clone() };
        let Some(above) = above else {
            return ListVersion { version, effective_from: from, over: Some(over), ..own.clone() };
        };
        ListVersion {
            version,
            effective_from: from,
            certainty: own.certainty.max(above.certainty),
            items: over.codes(above),
            snapshot: over.contents(own, above, self.items()),
            over: Some(over),
            ..own.clone()
        }
    }

    /// Where an item of a version comes from.
    pub fn layer(&self, of: &ListVersion, above: Option<&ListVersion>, code: &str) -> Layer {
        let there = above.filter(|above| above.names(code));
        let there = there.and_then(|above| above.item(code, self.items()));
        match (there, of.item(code, self.items())) {
            (Some(there), Some(here)) if there.same_content(here) => Layer::Above,
            (Some(_), _) => Layer::Refined,
            (None, _) => Layer::Own,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::item::{ConflictKind, Item, Wording};
    use crate::region::Level;

    #[test]
    fn a_county_supplements_and_refines_what_is_common() {
        let lists = Lists::shipped().unwrap();
        let common = lists.by_name("county-sample-2026-08").unwrap();
        let refined = Item {
            subject: "三河市分局".to_owned(),
            ..lists.items().get("eco-1100").unwrap().clone()
        };
        let own = ListVersion {
            version: "county-131082-2026-10-01".to_owned(),
            territory: "1310/131082/".parse().unwrap(),
            effective_from: "2026-10-01".parse().unwrap(),
            items: vec!["eco-1100".to_owned(), "eco-1102".to_owned(), "eco-1087-1".to_owned()],
            snapshot: vec![refined],
            ..common.clone()
        };
        let above = lists.above(&own);
        assert_eq!(above.map(|list| list.version.as_str()), Some("county-sample-2026-08"));
        let layer = |code: &str| lists.layer(&own, above, code);
        assert_eq!(layer("eco-1100"), Layer::Refined);
        assert_eq!(layer("eco-1102"), Layer::Above);
        assert_eq!(layer("eco-1087-1"), Layer::Own);
        let city = lists.by_name("city-sample-2026-08").unwrap();
        assert_eq!(lists.above(city).map(|list| list.version.as_str()), None);
        assert_eq!(
            lists.above(common).map(|list| list.version.as_str()),
            Some("city-sample-2026-08")
        );
    }

    const SANHE: &str = "1310/131082/";

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// 三河 adds one item, leaves one out, and has its own words for another; the city then publishes anew.
    fn over_a_new_version() -> Lists {
        let lists = Lists::shipped().unwrap();
        let common = lists.by_name("county-sample-2026-08").unwrap().clone();
        let mut listed = common.items.clone();
        listed.retain(|code| code != "eco-1103");
        listed.push("eco-1087-1".to_owned());
        let words = Wording {
            code: "eco-1100".to_owned(),
            subject: Some("廊坊市生态环境局三河市分局".to_owned()),
            name: None,
        };
        let own = ListVersion {
            version: "county-131082-2026-10-01".to_owned(),
            territory: SANHE.parse().unwrap(),
            effective_from: day("2026-10-01"),
            over: Some(Overlay::between(&common, &listed, &[words], lists.items())),
            items: listed,
            ..common.clone()
        };
        let changed = Item {
            subject: "县级生态环境部门".to_owned(),
            ..lists.items().get("eco-1100").unwrap().clone()
        };
        let mut items = common.items.clone();
        items.retain(|code| code != "eco-1103" && code != "eco-1102");
        items.extend(["eco-1087-1".to_owned(), "eco-1229".to_owned()]);
        let newer = ListVersion {
            version: "county-1310-2026-12-01".to_owned(),
            effective_from: day("2026-12-01"),
            snapshot: vec![changed],
            items,
            ..common
        };
        lists.with_versions([own, newer])
    }

    #[test]
    fn a_new_version_of_the_city_flows_through_the_countys_overrides() {
        let lists = over_a_new_version();
        let place = SANHE.parse().unwrap();
        let at = |on: &str| lists.in_force(Level::County, &place, day(on)).unwrap();
        assert_eq!(at("2026-09-30").version, "county-sample-2026-08");
        let first = at("2026-11-30");
        assert_eq!(first.version, "county-131082-2026-10-01");
        assert_eq!(first.effective_to, Some(day("2026-12-01")));
        let named = |list: &ListVersion, code: &str| list.names(code);
        assert!(named(first, "eco-1087-1") && named(first, "eco-1102"));
        assert!(!named(first, "eco-1103") && !named(first, "eco-1229"));

        let then = at("2026-12-01");
        assert_eq!(then.version, "county-131082-2026-10-01.2026-12-01");
        assert!(named(then, "eco-1229"), "what the city adds is the county's too");
        assert!(!named(then, "eco-1102"), "what the city takes away goes here too");
        let subject =
            |list: &ListVersion| list.item("eco-1100", lists.items()).unwrap().subject.clone();
        assert_eq!(subject(first), "廊坊市生态环境局三河市分局");
        assert_eq!(subject(then), "廊坊市生态环境局三河市分局", "the county's words stay");
        let above = lists.above(then);
        assert_eq!(lists.layer(then, above, "eco-1100"), Layer::Refined);
        assert_eq!(lists.layer(then, above, "eco-1087-1"), Layer::Above);
    }

    #[test]
    fn what_no_longer_fits_is_named_from_its_day_on() {
        let lists = over_a_new_version();
        let place = SANHE.parse().unwrap();
        let conflicts = |on: &str| {
            let list = lists.in_force(Level::County, &place, day(on)).unwrap();
            let found = lists.conflicts(list).into_iter();
            found.map(|one| (one.code, one.kind)).collect::<Vec<_>>()
        };
        assert_eq!(conflicts("2026-11-30"), []);
        let named = |code: &str, kind| (code.to_owned(), kind);
        let expected = [
            named("eco-1087-1", ConflictKind::AddedAbove),
            named("eco-1103", ConflictKind::DroppedGone),
            named("eco-1100", ConflictKind::RefinedChanged),
        ];
        assert_eq!(conflicts("2026-12-01"), expected);
    }

    #[test]
    fn other_counties_keep_the_citys_list() {
        let lists = over_a_new_version();
        let place = "1310/131081/".parse().unwrap();
        let list = lists.in_force(Level::County, &place, day("2026-12-01")).unwrap();
        assert_eq!(list.version, "county-1310-2026-12-01");
        assert!(list.over.is_none() && lists.conflicts(list).is_empty());
    }
}
