//! Saves the draft text of the record.

use crate::{Action, Actor, Cx, Error};
use domain::InspectionId;
use domain::inspection::{Inspection, Record};
use domain::record::RecordKind;

/// Replaces the text; a text that says nothing new changes nothing.
pub async fn write(
    cx: &Cx,
    actor: &Actor,
    id: InspectionId,
    revision: u32,
    record: Record,
) -> Result<Inspection, Error> {
    let permit = cx.authorize(actor, Action::InspectionWrite)?;
    let mut tx = permit.write().await?;
    let inspection = permit.on(store::inspections::find(&mut tx, id).await?, "inspection")?;
    if inspection.record == record {
        return Ok(inspection);
    }
    let inspection = Inspection { revision, ..inspection }.write(record)?;
    let change = permit.change(RecordKind::InspectionRevised);
    let inspection = store::inspections::save(&mut tx, inspection, &change).await?;
    permit.commit(tx).await?;
    Ok(inspection)
}
