//! The receiver of a transfer takes it or asks the superior; and the lists of all such matters.

use super::designate::hand_over;
use crate::permit::{Guarded, Thing};
use crate::record::{RecordLine, lines_of};
use crate::{Action, Actor, Cx, Error, Listed, Page, Permit};
use domain::case::Case;
use domain::jurisdiction::{Designation, DesignationState, Question, Setting, Step};
use domain::lead::{Lead, LeadState};
use domain::record::RecordKind;
use domain::region::Territory;
use domain::{DesignationId, Refusal};
use store::Tx;

/// A designation as the policies see it: it lies with each of its bodies.
pub(super) struct Seen(Thing);

impl Guarded for Seen {
    fn thing(&self) -> Thing {
        self.0.clone()
    }
}

pub(super) fn seen(permit: &Permit<'_>, designation: &Designation) -> Option<Seen> {
    let own = permit.person().ok().filter(|own| designation.bodies().contains(&own.agency));
    let territory = own.map_or(&designation.place, |own| &own.territory).clone();
    Some(Seen(Thing::at("designation", Some(territory))))
}

/// Finds one that concerns the actor, at the revision at which it was read.
pub(super) async fn involved(
    permit: &Permit<'_>,
    tx: &mut Tx,
    id: DesignationId,
    revision: u32,
) -> Result<Designation, Error> {
    let found = store::designations::find(tx, id).await?.ok_or(Error::NotFound("designation"))?;
    permit.on(seen(permit, &found), "designation")?;
    if found.revision != revision {
        return Err(Error::Stale("designation"));
    }
    Ok(found)
}

/// The lead moved to where its new body sees it, where it must and can.
pub(super) fn moved(lead: Lead, to: &Territory) -> Result<Option<Lead>, Refusal> {
    if lead.state != LeadState::Open || to.contains(&lead.territory) {
        return Ok(None);
    }
    lead.hand_over(to).map(Some)
}

/// The receiver takes what was sent.
pub async fn accept(
    cx: &Cx,
    actor: &Actor,
    id: DesignationId,
    revision: u32,
) -> Result<Designation, Error> {
    let permit = cx.authorize(actor, Action::DesignationAccept)?;
    let mut tx = permit.write().await?;
    let designation = involved(&permit, &mut tx, id, revision).await?;
    let person = permit.person()?;
    let taken = designation.accept(person.agency, person.id, permit.now())?;
    if let Some(case) = store::cases::of_lead(&mut tx, taken.lead).await? {
        competent(&permit, &mut tx, &case, &taken).await?;
    }
    let change = permit.change(RecordKind::DesignationAccepted);
    let taken = store::designations::save(&mut tx, taken, &change).await?;
    hand_over(&permit, &mut tx, &taken, person.id).await?;
    permit.commit(tx).await?;
    Ok(taken)
}

/// A filed case is transferred only to the body that has the power (行政处罚法第二十二条, 生态环境行政处罚办法第十六条).
async fn competent(
    permit: &Permit<'_>,
    tx: &mut Tx,
    case: &Case,
    taken: &Designation,
) -> Result<(), Error> {
    let own = super::designate::body(tx, permit.person()?.agency).await?;
    let law = permit.cx().law();
    let inspection = store::inspections::find(tx, case.inspection).await?;
    let inspection = inspection.ok_or(Error::NotFound("inspection"))?;
    let may = |setting: Setting| {
        let question = Question {
            step: Step::Decide,
            designation: Some(taken),
            operation: law.operation(&setting),
            setting,
            ..Question::about(&case.item, case.place(), &own, permit.now().date())
        };
        law.may_enforce(&question)
    };
    // The giver's occasion may be one of the receiver's too, for instance a campaign in which both take part.
    if may(super::gate::occasion(case, &inspection)).is_ok() {
        return Ok(());
    }
    let Err(why) = may(Setting::default()) else {
        return Ok(());
    };
    let (zh, en) = (why.zh.trim_end_matches('。'), why.en.trim_end_matches('.'));
    Err(Refusal::new(
        "designation.receiver_not_competent",
        format!("本机构对移送的案件没有管辖权：{zh}；请报请共同的上级机构指定管辖"),
        format!("this body has no power over the case: {en}; ask the common superior instead"),
    )
    .basis(why.basis.unwrap_or("行政处罚法第二十五条"))
    .into())
}

/// The receiver is not competent either: it asks the common superior.
pub async fn refer(
    cx: &Cx,
    actor: &Actor,
    id: DesignationId,
    revision: u32,
    reason: &str,
) -> Result<Designation, Error> {
    let permit = cx.authorize(actor, Action::DesignationAccept)?;
    let mut tx = permit.write().await?;
    let designation = involved(&permit, &mut tx, id, revision).await?;
    let law = cx.law();
    let asked = designation.refer(permit.person()?.agency, reason, law.lists.agencies())?;
    let change = permit.change(RecordKind::DesignationReferred);
    let asked = store::designations::save(&mut tx, asked, &change).await?;
    permit.commit(tx).await?;
    Ok(asked)
}

/// A designation with the number of its lead and what the actor may do.
#[derive(Debug, Clone)]
pub struct DesignationRow {
    /// The designation.
    pub designation: Designation,
    /// The number of the lead.
    pub lead_number: String,
    /// The case it led to.
    pub case: Option<Case>,
    /// `accept`, `refer`, `designate`.
    pub actions: Vec<&'static str>,
    /// Its record; empty in lists.
    pub record: Vec<RecordLine>,
}

/// Lists what lies in the territory or concerns the own body, newest first.
pub async fn list(
    cx: &Cx,
    actor: &Actor,
    state: &str,
    page: &Page,
) -> Result<Listed<DesignationRow>, Error> {
    let permit = cx.authorize(actor, Action::DesignationList)?;
    let mut tx = permit.read().await?;
    let own = permit.person()?.agency;
    let found = store::designations::list(&mut tx, &permit.scope(), own, state, page).await?;
    let listed = Listed::cut(found, page, |found| found.id.to_string());
    let mut items = Vec::with_capacity(listed.items.len());
    for designation in listed.items {
        items.push(row(&permit, &mut tx, designation).await?);
    }
    Ok(Listed { items, next: listed.next })
}

/// Reads one.
pub async fn read(cx: &Cx, actor: &Actor, id: DesignationId) -> Result<DesignationRow, Error> {
    let permit = cx.authorize(actor, Action::DesignationList)?;
    let mut tx = permit.read().await?;
    let found = store::designations::find(&mut tx, id).await?;
    let found = found.ok_or(Error::NotFound("designation"))?;
    permit.on(seen(&permit, &found), "designation")?;
    let record = lines_of(&mut tx, &format!("designation/{id}")).await?;
    Ok(DesignationRow { record, ..row(&permit, &mut tx, found).await? })
}

async fn row(
    permit: &Permit<'_>,
    tx: &mut Tx,
    designation: Designation,
) -> Result<DesignationRow, Error> {
    let lead = store::leads::find(tx, designation.lead).await?.ok_or(Error::NotFound("lead"))?;
    let own = permit.person()?.agency;
    let answers = matches!(designation.state, DesignationState::Transferred { to } if to == own);
    let asked =
        matches!(designation.state, DesignationState::Requested { superior } if superior == own);
    let thing = match seen(permit, &designation) {
        Some(seen) => seen.thing(),
        None => return Err(Error::NotFound("designation")),
    };
    let possible = [
        ("accept", answers && permit.could(Action::DesignationAccept, &thing)),
        ("refer", answers && permit.could(Action::DesignationAccept, &thing)),
        ("designate", asked && permit.could(Action::DesignationDecide, &thing)),
    ];
    let actions = possible.into_iter().filter(|(_, may)| *may).map(|(name, _)| name).collect();
    let case = store::cases::of_lead(tx, designation.lead).await?;
    Ok(DesignationRow { lead_number: lead.number, case, actions, record: Vec::new(), designation })
}
