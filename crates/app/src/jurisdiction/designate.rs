//! Begins the question whose matter a lead is, and answers it as the common superior.

use super::gate::filings;
use super::refer::{involved, moved, seen};
use crate::{Action, Actor, Cx, Error, Permit};
use domain::agency::Agency;
use domain::case::{Case, HandoverKind};
use domain::jurisdiction::{Claim, Designation, NewDesignation};
use domain::lead::Lead;
use domain::record::RecordKind;
use domain::{AgencyId, CaseId, DesignationId, LeadId, OfficerId};
use store::Tx;

/// How it begins.
#[derive(Debug, Clone)]
pub enum Opening {
    /// The own body holds another competent and sends it there.
    Transfer {
        /// To whom.
        to: AgencyId,
    },
    /// Bodies do not agree, or the own body asks its superior.
    Dispute {
        /// The bodies and what they say.
        claims: Vec<Claim>,
    },
    /// The own body is the superior: it takes the matter, or gives it to a body below.
    Order {
        /// To whom.
        to: AgencyId,
    },
}

/// What it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Matter {
    /// A lead, with whatever it led to.
    Lead(LeadId),
    /// A case, with the lead it began with.
    Case(CaseId),
}

/// What an officer begins.
#[derive(Debug, Clone)]
pub struct Begin {
    /// Identity, given by the sender: sending it twice begins once.
    pub id: DesignationId,
    /// What it is about.
    pub matter: Matter,
    /// How.
    pub opening: Opening,
    /// Why.
    pub reason: String,
}

/// Begins it.
pub async fn begin(cx: &Cx, actor: &Actor, order: Begin) -> Result<Designation, Error> {
    let action = match order.opening {
        Opening::Order { .. } => Action::DesignationDecide,
        Opening::Transfer { .. } | Opening::Dispute { .. } => Action::DesignationRequest,
    };
    let permit = cx.authorize(actor, action)?;
    let mut tx = permit.write().await?;
    if let Some(begun_before) = store::designations::find(&mut tx, order.id).await? {
        permit.on(seen(&permit, &begun_before), "designation")?;
        return Ok(begun_before);
    }
    let kind = match order.opening {
        Opening::Transfer { .. } => HandoverKind::Transfer,
        Opening::Dispute { .. } | Opening::Order { .. } => HandoverKind::Designation,
    };
    let (lead, case) = about(&permit, &mut tx, order.matter, kind).await?;
    let before = store::designations::latest(&mut tx, lead.id).await?;
    let person = permit.person()?;
    let year = permit.now().date().year();
    let serial = store::numbers::next(&mut tx, &format!("designation/{year}")).await?;
    let place = before.as_ref().map_or(&lead.territory, |before| &before.place).clone();
    let new = NewDesignation {
        id: order.id,
        number: format!("GX-{year}-{serial:04}"),
        lead: lead.id,
        place,
        from: person.agency,
        reason: order.reason,
        by: person.id,
        at: permit.now(),
    };
    let law = cx.law();
    let (agencies, before) = (law.lists.agencies(), before.as_ref());
    let (made, kind) = match order.opening {
        Opening::Transfer { to } => {
            let to = body(&mut tx, to).await?;
            (Designation::transfer(new, &to, before)?, RecordKind::DesignationTransferred)
        }
        Opening::Dispute { claims } => {
            let claims = filed(&mut tx, claims, case.as_ref()).await?;
            (Designation::dispute(new, claims, agencies, before)?, RecordKind::DesignationRequested)
        }
        Opening::Order { to } => {
            let (to, own) = (body(&mut tx, to).await?, body(&mut tx, person.agency).await?);
            (Designation::order(new, &to, &own, agencies, before)?, RecordKind::DesignationMade)
        }
    };
    let made = store::designations::insert(&mut tx, made, &permit.change(kind)).await?;
    hand_over(&permit, &mut tx, &made, person.id).await?;
    permit.commit(tx).await?;
    Ok(made)
}

/// The lead and its case, where there is one that may still go; who sees the case need not see its lead.
async fn about(
    permit: &Permit<'_>,
    tx: &mut Tx,
    matter: Matter,
    kind: HandoverKind,
) -> Result<(Lead, Option<Case>), Error> {
    let lead = match matter {
        Matter::Lead(lead) => Some(lead),
        Matter::Case(case) => store::cases::lead_of(tx, case).await?,
    };
    let lead = lead.ok_or(Error::NotFound("case"))?;
    let (lead, case) =
        (store::leads::find(tx, lead).await?, store::cases::of_lead(tx, lead).await?);
    match case {
        Some(case) => {
            let case = permit.on(Some(case), "case")?;
            case.may_go(kind)?;
            Ok((lead.ok_or(Error::NotFound("lead"))?, Some(case)))
        }
        None => Ok((permit.on(lead, "lead")?, None)),
    }
}

/// The claims with the day on which each body did file the matter, whatever was typed; the own filing is a claim too.
async fn filed(
    tx: &mut Tx,
    mut claims: Vec<Claim>,
    case: Option<&Case>,
) -> Result<Vec<Claim>, Error> {
    let Some((case, proposal)) = case.and_then(|case| Some((case, case.proposal()?))) else {
        return Ok(claims);
    };
    for (agency, filed_at) in filings(tx, case.enterprise, &case.item, proposal.act_on).await? {
        let filed_on = Some(filed_at.date());
        match claims.iter_mut().find(|claim| claim.agency == agency.id) {
            Some(claim) => claim.filed_on = filed_on,
            None => claims.push(Claim { agency: agency.id, filed_on, opinion: String::new() }),
        }
    }
    Ok(claims)
}

/// What the superior decides.
#[derive(Debug, Clone)]
pub struct Appoint {
    /// The designated body.
    pub agency: AgencyId,
    /// Why this one.
    pub reason: String,
}

/// The common superior designates.
pub async fn designate(
    cx: &Cx,
    actor: &Actor,
    id: DesignationId,
    revision: u32,
    order: Appoint,
) -> Result<Designation, Error> {
    let permit = cx.authorize(actor, Action::DesignationDecide)?;
    let mut tx = permit.write().await?;
    let designation = involved(&permit, &mut tx, id, revision).await?;
    let person = permit.person()?;
    let to = body(&mut tx, order.agency).await?;
    let own = body(&mut tx, person.agency).await?;
    let law = cx.law();
    let agencies = law.lists.agencies();
    let (by, at) = (person.id, permit.now());
    let made = designation.designate(&to, &own, agencies, &order.reason, by, at)?;
    let change = permit.change(RecordKind::DesignationMade);
    let made = store::designations::save(&mut tx, made, &change).await?;
    hand_over(&permit, &mut tx, &made, person.id).await?;
    permit.commit(tx).await?;
    Ok(made)
}

/// A lead that nobody works on yet goes to where its new body sees it; so does a case that is not decided.
pub(crate) async fn hand_over(
    permit: &Permit<'_>,
    tx: &mut Tx,
    designation: &Designation,
    by: OfficerId,
) -> Result<(), Error> {
    let Some(holder) = designation.holder() else {
        return Ok(());
    };
    let lead = store::leads::find(tx, designation.lead).await?.ok_or(Error::NotFound("lead"))?;
    let holder = body(tx, holder).await?;
    if let Some(lead) = moved(lead, &holder.territory)? {
        store::leads::save(tx, lead, &permit.change(RecordKind::LeadTransferred)).await?;
    }
    let Some(case) = store::cases::of_lead(tx, designation.lead).await? else {
        return Ok(());
    };
    let from = body(tx, case.agency).await?;
    if let Some(case) = case.hand_over(designation, &from, &holder, by, permit.now())? {
        let due_on = permit.cx().law().clock(&case).next().map(|next| next.due_on);
        let change = permit.change(RecordKind::CaseTransferred);
        store::cases::save_moved(tx, case, due_on, &change).await?;
    }
    Ok(())
}

pub(super) async fn body(tx: &mut Tx, agency: AgencyId) -> Result<Agency, Error> {
    store::agencies::find(tx, agency).await?.ok_or(Error::NotFound("agency"))
}
