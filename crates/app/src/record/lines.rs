//! Record lines as people read them.

use crate::{Action, Actor, Cx, Error, Listed, Page};
use domain::Timestamp;
use domain::record::leaf_hash;
use store::record::LineRow;
use store::{Scope, Tx};

/// A line of the record.
#[derive(Debug, Clone)]
pub struct RecordLine {
    /// Index in the log.
    pub index: u64,
    /// When.
    pub at: Timestamp,
    /// What happened, as a record kind.
    pub kind: String,
    /// Who.
    pub actor: String,
    /// To what: `noun/id`.
    pub subject: String,
    /// Its revision after it.
    pub revision: u32,
    /// The leaf's hash, lower-case hex.
    pub leaf_hash: String,
}

/// The latest lines of the whole record, for the auditor.
pub async fn latest(cx: &Cx, actor: &Actor, page: &Page) -> Result<Listed<RecordLine>, Error> {
    let permit = cx.authorize(actor, Action::RecordList)?;
    let mut tx = permit.read().await?;
    let rows = store::record::latest(&mut tx, &Scope::everything(), page).await?;
    let named = name_actors(&mut tx, rows).await?;
    Ok(Listed::cut(named, page, |line| line.index.to_string()))
}

/// The lines about one subject, newest first; the auditor may ask about any.
pub async fn of_subject(cx: &Cx, actor: &Actor, subject: &str) -> Result<Vec<RecordLine>, Error> {
    let permit = cx.authorize(actor, Action::RecordList)?;
    let mut tx = permit.read().await?;
    lines_of(&mut tx, subject).await
}

pub(crate) async fn lines_of(tx: &mut Tx, subject: &str) -> Result<Vec<RecordLine>, Error> {
    let rows = store::record::of_subject(tx, subject).await?;
    name_actors(tx, rows).await
}

/// Puts the officer's name where the record keeps only an id.
async fn name_actors(tx: &mut Tx, rows: Vec<LineRow>) -> Result<Vec<RecordLine>, Error> {
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let id = row.actor.strip_prefix("officer/").and_then(|id| id.parse().ok());
        let officer = match id {
            Some(id) => store::officers::find(tx, id).await?,
            None => None,
        };
        lines.push(RecordLine {
            index: row.idx.cast_unsigned(),
            at: Timestamp::from_millis(row.at),
            kind: row.kind,
            actor: officer.map_or(row.actor, |officer| officer.name),
            subject: row.subject,
            revision: u32::try_from(row.revision).unwrap_or(u32::MAX),
            leaf_hash: hex::encode(leaf_hash(&row.leaf).0),
        });
    }
    Ok(lines)
}
