//! Begins the inspection that fulfils a task. Sending it twice begins once.

use super::power;
use crate::{Action, Actor, Cx, Error};
use domain::inspection::{Inspected, Inspection, InspectionState, Record};
use domain::record::RecordKind;
use domain::{InspectionId, TaskId};

/// Begins an inspection under the id the device gave it.
pub async fn begin(
    cx: &Cx,
    actor: &Actor,
    id: InspectionId,
    task: TaskId,
) -> Result<Inspection, Error> {
    let permit = cx.authorize(actor, Action::InspectionBegin)?;
    let mut tx = permit.write().await?;
    if let Some(begun_before) = store::inspections::find(&mut tx, id).await? {
        return permit.on(Some(begun_before), "inspection");
    }
    let task = permit.on(store::tasks::find(&mut tx, task).await?, "task")?;
    let grounds = power(&permit, &mut tx, &task, None).await?;
    let (task, grounds) = task.begin_inspection(permit.person()?.id, id, grounds)?;
    let plant = store::enterprises::find(&mut tx, task.enterprise).await?;
    let plant = plant.ok_or(Error::NotFound("enterprise"))?;

    let day = permit.now().date().strftime("%Y%m%d").to_string();
    let serial = store::numbers::next(&mut tx, &format!("inspection/{day}")).await?;
    let inspection = Inspection {
        id,
        number: format!("JC-{day}-{serial:04}"),
        task: task.id,
        enterprise: task.enterprise,
        outlet: task.outlet,
        item: task.item.clone(),
        territory: task.territory.clone(),
        agency: task.agency,
        grounds: Box::new(grounds),
        submitted_grounds: None,
        team: task.team.clone(),
        record: Record {
            inspected: Inspected {
                name: plant.name.clone(),
                credit_code: plant.credit_code.to_string(),
            },
            place: plant.address.clone(),
            inspector_ids: task.team.officers().iter().map(|officer| officer.id).collect(),
            ..Record::default()
        },
        evidence: Vec::new(),
        signatures: Vec::new(),
        state: InspectionState::Draft,
        revision: 0,
    };
    let change = permit.change(RecordKind::InspectionStarted);
    let inspection = store::inspections::insert(&mut tx, inspection, &change).await?;
    store::tasks::save(&mut tx, task, &permit.change(RecordKind::TaskRevised)).await?;
    permit.commit(tx).await?;
    Ok(inspection)
}
