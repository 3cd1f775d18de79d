//! Submits the record: nothing may be missing; from here on it does not change, and its paper is made.

use super::power;
use crate::papers::{self, OnSite};
use crate::{Action, Actor, Cx, Error, Permit};
use domain::enterprise::Enterprise;
use domain::inspection::Inspection;
use domain::record::RecordKind;
use domain::{InspectionId, Refusal};
use std::collections::HashMap;
use store::Tx;

/// Submits the inspection and ends its task.
pub async fn submit(
    cx: &Cx,
    actor: &Actor,
    id: InspectionId,
    revision: u32,
) -> Result<Inspection, Error> {
    let permit = cx.authorize(actor, Action::InspectionSubmit)?;
    let pictures = pictures(&permit, id).await?;
    let mut tx = permit.write().await?;
    let inspection = permit.on(store::inspections::find(&mut tx, id).await?, "inspection")?;
    if inspection.revision != revision {
        return Err(Error::Stale("inspection"));
    }
    let task =
        store::tasks::find(&mut tx, inspection.task).await?.ok_or(Error::NotFound("task"))?;
    let grounds = power(&permit, &mut tx, &task, Some(inspection.grounds.on)).await?;
    let plant = store::enterprises::find(&mut tx, inspection.enterprise).await?;
    the_plant(&inspection, &plant.ok_or(Error::NotFound("enterprise"))?)?;
    let inspection = inspection.submit(task.dispatched_at, permit.now(), grounds)?;
    let task = task.finish(permit.now())?;

    let change = permit.change(RecordKind::InspectionCompleted);
    let inspection = store::inspections::save(&mut tx, inspection, &change).await?;
    store::tasks::save(&mut tx, task, &permit.change(RecordKind::TaskCompleted)).await?;
    paper(&permit, &mut tx, &inspection, pictures).await?;
    permit.commit(tx).await?;
    Ok(inspection)
}

/// The record is about the plant that the officers were sent to; a case would be made out against it.
fn the_plant(inspection: &Inspection, plant: &Enterprise) -> Result<(), Refusal> {
    let found = &inspection.record.inspected;
    let same = found.name.trim() == plant.name
        && found.credit_code.trim() == plant.credit_code.to_string();
    if same {
        return Ok(());
    }
    Err(Refusal::new(
        "inspection.party_differs",
        format!("被检查人与任务所派企业“{}”不一致；企业登记有变更的请先更正企业信息，检查对象不同的请退回任务另行派发", plant.name),
        format!("the record is not about {}; correct the register, or return the task", plant.name),
    )
    .field("record.inspected.name"))
}

/// The pictures of the signatures, by digest.
async fn pictures(
    permit: &Permit<'_>,
    id: InspectionId,
) -> Result<HashMap<String, Vec<u8>>, Error> {
    let mut tx = permit.read().await?;
    let inspection = permit.on(store::inspections::find(&mut tx, id).await?, "inspection")?;
    drop(tx);
    let mut pictures = HashMap::new();
    for sha256 in inspection.signatures.into_iter().filter_map(|signature| signature.image_sha256) {
        if let Some(bytes) = permit.cx().blobs().get(&sha256).await? {
            pictures.insert(sha256, bytes);
        }
    }
    Ok(pictures)
}

async fn paper(
    permit: &Permit<'_>,
    tx: &mut Tx,
    inspection: &Inspection,
    pictures: HashMap<String, Vec<u8>>,
) -> Result<(), Error> {
    let agency = store::agencies::find(tx, inspection.agency).await?;
    let agency = agency.ok_or(Error::NotFound("agency"))?;
    let plant = store::enterprises::find(tx, inspection.enterprise).await?;
    let site = OnSite {
        office: permit.cx().law().offices.of(&agency.code),
        agency_name: agency.name,
        plant: plant.ok_or(Error::NotFound("enterprise"))?,
        pictures,
    };
    let document = papers::inspection_record(inspection, &site)?;
    let subject = format!("inspection/{}", inspection.id);
    papers::keep(permit, tx, &subject, &inspection.territory, &document).await?;
    Ok(())
}
