//! `enterprises`, `outlets`, `map`, `officers`, `agencies`: what is supervised, and by whom.

use super::cases::CaseLink;
use super::common::{LonLat, Named, territory_name, word};
use super::leads::Certificate;
use super::telemetry::{LimitBody, ReadingBody};
use crate::extract::{Items, Json, PageQuery, Path, Query, page};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::plants::{self, MapPoint, OutletPage};
use app::telemetry::factors;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use domain::officer::{AccountChange, Waiting};
use domain::outlet::{Limit, Outlet};
use domain::reading::Reading;
use domain::{EnterpriseId, OutletId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct PlantQuery {
    /// Part of a name or code.
    q: Option<String>,
    page_size: Option<String>,
    cursor: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct EnterpriseRow {
    id: String,
    name: String,
    credit_code: String,
    territory: String,
    territory_name: String,
    address: String,
    industry: String,
    supervision: String,
    representative: String,
    location: LonLat,
    /// Leads that wait for the duty officer.
    leads_open: i64,
    /// Cases that are not closed.
    cases_open: i64,
}

impl From<plants::EnterpriseRow> for EnterpriseRow {
    fn from(row: plants::EnterpriseRow) -> Self {
        let plants::EnterpriseRow { enterprise: plant, leads_open, cases_open } = row;
        Self {
            leads_open,
            cases_open,
            id: plant.id.to_string(),
            credit_code: plant.credit_code.to_string(),
            territory_name: territory_name(&plant.territory),
            territory: plant.territory.to_string(),
            supervision: word(&plant.supervision),
            location: plant.location.into(),
            name: plant.name,
            address: plant.address,
            industry: plant.industry,
            representative: plant.representative,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct OutletRow {
    id: String,
    code: String,
    name: String,
    /// `water` or `gas`.
    kind: String,
    enterprise_id: String,
}

impl From<Outlet> for OutletRow {
    fn from(outlet: Outlet) -> Self {
        Self {
            id: outlet.id.to_string(),
            kind: word(&outlet.medium),
            enterprise_id: outlet.enterprise.to_string(),
            code: outlet.code,
            name: outlet.name,
        }
    }
}

/// Something that happened at a plant.
#[derive(Serialize, ToSchema)]
pub(crate) struct Happened {
    id: String,
    number: String,
    state: String,
    at: Option<i64>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct EnterpriseBody {
    #[serde(flatten)]
    row: EnterpriseRow,
    outlets: Vec<OutletRow>,
    leads: Vec<Happened>,
    inspections: Vec<Happened>,
    cases: Vec<CaseLink>,
}

/// Enterprises of the territory.
#[utoipa::path(get, path = "/api/v1/enterprises", tag = "plants", params(PlantQuery), responses((status = 200, body = Items<EnterpriseRow>)))]
pub(crate) async fn enterprises(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<PlantQuery>,
) -> Result<Json<Items<EnterpriseRow>>, Problem> {
    let page = page(query.page_size.as_deref(), query.cursor.as_deref())?;
    let words = query.q.unwrap_or_default();
    let listed = plants::enterprises(api.cx(), officer.actor(), &words, &page).await?;
    Ok(Items::of(listed, EnterpriseRow::from))
}

/// One plant, one file.
#[utoipa::path(get, path = "/api/v1/enterprises/{id}", tag = "plants", params(("id" = String, Path)), responses((status = 200, body = EnterpriseBody)))]
pub(crate) async fn enterprise(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<EnterpriseId>,
) -> Result<Json<EnterpriseBody>, Problem> {
    let page = plants::enterprise(api.cx(), officer.actor(), id).await?;
    let leads = page.leads.into_iter().map(|lead| Happened {
        id: lead.id.to_string(),
        state: word(&lead.state),
        at: Some(lead.raised_at.as_millis()),
        number: lead.number,
    });
    let inspections = page.inspections.into_iter().map(|found| Happened {
        id: found.id.to_string(),
        state: word(&found.state),
        at: found.record.started_at.map(domain::Timestamp::as_millis),
        number: found.number,
    });
    Ok(Json(EnterpriseBody {
        row: page.row.into(),
        outlets: page.outlets.into_iter().map(OutletRow::from).collect(),
        leads: leads.collect(),
        inspections: inspections.collect(),
        cases: page.cases.iter().map(CaseLink::of).collect(),
    }))
}

/// Outlets of the territory, or of one enterprise.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct OutletQuery {
    #[param(value_type = Option<String>)]
    enterprise_id: Option<EnterpriseId>,
    q: Option<String>,
    page_size: Option<String>,
    cursor: Option<String>,
}

/// Outlets.
#[utoipa::path(get, path = "/api/v1/outlets", tag = "plants", params(OutletQuery), responses((status = 200, body = Items<OutletRow>)))]
pub(crate) async fn outlets(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<OutletQuery>,
) -> Result<Json<Items<OutletRow>>, Problem> {
    if let Some(id) = query.enterprise_id {
        let page = plants::enterprise(api.cx(), officer.actor(), id).await?;
        return Ok(Items::all(page.outlets.into_iter().map(OutletRow::from).collect()));
    }
    let page = page(query.page_size.as_deref(), query.cursor.as_deref())?;
    let words = query.q.unwrap_or_default();
    let listed = plants::outlets(api.cx(), officer.actor(), &words, &page).await?;
    Ok(Items::of(listed, OutletRow::from))
}

#[derive(Serialize, ToSchema)]
pub(crate) struct OutletFactor {
    factor: String,
    name: String,
    unit: String,
    latest: Option<ReadingBody>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct OutletBody {
    #[serde(flatten)]
    row: OutletRow,
    enterprise: Named,
    mn: Option<String>,
    logger_id: Option<String>,
    limits: Vec<LimitBody>,
    factors: Vec<OutletFactor>,
    location: LonLat,
    leads: Vec<Happened>,
}

/// One outlet with what is known of it now.
#[utoipa::path(get, path = "/api/v1/outlets/{id}", tag = "plants", params(("id" = String, Path)), responses((status = 200, body = OutletBody)))]
pub(crate) async fn outlet(
    State(api): State<Api>,
    officer: Officer,
    Path(id): Path<OutletId>,
) -> Result<Json<OutletBody>, Problem> {
    let OutletPage { outlet, enterprise, logger, limits, latest, leads } =
        plants::outlet(api.cx(), officer.actor(), id).await?;
    let leads = leads.into_iter().map(|lead| Happened {
        id: lead.id.to_string(),
        state: word(&lead.state),
        at: Some(lead.raised_at.as_millis()),
        number: lead.number,
    });
    Ok(Json(OutletBody {
        row: outlet.into(),
        enterprise: Named { id: enterprise.id.to_string(), name: enterprise.name },
        mn: logger.as_ref().map(|logger| logger.mn.to_string()),
        logger_id: logger.map(|logger| logger.id.to_string()),
        factors: measured(&limits, latest),
        limits: limits.into_iter().map(LimitBody::from).collect(),
        location: enterprise.location.into(),
        leads: leads.collect(),
    }))
}

/// What is limited or measured at an outlet, each with its newest reading of any kind.
fn measured(limits: &[Limit], latest: Vec<Reading>) -> Vec<OutletFactor> {
    let mut found: BTreeMap<String, OutletFactor> = BTreeMap::new();
    let limited = limits.iter().map(|limit| (&limit.factor, None));
    for (factor, reading) in
        limited.chain(latest.iter().map(|reading| (&reading.factor, Some(reading))))
    {
        let entry = found.entry(factor.to_string()).or_insert_with(|| OutletFactor {
            factor: factor.to_string(),
            name: factors().name(factor).to_owned(),
            unit: factors().unit(factor).to_owned(),
            latest: None,
        });
        let newer = reading.filter(|reading| {
            entry.latest.as_ref().is_none_or(|known| known.at() < reading.at.as_millis())
        });
        if let Some(reading) = newer {
            entry.latest = Some(reading.clone().into());
        }
    }
    found.into_values().collect()
}

#[derive(Serialize, ToSchema)]
pub(crate) struct MapBody {
    id: String,
    name: String,
    lon: f64,
    lat: f64,
    leads_open: i64,
    worst_ratio: Option<f64>,
}

/// Every plant of the territory as a point.
#[utoipa::path(get, path = "/api/v1/map/enterprises", tag = "plants", responses((status = 200, body = Vec<MapBody>)))]
pub(crate) async fn map(
    State(api): State<Api>,
    officer: Officer,
) -> Result<Json<Vec<MapBody>>, Problem> {
    let points = plants::map(api.cx(), officer.actor()).await?;
    let body = |point: MapPoint| {
        let MapPoint { id, name, lon, lat, leads_open, worst_ratio } = point;
        MapBody { id, name, lon, lat, leads_open, worst_ratio }
    };
    Ok(Json(points.into_iter().map(body).collect()))
}

const BOUNDARIES: &str = include_str!("../../../../data/regions/langfang_counties.geojson");

/// Counties of the city.
#[utoipa::path(get, path = "/api/v1/map/boundaries", tag = "plants", responses((status = 200, content_type = "application/geo+json")))]
pub(crate) async fn boundaries(_officer: Officer) -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "application/geo+json"),
        (header::CACHE_CONTROL, "private, max-age=86400"),
    ];
    (headers, BOUNDARIES)
}

#[derive(Serialize, ToSchema)]
pub(crate) struct AccountWaiting {
    change: String,
    /// The roles asked for, where the change is of roles.
    roles: Vec<String>,
    by: String,
    at: i64,
}

impl From<Waiting> for AccountWaiting {
    fn from(waiting: Waiting) -> Self {
        let Waiting { change, by, at } = waiting;
        let word = word(&change);
        let roles = match change {
            AccountChange::Roles { roles } => roles,
            AccountChange::Created
            | AccountChange::Suspended
            | AccountChange::Reinstated
            | AccountChange::Reset => Vec::new(),
        };
        let roles = roles.iter().map(|role| role.as_str().to_owned()).collect();
        Self { change: word, roles, by, at: at.as_millis() }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct OfficerBody {
    id: String,
    account: String,
    name: String,
    agency: Named,
    roles: Vec<String>,
    certificate: Option<Certificate>,
    /// `active` or `suspended`.
    state: String,
    /// What another administrator must confirm: `created`, `roles`, `suspended`, `reinstated` or `reset`.
    waiting: Option<AccountWaiting>,
    revision: u32,
}

impl OfficerBody {
    pub(crate) fn of(
        officer: domain::officer::Officer,
        agency_name: Option<String>,
        today: domain::Date,
    ) -> Self {
        let certificate = officer.certificate_shown(today).map(Certificate::of);
        Self {
            id: officer.id.to_string(),
            account: officer.account,
            name: officer.name,
            agency: Named { id: officer.agency.to_string(), name: agency_name.unwrap_or_default() },
            roles: officer.roles.iter().map(|role| role.as_str().to_owned()).collect(),
            certificate,
            waiting: officer.waiting.map(AccountWaiting::from),
            state: if officer.active { "active" } else { "suspended" }.to_owned(),
            revision: officer.revision,
        }
    }
}

/// Officers of the territory.
#[utoipa::path(get, path = "/api/v1/officers", tag = "plants", params(PlantQuery), responses((status = 200, body = Items<OfficerBody>)))]
pub(crate) async fn officers(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<PlantQuery>,
) -> Result<Json<Items<OfficerBody>>, Problem> {
    let page = page(query.page_size.as_deref(), query.cursor.as_deref())?;
    let words = query.q.unwrap_or_default();
    let listed = plants::officers(api.cx(), officer.actor(), &words, &page).await?;
    let agencies = plants::agencies(api.cx(), officer.actor()).await?;
    let today = api.cx().now().date();
    Ok(Items::of(listed, |found| {
        let agency = agencies.iter().find(|agency| agency.id == found.agency);
        OfficerBody::of(found, agency.map(|agency| agency.name.clone()), today)
    }))
}

#[derive(Serialize, ToSchema)]
pub(crate) struct AgencyBody {
    id: String,
    code: String,
    name: String,
    level: String,
    territory: String,
    territory_name: String,
    parent_id: Option<String>,
}

/// Every agency.
#[utoipa::path(get, path = "/api/v1/agencies", tag = "plants", params(PageQuery), responses((status = 200, body = Items<AgencyBody>)))]
pub(crate) async fn agencies(
    State(api): State<Api>,
    officer: Officer,
) -> Result<Json<Items<AgencyBody>>, Problem> {
    let found = plants::agencies(api.cx(), officer.actor()).await?;
    let body = |agency: domain::agency::Agency| AgencyBody {
        id: agency.id.to_string(),
        level: word(&agency.level),
        territory_name: territory_name(&agency.territory),
        territory: agency.territory.to_string(),
        parent_id: agency.parent.map(|id| id.to_string()),
        code: agency.code,
        name: agency.name,
    };
    Ok(Items::all(found.into_iter().map(body).collect()))
}
