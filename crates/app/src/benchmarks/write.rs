//! Writes a draft: a new one at revision 0, else over the revision it was read at.

use super::{exists, of_the_city};
use crate::{Action, Actor, Cx, Error};
use domain::discretion::{BenchmarkContent, BenchmarkEntry};
use domain::record::RecordKind;
use store::law::Entry;

/// Keeps a draft, faults and all; only what is sound goes further.
pub async fn write(
    cx: &Cx,
    actor: &Actor,
    content: BenchmarkContent,
    revision: u32,
) -> Result<Entry<BenchmarkEntry>, Error> {
    let permit = cx.authorize(actor, Action::BenchmarkWrite)?;
    of_the_city(&permit)?;
    let (author, today) = (permit.person()?.id, permit.now().date());
    let draft = BenchmarkEntry::draft(content, author, today)?;
    if cx.law().benchmarks.sets().any(|set| set.key() == draft.content.set.key() && revision == 0) {
        return Err(exists().into());
    }
    let mut tx = permit.write().await?;
    let known: Option<Entry<BenchmarkEntry>> = store::law::find(&mut tx, &draft.code).await?;
    let value = match known {
        None => draft,
        Some(_) if revision == 0 => return Err(exists().into()),
        Some(known) if known.revision != revision => return Err(Error::Stale("benchmark")),
        Some(known) => known.value.write(draft.content, author, today)?,
    };
    let change = permit.change(RecordKind::BenchmarkDrafted);
    let entry = store::law::enter(&mut tx, Entry { value, revision }, None, &change).await?;
    permit.commit(tx).await?;
    Ok(entry)
}
