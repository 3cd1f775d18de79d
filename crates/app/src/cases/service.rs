//! The fields of a service receipt, and the officers who served: of the body whose case it is.

use super::desk::Desk;
use crate::Error;
use domain::agency::{Agency, AgencyKind};
use domain::case::{Service, ServiceMethod};
use domain::jurisdiction::in_name_of;
use domain::officer::{CertifiedTeam, Officer};
use domain::{AgencyId, Date, OfficerId, Refusal};

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
    let officers = officers.ok_or(Error::NotFound("officer"))?;
    Box::pin(of_the_body(desk, &officers)).await?;
    let servers =
        CertifiedTeam::form(&officers, new.on).map_err(|refusal| refusal.field("server_ids"))?;
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

/// Whoever serves handles the case, or is of its body or of the town team that this body guides.
async fn of_the_body(desk: &mut Desk<'_>, officers: &[Officer]) -> Result<(), Error> {
    let body = agency(desk, desk.case.agency).await?;
    for officer in officers {
        if desk.case.handlers().iter().any(|handler| handler.id == officer.id) {
            continue;
        }
        let own = agency(desk, officer.agency).await?;
        let guided = own.kind == AgencyKind::TownTeam && own.parent == Some(body.id);
        if !guided && in_name_of(&own) != in_name_of(&body) {
            return Err(not_of_the_body(officer, &own, &body).into());
        }
    }
    Ok(())
}

async fn agency(desk: &mut Desk<'_>, id: AgencyId) -> Result<Agency, Error> {
    store::agencies::find(&mut desk.tx, id).await?.ok_or(Error::NotFound("agency"))
}

fn not_of_the_body(officer: &Officer, own: &Agency, body: &Agency) -> Refusal {
    let zh = format!(
        "{}属于{}，不是本案办案机构{}的执法人员，不能送达本案文书；请由本机构人员送达",
        officer.name, own.name, body.name
    );
    let en = format!(
        "{} is of {}, not of {} whose case it is; officers of that body serve its papers",
        officer.name, own.name, body.name
    );
    Refusal::new("case.server_of_another_body", zh, en).field("server_ids")
}
