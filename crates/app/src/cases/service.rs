//! The fields of a service receipt, and the officers who served.

use super::desk::Desk;
use crate::Error;
use domain::case::{Service, ServiceMethod};
use domain::officer::{CertifiedTeam, Officer};
use domain::{Date, OfficerId};

/// A service as the handler writes it down.
#[derive(Debug, Clone)]
pub struct NewService {
    /// How.
    pub method: ServiceMethod,
    /// When the party received it.
    pub on: Date,
    /// Who received it.
    pub receiver: String,
    /// Relation of the receiver to the party.
    pub relation: String,
    /// Where.
    pub place: String,
    /// Who served it.
    pub servers: Vec<OfficerId>,
    /// Remarks.
    pub remarks: String,
}

/// The service with the certificates that the servers held on that day.
pub(super) async fn served(desk: &mut Desk<'_>, new: NewService) -> Result<Service, Error> {
    let ids = new.servers.get(..new.servers.len().min(CertifiedTeam::MAX + 1)).unwrap_or_default();
    let officers: Option<Vec<Officer>> =
        store::officers::find_all(&mut desk.tx, ids).await?.into_iter().collect();
    let servers = CertifiedTeam::form(&officers.ok_or(Error::NotFound("officer"))?, new.on)
        .map_err(|refusal| refusal.field("server_ids"))?;
    Ok(Service {
        method: new.method,
        on: new.on,
        receiver: new.receiver,
        relation: new.relation,
        place: new.place,
        servers,
        remarks: new.remarks,
        announced_until: None,
    })
}
