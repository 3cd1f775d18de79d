//! What must be true of every document, read off the laid-out pages themselves.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of a test fails the test")]

mod fields;
mod fonts;
mod grid;
mod public;
mod reproducible;
mod samples;

use documents::{Layout, Typesetter, fonts::default_dirs};
use domain::document::Document;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// One typesetter for all tests, as in the server.
static TYPESETTER: LazyLock<Typesetter> = LazyLock::new(|| {
    let dirs = default_dirs(&workspace());
    let dirs: Vec<&Path> = dirs.iter().map(PathBuf::as_path).collect();
    Typesetter::new(&dirs).unwrap_or_else(|fault| panic!("{fault}"))
});

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn lay_out(document: &Document) -> Layout {
    TYPESETTER.lay_out(document).unwrap_or_else(|fault| panic!("{fault}"))
}
