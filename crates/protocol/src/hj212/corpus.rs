//! A made-up stream of valid frames, the same for the same seed, to measure and to test with.

use super::{Stamp, crc16};
use std::fmt::Write;

/// Real-time frames (2017, CN 2011) of four gas outlets to one water outlet, six to ten factors each, about
/// 400 bytes; as on the wire, with CR LF.
pub fn frames(count: usize, seed: u64) -> Vec<u8> {
    let mut random = Random(seed);
    let loggers: Vec<_> = (0..LOGGERS)
        .map(|_| format!("{:016X}{:08X}", random.next(), random.next() >> 32))
        .collect();
    let mut stream = Vec::with_capacity(count * 410);
    let mut segment = String::with_capacity(1024);
    for index in 0..count {
        let logger = index % LOGGERS;
        let round = (index / LOGGERS) as i64;
        let time = Stamp::from_unix_ms(START_MS + round * 60_000 + (index % 1000) as i64);
        let (st, pool) = if logger.is_multiple_of(5) { ("32", WATER) } else { ("31", GAS) };
        segment.clear();
        // Writing to a String cannot fail.
        let _ = write!(
            segment,
            "QN={};ST={st};CN=2011;PW=123456;MN={};Flag=5;CP=&&DataTime={}",
            time.millis(),
            loggers[logger],
            time.seconds(),
        );
        random.factors(pool, &mut segment);
        segment.push_str("&&");
        stream.extend_from_slice(format!("##{:04}", segment.len()).as_bytes());
        stream.extend_from_slice(segment.as_bytes());
        let crc = crc16::hj212(segment.as_bytes());
        stream.extend_from_slice(format!("{crc:04X}\r\n").as_bytes());
    }
    stream
}

/// What a quick hand-written reader does and no more: check sum, split, numbers. The measure that the full
/// reader is held against; knows nothing of resynchronising, dialects, marks, codes or findings.
pub fn bare_probe(stream: &[u8]) -> Probe {
    let mut probe = Probe::default();
    let mut at = 0;
    while let Some(segment) = segment_at(stream, at) {
        at += segment.len() + 12;
        probe.bytes += segment.len();
        let crc = segment
            .iter()
            .fold(0xFFFF_u16, |crc, byte| PLAIN[usize::from((crc >> 8) as u8 ^ byte)]);
        let printed = &stream[at - 6..at - 2];
        let given = str::from_utf8(printed).ok().and_then(|hex| u16::from_str_radix(hex, 16).ok());
        if given != Some(crc) {
            continue;
        }
        probe.frames += 1;
        let Some((_, cp)) = str::from_utf8(segment).ok().and_then(|s| s.split_once("CP=&&")) else {
            continue;
        };
        for (_, value) in cp.split([';', ',']).filter_map(|item| item.split_once('=')) {
            if let Ok(number) = value.parse::<f64>() {
                probe.sum += number;
            }
        }
    }
    probe
}

/// What the bare probe counted.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Probe {
    /// Frames with the right sum.
    pub frames: usize,
    /// Bytes of data segments.
    pub bytes: usize,
    /// Of all numbers, so that none is optimised away.
    pub sum: f64,
}

fn segment_at(stream: &[u8], at: usize) -> Option<&[u8]> {
    let digits = str::from_utf8(stream.get(at + 2..at + 6)?).ok()?;
    let len: usize = digits.parse().ok()?;
    stream.get(at + 6..at + 6 + len).filter(|_| stream.len() >= at + len + 12)
}

/// The check sum's plain table, a byte at a time.
static PLAIN: [u16; 256] = crc16::TABLE;

const LOGGERS: usize = 2000;
const START_MS: i64 = 1_760_000_000_000;

/// Code, least and greatest value, digits after the point, whether a converted value comes with it.
type Shape = (&'static str, f64, f64, usize, bool);

const GAS: &[Shape] = &[
    ("a34013", 2.0, 15.0, 2, true),
    ("a21026", 2.0, 60.0, 2, true),
    ("a21002", 10.0, 120.0, 2, true),
    ("a21005", 1.0, 80.0, 2, true),
    ("a19001", 3.0, 15.0, 2, false),
    ("a01011", 3.0, 20.0, 2, false),
    ("a01012", 60.0, 180.0, 1, false),
    ("a01013", -1.5, 0.5, 3, false),
    ("a01014", 2.0, 15.0, 2, false),
    ("a00000", 5.0, 60.0, 2, false),
    ("a05001", 1.0, 12.0, 2, false),
    ("a24088", 1.0, 60.0, 2, false),
];

const WATER: &[Shape] = &[
    ("w00000", 1.0, 200.0, 2, false),
    ("w01001", 6.0, 9.0, 2, false),
    ("w01018", 8.0, 90.0, 2, false),
    ("w21003", 0.02, 8.0, 3, false),
    ("w21011", 0.01, 1.0, 3, false),
    ("w21001", 1.0, 18.0, 2, false),
    ("w01012", 1.0, 20.0, 1, false),
    ("w01010", 8.0, 35.0, 1, false),
    ("w01014", 200.0, 1800.0, 0, false),
    ("w20117", 0.0, 0.05, 4, false),
];

/// SplitMix64: small, and the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Six to ten different factors of the pool in random order.
    fn factors(&mut self, pool: &[Shape], text: &mut String) {
        let mut pool = pool.to_vec();
        let count = 6 + self.below(5);
        for taken in 0..count {
            let chosen = taken + self.below(pool.len() - taken);
            pool.swap(taken, chosen);
            let (code, low, high, digits, converted) = pool[taken];
            let value = self.between(low, high);
            let _ = write!(text, ";{code}-Rtd={value:.digits$}");
            if converted {
                let value = value * self.between(0.9, 1.6);
                let _ = write!(text, ",{code}-ZsRtd={value:.digits$}");
            }
            let mark = if self.below(100) < 94 {
                "N"
            } else {
                ["F", "M", "S", "D", "C", "T"][self.below(6)]
            };
            let _ = write!(text, ",{code}-Flag={mark}");
        }
    }
}
