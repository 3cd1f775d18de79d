//! Legal documents (文书): typed fields only. How they look on paper is the business of the `documents` crate.
//!
//! Amounts, dates, articles and numbers are values here and words only when printed, so that no document can say one
//! sum in digits and another in capitals.

mod blocks;
mod decision;
mod fixed;
mod internal;
mod notice;
mod number;
mod paper;
mod picture;
mod records;
pub mod redaction;
mod service;

pub use blocks::*;
pub use decision::*;
pub(crate) use fixed::FIXED_CITATIONS;
pub use fixed::{DEFENCE_RIGHTS, HEARING_RIGHTS, LATE_PAYMENT};
pub use internal::*;
pub use notice::*;
pub use number::{BadNumber, DocumentNumber, NumberKind};
pub use paper::Paper;
pub use picture::{BadPicture, Picture, PictureFormat};
pub use records::*;
pub use redaction::{RULES, Rule};
pub use service::*;

use crate::{Date, Timestamp};
use serde::{Deserialize, Serialize};

macro_rules! documents {
    ($($(#[$doc:meta])+ $kind:ident = $title:literal)+) => {
        /// One legal document, complete with everything that is printed.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "kind", content = "fields", rename_all = "snake_case")]
        pub enum Document {
            $($(#[$doc])+ $kind($kind),)+
        }

        /// The kinds of documents the platform prints.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum DocumentKind {
            $($(#[$doc])+ $kind,)+
        }

        impl DocumentKind {
            /// Every kind, in the order of a case.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)+];

            /// The name of the form, as in the ministry's template collection.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$kind => $title,)+ }
            }
        }

        impl Document {
            /// Which form it is.
            pub const fn kind(&self) -> DocumentKind {
                match self { $(Self::$kind(_) => DocumentKind::$kind,)+ }
            }

            /// What stands at the head of every document.
            pub const fn head(&self) -> &Head {
                match self { $(Self::$kind(fields) => &fields.head,)+ }
            }

            fn fields_mut(&mut self) -> &mut dyn redaction::Fields {
                match self { $(Self::$kind(fields) => fields,)+ }
            }
        }

        $(impl From<$kind> for Document {
            fn from(fields: $kind) -> Self {
                Self::$kind(fields)
            }
        })+
    };
}

documents! {
    /// 现场检查（勘察）笔录.
    InspectionRecord = "现场检查（勘察）笔录"
    /// 照片证据.
    PhotoSheet = "照片证据"
    /// 立案审批表.
    FilingApproval = "立案审批表"
    /// 调查报告.
    InvestigationReport = "调查报告"
    /// 案件审查表.
    CaseExamination = "案件审查表"
    /// 法制审核表.
    LegalReview = "法制审核表"
    /// 行政处罚事先（听证）告知书.
    PriorNotice = "行政处罚事先（听证）告知书"
    /// 集体讨论记录.
    Deliberation = "集体讨论记录"
    /// 行政处罚决定书.
    Decision = "行政处罚决定书"
    /// 送达回证.
    ServiceReceipt = "送达回证"
    /// 结案审批表.
    ClosingApproval = "结案审批表"
}

impl Document {
    /// The title as printed: a prior notice names the hearing only where the party has the right to one.
    pub fn title(&self) -> &'static str {
        match self {
            Self::PriorNotice(notice) if notice.proposal.penalties.is_empty() => {
                "不予行政处罚事先告知书"
            }
            Self::Decision(decision) if decision.sanction.penalties.is_empty() => {
                "不予行政处罚决定书"
            }
            Self::PriorNotice(notice) if notice.hearing_days.is_none() => "行政处罚事先告知书",
            Self::PriorNotice(_) => "行政处罚事先听证告知书",
            other => other.kind().title(),
        }
    }

    /// A file name that names the document and nobody in it.
    pub fn file_name(&self) -> String {
        match &self.head().number {
            Some(number) => format!("{number} {}.pdf", self.title()),
            None => format!("{}.pdf", self.title()),
        }
    }

    /// The date the document bears: that of issue, else of the last signature. None until it has one.
    pub fn date(&self) -> Option<Date> {
        let signed = |opinions: &[Opinion]| {
            opinions.iter().filter_map(|opinion| opinion.signature.at).max().map(Timestamp::date)
        };
        match self {
            Self::InspectionRecord(record) => Some(record.ended.date()),
            Self::PhotoSheet(sheet) => Some(sheet.date),
            Self::FilingApproval(form) => signed(&form.opinions),
            Self::InvestigationReport(report) => Some(report.date),
            Self::CaseExamination(form) => signed(&form.opinions),
            Self::LegalReview(form) => signed(&form.opinions),
            Self::PriorNotice(notice) => Some(notice.date),
            Self::Deliberation(record) => Some(record.ended.date()),
            Self::Decision(decision) => Some(decision.date),
            Self::ServiceReceipt(receipt) => receipt.received_at.map(Timestamp::date),
            Self::ClosingApproval(form) => signed(&form.opinions),
        }
    }

    /// The version for the public, after [`RULES`]; the same template renders it.
    ///
    /// What a typed field hides is hidden in every free text as well, and so are numbers that look like an identity
    /// card, a telephone or a bank account. A name that stands in free text only is not recognised: whoever publishes reads
    /// the text and marks it ([`Self::redact_further`]).
    #[must_use]
    pub fn redact(&self) -> Self {
        self.redact_among(&[])
    }

    /// The version for the public of a document in a case file: persons named in any document of `file` are hidden in
    /// this one, for instance whom the decision calls by name and only the inspection record knows as a person.
    #[must_use]
    pub fn redact_among(&self, file: &[Self]) -> Self {
        self.redact_further(file, &[])
    }

    /// The same, without words that a reader has marked in its texts. What the rules keep (the name of the party, its code)
    /// stays even so.
    #[must_use]
    pub fn redact_further(&self, file: &[Self], words: &[String]) -> Self {
        let mut public = self.clone();
        redaction::apply(public.fields_mut(), &mut file.to_vec(), words);
        public
    }

    /// What its fields say, in order, for somebody who reads it without its form.
    pub fn texts(&self) -> Vec<String> {
        let mut texts = Vec::new();
        self.clone().fields_mut().each(&mut |field| match field {
            redaction::Field::Text(text) | redaction::Field::Value(_, text) => {
                texts.push(std::mem::take(text));
            }
            redaction::Field::Picture(_) => {}
        });
        texts.retain(|text| !text.trim().is_empty());
        texts
    }
}
