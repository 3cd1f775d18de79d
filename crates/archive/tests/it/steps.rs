//! A crash between any two steps of upkeep neither loses nor doubles anything.

use crate::make::*;
use archive::{Archive, Config, Error, Step};
use std::path::Path;

const STEPS: [Step; 5] = [
    Step::FilesWritten,
    Step::FilesNamed,
    Step::LatestSaved,
    Step::ManifestReplaced,
    Step::LogRemoved,
];

async fn halting(dir: &Path, step: Step) -> Archive {
    Archive::open(Config { halt_after: Some(step), ..config(dir) }).await.unwrap().0
}

async fn assert_whole(archive: &Archive, hours: i64) {
    let expected: Vec<String> = (0..hours).map(|n| n.to_string()).collect();
    let readings = archive.readings(hours_of(1, Some("w01018"))).await.unwrap();
    assert_eq!(values(&readings), expected);
    let frames = archive.frames(all_frames()).await.unwrap();
    let values: Vec<_> =
        frames.iter().rev().map(|stored| values(&stored.frame.readings).concat()).collect();
    assert_eq!(values, expected);
    assert!(frames.is_sorted_by(|a, b| a.reference > b.reference));
}

#[tokio::test(flavor = "multi_thread")]
async fn moving_the_log_may_stop_after_any_step() {
    for step in STEPS {
        let dir = tempfile::tempdir().unwrap();
        let archive = open(dir.path()).await;
        archive.append(hour(1, 0, &[("w01018", "0")])).await.unwrap();
        archive.persist().await.unwrap();
        archive.close().await;
        let archive = halting(dir.path(), step).await;
        archive.append(hour(1, 1, &[("w01018", "1")])).await.unwrap();
        let stopped = archive.persist().await;
        assert!(matches!(stopped, Err(Error::Halted(at)) if at == step), "{stopped:?}");
        archive.close().await;

        let (archive, recovery) = Archive::open(config(dir.path())).await.unwrap();
        let moved = matches!(step, Step::ManifestReplaced | Step::LogRemoved);
        assert_eq!(recovery.frames, u64::from(!moved), "{step:?}");
        assert_eq!(recovery.orphans, if moved { 0 } else { 2 }, "{step:?}");
        assert_eq!(recovery.stale_segments, u64::from(step == Step::ManifestReplaced), "{step:?}");
        assert_whole(&archive, 2).await;
        archive.append(hour(1, 2, &[("w01018", "2")])).await.unwrap();
        archive.persist().await.unwrap();
        assert_whole(&archive, 3).await;
        assert_eq!(archive.stats().files, 6);
        archive.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn merging_may_stop_before_and_after_the_manifest() {
    let dir = tempfile::tempdir().unwrap();
    let archive = open(dir.path()).await;
    for n in 0..8 {
        archive.append(hour(1, n, &[("w01018", &n.to_string())])).await.unwrap();
        archive.persist().await.unwrap();
    }
    archive.close().await;
    let archive = halting(dir.path(), Step::ManifestReplaced).await;
    assert!(matches!(archive.compact().await, Err(Error::Halted(_))));
    archive.close().await;
    let (archive, recovery) = Archive::open(config(dir.path())).await.unwrap();
    assert_eq!(recovery.orphans, 8, "the eight merged files");
    assert_whole(&archive, 8).await;
    assert_eq!(archive.stats().files, 9);
    archive.compact().await.unwrap();
    assert_eq!(archive.stats().files, 2);
    assert_whole(&archive, 8).await;
    archive.close().await;
    // A merged file that the manifest does not name yet: the old ones still count.
    let orphan = dir.path().join("readings/kind=hour/month=2026-11/0000009999.parquet");
    std::fs::write(&orphan, b"PAR1").unwrap();
    std::fs::write(dir.path().join("manifest.part"), b"{").unwrap();
    let (archive, recovery) = Archive::open(config(dir.path())).await.unwrap();
    assert_eq!(recovery.orphans, 1);
    assert_whole(&archive, 8).await;
    archive.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_finishes_on_files_that_are_merged_meanwhile() {
    let dir = tempfile::tempdir().unwrap();
    let archive = open(dir.path()).await;
    for n in 0..20 {
        archive.append(hour(1, n, &[("w01018", &n.to_string())])).await.unwrap();
        archive.persist().await.unwrap();
    }
    let asking = (0..16).map(|_| {
        let archive = archive.clone();
        tokio::spawn(async move { assert_whole(&archive, 20).await })
    });
    let asking: Vec<_> = asking.collect();
    archive.compact().await.unwrap();
    for query in asking {
        query.await.unwrap();
    }
    assert_eq!(archive.stats().files, 2);
    archive.close().await;
    let left = walk(&dir.path().join("readings")) + walk(&dir.path().join("frames"));
    assert_eq!(left, 2, "merged files leave the disk");
}

fn walk(dir: &Path) -> usize {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { walk(&path) } else { 1 }).sum()
}
