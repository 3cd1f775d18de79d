//! Enters what the province delegated to towns, and its withdrawal.

use crate::{Action, Actor, Cx, Error};
use domain::item::Delegation;
use domain::record::RecordKind;
use domain::{Date, Refusal};
use store::law::Entry;

/// Enters a delegation. Sent twice, it is entered once.
pub async fn delegate(cx: &Cx, actor: &Actor, delegation: Delegation) -> Result<Delegation, Error> {
    let permit = cx.authorize(actor, Action::DelegationWrite)?;
    let delegation = permit.on(Some(delegation), "delegation")?;
    delegation.check()?;
    let mut tx = permit.write().await?;
    let law = cx.law_in(&mut tx).await?;
    if let Some(code) = delegation.items.iter().find(|code| law.item(code).is_none()) {
        return Err(Refusal::new(
            "list.unknown_item",
            format!("“{code}”不在事项目录中，请先录入。"),
            format!("`{code}` is not in the catalogue of items; enter it first."),
        )
        .field("items")
        .into());
    }
    if let Some(known) = law.lists.delegations().iter().find(|known| known.code == delegation.code)
    {
        if *known == delegation {
            return Ok(delegation);
        }
        return Err(Refusal::new(
            "delegation.exists",
            "已有相同编号的下放登记，请另取编号。",
            "There is a delegation of this code already; choose another code.",
        )
        .field("code")
        .into());
    }
    let change = permit.change(RecordKind::DelegationGranted);
    let place = delegation.territory.clone();
    let entry = store::law::enter(&mut tx, Entry::new(delegation), Some(&place), &change).await?;
    permit.commit_law(tx).await?;
    Ok(entry.value)
}

/// Enters that the province took a delegation back from a day on.
pub async fn withdraw_delegation(
    cx: &Cx,
    actor: &Actor,
    code: &str,
    on: Date,
    document: &str,
) -> Result<Delegation, Error> {
    let permit = cx.authorize(actor, Action::DelegationWrite)?;
    let mut tx = permit.write().await?;
    let law = cx.law_in(&mut tx).await?;
    let known = law.lists.delegations().iter().find(|known| known.code == code).cloned();
    let delegation = permit.on(known, "delegation")?.withdraw(on, document)?;
    let entered = store::law::find::<Delegation>(&mut tx, code).await?;
    let revision = entered.map_or(0, |entry| entry.revision);
    let place = delegation.territory.clone();
    let entry = Entry { value: delegation, revision };
    let change = permit.change(RecordKind::DelegationWithdrawn);
    let entry = store::law::enter(&mut tx, entry, Some(&place), &change).await?;
    permit.commit_law(tx).await?;
    Ok(entry.value)
}
