//! Sessions: who a token belongs to, and until when.

use super::audit::{By, note};
use super::{ACCESS, Gate, hash_token};
use crate::{Action, Actor, Cx, Error, Person};
use anyhow::Context as _;
use domain::agency::Agency;
use domain::officer::Officer;
use domain::{OfficerId, Timestamp};
use store::Tx;
use store::access::{Credential, SessionRow};

/// Somebody who is in.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who asks, for every use case.
    pub actor: Actor,
    /// The person's entry.
    pub officer: Officer,
    /// Whose officer.
    pub agency: Agency,
    /// Whether a second factor is confirmed.
    pub second_factor: bool,
    /// Whether one must be confirmed before work begins.
    pub second_factor_due: bool,
    /// Unused for so long it ends, minutes.
    pub idle_minutes: u32,
}

/// Why the token is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// A person works: the idle time starts anew.
    Work,
    /// A screen waits for events: nobody may be there.
    Watch,
}

/// Last use is written at most once in this time, so that reading does not mean writing.
const SEEN_EVERY_MS: i64 = 60_000;

/// The session of a token, or none where there is none, or it ended.
pub async fn resume(cx: &Cx, gate: &Gate, token: &str, how: Use) -> Result<Option<Session>, Error> {
    let permit = cx.authorize(&ACCESS, Action::AccountOpen)?;
    let (hash, now) = (hash_token(token), cx.now());
    let mut tx = permit.read().await?;
    let Some(row) = store::access::session(&mut tx, &hash).await? else {
        return Ok(None);
    };
    if ended(gate, &row, now) {
        return Ok(None);
    }
    let id: OfficerId = row.officer.parse().context("session of no officer")?;
    let officer = store::officers::find(&mut tx, id).await?.filter(|officer| officer.active);
    let Some(officer) = officer else {
        return Ok(None);
    };
    let credential = store::access::credential(&mut tx, id).await?;
    let session = describe(&mut tx, gate, officer, &credential).await?;
    drop(tx);
    if how == Use::Work && now.as_millis() - row.last_seen_at >= SEEN_EVERY_MS {
        let mut tx = permit.write().await?;
        store::access::seen(&mut tx, &hash, now).await?;
        permit.commit(tx).await?;
    }
    Ok(Some(session))
}

fn ended(gate: &Gate, row: &SessionRow, now: Timestamp) -> bool {
    let settings = gate.settings();
    let idle_ms = i64::from(settings.idle_minutes) * 60_000;
    let whole_ms = i64::from(settings.session_hours) * 3_600_000;
    let now = now.as_millis();
    now - row.last_seen_at >= idle_ms || now - row.created_at >= whole_ms
}

/// Ends the session of a token.
pub async fn log_out(cx: &Cx, session: &Session, token: &str, peer: &str) -> Result<(), Error> {
    let permit = cx.authorize(&session.actor, Action::AccountOwn)?;
    let mut tx = permit.write().await?;
    store::access::end_session(&mut tx, &hash_token(token)).await?;
    let by = By { account: &session.officer.account, officer: Some(session.officer.id), peer };
    note(cx, &mut tx, by, "logout", "done", "").await?;
    permit.commit(tx).await
}

/// All that a screen and the use cases need to know of somebody who is in.
pub(super) async fn describe(
    tx: &mut Tx,
    gate: &Gate,
    officer: Officer,
    credential: &Credential,
) -> Result<Session, Error> {
    let agency =
        store::agencies::find(tx, officer.agency).await?.context("officer of no agency")?;
    let second_factor = credential.totp_confirmed == 1;
    let person = Person {
        id: officer.id,
        name: officer.name.clone(),
        agency: agency.id,
        roles: officer.roles.clone(),
        territory: agency.territory.clone(),
    };
    Ok(Session {
        actor: Actor::Person(person),
        officer,
        agency,
        second_factor,
        second_factor_due: gate.settings().second_factor_required && !second_factor,
        idle_minutes: gate.settings().idle_minutes,
    })
}
