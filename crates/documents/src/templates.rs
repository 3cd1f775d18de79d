//! The templates, compiled into the program.

use crate::Error;
use domain::document::DocumentKind;
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};

/// The name under which a template reads its fields.
pub(crate) const FIELDS: &str = "fields.json";

/// The template of a plain paper.
const PAPER: &str = "paper.typ";

const SHARED: [(&str, &str); 4] = [
    ("base.typ", include_str!("../templates/base.typ")),
    ("form.typ", include_str!("../templates/form.typ")),
    ("letter.typ", include_str!("../templates/letter.typ")),
    (PAPER, include_str!("../templates/paper.typ")),
];

const fn file_name(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::InspectionRecord => "inspection_record.typ",
        DocumentKind::PhotoSheet => "photo_sheet.typ",
        DocumentKind::FilingApproval => "filing_approval.typ",
        DocumentKind::InvestigationReport => "investigation_report.typ",
        DocumentKind::CaseExamination => "case_examination.typ",
        DocumentKind::LegalReview => "legal_review.typ",
        DocumentKind::PriorNotice => "prior_notice.typ",
        DocumentKind::Deliberation => "deliberation.typ",
        DocumentKind::Decision => "decision.typ",
        DocumentKind::ServiceReceipt => "service_receipt.typ",
        DocumentKind::ClosingApproval => "closing_approval.typ",
    }
}

const fn text(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::InspectionRecord => include_str!("../templates/inspection_record.typ"),
        DocumentKind::PhotoSheet => include_str!("../templates/photo_sheet.typ"),
        DocumentKind::FilingApproval => include_str!("../templates/filing_approval.typ"),
        DocumentKind::InvestigationReport => include_str!("../templates/investigation_report.typ"),
        DocumentKind::CaseExamination => include_str!("../templates/case_examination.typ"),
        DocumentKind::LegalReview => include_str!("../templates/legal_review.typ"),
        DocumentKind::PriorNotice => include_str!("../templates/prior_notice.typ"),
        DocumentKind::Deliberation => include_str!("../templates/deliberation.typ"),
        DocumentKind::Decision => include_str!("../templates/decision.typ"),
        DocumentKind::ServiceReceipt => include_str!("../templates/service_receipt.typ"),
        DocumentKind::ClosingApproval => include_str!("../templates/closing_approval.typ"),
    }
}

/// The parsed templates.
#[derive(Debug)]
pub(crate) struct Templates {
    sources: Vec<Source>,
}

impl Templates {
    pub(crate) fn load() -> Result<Self, Error> {
        let kinds = DocumentKind::ALL.iter().map(|kind| (file_name(*kind), text(*kind)));
        let source = |(name, text): (&str, &str)| Ok(Source::new(id(name)?, text.to_owned()));
        let sources = SHARED.into_iter().chain(kinds).map(source).collect::<Result<_, Error>>()?;
        Ok(Self { sources })
    }

    pub(crate) fn main(&self, kind: DocumentKind) -> Result<FileId, Error> {
        id(file_name(kind))
    }

    pub(crate) fn paper(&self) -> Result<FileId, Error> {
        id(PAPER)
    }

    pub(crate) fn source(&self, id: FileId) -> Option<Source> {
        self.sources.iter().find(|source| source.id() == id).cloned()
    }
}

fn id(name: &str) -> Result<FileId, Error> {
    let path = VirtualPath::new(name).map_err(|fault| Error::Typeset(format!("{fault:?}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}
