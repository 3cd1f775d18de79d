//! Who may be sent after a lead, and why somebody may not.

use crate::{Action, Actor, Cx, Error};
use domain::LeadId;
use domain::agency::Agency;
use domain::officer::{Officer, Role};
use domain::{Refusal, item::Occasion};

/// An officer who might be sent.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Who.
    pub officer: Officer,
    /// Of which agency.
    pub agency: Agency,
    /// Why not; empty for somebody who may be sent.
    pub reasons: Vec<Refusal>,
    /// How many tasks the officer has that are not done.
    pub open_tasks: i64,
}

/// At most this many officers are looked at for one lead.
const LOOKED_AT_MAX: usize = 300;

/// Lists the field officers of the agencies responsible for the place, those who may be sent first.
pub async fn candidates(cx: &Cx, actor: &Actor, lead: LeadId) -> Result<Vec<Candidate>, Error> {
    let permit = cx.authorize(actor, Action::TaskDispatch)?;
    let mut tx = permit.read().await?;
    let lead = permit.on(store::leads::find(&mut tx, lead).await?, "lead")?;
    let today = permit.now().date();
    let mut found = Vec::new();
    for agency in store::agencies::all(&mut tx).await? {
        // Only bodies at or above the place can be responsible for it.
        if !agency.territory.contains(&lead.territory) {
            continue;
        }
        let power = match &lead.item {
            Some(item) => cx
                .law()
                .may_enforce(item, &lead.territory, &agency, today, Occasion::Ordinary)
                .err(),
            None => None,
        };
        for officer in store::officers::of_territory(&mut tx, &agency.territory).await? {
            let fits = officer.agency == agency.id && officer.roles.contains(&Role::FieldOfficer);
            if !fits || found.len() >= LOOKED_AT_MAX {
                continue;
            }
            let certificate = officer.certified(today).err();
            let reasons = power.clone().into_iter().chain(certificate).collect();
            let open_tasks = store::tasks::open_of_officer(&mut tx, officer.id).await?;
            found.push(Candidate { officer, agency: agency.clone(), reasons, open_tasks });
        }
    }
    found.sort_by_key(|candidate| (candidate.reasons.len(), candidate.open_tasks));
    Ok(found)
}
