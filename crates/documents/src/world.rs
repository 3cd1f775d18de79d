//! The world of one rendering, as Typst sees it: templates, one file of fields, the pictures. No disk, no network, no clock.

use crate::Typesetter;
use crate::templates::FIELDS;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};

/// A desk with one document on it.
pub(crate) struct Desk<'a> {
    pub(crate) typesetter: &'a Typesetter,
    pub(crate) main: FileId,
    pub(crate) fields: Bytes,
    pub(crate) pictures: Vec<(String, Bytes)>,
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.typesetter.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.typesetter.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.typesetter.templates.source(id).ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = id.get().vpath().get_without_slash();
        if name == FIELDS {
            return Ok(self.fields.clone());
        }
        let picture = self.pictures.iter().find(|(picture, _)| picture == name);
        picture.map(|(_, bytes)| bytes.clone()).ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.typesetter.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        // Dates are fields; a template that asks for today is wrong.
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}
