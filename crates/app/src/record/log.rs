//! The public log: checkpoint, tiles and proofs (C2SP tlog-tiles), for anybody.

use crate::{Action, Actor, Cx, Error, Permit};
use anyhow::Context;
use domain::record::{
    Checkpoint, Frontier, Hash, Leaf, Malformed, Origin, ProofPlan, Tile, TileKind, entry_bundle,
    tlog_proof,
};
use std::collections::HashMap;
use store::Tx;

/// What opens one line's commitments: for the platform's own check of itself, never for the public.
pub type Opening = store::record::OpeningRow;

/// What a walk over the rows found.
pub type Walk = store::rows::Walk;

/// The actor everybody is who has not logged in.
const PUBLIC: Actor = Actor::Service("public");

/// The record as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its lines.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// The last signed checkpoint, of this size or a smaller one.
    pub signed: Option<String>,
}

/// How the record stands. Nothing is signed for the asking.
pub async fn standing(cx: &Cx) -> Result<Standing, Error> {
    let permit = cx.authorize(&PUBLIC, Action::LogRead)?;
    let mut tx = permit.read().await?;
    let frontier = store::record::frontier(&mut tx).await?;
    let signed = store::record::last_checkpoint(&mut tx).await?;
    Ok(Standing { size: frontier.size(), root: frontier.root(), signed })
}

/// The signed checkpoint of the record as it stands. A size is signed once.
pub async fn checkpoint(cx: &Cx) -> Result<String, Error> {
    let permit = cx.authorize(&PUBLIC, Action::LogRead)?;
    let mut tx = permit.read().await?;
    let frontier = store::record::frontier(&mut tx).await?;
    if let Some(note) = store::record::checkpoint(&mut tx, frontier.size()).await? {
        return Ok(note);
    }
    drop(tx);
    let note = sign(cx, &frontier)?;
    let mut tx = permit.write().await?;
    store::record::keep_checkpoint(&mut tx, frontier.size(), &note, permit.now()).await?;
    let kept = store::record::checkpoint(&mut tx, frontier.size()).await?;
    permit.commit(tx).await?;
    Ok(kept.unwrap_or(note))
}

fn sign(cx: &Cx, frontier: &Frontier) -> Result<String, Error> {
    let keys = cx.signer().keys();
    let origin: Origin = keys.first().context("no signing key")?.name().clone();
    let checkpoint = Checkpoint { origin, size: frontier.size(), root: frontier.root() };
    Ok(checkpoint.note(&cx.signer().sign(&checkpoint.body())?))
}

/// The bytes of one tile as everybody may read it, or none where the record has not grown that far: every hash, and of the
/// entries those that are open. The others are withheld, each as an entry without bytes.
pub async fn tile(cx: &Cx, path: &str) -> Result<Option<Vec<u8>>, Error> {
    let permit = cx.authorize(&PUBLIC, Action::LogRead)?;
    read_tile(&permit, path, |leaf| Leaf::parse(leaf).is_ok_and(|leaf| leaf.is_open())).await
}

/// The same with every entry, for the auditor and for the platform's own check of itself.
pub async fn whole_tile(cx: &Cx, actor: &Actor, path: &str) -> Result<Option<Vec<u8>>, Error> {
    let permit = cx.authorize(actor, Action::RecordList)?;
    read_tile(&permit, path, |_| true).await
}

async fn read_tile(
    permit: &Permit<'_>,
    path: &str,
    shown: impl Fn(&[u8]) -> bool,
) -> Result<Option<Vec<u8>>, Error> {
    let Ok(tile) = Tile::parse(path) else {
        return Ok(None);
    };
    let mut tx = permit.read().await?;
    if !tile.exists_in(store::record::frontier(&mut tx).await?.size()) {
        return Ok(None);
    }
    let at = tile.positions();
    let bytes = match tile.kind() {
        TileKind::Hashes(_) => {
            let hashes = store::record::nodes(&mut tx, tile.tree_level(), at.start, at.end).await?;
            hashes.iter().flat_map(|hash| hash.0).collect()
        }
        TileKind::Entries => {
            let leaves = store::record::leaves(&mut tx, at.start, at.end).await?;
            let entry = |leaf| if shown(leaf) { leaf } else { &[][..] };
            entry_bundle(leaves.iter().map(Vec::as_slice).map(entry)).map_err(malformed)?
        }
    };
    Ok(Some(bytes))
}

/// The self-contained proof that line `index` is in the record, under the checkpoint as it stands.
pub async fn proof(cx: &Cx, index: u64) -> Result<Option<String>, Error> {
    let note = checkpoint(cx).await?;
    let permit = cx.authorize(&PUBLIC, Action::LogRead)?;
    let mut tx = permit.read().await?;
    let size = signed_size(&note)?;
    let Some(leaf) = store::record::leaves(&mut tx, index, index + 1).await?.pop() else {
        return Ok(None);
    };
    let Some(plan) = ProofPlan::inclusion(index, size) else {
        return Ok(None);
    };
    let path = path(&mut tx, &plan).await?;
    Ok(Some(tlog_proof(&leaf, index, &path, &note)))
}

async fn path(tx: &mut Tx, plan: &ProofPlan) -> Result<Vec<Hash>, Error> {
    let mut nodes = HashMap::new();
    for at in plan.nodes() {
        nodes.insert(at, store::record::node(tx, at).await?);
    }
    plan.hashes(|at| nodes.get(&at).copied().ok_or(Malformed("proof node"))).map_err(malformed)
}

fn signed_size(note: &str) -> Result<u64, Error> {
    let size = note.lines().nth(1).and_then(|line| line.parse().ok());
    Ok(size.context("checkpoint without a size")?)
}

fn malformed(error: Malformed) -> Error {
    Error::Broken(anyhow::Error::new(error))
}

/// What opens the commitments of lines `from..to`, for `huanzhi verify`.
pub async fn openings(cx: &Cx, actor: &Actor, from: u64, to: u64) -> Result<Vec<Opening>, Error> {
    let permit = cx.authorize(actor, Action::LogRead)?;
    let mut tx = permit.read().await?;
    Ok(store::record::openings(&mut tx, from, to).await?)
}

/// Rows that are not what the record says of them, for `huanzhi verify`; at most `max` are named.
pub async fn rows_astray(cx: &Cx, actor: &Actor, max: usize) -> Result<Walk, Error> {
    let permit = cx.authorize(actor, Action::RecordList)?;
    let mut tx = permit.read().await?;
    Ok(store::rows::walk(&mut tx, max).await?)
}

/// The keys that sign checkpoints, one line each, for those who check.
pub fn keys(cx: &Cx) -> Result<Vec<String>, Error> {
    cx.authorize(&PUBLIC, Action::LogRead)?;
    Ok(cx.signer().keys().iter().map(domain::record::NoteKey::verifier_key).collect())
}
