//! What was stored is found: before it moves to Parquet, after, and after opening again.

use crate::make::*;
use archive::{Archive, Error, FrameQuery, FrameRef, ReadingQuery, Standing};
use domain::reading::{Frame, FrameFault, Measured, ReadingKind, Verdict};

/// The states in which every answer must be the same.
async fn in_every_state<F: AsyncFn(&Archive)>(dir: &std::path::Path, archive: Archive, check: F) {
    check(&archive).await;
    archive.close().await;
    let archive = open(dir).await;
    check(&archive).await;
    assert_eq!(archive.persist().await.unwrap().segments, 1);
    check(&archive).await;
    archive.close().await;
    let (archive, recovery) = Archive::open(config(dir)).await.unwrap();
    assert_eq!((recovery.frames, recovery.cut_bytes, recovery.orphans), (0, 0, 0));
    check(&archive).await;
    archive.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_frame_comes_back_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let archive = open(dir.path()).await;
    let mut rich = hour(1, 0, &[("w01018", "35.40"), ("w21003", "0.025")]);
    rich.readings[0].value = Measured::BelowDetection;
    rich.readings[1].value = Measured::Invalid { value: decimal("-922337203685.477580") };
    let frames = vec![
        rich,
        faulty(None, 1, FrameFault::Garbage),
        faulty(Some(2), 2, FrameFault::UnknownDevice),
        hour(3, 3, &[]),
    ];
    let mut references = archive.append_many(frames[..2].to_vec()).await.unwrap();
    references.push(archive.append(frames[2].clone()).await.unwrap());
    references.push(archive.append(frames[3].clone()).await.unwrap());
    assert!(references.is_sorted());
    in_every_state(dir.path(), archive, async |archive| {
        for (reference, frame) in references.iter().zip(&frames) {
            let stored = archive.frame(reference).await.unwrap().unwrap();
            assert_eq!((stored.reference, &stored.frame), (*reference, frame));
        }
        assert_eq!(archive.frame(&FrameRef(4_711)).await.unwrap(), None);
        let listed = archive.frames(all_frames()).await.unwrap();
        let listed: Vec<_> = listed.into_iter().rev().map(|stored| stored.frame).collect();
        assert_eq!(listed, frames);
        let readings = archive.readings(hours_of(1, None)).await.unwrap();
        assert_eq!(readings, frames[0].readings);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn readings_are_chosen_by_device_factor_kind_and_time() {
    let dir = tempfile::tempdir().unwrap();
    let archive = open(dir.path()).await;
    // A hundred days around a turn of the year: several month folders.
    for hours in (0..2_400).rev().step_by(24) {
        let mut day = hour(1, hours, &[("w01018", "9.9")]);
        day.readings[0].kind = ReadingKind::Day;
        let value = hours.to_string();
        let frames = vec![hour(1, hours, &[("w01018", &value), ("w21003", "1.0")]), day];
        archive.append_many(frames).await.unwrap();
        archive.append(hour(2, hours, &[("w01018", "7")])).await.unwrap();
    }
    in_every_state(dir.path(), archive, async |archive| {
        let all = archive.readings(hours_of(1, Some("w01018"))).await.unwrap();
        assert_eq!(all.len(), 100);
        assert!(all.is_sorted_by(|a, b| a.at < b.at));
        let some = ReadingQuery { from: at(239), to: at(311), ..hours_of(1, Some("w01018")) };
        assert_eq!(values(&archive.readings(some.clone()).await.unwrap()), ["239", "263", "287"]);
        let limited = ReadingQuery { limit: 2, ..some.clone() };
        assert_eq!(values(&archive.readings(limited).await.unwrap()), ["239", "263"]);
        let both = archive.readings(ReadingQuery { factor: None, ..some }).await.unwrap();
        assert_eq!(values(&both), ["239", "1.0", "263", "1.0", "287", "1.0"]);
        let days = ReadingQuery { kind: ReadingKind::Day, ..hours_of(1, None) };
        assert_eq!(archive.readings(days).await.unwrap().len(), 100);
        assert_eq!(archive.readings(hours_of(3, None)).await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn frames_are_listed_newest_first_page_by_page() {
    let dir = tempfile::tempdir().unwrap();
    let archive = open(dir.path()).await;
    for n in 0..30 {
        let frame = match n % 3 {
            0 => hour(1, n, &[("w01018", "1")]),
            1 => {
                let verdict = Verdict::Quarantined { fault: FrameFault::Duplicate };
                Frame { verdict, ..faulty(Some(1), n, FrameFault::Duplicate) }
            }
            _ => faulty(None, n, FrameFault::BadCrc),
        };
        archive.append(frame).await.unwrap();
        if n == 9 || n == 19 {
            archive.persist().await.unwrap();
        }
    }
    in_every_state(dir.path(), archive, async |archive| {
        let mut seen = Vec::new();
        let mut before = None;
        loop {
            let query = FrameQuery { limit: 7, before, ..all_frames() };
            let page = archive.frames(query).await.unwrap();
            let Some(last) = page.last() else { break };
            before = Some(last.reference);
            seen.extend(page.iter().map(|stored| stored.reference));
        }
        assert_eq!(seen.len(), 30);
        assert!(seen.is_sorted_by(|a, b| a > b));
        let count = async |query| archive.frames(query).await.unwrap().len();
        let standing = |standing| FrameQuery { standing, ..all_frames() };
        assert_eq!(count(standing(Standing::Accepted)).await, 10);
        assert_eq!(count(standing(Standing::Faulty)).await, 20);
        assert_eq!(count(standing(Standing::Quarantined)).await, 10);
        assert_eq!(count(standing(Standing::Rejected)).await, 10);
        assert_eq!(count(standing(Standing::Fault(FrameFault::BadCrc))).await, 10);
        assert_eq!(count(FrameQuery { mn: Some(mn(1)), ..all_frames() }).await, 20);
        assert_eq!(count(FrameQuery { from: at(4), to: at(8), ..all_frames() }).await, 5);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_latest_reading_of_each_factor_survives() {
    let dir = tempfile::tempdir().unwrap();
    let archive = open(dir.path()).await;
    archive.append(hour(1, 5, &[("w01018", "5"), ("w21003", "0.5")])).await.unwrap();
    archive.append(hour(1, 3, &[("w01018", "3"), ("w00000", "8")])).await.unwrap();
    in_every_state(dir.path(), archive, async |archive| {
        assert_eq!(values(&archive.latest(&mn(1)).await), ["8", "5", "0.5"]);
        assert_eq!(archive.latest(&mn(2)).await, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_breaks_the_format_is_refused_whole() {
    let dir = tempfile::tempdir().unwrap();
    let archive = open(dir.path()).await;
    let good = hour(1, 0, &[("w01018", "1")]);
    let mut foreign = good.clone();
    foreign.readings[0].mn = mn(2);
    let mut counted = good.clone();
    counted.verdict = Verdict::Quarantined { fault: FrameFault::Contradiction };
    let mut long = good.clone();
    long.raw = vec![b'#'; archive::body::MAX_RAW + 1];
    for bad in [foreign, counted, long] {
        let refused = archive.append_many(vec![good.clone(), bad]).await;
        assert!(matches!(refused, Err(Error::Malformed(_))), "{refused:?}");
    }
    assert_eq!(archive.frames(all_frames()).await.unwrap(), []);
    archive.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_process_at_a_time_and_none_after_close() {
    let dir = tempfile::tempdir().unwrap();
    let archive = open(dir.path()).await;
    let second = Archive::open(config(dir.path())).await;
    assert!(matches!(second, Err(Error::Locked(_))));
    let other = archive.clone();
    archive.close().await;
    let late = other.append(hour(1, 0, &[])).await;
    assert!(matches!(late, Err(Error::Closed)), "{late:?}");
    open(dir.path()).await.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_log_moves_itself_to_parquet() {
    let dir = tempfile::tempdir().unwrap();
    let limits = archive::Config { wal_limit: 20_000, segment_bytes: 4_000, ..config(dir.path()) };
    let (archive, _) = Archive::open(limits).await.unwrap();
    for round in 0..8 {
        let appends = (0..50).map(|n| {
            let archive = archive.clone();
            let frame = hour(n % 7, round * 50 + n as i64, &[("w01018", "1")]);
            tokio::spawn(async move { archive.append(frame).await })
        });
        for append in appends.collect::<Vec<_>>() {
            append.await.unwrap().unwrap();
        }
    }
    assert!(archive.stats().files > 0);
    assert_eq!(archive.frames(all_frames()).await.unwrap().len(), 400);
    archive.close().await;
}
