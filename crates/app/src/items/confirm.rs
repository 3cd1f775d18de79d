//! A reviewer confirms an item after comparing it with its article, and says which duty it penalises.

use super::signed;
use crate::{Action, Actor, Cx, Error};
use domain::adjustment::Signed;
use domain::item::{Confirm, Duty, Item};
use domain::record::RecordKind;
use store::law::Entry;

/// Confirms the item as it was read at `revision`, 0 for one that nobody touched yet.
pub async fn confirm(
    cx: &Cx,
    actor: &Actor,
    code: &str,
    revision: u32,
    note: String,
    duty: Duty,
) -> Result<Entry<Item>, Error> {
    let permit = cx.authorize(actor, Action::ItemConfirm)?;
    let Signed { by, name, at } = signed(&permit)?;
    let mut tx = permit.write().await?;
    let law = cx.law_in(&mut tx).await?;
    let item = law.item(code).cloned().ok_or(Error::NotFound("item"))?;
    let item = item.confirm(Confirm { by, name, at, note, duty }, &law.acts, &law.ranges)?;
    let change = permit.change(RecordKind::ItemConfirmed);
    let entry = store::law::enter(&mut tx, Entry { value: item, revision }, None, &change).await?;
    permit.commit_law(tx).await?;
    Ok(entry)
}
