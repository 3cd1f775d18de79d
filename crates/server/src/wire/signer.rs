//! The keys that sign checkpoints: Ed25519 for every verifier, SM2 beside it. Two files that only the owner reads.

use anyhow::{Context as _, anyhow, bail};
use app::ports::Signer;
use domain::record::{Algorithm, NoteKey, NoteSignature, Origin, SM2_DIST_ID};
use ed25519_dalek::Signer as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

/// Two keys under the name of the log.
pub(crate) struct FileSigner {
    ed25519: ed25519_dalek::SigningKey,
    sm2: sm2::dsa::SigningKey,
    keys: [NoteKey; 2],
}

impl FileSigner {
    /// Reads the keys in a folder; at the first start makes them.
    pub(crate) fn open(dir: &Path, origin: &Origin) -> anyhow::Result<Self> {
        fs::create_dir_all(dir).with_context(|| format!("folder of keys {}", dir.display()))?;
        make(&dir.join(ED25519), |_| true)?;
        make(&dir.join(SM2), |bytes| sm2_key(bytes).is_ok())?;
        Self::read(dir, origin)
    }

    /// Reads the keys in a folder.
    pub(crate) fn read(dir: &Path, origin: &Origin) -> anyhow::Result<Self> {
        let ed25519 = ed25519_dalek::SigningKey::from_bytes(&secret(&dir.join(ED25519), |_| true)?);
        let sm2 = sm2_key(&secret(&dir.join(SM2), |bytes| sm2_key(bytes).is_ok())?)?;
        let public = ed25519.verifying_key().to_bytes().to_vec();
        let keys = [
            NoteKey::new(origin.clone(), Algorithm::Ed25519, public)?,
            NoteKey::new(
                origin.clone(),
                Algorithm::Sm2,
                sm2.verifying_key().to_sec1_bytes().to_vec(),
            )?,
        ];
        Ok(Self { ed25519, sm2, keys })
    }
}

const ED25519: &str = "log-ed25519.key";
const SM2: &str = "log-sm2.key";

fn sm2_key(bytes: &[u8; 32]) -> anyhow::Result<sm2::dsa::SigningKey> {
    sm2::dsa::SigningKey::from_slice(SM2_DIST_ID, bytes)
        .map_err(|error| anyhow!("SM2 key: {error}"))
}

/// Makes a file of 64 hex digits with a random secret that `fits`, where there is none.
fn make(path: &Path, fits: impl Fn(&[u8; 32]) -> bool) -> anyhow::Result<()> {
    if path.exists() {
        return Ok(());
    }
    let place = || format!("key file {}", path.display());
    let mut drawn = rand::random::<[u8; 32]>();
    while !fits(&drawn) {
        drawn = rand::random();
    }
    let text: String = drawn.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(place)?;
    file.write_all(text.as_bytes()).with_context(place)?;
    file.sync_all().with_context(place)
}

/// The secret in a file of 64 hex digits.
fn secret(path: &Path, fits: impl Fn(&[u8; 32]) -> bool) -> anyhow::Result<[u8; 32]> {
    let place = || format!("key file {}", path.display());
    let mode = fs::metadata(path).with_context(place)?.permissions().mode();
    if mode & 0o077 != 0 {
        bail!("{} may be read by others (mode {:o}); set it to 600", place(), mode & 0o777);
    }
    let text = fs::read_to_string(path).with_context(place)?;
    parse(text.trim()).filter(&fits).with_context(|| format!("{} does not hold a key", place()))
}

fn parse(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).ok()?;
    }
    Some(bytes)
}

impl Signer for FileSigner {
    fn keys(&self) -> Vec<NoteKey> {
        self.keys.to_vec()
    }

    fn sign(&self, body: &str) -> anyhow::Result<Vec<NoteSignature>> {
        let [ed25519, sm2] = self.keys.clone();
        let second: sm2::dsa::Signature = self
            .sm2
            .try_sign(body.as_bytes())
            .map_err(|error| anyhow!("SM2 signature: {error}"))?;
        Ok(vec![
            NoteSignature {
                key: ed25519,
                bytes: self.ed25519.sign(body.as_bytes()).to_bytes().to_vec(),
            },
            NoteSignature { key: sm2, bytes: second.to_vec() },
        ])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::record::{Checkpoint, Frontier};
    use verifier::TrustedKey;

    #[test]
    fn keys_stay_the_same_and_the_independent_checker_accepts_both_lines() {
        let dir = tempfile::tempdir().unwrap();
        let origin: Origin = "hbj.langfang.example/log".parse().unwrap();
        let signer = FileSigner::open(dir.path(), &origin).unwrap();
        let again = FileSigner::open(dir.path(), &origin).unwrap();
        assert_eq!(signer.keys(), again.keys());
        let checkpoint = Checkpoint { origin, size: 0, root: Frontier::new().root() };
        let note = checkpoint.note(&signer.sign(&checkpoint.body()).unwrap());
        for key in signer.keys() {
            let trusted = TrustedKey::parse(&key.verifier_key()).unwrap();
            let opened = verifier::Checkpoint::open(note.as_bytes(), &[trusted]).unwrap();
            assert_eq!(opened.size(), 0);
        }
    }

    #[test]
    fn a_key_that_others_may_read_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let origin: Origin = "log".parse().unwrap();
        FileSigner::open(dir.path(), &origin).unwrap();
        let path = dir.path().join("log-sm2.key");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let error = FileSigner::open(dir.path(), &origin).err().unwrap();
        assert!(error.to_string().contains("set it to 600"), "{error}");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, "0".repeat(64)).unwrap();
        assert!(FileSigner::open(dir.path(), &origin).is_err(), "zero is no SM2 key");
    }
}
