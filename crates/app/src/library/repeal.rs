//! Enters that an act is repealed, and opens the change set of everything that rests on it.

use super::affected::{Part, rows};
use crate::{Action, Actor, Cx, Error, Permit};
use domain::change_set::{ChangeRow, ChangeSet, Occasion};
use domain::law::Act;
use domain::record::RecordKind;
use domain::{ChangeSetId, Date, Refusal};
use store::Tx;
use store::law::{Entry, enter, find};

/// That an act is repealed.
#[derive(Debug, Clone)]
pub struct Repeal {
    /// Identity of the change set, made by the client.
    pub set: ChangeSetId,
    /// Id of the act.
    pub act: String,
    /// First day no longer in force.
    pub on: Date,
    /// Id of the act that takes its place.
    pub by: Option<String>,
}

/// What entering it would do.
#[derive(Debug, Clone)]
pub struct RepealPreview {
    /// The act as it would stand.
    pub act: Act,
    /// What rests on it.
    pub rows: Vec<ChangeRow>,
}

/// What was entered.
#[derive(Debug, Clone)]
pub struct Entered {
    /// The change set.
    pub set: ChangeSet,
    /// How many rows it has.
    pub rows: usize,
}

/// Shows what entering a repeal would do, and changes nothing. Cases of other territories are counted with the rest but
/// not named.
pub async fn preview_repeal(
    cx: &Cx,
    actor: &Actor,
    order: &Repeal,
) -> Result<RepealPreview, Error> {
    let permit = cx.authorize(actor, Action::LawEnter)?;
    let mut tx = permit.read().await?;
    let (act, rows) = work_out(&permit, &mut tx, order).await?;
    Ok(RepealPreview { act: act.value, rows: seen(actor, rows) })
}

/// Enters a repeal. A repeal that is shipped or entered already may be entered again as long as its change set was not
/// opened: the set is what is missing then.
pub async fn repeal(cx: &Cx, actor: &Actor, order: Repeal) -> Result<Entered, Error> {
    let permit = cx.authorize(actor, Action::LawEnter)?;
    let mut tx = permit.write().await?;
    if let Some(known) = store::change_sets::find(&mut tx, order.set).await? {
        return Ok(Entered { rows: known.rows as usize, set: known });
    }
    let (act, rows) = work_out(&permit, &mut tx, &order).await?;
    if store::change_sets::of_act(&mut tx, &order.act)
        .await?
        .iter()
        .any(|set| matches!(set.occasion, Occasion::Repealed { on, .. } if on == order.on))
    {
        return Err(Refusal::new(
            "law.change_set_exists",
            "该法律文件的废止已有清理清单，请在清理清单中办理",
            "this repeal has its change set already; work through that one",
        )
        .into());
    }
    let occasion = Occasion::Repealed { on: order.on, by: act.value.replaced_by.clone() };
    let title = act.value.zh.clone();
    enter(&mut tx, act, None, &permit.change(RecordKind::ActRepealed)).await?;
    let set = open(&permit, &mut tx, order.set, (order.act, title), occasion, &rows).await?;
    permit.commit_law(tx).await?;
    Ok(Entered { set, rows: rows.len() })
}

async fn work_out(
    permit: &Permit<'_>,
    tx: &mut Tx,
    order: &Repeal,
) -> Result<(Entry<Act>, Vec<ChangeRow>), Error> {
    let law = permit.cx().law();
    let known = law.acts.get(&order.act).cloned().ok_or(Error::NotFound("act"))?;
    let entry = find::<Act>(tx, &order.act).await?.unwrap_or_else(|| Entry::new(known));
    let act = entry.value.repealed(order.on, order.by.clone(), &law.acts)?;
    let rows = rows(tx, &law, Part { act: &order.act, articles: None }, order.set).await?;
    Ok((Entry { value: act, revision: entry.revision }, rows))
}

/// The rows that an actor may be shown by name.
pub(super) fn seen(actor: &Actor, rows: Vec<ChangeRow>) -> Vec<ChangeRow> {
    let may = |row: &ChangeRow| match (&row.territory, actor.territory()) {
        (None, _) => true,
        (Some(place), own) => own.is_some_and(|own| own.contains(place)),
    };
    rows.into_iter().filter(may).collect()
}

/// Writes a new change set; one without rows is closed at once.
pub(super) async fn open(
    permit: &Permit<'_>,
    tx: &mut Tx,
    id: ChangeSetId,
    (act, title): (String, String),
    occasion: Occasion,
    rows: &[ChangeRow],
) -> Result<ChangeSet, Error> {
    let person = permit.person()?;
    let count = u32::try_from(rows.len()).map_err(|_| Error::NotFound("rows"))?;
    let set = ChangeSet {
        id,
        act,
        title,
        occasion,
        opened_by: person.id,
        opened_by_name: person.name.clone(),
        opened_at: permit.now(),
        rows: count,
        open: count,
        closed_at: rows.is_empty().then(|| permit.now()),
        revision: 0,
    };
    let change = permit.change(RecordKind::ChangeSetOpened);
    Ok(store::change_sets::insert(tx, set, rows, &change).await?)
}
