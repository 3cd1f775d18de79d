//! The page of a delegation: what a town has in hand under it, before it is taken back and after.

use super::view::{DayAfter, InHand};
use crate::{Action, Actor, Cx, Error, Guarded as _, Permit};
use domain::item::Delegation;
use domain::region::Territory;
use domain::{Date, OfficerId};
use std::collections::BTreeMap;
use store::{Scope, Tx};

/// The page.
#[derive(Debug, Clone)]
pub struct WithdrawalPage {
    /// The delegation.
    pub delegation: Delegation,
    /// The day on which it ends, entered or asked about.
    pub ends_on: Option<Date>,
    /// What towns have in hand under it, the oldest first.
    pub matters: Vec<InHand>,
    /// Names of those who chose.
    pub choosers: BTreeMap<OfficerId, String>,
    /// Whether there are more than are shown.
    pub more: bool,
    /// `withdraw`, `choose`.
    pub actions: Vec<&'static str>,
}

/// Matters that one page shows.
const MATTERS_MAX: usize = 500;
/// Reads of [`store::PAGE_MAX`] rows in search of them.
const READS_MAX: usize = 50;

/// Reads it; `on` asks what would happen if the delegation ended that day.
pub async fn read(
    cx: &Cx,
    actor: &Actor,
    code: &str,
    on: Option<Date>,
) -> Result<WithdrawalPage, Error> {
    let permit = cx.authorize(actor, Action::ListList)?;
    let mut tx = permit.read().await?;
    let law = cx.law();
    let found = law.lists.delegations().iter().find(|known| known.code == code).cloned();
    let delegation = found.ok_or(Error::NotFound("delegation"))?;
    let area = shared(&permit, &delegation).ok_or(Error::NotFound("delegation"))?;
    let today = permit.now().date();
    let ends_on = delegation.effective_to.or(on);
    let ended = Delegation { effective_to: ends_on, ..delegation.clone() };
    let (matters, more) = in_hand(&mut tx, &DayAfter::of(&law, &ended, today), code, &area).await?;
    let open = delegation.effective_to.is_none();
    let withdraws = open && permit.could(Action::DelegationWrite, &delegation.thing());
    let chooses = !open && may_choose(&permit, &area);
    let possible = [("withdraw", withdraws), ("choose", chooses)];
    let actions = possible.into_iter().filter_map(|(name, may)| may.then_some(name)).collect();
    let choosers = choosers(&mut tx, &matters).await?;
    Ok(WithdrawalPage { delegation, ends_on, matters, choosers, more, actions })
}

async fn choosers(tx: &mut Tx, matters: &[InHand]) -> Result<BTreeMap<OfficerId, String>, Error> {
    let chosen = matters.iter().filter_map(|matter| matter.disposition.as_ref());
    let mut ids: Vec<OfficerId> =
        chosen.flat_map(|it| it.before.iter().chain([&it.chosen])).map(|it| it.by).collect();
    ids.sort();
    ids.dedup();
    let found = store::officers::find_all(tx, &ids).await?;
    Ok(found.into_iter().flatten().map(|officer| (officer.id, officer.name)).collect())
}

/// How many matters wait for a choice of the actor, by delegation: for the work list.
pub(crate) async fn undecided(
    permit: &Permit<'_>,
    tx: &mut Tx,
) -> Result<Vec<(Delegation, usize)>, Error> {
    let law = permit.cx().law();
    let today = permit.now().date();
    let mut waiting = Vec::new();
    for delegation in law.lists.delegations().iter().filter(|one| one.effective_to.is_some()) {
        let Some(area) = shared(permit, delegation).filter(|area| may_choose(permit, area)) else {
            continue;
        };
        let day = DayAfter::of(&law, delegation, today);
        let (matters, _) = in_hand(tx, &day, &delegation.code, &area).await?;
        let count = matters.iter().filter(|matter| matter.undecided()).count();
        if count > 0 {
            waiting.push((delegation.clone(), count));
        }
    }
    Ok(waiting)
}

/// The part of the delegation's area that the actor sees.
fn shared(permit: &Permit<'_>, delegation: &Delegation) -> Option<Territory> {
    let (own, its) = (permit.actor().territory()?, &delegation.territory);
    if own.contains(its) {
        return Some(its.clone());
    }
    its.contains(own).then(|| own.clone())
}

/// Heads above the towns choose.
fn may_choose(permit: &Permit<'_>, area: &Territory) -> bool {
    let thing = crate::permit::Thing::at("disposition", Some(area.clone()));
    let above = permit.actor().territory().is_some_and(|own| own.depth() < 3);
    above && permit.could(Action::DispositionChoose, &thing)
}

/// What towns of an area have in hand, and what was chosen before; and whether there is more.
async fn in_hand(
    tx: &mut Tx,
    day: &DayAfter<'_>,
    code: &str,
    area: &Territory,
) -> Result<(Vec<InHand>, bool), Error> {
    let scope = Scope::of(area);
    let mut rows: Vec<InHand> = Vec::new();
    let max = i64::try_from(MATTERS_MAX).unwrap_or(i64::MAX);
    for chosen in store::dispositions::of_delegation(tx, code, &scope, max).await? {
        if let Some(matter) = store::dispositions::find_matter(tx, chosen.lead).await? {
            rows.extend(day.view(tx, matter, Some(chosen)).await?);
        }
    }
    let mut after = String::new();
    for _ in 0..READS_MAX {
        let found = store::dispositions::under_way(tx, &scope, &after).await?;
        let Some(last) = found.last() else {
            return Ok((rows, false));
        };
        after = last.lead.id.to_string();
        for matter in found {
            let known = rows.iter().any(|row| row.matter.lead.id == matter.lead.id);
            if !known {
                rows.extend(day.view(tx, matter, None).await?);
            }
        }
        if rows.len() >= MATTERS_MAX {
            rows.truncate(MATTERS_MAX);
            return Ok((rows, true));
        }
    }
    Ok((rows, true))
}
