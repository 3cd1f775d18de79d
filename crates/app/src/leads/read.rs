//! One lead as a page: what was found, where, by which rule, and what may be done.

use super::list::{LeadRow, row};
use crate::record::{RecordLine, lines_of};
use crate::{Action, Actor, Cx, Error, Guarded};
use domain::LeadId;
use domain::lead::LeadState;
use domain::outlet::Logger;

/// A lead as a page.
#[derive(Debug, Clone)]
pub struct LeadPage {
    /// The lead and what it is about.
    pub row: LeadRow,
    /// The logger behind it.
    pub logger: Option<Logger>,
    /// Its record.
    pub record: Vec<RecordLine>,
    /// What the actor may do now: `dispatch`, `close`, `replay`.
    pub actions: Vec<&'static str>,
}

/// Reads a lead.
pub async fn read(cx: &Cx, actor: &Actor, lead: LeadId) -> Result<LeadPage, Error> {
    let permit = cx.authorize(actor, Action::LeadList)?;
    let mut tx = permit.read().await?;
    let lead = permit.on(store::leads::find(&mut tx, lead).await?, "lead")?;
    let open = lead.state == LeadState::Open;
    let thing = lead.thing();
    let possible = [
        ("dispatch", open && permit.could(Action::TaskDispatch, &thing)),
        ("close", open && permit.could(Action::LeadClose, &thing)),
        ("replay", lead.exceedance().is_some() && permit.could(Action::LeadReplay, &thing)),
    ];
    let actions = possible.into_iter().filter(|(_, may)| *may).map(|(name, _)| name).collect();
    let logger = store::outlets::logger_of(&mut tx, lead.outlet).await?;
    let record = lines_of(&mut tx, &format!("lead/{}", lead.id)).await?;
    Ok(LeadPage { row: row(&mut tx, lead).await?, logger, record, actions })
}
