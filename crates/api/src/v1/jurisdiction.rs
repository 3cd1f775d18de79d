//! `jurisdiction`: may a body, and an officer, enforce an item at a place on a day? And the grounds as every page shows them.

use super::common::{Named, Why, territory_name, word};
use crate::extract::{Json, Query};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::jurisdiction::{self, Asked, Spot, Told};
use axum::extract::State;
use domain::agency::{Agencies, Agency};
use domain::item::Occasion;
use domain::jurisdiction::{BoundaryChoice, Elsewhere, Footing, Near, Setting, Siting};
use domain::law::{Certainty, Citation};
use domain::region::Territory;
use domain::{AgencyId, Date, LeadId, OfficerId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A place that a point may lie in.
#[derive(Serialize, ToSchema)]
pub(crate) struct CandidatePlace {
    code: String,
    name: String,
    territory: String,
    /// Whether the sketched line holds the point.
    inside: bool,
    /// From the point to the sketched line, metres.
    distance_m: Option<u32>,
}

impl From<&Near> for CandidatePlace {
    fn from(near: &Near) -> Self {
        Self {
            code: near.code.clone(),
            name: near.name.clone(),
            territory: near.territory.to_string(),
            inside: near.inside,
            distance_m: near.distance_m,
        }
    }
}

/// What a person chose near a line, and why.
#[derive(Serialize, ToSchema)]
pub(crate) struct ChoiceBody {
    candidates: Vec<CandidatePlace>,
    chosen: String,
    chosen_name: String,
    reason: String,
    /// Milliseconds UTC.
    at: i64,
}

impl From<&BoundaryChoice> for ChoiceBody {
    fn from(choice: &BoundaryChoice) -> Self {
        let name = choice.candidates.iter().find(|near| near.code == choice.chosen);
        Self {
            candidates: choice.candidates.iter().map(CandidatePlace::from).collect(),
            chosen: choice.chosen.clone(),
            chosen_name: name.map(|near| near.name.clone()).unwrap_or_default(),
            reason: choice.reason.clone(),
            at: choice.at.as_millis(),
        }
    }
}

/// An article with its words.
#[derive(Serialize, ToSchema)]
pub(crate) struct GroundsArticle {
    /// `act:article[.paragraph][(point)]`.
    cite: String,
    zh: String,
    en: String,
}

/// On what a body's power rests.
#[derive(Serialize, ToSchema)]
pub(crate) struct GroundsBody {
    /// `ask`, `dispatch`, `inspect`, `file` or `decide`.
    step: String,
    on: String,
    agency: Named,
    in_name_of: Named,
    place: String,
    place_name: String,
    basis: Vec<GroundsArticle>,
    /// The list version that names the item.
    list: String,
    /// How sure that list is.
    certainty: String,
    certainty_label: String,
    is_law: bool,
    reason_zh: String,
    reason_en: String,
    occasion: String,
    operation: Option<String>,
    operation_name: Option<String>,
    designation_id: Option<String>,
    /// `named`, `certain`, `unmapped` or `chosen`.
    siting: String,
    boundary: Option<ChoiceBody>,
}

impl GroundsBody {
    pub(crate) fn of(api: &Api, grounds: &Footing) -> Self {
        let law = api.cx().law();
        let agencies = law.lists.agencies();
        let article = |citation: &Citation| {
            let words = law.acts.words(citation).unwrap_or_default();
            GroundsArticle { cite: citation.to_string(), zh: words.zh, en: words.en }
        };
        let operation = law.operation(&grounds.setting);
        let boundary = match &grounds.siting {
            Siting::Chosen { choice } => Some(ChoiceBody::from(choice)),
            Siting::Named | Siting::Certain | Siting::Unmapped => None,
        };
        Self {
            step: word(&grounds.step),
            on: grounds.on.to_string(),
            agency: named(agencies, grounds.agency),
            in_name_of: named(agencies, grounds.in_name_of),
            place: grounds.place.to_string(),
            place_name: territory_name(&grounds.place),
            basis: grounds.basis.iter().map(article).collect(),
            list: grounds.list.clone(),
            certainty: word(&grounds.certainty),
            certainty_label: grounds.certainty.label().zh,
            is_law: grounds.certainty.is_law(),
            reason_zh: grounds.reason.zh.clone(),
            reason_en: grounds.reason.en.clone(),
            occasion: word(&grounds.setting.occasion),
            operation: grounds.setting.operation.clone(),
            operation_name: operation.map(|operation| operation.plan.name.clone()),
            designation_id: grounds.designation.map(|id| id.to_string()),
            siting: word(&grounds.siting),
            boundary,
        }
    }
}

/// A body by id; an unknown one keeps its id.
pub(crate) fn named(agencies: &Agencies, id: AgencyId) -> Named {
    let name = agencies.by_id(id).map_or_else(String::new, |agency| agency.name.clone());
    Named { id: id.to_string(), name }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct JurisdictionQuery {
    /// The item by code.
    item: String,
    /// Degrees east, CGCS2000; with `lat`.
    lon: Option<f64>,
    /// Degrees north.
    lat: Option<f64>,
    /// The place: a path such as `1310/131082/` or the code of a division such as `131082109`.
    place: Option<String>,
    /// The body by id or code (`LF-131082`); else the own.
    agency: Option<String>,
    /// Who would act for it.
    officer: Option<String>,
    /// The day; else today.
    on: Option<String>,
    /// `ordinary` unless told; see `Occasion`.
    occasion: Option<String>,
    /// A registered operation by code.
    operation: Option<String>,
    /// A lead whose jurisdiction was in question.
    lead: Option<String>,
}

/// What the body of one level would be told.
#[derive(Serialize, ToSchema)]
pub(crate) struct LevelBody {
    /// `city`, `county` or `town`.
    level: String,
    agency: Option<Named>,
    /// The list version of that level that names the item that day.
    list: Option<String>,
    allowed: bool,
    grounds: Option<GroundsBody>,
    refusal: Option<Why>,
}

/// The lines on the map.
#[derive(Serialize, ToSchema)]
pub(crate) struct BoundaryBody {
    /// Whether the point may lie in more than one county.
    near: bool,
    candidates: Vec<CandidatePlace>,
    tolerance_m: f64,
    /// Where the lines come from.
    certainty_label: String,
}

/// The answer.
#[derive(Serialize, ToSchema)]
pub(crate) struct JurisdictionBody {
    allowed: bool,
    grounds: Option<GroundsBody>,
    refusal: Option<Why>,
    /// The list version that was looked into; none where no list of that level names the item.
    list: Option<String>,
    body_that_may: Option<Named>,
    /// What the bodies of the other levels would be told.
    levels: Vec<LevelBody>,
    /// Where the point may lie: the same as `boundary.candidates`.
    candidates: Vec<CandidatePlace>,
    boundary: BoundaryBody,
    item: String,
    item_name: String,
    place: String,
    place_name: String,
    agency: Named,
    officer: Option<Named>,
    on: String,
    occasion: String,
    operation: Option<String>,
}

/// May a body and an officer enforce an item at a place on a day; and if not, why, and who may?
#[utoipa::path(get, path = "/api/v1/jurisdiction", tag = "jurisdiction", params(JurisdictionQuery), responses((status = 200, body = JurisdictionBody)))]
pub(crate) async fn answer(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<JurisdictionQuery>,
) -> Result<Json<JurisdictionBody>, Problem> {
    let asked = asked(&api, query)?;
    let (item, setting) = (asked.item.clone(), asked.setting.clone());
    let told = jurisdiction::answer(api.cx(), officer.actor(), asked).await?;
    Ok(Json(body(&api, told, item, &setting)))
}

fn asked(api: &Api, query: JurisdictionQuery) -> Result<Asked, Problem> {
    let spot = match (query.lon, query.lat) {
        (Some(lon), Some(lat)) => Some(Spot { lon, lat }),
        (None, None) => None,
        _ => return Err(unfit("lon", "经纬度须同时给出", "give both lon and lat")),
    };
    Ok(Asked {
        item: query.item,
        place: given(query.place).map(|text| place(api, &text)).transpose()?,
        spot,
        agency: given(query.agency).map(|text| agency(api, &text)).transpose()?,
        officer: parsed::<OfficerId>(query.officer, "officer")?,
        on: parsed::<Date>(query.on, "on")?,
        setting: setting(query.occasion, query.operation)?,
        lead: parsed::<LeadId>(query.lead, "lead")?,
    })
}

/// An empty value is one that was not given.
fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

fn parsed<T: std::str::FromStr>(
    text: Option<String>,
    field: &'static str,
) -> Result<Option<T>, Problem> {
    let fault = |_| unfit(field, "格式不正确", "the value does not fit");
    given(text).map(|text| text.parse().map_err(fault)).transpose()
}

/// The occasion and operation of a query or a body; an operation alone brings its own occasion.
pub(crate) fn setting(
    occasion: Option<String>,
    operation: Option<String>,
) -> Result<Setting, Problem> {
    let occasion: Occasion = match given(occasion) {
        None => Occasion::Ordinary,
        Some(word) => serde_json::from_value(serde_json::Value::String(word))
            .map_err(|_| unfit("occasion", "没有这种执法情形", "there is no such occasion"))?,
    };
    Ok(Setting { occasion, operation: given(operation) })
}

pub(crate) fn place(api: &Api, text: &str) -> Result<Territory, Problem> {
    if let Some(division) = api.cx().law().divisions.get(text) {
        return Ok(division.territory.clone());
    }
    text.parse().map_err(|_| unfit("place", "没有这个区域", "there is no such place"))
}

pub(crate) fn agency(api: &Api, text: &str) -> Result<AgencyId, Problem> {
    if let Some(agency) = api.cx().law().lists.agencies().get(text) {
        return Ok(agency.id);
    }
    text.parse().map_err(|_| unfit("agency", "没有这个执法机构", "there is no such body"))
}

fn unfit(field: &'static str, zh: &str, en: &str) -> Problem {
    Problem::bad_request("http.query", zh, en).field(field)
}

fn body(api: &Api, told: Told, item: String, setting: &Setting) -> JurisdictionBody {
    let name = |agency: Agency| Named { id: agency.id.to_string(), name: agency.name };
    let (grounds, refusal) = match told.answer.result {
        Ok(grounds) => (Some(GroundsBody::of(api, &grounds)), None),
        Err(refusal) => (None, Some(Why::from(refusal))),
    };
    let places = || told.candidates.iter().map(CandidatePlace::from).collect();
    JurisdictionBody {
        allowed: grounds.is_some(),
        grounds,
        refusal,
        list: told.answer.list,
        body_that_may: told.may.map(name),
        levels: told.answer.levels.into_iter().map(|level| self::level(api, level)).collect(),
        candidates: places(),
        boundary: BoundaryBody {
            near: told.candidates.len() > 1,
            candidates: places(),
            tolerance_m: told.tolerance_m,
            certainty_label: Certainty::Sample.label().zh,
        },
        item_name: api.cx().law().item_name(&item),
        item,
        place: told.place.to_string(),
        place_name: territory_name(&told.place),
        agency: name(told.agency),
        officer: told.officer.map(|one| Named { id: one.id.to_string(), name: one.name }),
        on: told.on.to_string(),
        occasion: word(&setting.occasion),
        operation: told.operation.map(|operation| operation.code),
    }
}

fn level(api: &Api, told: Elsewhere) -> LevelBody {
    let (grounds, refusal) = match told.result {
        Some(Ok(grounds)) => (Some(GroundsBody::of(api, &grounds)), None),
        Some(Err(refusal)) => (None, Some(Why::from(refusal))),
        None => (None, None),
    };
    LevelBody {
        level: word(&told.level),
        agency: told.agency.map(|body| Named { id: body.id.to_string(), name: body.name }),
        list: told.list,
        allowed: grounds.is_some(),
        grounds,
        refusal,
    }
}
