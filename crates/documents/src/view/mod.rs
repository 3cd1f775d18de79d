//! Fields → what a template shows: dates and sums in words, labels, pictures by name. Wording of the law stays in templates.

mod external;
mod internal;
mod parts;
mod records;

use domain::document::{Document, Paper, Picture, PictureFormat};
use serde_json::{Value, json};
use typst::foundations::Bytes;

/// What one template needs.
pub(crate) struct View {
    /// The fields; every leaf is text or a flag, never markup.
    pub(crate) fields: Value,
    /// Pictures by the names that stand in the fields.
    pub(crate) pictures: Vec<(String, Bytes)>,
}

/// The pictures met so far.
#[derive(Default)]
struct Pictures(Vec<(String, Bytes)>);

impl Pictures {
    /// The name of a picture, or null for none and for a withheld one.
    fn name(&mut self, picture: Option<&Picture>) -> Value {
        let Some(Picture::Shown { format, bytes }) = picture else {
            return Value::Null;
        };
        let ending = match format {
            PictureFormat::Png => "png",
            PictureFormat::Jpeg => "jpg",
        };
        let name = format!("picture-{}.{ending}", self.0.len());
        self.0.push((name.clone(), Bytes::new(bytes.clone())));
        Value::String(name)
    }
}

/// A plain paper, with the same head as all others.
pub(crate) fn paper(paper: &Paper) -> View {
    let fields = json!({
        "title": paper.title,
        "number": paper.number,
        "draft": false,
        "organ": { "name": paper.organ },
        "body": { "to": paper.to, "text": paper.text, "date": parts::date(paper.date) },
    });
    View { fields, pictures: Vec::new() }
}

pub(crate) fn view(document: &Document) -> View {
    let mut pictures = Pictures::default();
    let body = match document {
        Document::InspectionRecord(fields) => records::inspection(fields, &mut pictures),
        Document::PhotoSheet(fields) => records::photos(fields, &mut pictures),
        Document::FilingApproval(fields) => internal::filing(fields, &mut pictures),
        Document::InvestigationReport(fields) => internal::report(fields, &mut pictures),
        Document::CaseExamination(fields) => internal::examination(fields, &mut pictures),
        Document::LegalReview(fields) => internal::legal_review(fields, &mut pictures),
        Document::Deliberation(fields) => internal::deliberation(fields, &mut pictures),
        Document::ClosingApproval(fields) => internal::closing(fields, &mut pictures),
        Document::PriorNotice(fields) => external::prior_notice(fields),
        Document::Decision(fields) => external::decision(fields),
        Document::ServiceReceipt(fields) => external::service(fields, &mut pictures),
    };
    let head = document.head();
    let organ = &head.organ;
    let fields = json!({
        "title": document.title(),
        "number": head.number.as_ref().map(ToString::to_string),
        "draft": head.draft,
        "organ": {
            "name": organ.name,
            "address": organ.address,
            "postcode": organ.postcode,
            "contact": organ.contact,
            "phone": organ.phone,
        },
        "body": body,
    });
    View { fields, pictures: pictures.0 }
}
