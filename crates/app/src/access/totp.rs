//! Time-based one-time passwords (RFC 6238: HMAC-SHA1, six digits, steps of 30 seconds).

use domain::Timestamp;
use hmac::{Hmac, KeyInit as _, Mac};
use sha1::Sha1;
use subtle::ConstantTimeEq;

/// Milliseconds of one step.
const STEP_MS: i64 = 30_000;
/// Bytes of a secret (RFC 4226 §4 recommends 160 bits).
pub(super) const SECRET_BYTES: usize = 20;

/// The step whose code this is: now, one before or one after, and later than the last one used.
pub(super) fn accept(secret: &[u8], code: &str, now: Timestamp, last_step: i64) -> Option<i64> {
    let step = now.as_millis().div_euclid(STEP_MS);
    // All three are computed and compared, whichever it is.
    let fits = |step: &i64| bool::from(code_of(secret, *step).as_bytes().ct_eq(code.as_bytes()));
    [step - 1, step, step + 1].into_iter().rfind(|step| fits(step) && *step > last_step)
}

/// The code a device with this secret shows at `at`: for simulated officers and tests.
pub fn code_at(secret_base32: &str, at: Timestamp) -> Option<String> {
    Some(code_of(&from_base32(secret_base32)?, at.as_millis().div_euclid(STEP_MS)))
}

fn code_of(secret: &[u8], step: i64) -> String {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else {
        return String::new();
    };
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    // Dynamic truncation, RFC 4226 §5.3.
    let from = usize::from(digest[19] & 0x0f);
    let word = digest[from..from + 4].iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
    format!("{:06}", (word & 0x7fff_ffff) % 1_000_000)
}

/// What an authenticator app reads from a QR code.
pub(super) fn uri(issuer: &str, account: &str, secret: &[u8]) -> String {
    let (issuer, account) = (percent(issuer), percent(account));
    format!("otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}", to_base32(secret))
}

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// RFC 4648 base 32 without padding, as authenticator apps want it.
pub(super) fn to_base32(bytes: &[u8]) -> String {
    let bit = |n: usize| bytes.get(n / 8).map_or(0, |byte| usize::from(byte >> (7 - n % 8) & 1));
    let digit = |n: usize| (0..5).fold(0, |digit, at| digit << 1 | bit(n * 5 + at));
    (0..(bytes.len() * 8).div_ceil(5)).map(|n| char::from(BASE32[digit(n)])).collect()
}

fn from_base32(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut word, mut bits) = (Vec::new(), 0_u32, 0);
    for digit in text.bytes() {
        let value = BASE32.iter().position(|known| *known == digit)?;
        word = word << 5 | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((word >> bits & 0xff) as u8);
        }
    }
    Some(bytes)
}

fn percent(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const SECRET: &[u8] = b"12345678901234567890";

    /// RFC 6238 appendix B, SHA1, the last six of eight digits.
    #[rstest]
    #[case(59, "287082")]
    #[case(1_111_111_109, "081804")]
    #[case(1_111_111_111, "050471")]
    #[case(1_234_567_890, "005924")]
    #[case(2_000_000_000, "279037")]
    #[case(20_000_000_000, "353130")]
    fn the_vectors_of_the_rfc(#[case] seconds: i64, #[case] code: &str) {
        assert_eq!(code_of(SECRET, seconds / 30), code);
        let at = Timestamp::from_millis(seconds * 1_000);
        assert_eq!(code_at(&to_base32(SECRET), at).as_deref(), Some(code));
    }

    #[test]
    fn a_code_holds_one_step_either_way_and_once() {
        let now = Timestamp::from_millis(59_000);
        for step in 0..=2 {
            assert_eq!(accept(SECRET, &code_of(SECRET, step), now, -1), Some(step));
        }
        assert_eq!(accept(SECRET, &code_of(SECRET, 3), now, -1), None);
        assert_eq!(accept(SECRET, &code_of(SECRET, 1), now, 1), None, "used once");
        assert_eq!(accept(SECRET, "", now, -1), None);
        assert_eq!(accept(SECRET, "28708２", now, -1), None);
    }

    #[test]
    fn base32_and_the_uri_are_what_apps_read() {
        assert_eq!(to_base32(b"foobar"), "MZXW6YTBOI");
        assert_eq!(from_base32("MZXW6YTBOI").unwrap(), b"foobar");
        let uri = uri("环执", "wang li", b"foobar");
        assert_eq!(
            uri,
            "otpauth://totp/%E7%8E%AF%E6%89%A7:wang%20li?secret=MZXW6YTBOI&issuer=%E7%8E%AF%E6%89%A7"
        );
    }
}
