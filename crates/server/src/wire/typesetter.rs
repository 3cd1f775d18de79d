//! The typesetter behind its port.

use anyhow::Context as _;
use app::ports::Typesetter;
use domain::document::{Document, Paper};
use std::path::{Path, PathBuf};

/// The press: fonts and templates, loaded once.
#[derive(Debug)]
pub(crate) struct Press(documents::Typesetter);

impl Press {
    /// Loads the fonts of these folders; blocking, some tenths of a second.
    pub(crate) fn new(dirs: &[PathBuf]) -> anyhow::Result<Self> {
        let dirs: Vec<&Path> = dirs.iter().map(PathBuf::as_path).collect();
        Ok(Self(documents::Typesetter::new(&dirs).context("fonts (setting `fonts`)")?))
    }
}

impl Typesetter for Press {
    fn render(&self, document: &Document) -> anyhow::Result<Vec<u8>> {
        Ok(self.0.render(document)?.bytes)
    }

    fn paper(&self, paper: &Paper) -> anyhow::Result<Vec<u8>> {
        Ok(self.0.paper(paper)?.bytes)
    }
}
