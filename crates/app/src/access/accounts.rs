//! Accounts, in the hands of the security administrator: create, give roles, suspend, reset. Where the account decides over
//! others, what is asked for holds once another administrator confirmed it (`confirm`).

use super::audit::{By, note};
use super::{Gate, draw_token};
use crate::{Action, Actor, Cx, Error, Permit};
use domain::officer::{AccountChange, Certificate, Officer, Role, Waiting};
use domain::record::RecordKind;
use domain::{AgencyId, OfficerId, Refusal, Refused};
use store::Tx;
use store::access::Credential;

/// An account to be created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The name to log in with: 3 to 32 of a–z, 0–9, `.`, `_`, `-`.
    pub account: String,
    /// The person's name.
    pub name: String,
    /// Whose officer.
    pub agency: AgencyId,
    /// What the person may do.
    pub roles: Vec<Role>,
    /// The law-enforcement certificate, where the person holds one.
    pub certificate: Option<Certificate>,
}

/// Creates an account; gives the officer and the one-time activation token, which is shown once; no token where a second
/// administrator must confirm it.
pub async fn create_account(
    cx: &Cx,
    gate: &Gate,
    actor: &Actor,
    account: Account,
) -> Result<(Officer, Option<String>), Error> {
    let permit = cx.authorize(actor, Action::AccountManage)?;
    let Account { account, name, agency, roles, certificate } = account;
    let (account, name) = (check_account(&account)?, check_name(&name)?);
    let roles = check_roles(roles)?;
    let mut tx = permit.write().await?;
    store::agencies::find(&mut tx, agency).await?.ok_or(Error::NotFound("agency"))?;
    if store::officers::by_account(&mut tx, &account).await?.is_some() {
        return Err(taken().into());
    }
    let id = cx.id();
    let waiting = needs_two(&permit, &roles).then(|| asked(&permit, AccountChange::Created));
    let (earlier, active, revision) = (Vec::new(), waiting.is_none(), 1);
    let officer = Officer {
        id,
        agency,
        account,
        name,
        roles,
        certificate: None,
        earlier,
        active,
        waiting,
        revision,
    };
    let officer = match certificate {
        Some(first) => officer.certify(first)?,
        None => officer,
    };
    let change = permit.change(RecordKind::OfficerEnrolled);
    store::officers::insert(&mut tx, &officer, &change).await?;
    let token = match active {
        true => Some(issue_token(cx, gate, &mut tx, id).await?),
        false => None,
    };
    let words = if active { "account_created" } else { "account_asked" };
    tell(&permit, &mut tx, &officer, words).await?;
    permit.commit(tx).await?;
    Ok((officer, token))
}

/// Gives other roles. Sessions end, so that nobody goes on with what was taken away.
pub async fn change_roles(
    cx: &Cx,
    actor: &Actor,
    id: OfficerId,
    roles: Vec<Role>,
    revision: u32,
) -> Result<Officer, Error> {
    let permit = cx.authorize(actor, Action::AccountManage)?;
    let roles = check_roles(roles)?;
    let (mut tx, officer) = open(&permit, id, revision).await?;
    if officer.roles != roles {
        not_last(&mut tx, &officer).await?;
    }
    if needs_two(&permit, &officer.roles) || needs_two(&permit, &roles) {
        return ask(&permit, tx, officer, AccountChange::Roles { roles }).await;
    }
    let officer = Officer { roles, ..officer };
    let change = permit.change(RecordKind::OfficerRolesChanged);
    let officer = store::officers::save(&mut tx, officer, &change).await?;
    store::access::end_sessions(&mut tx, id).await?;
    tell(&permit, &mut tx, &officer, "roles_changed").await?;
    permit.commit(tx).await?;
    Ok(officer)
}

/// What the agency of an account is called, for whoever manages accounts.
pub async fn agency_name(cx: &Cx, actor: &Actor, id: AgencyId) -> Result<Option<String>, Error> {
    let permit = cx.authorize(actor, Action::AccountManage)?;
    let mut tx = permit.read().await?;
    Ok(store::agencies::find(&mut tx, id).await?.map(|agency| agency.name))
}

/// Enters a certificate: a new one joins those held, one of a known number corrects it.
pub async fn certify(
    cx: &Cx,
    actor: &Actor,
    id: OfficerId,
    revision: u32,
    certificate: Certificate,
) -> Result<Officer, Error> {
    let permit = cx.authorize(actor, Action::AccountManage)?;
    let (mut tx, officer) = open(&permit, id, revision).await?;
    let officer = officer.certify(certificate)?;
    let change = permit.change(RecordKind::OfficerRevised);
    let officer = store::officers::save(&mut tx, officer, &change).await?;
    tell(&permit, &mut tx, &officer, "certified").await?;
    permit.commit(tx).await?;
    Ok(officer)
}

/// Takes an account out of use, at once.
pub async fn suspend(
    cx: &Cx,
    actor: &Actor,
    id: OfficerId,
    revision: u32,
) -> Result<Officer, Error> {
    set_active(cx, actor, id, revision, false).await
}

/// Takes an account into use again.
pub async fn reinstate(
    cx: &Cx,
    actor: &Actor,
    id: OfficerId,
    revision: u32,
) -> Result<Officer, Error> {
    set_active(cx, actor, id, revision, true).await
}

async fn set_active(
    cx: &Cx,
    actor: &Actor,
    id: OfficerId,
    revision: u32,
    active: bool,
) -> Result<Officer, Error> {
    let permit = cx.authorize(actor, Action::AccountManage)?;
    let (mut tx, officer) = open(&permit, id, revision).await?;
    let administers = officer.roles.iter().any(|role| role.is_administrator());
    match active {
        true if needs_two(&permit, &officer.roles) => {
            return ask(&permit, tx, officer, AccountChange::Reinstated).await;
        }
        false => {
            not_last(&mut tx, &officer).await?;
            // Whoever decides over cases can be stopped at once; whoever watches cannot.
            if administers && needs_two(&permit, &officer.roles) {
                return ask(&permit, tx, officer, AccountChange::Suspended).await;
            }
        }
        true => {}
    }
    let (kind, words) = match active {
        true => (RecordKind::OfficerRevised, "reinstated"),
        false => (RecordKind::OfficerSuspended, "suspended"),
    };
    let officer = Officer { active, ..officer };
    let officer = store::officers::save(&mut tx, officer, &permit.change(kind)).await?;
    store::access::end_sessions(&mut tx, id).await?;
    tell(&permit, &mut tx, &officer, words).await?;
    permit.commit(tx).await?;
    Ok(officer)
}

/// Gives a new one-time token to somebody who lost password or second factor; what was before counts no more. No token, and
/// nothing changed yet, where a second administrator must confirm it.
pub async fn renew_activation(
    cx: &Cx,
    gate: &Gate,
    actor: &Actor,
    id: OfficerId,
) -> Result<Option<String>, Error> {
    let permit = cx.authorize(actor, Action::AccountManage)?;
    let mut tx = permit.write().await?;
    let officer = store::officers::find(&mut tx, id).await?.ok_or(Error::NotFound("officer"))?;
    not_oneself(&permit, id)?;
    nothing_waits(&officer)?;
    if needs_two(&permit, &officer.roles) {
        ask(&permit, tx, officer, AccountChange::Reset).await?;
        return Ok(None);
    }
    store::access::end_sessions(&mut tx, id).await?;
    let token = issue_token(cx, gate, &mut tx, id).await?;
    tell(&permit, &mut tx, &officer, "reset").await?;
    permit.commit(tx).await?;
    Ok(Some(token))
}

/// A fresh credential with nothing but an activation token.
pub(super) async fn issue_token(
    cx: &Cx,
    gate: &Gate,
    tx: &mut Tx,
    id: OfficerId,
) -> Result<String, Error> {
    let (token, hash) = draw_token();
    let hours = i64::from(gate.settings().activation_hours);
    let ends = cx.now().plus_millis(hours * 3_600_000).as_millis();
    let credential =
        Credential { activation_hash: Some(hash), activation_ends: ends, ..Credential::default() };
    store::access::save_credential(tx, id, &credential).await?;
    Ok(token)
}

/// Whether an account with these roles is beyond one person. What the platform is set up with is given by its owner.
fn needs_two(permit: &Permit<'_>, roles: &[Role]) -> bool {
    matches!(permit.actor(), Actor::Person(_)) && roles.iter().any(|role| role.needs_two())
}

fn asked(permit: &Permit<'_>, change: AccountChange) -> Waiting {
    Waiting { change, by: permit.actor().recorded(), at: permit.now() }
}

/// Notes what is asked for; it holds once it is confirmed.
async fn ask(
    permit: &Permit<'_>,
    mut tx: Tx,
    officer: Officer,
    change: AccountChange,
) -> Result<Officer, Error> {
    let words = match change {
        AccountChange::Created => "account_asked",
        AccountChange::Roles { .. } => "roles_asked",
        AccountChange::Suspended => "suspension_asked",
        AccountChange::Reinstated => "reinstatement_asked",
        AccountChange::Reset => "reset_asked",
    };
    let officer = Officer { waiting: Some(asked(permit, change)), ..officer };
    let change = permit.change(RecordKind::OfficerRevised);
    let officer = store::officers::save(&mut tx, officer, &change).await?;
    tell(permit, &mut tx, &officer, words).await?;
    permit.commit(tx).await?;
    Ok(officer)
}

/// Without one of its three kinds of administrators nobody would watch the others any more.
pub(super) async fn not_last(tx: &mut Tx, officer: &Officer) -> Result<(), Error> {
    let role = officer.roles.iter().copied().find(|role| role.is_administrator());
    let Some(role) = role.filter(|_| officer.active) else {
        return Ok(());
    };
    let holding = store::officers::holding(tx, role).await?;
    let another = |other: &Officer| other.active && other.id != officer.id;
    if holding.iter().any(another) {
        return Ok(());
    }
    Err(Refusal::new(
        "account.last_administrator",
        "这是该类管理员（系统、安全、审计）中最后一个在用的账号，不得停用或改任；请先启用另一名",
        "this is the last active administrator of its kind; take another one into use first",
    )
    .into())
}

fn nothing_waits(officer: &Officer) -> Refused<()> {
    match officer.waiting {
        None => Ok(()),
        Some(_) => Err(Refusal::new(
            "account.waiting",
            "该账号有一项变更待另一类管理员确认，确认或退回后方可再变更",
            "a change of this account waits for another administrator; it must be confirmed or refused first",
        )),
    }
}

async fn open(permit: &Permit<'_>, id: OfficerId, revision: u32) -> Result<(Tx, Officer), Error> {
    let (tx, officer) = find(permit, id, revision).await?;
    nothing_waits(&officer)?;
    Ok((tx, officer))
}

/// The account as it was read, which is not the own one.
pub(super) async fn find(
    permit: &Permit<'_>,
    id: OfficerId,
    revision: u32,
) -> Result<(Tx, Officer), Error> {
    not_oneself(permit, id)?;
    let mut tx = permit.write().await?;
    let officer = store::officers::find(&mut tx, id).await?.ok_or(Error::NotFound("officer"))?;
    if officer.revision != revision {
        return Err(Error::Stale("officer"));
    }
    Ok((tx, officer))
}

/// The other administrators watch the security administrator; that only works if the own account is out of reach.
fn not_oneself(permit: &Permit<'_>, id: OfficerId) -> Refused<()> {
    match permit.actor() {
        Actor::Person(person) if person.id == id => Err(Refusal::new(
            "account.own",
            "不得变更自己的账号，请由另一名安全管理员办理",
            "nobody changes the own account; ask another security administrator",
        )),
        _ => Ok(()),
    }
}

pub(super) async fn tell(
    permit: &Permit<'_>,
    tx: &mut Tx,
    officer: &Officer,
    what: &str,
) -> Result<(), Error> {
    let by = By { account: &officer.account, officer: Some(officer.id), peer: "" };
    let detail = format!("{what} by {}", permit.actor().recorded());
    note(permit.cx(), tx, by, "account", "done", &detail).await
}

fn check_account(account: &str) -> Refused<String> {
    let plain =
        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '_' | '-');
    let account = account.trim();
    if (3..=32).contains(&account.len()) && account.chars().all(plain) {
        return Ok(account.to_owned());
    }
    Err(Refusal::new(
        "account.name",
        "账号名为3至32位小写字母、数字或 . _ -",
        "an account name is 3 to 32 of a–z, 0–9, '.', '_', '-'",
    )
    .field("account"))
}

fn check_name(name: &str) -> Refused<String> {
    let name = name.trim();
    if (1..=40).contains(&name.chars().count()) && !name.chars().any(char::is_control) {
        return Ok(name.to_owned());
    }
    Err(Refusal::new(
        "account.person",
        "请填写姓名（1至40字）",
        "give the person's name, 1 to 40 characters",
    )
    .field("name"))
}

/// One administrator role stands alone; enforcement roles may be combined.
pub(super) fn check_roles(mut roles: Vec<Role>) -> Refused<Vec<Role>> {
    roles.sort_unstable();
    roles.dedup();
    let administers = roles.iter().any(|role| role.is_administrator());
    if roles.is_empty() || (administers && roles.len() > 1) {
        return Err(Refusal::new(
            "account.roles",
            "至少选择一个角色；管理员角色（系统、安全、审计）不得与其他角色兼任",
            "choose a role; an administrator role (system, security, audit) is not combined with any other",
        )
        .field("roles"));
    }
    Ok(roles)
}

fn taken() -> Refusal {
    Refusal::new("account.taken", "账号名已被使用", "the account name is taken").field("account")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(&[Role::FieldOfficer, Role::Handler, Role::Handler], true)]
    #[case(&[Role::Auditor], true)]
    #[case(&[Role::Auditor, Role::SecurityAdmin], false)]
    #[case(&[Role::SystemAdmin, Role::Head], false)]
    #[case(&[], false)]
    fn administrators_take_no_part_in_enforcement(#[case] roles: &[Role], #[case] fits: bool) {
        assert_eq!(check_roles(roles.to_vec()).is_ok(), fits);
    }

    #[rstest]
    #[case("wang.li-2", true)]
    #[case("ab", false)]
    #[case("WangLi", false)]
    #[case("a/../b", false)]
    fn account_names_are_plain(#[case] name: &str, #[case] fits: bool) {
        assert_eq!(check_account(name).is_ok(), fits);
    }
}
