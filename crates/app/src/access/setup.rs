//! The first start: an empty platform gets its bureau and its three administrators, each with a one-time token.

use super::Gate;
use super::accounts::issue_token;
use super::audit::{By, note};
use crate::{Action, Actor, Cx, Error};
use domain::agency::Agency;
use domain::officer::{Officer, Role};
use domain::record::RecordKind;

/// An administrator who waits for activation.
#[expect(missing_debug_implementations, reason = "holds the activation token")]
pub struct FirstAccount {
    /// The account's name.
    pub account: String,
    /// The one-time token; it is kept nowhere else.
    pub token: String,
}

const FIRST: [(Role, &str, &str); 3] = [
    (Role::SystemAdmin, "sysadmin", "系统管理员"),
    (Role::SecurityAdmin, "secadmin", "安全管理员"),
    (Role::Auditor, "auditor", "审计管理员"),
];

/// Creates the three administrators where there is no account at all; `bureau` is registered unless it stands there.
/// An empty answer means that the platform was set up before.
pub async fn first_start(
    cx: &Cx,
    gate: &Gate,
    bureau: &Agency,
) -> Result<Vec<FirstAccount>, Error> {
    const SETUP: Actor = Actor::Service("setup");
    let permit = cx.authorize(&SETUP, Action::AccountManage)?;
    let mut tx = permit.write().await?;
    if store::officers::count(&mut tx).await? > 0 {
        return Ok(Vec::new());
    }
    let known = store::agencies::all(&mut tx).await?;
    let agency = match known.into_iter().find(|agency| agency.code == bureau.code) {
        Some(agency) => agency.id,
        None => {
            let change = permit.change(RecordKind::AgencyRegistered);
            store::agencies::insert(&mut tx, bureau, &change).await?;
            bureau.id
        }
    };
    let mut accounts = Vec::new();
    for (role, account, name) in FIRST {
        let officer = Officer {
            id: cx.id(),
            agency,
            account: account.to_owned(),
            name: name.to_owned(),
            roles: vec![role],
            certificate: None,
            earlier: Vec::new(),
            waiting: None,
            active: true,
            revision: 1,
        };
        let change = permit.change(RecordKind::OfficerEnrolled);
        store::officers::insert(&mut tx, &officer, &change).await?;
        let token = issue_token(cx, gate, &mut tx, officer.id).await?;
        let by = By { account, officer: Some(officer.id), peer: "" };
        note(cx, &mut tx, by, "account", "done", "first start").await?;
        accounts.push(FirstAccount { account: account.to_owned(), token });
    }
    permit.commit(tx).await?;
    Ok(accounts)
}
