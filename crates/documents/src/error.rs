//! What can go wrong between fields and pages.

use std::path::PathBuf;

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A font the templates need is in none of the folders.
    #[error("font {font} not found in {}; run `cargo xtask web`, or set HUANZHI_FONTS to a folder that holds it", list(.searched))]
    FontMissing {
        /// Family and weight.
        font: &'static str,
        /// The folders searched.
        searched: Vec<PathBuf>,
    },
    /// A font folder or file cannot be read.
    #[error("cannot read fonts at {}: {source}", path.display())]
    FontUnreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Characters that no font has; a name must never lose one.
    #[error("no font has the characters {}; mount a font folder that has them", chars(.0))]
    MissingGlyphs(Vec<char>),
    /// A picture that claims to be PNG or JPEG cannot be decoded, or the template failed.
    #[error("cannot typeset: {0}")]
    Typeset(String),
    /// The pages cannot be written as PDF.
    #[error("cannot write the PDF: {0}")]
    Export(String),
}

fn list(paths: &[PathBuf]) -> String {
    paths.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ")
}

fn chars(missing: &[char]) -> String {
    let named = |c: &char| format!("{c} (U+{:04X})", u32::from(*c));
    missing.iter().map(named).collect::<Vec<_>>().join(", ")
}
