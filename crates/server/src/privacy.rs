//! Whose eyes the data folder is for: its owner's alone.

use anyhow::Context as _;
use std::fs::{self, DirBuilder, OpenOptions};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// Bits by which a group or everybody gets at a file.
const OTHERS: u32 = 0o077;

/// Makes a folder that nobody else enters, whatever the umask. One that is there stays as it is.
pub(crate) fn make_dir(path: &Path) -> anyhow::Result<()> {
    let made = DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.with_context(|| format!("folder {}", path.display()))
}

/// Makes the file of a database before the engine does, which gives its log beside it the same mode. One that is there stays.
pub(crate) fn make_file(path: &Path) -> anyhow::Result<()> {
    let made = OpenOptions::new().append(true).create(true).mode(0o600).open(path);
    made.map(drop).with_context(|| format!("file {}", path.display()))
}

/// What others may get at: the data folder, or what lies directly in it where the folder itself is open. Made by an earlier
/// version or by somebody's hand; mending it is left to whoever opened it.
pub(crate) fn open_to_others(data: &Path) -> Vec<PathBuf> {
    if !is_open(data) {
        return Vec::new();
    }
    let inside = fs::read_dir(data).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut open: Vec<_> = inside.filter(|path| is_open(path)).collect();
    open.sort();
    open.insert(0, data.to_owned());
    open
}

/// The words of a warning.
pub(crate) fn warning(path: &Path) -> String {
    format!("others than its owner can reach {}; run chmod -R go= on it", path.display())
}

fn is_open(path: &Path) -> bool {
    fs::symlink_metadata(path)
        .is_ok_and(|about| !about.is_symlink() && about.permissions().mode() & OTHERS != 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_can_reach_is_named() {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("data");
        fs::create_dir(&data).unwrap();
        let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode));
        for (name, mode) in [("huanzhi.db", 0o644), ("first-accounts.txt", 0o600)] {
            fs::write(data.join(name), b"").unwrap();
            set(&data.join(name), mode).unwrap();
        }
        set(&data, 0o755).unwrap();
        assert_eq!(open_to_others(&data), [data.clone(), data.join("huanzhi.db")]);
        set(&data, 0o700).unwrap();
        assert!(open_to_others(&data).is_empty(), "nobody comes as far as the file");
        assert!(open_to_others(&dir.path().join("none")).is_empty());
        make_dir(&dir.path().join("new/inner")).unwrap();
        make_file(&dir.path().join("new/inner/huanzhi.db")).unwrap();
        let mode = |path: &str| fs::metadata(dir.path().join(path)).unwrap().permissions().mode();
        assert_eq!((mode("new") & 0o777, mode("new/inner") & 0o777), (0o700, 0o700));
        assert_eq!(mode("new/inner/huanzhi.db") & 0o777, 0o600);
    }
}
