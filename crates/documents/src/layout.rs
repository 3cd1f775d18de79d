//! Pages as laid out: their text and its places, and the PDF made of them.

use crate::typesetter::messages;
use crate::{Error, Pdf};
use domain::Date;
use typst::foundations::{Datetime, Smart};
use typst::layout::{Frame, FrameItem, Point};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// Asia/Shanghai is so many minutes ahead of UTC.
const SHANGHAI_MINUTES: i32 = 480;

/// A document laid out on pages.
#[derive(Debug)]
pub struct Layout {
    pub(crate) pages: PagedDocument,
    pub(crate) ident: String,
    pub(crate) date: Option<Date>,
}

/// A character on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// Page, from 0.
    pub page: usize,
    /// Left edge, millimetres from the left edge of the paper.
    pub x_mm: f64,
    /// Base line, millimetres from the top edge of the paper.
    pub y_mm: f64,
    /// Size in points.
    pub size_pt: f64,
    /// The character; the first, where a glyph stands for several.
    pub character: char,
    /// Whether the font has it.
    pub known: bool,
}

impl Layout {
    /// How many pages.
    pub fn page_count(&self) -> usize {
        self.pages.pages().len()
    }

    /// Every character with its place, page by page in the order it is drawn.
    pub fn glyphs(&self) -> Vec<Glyph> {
        let mut glyphs = Vec::new();
        for (page, laid_out) in self.pages.pages().iter().enumerate() {
            walk(&laid_out.frame, Point::zero(), page, &mut glyphs);
        }
        glyphs
    }

    /// The text as printed, without line breaks: for search and for readers who cannot see the page.
    pub fn text(&self) -> String {
        self.glyphs().iter().map(|glyph| glyph.character).collect()
    }

    /// Writes the pages as PDF/A-2u, dated as the document is; one that has no date yet becomes a plain PDF 1.7, because
    /// PDF/A asks for a date and the time of printing would make every print another file.
    pub fn pdf(&self) -> Result<Pdf, Error> {
        let date = self.date.and_then(|at| {
            let part = |part: i8| u8::try_from(part).ok();
            Datetime::from_ymd_hms(at.year().into(), part(at.month())?, part(at.day())?, 0, 0, 0)
        });
        let standard = if date.is_some() { PdfStandard::A_2u } else { PdfStandard::V_1_7 };
        let standards = PdfStandards::new(&[standard])
            .map_err(|fault| Error::Export(fault.message().to_string()))?;
        let options = PdfOptions {
            ident: Smart::Custom(self.ident.clone()),
            creator: Smart::Custom(Some("Huanzhi".to_owned())),
            timestamp: date.and_then(|date| Timestamp::new_local(date, SHANGHAI_MINUTES)),
            standards,
            ..PdfOptions::default()
        };
        let bytes = typst_pdf::pdf(&self.pages, &options)
            .map_err(|faults| Error::Export(messages(&faults)))?;
        Ok(Pdf { bytes, pages: self.page_count() })
    }
}

fn walk(frame: &Frame, origin: Point, page: usize, glyphs: &mut Vec<Glyph>) {
    for (position, item) in frame.items() {
        let at = origin + *position;
        match item {
            // Rotation is left out of account: nothing but the draft mark is rotated.
            FrameItem::Group(group) => walk(&group.frame, at, page, glyphs),
            FrameItem::Text(text) => {
                let mut x = at.x;
                for glyph in &text.glyphs {
                    let character = text.text[glyph.range()].chars().next();
                    glyphs.push(Glyph {
                        page,
                        x_mm: (x + glyph.x_offset.at(text.size)).to_mm(),
                        y_mm: at.y.to_mm(),
                        size_pt: text.size.to_pt(),
                        character: character.unwrap_or(char::REPLACEMENT_CHARACTER),
                        known: glyph.id != 0,
                    });
                    x += glyph.x_advance.at(text.size);
                }
            }
            _ => {}
        }
    }
}
