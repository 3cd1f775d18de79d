//! `verify`: the record, every row and every stored file, checked by the crate that shares no code with the writer. Nothing is
//! written: the site is opened to be read only, and what was not signed before is not signed for the check.

use crate::config::Config;
use crate::site::{Open, Site};
use crate::wire::{FileBlobs, SystemClock};
use anyhow::Context as _;
use app::ports::Blobs as _;
use app::{Actor, Cx, record};
use std::collections::BTreeSet;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::runtime::Handle;
use verifier::{Checkpoint, Fault, Head, Held, Leaf, Part, Report, TrustedKey};

const SETUP: Actor = Actor::Service("setup");
/// Damaged files, missing ones and rows named in the report; further ones are only counted.
const NAMED_MAX: usize = 100;

/// What a check found.
#[derive(Debug)]
pub(crate) struct Findings {
    pub(crate) head: Head,
    pub(crate) log: Report,
    pub(crate) files: usize,
    pub(crate) damaged: Vec<String>,
    /// What lines of the record name and the site does not hold, or cannot read.
    pub(crate) missing: Vec<String>,
    /// Rows that are not what the record says of them.
    pub(crate) rows: record::Walk,
}

impl Findings {
    pub(crate) fn sound(&self) -> bool {
        self.log.is_sound()
            && self.damaged.is_empty()
            && self.missing.is_empty()
            && self.rows.astray.is_empty()
    }
}

/// Checks a site and prints a report; the exit code says whether everything is sound.
pub(crate) async fn verify(config: &Config) -> anyhow::Result<ExitCode> {
    let site = Site::open(config, Open::ReadOnly, Arc::new(SystemClock)).await?;
    let findings = check(&site).await?;
    print_report(&findings);
    site.close().await;
    Ok(if findings.sound() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Checks an open site.
pub(crate) async fn check(site: &Site) -> anyhow::Result<Findings> {
    // One head for the whole check, however the record grows meanwhile.
    let standing = record::standing(&site.cx).await?;
    let head = Head { size: standing.size, root: standing.root.0 };
    let keys = record::keys(&site.cx)?;
    let keys: Result<Vec<TrustedKey>, _> = keys.iter().map(|key| TrustedKey::parse(key)).collect();
    let keys = keys.map_err(|fault| anyhow::anyhow!("keys of the log: {fault}"))?;
    let signed = match standing.signed {
        Some(note) => Checkpoint::open(note.as_bytes(), &keys),
        None => Err(Fault::Unreadable {
            path: "checkpoint".to_owned(),
            reason: "nothing of this record was ever signed".to_owned(),
        }),
    };
    let rows = record::rows_astray(&site.cx, &SETUP, NAMED_MAX).await?;
    let (cx, blobs, handle) = (site.cx.clone(), site.blobs.clone(), Handle::current());
    // The checker knows no async; it runs on a thread of its own and asks back.
    let walk = tokio::task::spawn_blocking(move || {
        let missing = Mutex::new(Vec::new());
        let log = log(&cx, &blobs, &handle, head, signed, &missing);
        let missing = missing.into_inner().unwrap_or_else(PoisonError::into_inner);
        let (files, damaged) = files(&blobs)?;
        anyhow::Ok(Findings { head, log, files, damaged, missing, rows })
    });
    walk.await.context("the check did not finish")?
}

fn log(
    cx: &Cx,
    blobs: &FileBlobs,
    handle: &Handle,
    head: Head,
    signed: Result<Checkpoint, Fault>,
    missing: &Mutex<Vec<String>>,
) -> Report {
    let source = |path: &str| -> Result<Vec<u8>, String> {
        let found = handle
            .block_on(record::whole_tile(cx, &SETUP, path))
            .map_err(|error| format!("{error:#}"))?;
        found.ok_or_else(|| format!("{path}: not in the store"))
    };
    let held = |index: u64, leaf: &Leaf| {
        let mut lacks = |what: String| {
            let line = format!("line {index}, {} of {}: {what}", leaf.kind, leaf.subject);
            missing.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        };
        handle.block_on(stored(cx, blobs, index, leaf, &mut lacks)).unwrap_or_else(|error| {
            lacks(format!("{error:#}"));
            Vec::new()
        })
    };
    verifier::verify_record(&source, head, signed, &held)
}

/// The stored bytes that a line committed to: actor, body, and the file that the body names by its digest. A part whose salt
/// is gone was erased lawfully; a file that is gone alone was not.
async fn stored(
    cx: &Cx,
    blobs: &FileBlobs,
    index: u64,
    leaf: &Leaf,
    lacks: &mut dyn FnMut(String),
) -> anyhow::Result<Vec<Held>> {
    let opening = record::openings(cx, &SETUP, index, index + 1).await?;
    let opening = opening.into_iter().next().context("no opening in the store")?;
    let salt = |salt: &[u8]| <[u8; 32]>::try_from(salt).context("salt of another length");
    let mut held = vec![
        Held { part: Part::Actor(salt(&opening.actor_salt)?), bytes: opening.actor.into_bytes() },
        Held { part: Part::Content(salt(&opening.content_salt)?), bytes: opening.content.clone() },
    ];
    let parts = [
        opening.file_salt.as_deref().map(salt).transpose()?.map(Part::File),
        leaf.public.is_some().then_some(Part::Public),
    ];
    for part in parts.into_iter().flatten() {
        match file(blobs, index, leaf, &part, &opening.content).await {
            Ok(file) => held.push(file),
            Err(why) => lacks(why),
        }
    }
    Ok(held)
}

/// Of the files that the body names, the one that was committed to; if none is, the first, so that the fault is seen; else why
/// there is none.
async fn file(
    blobs: &FileBlobs,
    index: u64,
    leaf: &Leaf,
    part: &Part,
    body: &[u8],
) -> Result<Held, String> {
    let (mut other, mut absent) = (None, Vec::new());
    for digest in digests(body) {
        let bytes = match blobs.get(&digest).await {
            Ok(Some(bytes)) => bytes,
            Ok(None) => {
                absent.push(format!("{digest} is not stored"));
                continue;
            }
            Err(error) => {
                absent.push(format!("{error:#}"));
                continue;
            }
        };
        let held = Held { part: *part, bytes };
        if leaf.check(index, &held).is_ok() {
            return Ok(held);
        }
        other.get_or_insert(held);
    }
    other.ok_or_else(|| format!("its file is missing: {}", absent.join(", ")))
}

/// Whatever in a body looks like a SHA-256.
fn digests(body: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(body);
    let words = text.split(|c: char| !c.is_ascii_hexdigit()).filter(|word| word.len() == 64);
    words.map(str::to_owned).collect()
}

fn files(blobs: &FileBlobs) -> anyhow::Result<(usize, Vec<String>)> {
    let names = blobs.list()?;
    let wrong = |name: &&String| blobs.check(name).is_err();
    let damaged = names.iter().filter(wrong).cloned().collect();
    Ok((names.len(), damaged))
}

fn print_report(findings: &Findings) {
    let Findings { head, log, files, damaged, missing, rows } = findings;
    println!("log      {} lines, root {}", head.size, hex(&head.root));
    match &log.checkpoint {
        Some(signed) => println!(
            "signed   the first {} of them, as {}; {} came after",
            signed.size(),
            signed.origin(),
            head.size.saturating_sub(signed.size())
        ),
        None => println!("signed   nothing that could be opened"),
    }
    println!(
        "lines    {} read, {} parts opened, {} not opened",
        log.leaves, log.opened, log.unopened
    );
    println!("rows     {} checked, {} not as recorded", rows.rows, rows.astray.len());
    println!("files    {files} checked, {} damaged, {} missing", damaged.len(), missing.len());
    for fault in &log.faults {
        println!("fault    {fault}");
    }
    if log.more_faults > 0 {
        println!("fault    … and {} more", log.more_faults);
    }
    for (word, names) in [("damaged", damaged), ("missing", missing), ("row    ", &rows.astray)] {
        for name in names.iter().take(NAMED_MAX) {
            println!("{word}  {name}");
        }
    }
    println!("{}", if findings.sound() { "everything is sound" } else { "SOMETHING IS WRONG" });
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
