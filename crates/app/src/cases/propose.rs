//! Proposes to file a case (立案报批) on a submitted inspection.

use crate::jurisdiction::{self, Ask};
use crate::papers::{self, Dossier};
use crate::{Action, Actor, Cx, Error, Permit};
use domain::case::{Case, Filing, Party, PartyKind};
use domain::enterprise::Enterprise;
use domain::inspection::{Inspection, InspectionState};
use domain::jurisdiction::{Acting, DesignationState, Grounds, Step};
use domain::officer::CertifiedTeam;
use domain::record::RecordKind;
use domain::{AgencyId, CaseId, Date, InspectionId, LeadId, OfficerId, Refusal};
use store::Tx;

/// What a handler proposes.
#[derive(Debug, Clone)]
pub struct Propose {
    /// Identity, given by the sender: sending it twice proposes once.
    pub id: CaseId,
    /// The inspection it rests on.
    pub inspection: InspectionId,
    /// The enforcement item by code.
    pub item: String,
    /// 案由.
    pub cause: String,
    /// 案情简介及立案理由.
    pub summary: String,
    /// Who will handle it.
    pub handlers: Vec<OfficerId>,
    /// The day of the act, where it is not the day of the inspection.
    pub act_on: Option<Date>,
    /// Whether the act did harm, which lengthens the limitation.
    pub harmful: bool,
}

/// Proposes the case; what the head refused to file is proposed anew under its own identity.
pub async fn propose(cx: &Cx, actor: &Actor, order: Propose) -> Result<Case, Error> {
    let permit = cx.authorize(actor, Action::CasePropose)?;
    let mut tx = permit.write().await?;
    if let Some(proposed_before) = store::cases::find(&mut tx, order.id).await? {
        return permit.on(Some(proposed_before), "case");
    }
    let inspection = store::inspections::find(&mut tx, order.inspection).await?;
    let inspection = permit.on(inspection, "inspection")?;
    let found_on = submitted_on(&inspection)?;
    let earlier = store::cases::of_inspection(&mut tx, inspection.id).await?;
    let plant = store::enterprises::find(&mut tx, inspection.enterprise).await?;
    let plant = plant.ok_or(Error::NotFound("enterprise"))?;
    let (grounds, handlers) = handlers(&permit, &mut tx, &inspection, &order, found_on).await?;

    let filing = Filing {
        id: order.id,
        grounds,
        enterprise: plant.id,
        party: party(&plant),
        inspection: inspection.id,
        cause: order.cause,
        summary: order.summary,
        handlers,
        act_on: order.act_on.unwrap_or(found_on),
        found_on,
        harmful: order.harmful,
    };
    let (by, today) = (permit.person()?.id, permit.now().date());
    let case = match earlier {
        None => Case::propose(filing, by, today)?,
        Some(refused) => refused.propose_again(filing, by, today)?,
    };

    let due_on = cx.law().clock(&case).next().map(|next| next.due_on);
    let change = permit.change(RecordKind::CaseProposed);
    let case = match case.revision {
        0 => store::cases::insert(&mut tx, case, due_on, &change).await?,
        _ => store::cases::save_moved(&mut tx, case, due_on, &change).await?,
    };
    let dossier = Dossier::load(&permit, &mut tx, &case).await?;
    let paper = papers::filing_approval(&dossier)?;
    papers::keep(&permit, &mut tx, &format!("case/{}", case.id), &case.territory, &paper).await?;
    permit.commit(tx).await?;
    Ok(case)
}

/// Certified handlers, and the grounds on which their body files.
async fn handlers(
    permit: &Permit<'_>,
    tx: &mut Tx,
    inspection: &Inspection,
    order: &Propose,
    found_on: Date,
) -> Result<(Grounds, CertifiedTeam), Error> {
    let officers = jurisdiction::officers_of(tx, &order.handlers).await?;
    let team = CertifiedTeam::form(&officers, permit.now().date())
        .map_err(|refusal| refusal.field("handler_ids"))?;
    let task = store::tasks::find(tx, inspection.task).await?.ok_or(Error::NotFound("task"))?;
    let agency = body(permit, tx, inspection, task.lead).await?;
    let agency = store::agencies::find(tx, agency).await?.ok_or(Error::NotFound("agency"))?;
    let ask = Ask {
        step: Step::File,
        lead: task.lead,
        enterprise: inspection.enterprise,
        item: &order.item,
        place: &inspection.territory,
        siting: inspection.grounds.siting.clone(),
        agency: &agency,
        acting: Acting::Officers(&officers),
        setting: inspection.grounds.setting.clone(),
        found_on: Some(inspection.grounds.on),
        act_on: Some(order.act_on.unwrap_or(found_on)),
        filed: None,
        acted: Vec::new(),
    };
    Ok((Box::pin(jurisdiction::grounds(permit, tx, ask)).await?, team))
}

/// Whose case it is: the designated body's, that of the city's operation in which it was found, else the handler's.
async fn body(
    permit: &Permit<'_>,
    tx: &mut Tx,
    inspection: &Inspection,
    lead: LeadId,
) -> Result<AgencyId, Error> {
    let designation = store::designations::latest(tx, lead).await?;
    if let Some(DesignationState::Designated { agency, .. }) = designation.map(|it| it.state) {
        return Ok(agency);
    }
    let law = permit.cx().law();
    let operation = law.operation(&inspection.grounds.setting);
    let organiser = operation.filter(|it| it.plan.kind.is_the_citys()).map(|it| it.organiser);
    Ok(organiser.unwrap_or(permit.person()?.agency))
}

fn party(plant: &Enterprise) -> Party {
    Party {
        kind: PartyKind::Organisation,
        name: plant.name.clone(),
        code: plant.credit_code.to_string(),
        representative: plant.representative.clone(),
        address: plant.address.clone(),
    }
}

fn submitted_on(inspection: &Inspection) -> Result<Date, Refusal> {
    match inspection.state {
        InspectionState::Submitted { at } => Ok(at.date()),
        InspectionState::Draft => Err(Refusal::new(
            "case.inspection_open",
            "现场检查笔录尚未提交，提交后才能立案",
            "the inspection record is not submitted yet; submit it before filing a case",
        )
        .field("inspection_id")),
    }
}
