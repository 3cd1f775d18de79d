//! One leaf, read by the published grammar and nothing looser; and stored bytes held against it.

use crate::{Fault, Hash, fault::cut};
use sha2::{Digest as _, Sha256};
use sm3::Sm3;
use std::str::FromStr;

/// The two digests of one part of a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Digests {
    /// SHA-256.
    pub sha256: Hash,
    /// SM3.
    pub sm3: Hash,
}

/// What a leaf says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub at: i64,
    /// `noun.what_happened`. Kinds unknown to this checker are legal.
    pub kind: String,
    /// `noun/id`.
    pub subject: String,
    /// From 1, without a gap for each subject.
    pub revision: u32,
    /// Salted commitment to who did it.
    pub actor: Digests,
    /// Salted commitment to the stored body.
    pub content: Digests,
    /// Salted commitment to a stored file.
    pub file: Option<Digests>,
    /// Plain digests of a public file.
    pub public: Option<Digests>,
}

/// Which part of a leaf stored bytes belong to, with the salt where the part is a commitment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The bytes that name the actor.
    Actor([u8; 32]),
    /// The body.
    Content([u8; 32]),
    /// The stored file.
    File([u8; 32]),
    /// The public file.
    Public,
}

/// Bytes that the platform holds for one part of one leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The part they belong to.
    pub part: Part,
    /// The exact bytes.
    pub bytes: Vec<u8>,
}

impl Leaf {
    /// Reads entry `index`.
    pub fn read(index: u64, bytes: &[u8]) -> Result<Self, Fault> {
        let wrong = |(expected, found): Wrong| Fault::LeafForm { index, expected, found };
        let text = std::str::from_utf8(bytes)
            .map_err(|_| wrong(("UTF-8".into(), "other bytes".into())))?;
        Cursor(text).leaf().map_err(wrong)
    }

    /// Checks bytes held for this leaf, entry `index`, against what it says.
    pub fn check(&self, index: u64, held: &Held) -> Result<(), Fault> {
        let (part, said, salt) = match &held.part {
            Part::Actor(salt) => ("actor", Some(self.actor), salt.as_slice()),
            Part::Content(salt) => ("content", Some(self.content), salt.as_slice()),
            Part::File(salt) => ("file", self.file, salt.as_slice()),
            Part::Public => ("public", self.public, [].as_slice()),
        };
        let sha256: Hash =
            Sha256::new().chain_update(salt).chain_update(&held.bytes).finalize().into();
        let sm3: Hash = Sm3::new().chain_update(salt).chain_update(&held.bytes).finalize().into();
        let fault = |name: &str, expected: Option<Hash>, found: Hash| Fault::Digest {
            index,
            part,
            expected: expected
                .map_or("no such part".into(), |e| format!("{name} {}", hex::encode(e))),
            found: format!("{name} {}", hex::encode(found)),
        };
        match said {
            Some(said) if said.sha256 == sha256 && said.sm3 == sm3 => Ok(()),
            Some(said) if said.sha256 == sha256 => Err(fault("sm3", Some(said.sm3), sm3)),
            said => Err(fault("sha256", said.map(|s| s.sha256), sha256)),
        }
    }

    /// How many parts bytes could be held for.
    pub(crate) fn parts(&self) -> u64 {
        2 + u64::from(self.file.is_some()) + u64::from(self.public.is_some())
    }
}

/// Expected and found.
type Wrong = (String, String);

/// What is left of the text to read.
struct Cursor<'a>(&'a str);

impl<'a> Cursor<'a> {
    fn leaf(&mut self) -> Result<Leaf, Wrong> {
        self.literal(r#"{"v":1,"at":"#)?;
        let at = self.number(',')?;
        self.literal(r#","kind":""#)?;
        let kind = self.field("a kind `noun.what_happened`", is_kind)?.to_owned();
        self.literal(r#"","subject":""#)?;
        let noun = kind.split('.').next().unwrap_or_default();
        let is_subject =
            |text: &str| text.split_once('/').is_some_and(|(n, id)| n == noun && is_id(id));
        let subject =
            self.field("a subject `noun/id` with the noun of the kind", is_subject)?.to_owned();
        self.literal(r#"","rev":"#)?;
        let revision = self.number(',')?;
        if revision == 0 {
            return Err(("revisions from 1".into(), "0".into()));
        }
        self.literal(",")?;
        let actor = self.digests("actor")?;
        self.literal(",")?;
        let content = self.digests("content")?;
        let file = self.optional("file")?;
        let public = self.optional("public")?;
        self.literal("}")?;
        match self.0 {
            "" => Ok(Leaf { at, kind, subject, revision, actor, content, file, public }),
            rest => Err(("the end".into(), cut(rest))),
        }
    }

    fn literal(&mut self, literal: &str) -> Result<(), Wrong> {
        let rest = self.0.strip_prefix(literal).ok_or_else(|| (literal.to_owned(), cut(self.0)))?;
        self.0 = rest;
        Ok(())
    }

    /// What stands before `end`, which stays.
    fn before(&mut self, end: char, expected: &str) -> Result<&'a str, Wrong> {
        let at = self.0.find(end).ok_or_else(|| (expected.to_owned(), cut(self.0)))?;
        let (text, rest) = self.0.split_at(at);
        self.0 = rest;
        Ok(text)
    }

    fn field(&mut self, expected: &str, fits: impl Fn(&str) -> bool) -> Result<&'a str, Wrong> {
        let text = self.before('"', expected)?;
        if fits(text) { Ok(text) } else { Err((expected.to_owned(), cut(text))) }
    }

    /// A whole number in its one spelling: no plus sign, no leading zero, no exponent.
    fn number<N: FromStr + ToString>(&mut self, end: char) -> Result<N, Wrong> {
        let text = self.before(end, "a whole number")?;
        let number = text.parse().ok().filter(|n: &N| n.to_string() == text);
        number.ok_or_else(|| ("a whole number".into(), cut(text)))
    }

    fn digests(&mut self, key: &str) -> Result<Digests, Wrong> {
        self.literal(&format!(r#""{key}":{{"sha256":""#))?;
        let sha256 = self.digest()?;
        self.literal(r#"","sm3":""#)?;
        let sm3 = self.digest()?;
        self.literal(r#""}"#)?;
        Ok(Digests { sha256, sm3 })
    }

    fn optional(&mut self, key: &str) -> Result<Option<Digests>, Wrong> {
        if !self.0.starts_with(&format!(r#","{key}":"#)) {
            return Ok(None);
        }
        self.literal(",")?;
        self.digests(key).map(Some)
    }

    fn digest(&mut self) -> Result<Hash, Wrong> {
        const EXPECTED: &str = "64 lower-case hex digits";
        let text = self.field(EXPECTED, |t| !t.bytes().any(|b| b.is_ascii_uppercase()))?;
        let mut hash = [0; 32];
        hex::decode_to_slice(text, &mut hash).map_err(|_| (EXPECTED.to_owned(), cut(text)))?;
        Ok(hash)
    }
}

fn is_kind(text: &str) -> bool {
    let word = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase());
    let words = |part: &str| part.split('_').all(word);
    text.len() <= 64 && text.split_once('.').is_some_and(|(noun, what)| words(noun) && words(what))
}

fn is_id(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let first = text.bytes().next().is_some_and(plain);
    first && text.len() <= 64 && text.bytes().all(|b| plain(b) || matches!(b, b'.' | b'_' | b'-'))
}
