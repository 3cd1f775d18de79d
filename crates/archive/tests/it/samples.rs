//! Files of every format ever released must load for ever. `tests/data/v1` was written when format 1 was.

use crate::make::*;
use archive::{Archive, FrameRef, wal::record};
use domain::reading::{Frame, FrameFault, Measured};
use std::{fs, path::Path};

fn data() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/v1")
}

/// The frames in the samples: the first two in Parquet, the others in the log.
fn frames() -> Vec<Frame> {
    let mut rich = hour(7, 0, &[("w01018", "35.40"), ("w21003", "0.025"), ("w01001", "7.1")]);
    rich.readings[1].value = Measured::BelowDetection;
    rich.readings[2].value = Measured::Invalid { value: decimal("-7.10") };
    vec![
        rich,
        faulty(None, 1, FrameFault::BadCrc),
        hour(7, 2, &[("w01018", "36")]),
        faulty(Some(8), 3, FrameFault::UnknownDevice),
    ]
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn format_1_loads() {
    let dir = tempfile::tempdir().unwrap();
    copy(&data(), dir.path());
    let (archive, recovery) = Archive::open(config(dir.path())).await.unwrap();
    assert_eq!((recovery.frames, recovery.cut_bytes, recovery.orphans), (2, 0, 0));
    for (number, frame) in (0..).zip(frames()) {
        let stored = archive.frame(&FrameRef(number)).await.unwrap().unwrap();
        assert_eq!(stored.frame, frame);
    }
    let readings = archive.readings(hours_of(7, None)).await.unwrap();
    assert_eq!(values(&readings), ["-7.10", "35.40", "-", "36"]);
    assert_eq!(values(&archive.readings(hours_of(9, None)).await.unwrap()), ["1.5"]);
    assert_eq!(values(&archive.latest(&mn(9)).await), ["1.5"]);
    archive.persist().await.unwrap();
    assert_eq!(archive.readings(hours_of(7, None)).await.unwrap(), readings);
    archive.close().await;
}

/// The log is written today as it was then: a change of the bytes needs a new version.
#[test]
fn format_1_of_the_log_is_still_what_is_written() {
    let log = fs::read(data().join("wal/00000000000000000002.wal")).unwrap();
    let mut expected = record::header(2).to_vec();
    for frame in &frames()[2..] {
        expected.extend(record::encode(frame).unwrap());
    }
    assert_eq!(log, expected);
}

/// Writes the samples of a new format: `ARCHIVE_WRITE_SAMPLES=tests/data/v2 cargo test -p archive samples`.
#[tokio::test(flavor = "multi_thread")]
async fn write_samples_when_asked() {
    let Ok(dir) = std::env::var("ARCHIVE_WRITE_SAMPLES") else {
        return;
    };
    let archive = open(Path::new(&dir)).await;
    archive.import(vec![reading(&mn(9), "w01018", at(0), "1.5")]).await.unwrap();
    archive.append_many(frames()[..2].to_vec()).await.unwrap();
    archive.persist().await.unwrap();
    archive.append_many(frames()[2..].to_vec()).await.unwrap();
    archive.close().await;
}
