//! Operations (执法行动): registered, approved by a head, ended; the law snapshot holds them all.

use crate::permit::{Guarded, Thing};
use crate::{Action, Actor, Cx, Error};
use domain::agency::Agency;
use domain::jurisdiction::{Operation, Plan};
use domain::record::RecordKind;
use domain::{AgencyId, OfficerId, Refusal};
use store::Tx;
use store::law::{Entry, enter, find};

/// An operation as the policies see it: where its organiser is.
struct Seen(Thing);

impl Guarded for Seen {
    fn thing(&self) -> Thing {
        self.0.clone()
    }
}

fn seen(organiser: &Agency) -> Option<Seen> {
    let territory = Some(organiser.territory.clone());
    Some(Seen(Thing::at("operation", territory)))
}

/// Registers an operation of the officer's own body; it gives no power before a head approves it.
pub async fn register(cx: &Cx, actor: &Actor, plan: Plan) -> Result<Entry<Operation>, Error> {
    let permit = cx.authorize(actor, Action::OperationRegister)?;
    let mut tx = permit.write().await?;
    let person = permit.person()?;
    let organiser = body(&mut tx, person.agency).await?;
    permit.on(seen(&organiser), "operation")?;
    members(&mut tx, &plan).await?;
    let year = permit.now().date().year();
    let serial = store::numbers::next(&mut tx, &format!("operation/{year}")).await?;
    let code = format!("op-{year}-{serial:04}");
    let operation = Operation::register(code, plan, &organiser, person.id, permit.now())?;
    let change = permit.change(RecordKind::OperationRegistered);
    let entry = enter(&mut tx, Entry::new(operation), Some(&organiser.territory), &change).await?;
    permit.commit_law(tx).await?;
    Ok(entry)
}

/// A head approves it.
pub async fn approve(
    cx: &Cx,
    actor: &Actor,
    code: &str,
    revision: u32,
) -> Result<Entry<Operation>, Error> {
    let approve = |operation: Operation, by, cx: &Cx| operation.approve(by, cx.now());
    let kind = RecordKind::OperationApproved;
    change(cx, actor, Action::OperationApprove, kind, code, revision, approve).await
}

/// A head ends it.
pub async fn end(
    cx: &Cx,
    actor: &Actor,
    code: &str,
    revision: u32,
    reason: &str,
) -> Result<Entry<Operation>, Error> {
    let end = |operation: Operation, by, cx: &Cx| operation.end(cx.now().date(), by, reason);
    let kind = RecordKind::OperationEnded;
    change(cx, actor, Action::OperationEnd, kind, code, revision, end).await
}

async fn change(
    cx: &Cx,
    actor: &Actor,
    action: Action,
    kind: RecordKind,
    code: &str,
    revision: u32,
    to: impl FnOnce(Operation, OfficerId, &Cx) -> Result<Operation, Refusal>,
) -> Result<Entry<Operation>, Error> {
    let permit = cx.authorize(actor, action)?;
    let mut tx = permit.write().await?;
    let entry = find::<Operation>(&mut tx, code).await?.ok_or(Error::NotFound("operation"))?;
    let organiser = body(&mut tx, entry.value.organiser).await?;
    permit.on(seen(&organiser), "operation")?;
    if entry.revision != revision {
        return Err(Error::Stale("operation"));
    }
    let value = to(entry.value, permit.person()?.id, cx)?;
    let entry = Entry { value, ..entry };
    let change = permit.change(kind);
    let entry = enter(&mut tx, entry, Some(&organiser.territory), &change).await?;
    permit.commit_law(tx).await?;
    Ok(entry)
}

/// Every operation whose area touches the officer's territory or of which the officer's body is a member, newest first.
/// They are few (a city holds some dozens a year) and read as a whole.
pub async fn list(cx: &Cx, actor: &Actor) -> Result<Vec<Entry<Operation>>, Error> {
    let permit = cx.authorize(actor, Action::OperationList)?;
    let mut tx = permit.read().await?;
    let person = permit.person()?;
    let mut all = store::law::all::<Operation>(&mut tx).await?;
    all.retain(|Entry { value, .. }| {
        let near = |area: &domain::region::Territory| {
            area.contains(&person.territory) || person.territory.contains(area)
        };
        value.has_member(person.id, person.agency) || value.plan.area.iter().any(near)
    });
    all.reverse();
    Ok(all)
}

async fn body(tx: &mut Tx, agency: AgencyId) -> Result<Agency, Error> {
    store::agencies::find(tx, agency).await?.ok_or(Error::NotFound("agency"))
}

/// Every member is known; an unknown one would be a member for ever without anybody noticing.
async fn members(tx: &mut Tx, plan: &Plan) -> Result<(), Error> {
    for agency in &plan.agencies {
        body(tx, *agency).await?;
    }
    let found = store::officers::find_all(tx, &plan.officers).await?;
    if found.iter().any(Option::is_none) {
        return Err(Error::NotFound("officer"));
    }
    Ok(())
}
