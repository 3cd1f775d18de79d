//! How the list of a lower body stands to the one above it: taken over, refined, or supplemented (补充、细化).

use super::Lists;
use crate::item::ListVersion;
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
        let higher = |other: &&ListVersion| {
            let wider = other.territory.contains(&of.territory) && !other.same_list(of);
            wider && other.level.depth() <= of.level.depth() && other.in_force(of.effective_from)
        };
        let nearest = |other: &&ListVersion| (other.level.depth(), other.territory.depth());
        self.versions().iter().filter(higher).max_by_key(nearest)
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
    use crate::item::Item;

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
}
