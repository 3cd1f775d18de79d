//! Receipt of service (送达回证).

use super::{DocumentNumber, Head, PartyBlock, Signature};
use crate::Timestamp;
use serde::{Deserialize, Serialize};

/// 送达回证.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceReceipt {
    /// Organ and draft mark.
    pub head: Head,
    /// 案由.
    pub cause: String,
    /// What is served.
    pub documents: Vec<ServedDocument>,
    /// To whom.
    pub recipient: PartyBlock,
    /// Where.
    pub place: String,
    /// How.
    pub method: ServiceMethod,
    /// When it was received; none until then.
    pub received_at: Option<Timestamp>,
    /// Who received it, with the signature.
    pub receiver: Option<Signature>,
    /// Relation of the receiver to the recipient.
    pub relation: String,
    /// Officers who serve, two or more.
    pub servers: Vec<Signature>,
    /// Remarks: why it was refused and who witnessed, tracking number, page of the announcement.
    pub remarks: String,
}

/// A document that is served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServedDocument {
    /// Its title.
    pub title: String,
    /// Its 文号.
    pub number: Option<DocumentNumber>,
    /// How many copies.
    pub copies: u16,
}

/// How a document is served (行政处罚法 art. 61, 民事诉讼法 art. 87–95).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceMethod {
    /// 直接送达.
    Direct,
    /// 留置送达.
    Left,
    /// 委托送达.
    Entrusted,
    /// 邮寄送达.
    Post,
    /// 电子送达.
    Electronic,
    /// 转交送达.
    PassedOn,
    /// 公告送达.
    Announcement,
}

impl ServiceMethod {
    /// Every method, in the order of the form.
    pub const ALL: [Self; 7] = [
        Self::Direct,
        Self::Left,
        Self::Entrusted,
        Self::Post,
        Self::Electronic,
        Self::PassedOn,
        Self::Announcement,
    ];

    /// The word on paper.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Direct => "直接送达",
            Self::Left => "留置送达",
            Self::Entrusted => "委托送达",
            Self::Post => "邮寄送达",
            Self::Electronic => "电子送达",
            Self::PassedOn => "转交送达",
            Self::Announcement => "公告送达",
        }
    }
}
