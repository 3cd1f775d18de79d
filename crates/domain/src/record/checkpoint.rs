//! The checkpoint and its signature lines (C2SP tlog-checkpoint, signed-note). Signing itself is done outside.

use super::{Hash, Malformed};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};
use std::{fmt, str::FromStr};

/// The distinguishing identifier of every SM2 signature of the log: the default of GM/T 0009-2012 §10.
pub const SM2_DIST_ID: &str = "1234567812345678";

/// The name of the log, for instance `hbj.langfang.example/log`; also the name of its keys. 1–200 characters without
/// spaces, control characters or `+`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Origin(String);

/// The head of the log: what a signature vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log.
    pub origin: Origin,
    /// Number of leaves.
    pub size: u64,
    /// Root over them.
    pub root: Hash,
}

/// How a checkpoint is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// Ed25519 (RFC 8032) over the body. Public key 32 bytes, signature 64 bytes.
    Ed25519,
    /// SM2 with SM3 (GB/T 32918.2) over the body, with [`SM2_DIST_ID`]. Public key 65 bytes (0x04 ‖ x ‖ y), signature
    /// 64 bytes (r ‖ s). Signed-note has no type byte for it, so it uses 0xff and a name of its own.
    Sm2,
}

impl Algorithm {
    /// The signature type as it goes into key ids.
    const fn type_bytes(self) -> &'static [u8] {
        match self {
            Self::Ed25519 => b"\x01",
            Self::Sm2 => b"\xffhuanzhi/sm2-with-sm3/v1",
        }
    }

    const fn public_key_length(self) -> usize {
        match self {
            Self::Ed25519 => 32,
            Self::Sm2 => 65,
        }
    }
}

/// A public key of the log under the log's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteKey {
    name: Origin,
    algorithm: Algorithm,
    public: Vec<u8>,
}

impl NoteKey {
    /// Takes the public key bytes in the form [`Algorithm`] states.
    pub fn new(name: Origin, algorithm: Algorithm, public: Vec<u8>) -> Result<Self, Malformed> {
        let fits = public.len() == algorithm.public_key_length();
        if fits { Ok(Self { name, algorithm, public }) } else { Err(Malformed("public key")) }
    }

    /// The log's name.
    pub fn name(&self) -> &Origin {
        &self.name
    }

    /// The first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key).
    pub fn id(&self) -> [u8; 4] {
        let digest = Sha256::new_with_prefix(&self.name.0)
            .chain_update(b"\n")
            .chain_update(self.algorithm.type_bytes())
            .chain_update(&self.public)
            .finalize();
        [digest[0], digest[1], digest[2], digest[3]]
    }

    /// The key as one line of text for those who check: `name+id+base64(type ‖ public key)`.
    pub fn verifier_key(&self) -> String {
        let typed = [self.algorithm.type_bytes(), &self.public].concat();
        format!("{}+{}+{}", self.name, hex::encode(self.id()), STANDARD.encode(typed))
    }
}

/// One signature over [`Checkpoint::body`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    /// The key that made it.
    pub key: NoteKey,
    /// The signature in the form [`Algorithm`] states.
    pub bytes: Vec<u8>,
}

impl Checkpoint {
    /// The exact text that is signed, final newline included.
    pub fn body(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.size, self.root.to_base64())
    }

    /// The signed note, as it is served and kept: body, blank line, one line a signature.
    pub fn note(&self, signatures: &[NoteSignature]) -> String {
        let mut note = self.body() + "\n";
        for NoteSignature { key, bytes } in signatures {
            let signed = STANDARD.encode([key.id().as_slice(), bytes].concat());
            note += &format!("— {} {signed}\n", key.name);
        }
        note
    }
}

impl FromStr for Origin {
    type Err = Malformed;
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let plain = |c: char| !c.is_whitespace() && !c.is_control() && c != '+';
        let fits = (1..=200).contains(&text.chars().count()) && text.chars().all(plain);
        if fits { Ok(Self(text.to_owned())) } else { Err(Malformed("log origin")) }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_has_three_lines_and_the_note_carries_the_key_id() {
        let origin: Origin = "hbj.langfang.example/log".parse().unwrap();
        let key = NoteKey::new(origin.clone(), Algorithm::Ed25519, vec![7; 32]).unwrap();
        let checkpoint = Checkpoint { origin, size: 0, root: super::super::Frontier::new().root() };
        let body = "hbj.langfang.example/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
        assert_eq!(checkpoint.body(), body);
        let note = checkpoint.note(&[NoteSignature { key: key.clone(), bytes: vec![1; 64] }]);
        let line = note.strip_prefix(&format!("{body}\n— hbj.langfang.example/log ")).unwrap();
        let bytes = STANDARD.decode(line.trim_end()).unwrap();
        assert_eq!((&bytes[..4], &bytes[4..]), (key.id().as_slice(), [1; 64].as_slice()));
    }

    /// The example key of the Go note package: PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW.
    #[test]
    fn key_ids_are_those_of_other_implementations() {
        let typed = STANDARD.decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").unwrap();
        let name = "PeterNeumann".parse().unwrap();
        let key = NoteKey::new(name, Algorithm::Ed25519, typed[1..].to_vec()).unwrap();
        assert_eq!(
            key.verifier_key(),
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
        );
    }

    #[test]
    fn names_and_keys_that_would_not_read_back_are_refused() {
        for wrong in ["", "a b", "a+b", "a\nb", "a\u{3000}b"] {
            assert!(wrong.parse::<Origin>().is_err(), "{wrong:?}");
        }
        let name: Origin = "log".parse().unwrap();
        assert!(NoteKey::new(name.clone(), Algorithm::Ed25519, vec![0; 33]).is_err());
        assert!(NoteKey::new(name, Algorithm::Sm2, vec![4; 64]).is_err());
    }
}
