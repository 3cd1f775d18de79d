//! A reviewer of the city corrects an item, or adds one; it must then be confirmed.

use super::kept_by_city;
use crate::{Action, Actor, Cx, Error};
use domain::item::{Item, Revision};
use domain::record::RecordKind;
use store::law::Entry;

/// Writes the content of an item over what was read at `revision`; an unknown code makes a new item.
pub async fn revise(
    cx: &Cx,
    actor: &Actor,
    code: &str,
    revision: u32,
    content: Revision,
) -> Result<Entry<Item>, Error> {
    let permit = cx.authorize(actor, Action::ItemRevise)?;
    kept_by_city(&permit)?;
    let mut tx = permit.write().await?;
    let law = cx.law_in(&mut tx).await?;
    let item = match law.item(code).cloned() {
        Some(item) => item.revise(content, &law.acts, &law.ranges)?,
        None => {
            let item = content.into_item(code.to_owned());
            item.check(&law.acts, &law.ranges)?;
            item
        }
    };
    let change = permit.change(RecordKind::ItemRevised);
    let entry = store::law::enter(&mut tx, Entry { value: item, revision }, None, &change).await?;
    permit.commit_law(tx).await?;
    Ok(entry)
}
