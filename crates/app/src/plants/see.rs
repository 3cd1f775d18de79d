//! Shows plants, places and people of the actor's territory.

use crate::{Action, Actor, Cx, Error, Listed, Page};
use domain::agency::Agency;
use domain::case::Case;
use domain::enterprise::Enterprise;
use domain::inspection::Inspection;
use domain::lead::Lead;
use domain::officer::Officer;
use domain::outlet::{Limit, Logger, Outlet};
use domain::reading::Reading;
use domain::{EnterpriseId, OutletId};
use std::collections::HashMap;
use store::Tx;

/// What a page shows of each kind at most.
const RECENT_MAX: i64 = 50;

/// A plant as a row, with what is open at it.
#[derive(Debug, Clone)]
pub struct EnterpriseRow {
    /// The plant.
    pub enterprise: Enterprise,
    /// Leads that wait for the duty officer.
    pub leads_open: i64,
    /// Cases that are not closed.
    pub cases_open: i64,
}

/// One plant, one file (一厂一档).
#[derive(Debug, Clone)]
pub struct EnterprisePage {
    /// The plant.
    pub row: EnterpriseRow,
    /// Its outlets.
    pub outlets: Vec<Outlet>,
    /// Its latest leads.
    pub leads: Vec<Lead>,
    /// Its latest inspections.
    pub inspections: Vec<Inspection>,
    /// Its latest cases.
    pub cases: Vec<Case>,
}

/// An outlet with what is known of it now.
#[derive(Debug, Clone)]
pub struct OutletPage {
    /// The outlet.
    pub outlet: Outlet,
    /// Whose.
    pub enterprise: Enterprise,
    /// Its logger.
    pub logger: Option<Logger>,
    /// Its limits.
    pub limits: Vec<Limit>,
    /// The latest reading of each factor and kind.
    pub latest: Vec<Reading>,
    /// Its latest leads.
    pub leads: Vec<Lead>,
}

/// A plant as a point.
#[derive(Debug, Clone)]
pub struct MapPoint {
    /// Identity.
    pub id: String,
    /// Name.
    pub name: String,
    /// Longitude, degrees, WGS 84.
    pub lon: f64,
    /// Latitude, degrees, WGS 84.
    pub lat: f64,
    /// Leads that are not closed.
    pub leads_open: i64,
    /// The worst of them, as a multiple of its limit.
    pub worst_ratio: Option<f64>,
}

/// Lists enterprises.
pub async fn enterprises(
    cx: &Cx,
    actor: &Actor,
    words: &str,
    page: &Page,
) -> Result<Listed<EnterpriseRow>, Error> {
    let permit = cx.authorize(actor, Action::EnterpriseList)?;
    let mut tx = permit.read().await?;
    let found = store::enterprises::list(&mut tx, &permit.scope(), words, page).await?;
    let rows = rows(&mut tx, found).await?;
    Ok(Listed::cut(rows, page, |row| row.enterprise.id.to_string()))
}

/// Plants with what is open at each.
async fn rows(tx: &mut Tx, plants: Vec<Enterprise>) -> Result<Vec<EnterpriseRow>, Error> {
    let (Some(first), Some(last)) = (plants.first(), plants.last()) else {
        return Ok(Vec::new());
    };
    let open = store::enterprises::open_matters(tx, first.id, last.id).await?;
    let open: HashMap<_, _> =
        open.into_iter().map(|(id, leads, cases)| (id, (leads, cases))).collect();
    let row = |enterprise: Enterprise| {
        let (leads_open, cases_open) =
            open.get(&enterprise.id.to_string()).copied().unwrap_or_default();
        EnterpriseRow { enterprise, leads_open, cases_open }
    };
    Ok(plants.into_iter().map(row).collect())
}

/// Reads an enterprise.
pub async fn enterprise(cx: &Cx, actor: &Actor, id: EnterpriseId) -> Result<EnterprisePage, Error> {
    let permit = cx.authorize(actor, Action::EnterpriseList)?;
    let mut tx = permit.read().await?;
    let enterprise = permit.on(store::enterprises::find(&mut tx, id).await?, "enterprise")?;
    let row = rows(&mut tx, vec![enterprise]).await?.pop().ok_or(Error::NotFound("enterprise"))?;
    Ok(EnterprisePage {
        row,
        outlets: store::outlets::of_enterprise(&mut tx, id).await?,
        leads: store::leads::of_enterprise(&mut tx, id, RECENT_MAX).await?,
        inspections: store::inspections::of_enterprise(&mut tx, id, RECENT_MAX).await?,
        cases: store::cases::of_enterprise(&mut tx, id, RECENT_MAX).await?,
    })
}

/// Lists outlets.
pub async fn outlets(
    cx: &Cx,
    actor: &Actor,
    words: &str,
    page: &Page,
) -> Result<Listed<Outlet>, Error> {
    let permit = cx.authorize(actor, Action::OutletList)?;
    let mut tx = permit.read().await?;
    let found = store::outlets::list(&mut tx, &permit.scope(), words, page).await?;
    Ok(Listed::cut(found, page, |outlet| outlet.id.to_string()))
}

/// Reads an outlet.
pub async fn outlet(cx: &Cx, actor: &Actor, id: OutletId) -> Result<OutletPage, Error> {
    let permit = cx.authorize(actor, Action::OutletList)?;
    let mut tx = permit.read().await?;
    let outlet = permit.on(store::outlets::find(&mut tx, id).await?, "outlet")?;
    let enterprise = store::enterprises::find(&mut tx, outlet.enterprise).await?;
    let logger = store::outlets::logger_of(&mut tx, id).await?;
    let latest = match &logger {
        Some(logger) => cx.archive().latest(&logger.mn).await?,
        None => Vec::new(),
    };
    Ok(OutletPage {
        enterprise: enterprise.ok_or(Error::NotFound("enterprise"))?,
        limits: store::outlets::limits_of(&mut tx, id).await?,
        leads: store::leads::of_outlet(&mut tx, id, RECENT_MAX).await?,
        outlet,
        logger,
        latest,
    })
}

/// Every plant of the territory as a point.
pub async fn map(cx: &Cx, actor: &Actor) -> Result<Vec<MapPoint>, Error> {
    let permit = cx.authorize(actor, Action::EnterpriseList)?;
    let mut tx = permit.read().await?;
    let scope = permit.scope();
    let open = store::leads::open_by_enterprise(&mut tx, &scope).await?;
    let open: HashMap<String, (i64, Option<i64>)> =
        open.into_iter().map(|(id, count, worst)| (id, (count, worst))).collect();
    let points = store::enterprises::points(&mut tx, &scope).await?;
    let point = |point: store::enterprises::EnterprisePoint| {
        let (leads_open, worst) = open.get(&point.id).copied().unwrap_or_default();
        let worst_ratio = worst.map(|permille| permille as f64 / 1_000.0);
        let store::enterprises::EnterprisePoint { id, name, lon, lat } = point;
        MapPoint { id, name, lon, lat, leads_open, worst_ratio }
    };
    Ok(points.into_iter().map(point).collect())
}

/// Lists officers of the territory.
pub async fn officers(
    cx: &Cx,
    actor: &Actor,
    words: &str,
    page: &Page,
) -> Result<Listed<Officer>, Error> {
    let permit = cx.authorize(actor, Action::OfficerList)?;
    let mut tx = permit.read().await?;
    let found = store::officers::list(&mut tx, &permit.scope(), words, page).await?;
    Ok(Listed::cut(found, page, |officer| officer.id.to_string()))
}

/// Lists every agency: which bodies there are is public.
pub async fn agencies(cx: &Cx, actor: &Actor) -> Result<Vec<Agency>, Error> {
    let permit = cx.authorize(actor, Action::AgencyList)?;
    let mut tx = permit.read().await?;
    Ok(store::agencies::all(&mut tx).await?)
}
