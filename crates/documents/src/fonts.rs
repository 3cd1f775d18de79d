//! Fonts: which folders, which files, and whether what the templates need is there.

use crate::Error;
use std::path::{Path, PathBuf};
use typst::foundations::Bytes;
use typst::text::{Font, FontWeight};

/// What the templates fall back to when a site mounts no fonts of its own.
const NEEDED: [(&str, &str, FontWeight); 4] = [
    ("Noto Serif SC Regular", "Noto Serif SC", FontWeight::REGULAR),
    ("Noto Serif SC Bold", "Noto Serif SC", FontWeight::BOLD),
    ("Noto Sans SC Regular", "Noto Sans SC", FontWeight::REGULAR),
    ("Noto Sans SC Bold", "Noto Sans SC", FontWeight::BOLD),
];

/// A font folder is searched this deep, and no further than this many files.
const DEPTH_MAX: usize = 4;
const FILES_MAX: usize = 200;

/// The folders in `HUANZHI_FONTS` (several are separated by `:`), else those of the npm packages that `web/` pins.
pub fn default_dirs(workspace: &Path) -> Vec<PathBuf> {
    match std::env::var_os("HUANZHI_FONTS") {
        Some(dirs) => std::env::split_paths(&dirs).collect(),
        None => ["noto-serif-sc", "noto-sans-sc"]
            .map(|name| workspace.join("web/node_modules/@expo-google-fonts").join(name))
            .to_vec(),
    }
}

/// Loads the fonts of all folders in order of their names, so that the order on disk decides nothing.
pub(crate) fn load(dirs: &[&Path]) -> Result<Vec<Font>, Error> {
    let mut files = Vec::new();
    for dir in dirs {
        collect(dir, DEPTH_MAX, &mut files)?;
    }
    let mut fonts = Vec::new();
    for path in files {
        let bytes = std::fs::read(&path)
            .map_err(|source| Error::FontUnreadable { path: path.clone(), source })?;
        fonts.extend(Font::iter(Bytes::new(bytes)));
    }
    for (font, family, weight) in NEEDED {
        let is_it = |f: &Font| f.info().family == family && f.info().variant.weight == weight;
        if !fonts.iter().any(is_it) {
            let searched = dirs.iter().map(|dir| dir.to_path_buf()).collect();
            return Err(Error::FontMissing { font, searched });
        }
    }
    Ok(fonts)
}

fn collect(dir: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), Error> {
    let fault = |source| Error::FontUnreadable { path: dir.to_owned(), source };
    if !dir.exists() {
        // A folder that is not there holds no fonts; what is then missing is named by `load`.
        return Ok(());
    }
    let mut entries = std::fs::read_dir(dir)
        .and_then(|entries| entries.map(|e| e.map(|e| e.path())).collect::<Result<Vec<_>, _>>())
        .map_err(fault)?;
    entries.sort();
    for path in entries {
        if path.is_dir() && depth > 1 {
            collect(&path, depth - 1, files)?;
        } else if is_wanted(&path) && files.len() < FILES_MAX {
            files.push(path);
        }
    }
    Ok(())
}

/// Font files; of the many weights of Noto only two, because each is ten megabytes.
fn is_wanted(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_font = [".ttf", ".otf", ".ttc"].iter().any(|end| name.ends_with(end));
    let is_noto = name.starts_with("notoserifsc_") || name.starts_with("notosanssc_");
    is_font && (!is_noto || name.contains("400regular") || name.contains("700bold"))
}
