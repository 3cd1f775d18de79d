//! One log file and the small index that finds a frame in it. The file is the buffer: frames that are not in Parquet
//! yet are read back from it, so that only some 20 bytes a frame stay in memory.

use super::record::{self, HEADER, Header, Next};
use crate::{Error, FrameRef, StoredFrame, disk, error::At};
use domain::reading::{Frame, Mn};
use parking_lot::RwLock;
use std::{
    collections::HashMap,
    fs::{self, File, OpenOptions},
    io::Write,
    os::unix::fs::FileExt,
    path::{Path, PathBuf},
};

/// A log file. Everything in its index is on disk.
#[derive(Debug)]
pub(crate) struct Segment {
    pub(crate) first: u64,
    pub(crate) path: PathBuf,
    file: File,
    index: RwLock<Index>,
}

#[derive(Debug, Default)]
struct Index {
    /// Where each record ends in the file.
    ends: Vec<u64>,
    /// The records of each device, ascending.
    by_mn: HashMap<Mn, Vec<u32>>,
}

/// A record on its way to disk.
#[derive(Debug)]
pub(crate) struct Sealed {
    pub(crate) frame: Frame,
    pub(crate) record: Vec<u8>,
}

impl Sealed {
    pub(crate) fn new(frame: Frame) -> Result<Self, Error> {
        let record = record::encode(&frame)?;
        Ok(Self { frame, record })
    }
}

impl Segment {
    /// Makes an empty file; its name and header are on disk when this returns.
    pub(crate) fn create(dir: &Path, first: u64) -> Result<Self, Error> {
        let path = dir.join(format!("{first:020}.wal"));
        let mut file =
            OpenOptions::new().create_new(true).read(true).append(true).open(&path).at(&path)?;
        file.write_all(&record::header(first)).and_then(|()| file.sync_all()).at(&path)?;
        disk::sync_dir(dir)?;
        Ok(Self { first, path, file, index: RwLock::default() })
    }

    /// Reads a file that an earlier process left, calling `each` for every frame, and cuts off what is not sound.
    /// The cut bytes are kept in the folder `damaged` beside the file. None if nothing sound was in it.
    pub(crate) fn reopen(
        path: PathBuf,
        mut each: impl FnMut(u64, Frame),
    ) -> Result<(Option<Self>, u64), Error> {
        let bytes = fs::read(&path).at(&path)?;
        let first = match record::read_header(&bytes) {
            Header::First(first) => first,
            Header::Newer(found) => {
                return Err(Error::Newer { path, found: found.into() });
            }
            Header::Unreadable => {
                keep_cut(&path, &bytes, 0)?;
                disk::remove(&path)?;
                return Ok((None, bytes.len() as u64));
            }
        };
        let mut index = Index::default();
        let mut at = HEADER;
        let cut = loop {
            match record::next(&bytes[at..]) {
                Next::Record { version, body, size } => {
                    let Some(frame) = record::decode(version, body) else {
                        return Err(Error::Newer { path, found: version.into() });
                    };
                    at += size;
                    index.push(frame.mn.as_ref(), at as u64);
                    each(first + index.ends.len() as u64 - 1, frame);
                }
                Next::End => break 0,
                Next::Torn => break bytes.len() - at,
            }
        };
        let file = OpenOptions::new().read(true).write(true).open(&path).at(&path)?;
        if cut > 0 {
            keep_cut(&path, &bytes[at..], at)?;
            file.set_len(at as u64).and_then(|()| file.sync_all()).at(&path)?;
        }
        if index.ends.is_empty() {
            disk::remove(&path)?;
            return Ok((None, cut as u64));
        }
        Ok((Some(Self { first, path, file, index: RwLock::new(index) }), cut as u64))
    }

    /// Writes records and waits for the disk. Only the log's one writer calls this. Not in the index yet.
    pub(crate) fn write(&self, bytes: &[u8]) -> Result<(), Error> {
        (&self.file).write_all(bytes).and_then(|()| self.file.sync_data()).at(&self.path)
    }

    /// Lets readers see the records just written.
    pub(crate) fn show(&self, records: &[Sealed]) {
        let mut index = self.index.write();
        let mut end = index.end();
        for sealed in records {
            end += sealed.record.len() as u64;
            index.push(sealed.frame.mn.as_ref(), end);
        }
    }

    /// How many frames it holds.
    pub(crate) fn count(&self) -> u64 {
        self.index.read().ends.len() as u64
    }

    /// The number after its last frame.
    pub(crate) fn end(&self) -> u64 {
        self.first + self.count()
    }

    /// Bytes in the file, header included.
    pub(crate) fn bytes(&self) -> u64 {
        self.index.read().end()
    }

    /// The numbers of the device's frames, ascending.
    pub(crate) fn frames_of(&self, mn: &Mn) -> Vec<u64> {
        let index = self.index.read();
        index.by_mn.get(mn).into_iter().flatten().map(|n| self.first + u64::from(*n)).collect()
    }

    /// The frame with this number; none if it is not in this file.
    pub(crate) fn frame(&self, number: u64) -> Result<Option<StoredFrame>, Error> {
        let Some(n) = number.checked_sub(self.first) else {
            return Ok(None);
        };
        let Some((start, end)) = self.index.read().span(n as usize) else {
            return Ok(None);
        };
        let mut bytes = vec![0; (end - start) as usize];
        self.file.read_exact_at(&mut bytes, start).at(&self.path)?;
        let frame = match record::next(&bytes) {
            Next::Record { version, body, .. } => record::decode(version, body),
            Next::End | Next::Torn => None,
        };
        let frame = frame.ok_or_else(|| {
            Error::damaged(
                &self.path,
                format!("record at byte {start} changed after it was written"),
            )
        })?;
        Ok(Some(StoredFrame { reference: FrameRef(number), frame }))
    }
}

impl Index {
    fn push(&mut self, mn: Option<&Mn>, end: u64) {
        let n = self.ends.len() as u32;
        self.ends.push(end);
        let Some(mn) = mn else { return };
        match self.by_mn.get_mut(mn) {
            Some(records) => records.push(n),
            None => drop(self.by_mn.insert(mn.clone(), vec![n])),
        }
    }

    fn end(&self) -> u64 {
        self.ends.last().copied().unwrap_or(HEADER as u64)
    }

    fn span(&self, n: usize) -> Option<(u64, u64)> {
        let end = *self.ends.get(n)?;
        let start = n.checked_sub(1).map_or(HEADER as u64, |before| self.ends[before]);
        Some((start, end))
    }
}

/// Damage may be evidence, and may be readable by hand: what is cut off is kept.
fn keep_cut(path: &Path, bytes: &[u8], offset: usize) -> Result<(), Error> {
    let (Some(dir), Some(name)) = (path.parent(), path.file_name()) else {
        return Ok(());
    };
    let dir = dir.join("damaged");
    disk::create_dir(&dir)?;
    disk::write_synced(&dir.join(format!("{}.from-{offset}", name.to_string_lossy())), bytes)?;
    disk::sync_dir(&dir)
}
