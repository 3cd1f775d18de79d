//! Files by the SHA-256 of their bytes, in folders by the first two digits.
//!
//! Files that are still arriving lie in a folder of their own, piece after piece, each synced before it is acknowledged.
//!
//! A file is written under a temporary name, synced, renamed, and its folder synced: under its own name it is whole or
//! not there. What a crash left under a temporary name is ignored and removed at the next start.

use anyhow::{Context as _, bail};
use app::ports::Blobs;
use async_trait::async_trait;
use sha2::{Digest as _, Sha256};
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// Files in a folder.
#[derive(Debug, Clone)]
pub(crate) struct FileBlobs {
    dir: PathBuf,
}

const TEMPORARY: &str = "tmp-";
/// The folder of files that are still arriving.
const ARRIVING: &str = "arriving";

impl FileBlobs {
    /// Opens the folder, made if missing.
    pub(crate) fn open(dir: &Path) -> anyhow::Result<Self> {
        let place = || format!("folder of files {}", dir.display());
        fs::create_dir_all(dir).with_context(place)?;
        for entry in fs::read_dir(dir).with_context(place)? {
            let entry = entry.with_context(place)?;
            if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
                fs::remove_file(entry.path()).with_context(place)?;
            }
        }
        Ok(Self { dir: dir.to_owned() })
    }

    /// The folder as it is: nothing is made, nothing cleared away.
    pub(crate) fn read_only(dir: &Path) -> Self {
        Self { dir: dir.to_owned() }
    }

    fn path(&self, sha256: &str) -> anyhow::Result<PathBuf> {
        let digits =
            sha256.len() == 64 && sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if !digits {
            bail!("that is no digest of a file");
        }
        let (folder, _) = sha256.split_at(2);
        Ok(self.dir.join(folder).join(sha256))
    }

    fn write(&self, bytes: &[u8]) -> anyhow::Result<String> {
        let sha256 = digest(bytes);
        let path = self.path(&sha256)?;
        // A damaged file is written anew; a good one stays.
        if fs::read(&path).is_ok_and(|known| known == bytes) {
            return Ok(sha256);
        }
        let temporary = self.dir.join(format!("{TEMPORARY}{:032x}", rand::random::<u128>()));
        let written = self.write_through(&temporary, &path, bytes);
        if written.is_err() {
            // Best effort; the next start removes it otherwise.
            let _ = fs::remove_file(&temporary);
        }
        written.with_context(|| format!("writing file {}", path.display()))?;
        Ok(sha256)
    }

    fn write_through(&self, temporary: &Path, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
        let mut file =
            OpenOptions::new().write(true).create_new(true).mode(0o600).open(temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        let folder = path.parent().unwrap_or(&self.dir);
        if !folder.exists() {
            fs::create_dir_all(folder)?;
            File::open(&self.dir)?.sync_all()?;
        }
        fs::rename(temporary, path)?;
        File::open(folder)?.sync_all()
    }

    fn read(&self, sha256: &str) -> anyhow::Result<Option<Vec<u8>>> {
        let path = self.path(sha256)?;
        match fs::read(&path) {
            Ok(bytes) if digest(&bytes) == sha256 => Ok(Some(bytes)),
            Ok(_) => bail!("file {sha256} is damaged: its bytes are not those of its name"),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("reading file {sha256}")),
        }
    }

    fn arriving(&self, name: &str) -> anyhow::Result<PathBuf> {
        let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if name.is_empty() || !plain {
            bail!("that is no name of an arriving file");
        }
        Ok(self.dir.join(ARRIVING).join(name))
    }

    fn write_at(&self, name: &str, offset: u64, piece: &[u8]) -> anyhow::Result<()> {
        let path = self.arriving(name)?;
        let folder = self.dir.join(ARRIVING);
        let new = !path.exists();
        fs::create_dir_all(&folder)?;
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(&path)?;
        if file.metadata()?.len() < offset {
            bail!("arriving file {name} is shorter than what was acknowledged of it");
        }
        file.set_len(offset)?;
        file.seek(SeekFrom::Start(offset))?;
        file.write_all(piece)?;
        file.sync_all()?;
        if new {
            File::open(&folder)?.sync_all()?;
            File::open(&self.dir)?.sync_all()?;
        }
        Ok(())
    }

    /// Every file by its digest, in order.
    pub(crate) fn list(&self) -> anyhow::Result<Vec<String>> {
        let mut names = Vec::new();
        if !self.dir.exists() {
            return Ok(names);
        }
        for folder in fs::read_dir(&self.dir)? {
            let folder = folder?.path();
            if !folder.is_dir() || folder.ends_with(ARRIVING) {
                continue;
            }
            for entry in fs::read_dir(folder)? {
                names.push(entry?.file_name().to_string_lossy().into_owned());
            }
        }
        names.sort();
        Ok(names)
    }

    /// Whether the file is there and whole.
    pub(crate) fn check(&self, sha256: &str) -> anyhow::Result<()> {
        self.read(sha256)?.map(drop).context("file is missing")
    }
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[async_trait]
impl Blobs for FileBlobs {
    async fn put(&self, bytes: Vec<u8>) -> anyhow::Result<String> {
        let blobs = self.clone();
        tokio::task::spawn_blocking(move || blobs.write(&bytes)).await.context("writing a file")?
    }

    async fn get(&self, sha256: &str) -> anyhow::Result<Option<Vec<u8>>> {
        let (blobs, sha256) = (self.clone(), sha256.to_owned());
        tokio::task::spawn_blocking(move || blobs.read(&sha256)).await.context("reading a file")?
    }

    async fn write_piece(&self, name: &str, offset: u64, piece: Vec<u8>) -> anyhow::Result<()> {
        let (blobs, name) = (self.clone(), name.to_owned());
        let written = tokio::task::spawn_blocking(move || blobs.write_at(&name, offset, &piece));
        written.await.context("writing a piece")?
    }

    async fn pieces(&self, name: &str) -> anyhow::Result<Option<Vec<u8>>> {
        let path = self.arriving(name)?;
        match tokio::fs::read(path).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error).with_context(|| format!("reading arriving file {name}")),
        }
    }

    async fn drop_pieces(&self, name: &str) -> anyhow::Result<()> {
        match tokio::fs::remove_file(self.arriving(name)?).await {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_put_is_got_and_putting_twice_keeps_one() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = FileBlobs::open(dir.path()).unwrap();
        let name = blobs.put(b"photo".to_vec()).await.unwrap();
        assert_eq!(blobs.put(b"photo".to_vec()).await.unwrap(), name);
        assert_eq!(blobs.get(&name).await.unwrap().as_deref(), Some(&b"photo"[..]));
        assert_eq!(blobs.list().unwrap(), [name]);
        assert_eq!(blobs.get(&"0".repeat(64)).await.unwrap(), None);
        assert!(blobs.get("../../etc/passwd").await.is_err());
    }

    #[tokio::test]
    async fn a_damaged_file_is_never_handed_out_and_is_mended_by_putting_it_again() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = FileBlobs::open(dir.path()).unwrap();
        let name = blobs.put(b"photo".to_vec()).await.unwrap();
        fs::write(blobs.path(&name).unwrap(), b"phot0").unwrap();
        assert!(blobs.get(&name).await.unwrap_err().to_string().contains("damaged"));
        blobs.put(b"photo".to_vec()).await.unwrap();
        blobs.check(&name).unwrap();
    }

    #[tokio::test]
    async fn pieces_are_written_where_the_last_acknowledged_one_ended() {
        let dir = tempfile::tempdir().unwrap();
        let blobs = FileBlobs::open(dir.path()).unwrap();
        blobs.write_piece("a-1", 0, b"hello".to_vec()).await.unwrap();
        // The second was written, but never acknowledged: it is written again.
        blobs.write_piece("a-1", 5, b" w\0\0\0\0\0".to_vec()).await.unwrap();
        blobs.write_piece("a-1", 5, b" world".to_vec()).await.unwrap();
        let again = FileBlobs::open(dir.path()).unwrap();
        assert_eq!(again.pieces("a-1").await.unwrap().as_deref(), Some(&b"hello world"[..]));
        assert!(again.write_piece("a-1", 12, vec![1]).await.is_err(), "a hole is no piece");
        assert!(again.write_piece("../a", 0, vec![1]).await.is_err());
        assert!(again.list().unwrap().is_empty(), "it is no file yet");
        for _ in 0..2 {
            again.drop_pieces("a-1").await.unwrap();
        }
        assert_eq!(again.pieces("a-1").await.unwrap(), None);
    }

    #[tokio::test]
    async fn what_a_crash_left_half_written_is_no_file() {
        let dir = tempfile::tempdir().unwrap();
        let left = dir.path().join("tmp-0123");
        fs::write(&left, b"half").unwrap();
        let blobs = FileBlobs::open(dir.path()).unwrap();
        assert!(blobs.list().unwrap().is_empty());
        assert!(!left.exists());
    }
}
