//! A step takes its files, within its own transaction.

use crate::{Error, Permit};
use domain::EnclosureId;
use domain::enclosure::Enclosure;
use domain::record::RecordKind;
use domain::region::Territory;
use std::collections::BTreeSet;
use store::Tx;

/// The files of these ids, which from now on belong to `holder`, a `noun/id`.
pub(crate) async fn attach(
    permit: &Permit<'_>,
    tx: &mut Tx,
    ids: &[EnclosureId],
    holder: &str,
    territory: &Territory,
) -> Result<Vec<Enclosure>, Error> {
    let by = permit.person()?.id;
    let mut taken = Vec::new();
    for id in ids.iter().copied().collect::<BTreeSet<_>>() {
        let found = store::enclosures::find(tx, id).await?;
        let enclosure = permit.on(found, "enclosure")?.attach(holder, territory, by)?;
        let change = permit.change(RecordKind::EnclosureAttached);
        taken.push(store::enclosures::save(tx, enclosure, &change).await?);
    }
    Ok(taken)
}
