//! Lists leads of the actor's territory, newest first.

use crate::{Action, Actor, Cx, Error, Listed, Page};
use domain::lead::Lead;
use domain::{enterprise::Enterprise, outlet::Outlet};
use store::{Tx, leads::LeadFilter};

/// A lead with what it is about.
#[derive(Debug, Clone)]
pub struct LeadRow {
    /// The lead.
    pub lead: Lead,
    /// The plant.
    pub enterprise: Enterprise,
    /// The outlet.
    pub outlet: Outlet,
}

/// Lists leads.
pub async fn list(
    cx: &Cx,
    actor: &Actor,
    filter: &LeadFilter,
    page: &Page,
) -> Result<Listed<LeadRow>, Error> {
    let permit = cx.authorize(actor, Action::LeadList)?;
    let mut tx = permit.read().await?;
    let leads = store::leads::list(&mut tx, &permit.scope(), filter, page).await?;
    let listed = Listed::cut(leads, page, |lead| lead.id.to_string());
    let mut items = Vec::with_capacity(listed.items.len());
    for lead in listed.items {
        items.push(row(&mut tx, lead).await?);
    }
    Ok(Listed { items, next: listed.next })
}

/// The lead with its plant and outlet.
pub(crate) async fn row(tx: &mut Tx, lead: Lead) -> Result<LeadRow, Error> {
    let enterprise = store::enterprises::find(tx, lead.enterprise).await?;
    let outlet = store::outlets::find(tx, lead.outlet).await?;
    Ok(LeadRow {
        enterprise: enterprise.ok_or(Error::NotFound("enterprise"))?,
        outlet: outlet.ok_or(Error::NotFound("outlet"))?,
        lead,
    })
}
