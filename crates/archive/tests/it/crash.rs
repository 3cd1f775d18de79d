//! `kill -9` at any moment: what was acknowledged is there afterwards, once.
//!
//! The test runs itself as a child process that stores, moves and merges until it is killed.

use crate::make::*;
use archive::{Archive, FrameRef};
use std::{
    collections::HashSet,
    env,
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};

const DIR: &str = "ARCHIVE_CRASH_DIR";
const ROUND: &str = "ARCHIVE_CRASH_ROUND";
const APPENDERS: usize = 8;

/// The child's half; it has nothing to do in an ordinary run.
#[test]
fn child() {
    let (Ok(dir), Ok(round)) = (env::var(DIR), env::var(ROUND)) else {
        return;
    };
    let round: i64 = round.parse().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let limits = archive::Config { segment_bytes: 3_000, ..config(dir.as_ref()) };
        let (archive, _) = Archive::open(limits).await.unwrap();
        for device in 0..APPENDERS {
            tokio::spawn(append_for_ever(archive.clone(), device, round));
        }
        loop {
            archive.persist().await.unwrap();
            archive.compact().await.unwrap();
        }
    });
}

async fn append_for_ever(archive: Archive, device: usize, round: i64) {
    for n in 0.. {
        let hours = round * 100_000 + n;
        let value = hours.to_string();
        let frame = hour(device, hours % 10_000, &[("w01018", &value)]);
        let reference = archive.append(frame).await.unwrap();
        // One write for the line, so that a kill cannot mix two.
        let line = format!("ACK {reference} {device} {value}\n");
        std::io::stdout().write_all(line.as_bytes()).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn acknowledged_frames_survive_kill_9() {
    let dir = tempfile::tempdir().unwrap();
    let mut acknowledged: Vec<(FrameRef, usize, String)> = Vec::new();
    for (round, lines) in [1, 37, 160, 5, 90, 300, 23].into_iter().enumerate() {
        acknowledged.extend(run_and_kill(dir.path(), round, lines));
        let archive = open(dir.path()).await;
        let mut numbers = HashSet::new();
        for (reference, device, value) in &acknowledged {
            assert!(numbers.insert(reference), "number {reference} given twice");
            let stored = archive.frame(reference).await.unwrap();
            let stored = stored.unwrap_or_else(|| panic!("frame {reference} lost in {round}"));
            assert_eq!(stored.frame.mn, Some(mn(*device)));
            assert_eq!(values(&stored.frame.readings), [value.as_str()]);
        }
        let mut listed = HashSet::new();
        let mut before = None;
        loop {
            let query = archive::FrameQuery { before, ..all_frames() };
            let page = archive.frames(query).await.unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.reference);
            for stored in page {
                assert!(listed.insert(stored.frame.raw), "frame {} twice", stored.reference);
            }
        }
        assert!(listed.len() >= acknowledged.len());
        archive.close().await;
    }
}

/// Runs the child until it has acknowledged so many frames, and kills it.
fn run_and_kill(
    dir: &std::path::Path,
    round: usize,
    lines: usize,
) -> Vec<(FrameRef, usize, String)> {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "crash::child", "--nocapture", "--test-threads=1"])
        .env(DIR, dir)
        .env(ROUND, round.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut acknowledged = Vec::new();
    let mut line = String::new();
    // After the kill the pipe still holds lines that were written before it: they count too.
    while out.read_line(&mut line).unwrap() > 0 {
        // The last line may be cut short.
        if let Some(ack) = line.strip_suffix('\n').and_then(|line| line.split_once("ACK ")) {
            let parts: Vec<&str> = ack.1.split(' ').collect();
            let [reference, device, value] = parts[..] else { panic!("{line}") };
            let device = device.parse().unwrap();
            acknowledged.push((reference.parse().unwrap(), device, value.to_owned()));
        }
        if acknowledged.len() == lines {
            child.kill().unwrap();
        }
        line.clear();
    }
    let status = child.wait().unwrap();
    assert!(acknowledged.len() >= lines, "the child ended by itself: {status}");
    acknowledged
}
