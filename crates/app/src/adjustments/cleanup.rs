//! What the platform itself proposes to clean up.

use crate::{Action, Actor, Cx, Error};
use domain::Timestamp;
use domain::adjustment::Cleanup;
use jiff::ToSpan as _;

/// Things to clean up on the lists of the actor's territory; unused means without a case for `years`.
pub async fn cleanups(cx: &Cx, actor: &Actor, years: u8) -> Result<Vec<Cleanup>, Error> {
    let permit = cx.authorize(actor, Action::AdjustmentList)?;
    let person = permit.person()?;
    let law = cx.law();
    let today = permit.now().date();
    let since = Timestamp::start_of(today.saturating_sub(i32::from(years).years()));
    let mut tx = permit.read().await?;
    let uses = store::cases::uses(&mut tx, &permit.scope(), since).await?;
    let place = &person.territory;
    Ok(domain::adjustment::cleanups(&law.lists, &law.acts, &uses, place, today, years))
}
