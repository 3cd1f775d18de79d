//! SM4 over the CP body (HJ 212-2025 §6.4, appendix A.2): ECB, whole blocks only, the rest stays clear.
//!
//! ECB hides neither repetition nor tampering, so a private line or TLS is still wanted underneath.

use sm4::{
    Sm4,
    cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit},
};
use std::{fmt, ops::Range};

/// A device's 16-byte key. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Key([u8; 16]);

impl Key {
    /// From its bytes.
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Encrypts the whole blocks of a CP body in place.
    pub fn seal(&self, body: &mut [u8]) {
        let cipher = Sm4::new(&Array::from(self.0));
        for block in body.chunks_exact_mut(16) {
            if let Ok(block) = block.try_into() {
                cipher.encrypt_block(block);
            }
        }
    }

    /// Decrypts the whole blocks of a CP body in place.
    pub fn open(&self, body: &mut [u8]) {
        let cipher = Sm4::new(&Array::from(self.0));
        for block in body.chunks_exact_mut(16) {
            if let Ok(block) = block.try_into() {
                cipher.decrypt_block(block);
            }
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

/// The key in force and the one before it: after a 1014 both are seen for a while.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyRing {
    /// In force.
    pub current: Option<Key>,
    /// Still accepted.
    pub previous: Option<Key>,
}

impl KeyRing {
    /// No key.
    pub const EMPTY: Self = Self { current: None, previous: None };

    /// The ring after a change of key.
    #[must_use]
    pub fn rotated(self, new: Key) -> Self {
        Self { current: Some(new), previous: self.current }
    }
}

/// Where the CP body lies in a data segment: between `CP=&&` and the closing `&&`.
pub(super) fn body_range(segment: &[u8]) -> Option<Range<usize>> {
    let start = segment.windows(5).position(|window| window == b"CP=&&")? + 5;
    let end = segment.len().checked_sub(2)?;
    (start <= end && segment.ends_with(b"&&")).then_some(start..end)
}

/// The ciphertext of a body that came as printed hex, `{0xE4,0x3E,…}` and a clear rest.
pub(super) fn from_printed(body: &[u8]) -> Option<Vec<u8>> {
    let text = body.strip_prefix(b"{")?;
    let close = text.iter().position(|byte| *byte == b'}')?;
    let mut bytes = Vec::with_capacity(close / 5 + 16);
    for printed in text[..close].split(|byte| *byte == b',') {
        let digits = str::from_utf8(printed.strip_prefix(b"0x")?).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
    }
    bytes.extend_from_slice(&text[close + 1..]);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_prints_nothing_of_itself() {
        assert_eq!(format!("{:?}", Key::new([7; 16])), "Key(..)");
    }

    #[test]
    fn the_rest_below_a_block_stays_clear() {
        let key = Key::new(*b"0000000000000000");
        let mut body = *b"DataTime=20240520210600";
        key.seal(&mut body);
        assert_eq!(body[16..], b"DataTime=20240520210600"[16..]);
        assert_ne!(body[..16], b"DataTime=2024052"[..]);
        key.open(&mut body);
        assert_eq!(&body, b"DataTime=20240520210600");
    }
}
