//! The gate: every fact that a question of jurisdiction rests on is gathered here, and only here.

use super::TakenBack;
use crate::{Error, Permit};
use domain::agency::Agency;
use domain::case::{Case as CaseFile, Filed, HandoverKind};
use domain::enterprise::Enterprise;
use domain::inspection::Inspection;
use domain::jurisdiction::{
    Acted, Acting, Chosen, Grounds, Question, Rival, Setting, Siting, Step, in_name_of,
};
use domain::officer::{CertifiedTeam, Officer};
use domain::region::Territory;
use domain::{Date, EnterpriseId, LeadId, OfficerId, Timestamp};
use store::Tx;

/// What a step asks for.
pub(crate) struct Ask<'a> {
    pub(crate) step: Step,
    pub(crate) lead: LeadId,
    pub(crate) enterprise: EnterpriseId,
    pub(crate) item: &'a str,
    pub(crate) place: &'a Territory,
    pub(crate) siting: Siting,
    pub(crate) agency: &'a Agency,
    pub(crate) acting: Acting<'a>,
    pub(crate) setting: Setting,
    /// The day on which the officers went, once they have.
    pub(crate) found_on: Option<Date>,
    /// The day of the act, where a case is filed on it.
    pub(crate) act_on: Option<Date>,
    /// The filing, once there is one.
    pub(crate) filed: Option<&'a Filed>,
    /// What was done until now, where a decision rests on it.
    pub(crate) acted: Vec<Acted>,
}

/// The grounds for a step, or why there are none.
pub(crate) async fn grounds(
    permit: &Permit<'_>,
    tx: &mut Tx,
    ask: Ask<'_>,
) -> Result<Grounds, Error> {
    let law = permit.cx().law();
    let designation = store::designations::latest(tx, ask.lead).await?;
    let rival = match ask.act_on {
        Some(act_on) => rival(tx, &ask, act_on).await?,
        None => None,
    };
    let today = permit.now().date();
    let matter = (ask.item, ask.place);
    let taken_back = super::taken_back(tx, &law, ask.lead, matter, ask.agency, today).await?;
    let question = Question {
        item: ask.item,
        place: ask.place,
        siting: ask.siting,
        agency: ask.agency,
        acting: ask.acting,
        on: today,
        step: ask.step,
        operation: law.operation(&ask.setting),
        setting: ask.setting,
        designation: designation.as_ref(),
        found_on: ask.found_on,
        filed_on: ask.filed.map(|filed| filed.on),
        filed_at: ask.filed.map(Filed::filed_at),
        acted: ask.acted,
        rival,
        withdrawn: taken_back.as_ref().map(TakenBack::fact),
    };
    Ok(law.may_enforce(&question)?)
}

/// The first case of the same matter that another body filed.
async fn rival(tx: &mut Tx, ask: &Ask<'_>, act_on: Date) -> Result<Option<Rival>, Error> {
    let own = in_name_of(ask.agency);
    if ask.step == Step::File {
        store::cases::lock_matter(tx, ask.enterprise).await?;
    }
    for (agency, filed_at) in filings(tx, ask.enterprise, ask.item, act_on).await? {
        if in_name_of(&agency) != own {
            return Ok(Some(Rival { name: agency.name, filed_at }));
        }
    }
    Ok(None)
}

/// Who filed one matter (same plant, same item, same day of the act), and when; the first first.
pub(super) async fn filings(
    tx: &mut Tx,
    enterprise: EnterpriseId,
    item: &str,
    act_on: Date,
) -> Result<Vec<(Agency, Timestamp)>, Error> {
    let mut filings = Vec::new();
    for case in store::cases::filed_of(tx, enterprise, item).await? {
        let steps = case.steps();
        let same = steps.proposal.is_some_and(|proposal| proposal.act_on == act_on);
        if let (true, Some(filed)) = (same, steps.filed) {
            let agency = store::agencies::find(tx, case.agency).await?;
            filings.push((agency.ok_or(Error::NotFound("agency"))?, filed.filed_at()));
        }
    }
    filings.sort_by_key(|(_, filed_at)| *filed_at);
    Ok(filings)
}

/// What a step on a case asks for.
pub(crate) struct Case<'a> {
    pub(crate) step: Step,
    pub(crate) case: &'a CaseFile,
    pub(crate) acting: Acting<'a>,
    /// The occasion that a receiver names; else that of the steps before.
    pub(crate) setting: Option<Setting>,
}

impl Case<'_> {
    /// The grounds for the step, on the same occasion as the task and the inspection before it.
    pub(crate) async fn grounds(self, permit: &Permit<'_>, tx: &mut Tx) -> Result<Grounds, Error> {
        let case = self.case;
        let inspection = store::inspections::find(tx, case.inspection).await?;
        let inspection = inspection.ok_or(Error::NotFound("inspection"))?;
        let task = store::tasks::find(tx, inspection.task).await?.ok_or(Error::NotFound("task"))?;
        let agency = store::agencies::find(tx, case.agency).await?;
        let agency = agency.ok_or(Error::NotFound("agency"))?;
        let setting = match self.setting {
            Some(named) => named,
            None => occasion(case, &inspection),
        };
        let ask = Ask {
            step: self.step,
            lead: task.lead,
            enterprise: case.enterprise,
            item: &case.item,
            place: case.place(),
            siting: inspection.grounds.siting.clone(),
            agency: &agency,
            acting: self.acting,
            setting,
            found_on: Some(inspection.grounds.on),
            act_on: case.proposal().map(|proposal| proposal.act_on),
            filed: case.steps().filed,
            acted: match self.step {
                Step::Decide => super::acted::acted(tx, case, &inspection).await?,
                Step::Ask | Step::Dispatch | Step::Inspect | Step::File => Vec::new(),
            },
        };
        // On the heap: it is awaited deep within the steps of a case.
        Box::pin(grounds(permit, tx, ask)).await
    }
}

/// On which occasion a case goes on: the one on which its body took it, else that of the officers who went.
pub(super) fn occasion(case: &CaseFile, inspection: &Inspection) -> Setting {
    let taken = case.handovers.iter().rev().find_map(|handover| handover.taken.as_ref());
    taken.map_or(&inspection.grounds.setting, |taken| &taken.grounds.setting).clone()
}

/// The occasions on which a receiver may have taken a case, the giver's first; what was the giver's alone does not bind it.
pub(crate) async fn occasions(tx: &mut Tx, case: &CaseFile) -> Result<Vec<Setting>, Error> {
    let inspection = store::inspections::find(tx, case.inspection).await?;
    let inspection = inspection.ok_or(Error::NotFound("inspection"))?;
    let before = occasion(case, &inspection);
    let own = case.untaken().is_some_and(|it| it.kind != HandoverKind::Designation);
    let ordinary = own.then(Setting::default).filter(|ordinary| *ordinary != before);
    Ok([before].into_iter().chain(ordinary).collect())
}

/// Which side of a line a person says a place lies on, and why.
#[derive(Debug, Clone)]
pub struct Pick {
    /// Code of the county.
    pub county: String,
    /// Why.
    pub reason: String,
}

/// Where a plant's act is: certain, or chosen by a person where the map is not sure.
pub(crate) fn site(
    permit: &Permit<'_>,
    plant: &Enterprise,
    registered: &Territory,
    pick: Option<Pick>,
) -> Result<(Territory, Siting), Error> {
    let (by, at) = (permit.person()?.id, permit.now());
    let chosen = pick.map(|Pick { county, reason }| Chosen { county, reason, by, at });
    let law = permit.cx().law();
    Ok(law.ground().site(&plant.location, registered, chosen)?)
}

/// The officers of these ids, at most as many as a team holds and one more.
pub(crate) async fn officers_of(tx: &mut Tx, ids: &[OfficerId]) -> Result<Vec<Officer>, Error> {
    let ids = ids.get(..ids.len().min(CertifiedTeam::MAX + 1)).unwrap_or_default();
    let officers: Option<Vec<Officer>> =
        store::officers::find_all(tx, ids).await?.into_iter().collect();
    officers.ok_or(Error::NotFound("officer"))
}
