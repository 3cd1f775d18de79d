//! The log's bytes: every frame comes back, and no cut or altered tail is taken for a frame.

use crate::make::*;
use archive::{
    Archive, FrameRef, body,
    wal::record::{self, HEADER, Header, Next},
};
use domain::{
    Timestamp,
    reading::{DataFlag, Decimal, Frame, FrameFault, Measured, Mn, Reading, ReadingKind, Verdict},
};
use proptest::{collection::vec, option, prelude::*, sample::select};
use std::fs;

fn decimals() -> impl Strategy<Value = Decimal> {
    (any::<i64>(), 0_u8..=18).prop_map(|(mantissa, scale)| Decimal { mantissa, scale })
}

fn readings_of(mn: Mn) -> impl Strategy<Value = Reading> {
    let kinds = [ReadingKind::Realtime, ReadingKind::Minute, ReadingKind::Hour, ReadingKind::Day];
    let flags = [DataFlag::Normal, DataFlag::Unknown, DataFlag::PowerFailure, DataFlag::OverRange];
    let value = prop_oneof![
        decimals().prop_map(|value| Measured::Valid { value }),
        decimals().prop_map(|value| Measured::Invalid { value }),
        Just(Measured::BelowDetection),
        Just(Measured::Missing),
    ];
    let optional = || option::of(decimals());
    let numbers = (value, optional(), optional(), optional(), optional());
    ("[aw][0-9]{5}", select(kinds.to_vec()), any::<i64>(), numbers, select(flags.to_vec()))
        .prop_map(move |(factor, kind, at, (value, converted, min, max, total), flag)| Reading {
            mn: mn.clone(),
            factor: factor.as_str().into(),
            kind,
            at: Timestamp::from_millis(at),
            value,
            converted,
            min,
            max,
            total,
            flag,
        })
}

fn accepted() -> impl Strategy<Value = Frame> {
    "[A-Z0-9]{1,32}".prop_flat_map(|text| {
        let mn: Mn = text.parse().unwrap();
        let readings = vec(readings_of(mn.clone()), 0..9);
        let findings = vec(".{0,20}", 0..3);
        (readings, findings, any::<i64>(), option::of(any::<u16>()), vec(any::<u8>(), 0..300))
            .prop_map(move |(readings, findings, received, command, raw)| Frame {
                received_at: Timestamp::from_millis(received),
                peer: "[2001:db8::1]:40112".to_owned(),
                mn: Some(mn.clone()),
                command,
                raw,
                verdict: Verdict::Accepted { findings },
                readings,
            })
    })
}

fn any_frame() -> impl Strategy<Value = Frame> {
    let faults = [FrameFault::BadCrc, FrameFault::Undecipherable, FrameFault::Contradiction];
    let refused = (select(faults.to_vec()), any::<bool>(), vec(any::<u8>(), 0..99)).prop_map(
        |(fault, kept, raw)| {
            let verdict = match kept {
                true => Verdict::Quarantined { fault },
                false => Verdict::Rejected { fault },
            };
            Frame { raw, verdict, ..faulty(None, 0, fault) }
        },
    );
    prop_oneof![accepted(), refused]
}

/// The frames before the first byte that is no sound record.
fn scan(mut bytes: &[u8]) -> Vec<Frame> {
    let mut frames = Vec::new();
    while let Next::Record { version, body, size } = record::next(bytes) {
        frames.push(record::decode(version, body).unwrap());
        bytes = &bytes[size..];
    }
    frames
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_frame_survives_its_bytes(frame in any_frame()) {
        let bytes = record::encode(&frame).unwrap();
        prop_assert_eq!(scan(&bytes), vec![frame]);
    }

    #[test]
    fn a_log_cut_or_altered_anywhere_keeps_what_lies_before(
        frames in vec(any_frame(), 1..4),
        flip in 1_u8..=255,
    ) {
        let mut bytes = Vec::new();
        let mut ends = vec![0];
        for frame in &frames {
            bytes.extend(record::encode(frame).unwrap());
            ends.push(bytes.len());
        }
        for at in 0..bytes.len() {
            let whole = ends.iter().filter(|end| **end <= at).count() - 1;
            prop_assert_eq!(&scan(&bytes[..at])[..], &frames[..whole], "cut at {}", at);
            bytes[at] ^= flip;
            prop_assert_eq!(&scan(&bytes)[..], &frames[..whole], "altered at {}", at);
            bytes[at] ^= flip;
        }
    }

    #[test]
    fn no_bytes_make_the_decoder_panic(bytes in vec(any::<u8>(), 0..200)) {
        let _ = body::take_frame(&bytes);
        let _ = record::next(&bytes);
        let _ = record::read_header(&bytes);
    }
}

#[test]
fn a_header_is_whole_or_unreadable() {
    let header = record::header(0x0102_0304_0506_0708);
    assert_eq!(record::read_header(&header), Header::First(0x0102_0304_0506_0708));
    for at in 0..HEADER {
        let mut altered = header;
        altered[at] ^= 1;
        assert_eq!(record::read_header(&altered), Header::Unreadable);
        assert_eq!(record::read_header(&header[..at]), Header::Unreadable);
    }
}

fn only_log(dir: &std::path::Path) -> std::path::PathBuf {
    let files = fs::read_dir(dir.join("wal")).unwrap().map(|entry| entry.unwrap().path());
    let mut logs: Vec<_> =
        files.filter(|path| path.is_file() && fs::metadata(path).unwrap().len() > 20).collect();
    assert_eq!(logs.len(), 1);
    logs.remove(0)
}

/// Every place where the power may fail in the last record, on real files.
#[tokio::test(flavor = "multi_thread")]
async fn a_torn_tail_is_cut_kept_and_reported() {
    let dir = tempfile::tempdir().unwrap();
    let archive = open(dir.path()).await;
    let first = archive.append(hour(1, 0, &[("w01018", "1")])).await.unwrap();
    archive.close().await;
    let log = only_log(dir.path());
    let whole = fs::read(&log).unwrap();
    let torn = record::encode(&hour(1, 1, &[("w01018", "2")])).unwrap();
    let cuts = (1..torn.len()).step_by(7).map(|n| torn[..n].to_vec());
    let zeros = [vec![0; 1], vec![0; 4096]];
    for tail in cuts.chain(zeros) {
        fs::write(&log, [&whole[..], &tail].concat()).unwrap();
        let (archive, recovery) = Archive::open(config(dir.path())).await.unwrap();
        assert_eq!((recovery.frames, recovery.cut_bytes), (1, tail.len() as u64));
        assert!(archive.frame(&first).await.unwrap().is_some());
        assert_eq!(archive.frames(all_frames()).await.unwrap().len(), 1);
        // Its number may have been given to a frame in the tail.
        let next = archive.append(faulty(None, 2, FrameFault::Garbage)).await.unwrap();
        assert!(next > FrameRef(first.0 + 1));
        archive.close().await;
        let kept = dir.path().join("wal/damaged");
        let names: Vec<_> = fs::read_dir(&kept).unwrap().map(|e| e.unwrap().path()).collect();
        assert_eq!(names.len(), 1);
        assert_eq!(fs::read(&names[0]).unwrap(), tail);
        for entry in fs::read_dir(dir.path().join("wal")).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() && path != log {
                fs::remove_file(path).unwrap();
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_of_a_later_version_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    open(dir.path()).await.close().await;
    let mut header = record::header(7);
    header[6] = 2;
    let crc = crc32(&header[..16]);
    header[16..].copy_from_slice(&crc.to_le_bytes());
    let path = dir.path().join("wal/00000000000000000007.wal");
    fs::write(&path, header).unwrap();
    let refused = Archive::open(config(dir.path())).await;
    assert!(matches!(refused, Err(archive::Error::Newer { found: 2, .. })), "{refused:?}");
    assert_eq!(fs::read(&path).unwrap(), header);
}

/// CRC-32 from its definition, so that the check sum is not tested against itself.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| {
        if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 }
    };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}
