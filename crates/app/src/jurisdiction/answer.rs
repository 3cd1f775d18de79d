//! Answers the question of a person: may I, and if not, why, and who may?

use super::{TakenBack, taken_back};
use crate::{Action, Actor, Cx, Error};
use domain::agency::Agency;
use domain::jurisdiction::{Acting, Answer, Near, Operation, Question, Setting, Siting, explain};
use domain::officer::Officer;
use domain::region::{Crs, Position, Territory};
use domain::{AgencyId, Date, LeadId, OfficerId, Refusal};

/// A point on the map, degrees in CGCS2000.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    /// Degrees east.
    pub lon: f64,
    /// Degrees north.
    pub lat: f64,
}

/// What a person asks. What is left out is the asker's own, or nobody's.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The item by code.
    pub item: String,
    /// The place, named.
    pub place: Option<Territory>,
    /// The place, on the map.
    pub spot: Option<Spot>,
    /// The body; else the asker's.
    pub agency: Option<AgencyId>,
    /// Who would act for it.
    pub officer: Option<OfficerId>,
    /// The day; else today.
    pub on: Option<Date>,
    /// The occasion and the operation.
    pub setting: Setting,
    /// The lead it is about, where its jurisdiction was in question.
    pub lead: Option<LeadId>,
}

/// The answer with what was asked.
#[derive(Debug, Clone)]
pub struct Told {
    /// The answer.
    pub answer: Answer,
    /// The place that was looked at.
    pub place: Territory,
    /// The body that was asked about.
    pub agency: Agency,
    /// The officer.
    pub officer: Option<Officer>,
    /// The day.
    pub on: Date,
    /// The operation.
    pub operation: Option<Operation>,
    /// The counties that the point may lie in; several where it is near a line.
    pub candidates: Vec<Near>,
    /// How far the lines may be off, metres.
    pub tolerance_m: f64,
    /// The body that may.
    pub may: Option<Agency>,
}

/// Answers it.
pub async fn answer(cx: &Cx, actor: &Actor, asked: Asked) -> Result<Told, Error> {
    let permit = cx.authorize(actor, Action::JurisdictionAsk)?;
    let mut tx = permit.read().await?;
    let law = cx.law();
    let agency = asked.agency.unwrap_or(permit.person()?.agency);
    let agency = store::agencies::find(&mut tx, agency).await?.ok_or(Error::NotFound("agency"))?;
    let officer = match asked.officer {
        Some(id) => {
            let found = store::officers::find(&mut tx, id).await?;
            Some(found.ok_or(Error::NotFound("officer"))?)
        }
        None => None,
    };
    let designation = match asked.lead {
        Some(lead) => {
            let lead = permit.on(store::leads::find(&mut tx, lead).await?, "lead")?;
            store::designations::latest(&mut tx, lead.id).await?
        }
        None => None,
    };
    let candidates = match asked.spot {
        Some(spot) => law.ground().candidates(&point(spot), asked.place.as_ref())?,
        None => Vec::new(),
    };
    let place = place(&asked, &candidates)?;
    let on = asked.on.unwrap_or_else(|| permit.now().date());
    let operation = law.operation(&asked.setting);
    let taken_back = match asked.lead {
        Some(lead) => {
            let matter = (asked.item.as_str(), &place);
            taken_back(&mut tx, &law, lead, matter, &agency, on).await?
        }
        None => None,
    };
    let question = Question {
        item: &asked.item,
        place: &place,
        siting: if candidates.is_empty() { Siting::Named } else { Siting::Certain },
        acting: officer
            .as_ref()
            .map_or(Acting::Body, |one| Acting::Officers(std::slice::from_ref(one))),
        setting: asked.setting.clone(),
        operation,
        designation: designation.as_ref(),
        withdrawn: taken_back.as_ref().map(TakenBack::fact),
        ..Question::about(&asked.item, &place, &agency, on)
    };
    let mut answer = explain(&law.lists, &law.rules, &question);
    if candidates.len() > 1 && asked.place.is_none() {
        answer.result = Err(near_a_line(&candidates));
    }
    let may = answer.may.and_then(|id| law.lists.agencies().by_id(id)).cloned();
    let (operation, tolerance_m) = (operation.cloned(), law.rules.boundary_tolerance_m);
    Ok(Told { answer, place, agency, officer, on, operation, candidates, tolerance_m, may })
}

const fn point(spot: Spot) -> Position {
    Position { lon: spot.lon, lat: spot.lat, crs: Crs::Cgcs2000, accuracy_m: None }
}

fn place(asked: &Asked, candidates: &[Near]) -> Result<Territory, Refusal> {
    match (&asked.place, candidates.first()) {
        (Some(place), _) => Ok(place.clone()),
        (None, Some(near)) => Ok(near.territory.clone()),
        (None, None) => Err(Refusal::new(
            "jurisdiction.no_place",
            "请选择区域，或在地图上点选本市范围内的位置",
            "choose a place, or a point of the city on the map",
        )
        .field("place")),
    }
}

fn near_a_line(candidates: &[Near]) -> Refusal {
    let names: Vec<_> = candidates.iter().map(|near| near.name.as_str()).collect();
    let names = names.join("、");
    Refusal::new(
        "jurisdiction.boundary_choice",
        format!("该点位临近区划界线，可能属于：{names}；请选择所属区域，办理时须说明理由"),
        format!("the point lies near a boundary; it may be in {names}: choose one, with reasons when it is acted on"),
    )
    .field("place")
}
