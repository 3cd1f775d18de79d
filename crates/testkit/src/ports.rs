//! Stand-ins for what is outside: each keeps its promise, in memory.

use app::ports::{
    Archive, Blobs, FrameQuery, FrameStanding, ReadingQuery, Seen, Signer, StoredFrame, Typesetter,
};
use async_trait::async_trait;
use domain::document::{Document, Paper};
use domain::reading::{Frame, Mn, Reading, Verdict};
use domain::record::{Algorithm, NoteKey, NoteSignature, Origin};
use ed25519_dalek::{Signer as _, SigningKey};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Keeps telemetry in memory; readings count by the same rule as in the real archive: the first of a key stays.
#[derive(Debug, Default)]
pub struct MemoryArchive {
    frames: Mutex<Vec<Frame>>,
}

type Key = (Mn, String, String, i64);

fn key(reading: &Reading) -> Key {
    let kind = format!("{:?}", reading.kind);
    (reading.mn.clone(), reading.factor.to_string(), kind, reading.at.as_millis())
}

impl MemoryArchive {
    fn counted(&self) -> BTreeMap<Key, Reading> {
        let frames = self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        let mut counted = BTreeMap::new();
        for frame in frames.iter().filter(|f| matches!(f.verdict, Verdict::Accepted { .. })) {
            for reading in &frame.readings {
                counted.entry(key(reading)).or_insert_with(|| reading.clone());
            }
        }
        counted
    }
}

#[async_trait]
impl Archive for MemoryArchive {
    async fn append(&self, frame: Frame) -> anyhow::Result<String> {
        let mut frames = self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        frames.push(frame);
        Ok(format!("memory/{}", frames.len() - 1))
    }

    async fn append_many(&self, new: Vec<Frame>) -> anyhow::Result<Vec<String>> {
        let mut frames = self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        let first = frames.len();
        frames.extend(new);
        Ok((first..frames.len()).map(|index| format!("memory/{index}")).collect())
    }

    fn seen(&self, readings: &[Reading]) -> Seen {
        let counted = self.counted();
        let known: Vec<_> =
            readings.iter().filter_map(|r| Some((r, counted.get(&key(r))?))).collect();
        match known.as_slice() {
            [] => Seen::New,
            pairs if pairs.iter().all(|(new, old)| new == old) => Seen::Duplicate,
            _ => Seen::Contradiction,
        }
    }

    async fn readings(&self, query: ReadingQuery) -> anyhow::Result<Vec<Reading>> {
        let asked = |r: &Reading| {
            r.mn == query.mn
                && r.kind == query.kind
                && query.factor.as_ref().is_none_or(|factor| *factor == r.factor)
                && (query.from..query.to).contains(&r.at)
        };
        let mut found: Vec<_> = self.counted().into_values().filter(asked).collect();
        found.sort_by_key(|reading| reading.at);
        found.truncate(query.limit);
        Ok(found)
    }

    async fn frames(&self, query: FrameQuery) -> anyhow::Result<Vec<StoredFrame>> {
        let frames = self.frames.lock().unwrap_or_else(PoisonError::into_inner);
        let stands = |frame: &Frame| match (query.standing, &frame.verdict) {
            (FrameStanding::Any, _)
            | (FrameStanding::Accepted, Verdict::Accepted { .. })
            | (FrameStanding::Quarantined, Verdict::Quarantined { .. })
            | (FrameStanding::Rejected, Verdict::Rejected { .. }) => true,
            (
                FrameStanding::Fault(asked),
                Verdict::Quarantined { fault } | Verdict::Rejected { fault },
            ) => asked == *fault,
            _ => false,
        };
        let asked = |frame: &Frame| {
            query.mn.as_ref().is_none_or(|mn| frame.mn.as_ref() == Some(mn))
                && stands(frame)
                && (query.from..query.to).contains(&frame.received_at)
        };
        let numbered = frames.iter().enumerate().rev().filter(|(_, frame)| asked(frame));
        let stored = numbered.map(|(index, frame)| StoredFrame {
            reference: format!("memory/{index}"),
            frame: frame.clone(),
        });
        Ok(stored.take(query.limit).collect())
    }

    async fn latest(&self, mn: &Mn) -> anyhow::Result<Vec<Reading>> {
        let mut latest = HashMap::new();
        for (key, reading) in self.counted().into_iter().filter(|(key, _)| key.0 == *mn) {
            latest.insert((key.1, key.2), reading);
        }
        Ok(latest.into_values().collect())
    }
}

/// An archive whose disk is full: nothing is ever durable.
#[derive(Debug, Default)]
pub struct FailingArchive;

#[async_trait]
impl Archive for FailingArchive {
    async fn append(&self, _: Frame) -> anyhow::Result<String> {
        anyhow::bail!("no space left on device")
    }
    async fn append_many(&self, _: Vec<Frame>) -> anyhow::Result<Vec<String>> {
        anyhow::bail!("no space left on device")
    }
    fn seen(&self, _: &[Reading]) -> Seen {
        Seen::New
    }
    async fn readings(&self, _: ReadingQuery) -> anyhow::Result<Vec<Reading>> {
        anyhow::bail!("no space left on device")
    }
    async fn frames(&self, _: FrameQuery) -> anyhow::Result<Vec<StoredFrame>> {
        anyhow::bail!("no space left on device")
    }
    async fn latest(&self, _: &Mn) -> anyhow::Result<Vec<Reading>> {
        anyhow::bail!("no space left on device")
    }
}

/// Keeps files in memory, by their digest, and those still arriving by their name.
#[derive(Debug, Default)]
pub struct MemoryBlobs(Mutex<HashMap<String, Vec<u8>>>);

impl MemoryBlobs {
    fn kept(&self) -> MutexGuard<'_, HashMap<String, Vec<u8>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Blobs for MemoryBlobs {
    async fn put(&self, bytes: Vec<u8>) -> anyhow::Result<String> {
        let sha256 = hex::encode(Sha256::digest(&bytes));
        self.kept().insert(sha256.clone(), bytes);
        Ok(sha256)
    }

    async fn get(&self, sha256: &str) -> anyhow::Result<Option<Vec<u8>>> {
        Ok(self.kept().get(sha256).cloned())
    }

    async fn write_piece(&self, name: &str, offset: u64, piece: Vec<u8>) -> anyhow::Result<()> {
        let mut kept = self.kept();
        let arrived = kept.entry(name.to_owned()).or_default();
        anyhow::ensure!(arrived.len() as u64 >= offset, "a piece is missing");
        arrived.truncate(usize::try_from(offset)?);
        arrived.extend(piece);
        Ok(())
    }

    async fn pieces(&self, name: &str) -> anyhow::Result<Option<Vec<u8>>> {
        self.get(name).await
    }

    async fn drop_pieces(&self, name: &str) -> anyhow::Result<()> {
        self.kept().remove(name);
        Ok(())
    }
}

/// "Typesets" a document as its own fields in plain text, so that a test can read what would be printed.
#[derive(Debug, Default)]
pub struct PlainTypesetter;

impl Typesetter for PlainTypesetter {
    fn render(&self, document: &Document) -> anyhow::Result<Vec<u8>> {
        let fields = serde_json::to_string_pretty(document)?;
        Ok(format!("%PLAIN {}\n{fields}\n", document.title()).into_bytes())
    }

    fn paper(&self, paper: &Paper) -> anyhow::Result<Vec<u8>> {
        Ok(format!("%PDF-PLAIN {}\n{}\n", paper.title, paper.text).into_bytes())
    }
}

/// Signs with an Ed25519 key made of a seed that everybody knows.
#[derive(Debug)]
pub struct SeededSigner {
    key: SigningKey,
    origin: Origin,
}

impl Default for SeededSigner {
    fn default() -> Self {
        let origin = "log.langfang.test".parse().expect("the name of a log");
        Self { key: SigningKey::from_bytes(&[7; 32]), origin }
    }
}

impl Signer for SeededSigner {
    fn keys(&self) -> Vec<NoteKey> {
        let public = self.key.verifying_key().to_bytes().to_vec();
        NoteKey::new(self.origin.clone(), Algorithm::Ed25519, public).into_iter().collect()
    }

    fn sign(&self, body: &str) -> anyhow::Result<Vec<NoteSignature>> {
        let bytes = self.key.sign(body.as_bytes()).to_bytes().to_vec();
        let keys = self.keys().into_iter();
        Ok(keys.map(|key| NoteSignature { key, bytes: bytes.clone() }).collect())
    }
}
