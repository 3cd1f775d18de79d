//! The second factor: a secret for an authenticator app, which counts once a code of it was shown.

use super::audit::{By, note};
use super::{Gate, Session, login, totp};
use crate::{Action, Cx, Error};
use domain::Refusal;
use store::access::Credential;

/// What an authenticator app is given.
#[expect(missing_debug_implementations, reason = "holds the secret")]
pub struct Enrolment {
    /// `otpauth://totp/…`, for a QR code.
    pub uri: String,
    /// The secret in base 32, to type.
    pub secret: String,
}

impl Enrolment {
    pub(super) fn of(gate: &Gate, account: &str, secret: &[u8]) -> Self {
        let uri = totp::uri(&gate.settings().issuer, account, secret);
        Self { uri, secret: totp::to_base32(secret) }
    }
}

/// Draws a new secret. A confirmed factor is not replaced so: the security administrator resets the account.
pub async fn enrol_second_factor(
    cx: &Cx,
    gate: &Gate,
    session: &Session,
    peer: &str,
) -> Result<Enrolment, Error> {
    let permit = cx.authorize(&session.actor, Action::AccountOwn)?;
    let officer = &session.officer;
    let mut tx = permit.write().await?;
    let credential = store::access::credential(&mut tx, officer.id).await?;
    if credential.totp_confirmed == 1 {
        return Err(Refusal::new(
            "second_factor.present",
            "已绑定动态验证码；如需更换，请由安全管理员重置账号",
            "a second factor is confirmed already; to replace it the security administrator resets the account",
        )
        .into());
    }
    let secret = rand::random::<[u8; totp::SECRET_BYTES]>();
    let credential = Credential { totp_secret: Some(secret.to_vec()), ..credential };
    store::access::save_credential(&mut tx, officer.id, &credential).await?;
    let by = By { account: &officer.account, officer: Some(officer.id), peer };
    note(cx, &mut tx, by, "second_factor", "enrolled", "").await?;
    permit.commit(tx).await?;
    Ok(Enrolment::of(gate, &officer.account, &secret))
}

/// Shows a code of the new secret; from now on log-in asks for one.
pub async fn confirm_second_factor(
    cx: &Cx,
    gate: &Gate,
    session: &Session,
    code: &str,
    peer: &str,
) -> Result<(), Error> {
    let permit = cx.authorize(&session.actor, Action::AccountOwn)?;
    gate.admit_peer(peer, cx.now())?;
    let officer = &session.officer;
    let by = By { account: &officer.account, officer: Some(officer.id), peer };
    let mut tx = permit.write().await?;
    let credential = store::access::credential(&mut tx, officer.id).await?;
    let step = credential
        .totp_secret
        .as_ref()
        .and_then(|secret| totp::accept(secret, code.trim(), cx.now(), credential.totp_last_step));
    let Some(step) = step else {
        note(cx, &mut tx, by, "second_factor", "session.code_wrong", "").await?;
        permit.commit(tx).await?;
        gate.peer_failed(peer, cx.now());
        let refusal = login::code_wrong();
        return Err(Refusal { code: "second_factor.code_wrong", ..refusal }.into());
    };
    let credential = Credential { totp_confirmed: 1, totp_last_step: step, ..credential };
    store::access::save_credential(&mut tx, officer.id, &credential).await?;
    note(cx, &mut tx, by, "second_factor", "confirmed", "").await?;
    permit.commit(tx).await
}
