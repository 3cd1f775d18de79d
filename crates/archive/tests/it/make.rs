//! Frames and readings for the tests.

use archive::{Archive, Config, FrameQuery, ReadingQuery, Standing};
use domain::{
    Timestamp,
    reading::{
        DataFlag, Decimal, Factor, Frame, FrameFault, Measured, Mn, Reading, ReadingKind, Verdict,
    },
};
use std::path::Path;

pub(crate) const HOUR: i64 = 3_600_000;
/// 2026-11-23 00:00 in Asia/Shanghai.
pub(crate) const START: i64 = 1_795_363_200_000;

pub(crate) fn at(hours: i64) -> Timestamp {
    Timestamp::from_millis(START + hours * HOUR)
}

pub(crate) fn mn(n: usize) -> Mn {
    format!("131000A8900016F{n:09}").parse().unwrap()
}

pub(crate) fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub(crate) fn reading(mn: &Mn, factor: &str, at: Timestamp, value: &str) -> Reading {
    Reading {
        mn: mn.clone(),
        factor: factor.into(),
        kind: ReadingKind::Hour,
        at,
        value: Measured::Valid { value: decimal(value) },
        converted: None,
        min: Some(decimal("-0.50")),
        max: None,
        total: Some(decimal("12")),
        flag: DataFlag::Normal,
    }
}

/// An accepted hour report of one device.
pub(crate) fn hour(device: usize, hours: i64, values: &[(&str, &str)]) -> Frame {
    let mn = mn(device);
    let readings = values.iter().map(|(factor, value)| reading(&mn, factor, at(hours), value));
    Frame {
        received_at: at(hours).plus_millis(HOUR + 1_234),
        peer: "10.13.0.7:40112".to_owned(),
        readings: readings.collect(),
        mn: Some(mn),
        command: Some(2061),
        raw: format!("##raw of {device} at {hours}: {values:?}").into_bytes(),
        verdict: Verdict::Accepted { findings: vec!["crc-lowercase".to_owned()] },
    }
}

/// A frame that was not accepted, from a device that may be nameless.
pub(crate) fn faulty(device: Option<usize>, hours: i64, fault: FrameFault) -> Frame {
    Frame {
        received_at: at(hours),
        peer: "203.0.113.9:5".to_owned(),
        mn: device.map(mn),
        command: None,
        raw: vec![0, 0xff, b'#', 0x80],
        verdict: Verdict::Rejected { fault },
        readings: vec![],
    }
}

pub(crate) fn config(dir: &Path) -> Config {
    Config::new(dir)
}

pub(crate) async fn open(dir: &Path) -> Archive {
    Archive::open(config(dir)).await.unwrap().0
}

pub(crate) fn hours_of(device: usize, factor: Option<&str>) -> ReadingQuery {
    ReadingQuery {
        mn: mn(device),
        factor: factor.map(Factor::from),
        kind: ReadingKind::Hour,
        from: at(-20_000),
        to: at(20_000),
        limit: 100_000,
    }
}

pub(crate) fn all_frames() -> FrameQuery {
    FrameQuery {
        mn: None,
        from: at(-20_000),
        to: at(20_000),
        standing: Standing::Any,
        limit: 1_000,
        before: None,
    }
}

/// The values of some readings, as printed.
pub(crate) fn values(readings: &[Reading]) -> Vec<String> {
    readings.iter().map(|r| r.value.value().map_or("-".to_owned(), |d| d.to_string())).collect()
}
