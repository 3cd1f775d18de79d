//! The same reading twice, and the same key with another value.

use crate::make::*;
use archive::{Seen, WINDOW};
use domain::reading::{DataFlag, Factor};

#[tokio::test(flavor = "multi_thread")]
async fn a_repetition_is_told_from_a_contradiction() {
    let dir = tempfile::tempdir().unwrap();
    let archive = open(dir.path()).await;
    let frame = hour(1, 0, &[("w01018", "35.4"), ("w21003", "0.5")]);
    assert_eq!(archive.seen(&frame), Seen::New);
    let first = archive.append(frame.clone()).await.unwrap();
    let same = hour(1, 0, &[("w21003", "0.50"), ("w01018", "35.40")]);
    let more = hour(1, 0, &[("w01018", "35.4"), ("w01001", "7")]);
    let other = hour(1, 0, &[("w01018", "35.4"), ("w21003", "0.4")]);
    let mut marked = frame.clone();
    marked.readings[0].flag = DataFlag::Maintenance;
    for round in 0..3 {
        assert_eq!(archive.seen(&same), Seen::Duplicate { first: Some(first) }, "{round}");
        assert_eq!(archive.seen(&more), Seen::New);
        let expected = Seen::Contradiction { factor: Factor::from("w21003"), first: Some(first) };
        assert_eq!(archive.seen(&other), expected);
        assert!(matches!(archive.seen(&marked), Seen::Contradiction { .. }));
        assert_eq!(archive.seen(&hour(2, 0, &[("w01018", "35.4")])), Seen::New);
        assert_eq!(archive.seen(&hour(1, 1, &[("w01018", "35.4")])), Seen::New);
        archive.persist().await.unwrap();
    }
    archive.close().await;
    // After opening, the latest readings at least are known again.
    let archive = open(dir.path()).await;
    assert_eq!(archive.seen(&same), Seen::Duplicate { first: Some(first) });
    assert!(matches!(archive.seen(&other), Seen::Contradiction { .. }));
    archive.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_of_several_counts_wherever_they_are() {
    let dir = tempfile::tempdir().unwrap();
    let archive = open(dir.path()).await;
    archive.import(vec![reading(&mn(1), "w01018", at(0), "99")]).await.unwrap();
    let query = || hours_of(1, Some("w01018"));
    assert_eq!(values(&archive.readings(query()).await.unwrap()), ["99"]);
    for value in ["1", "2", "3"] {
        archive.append(hour(1, 0, &[("w01018", value)])).await.unwrap();
        assert_eq!(values(&archive.readings(query()).await.unwrap()), ["1"]);
        archive.persist().await.unwrap();
        assert_eq!(values(&archive.readings(query()).await.unwrap()), ["1"]);
    }
    // Both are kept: three frames are there.
    assert_eq!(archive.frames(all_frames()).await.unwrap().len(), 3);
    archive.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_memory_of_keys_is_bounded() {
    let dir = tempfile::tempdir().unwrap();
    let archive = open(dir.path()).await;
    let frames = (0..=WINDOW as i64).map(|n| hour(1, n, &[("w01018", "1")])).collect();
    archive.append_many(frames).await.unwrap();
    assert_eq!(archive.seen(&hour(1, 0, &[("w01018", "1")])), Seen::New);
    assert!(matches!(archive.seen(&hour(1, 1, &[("w01018", "1")])), Seen::Duplicate { .. }));
    archive.close().await;
}
