//! What is kept in memory of each device: its latest readings, and the keys it used last.
//!
//! A key is (MN, kind, instant, factor); the command adds nothing to it, for the command decides the kind. A back-filled
//! reading has the key of the reading it repeats: that it may differ from the first is what [`Seen`] is there to show.

use crate::{
    Error, FrameRef,
    body::{self, Bytes},
    codes::kind_code,
    error::At,
    wal::segment::Sealed,
};
use domain::reading::{Decimal, Factor, Mn, Reading, ReadingKind};
use std::{
    collections::{HashMap, VecDeque},
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    mem,
    path::Path,
};

/// Keys remembered of each device and kind. With 8 factors these are 32 frames: a quarter of an hour of instants, a day
/// and a third of hours. Older repetitions are found when readings are read.
pub const WINDOW: usize = 256;
/// Devices remembered; accepted frames come from registered devices only, so this is never reached by strangers.
const DEVICES: usize = 100_000;
const SNAPSHOT: [u8; 8] = *b"HZLAST\0\x01";

/// Whether the readings of a frame were stored before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// At least one reading is new, and none contradicts.
    New,
    /// Every reading was stored before, with the same content.
    Duplicate {
        /// The frame that came first; none for imported readings.
        first: Option<FrameRef>,
    },
    /// A reading was stored before with another content.
    Contradiction {
        /// The factor that differs.
        factor: Factor,
        /// The frame that came first; none for imported readings.
        first: Option<FrameRef>,
    },
}

#[derive(Debug, Default)]
pub(crate) struct Recent(HashMap<Mn, Device>);

#[derive(Debug, Default)]
struct Device {
    latest: Vec<(Reading, Option<FrameRef>)>,
    windows: [Window; 4],
}

/// The last [`WINDOW`] keys, first in first out.
#[derive(Debug, Default)]
struct Window {
    known: HashMap<u64, (u64, Option<FrameRef>)>,
    order: VecDeque<u64>,
}

impl Recent {
    /// Takes in frames that are now on disk; takes their readings out of them.
    pub(crate) fn note(&mut self, first: u64, records: &mut [Sealed]) {
        for (number, sealed) in (first..).zip(records) {
            self.note_readings(Some(FrameRef(number)), mem::take(&mut sealed.frame.readings));
        }
    }

    /// Takes in readings of one device.
    pub(crate) fn note_readings(&mut self, from: Option<FrameRef>, readings: Vec<Reading>) {
        let Some(mn) = readings.first().map(|reading| &reading.mn) else {
            return;
        };
        if !self.0.contains_key(mn) {
            if self.0.len() >= DEVICES {
                return;
            }
            self.0.insert(mn.clone(), Device::default());
        }
        if let Some(device) = self.0.get_mut(mn) {
            readings.into_iter().for_each(|reading| device.note(reading, from));
        }
    }

    /// Whether these readings of one device were stored before, as far as the window reaches.
    pub(crate) fn seen(&self, readings: &[Reading]) -> Seen {
        let device = readings.first().and_then(|reading| self.0.get(&reading.mn));
        let Some(device) = device else {
            return Seen::New;
        };
        let mut known = 0;
        let mut earliest = None;
        for reading in readings {
            let window = &device.windows[window_of(reading.kind)];
            let Some((content, first)) = window.known.get(&key(reading)) else {
                continue;
            };
            if *content != fingerprint(reading) {
                return Seen::Contradiction { factor: reading.factor.clone(), first: *first };
            }
            known += 1;
            earliest = earliest.or(*first);
        }
        if known == readings.len() { Seen::Duplicate { first: earliest } } else { Seen::New }
    }

    pub(crate) fn latest(&self, mn: &Mn) -> Vec<Reading> {
        let device = self.0.get(mn);
        device.into_iter().flat_map(|d| &d.latest).map(|(reading, _)| reading.clone()).collect()
    }

    /// Writes the latest readings beside the Parquet files, for the frames of moved log files are not replayed again.
    ///
    /// Format 1: `"HZLAST" 0x00 0x01`, then for every reading its frame number plus one (0: imported) and the device
    /// and reading as in a frame body of one reading, then the CRC-32 of all before it.
    pub(crate) fn encode(&self) -> Result<Vec<u8>, Error> {
        let mut out = SNAPSHOT.to_vec();
        for (mn, device) in &self.0 {
            for (reading, from) in &device.latest {
                let number = from.map_or(0, |reference| reference.0 as i64 + 1);
                out.extend(number.to_le_bytes());
                out.push(mn.as_str().len() as u8);
                out.extend(mn.as_str().as_bytes());
                body::put_readings(&mut out, std::slice::from_ref(reading))?;
            }
        }
        let crc = crc32fast::hash(&out);
        out.extend(crc.to_le_bytes());
        Ok(out)
    }

    /// Reads what [`Self::encode`] wrote. The file only repeats what Parquet holds, so a damaged one is left aside.
    pub(crate) fn load(&mut self, path: &Path) -> Result<(), Error> {
        let bytes = match fs::read(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            other => other.at(path)?,
        };
        let sound = bytes.split_last_chunk::<4>().filter(|(content, crc)| {
            content.starts_with(&SNAPSHOT) && crc32fast::hash(content).to_le_bytes() == **crc
        });
        let Some((content, _)) = sound else {
            tracing::warn!("latest readings unreadable; devices show nothing until they report");
            return Ok(());
        };
        let mut rest = Bytes(&content[SNAPSHOT.len()..]);
        while !rest.0.is_empty() {
            let entry = (|| {
                let number = rest.i64()?;
                let mn = rest.mn()?;
                Some((number, rest.readings(mn.as_ref())?))
            })();
            let (number, readings) =
                entry.ok_or_else(|| Error::damaged(path, "an entry breaks the format"))?;
            self.note_readings((number > 0).then(|| FrameRef(number as u64 - 1)), readings);
        }
        Ok(())
    }
}

impl Device {
    fn note(&mut self, reading: Reading, from: Option<FrameRef>) {
        self.windows[window_of(reading.kind)].note(key(&reading), fingerprint(&reading), from);
        let known = self
            .latest
            .iter_mut()
            .find(|(r, _)| r.kind == reading.kind && r.factor == reading.factor);
        match known {
            // The first of several with one key is the one that counts, so an equal instant does not replace.
            Some(known) if known.0.at < reading.at => *known = (reading, from),
            Some(_) => {}
            None => self.latest.push((reading, from)),
        }
    }
}

impl Window {
    fn note(&mut self, key: u64, content: u64, from: Option<FrameRef>) {
        if self.known.contains_key(&key) {
            return;
        }
        if self.order.len() == WINDOW
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
        self.known.insert(key, (content, from));
        self.order.push_back(key);
    }
}

fn window_of(kind: ReadingKind) -> usize {
    usize::from(kind_code(kind) - 1)
}

fn key(reading: &Reading) -> u64 {
    let mut hasher = DefaultHasher::new();
    (reading.at, &reading.factor).hash(&mut hasher);
    hasher.finish()
}

/// Equal for readings that say the same: `1.5` and `1.50` do.
fn fingerprint(reading: &Reading) -> u64 {
    let mut hasher = DefaultHasher::new();
    let Reading { value, converted, min, max, total, flag, .. } = reading;
    body::state_code(*value).hash(&mut hasher);
    flag.hash(&mut hasher);
    for decimal in [value.value(), *converted, *min, *max, *total] {
        decimal.map(reduced).hash(&mut hasher);
    }
    hasher.finish()
}

fn reduced(mut decimal: Decimal) -> (i64, u8) {
    while decimal.scale > 0 && decimal.mantissa % 10 == 0 {
        decimal.mantissa /= 10;
        decimal.scale -= 1;
    }
    (decimal.mantissa, decimal.scale)
}
