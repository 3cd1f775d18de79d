//! The divisions of Langfang and the enforcement areas beside them.

use super::Territory;
use crate::law::{DataError, from_json, from_toml};
use serde::{Deserialize, Serialize};

/// The level of a place or of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// A city with districts (设区的市).
    City,
    /// A county, district or county-level city, or an area run like one (县级).
    County,
    /// A town, township or sub-district (乡镇、街道).
    Town,
}

impl Level {
    /// How deep the places of a level lie: [`super::Territory::depth`].
    pub const fn depth(self) -> usize {
        match self {
            Self::City => 1,
            Self::County => 2,
            Self::Town => 3,
        }
    }
}

/// Whether the state knows the place as a division.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DivisionKind {
    /// An administrative division with a national code.
    #[default]
    Division,
    /// An enforcement area that is none; its code is the platform's own (`1310LK`).
    Area,
}

/// A place in the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Division {
    /// National code, or the platform's own for an area.
    pub code: String,
    /// Name.
    pub name: String,
    /// Level.
    pub level: Level,
    /// Division or area.
    pub kind: DivisionKind,
    /// Its path.
    pub territory: Territory,
}

/// The tree, root first, counties before their towns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Divisions {
    rows: Vec<Division>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Areas {
    city: Place,
    county: Vec<Place>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    code: String,
    name: String,
    #[serde(default)]
    kind: DivisionKind,
}

#[derive(Deserialize)]
struct Towns {
    towns: Vec<Town>,
}

#[derive(Deserialize)]
struct Town {
    code: String,
    name: String,
    county: String,
}

impl Divisions {
    /// Langfang as shipped in `data/regions`.
    ///
    /// # Errors
    /// Only when a shipped file was damaged before the build.
    pub fn shipped() -> Result<Self, DataError> {
        Self::parse(
            include_str!("../../../../data/regions/langfang_areas.toml"),
            include_str!("../../../../data/regions/langfang_towns.json"),
        )
    }

    /// Reads a city with its counties and areas (TOML) and its towns (JSON).
    ///
    /// # Errors
    /// Where a text is wrong, a town's county is unknown, or a code stands twice.
    pub fn parse(areas: &str, towns: &str) -> Result<Self, DataError> {
        let areas: Areas = from_toml("areas", areas)?;
        let towns: Towns = from_json("towns", towns)?;
        let fault = |code: &str| DataError::new("divisions", format!("`{code}` has no place"));
        let root: Territory = format!("{}/", areas.city.code).parse().map_err(|_| fault("city"))?;
        let row = |code: String, name, level, kind, parent: &Territory| {
            let territory = parent.child(&code).map_err(|_| fault(&code))?;
            Ok(Division { code, name, level, kind, territory })
        };
        let mut rows = vec![Division {
            code: areas.city.code,
            name: areas.city.name,
            level: Level::City,
            kind: areas.city.kind,
            territory: root.clone(),
        }];
        for county in areas.county {
            rows.push(row(county.code, county.name, Level::County, county.kind, &root)?);
        }
        for town in towns.towns {
            let county = rows.iter().find(|row| row.code == town.county);
            let parent = county.ok_or_else(|| fault(&town.code))?.territory.clone();
            rows.push(row(town.code, town.name, Level::Town, DivisionKind::Division, &parent)?);
        }
        let mut codes: Vec<_> = rows.iter().map(|row| row.code.as_str()).collect();
        codes.sort_unstable();
        match codes.windows(2).find(|pair| pair[0] == pair[1]) {
            Some(pair) => Err(fault(pair[0])),
            None => Ok(Self { rows }),
        }
    }

    /// The place of a code.
    pub fn get(&self, code: &str) -> Option<&Division> {
        self.rows.iter().find(|row| row.code == code)
    }

    /// Every place, root first.
    pub fn iter(&self) -> impl Iterator<Item = &Division> {
        self.rows.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn langfang_has_eleven_counties_one_area_and_123_towns() {
        let divisions = Divisions::shipped().unwrap();
        let count = |level| divisions.iter().filter(|d| d.level == level).count();
        assert_eq!((count(Level::City), count(Level::County), count(Level::Town)), (1, 12, 123));
        let area = divisions.get("1310LK").unwrap();
        assert_eq!((area.kind, area.territory.as_str()), (DivisionKind::Area, "1310/1310LK/"));
        let town = divisions.get("131082109").unwrap();
        assert_eq!(
            (town.name.as_str(), town.territory.as_str()),
            ("燕郊镇", "1310/131082/131082109/")
        );
        assert_eq!(divisions.get("131071").unwrap().kind, DivisionKind::Division);
    }

    #[test]
    fn a_town_without_county_and_a_doubled_code_are_refused() {
        let areas = "city = {code = \"1310\", name = \"廊坊市\"}\n[[county]]\ncode = \"131082\"\nname = \"三河市\"\n";
        let towns = |county: &str, again: &str| {
            let row = format!(r#"{{"code": "131082100", "name": "泃阳镇", "county": "{county}"}}"#);
            format!(r#"{{"towns": [{row}{again}{}]}}"#, if again.is_empty() { "" } else { &row })
        };
        assert!(Divisions::parse(areas, &towns("131082", "")).is_ok());
        assert!(Divisions::parse(areas, &towns("131099", "")).is_err());
        assert!(Divisions::parse(areas, &towns("131082", ",")).is_err());
    }
}
