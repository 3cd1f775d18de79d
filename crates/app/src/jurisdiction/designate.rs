//! Begins the question whose matter a lead is, and answers it as the common superior.

use super::refer::{involved, moved, seen};
use crate::{Action, Actor, Cx, Error, Permit};
use domain::agency::Agency;
use domain::jurisdiction::{Claim, Designation, NewDesignation};
use domain::record::RecordKind;
use domain::{AgencyId, DesignationId, LeadId};
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

/// What an officer begins.
#[derive(Debug, Clone)]
pub struct Begin {
    /// Identity, given by the sender: sending it twice begins once.
    pub id: DesignationId,
    /// The lead it is about.
    pub lead: LeadId,
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
    let lead = permit.on(store::leads::find(&mut tx, order.lead).await?, "lead")?;
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
            (Designation::dispute(new, claims, agencies, before)?, RecordKind::DesignationRequested)
        }
        Opening::Order { to } => {
            let (to, own) = (body(&mut tx, to).await?, body(&mut tx, person.agency).await?);
            (Designation::order(new, &to, &own, agencies, before)?, RecordKind::DesignationMade)
        }
    };
    let made = store::designations::insert(&mut tx, made, &permit.change(kind)).await?;
    hand_over(&permit, &mut tx, &made).await?;
    permit.commit(tx).await?;
    Ok(made)
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
    hand_over(&permit, &mut tx, &made).await?;
    permit.commit(tx).await?;
    Ok(made)
}

/// A lead that nobody works on yet goes to where its new body sees it.
pub(super) async fn hand_over(
    permit: &Permit<'_>,
    tx: &mut Tx,
    designation: &Designation,
) -> Result<(), Error> {
    let Some(holder) = designation.holder() else {
        return Ok(());
    };
    let lead = store::leads::find(tx, designation.lead).await?.ok_or(Error::NotFound("lead"))?;
    let holder = body(tx, holder).await?;
    if let Some(lead) = moved(lead, &holder.territory)? {
        store::leads::save(tx, lead, &permit.change(RecordKind::LeadTransferred)).await?;
    }
    Ok(())
}

pub(super) async fn body(tx: &mut Tx, agency: AgencyId) -> Result<Agency, Error> {
    store::agencies::find(tx, agency).await?.ok_or(Error::NotFound("agency"))
}
