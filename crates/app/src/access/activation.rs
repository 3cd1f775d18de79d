//! Activation: the one-time token of a new account becomes a password.

use super::audit::{By, note};
use super::second_factor::Enrolment;
use super::{ACCESS, Gate, hash_token, password, totp};
use crate::{Action, Cx, Error};
use domain::{Refusal, Timestamp};
use store::access::Credential;

/// An account that is ready for its first log-in.
#[expect(missing_debug_implementations, reason = "holds the secret of the second factor")]
pub struct Activated {
    /// The account's name.
    pub account: String,
    /// The second factor to set up; it counts once a code of it was confirmed.
    pub second_factor: Enrolment,
}

/// Sets the first password (or, after a reset, the next). The token works once and for a limited time.
pub async fn activate(
    cx: &Cx,
    gate: &Gate,
    token: &str,
    password: &str,
    peer: &str,
) -> Result<Activated, Error> {
    let permit = cx.authorize(&ACCESS, Action::AccountOpen)?;
    gate.admit_peer(peer, cx.now())?;
    let hash = hash_token(token.trim());
    let mut tx = permit.read().await?;
    let found = store::access::by_activation(&mut tx, &hash).await?;
    let officer = match found {
        Some(id) => store::officers::find(&mut tx, id).await?.filter(|officer| officer.active),
        None => None,
    };
    drop(tx);
    let Some(officer) = officer else {
        gate.peer_failed(peer, cx.now());
        let mut tx = permit.write().await?;
        let by = By { account: "", officer: None, peer };
        note(cx, &mut tx, by, "activation", "activation.unknown", "").await?;
        permit.commit(tx).await?;
        return Err(unknown().into());
    };
    password::check(password, &officer.account)?;
    let phc = gate.hash(password).await?;

    let mut tx = permit.write().await?;
    let credential = store::access::credential(&mut tx, officer.id).await?;
    if !valid(&credential, &hash, cx.now()) {
        return Err(unknown().into());
    }
    let secret = rand::random::<[u8; totp::SECRET_BYTES]>();
    let fresh = Credential {
        password_hash: Some(phc),
        totp_secret: Some(secret.to_vec()),
        ..Credential::default()
    };
    store::access::save_credential(&mut tx, officer.id, &fresh).await?;
    store::access::end_sessions(&mut tx, officer.id).await?;
    let by = By { account: &officer.account, officer: Some(officer.id), peer };
    note(cx, &mut tx, by, "activation", "done", "").await?;
    permit.commit(tx).await?;
    let second_factor = Enrolment::of(gate, &officer.account, &secret);
    Ok(Activated { account: officer.account, second_factor })
}

/// Read again inside the transaction: of two who use the token at once, one comes second.
fn valid(credential: &Credential, hash: &[u8], now: Timestamp) -> bool {
    credential.activation_hash.as_deref() == Some(hash)
        && now.as_millis() < credential.activation_ends
}

fn unknown() -> Refusal {
    Refusal::new(
        "activation.unknown",
        "激活码无效、已使用或已过期，请联系安全管理员重新签发",
        "the activation token is unknown, used or out of date; ask the security administrator for another",
    )
    .field("token")
}
