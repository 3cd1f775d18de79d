//! Where an act was, when the lines on the map are not sure: near a boundary a person chooses, and says why.

use super::operation::words;
use crate::region::{
    Boundaries, Division, DivisionKind, Divisions, Level, Located, Position, Territory,
};
use crate::{OfficerId, Refusal, Refused, Timestamp};
use serde::{Deserialize, Serialize};

/// A place that the point may lie in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Near {
    /// Code of the county.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its path.
    pub territory: Territory,
    /// Whether the sketched polygon holds the point.
    pub inside: bool,
    /// From the point to the sketched line, metres; none where the place has no polygon near.
    pub distance_m: Option<u32>,
}

/// What a person chose, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoundaryChoice {
    /// Between which places.
    pub candidates: Vec<Near>,
    /// Code of the county chosen.
    pub chosen: String,
    /// Why: 土地权属, 排污许可证 …
    pub reason: String,
    /// By whom.
    pub by: OfficerId,
    /// When.
    pub at: Timestamp,
}

/// How sure the place is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Siting {
    /// The place was named, not measured.
    #[default]
    Named,
    /// The point lies well within the place.
    Certain,
    /// The place has no boundary on this platform (开发区, 临空经济区): its register counts.
    Unmapped,
    /// Near a line: a person chose.
    Chosen {
        /// The choice.
        choice: BoundaryChoice,
    },
}

/// What a person says about a point near a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Code of the county.
    pub county: String,
    /// Why.
    pub reason: String,
    /// By whom.
    pub by: OfficerId,
    /// When.
    pub at: Timestamp,
}

/// The lines, the places and how far the lines may be off.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The sketched polygons.
    pub boundaries: &'a Boundaries,
    /// The tree of places.
    pub divisions: &'a Divisions,
    /// How far the lines may be off, metres.
    pub tolerance_m: f64,
}

impl Ground<'_> {
    /// The counties that a point may lie in; one when it is certain. With the registered place, that is always among them.
    ///
    /// # Errors
    /// For coordinates of another system, or that are none.
    pub fn candidates(
        &self,
        point: &Position,
        registered: Option<&Territory>,
    ) -> Refused<Vec<Near>> {
        let places = match self.boundaries.locate(point, self.tolerance_m)? {
            Located::Certain { place } => vec![place],
            Located::Doubtful { places } => places,
            Located::Outside => Vec::new(),
        };
        let mut near: Vec<Near> = Vec::new();
        for place in places {
            if let Some(division) = self.divisions.get(&place.code) {
                let metres = place.distance_m.clamp(0.0, 1e7).round();
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "clamped"
                )]
                near.push(named(division, place.inside, Some(metres as u32)));
            }
        }
        let county = registered.and_then(|place| self.county(place));
        if let Some(county) = county.filter(|county| near.iter().all(|n| n.code != county.code)) {
            near.push(named(county, false, None));
        }
        Ok(near)
    }

    /// The place of a registered thing at a point: certain, or chosen with a reason between the candidates.
    ///
    /// # Errors
    /// `jurisdiction.boundary_choice` where a choice is needed, with the candidates in words.
    pub fn site(
        &self,
        point: &Position,
        registered: &Territory,
        chosen: Option<Chosen>,
    ) -> Refused<(Territory, Siting)> {
        let Some(county) = self.county(registered) else {
            return Ok((registered.clone(), Siting::Named));
        };
        // Places that no polygon shows lie inside their neighbours' polygons, so the map can say nothing of them.
        if county.kind == DivisionKind::Area || !self.boundaries.knows(&county.code) {
            return Ok((registered.clone(), Siting::Unmapped));
        }
        let candidates = self.candidates(point, Some(registered))?;
        let held = candidates.iter().any(|near| near.inside && near.code == county.code);
        if candidates.len() == 1 && held {
            return Ok((registered.clone(), Siting::Certain));
        }
        let Some(chosen) = chosen else {
            return Err(choose(&candidates));
        };
        let reason = words(&chosen.reason, "boundary.reason", 500)?;
        let near = candidates.iter().find(|near| near.code == chosen.county);
        let near = near.ok_or_else(|| choose(&candidates))?;
        let place =
            if near.code == county.code { registered.clone() } else { near.territory.clone() };
        let Chosen { county: chosen, by, at, .. } = chosen;
        let choice = BoundaryChoice { candidates, chosen, reason, by, at };
        Ok((place, Siting::Chosen { choice }))
    }

    fn county(&self, place: &Territory) -> Option<&Division> {
        let code = place.segments().nth(1)?;
        self.divisions.get(code).filter(|division| division.level == Level::County)
    }
}

fn named(division: &Division, inside: bool, distance_m: Option<u32>) -> Near {
    Near {
        code: division.code.clone(),
        name: division.name.clone(),
        territory: division.territory.clone(),
        inside,
        distance_m,
    }
}

fn choose(candidates: &[Near]) -> Refusal {
    let names: Vec<_> = candidates.iter().map(|near| near.name.as_str()).collect();
    let names = names.join("、");
    Refusal::new(
        "jurisdiction.boundary_choice",
        format!("该点位临近区划界线或与登记区域不一致，可能属于：{names}；请选择所属区域并说明理由"),
        format!("the point lies near a boundary or outside the registered place; it may be in {names}: choose and say why"),
    )
    .field("boundary")
}
