//! Lists inspections of the actor's territory, newest first.

use crate::{Action, Actor, Cx, Error, Listed, Page};
use domain::inspection::Inspection;

/// Lists inspections; an empty state means all.
pub async fn list(
    cx: &Cx,
    actor: &Actor,
    state: &str,
    page: &Page,
) -> Result<Listed<Inspection>, Error> {
    let permit = cx.authorize(actor, Action::InspectionList)?;
    let mut tx = permit.read().await?;
    let found = store::inspections::list(&mut tx, &permit.scope(), state, page).await?;
    Ok(Listed::cut(found, page, |inspection| inspection.id.to_string()))
}
