//! Signed notes and checkpoints: the keys one trusts, and a text one has checked under them.

use crate::{Fault, Hash, fault::cut};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use sha2::{Digest as _, Sha256};
use sm2::dsa::signature::Verifier as _;

/// The name of the SM2 signature type, after the type byte 0xff.
const SM2_TYPE: &[u8] = b"\xffhuanzhi/sm2-with-sm3/v1";
/// The distinguishing identifier of SM2 signatures, GM/T 0009-2012 §10.
const SM2_DIST_ID: &str = "1234567812345678";
/// Longest note read: the specification asks for 16 signatures at least, the largest of which have about 5 kB.
const MAX_NOTE: usize = 128 * 1024;

/// A public key that the checker trusts, read from the line `name+id+base64(type ‖ key)`.
#[derive(Debug, Clone)]
pub struct TrustedKey {
    name: String,
    id: [u8; 4],
    public: Public,
}

#[derive(Debug, Clone)]
enum Public {
    Ed25519(ed25519_dalek::VerifyingKey),
    Sm2(Box<sm2::dsa::VerifyingKey>),
}

impl TrustedKey {
    /// Reads the key line. Get it from a source other than the log itself.
    pub fn parse(line: &str) -> Result<Self, Fault> {
        Self::read(line.trim_end()).ok_or_else(|| {
            Fault::malformed("trusted key", "`name+id+base64` of an Ed25519 or SM2 key", line)
        })
    }

    fn read(line: &str) -> Option<Self> {
        let mut parts = line.splitn(3, '+');
        let (name, id) = (parts.next().filter(|name| is_name(name))?, parts.next()?);
        let typed = STANDARD.decode(parts.next()?).ok()?;
        let public = match (typed.split_first(), typed.strip_prefix(SM2_TYPE)) {
            (Some((1, key)), _) => {
                Public::Ed25519(ed25519_dalek::VerifyingKey::from_bytes(key.try_into().ok()?).ok()?)
            }
            (_, Some(key)) if key.len() == 65 => {
                let key = sm2::dsa::VerifyingKey::from_sec1_bytes(SM2_DIST_ID, key).ok()?;
                Public::Sm2(Box::new(key))
            }
            _ => return None,
        };
        let digest =
            Sha256::new().chain_update(name).chain_update(b"\n").chain_update(&typed).finalize();
        let computed = [digest[0], digest[1], digest[2], digest[3]];
        let same = id == hex::encode(computed);
        same.then(|| Self { name: name.to_owned(), id: computed, public })
    }

    /// `name+id`, for people.
    pub fn label(&self) -> String {
        format!("{}+{}", self.name, hex::encode(self.id))
    }

    fn holds(&self, text: &str, signature: &[u8]) -> bool {
        match &self.public {
            Public::Ed25519(key) => ed25519_dalek::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(text.as_bytes(), &signature).is_ok()),
            Public::Sm2(key) => sm2::dsa::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify(text.as_bytes(), &signature).is_ok()),
        }
    }
}

/// The head of a log, signed by every trusted key: there is no other way to make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    size: u64,
    root: Hash,
}

impl Checkpoint {
    /// Opens a signed checkpoint. Every one of `keys` must have signed it, and there must be at least one; signatures
    /// of other keys are ignored.
    pub fn open(note: &[u8], keys: &[TrustedKey]) -> Result<Self, Fault> {
        let place = || "checkpoint".to_owned();
        let note = std::str::from_utf8(note)
            .ok()
            .filter(|text| text.len() <= MAX_NOTE && !text.chars().any(|c| c < ' ' && c != '\n'))
            .ok_or_else(|| {
                Fault::malformed(place(), "plain text of at most 128 KiB", "other bytes")
            })?;
        let (head, signatures) =
            note.rsplit_once("\n\n").filter(|(_, lines)| lines.ends_with('\n')).ok_or_else(
                || Fault::malformed(place(), "a text, an empty line, signature lines", note),
            )?;
        // The text is signed with its last newline, which the split took for the first of the two.
        let text = &note[..=head.len()];
        let signatures = signatures.lines().map(Signature::read).collect::<Result<Vec<_>, _>>()?;
        let (first, ..) = keys.split_first().ok_or_else(|| Fault::Unsigned {
            expected: "a trusted key".to_owned(),
            found: "no key to trust".to_owned(),
        })?;
        for key in keys {
            check(key, text, &signatures)?;
        }
        let checkpoint = Self::read(text)?;
        match keys.iter().find(|key| key.name != checkpoint.origin) {
            None => Ok(checkpoint),
            Some(_) => Err(Fault::OtherLog {
                expected: first.name.clone(),
                found: cut(&checkpoint.origin),
            }),
        }
    }

    fn read(text: &str) -> Result<Self, Fault> {
        let wrong = |expected: &str| Fault::malformed("checkpoint", expected, text);
        let lines: Vec<&str> = text.split_terminator('\n').collect();
        let [origin, size, root] = lines[..] else {
            return Err(wrong("three lines: origin, size, root"));
        };
        let number = size.parse().ok().filter(|n: &u64| n.to_string() == size);
        let root = decode_hash(root).ok_or_else(|| wrong("a root of 32 bytes in base64"))?;
        let size = number.ok_or_else(|| wrong("a size in decimal"))?;
        Ok(Self { origin: origin.to_owned(), size, root })
    }

    /// Name of the log.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Root over them.
    pub fn root(&self) -> Hash {
        self.root
    }
}

struct Signature<'a> {
    name: &'a str,
    id: [u8; 4],
    bytes: Vec<u8>,
}

impl<'a> Signature<'a> {
    fn read(line: &'a str) -> Result<Self, Fault> {
        let read = || {
            let (name, signed) = line.strip_prefix("— ")?.split_once(' ')?;
            let signed = STANDARD.decode(signed).ok()?;
            let (id, bytes) = signed.split_first_chunk::<4>()?;
            is_name(name).then(|| Self { name, id: *id, bytes: bytes.to_vec() })
        };
        read().ok_or_else(|| Fault::malformed("signature line", "`— name base64`", line))
    }
}

fn check(key: &TrustedKey, text: &str, signatures: &[Signature<'_>]) -> Result<(), Fault> {
    let mut own = signatures.iter().filter(|s| s.name == key.name && s.id == key.id).peekable();
    if own.peek().is_none() {
        let found: Vec<String> =
            signatures.iter().map(|s| format!("{}+{}", s.name, hex::encode(s.id))).collect();
        return Err(Fault::Unsigned { expected: key.label(), found: cut(&found.join(", ")) });
    }
    match own.all(|signature| key.holds(text, &signature.bytes)) {
        true => Ok(()),
        false => Err(Fault::BadSignature { key: key.label() }),
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c == '+')
}

/// 32 bytes in standard base64 with padding.
pub(crate) fn decode_hash(text: &str) -> Option<Hash> {
    STANDARD.decode(text).ok()?.try_into().ok()
}
