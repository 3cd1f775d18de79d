//! One inspection as a page.

use super::seen;
use crate::record::{RecordLine, lines_of};
use crate::{Action, Actor, Cx, Error, Guarded};
use domain::enterprise::Enterprise;
use domain::inspection::{Inspection, InspectionState};
use domain::outlet::Outlet;
use domain::{CaseId, InspectionId, Refusal};
use store::documents::DocumentRow;

/// An inspection with what it is about and what the actor may do.
#[derive(Debug, Clone)]
pub struct InspectionPage {
    /// The inspection.
    pub inspection: Inspection,
    /// The plant.
    pub enterprise: Enterprise,
    /// The outlet.
    pub outlet: Outlet,
    /// What submitting would refuse, in the order of the form.
    pub missing: Vec<Refusal>,
    /// The rendered record, once submitted.
    pub documents: Vec<DocumentRow>,
    /// The case made of it, if one was.
    pub case: Option<CaseId>,
    /// Its record.
    pub record: Vec<RecordLine>,
    /// `write`, `submit`, `propose_case`.
    pub actions: Vec<&'static str>,
}

/// Reads an inspection.
pub async fn read(cx: &Cx, actor: &Actor, id: InspectionId) -> Result<InspectionPage, Error> {
    let permit = cx.authorize(actor, Action::InspectionList)?;
    let mut tx = permit.read().await?;
    let found = store::inspections::find(&mut tx, id).await?;
    let inspection = seen(&permit, &mut tx, found, "inspection").await?;
    let enterprise = store::enterprises::find(&mut tx, inspection.enterprise).await?;
    let outlet = store::outlets::find(&mut tx, inspection.outlet).await?;
    let case = store::cases::of_inspection(&mut tx, id).await?.map(|case| case.id);
    let draft = inspection.state == InspectionState::Draft;
    let thing = inspection.thing();
    let possible = [
        ("write", draft && permit.could(Action::InspectionWrite, &thing)),
        ("submit", draft && permit.could(Action::InspectionSubmit, &thing)),
        ("propose_case", !draft && case.is_none() && permit.could(Action::CasePropose, &thing)),
    ];
    Ok(InspectionPage {
        missing: if draft { inspection.missing() } else { Vec::new() },
        documents: store::documents::of_subject(&mut tx, &format!("inspection/{id}")).await?,
        record: lines_of(&mut tx, &format!("inspection/{id}")).await?,
        enterprise: enterprise.ok_or(Error::NotFound("enterprise"))?,
        outlet: outlet.ok_or(Error::NotFound("outlet"))?,
        case,
        actions: possible.into_iter().filter(|(_, may)| *may).map(|(name, _)| name).collect(),
        inspection,
    })
}
