//! Change sets: the list, one of them, its rows, and settling a row or opening it again.

use crate::record::{RecordLine, lines_of};
use crate::{Action, Actor, Cx, Error, Guarded, Listed, Page, Permit};
use domain::ChangeSetId;
use domain::change_set::{ChangeRow, ChangeSet, Outcome, Settlement};
use domain::record::RecordKind;
use store::Tx;
use store::change_sets::RowFilter;

/// Which sets are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SetFilter {
    /// All.
    #[default]
    All,
    /// Those with rows that wait.
    Open,
    /// Those that are done.
    Closed,
}

/// How somebody settles a row.
#[derive(Debug, Clone)]
pub struct Work {
    /// The set.
    pub set: ChangeSetId,
    /// The row.
    pub position: u32,
    /// The row's revision that was read.
    pub revision: u32,
    /// How.
    pub outcome: Outcome,
    /// Why, or what was done.
    pub note: String,
    /// Where that can be seen.
    pub link: Option<String>,
}

/// Lists sets, newest first.
pub async fn list(
    cx: &Cx,
    actor: &Actor,
    filter: SetFilter,
    page: &Page,
) -> Result<Listed<ChangeSet>, Error> {
    let permit = cx.authorize(actor, Action::ChangeSetList)?;
    let mut tx = permit.read().await?;
    let closed = match filter {
        SetFilter::All => None,
        SetFilter::Open => Some(false),
        SetFilter::Closed => Some(true),
    };
    let sets = store::change_sets::list(&mut tx, closed, page).await?;
    Ok(Listed::cut(sets, page, |set| set.id.to_string()))
}

/// One set with its record.
pub async fn read(
    cx: &Cx,
    actor: &Actor,
    id: ChangeSetId,
) -> Result<(ChangeSet, Vec<RecordLine>, bool), Error> {
    let permit = cx.authorize(actor, Action::ChangeSetList)?;
    let mut tx = permit.read().await?;
    let found =
        store::change_sets::find(&mut tx, id).await?.ok_or(Error::NotFound("change_set"))?;
    let lines = lines_of(&mut tx, &format!("change_set/{id}")).await?;
    let may_work = cx.authorize(actor, Action::ChangeSetWork).is_ok();
    Ok((found, lines, may_work))
}

/// Rows of a set, in order; the cursor is the last position seen.
pub async fn rows(
    cx: &Cx,
    actor: &Actor,
    id: ChangeSetId,
    filter: RowFilter,
    page: &Page,
) -> Result<Listed<ChangeRow>, Error> {
    let permit = cx.authorize(actor, Action::ChangeSetList)?;
    let mut tx = permit.read().await?;
    let after = page.after.as_deref().and_then(|cursor| cursor.parse().ok()).unwrap_or(0);
    let filter = RowFilter { after, ..filter };
    let rows = store::change_sets::rows(&mut tx, id, &permit.scope(), &filter, page.size).await?;
    Ok(Listed::cut(rows, page, |row| row.position.to_string()))
}

/// Settles a row; the last one closes the set.
pub async fn settle(cx: &Cx, actor: &Actor, work: Work) -> Result<(ChangeSet, ChangeRow), Error> {
    let permit = cx.authorize(actor, Action::ChangeSetWork)?;
    let mut tx = permit.write().await?;
    let (set, row) = both(&permit, &mut tx, work.set, work.position).await?;
    let row = ChangeRow { revision: work.revision, ..row };
    let person = permit.person()?;
    let settlement = Settlement {
        outcome: work.outcome,
        note: work.note,
        link: work.link,
        by: person.id,
        by_name: person.name.clone(),
        at: permit.now(),
    };
    let (set, row) = set.settle(row, settlement)?;
    let closed = set.closed_at.is_some();
    let kind = if closed { RecordKind::ChangeSetClosed } else { RecordKind::ChangeSetWorked };
    let saved = store::change_sets::work(&mut tx, set, row, &permit.change(kind)).await?;
    permit.commit(tx).await?;
    Ok(saved)
}

/// Opens a settled row again.
pub async fn reopen(
    cx: &Cx,
    actor: &Actor,
    set: ChangeSetId,
    position: u32,
    revision: u32,
) -> Result<(ChangeSet, ChangeRow), Error> {
    let permit = cx.authorize(actor, Action::ChangeSetWork)?;
    let mut tx = permit.write().await?;
    let (set, row) = both(&permit, &mut tx, set, position).await?;
    let (set, row) = set.reopen(ChangeRow { revision, ..row })?;
    let change = permit.change(RecordKind::ChangeSetReopened);
    let saved = store::change_sets::work(&mut tx, set, row, &change).await?;
    permit.commit(tx).await?;
    Ok(saved)
}

async fn both(
    permit: &Permit<'_>,
    tx: &mut Tx,
    set: ChangeSetId,
    position: u32,
) -> Result<(ChangeSet, ChangeRow), Error> {
    let found = store::change_sets::find(tx, set).await?.ok_or(Error::NotFound("change_set"))?;
    let row = store::change_sets::find_row(tx, set, position).await?;
    let row = row.ok_or(Error::NotFound("change_row"))?;
    // A row without a place concerns everybody who may work on sets; a case only those who may see it.
    let row = if row.territory.is_some() { permit.on(Some(row), "change_row")? } else { row };
    Ok((found, row))
}

impl Guarded for ChangeRow {
    fn thing(&self) -> crate::permit::Thing {
        let territory = self.territory.clone();
        crate::permit::Thing::at("change_set", territory)
    }
}
