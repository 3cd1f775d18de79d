//! One record line, and the exact bytes it is hashed as.

use super::{Commitment, Digests, Malformed, RecordKind};
use crate::time::Timestamp;
use serde::Deserialize;
use std::{fmt, fmt::Write as _, num::NonZeroU32, str::FromStr};

/// The id of what a line is about: 1–64 of `a-z 0-9 . _ -`, beginning with a letter or digit. A UUID is one; so is a
/// rule's own code. Never anything that names a natural person: ids in leaves are public for ever.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubjectId(String);

/// What one record line says. Public for ever, so it holds no content, only commitments to it.
///
/// Serialise once with [`Leaf::to_bytes`] and keep those bytes; hashes are of the kept bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// When the platform recorded it.
    pub at: Timestamp,
    /// What happened; its noun is the subject's noun.
    pub kind: RecordKind,
    /// What it happened to.
    pub subject: SubjectId,
    /// The subject's revision after it: 1, 2, 3 … without a gap, counted over the noun and the id together.
    pub revision: NonZeroU32,
    /// Who did it: a commitment to the exact bytes that name the actor.
    pub actor: Commitment,
    /// A commitment to the exact bytes of the body the platform keeps about it.
    pub content: Commitment,
    /// A commitment to the exact bytes of the one file it is about (an evidence original, a sealed document).
    pub file: Option<Commitment>,
    /// Plain digests of the one file it makes public (the published PDF, a rule version).
    pub public: Option<Digests>,
}

impl Leaf {
    /// The exact bytes: JSON with this key order, no white space, no floats, no escapes; at most about 1 kB.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut line = format!(
            r#"{{"v":1,"at":{},"kind":"{}","subject":"{}","rev":{}"#,
            self.at.as_millis(),
            self.kind,
            self.subject_key(),
            self.revision
        );
        let digests = [
            ("actor", Some(self.actor.digests())),
            ("content", Some(self.content.digests())),
            ("file", self.file.map(|file| file.digests())),
            ("public", self.public),
        ];
        for (key, Digests { sha256, sm3 }) in digests.into_iter().filter_map(|(k, d)| Some((k, d?)))
        {
            // Writing to a String cannot fail.
            let _ = write!(line, r#","{key}":{{"sha256":"{sha256}","sm3":"{sm3}"}}"#);
        }
        line.push('}');
        line.into_bytes()
    }

    /// Reads kept bytes back. Bytes that [`Leaf::to_bytes`] would not write again just so are refused.
    pub fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let written: Written = serde_json::from_slice(bytes).map_err(|_| Malformed("leaf"))?;
        let (noun, id) = written.subject.split_once('/').ok_or(Malformed("leaf subject"))?;
        let kind: RecordKind = written.kind.parse()?;
        let leaf = Self {
            at: Timestamp::from_millis(written.at),
            kind,
            subject: id.parse()?,
            revision: written.rev,
            actor: written.actor,
            content: written.content,
            file: written.file,
            public: written.public,
        };
        let canonical = written.v == 1 && noun == kind.noun() && leaf.to_bytes() == bytes;
        if canonical { Ok(leaf) } else { Err(Malformed("leaf")) }
    }

    /// Whether everybody may read it: it makes a file public, or says what became of a public notice. Of every other line only
    /// the hash is published, for a line about a lead or a task would tell a plant that somebody is coming.
    pub fn is_open(&self) -> bool {
        self.public.is_some() || self.kind.noun() == "notice"
    }

    /// The subject as it stands in the leaf, `noun/id`; revisions are counted over it.
    pub fn subject_key(&self) -> String {
        format!("{}/{}", self.kind.noun(), self.subject)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    v: u32,
    at: i64,
    kind: String,
    subject: String,
    rev: NonZeroU32,
    actor: Commitment,
    content: Commitment,
    file: Option<Commitment>,
    public: Option<Digests>,
}

impl FromStr for SubjectId {
    type Err = Malformed;
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
        let rest = |b: u8| plain(b) || b"._-".contains(&b);
        let fits =
            text.len() <= 64 && text.bytes().next().is_some_and(plain) && text.bytes().all(rest);
        if fits { Ok(Self(text.to_owned())) } else { Err(Malformed("subject id")) }
    }
}

/// Every typed id is a subject id.
impl<T: Into<uuid::Uuid>> From<T> for SubjectId {
    fn from(id: T) -> Self {
        Self(id.into().to_string())
    }
}

impl fmt::Display for SubjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf() -> Leaf {
        Leaf {
            at: Timestamp::from_millis(1_786_780_800_000),
            kind: RecordKind::NoticePublished,
            subject: "0198a1b2-0000-7000-8000-000000000001".parse().unwrap(),
            revision: NonZeroU32::MIN,
            actor: Commitment::of([1; 32], b"officer"),
            content: Commitment::of([2; 32], b"body"),
            file: Some(Commitment::of([3; 32], b"sealed original")),
            public: Some(Digests::of(b"%PDF-1.7")),
        }
    }

    #[test]
    fn the_bytes_are_canonical_and_read_back() {
        let full = leaf();
        let text = String::from_utf8(full.to_bytes()).unwrap();
        assert!(text.starts_with(
            r#"{"v":1,"at":1786780800000,"kind":"notice.published","subject":"notice/0198a1b2-0000-7000-8000-000000000001","rev":1,"actor":{"sha256":""#
        ));
        assert!(text.len() < 1024);
        assert_eq!(Leaf::parse(text.as_bytes()), Ok(full.clone()));
        assert!(full.is_open() && Leaf { public: None, ..full.clone() }.is_open());
        let told = Leaf { kind: RecordKind::TaskDispatched, public: None, ..full.clone() };
        assert!(!told.is_open() && Leaf { public: full.public, ..told }.is_open());
        let bare = Leaf { file: None, public: None, ..full };
        assert_eq!(Leaf::parse(&bare.to_bytes()), Ok(bare));
    }

    #[test]
    fn bytes_written_otherwise_are_refused() {
        let text = String::from_utf8(leaf().to_bytes()).unwrap();
        for (from, to) in [
            (r#""v":1"#, r#""v":2"#),
            (r#","at""#, r#", "at""#),
            (r#""rev":1"#, r#""rev":0"#),
            (r#""rev":1"#, r#""rev":1.0"#),
            (r#""rev":1"#, r#""rev":1,"rev":1"#),
            (r#""rev":1"#, r#""rev":1,"name":"王某某""#),
            ("notice.published", "notice.eaten"),
            ("notice/0198", "case/0198"),
            ("notice/0198", "notice/A198"),
            (r#""file":{"#, r#""File":{"#),
        ] {
            let wrong = text.replace(from, to);
            assert_ne!(wrong, text);
            assert!(Leaf::parse(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_typed_id_is_a_subject_and_a_name_is_not() {
        let id = crate::CaseId(uuid::Uuid::from_u128(7));
        assert_eq!(SubjectId::from(id).to_string(), id.to_string());
        for wrong in ["", "-a", "王某某", "a b", "a/b", &"a".repeat(65)] {
            assert!(wrong.parse::<SubjectId>().is_err(), "{wrong}");
        }
    }
}
