//! Log in: a name, a password, and a code where a second factor is confirmed.

use super::audit::{By, note};
use super::session::{Session, describe};
use super::tally::Tally;
use super::{ACCESS, Gate, draw_token, hash_token, totp};
use crate::{Action, Cx, Error};
use domain::officer::Officer;
use domain::{Refusal, Timestamp};
use store::access::Credential;

/// What somebody shows at the gate.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "holds a password")]
pub struct Attempt<'a> {
    /// The account's name.
    pub name: &'a str,
    /// The password.
    pub password: &'a str,
    /// The code of the second factor.
    pub code: Option<&'a str>,
    /// From which address.
    pub peer: &'a str,
    /// The token of the session before, which ends with this one's beginning.
    pub before: Option<&'a str>,
}

/// Somebody came in.
#[expect(missing_debug_implementations, reason = "holds the token")]
pub struct Entered {
    /// The session's token: for the cookie, and nowhere else.
    pub token: String,
    /// Who it is.
    pub session: Session,
}

/// Opens a session. Refusals: `session.wrong`, `session.code_required`, `session.code_wrong`, `session.locked`,
/// `session.too_many`; an unknown name is answered like a wrong password, in words and in time.
pub async fn log_in(cx: &Cx, gate: &Gate, attempt: Attempt<'_>) -> Result<Entered, Error> {
    let permit = cx.authorize(&ACCESS, Action::AccountOpen)?;
    gate.admit_peer(attempt.peer, cx.now())?;
    let name = attempt.name.trim();
    let mut tx = permit.read().await?;
    let officer =
        store::officers::by_account(&mut tx, name).await?.filter(|officer| officer.active);
    let credential = match &officer {
        Some(officer) => store::access::credential(&mut tx, officer.id).await?,
        None => Credential::default(),
    };
    drop(tx);
    let locked = standing(gate, officer.as_ref(), &credential, name, cx.now()).locked(cx.now());
    // Hashing takes long and needs no transaction; a locked account is not worth it.
    let fits = locked.is_none() && gate.verify(attempt.password, credential.password_hash).await?;

    let now = cx.now();
    let mut tx = permit.write().await?;
    let by = By {
        account: name,
        officer: officer.as_ref().map(|officer| officer.id),
        peer: attempt.peer,
    };
    let verdict = match officer {
        Some(officer) => {
            // Read again: of many attempts at once, each is judged after what the others left.
            let credential = store::access::credential(&mut tx, officer.id).await?;
            let (credential, verdict) = judge(gate, credential, fits, attempt.code, now);
            store::access::save_credential(&mut tx, officer.id, &credential).await?;
            verdict.map(|()| (officer, credential))
        }
        None => Err(stranger(gate, name, now)),
    };
    let outcome = verdict.as_ref().map_or_else(|refusal| refusal.code, |_| "done");
    note(cx, &mut tx, by, "login", outcome, "").await?;
    let (officer, credential) = match verdict {
        Ok(known) => known,
        Err(refusal) => {
            permit.commit(tx).await?;
            if refusal.code != "session.code_required" {
                gate.peer_failed(attempt.peer, now);
            }
            return Err(refusal.into());
        }
    };
    if let Some(before) = attempt.before {
        store::access::end_session(&mut tx, &hash_token(before)).await?;
    }
    let hours = i64::from(gate.settings().session_hours);
    let idle = i64::from(gate.settings().idle_minutes);
    let (created, seen) = (now.plus_millis(-hours * 3_600_000), now.plus_millis(-idle * 60_000));
    store::access::expire_sessions(&mut tx, created, seen).await?;
    let (token, hash) = draw_token();
    store::access::open_session(&mut tx, &hash, officer.id, now).await?;
    let session = describe(&mut tx, gate, officer, &credential).await?;
    permit.commit(tx).await?;
    Ok(Entered { token, session })
}

fn standing(
    gate: &Gate,
    officer: Option<&Officer>,
    credential: &Credential,
    name: &str,
    now: Timestamp,
) -> Tally {
    officer.map_or_else(|| gate.stranger(name, now), |_| tally_of(credential))
}

fn tally_of(credential: &Credential) -> Tally {
    let failures = u32::try_from(credential.failures).unwrap_or(u32::MAX);
    Tally { failures, locked_until: credential.locked_until }
}

/// What becomes of the account, and whether its owner came in.
fn judge(
    gate: &Gate,
    credential: Credential,
    fits: bool,
    code: Option<&str>,
    now: Timestamp,
) -> (Credential, Result<(), Refusal>) {
    let tally = tally_of(&credential);
    if let Some(until) = tally.locked(now) {
        return (credential, Err(locked(until)));
    }
    let failed = |credential: Credential, refusal| {
        let tally = tally.failed(gate.account_rule(), now);
        let refusal = tally.locked(now).map_or(refusal, locked);
        (with(credential, tally), Err(refusal))
    };
    if !fits {
        return failed(credential, wrong());
    }
    let Some(secret) = credential.totp_secret.as_ref().filter(|_| credential.totp_confirmed == 1)
    else {
        return (with(credential, Tally::default()), Ok(()));
    };
    let Some(code) = code.map(str::trim).filter(|code| !code.is_empty()) else {
        return (credential, Err(code_required()));
    };
    match totp::accept(secret, code, now, credential.totp_last_step) {
        Some(step) => {
            let credential = Credential { totp_last_step: step, ..credential };
            (with(credential, Tally::default()), Ok(()))
        }
        None => failed(credential, code_wrong()),
    }
}

fn with(credential: Credential, tally: Tally) -> Credential {
    Credential {
        failures: i64::from(tally.failures),
        locked_until: tally.locked_until,
        ..credential
    }
}

fn stranger(gate: &Gate, name: &str, now: Timestamp) -> Refusal {
    if let Some(until) = gate.stranger(name, now).locked(now) {
        return locked(until);
    }
    gate.stranger_failed(name, now);
    gate.stranger(name, now).locked(now).map_or_else(wrong, locked)
}

fn wrong() -> Refusal {
    Refusal::new("session.wrong", "账号或密码不正确", "the account or the password is not right")
}

fn code_required() -> Refusal {
    Refusal::new(
        "session.code_required",
        "请输入动态验证码",
        "enter the code of your second factor",
    )
    .field("code")
}

pub(super) fn code_wrong() -> Refusal {
    Refusal::new(
        "session.code_wrong",
        "动态验证码不正确或已使用，请等下一个",
        "the code is not right or was used; wait for the next one",
    )
    .field("code")
}

fn locked(until: Timestamp) -> Refusal {
    let until = until.to_shanghai().strftime("%H:%M").to_string();
    Refusal::new(
        "session.locked",
        format!("连续失败次数过多，账号已锁定至{until}"),
        format!("too many failures; the account is locked until {until} (China time)"),
    )
}
