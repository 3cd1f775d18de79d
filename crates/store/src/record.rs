//! The record's rows: lines, tree nodes, frontier, checkpoints. Appending happens inside the change it records.

use crate::db::{Tx, on};
use crate::{Page, Scope, StoreError};
use domain::Timestamp;
use domain::record::{
    Commitment, Digests, Frontier, Hash, Leaf, Node, NodeAt, RecordKind, SubjectId,
};
use domain::region::Territory;
use sqlx::FromRow;
use std::num::NonZeroU32;

/// Why a row changes: what the record line will say besides the row itself.
#[derive(Debug, Clone)]
pub struct Change {
    /// When.
    pub at: Timestamp,
    /// Who: `officer/<id>` or `service/<name>`.
    pub actor: String,
    /// What happened.
    pub kind: RecordKind,
    /// The file it is about, as salted commitment, where there is one.
    pub file: Option<Vec<u8>>,
    /// Digests of what it makes public, where it does.
    pub public: Option<Digests>,
}

/// A change that was recorded: for live events and for the caller's receipt.
#[derive(Debug, Clone)]
pub struct Changed {
    /// Index of its line in the record.
    pub index: u64,
    /// What happened.
    pub kind: RecordKind,
    /// To what.
    pub subject: String,
    /// Where.
    pub territory: Option<Territory>,
    /// When.
    pub at: Timestamp,
}

/// A line of the record with what the platform keeps about it privately.
#[derive(Debug, Clone, FromRow)]
pub struct LineRow {
    /// Index in the log.
    pub idx: i64,
    /// Milliseconds UTC.
    pub at: i64,
    /// Record kind.
    pub kind: String,
    /// `noun/id`.
    pub subject: String,
    /// Revision of the subject.
    pub revision: i64,
    /// Who.
    pub actor: String,
    /// The exact leaf bytes.
    pub leaf: Vec<u8>,
}

/// What opens a line's commitments.
#[derive(Debug, Clone, FromRow)]
pub struct OpeningRow {
    /// Index in the log.
    pub idx: i64,
    /// The exact leaf bytes.
    pub leaf: Vec<u8>,
    /// Who.
    pub actor: String,
    /// Salt of the actor's commitment.
    pub actor_salt: Vec<u8>,
    /// The exact content bytes.
    pub content: Vec<u8>,
    /// Salt of the content's commitment.
    pub content_salt: Vec<u8>,
    /// Salt of the file's commitment, where there is one.
    pub file_salt: Option<Vec<u8>>,
}

const HEAD: &str = "SELECT frontier FROM record_head WHERE id = 1";
/// On PostgreSQL two appends wait for each other here; on SQLite there is one writer anyway.
const HEAD_LOCK: &str = "UPDATE record_head SET locked_at = $1 WHERE id = 1";
const HEAD_SAVE: &str = "UPDATE record_head SET frontier = $1, size = $2 WHERE id = 1";
const LINE: &str = "INSERT INTO record_line (idx, at, kind, subject, revision, territory, actor, actor_salt, content,
    content_salt, file_salt, leaf) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
const NODE: &str = "INSERT INTO record_node (level, idx, hash) VALUES ($1, $2, $3)";
const NODES: &str =
    "SELECT hash FROM record_node WHERE level = $1 AND idx >= $2 AND idx < $3 ORDER BY idx";
const LEAVES: &str = "SELECT leaf FROM record_line WHERE idx >= $1 AND idx < $2 ORDER BY idx";
const OF_SUBJECT: &str = "SELECT idx, at, kind, subject, revision, actor, leaf FROM record_line
    WHERE subject = $1 ORDER BY idx DESC LIMIT 500";
const LATEST: &str = "SELECT idx, at, kind, subject, revision, actor, leaf FROM record_line WHERE idx IN (
        SELECT idx FROM record_line WHERE idx < $1 AND territory >= $2 AND territory < $3 ORDER BY idx DESC LIMIT $4)
    ORDER BY idx DESC";
const OPENINGS: &str =
    "SELECT idx, leaf, actor, actor_salt, content, content_salt, file_salt FROM record_line
    WHERE idx >= $1 AND idx < $2 ORDER BY idx";
const VOUCHER: &str =
    "SELECT content_salt, leaf FROM record_line WHERE subject = $1 AND revision = $2";
const LATEST_VOUCHER: &str =
    "SELECT revision, content_salt, leaf FROM record_line WHERE subject = $1
    ORDER BY revision DESC LIMIT 1";
const CHECKPOINT_SAVE: &str = "INSERT INTO record_checkpoint (size, note, at) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING";
const CHECKPOINT: &str = "SELECT note FROM record_checkpoint WHERE size = $1";
const CHECKPOINT_LAST: &str = "SELECT note FROM record_checkpoint ORDER BY size DESC LIMIT 1";

pub(crate) const STATEMENTS: &[&str] = &[
    HEAD,
    HEAD_LOCK,
    HEAD_SAVE,
    LINE,
    NODE,
    NODES,
    LEAVES,
    OF_SUBJECT,
    LATEST,
    OPENINGS,
    VOUCHER,
    LATEST_VOUCHER,
    CHECKPOINT_SAVE,
    CHECKPOINT,
    CHECKPOINT_LAST,
];

/// Appends one line about `subject` at its new `revision`; `content` is the exact body that is kept.
pub(crate) async fn append(
    tx: &mut Tx,
    change: &Change,
    subject: impl Into<SubjectId>,
    revision: u32,
    territory: Option<&Territory>,
    content: &str,
) -> Result<u64, StoreError> {
    let revision = NonZeroU32::new(revision)
        .ok_or_else(|| StoreError::inconsistent("record_line", "revision zero"))?;
    let salts = Salts::draw();
    let leaf = Leaf {
        at: change.at,
        kind: change.kind,
        subject: subject.into(),
        revision,
        actor: Commitment::of(salts.actor, change.actor.as_bytes()),
        content: Commitment::of(salts.content, content.as_bytes()),
        file: change.file.as_deref().map(|file| Commitment::of(salts.file, file)),
        public: change.public,
    };
    let bytes = leaf.to_bytes();
    let nodes = grow(tx, &bytes, change.at).await?;
    let index = nodes.first().map_or(0, |leaf| leaf.at.index);
    let file_salt = change.file.is_some().then(|| salts.file.to_vec());
    on!(tx, |db| sqlx::query(LINE)
        .bind(index.cast_signed())
        .bind(change.at.as_millis())
        .bind(change.kind.as_str())
        .bind(leaf.subject_key())
        .bind(i64::from(revision.get()))
        .bind(territory.map_or("", Territory::as_str))
        .bind(&change.actor)
        .bind(salts.actor.to_vec())
        .bind(content.as_bytes())
        .bind(salts.content.to_vec())
        .bind(file_salt)
        .bind(bytes)
        .execute(db)
        .await
        .map(drop))?;
    tx.changes.push(Changed {
        index,
        kind: change.kind,
        subject: leaf.subject_key(),
        territory: territory.cloned(),
        at: change.at,
    });
    Ok(index)
}

/// Whether a body is the one that the line of its revision committed to. Whoever edits a row behind the platform's back
/// would have to change the published tree of the record as well.
pub(crate) async fn vouches(
    tx: &mut Tx,
    subject: &str,
    revision: u32,
    body: &str,
) -> Result<bool, StoreError> {
    let line: Option<(Vec<u8>, Vec<u8>)> = on!(tx, |db| sqlx::query_as(VOUCHER)
        .bind(subject)
        .bind(i64::from(revision))
        .fetch_optional(db)
        .await)?;
    Ok(line.is_some_and(|(salt, leaf)| opens(salt, &leaf, body)))
}

/// Whether a body is the one that the latest line about its subject committed to, at that revision: an earlier body that was
/// put back is none.
pub(crate) async fn latest_vouches(
    tx: &mut Tx,
    subject: &str,
    revision: i64,
    body: &str,
) -> Result<bool, StoreError> {
    let line: Option<(i64, Vec<u8>, Vec<u8>)> =
        on!(tx, |db| sqlx::query_as(LATEST_VOUCHER).bind(subject).fetch_optional(db).await)?;
    Ok(line.is_some_and(|(latest, salt, leaf)| latest == revision && opens(salt, &leaf, body)))
}

fn opens(salt: Vec<u8>, leaf: &[u8], body: &str) -> bool {
    let content = Leaf::parse(leaf).map(|leaf| leaf.content);
    let salt = salt.try_into();
    content.is_ok_and(|content| salt.is_ok_and(|salt| content.opens(salt, body.as_bytes())))
}

struct Salts {
    actor: [u8; 32],
    content: [u8; 32],
    file: [u8; 32],
}

impl Salts {
    fn draw() -> Self {
        Self { actor: rand::random(), content: rand::random(), file: rand::random() }
    }
}

async fn grow(tx: &mut Tx, leaf: &[u8], at: Timestamp) -> Result<Vec<Node>, StoreError> {
    on!(tx, |db| sqlx::query(HEAD_LOCK).bind(at.as_millis()).execute(db).await.map(drop))?;
    let mut frontier = frontier(tx).await?;
    let nodes = frontier.append(domain::record::leaf_hash(leaf));
    for node in &nodes {
        on!(tx, |db| sqlx::query(NODE)
            .bind(i64::from(node.at.level))
            .bind(node.at.index.cast_signed())
            .bind(node.hash.0.to_vec())
            .execute(db)
            .await
            .map(drop))?;
    }
    let size = frontier.size().cast_signed();
    on!(tx, |db| sqlx::query(HEAD_SAVE)
        .bind(frontier.to_bytes())
        .bind(size)
        .execute(db)
        .await
        .map(drop))?;
    Ok(nodes)
}

/// The growing edge: size and root of the record.
pub async fn frontier(tx: &mut Tx) -> Result<Frontier, StoreError> {
    let bytes: Vec<u8> = on!(tx, |db| sqlx::query_scalar(HEAD).fetch_one(db).await)?;
    Frontier::parse(&bytes).map_err(|error| StoreError::inconsistent("record_head", error))
}

/// Hashes of neighbouring nodes of one level, `from` included, `to` not; fewer where the tree ends.
pub async fn nodes(tx: &mut Tx, level: u8, from: u64, to: u64) -> Result<Vec<Hash>, StoreError> {
    let rows: Vec<Vec<u8>> = on!(tx, |db| sqlx::query_scalar(NODES)
        .bind(i64::from(level))
        .bind(from.cast_signed())
        .bind(to.cast_signed())
        .fetch_all(db)
        .await)?;
    let hash = |row: Vec<u8>| row.try_into().map(Hash).ok();
    rows.into_iter()
        .map(|row| hash(row).ok_or_else(|| StoreError::inconsistent("record_node", "hash length")))
        .collect()
}

/// The hash of one node.
pub async fn node(tx: &mut Tx, at: NodeAt) -> Result<Hash, StoreError> {
    let found = nodes(tx, at.level, at.index, at.index + 1).await?;
    found.into_iter().next().ok_or_else(|| StoreError::inconsistent("record_node", "node missing"))
}

/// Leaves by index, `from` included, `to` not.
pub async fn leaves(tx: &mut Tx, from: u64, to: u64) -> Result<Vec<Vec<u8>>, StoreError> {
    Ok(on!(tx, |db| sqlx::query_scalar(LEAVES)
        .bind(from.cast_signed())
        .bind(to.cast_signed())
        .fetch_all(db)
        .await)?)
}

/// The lines about one subject (`noun/id`), newest first, at most 500.
pub async fn of_subject(tx: &mut Tx, subject: &str) -> Result<Vec<LineRow>, StoreError> {
    Ok(on!(tx, |db| sqlx::query_as(OF_SUBJECT).bind(subject).fetch_all(db).await)?)
}

/// The latest lines in a scope, newest first; `page.after` is the last index seen.
pub async fn latest(tx: &mut Tx, scope: &Scope, page: &Page) -> Result<Vec<LineRow>, StoreError> {
    let below = page.after.as_deref().and_then(|after| after.parse().ok()).unwrap_or(i64::MAX);
    Ok(on!(tx, |db| sqlx::query_as(LATEST)
        .bind(below)
        .bind(&scope.from)
        .bind(&scope.to)
        .bind(page.limit())
        .fetch_all(db)
        .await)?)
}

/// What opens the commitments of lines by index, `from` included, `to` not.
pub async fn openings(tx: &mut Tx, from: u64, to: u64) -> Result<Vec<OpeningRow>, StoreError> {
    Ok(on!(tx, |db| sqlx::query_as(OPENINGS)
        .bind(from.cast_signed())
        .bind(to.cast_signed())
        .fetch_all(db)
        .await)?)
}

/// Keeps a signed checkpoint. A size is signed once: the first note for it stays.
pub async fn keep_checkpoint(
    tx: &mut Tx,
    size: u64,
    note: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    on!(tx, |db| sqlx::query(CHECKPOINT_SAVE)
        .bind(size.cast_signed())
        .bind(note)
        .bind(at.as_millis())
        .execute(db)
        .await
        .map(drop))?;
    Ok(())
}

/// The signed checkpoint of that size.
pub async fn checkpoint(tx: &mut Tx, size: u64) -> Result<Option<String>, StoreError> {
    Ok(on!(tx, |db| sqlx::query_scalar(CHECKPOINT)
        .bind(size.cast_signed())
        .fetch_optional(db)
        .await)?)
}

/// The signed checkpoint of the largest size.
pub async fn last_checkpoint(tx: &mut Tx) -> Result<Option<String>, StoreError> {
    Ok(on!(tx, |db| sqlx::query_scalar(CHECKPOINT_LAST).fetch_optional(db).await)?)
}
