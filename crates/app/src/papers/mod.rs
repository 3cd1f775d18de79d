//! Papers (文书): legal documents made from what a case holds, numbered, kept, and rendered by a job.

mod before_notice;
mod decided;
mod dossier;
mod keep;
mod notice;
mod on_site;
mod public;

pub(crate) use before_notice::{
    case_examination, filing_approval, investigation_report, legal_review,
};
pub(crate) use decided::{closing_approval, decision, decision_receipt, deliberation};
pub use domain::document::DocumentKind;
pub(crate) use dossier::Dossier;
pub use keep::{DocumentFile, file};
pub(crate) use keep::{altered, keep, latest, number, render, typeset, whole_file};
pub(crate) use notice::{notice_receipt, prior_notice};
pub(crate) use on_site::{OnSite, inspection_record};
pub(crate) use public::public_version;
pub use store::documents::DocumentRow;
