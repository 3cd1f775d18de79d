//! Registers what a site begins with: agencies, officers, enterprises, outlets, loggers and limits, in one go.

use crate::{Action, Actor, Cx, Error};
use domain::agency::Agency;
use domain::enterprise::Enterprise;
use domain::officer::Officer;
use domain::outlet::{Limit, Logger, Outlet};
use domain::record::RecordKind;

/// What is to be registered. Everything in it is new.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    /// Agencies, superiors first.
    pub agencies: Vec<Agency>,
    /// Officers.
    pub officers: Vec<Officer>,
    /// Enterprises.
    pub enterprises: Vec<Enterprise>,
    /// Outlets.
    pub outlets: Vec<Outlet>,
    /// Loggers.
    pub loggers: Vec<Logger>,
    /// Limits.
    pub limits: Vec<Limit>,
}

/// Registers all of it, or nothing.
pub async fn register(cx: &Cx, actor: &Actor, registry: &Registry) -> Result<(), Error> {
    let permit = cx.authorize(actor, Action::RegistryWrite)?;
    let mut tx = permit.write().await?;
    let change = permit.change(RecordKind::AgencyRegistered);
    for agency in &registry.agencies {
        store::agencies::insert(&mut tx, agency, &change).await?;
    }
    let change = permit.change(RecordKind::OfficerEnrolled);
    for officer in &registry.officers {
        store::officers::insert(&mut tx, officer, &change).await?;
    }
    let change = permit.change(RecordKind::EnterpriseRegistered);
    for enterprise in &registry.enterprises {
        store::enterprises::insert(&mut tx, enterprise, &change).await?;
    }
    let change = permit.change(RecordKind::OutletRegistered);
    for outlet in &registry.outlets {
        store::outlets::insert(&mut tx, outlet, &change).await?;
    }
    let change = permit.change(RecordKind::LoggerRegistered);
    for logger in &registry.loggers {
        store::outlets::insert_logger(&mut tx, logger, &change).await?;
    }
    let change = permit.change(RecordKind::LimitSet);
    for limit in &registry.limits {
        store::outlets::insert_limit(&mut tx, limit, &change).await?;
    }
    permit.commit(tx).await
}
