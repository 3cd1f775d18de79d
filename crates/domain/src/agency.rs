//! Bodies of enforcement (执法机构). Their tree is not the tree of divisions: areas without a code have bodies too.

use crate::law::{CODE_IN_FORCE, DataError, from_toml};
use crate::region::{Divisions, Level, Territory};
use crate::{AgencyId, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What a body is in law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgencyKind {
    /// The bureau of a city (设区的市生态环境局).
    Bureau,
    /// The bureau's enforcement team (执法支队); it acts in the bureau's name.
    BureauTeam,
    /// A branch of the bureau (分局, 派出机构); in its own name since 2026-08-15 (生态环境法典第五十三条).
    Branch,
    /// The team of a town or sub-district; only for what the province delegated (行政处罚法第二十四条).
    TownTeam,
}

/// A body of enforcement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    /// Id.
    pub id: AgencyId,
    /// Code, for instance `LF-131082`.
    pub code: String,
    /// Full name as on its seal.
    pub name: String,
    /// Level.
    pub level: Level,
    /// What it is in law.
    pub kind: AgencyKind,
    /// The body above it; for a town team, the branch that guides it.
    pub parent: Option<AgencyId>,
    /// Where it enforces.
    pub territory: Territory,
    /// What its document numbers begin with, one to four characters.
    pub document_prefix: String,
}

/// The bodies of a city, by code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agencies {
    rows: Vec<Agency>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    agency: Vec<Row>,
    town_teams: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    code: String,
    name: String,
    level: Level,
    kind: AgencyKind,
    #[serde(default)]
    parent: Option<String>,
    territory: Territory,
    document_prefix: String,
}

impl Agencies {
    /// The bodies of Langfang shipped in `data/regions/agencies.toml`.
    ///
    /// # Errors
    /// Only when a shipped file was damaged before the build.
    pub fn shipped() -> Result<Self, DataError> {
        let text = include_str!("../../../data/regions/agencies.toml");
        Self::parse(text, &Divisions::shipped()?)
    }

    /// Bodies that are already known, for instance from the database.
    pub const fn new(rows: Vec<Agency>) -> Self {
        Self { rows }
    }

    /// Reads the bodies of a city; the team of a town is named after its division.
    ///
    /// # Errors
    /// Where the TOML is wrong, a parent stands after its child or nowhere, a town is unknown, or a code stands twice.
    pub fn parse(text: &str, divisions: &Divisions) -> Result<Self, DataError> {
        let file: File = from_toml("agencies.toml", text)?;
        let mut agencies = Self { rows: Vec::new() };
        for row in file.agency {
            agencies.add(row)?;
        }
        for (town, document_prefix) in file.town_teams {
            let fault =
                || DataError::new("agencies.toml", format!("`{town}` is no town with a branch"));
            let division =
                divisions.get(&town).filter(|d| d.level == Level::Town).ok_or_else(fault)?;
            let county = division.territory.parent().ok_or_else(fault)?;
            let county_name = &divisions.get(county.code()).ok_or_else(fault)?.name;
            let branch = agencies.at(AgencyKind::Branch, &division.territory).ok_or_else(fault)?;
            agencies.add(Row {
                code: format!("{}-{}", root_code(&branch.code), division.code),
                name: format!("{county_name}{}综合行政执法队", division.name),
                level: Level::Town,
                kind: AgencyKind::TownTeam,
                parent: Some(branch.code.clone()),
                territory: division.territory.clone(),
                document_prefix,
            })?;
        }
        Ok(agencies)
    }

    fn add(&mut self, row: Row) -> Result<(), DataError> {
        let fault = |what| DataError::new("agencies.toml", format!("`{}` {what}", row.code));
        if self.get(&row.code).is_some() {
            return Err(fault("stands twice"));
        }
        let parent = match &row.parent {
            Some(code) => Some(self.get(code).ok_or_else(|| fault("has no parent before it"))?.id),
            None => None,
        };
        let Row { code, name, level, kind, territory, document_prefix, .. } = row;
        let id = id_of(&code);
        self.rows.push(Agency { id, code, name, level, kind, parent, territory, document_prefix });
        Ok(())
    }

    /// The body of a code.
    pub fn get(&self, code: &str) -> Option<&Agency> {
        self.rows.iter().find(|agency| agency.code == code)
    }

    /// The body of an id.
    pub fn by_id(&self, id: AgencyId) -> Option<&Agency> {
        self.rows.iter().find(|agency| agency.id == id)
    }

    /// The body of a kind that is responsible for a place: the one with the narrowest territory.
    pub fn at(&self, kind: AgencyKind, place: &Territory) -> Option<&Agency> {
        let there = |agency: &&Agency| agency.kind == kind && agency.territory.contains(place);
        self.rows.iter().filter(there).max_by_key(|agency| agency.territory.depth())
    }

    /// Every body, parents first.
    pub fn iter(&self) -> impl Iterator<Item = &Agency> {
        self.rows.iter()
    }
}

fn root_code(branch: &str) -> &str {
    branch.split('-').next().unwrap_or(branch)
}

/// A shipped body keeps its id on every site: a UUIDv7 of the code's first day, filled from the digest of its own code.
fn id_of(code: &str) -> AgencyId {
    let digest = Sha256::digest(format!("agency/{code}"));
    let mut rest = [0; 10];
    rest.copy_from_slice(&digest[..10]);
    let millis = u64::try_from(Timestamp::start_of(CODE_IN_FORCE).as_millis()).unwrap_or_default();
    AgencyId(uuid::Builder::from_unix_timestamp_millis(millis, &rest).into_uuid())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn langfang_has_a_bureau_its_team_twelve_branches_and_a_team_in_each_town() {
        let agencies = Agencies::shipped().unwrap();
        let count = |kind| agencies.iter().filter(|agency| agency.kind == kind).count();
        assert_eq!(
            [AgencyKind::Bureau, AgencyKind::BureauTeam, AgencyKind::Branch, AgencyKind::TownTeam]
                .map(count),
            [1, 1, 12, 123]
        );
        let ids: BTreeSet<_> = agencies.iter().map(|agency| agency.id).collect();
        let prefixes: BTreeSet<_> = agencies.iter().map(|agency| &agency.document_prefix).collect();
        assert_eq!(ids.len(), 137);
        assert_eq!(prefixes.len(), 136, "only the bureau and its team share a prefix");
        for agency in agencies.iter() {
            assert_eq!(agency.id.0.get_version_num(), 7);
            assert!((1..=4).contains(&agency.document_prefix.chars().count()), "{}", agency.name);
            let parent = agency.parent.map(|id| agencies.by_id(id).unwrap());
            assert!(parent.is_none_or(|above| above.territory.contains(&agency.territory)));
            assert_eq!(parent.is_none(), agency.kind == AgencyKind::Bureau);
        }
    }

    #[test]
    fn a_place_finds_its_bodies() {
        let agencies = Agencies::shipped().unwrap();
        let name = |kind, place: &str| {
            agencies.at(kind, &place.parse().unwrap()).map(|agency| agency.name.as_str())
        };
        let yanjiao = "1310/131082/131082109/";
        assert_eq!(name(AgencyKind::TownTeam, yanjiao), Some("三河市燕郊镇综合行政执法队"));
        assert_eq!(name(AgencyKind::Branch, yanjiao), Some("廊坊市生态环境局三河市分局"));
        assert_eq!(name(AgencyKind::Bureau, yanjiao), Some("廊坊市生态环境局"));
        assert_eq!(
            name(AgencyKind::Branch, "1310/1310LK/"),
            Some("廊坊市生态环境局临空经济区分局")
        );
        assert_eq!(name(AgencyKind::TownTeam, "1310/1310LK/"), None);
        assert_eq!(name(AgencyKind::Bureau, "1301/"), None);
    }
}
