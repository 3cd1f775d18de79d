//! The typesetter: holds the fonts and the templates, and turns one document after another into pages.

use crate::layout::Layout;
use crate::templates::Templates;
use crate::view::{self, View};
use crate::world::Desk;
use crate::{Error, fonts};
use domain::Date;
use domain::document::{Document, Paper};
use std::collections::BTreeSet;
use std::path::Path;
use typst::foundations::Bytes;
use typst::syntax::FileId;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use typst_layout::PagedDocument;

/// Results of earlier documents stay in the compiler's memory for so many renderings, no longer: they hold names.
const MEMORY_AGE: usize = 4;

/// Fonts and templates, loaded once. Share it between threads by reference.
#[derive(Debug)]
pub struct Typesetter {
    pub(crate) library: LazyHash<Library>,
    pub(crate) book: LazyHash<FontBook>,
    pub(crate) fonts: Vec<Font>,
    pub(crate) templates: Templates,
}

/// A finished PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file (PDF/A-2u once the document has its date). Equal fields, templates and fonts give equal bytes.
    pub bytes: Vec<u8>,
    /// How many pages.
    pub pages: usize,
}

impl Typesetter {
    /// Loads the fonts of these folders. The templates prefer 仿宋 and 小标宋 where one holds them, and need regular and
    /// bold of Noto Serif SC and Noto Sans SC in any case.
    pub fn new(font_dirs: &[&Path]) -> Result<Self, Error> {
        let fonts = fonts::load(font_dirs)?;
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            templates: Templates::load()?,
        })
    }

    /// Fields to PDF.
    pub fn render(&self, document: &Document) -> Result<Pdf, Error> {
        self.lay_out(document)?.pdf()
    }

    /// Fields to pages that can be asked for their text and its places.
    pub fn lay_out(&self, document: &Document) -> Result<Layout, Error> {
        let main = self.templates.main(document.kind())?;
        self.compose(view::view(document), main, document.date())
    }

    /// A plain paper to PDF.
    pub fn paper(&self, paper: &Paper) -> Result<Pdf, Error> {
        self.compose(view::paper(paper), self.templates.paper()?, Some(paper.date))?.pdf()
    }

    fn compose(&self, view: View, main: FileId, date: Option<Date>) -> Result<Layout, Error> {
        let missing = self.missing_glyphs(&texts(&view.fields));
        if !missing.is_empty() {
            return Err(Error::MissingGlyphs(missing));
        }
        let fields = view.fields.to_string();
        // Names the file by its content; in a public version that content is redacted already.
        let ident = format!("{:032x}", typst::utils::hash128(&fields));
        let desk = Desk {
            typesetter: self,
            main,
            fields: Bytes::from_string(fields),
            pictures: view.pictures,
        };
        let compiled = typst::compile::<PagedDocument>(&desk).output;
        typst::comemo::evict(MEMORY_AGE);
        let pages = compiled.map_err(|faults| Error::Typeset(messages(&faults)))?;
        Ok(Layout { pages, ident, date })
    }

    /// The characters of `text` that no font has, each once.
    pub fn missing_glyphs(&self, text: &str) -> Vec<char> {
        let characters: BTreeSet<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        let has = |c: char| self.fonts.iter().any(|font| font_has(font, c));
        characters.into_iter().filter(|c| !has(*c)).collect()
    }
}

fn font_has(font: &Font, c: char) -> bool {
    font.info().coverage.contains(u32::from(c))
}

pub(crate) fn messages(faults: &[typst::diag::SourceDiagnostic]) -> String {
    faults.iter().map(|fault| fault.message.to_string()).collect::<Vec<_>>().join("; ")
}

/// All strings among the fields, one after the other.
fn texts(fields: &serde_json::Value) -> String {
    match fields {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(items) => items.iter().map(texts).collect(),
        serde_json::Value::Object(entries) => entries.values().map(texts).collect(),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {
            String::new()
        }
    }
}
