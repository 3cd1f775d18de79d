//! A head above the town chooses who goes on with one of its matters.

use super::carry::carry;
use super::view::{DayAfter, InHand};
use crate::jobs::{self, Work};
use crate::{Action, Actor, Cx, Error};
use domain::item::{Chosen, Delegation, Disposition, InFlight};
use domain::record::RecordKind;
use domain::region::Level;
use domain::{Date, LeadId, Refusal, Timestamp};

/// The choice.
#[derive(Debug, Clone)]
pub struct Choose {
    /// Code of the delegation that was taken back.
    pub delegation: String,
    /// The lead with which the matter began.
    pub lead: LeadId,
    /// Revision at which the choice before was read; 0 for the first.
    pub revision: u32,
    /// Who goes on.
    pub course: InFlight,
    /// Why.
    pub reason: String,
}

/// Chooses. What is handed over goes on the day on which the delegation ends, or at once where that day is past.
pub async fn choose(cx: &Cx, actor: &Actor, order: Choose) -> Result<Disposition, Error> {
    let permit = cx.authorize(actor, Action::DispositionChoose)?;
    let mut tx = permit.write().await?;
    let law = cx.law_in(&mut tx).await?;
    let found = law.lists.delegations().iter().find(|known| known.code == order.delegation);
    let delegation = found.ok_or(Error::NotFound("delegation"))?;
    let end = ended_on(delegation)?;
    let matter = store::dispositions::find_matter(&mut tx, order.lead).await?;
    let matter = matter.ok_or(Error::NotFound("lead"))?;
    permit.on(Some(matter.lead.clone()), "lead")?;
    let person = permit.person()?;
    if person.territory.depth() >= Level::Town.depth() {
        return Err(not_the_towns().into());
    }
    let known = store::dispositions::of_matter(&mut tx, &delegation.code, order.lead).await?;
    if known.as_ref().map_or(0, |known| known.revision) != order.revision {
        return Err(Error::Stale("disposition"));
    }
    let today = permit.now().date();
    let day = DayAfter::of(&law, delegation, today);
    let seen = day.view(&mut tx, matter, known.clone()).await?.ok_or_else(nothing_left)?;
    let chosen = Chosen::new(order.course, &order.reason, person.id, permit.now())?;
    let again = known.map(|known| known.choose_again(chosen.clone())).transpose()?;
    let heir = allowed(&seen, order.course)?;
    let change = permit.change(RecordKind::DispositionChosen);
    let made = match again {
        Some(again) => {
            let again = Disposition { heir, ..again };
            store::dispositions::save(&mut tx, again, &change).await?
        }
        None => {
            let made = Disposition {
                id: cx.id(),
                delegation: delegation.code.clone(),
                lead: order.lead,
                place: seen.place.clone(),
                town: seen.town.id,
                heir,
                chosen,
                before: Vec::new(),
                carried_out: None,
                revision: 0,
            };
            store::dispositions::insert(&mut tx, made, &change).await?
        }
    };
    let made = match order.course {
        InFlight::HandOver if today >= end => carry(&permit, &mut tx, made).await?,
        InFlight::HandOver => {
            let work = Work::CarryOut { disposition: made.id };
            jobs::put_for(&permit, &mut tx, work, Timestamp::start_of(end)).await?;
            made
        }
        InFlight::Finish => made,
    };
    permit.commit(tx).await?;
    Ok(made)
}

/// The body that takes it, where the course is open.
fn allowed(seen: &InHand, course: InFlight) -> Result<domain::AgencyId, Refusal> {
    if !seen.open {
        return Err(nothing_left());
    }
    if let Some(why) = seen.why_not(course) {
        let (zh, en) = (why.zh.trim_end_matches('。'), why.en.trim_end_matches('.'));
        let (code, zh, en) = match course {
            InFlight::Finish => (
                "disposition.town_may_not",
                format!("不能由原乡镇、街道办结：{zh}"),
                format!("the town may not finish it: {en}"),
            ),
            InFlight::HandOver => (
                "disposition.heir_may_not",
                format!("不能移交：{zh}"),
                format!("it cannot go over: {en}"),
            ),
        };
        let refusal = Refusal::new(code, format!("{zh}。"), format!("{en}.")).field("course");
        return Err(match why.basis {
            Some(basis) => refusal.basis(basis),
            None => refusal,
        });
    }
    Ok(seen.heir.as_ref().map_or(seen.town.id, |heir| heir.id))
}

fn ended_on(delegation: &Delegation) -> Result<Date, Refusal> {
    delegation.effective_to.ok_or_else(|| {
        Refusal::new(
            "disposition.not_withdrawn",
            "该下放没有收回，无须确定在办事项的去向。",
            "This delegation was not taken back; there is nothing to choose.",
        )
    })
}

fn not_the_towns() -> Refusal {
    Refusal::new(
        "disposition.not_the_towns",
        "在办事项的去向由县级或者市级机构负责人确定，乡镇、街道不得自行确定。",
        "The head of the county or the city chooses, not the town.",
    )
}

fn nothing_left() -> Refusal {
    Refusal::new(
        "disposition.nothing_left",
        "该事项已经办结、作出决定或者不在该下放范围内，无须确定去向；请刷新后查看。",
        "The matter has ended, is decided, or is none of this delegation; reload it.",
    )
}
