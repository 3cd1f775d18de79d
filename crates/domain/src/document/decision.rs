//! Decision of penalty (行政处罚决定书), in the five parts that article 59 of 行政处罚法 asks for.

use super::{
    BankAccount, CitedArticle, DocumentNumber, Facts, Head, LawAnnex, PartyBlock, Sanction,
};
use crate::Date;
use serde::{Deserialize, Serialize};

/// 行政处罚决定书.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Organ, 文号, draft mark.
    pub head: Head,
    /// The party.
    pub party: PartyBlock,
    /// 案由.
    pub cause: String,
    /// When it was investigated, and thereby found.
    pub investigated_on: Date,
    /// One: facts, evidence and broken articles.
    pub facts: Facts,
    /// Two: the notice, and what the party said to it.
    pub defence: DefencePart,
    /// Three: basis, kinds and discretion.
    pub sanction: Sanction,
    /// Four: how and when it is performed; none where nothing is to be paid.
    pub payment: Option<Payment>,
    /// Four, where it is not money: what is to be done and by when.
    pub performance: Option<String>,
    /// Five: the remedies.
    pub remedies: Remedies,
    /// Date of the decision.
    pub date: Date,
    /// The words of the articles it rests on. Decisions of before it was added have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub annex: Option<LawAnnex>,
}

/// What the party was told and what it said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefencePart {
    /// 文号 of the prior notice.
    pub notice: DocumentNumber,
    /// When the notice was served.
    pub served_on: Date,
    /// Whether the notice told of the right to a hearing.
    pub hearing_told: bool,
    /// What came of it.
    pub answer: DefenceAnswer,
    /// The day of the hearing, where there was one.
    pub heard_on: Option<Date>,
}

/// What the party said within the period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DefenceAnswer {
    /// Nothing; the period is over.
    None,
    /// The party clearly waived its right.
    Waived {
        /// When.
        on: Date,
    },
    /// A defence, answered point by point.
    Made {
        /// When.
        on: Date,
        /// The points.
        points: Vec<DefencePoint>,
    },
}

/// A point of the defence, adopted or not, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefencePoint {
    /// What the party claims.
    pub claim: String,
    /// Whether it is adopted (采纳).
    pub adopted: bool,
    /// Why.
    pub reason: String,
}

/// How a sum is paid (行政处罚法 art. 67, 72).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// Days from receipt.
    pub days: u16,
    /// The collecting bank.
    pub bank: String,
    /// Name of the account.
    pub account_name: String,
    /// Its number.
    pub account: BankAccount,
    /// Surcharge (加处罚款) for each day of delay, per cent of the fine.
    pub late_percent: u8,
    /// The article the surcharge rests on.
    pub late_basis: CitedArticle,
}

/// The remedies (救济).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remedies {
    /// To whom one applies for administrative review (行政复议).
    pub review_by: String,
    /// Within how many days.
    pub review_days: u16,
    /// Which court hears a suit (行政诉讼).
    pub court: String,
    /// Within how many months.
    pub suit_months: u16,
}
