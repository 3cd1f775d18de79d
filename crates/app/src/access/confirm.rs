//! What one administrator asked for and another one, of another kind, confirms or refuses: accounts that decide over others.

use super::Gate;
use super::accounts::{find, issue_token, not_last, tell};
use crate::{Action, Actor, Cx, Error};
use domain::officer::{AccountChange, Officer, Waiting};
use domain::record::RecordKind;
use domain::{OfficerId, Refusal};

/// The accounts that wait, oldest first.
pub async fn waiting_accounts(cx: &Cx, actor: &Actor) -> Result<Vec<Officer>, Error> {
    let permit = cx.authorize(actor, Action::AccountConfirm)?;
    let mut tx = permit.read().await?;
    Ok(store::officers::waiting(&mut tx).await?)
}

/// Lets hold what was asked for. Gives the officer, and the one-time token where the account gets one: it goes to the person by
/// the hand of whoever confirms, and never to whoever asked.
pub async fn confirm_account(
    cx: &Cx,
    gate: &Gate,
    actor: &Actor,
    id: OfficerId,
    revision: u32,
) -> Result<(Officer, Option<String>), Error> {
    let permit = cx.authorize(actor, Action::AccountConfirm)?;
    let (mut tx, officer) = find(&permit, id, revision).await?;
    let (officer, Waiting { change, by, .. }) = taken(officer)?;
    if by == actor.recorded() {
        return Err(own().into());
    }
    let (kind, words) = match change {
        AccountChange::Created => (RecordKind::OfficerRevised, "account_confirmed"),
        AccountChange::Roles { .. } => (RecordKind::OfficerRolesChanged, "roles_confirmed"),
        AccountChange::Suspended => (RecordKind::OfficerSuspended, "suspension_confirmed"),
        AccountChange::Reinstated => (RecordKind::OfficerRevised, "reinstatement_confirmed"),
        AccountChange::Reset => (RecordKind::OfficerRevised, "reset_confirmed"),
    };
    if matches!(change, AccountChange::Roles { .. } | AccountChange::Suspended) {
        not_last(&mut tx, &officer).await?;
    }
    let fresh = matches!(change, AccountChange::Created | AccountChange::Reset);
    let officer = match change {
        AccountChange::Created | AccountChange::Reinstated => Officer { active: true, ..officer },
        AccountChange::Suspended => Officer { active: false, ..officer },
        AccountChange::Roles { roles } => Officer { roles, ..officer },
        AccountChange::Reset => officer,
    };
    let officer = store::officers::save(&mut tx, officer, &permit.change(kind)).await?;
    store::access::end_sessions(&mut tx, id).await?;
    let token = match fresh {
        true => Some(issue_token(cx, gate, &mut tx, id).await?),
        false => None,
    };
    tell(&permit, &mut tx, &officer, words).await?;
    permit.commit(tx).await?;
    Ok((officer, token))
}

/// Refuses what was asked for; the account stays as it is, and one that was to be created stays out of use.
pub async fn refuse_account(
    cx: &Cx,
    actor: &Actor,
    id: OfficerId,
    revision: u32,
) -> Result<Officer, Error> {
    let permit = cx.authorize(actor, Action::AccountConfirm)?;
    let (mut tx, officer) = find(&permit, id, revision).await?;
    let (officer, _) = taken(officer)?;
    let change = permit.change(RecordKind::OfficerRevised);
    let officer = store::officers::save(&mut tx, officer, &change).await?;
    tell(&permit, &mut tx, &officer, "refused").await?;
    permit.commit(tx).await?;
    Ok(officer)
}

/// The officer without what waits, and that.
fn taken(mut officer: Officer) -> Result<(Officer, Waiting), Refusal> {
    let waiting = officer.waiting.take();
    let waiting = waiting.ok_or_else(|| {
        Refusal::new(
            "account.nothing_waits",
            "该账号没有待确认的变更；请刷新后查看",
            "nothing about this account waits to be confirmed; reload to see it",
        )
    })?;
    Ok((officer, waiting))
}

fn own() -> Refusal {
    Refusal::new(
        "account.confirm_own",
        "不得确认自己提出的变更，请由另一类管理员确认",
        "nobody confirms what they asked for; another kind of administrator does",
    )
}
