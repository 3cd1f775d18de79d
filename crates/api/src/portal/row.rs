//! A notice as the portal prints it.

use crate::language::Language;
use domain::notice::Notice;
use domain::{Fen, Timestamp};

/// The printed fields.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) href: String,
    pub(crate) number: String,
    pub(crate) party_name: String,
    pub(crate) credit_code: Option<String>,
    pub(crate) facts: String,
    pub(crate) basis: String,
    pub(crate) fine: String,
    pub(crate) capitals: Option<String>,
    pub(crate) agency_name: String,
    pub(crate) decided_on: String,
    pub(crate) decided_iso: String,
    pub(crate) published_at: String,
    pub(crate) sha256: String,
}

impl Row {
    pub(crate) fn of(notice: &Notice, language: Language) -> Self {
        let none = language.pick("不予行政处罚", "No penalty");
        let fine = notice.fine.map(|fine| match language {
            Language::Zh => format!("罚款人民币{fine}元"),
            Language::En => format!("Fine of {fine} yuan"),
        });
        let day = notice.decided_on;
        let decided_on = match language {
            Language::Zh => domain::time::date_zh(day),
            Language::En => day.to_string(),
        };
        Self {
            href: format!("/public/notices/{}", notice.id),
            number: notice.number.clone(),
            party_name: notice.party_name.clone(),
            credit_code: notice.credit_code.clone(),
            facts: notice.facts.clone(),
            basis: notice.basis.clone(),
            fine: fine.unwrap_or_else(|| none.to_owned()),
            capitals: notice.fine.map(Fen::capitals),
            agency_name: notice.agency_name.clone(),
            decided_on,
            decided_iso: day.to_string(),
            published_at: moment(notice.published_at, language),
            sha256: notice.sha256.clone(),
        }
    }
}

/// An instant for people: civil time of Asia/Shanghai, to the minute, the day written as the other days of the page are.
pub(crate) fn moment(at: Timestamp, language: Language) -> String {
    let form = language.pick("%Y年%-m月%-d日 %H:%M", "%Y-%m-%d %H:%M");
    at.to_shanghai().strftime(form).to_string()
}
