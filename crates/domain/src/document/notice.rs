//! Prior notice (行政处罚事先（听证）告知书).

use super::{CitedArticle, Facts, Head, PartyBlock, Renewal, Sanction};
use crate::Date;
use serde::{Deserialize, Serialize};

/// 行政处罚事先（听证）告知书: facts, reasons, basis and intended penalty, and the party's rights (行政处罚法 art. 44).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriorNotice {
    /// Organ, 文号, draft mark.
    pub head: Head,
    /// The party.
    pub party: PartyBlock,
    /// 案由.
    pub cause: String,
    /// When it was investigated, and thereby found.
    pub investigated_on: Date,
    /// Facts, evidence and broken articles.
    pub facts: Facts,
    /// The notice that the party had before, and what was found since; none at the first one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal: Option<Renewal>,
    /// What is intended.
    pub proposal: Sanction,
    /// The articles the party's rights rest on.
    pub rights_basis: Vec<CitedArticle>,
    /// Working days for the defence, from the day after receipt.
    pub defence_days: u8,
    /// Working days to ask for a hearing; none where the case gives no right to one.
    pub hearing_days: Option<u8>,
    /// Date of the notice.
    pub date: Date,
}
