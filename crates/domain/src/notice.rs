//! Public notices (公示): what the public may read of a decision, and the withdrawal of it.

use crate::document::{Document, redaction};
use crate::region::Territory;
use crate::{CaseId, Date, DocumentId, Fen, NoticeId, Refusal, Refused, Timestamp};
use serde::{Deserialize, Serialize};

/// Where a notice stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum NoticeState {
    /// On the portal.
    Published,
    /// Taken down, with the reason.
    Withdrawn {
        /// Why.
        reason: String,
        /// When.
        at: Timestamp,
    },
}

/// A public notice of a decision. Its fields are already redacted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Identity.
    pub id: NoticeId,
    /// The case behind it.
    pub case: CaseId,
    /// The sealed original of the decision.
    pub decision: DocumentId,
    /// Where.
    pub territory: Territory,
    /// 文号 of the decision.
    pub number: String,
    /// The punished party's name, as the rule for its kind lets it be shown.
    pub party_name: String,
    /// 统一社会信用代码 of an organisation.
    pub credit_code: Option<String>,
    /// Main unlawful facts.
    pub facts: String,
    /// Legal basis in words.
    pub basis: String,
    /// The fine; none where no penalty was imposed.
    pub fine: Option<Fen>,
    /// The deciding body.
    pub agency_name: String,
    /// The day of the decision.
    pub decided_on: Date,
    /// When it was published.
    pub published_at: Timestamp,
    /// SHA-256 of the published, redacted PDF, lower-case hex.
    pub sha256: String,
    /// Where it stands.
    pub state: NoticeState,
    /// Revision of this entry.
    pub revision: u32,
}

impl Notice {
    /// Takes the notice down, within three working days of the change of the decision (行政处罚法 art. 48). The reason is
    /// published: what the rules would hide of it, or of whom the documents of `file` name, is refused.
    ///
    /// # Errors
    /// `notice.reason_missing`, `notice.reason_telling`, `notice.withdrawn_already`.
    pub fn withdraw(self, reason: &str, file: &[Document], at: Timestamp) -> Refused<Self> {
        let reason = reason.trim().to_owned();
        let telling = redaction::telling(&reason, file);
        if !telling.is_empty() {
            return Err(reason_telling(&telling));
        }
        match (&self.state, reason.is_empty()) {
            (NoticeState::Published, false) => {
                Ok(Self { state: NoticeState::Withdrawn { reason, at }, ..self })
            }
            (NoticeState::Published, true) => Err(Refusal::new(
                "notice.reason_missing",
                "请填写撤下理由",
                "say why the notice is taken down",
            )
            .field("reason")),
            (NoticeState::Withdrawn { .. }, _) => Err(Refusal::new(
                "notice.withdrawn_already",
                "该公示已撤下",
                "the notice has been taken down already",
            )),
        }
    }
}

fn reason_telling(found: &[String]) -> Refusal {
    let words = found.join("”“");
    Refusal::new(
        "notice.reason_telling",
        format!("撤下理由将向社会公开，其中的“{words}”属于不宜公开的个人信息，请删去后再提交"),
        format!("the reason is published; remove what points to a person from it: “{words}”"),
    )
    .field("reason")
}
