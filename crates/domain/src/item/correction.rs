//! The correction of items (更正): entered by one person, confirmed by another, undone until then. One table is one correction.

use super::{Confirm, Duty, Item, ItemKind};
use crate::adjustment::Signed;
use crate::discretion::Ranges;
use crate::law::Acts;
use crate::{CorrectionId, Refusal, Refused};
use serde::{Deserialize, Serialize};

/// What one row said, and shall say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionLine {
    /// Revision of the entry it was read at; 0 for one that nobody touched.
    pub revision: u32,
    /// Before; none for a new item.
    pub before: Option<Item>,
    /// After.
    pub after: Item,
}

/// Where a correction stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
#[expect(missing_docs, reason = "who ended it, and what they wrote")]
pub enum CorrectionState {
    /// Waits for another reviewer.
    Waiting,
    /// Took effect.
    Confirmed { signed: Signed, note: String },
    /// Another reviewer did not agree.
    Refused { signed: Signed, note: String },
    /// Taken back by whoever entered it.
    Undone { signed: Signed, note: String },
}

impl CorrectionState {
    /// The name in tables and the API.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Confirmed { .. } => "confirmed",
            Self::Refused { .. } => "refused",
            Self::Undone { .. } => "undone",
        }
    }
}

/// A correction of one item, or of all that a table changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Identity.
    pub id: CorrectionId,
    /// What changes.
    pub lines: Vec<CorrectionLine>,
    /// Why.
    pub why: String,
    /// Who entered it.
    pub proposed: Signed,
    /// Where it stands.
    pub state: CorrectionState,
    /// Revision of this entry.
    pub revision: u32,
}

/// Characters of a reason or a note.
const TEXT_MAX: usize = 1_000;

impl Correction {
    /// Enters a correction, which waits for another reviewer.
    ///
    /// # Errors
    /// `correction.why`.
    pub fn propose(
        id: CorrectionId,
        lines: Vec<CorrectionLine>,
        why: &str,
        by: Signed,
    ) -> Refused<Self> {
        let why = text("why", why)?;
        Ok(Self { id, lines, why, proposed: by, state: CorrectionState::Waiting, revision: 0 })
    }

    /// Another reviewer agrees. Gives the items as they are from now on: confirmed by the second person, except where the
    /// duty is still open.
    ///
    /// # Errors
    /// `correction.ended`, `correction.own`, `correction.why` for a note that is too long, and what is wrong with a row.
    pub fn confirm(
        mut self,
        note: &str,
        by: Signed,
        acts: &Acts,
        ranges: &Ranges,
    ) -> Refused<(Self, Vec<(u32, Item)>)> {
        self.open()?;
        if by.by == self.proposed.by {
            return Err(Refusal::new(
                "correction.own",
                "更正须由另一名复核人员确认，不得自行确认。",
                "Another reviewer confirms a correction, never the one who entered it.",
            ));
        }
        let mut items = Vec::new();
        for line in &self.lines {
            let item = line.after.clone();
            item.check(acts, ranges)?;
            let open = item.kind == ItemKind::Penalty && item.duty.is_empty();
            let Signed { by, name, at } = by.clone();
            let word = Confirm { by, name, at, note: note.to_owned(), duty: Duty::AsItStands };
            let item = if open { item } else { item.confirm(word, acts, ranges)? };
            items.push((line.revision, item));
        }
        self.state = CorrectionState::Confirmed { signed: by, note: note.trim().to_owned() };
        Ok((self, items))
    }

    /// Ends it without effect: whoever entered it takes it back, anybody else refuses it.
    ///
    /// # Errors
    /// `correction.ended`, `correction.why`.
    pub fn end(mut self, why: &str, by: Signed) -> Refused<Self> {
        self.open()?;
        let note = text("why", why)?;
        self.state = match by.by == self.proposed.by {
            true => CorrectionState::Undone { signed: by, note },
            false => CorrectionState::Refused { signed: by, note },
        };
        Ok(self)
    }

    fn open(&self) -> Refused<()> {
        if self.state == CorrectionState::Waiting {
            return Ok(());
        }
        Err(Refusal::new(
            "correction.ended",
            "该更正已经办结，请刷新后查看。",
            "This correction has ended; fetch it again.",
        ))
    }
}

fn text(field: &str, text: &str) -> Refused<String> {
    let text = text.trim();
    if !text.is_empty() && text.chars().count() <= TEXT_MAX {
        return Ok(text.to_owned());
    }
    Err(Refusal::new(
        "correction.why",
        format!("请写明理由，不超过{TEXT_MAX}字。"),
        format!("Say why, in at most {TEXT_MAX} characters."),
    )
    .field(field))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::item::Items;
    use crate::{OfficerId, Timestamp};
    use uuid::Uuid;

    fn by(who: u128) -> Signed {
        let by = OfficerId(Uuid::from_u128(who));
        Signed { by, name: format!("人员{who}"), at: Timestamp::from_millis(0) }
    }

    fn correction(code: &str) -> Correction {
        let before = Items::shipped().unwrap().get(code).unwrap().clone();
        let after = Item { subject: "生态环境主管部门".to_owned(), ..before.clone() };
        let lines = vec![CorrectionLine { revision: 0, before: Some(before), after }];
        Correction::propose(CorrectionId(Uuid::from_u128(1)), lines, "条文所列", by(1)).unwrap()
    }

    fn confirm(correction: Correction, by: Signed) -> Refused<(Correction, Vec<(u32, Item)>)> {
        correction.confirm("相符", by, &Acts::shipped().unwrap(), &Ranges::shipped().unwrap())
    }

    #[test]
    fn a_second_person_makes_it_count() {
        assert_eq!(confirm(correction("eco-1100"), by(1)).unwrap_err().code, "correction.own");
        let (done, items) = confirm(correction("eco-1100"), by(2)).unwrap();
        assert_eq!(done.state.as_str(), "confirmed");
        assert!(items[0].1.review.is_confirmed() && items[0].1.subject == "生态环境主管部门");
        assert_eq!(confirm(done.clone(), by(3)).unwrap_err().code, "correction.ended");
        assert_eq!(done.end("迟", by(1)).unwrap_err().code, "correction.ended");
        let (_, items) = confirm(correction("eco-1110-1"), by(2)).unwrap();
        assert!(!items[0].1.review.is_confirmed(), "nobody has said which duty it is");
    }

    #[test]
    fn until_then_it_is_undone_or_refused_with_a_reason() {
        let state = |by| correction("eco-1100").end("误录", by).unwrap().state.as_str();
        assert_eq!((state(by(1)), state(by(2))), ("undone", "refused"));
        assert_eq!(correction("eco-1100").end(" ", by(1)).unwrap_err().code, "correction.why");
        let bare = Correction::propose(CorrectionId(Uuid::from_u128(1)), vec![], "", by(1));
        assert_eq!(bare.unwrap_err().code, "correction.why");
    }
}
