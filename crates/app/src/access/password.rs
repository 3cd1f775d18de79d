//! Passwords: what one must be, and how it is changed.

use super::audit::{By, note};
use super::{Gate, Session};
use crate::{Action, Cx, Error};
use domain::{Refusal, Refused};
use std::collections::HashSet;
use store::access::Credential;

/// Characters at least.
const LENGTH_MIN: usize = 12;
/// Bytes at most, so that hashing has a bound.
const BYTES_MAX: usize = 256;
/// Different characters at least: `aaaaaaaaaaaa` is long, too.
const DIFFERENT_MIN: usize = 5;
/// Passwords of twelve characters or more that every guesser tries first, in lower case.
const COMMON: [&str; 20] = [
    "123456789012",
    "1234567890123",
    "123456789abc",
    "1qaz2wsx3edc",
    "1q2w3e4r5t6y",
    "abcdefghijkl",
    "abc123456789",
    "admin1234567",
    "admin123456789",
    "administrator",
    "huanbao123456",
    "iloveyou1314",
    "p@ssw0rd1234",
    "password1234",
    "password12345",
    "passw0rd1234",
    "qazwsxedcrfv",
    "qwertyuiop12",
    "qwertyuiop123",
    "woaini1314520",
];

/// Whether it may be a password of that account.
pub(super) fn check(password: &str, account: &str) -> Refused<()> {
    let refuse = |zh: &str, en: &str| Err(Refusal::new("password.weak", zh, en).field("password"));
    let lower = password.to_lowercase();
    if password.chars().count() < LENGTH_MIN || password.len() > BYTES_MAX {
        return refuse("密码须为12个字符以上", "a password has twelve characters or more");
    }
    if lower.contains(&account.to_lowercase()) {
        return refuse("密码不得包含账号名", "a password does not contain the account's name");
    }
    if lower.chars().collect::<HashSet<_>>().len() < DIFFERENT_MIN {
        return refuse("密码重复字符过多", "a password has five different characters or more");
    }
    if COMMON.contains(&lower.as_str()) {
        return refuse("该密码过于常见，请另设", "this password is too common; choose another");
    }
    Ok(())
}

/// Changes the own password. Every session of the account ends, this one too.
pub async fn change_password(
    cx: &Cx,
    gate: &Gate,
    session: &Session,
    old: &str,
    new: &str,
    peer: &str,
) -> Result<(), Error> {
    let permit = cx.authorize(&session.actor, Action::AccountOwn)?;
    gate.admit_peer(peer, cx.now())?;
    let officer = &session.officer;
    let mut tx = permit.read().await?;
    let before = store::access::credential(&mut tx, officer.id).await?.password_hash;
    drop(tx);
    let fits = gate.verify(old, before.clone()).await?;
    check(new, &officer.account)?;
    let hash = gate.hash(new).await?;

    let mut tx = permit.write().await?;
    let by = By { account: &officer.account, officer: Some(officer.id), peer };
    let credential = store::access::credential(&mut tx, officer.id).await?;
    if !fits || credential.password_hash != before {
        note(cx, &mut tx, by, "password", "password.wrong", "").await?;
        permit.commit(tx).await?;
        gate.peer_failed(peer, cx.now());
        return Err(Refusal::new(
            "password.wrong",
            "原密码不正确",
            "the old password is not right",
        )
        .field("old")
        .into());
    }
    let credential = Credential { password_hash: Some(hash), ..credential };
    store::access::save_credential(&mut tx, officer.id, &credential).await?;
    store::access::end_sessions(&mut tx, officer.id).await?;
    note(cx, &mut tx, by, "password", "done", "").await?;
    permit.commit(tx).await
}

#[cfg(test)]
mod tests {
    use super::check;
    use rstest::rstest;

    #[rstest]
    #[case("correct horse battery", true)]
    #[case("廊坊的秋天有很多落叶飘", false)]
    #[case("廊坊的秋天有很多落叶飘飘", true)]
    #[case("elevenchars", false)]
    #[case("aaaaaaaaaaaaaaaa", false)]
    #[case("Password1234", false)]
    #[case("my WangLi password", false)]
    fn long_own_and_uncommon(#[case] password: &str, #[case] fits: bool) {
        assert_eq!(check(password, "wangli").is_ok(), fits, "{password}");
    }

    #[test]
    fn not_endlessly_long() {
        assert!(check(&"0123456789".repeat(26), "wangli").is_err());
    }
}
