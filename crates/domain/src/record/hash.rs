//! Digests: RFC 6962 tree hashes, and the salted and plain digests of what a leaf speaks about.

use super::Malformed;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use sm3::Sm3;
use std::{fmt, str::FromStr};

/// 32 bytes of SHA-256 or SM3. Shows, reads and serialises as 64 lower-case hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// Standard base64 with padding, as checkpoints and proofs write a hash.
    pub fn to_base64(self) -> String {
        STANDARD.encode(self.0)
    }
}

/// The hash of one leaf: SHA-256(0x00 ‖ leaf). RFC 6962 §2.1.
pub fn leaf_hash(leaf: &[u8]) -> Hash {
    Hash(Sha256::new_with_prefix([0x00]).chain_update(leaf).finalize().into())
}

/// The hash of an inner node: SHA-256(0x01 ‖ left ‖ right). RFC 6962 §2.1.
pub fn node_hash(left: Hash, right: Hash) -> Hash {
    Hash(
        Sha256::new_with_prefix([0x01])
            .chain_update(left.0)
            .chain_update(right.0)
            .finalize()
            .into(),
    )
}

/// The root of the empty tree: SHA-256 of nothing. RFC 6962 §2.1.
pub(super) fn empty_root() -> Hash {
    Hash(Sha256::digest([]).into())
}

/// Both digests of bytes that anyone may have: a published PDF, a rule version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digests {
    /// SHA-256 of the bytes.
    pub sha256: Hash,
    /// SM3 (GB/T 32905) of the same bytes, for review under the national algorithms.
    pub sm3: Hash,
}

impl Digests {
    /// Of exactly these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self::of_parts(&[], bytes)
    }

    fn of_parts(salt: &[u8], bytes: &[u8]) -> Self {
        Self {
            sha256: Hash(Sha256::new_with_prefix(salt).chain_update(bytes).finalize().into()),
            sm3: Hash(Sm3::new_with_prefix(salt).chain_update(bytes).finalize().into()),
        }
    }
}

/// A salted commitment, `H(salt ‖ content)`: it binds whoever published it to the content and tells others nothing.
///
/// Without the salt a guess cannot be tested, not even for a content with few possible values such as a name. Erasing
/// salt and content later leaves the log whole and the leaf unlinkable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Commitment(Digests);

impl Commitment {
    /// Commits to `content`. The salt is 32 fresh random bytes for every commitment: a salt used twice would show that
    /// two contents are equal.
    pub fn of(salt: [u8; 32], content: &[u8]) -> Self {
        Self(Digests::of_parts(&salt, content))
    }

    /// Whether salt and content are those committed to.
    pub fn opens(&self, salt: [u8; 32], content: &[u8]) -> bool {
        *self == Self::of(salt, content)
    }

    /// The two digests as they stand in a leaf.
    pub fn digests(&self) -> Digests {
        self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Hash {
    type Err = Malformed;
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let mut bytes = [0; 32];
        let lower = !text.bytes().any(|b| b.is_ascii_uppercase());
        hex::decode_to_slice(text, &mut bytes).map_err(|_| Malformed("digest"))?;
        if lower { Ok(Self(bytes)) } else { Err(Malformed("digest")) }
    }
}

impl TryFrom<String> for Hash {
    type Error = Malformed;
    fn try_from(text: String) -> Result<Self, Malformed> {
        text.parse()
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hash.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// FIPS 180-2 appendix B.1 and GB/T 32905-2016 appendix A.1.
    #[test]
    fn digests_match_the_published_examples() {
        let abc = Digests::of(b"abc");
        assert_eq!(
            abc.sha256.to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(
            abc.sm3.to_string(),
            "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        );
    }

    #[test]
    fn a_commitment_opens_only_with_its_own_salt_and_content() {
        let sealed = Commitment::of([7; 32], "王某某".as_bytes());
        assert!(sealed.opens([7; 32], "王某某".as_bytes()));
        assert!(!sealed.opens([8; 32], "王某某".as_bytes()));
        assert!(!sealed.opens([7; 32], "李某某".as_bytes()));
        assert_ne!(sealed.digests(), Commitment::of([8; 32], "王某某".as_bytes()).digests());
    }

    #[test]
    fn a_hash_reads_only_lower_case_hex_of_the_right_length() {
        let text = "0f".repeat(32);
        assert_eq!(text.parse::<Hash>().unwrap().to_string(), text);
        for wrong in [text.to_uppercase(), "0f".repeat(31), format!("{}g", &text[..63])] {
            assert!(wrong.parse::<Hash>().is_err(), "{wrong}");
        }
    }
}
