//! The list of what a backup holds, each file with its SHA-256, in the form that `sha256sum --check` reads.

use anyhow::{Context as _, bail};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// The file of the list.
pub(crate) const SUMS: &str = "SHA256SUMS";
/// Bytes of a file held at once.
const PIECE_BYTES: usize = 64 << 10;
/// Damaged files named; further ones are only counted.
const NAMED_MAX: usize = 20;

/// Files below a folder, each by its path in it and its digest.
#[derive(Debug, Default)]
pub(crate) struct Sums(Vec<(PathBuf, String)>);

impl Sums {
    /// Copies one file with its mode, and lists it.
    pub(crate) fn copy(&mut self, from: &Path, dir: &Path, name: PathBuf) -> anyhow::Result<()> {
        let place = || format!("copying {}", from.display());
        let (source, to) = (File::open(from).with_context(place)?, dir.join(&name));
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).with_context(place)?;
        }
        let mode = source.metadata().with_context(place)?.permissions().mode();
        let target = OpenOptions::new().write(true).create_new(true).mode(mode).open(&to);
        let mut target = Hashing::new(target.with_context(place)?);
        pieces(source, |piece| target.write_all(piece)).with_context(place)?;
        self.0.push((name, target.finish().with_context(place)?));
        Ok(())
    }

    /// Copies a folder with all below it. Temporary names are left out; a missing folder is an empty one.
    pub(crate) fn copy_tree(&mut self, from: &Path, dir: &Path, name: &Path) -> anyhow::Result<()> {
        if !from.exists() {
            return Ok(());
        }
        for entry in fs::read_dir(from).with_context(|| format!("folder {}", from.display()))? {
            let entry = entry?;
            let name = name.join(entry.file_name());
            if entry.file_name().to_string_lossy().starts_with("tmp-") {
                continue;
            }
            match entry.file_type()?.is_dir() {
                true => self.copy_tree(&entry.path(), dir, &name)?,
                false => self.copy(&entry.path(), dir, name)?,
            }
        }
        Ok(())
    }

    /// Lists a file that was written through [`Hashing`].
    pub(crate) fn list(&mut self, name: PathBuf, sha256: String) {
        self.0.push((name, sha256));
    }

    /// Forgets whatever was listed below a folder, and removes it.
    pub(crate) fn remove_tree(&mut self, dir: &Path, name: &Path) -> anyhow::Result<()> {
        self.0.retain(|(listed, _)| !listed.starts_with(name));
        let tree = dir.join(name);
        fs::remove_dir_all(&tree).with_context(|| format!("folder {}", tree.display()))
    }

    /// Writes the list into the folder; returns its own digest.
    pub(crate) fn write(&self, dir: &Path) -> anyhow::Result<String> {
        let mut text = String::new();
        for (name, sha256) in &self.0 {
            writeln!(text, "{sha256}  {}", name.display())?;
        }
        let path = dir.join(SUMS);
        let mut file = Hashing::new(File::create_new(&path).context(SUMS)?);
        file.write_all(text.as_bytes()).context(SUMS)?;
        file.finish().context(SUMS)
    }

    /// Reads the list of a folder, and holds every file against it. The error names the files that are damaged.
    pub(crate) fn check(dir: &Path, list_sha256: &str) -> anyhow::Result<Self> {
        if !same(&dir.join(SUMS), list_sha256) {
            bail!("the backup is damaged: {SUMS}");
        }
        let text = fs::read_to_string(dir.join(SUMS)).context(SUMS)?;
        let line = |line: &str| line.split_once("  ").map(|(sum, name)| (name.into(), sum.into()));
        let listed: Option<Vec<(PathBuf, String)>> = text.lines().map(line).collect();
        let listed = listed.with_context(|| format!("{SUMS} is no list of files"))?;
        let damaged: Vec<_> =
            listed.iter().filter(|(name, sha256)| !same(&dir.join(name), sha256)).collect();
        if damaged.is_empty() {
            return Ok(Self(listed));
        }
        let named: Vec<_> =
            damaged.iter().take(NAMED_MAX).map(|(name, _)| name.display().to_string()).collect();
        bail!("the backup is damaged: {} of {} files", named.join(", "), damaged.len())
    }

    /// The files below a folder of the backup.
    pub(crate) fn below(&self, folder: &str) -> impl Iterator<Item = &Path> {
        self.0.iter().map(|(name, _)| name.as_path()).filter(move |name| name.starts_with(folder))
    }
}

fn same(path: &Path, sha256: &str) -> bool {
    let mut hash = Hashing::new(io::sink());
    let read = File::open(path).and_then(|file| pieces(file, |piece| hash.write_all(piece)));
    read.is_ok() && hash.digest() == sha256
}

fn pieces(mut source: impl Read, mut each: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
    let mut piece = vec![0; PIECE_BYTES];
    loop {
        match source.read(&mut piece)? {
            0 => return Ok(()),
            read => each(piece.get(..read).unwrap_or_default())?,
        }
    }
}

/// Takes the digest of what is written through it.
pub(crate) struct Hashing<W> {
    to: W,
    hash: Sha256,
}

impl<W: Write> Hashing<W> {
    pub(crate) fn new(to: W) -> Self {
        Self { to, hash: Sha256::new() }
    }

    fn digest(&self) -> String {
        let digest = self.hash.clone().finalize();
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

impl Hashing<File> {
    /// Waits until it is on disk; returns the digest.
    pub(crate) fn finish(self) -> io::Result<String> {
        self.to.sync_all()?;
        Ok(self.digest())
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
