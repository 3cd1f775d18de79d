//! Complaints (投诉) kept with a case: entered with their number and source, verified, and then counted, never typed.

use crate::{Action, Actor, Cx, Error, Permit};
use domain::case::{Case, Stage};
use domain::complaint::{Channel, Complaint, Verification};
use domain::record::RecordKind;
use domain::{CaseId, ComplaintId, Date, Refusal};
use store::Tx;

/// A complaint as it is entered.
#[derive(Debug, Clone)]
pub struct EnterComplaint {
    /// Identity, given by the sender: sending it twice enters once.
    pub id: ComplaintId,
    /// Its number in the register it came from.
    pub number: String,
    /// How it came in.
    pub channel: Channel,
    /// When.
    pub received_on: Date,
    /// What it is about.
    pub about: String,
    /// What was found, where it was looked into already.
    pub found: Option<Found>,
}

/// What was found of a complaint.
#[derive(Debug, Clone)]
pub struct Found {
    /// Whether it is so.
    pub verified: bool,
    /// In words.
    pub finding: String,
}

/// The complaints kept with a case.
pub async fn of_case(cx: &Cx, actor: &Actor, id: CaseId) -> Result<Vec<Complaint>, Error> {
    let permit = cx.authorize(actor, Action::CaseList)?;
    let mut tx = permit.read().await?;
    permit.on(store::cases::find(&mut tx, id).await?, "case")?;
    Ok(store::complaints::of_case(&mut tx, id).await?)
}

/// Enters a complaint with a case that is not decided yet.
pub async fn enter(
    cx: &Cx,
    actor: &Actor,
    case: CaseId,
    order: EnterComplaint,
) -> Result<Complaint, Error> {
    let permit = cx.authorize(actor, Action::ComplaintEnter)?;
    let mut tx = permit.write().await?;
    let case = open(&permit, &mut tx, case).await?;
    if let Some(known) = store::complaints::find(&mut tx, order.id).await?
        && known.case == case.id
    {
        return Ok(known);
    }
    let complaint = Complaint {
        id: order.id,
        case: case.id,
        party: case.party.code.clone(),
        territory: case.territory.clone(),
        number: order.number,
        channel: order.channel,
        received_on: order.received_on,
        about: order.about,
        verification: order.found.map(|found| verification(&permit, found)).transpose()?,
        by: permit.person()?.id,
        revision: 0,
    };
    let complaint = complaint.check(permit.now().date())?;
    let change = permit.change(RecordKind::ComplaintEntered);
    let entered = store::complaints::insert(&mut tx, complaint, &change).await?;
    let entered = entered.ok_or_else(known_already)?;
    permit.commit(tx).await?;
    Ok(entered)
}

/// Writes down what was found of a complaint.
pub async fn verify(
    cx: &Cx,
    actor: &Actor,
    id: ComplaintId,
    revision: u32,
    found: Found,
) -> Result<Complaint, Error> {
    let permit = cx.authorize(actor, Action::ComplaintEnter)?;
    let mut tx = permit.write().await?;
    let complaint = store::complaints::find(&mut tx, id).await?;
    let complaint = complaint.ok_or(Error::NotFound("complaint"))?;
    open(&permit, &mut tx, complaint.case).await?;
    let verification = Some(verification(&permit, found)?);
    let complaint = Complaint { verification, revision, ..complaint };
    let complaint = complaint.check(permit.now().date())?;
    let change = permit.change(RecordKind::ComplaintVerified);
    let saved = store::complaints::save(&mut tx, complaint, &change).await?;
    permit.commit(tx).await?;
    Ok(saved)
}

/// The case, as long as its facts may still grow.
async fn open(permit: &Permit<'_>, tx: &mut Tx, id: CaseId) -> Result<Case, Error> {
    let case = permit.on(store::cases::find(tx, id).await?, "case")?;
    if matches!(case.stage, Stage::Investigating(_) | Stage::Noticed(_) | Stage::Recheck(_)) {
        return Ok(case);
    }
    Err(Refusal::new(
        "complaint.case_concluded",
        "投诉在调查阶段或者陈述申辩、复核阶段登记和核实，本案现处于其他阶段",
        "complaints are entered and verified while the case is investigated or rechecked, not at this stage",
    )
    .into())
}

fn verification(permit: &Permit<'_>, found: Found) -> Result<Verification, Error> {
    let Found { verified, finding } = found;
    Ok(Verification { verified, finding, by: permit.person()?.id, on: permit.now().date() })
}

fn known_already() -> Refusal {
    Refusal::new(
        "complaint.known",
        "该当事人已登记同一编号的投诉，不重复计算",
        "a complaint of that number against the party is kept already; it counts once",
    )
    .field("number")
}
