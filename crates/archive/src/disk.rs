//! The few file operations that must survive a power cut: a file is whole or absent, and its name is on disk too.

use crate::{Error, error::At};
use std::{
    fs::{self, File},
    io::Write,
    path::Path,
};

/// Puts a folder's entries on disk. Without it a new name, or the end of an old one, may be lost with the power.
pub(crate) fn sync_dir(dir: &Path) -> Result<(), Error> {
    File::open(dir).and_then(|dir| dir.sync_all()).at(dir)
}

/// Makes a folder and every missing one above it, durably.
pub(crate) fn create_dir(dir: &Path) -> Result<(), Error> {
    if dir.is_dir() {
        return Ok(());
    }
    if let Some(parent) = dir.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        create_dir(parent)?;
        fs::create_dir_all(dir).at(dir)?;
        return sync_dir(parent);
    }
    fs::create_dir_all(dir).at(dir)
}

/// Gives a file, already synced, its final name.
pub(crate) fn publish(from: &Path, to: &Path) -> Result<(), Error> {
    fs::rename(from, to).at(from)?;
    to.parent().map_or(Ok(()), sync_dir)
}

/// Writes a small file so that a reader finds the old content or the new one, never a part.
pub(crate) fn replace(path: &Path, content: &[u8]) -> Result<(), Error> {
    let part = path.with_extension("part");
    write_synced(&part, content)?;
    publish(&part, path)
}

/// Writes a file and waits until its content is on disk.
pub(crate) fn write_synced(path: &Path, content: &[u8]) -> Result<(), Error> {
    let mut file = File::create(path).at(path)?;
    file.write_all(content).and_then(|()| file.sync_all()).at(path)
}

/// Removes a file; that it is already gone is fine.
pub(crate) fn remove(path: &Path) -> Result<(), Error> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).at(path),
        _ => Ok(()),
    }
}
