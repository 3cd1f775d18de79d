//! The audit: who came in, who was turned away, and what happened to accounts.

use crate::{Action, Actor, Cx, Error, Listed, Page};
use domain::{OfficerId, Timestamp};
use store::{Tx, access::AuditRow};
use uuid::Uuid;

/// A line of the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// Identity.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// The account name as typed.
    pub account: String,
    /// The officer, where the account exists.
    pub officer: Option<String>,
    /// What was tried.
    pub kind: String,
    /// `done` or the code of the refusal.
    pub outcome: String,
    /// From which address.
    pub peer: String,
    /// Further words.
    pub detail: String,
}

/// Who and from where, for a line of the audit.
#[derive(Debug, Clone, Copy)]
pub(super) struct By<'a> {
    pub(super) account: &'a str,
    pub(super) officer: Option<OfficerId>,
    pub(super) peer: &'a str,
}

/// Writes a line within the transaction it tells of.
pub(super) async fn note(
    cx: &Cx,
    tx: &mut Tx,
    by: By<'_>,
    kind: &str,
    outcome: &str,
    detail: &str,
) -> Result<(), Error> {
    let row = AuditRow {
        id: cx.id::<Uuid>().to_string(),
        at: cx.now().as_millis(),
        account: by.account.chars().filter(|c| !c.is_control()).take(64).collect(),
        officer: by.officer.map(|id| id.to_string()),
        kind: kind.to_owned(),
        outcome: outcome.to_owned(),
        peer: by.peer.to_owned(),
        detail: detail.to_owned(),
    };
    Ok(store::access::put_audit(tx, &row).await?)
}

/// The audit, newest first, of one account or kind where asked.
pub async fn list_audit(
    cx: &Cx,
    actor: &Actor,
    account: &str,
    kind: &str,
    page: &Page,
) -> Result<Listed<AuditLine>, Error> {
    let permit = cx.authorize(actor, Action::AuditList)?;
    let mut tx = permit.read().await?;
    let rows = store::access::audit(&mut tx, account.trim(), kind, page).await?;
    let lines = rows.into_iter().map(|row| {
        let AuditRow { id, at, account, officer, kind, outcome, peer, detail } = row;
        AuditLine {
            id,
            at: Timestamp::from_millis(at),
            account,
            officer,
            kind,
            outcome,
            peer,
            detail,
        }
    });
    Ok(Listed::cut(lines.collect(), page, |line| line.id.clone()))
}
