//! On what the power to inspect rests on the day: asked when an inspection begins and again when it is submitted.

use crate::jurisdiction::{self, Ask};
use crate::{Error, Permit};
use domain::jurisdiction::{Acting, Grounds, Step};
use domain::task::Task;
use domain::{Date, OfficerId};
use store::Tx;

/// The grounds of the task's body and team; `begun_on` is the day on which they went, once they have.
pub(super) async fn power(
    permit: &Permit<'_>,
    tx: &mut Tx,
    task: &Task,
    begun_on: Option<Date>,
) -> Result<Grounds, Error> {
    let ids: Vec<OfficerId> = task.team.officers().iter().map(|officer| officer.id).collect();
    let officers = jurisdiction::officers_of(tx, &ids).await?;
    let agency = store::agencies::find(tx, task.agency).await?.ok_or(Error::NotFound("agency"))?;
    let ask = Ask {
        step: Step::Inspect,
        lead: task.lead,
        enterprise: task.enterprise,
        item: &task.item,
        place: &task.territory,
        siting: task.grounds.siting.clone(),
        agency: &agency,
        acting: Acting::Officers(&officers),
        setting: task.grounds.setting.clone(),
        found_on: begun_on,
        act_on: None,
        filed: None,
        acted: Vec::new(),
    };
    Box::pin(jurisdiction::grounds(permit, tx, ask)).await
}
