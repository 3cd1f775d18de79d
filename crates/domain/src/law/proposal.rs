//! What a reviewer wants entered into the law library (录入申请): law once another reviewer has confirmed it, nothing until then.

use super::{LawOrder, Words};
use crate::adjustment::Signed;
use crate::{ChangeSetId, LawProposalId, Refusal, Refused};
use serde::{Deserialize, Serialize};

/// Characters of a reason or a note at most.
const NOTE_CHARS_MAX: usize = 1_000;

/// Whence it is that two people make law here: no act says so.
pub const BY_TWO: &str = "平台设计约定：法规录入由一名市级法制审核人员提出、另一名确认";

/// A proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawProposal {
    /// Identity, made by the client.
    pub id: LawProposalId,
    /// What is to be entered.
    pub order: LawOrder,
    /// Title of the act.
    pub title: String,
    /// Who proposed it.
    pub proposed: Signed,
    /// Where it stands.
    pub state: ProposalState,
    /// Revision of this entry.
    pub revision: u32,
}

/// Where a proposal stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
#[expect(missing_docs, reason = "who ended it, and what they wrote")]
pub enum ProposalState {
    /// Waits for another reviewer.
    Waiting,
    /// Took effect, and opened this change set.
    Confirmed { signed: Signed, note: String, set: ChangeSetId },
    /// Another reviewer did not agree.
    Returned { signed: Signed, note: String },
    /// Taken back by whoever proposed it.
    Withdrawn { signed: Signed, note: String },
}

impl ProposalState {
    /// The name in tables and the API.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Confirmed { .. } => "confirmed",
            Self::Returned { .. } => "returned",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }
}

impl LawProposal {
    /// Proposes; nothing is entered yet.
    pub const fn new(id: LawProposalId, order: LawOrder, title: String, by: Signed) -> Self {
        Self { id, order, title, proposed: by, state: ProposalState::Waiting, revision: 0 }
    }

    /// The matter in a few words, without the act.
    pub fn words(&self) -> Words {
        match &self.order {
            LawOrder::Repeal(repeal) => {
                Words::new(format!("自{}起废止", repeal.on), format!("repealed from {}", repeal.on))
            }
            LawOrder::Text(text) => Words::new(
                format!("自{}起施行的文本", text.effective_from),
                format!("text in force from {}", text.effective_from),
            ),
        }
    }

    /// Another reviewer agrees: it takes effect with this change set.
    ///
    /// # Errors
    /// `law_proposal.ended`, `law_proposal.own`, `law_proposal.note` where the note is too long.
    pub fn confirm(self, note: &str, by: Signed, set: ChangeSetId) -> Refused<Self> {
        let proposal = self.waiting()?;
        if by.by == proposal.proposed.by {
            return Err(Refusal::new(
                "law_proposal.own",
                "录入申请须由另一名市级法制审核人员确认，提出人不得自行确认",
                "another reviewer of the city confirms it, never the one who proposed it",
            )
            .basis(BY_TWO)
            .field("id"));
        }
        let note = short(note)?;
        Ok(Self { state: ProposalState::Confirmed { signed: by, note, set }, ..proposal })
    }

    /// Another reviewer does not agree, and says why.
    ///
    /// # Errors
    /// `law_proposal.ended`, `law_proposal.own_return`, `law_proposal.note`.
    pub fn give_back(self, why: &str, by: Signed) -> Refused<Self> {
        let proposal = self.waiting()?;
        if by.by == proposal.proposed.by {
            return Err(Refusal::new(
                "law_proposal.own_return",
                "退回由其他审核人员作出；提出人请撤回自己的申请",
                "others return it; whoever proposed it withdraws it",
            )
            .basis(BY_TWO)
            .field("id"));
        }
        let note = reason(why)?;
        Ok(Self { state: ProposalState::Returned { signed: by, note }, ..proposal })
    }

    /// Whoever proposed it takes it back, and says why.
    ///
    /// # Errors
    /// `law_proposal.ended`, `law_proposal.of_another`, `law_proposal.note`.
    pub fn withdraw(self, why: &str, by: Signed) -> Refused<Self> {
        let proposal = self.waiting()?;
        if by.by != proposal.proposed.by {
            return Err(Refusal::new(
                "law_proposal.of_another",
                "只有提出人可以撤回；不同意的，请退回并说明理由",
                "only whoever proposed it withdraws it; return it with a reason instead",
            )
            .basis(BY_TWO)
            .field("id"));
        }
        let note = reason(why)?;
        Ok(Self { state: ProposalState::Withdrawn { signed: by, note }, ..proposal })
    }

    fn waiting(self) -> Refused<Self> {
        if self.state == ProposalState::Waiting {
            return Ok(self);
        }
        Err(Refusal::new(
            "law_proposal.ended",
            "该录入申请已经办结，请刷新后查看",
            "this proposal has ended; fetch it again",
        )
        .field("id"))
    }
}

fn reason(text: &str) -> Refused<String> {
    if text.trim().is_empty() {
        return Err(unsaid());
    }
    short(text)
}

fn short(text: &str) -> Refused<String> {
    let text = text.trim();
    if text.chars().count() > NOTE_CHARS_MAX {
        return Err(unsaid());
    }
    Ok(text.to_owned())
}

fn unsaid() -> Refusal {
    Refusal::new(
        "law_proposal.note",
        format!("请写明理由，不超过{NOTE_CHARS_MAX}字"),
        format!("say why, in at most {NOTE_CHARS_MAX} characters"),
    )
    .field("note")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::Repeal;
    use crate::{OfficerId, Timestamp};
    use jiff::civil::date;
    use rstest::rstest;
    use uuid::Uuid;

    const AUTHOR: u128 = 1;
    const OTHER: u128 = 2;

    fn by(who: u128) -> Signed {
        let by = OfficerId(Uuid::from_u128(who));
        Signed { by, name: format!("人员{who}"), at: Timestamp::from_millis(0) }
    }

    fn proposal() -> LawProposal {
        let order = LawOrder::Repeal(Repeal {
            act: "order_28".to_owned(),
            on: date(2027, 1, 1),
            by: None,
            source: "部令".to_owned(),
        });
        LawProposal::new(LawProposalId(Uuid::from_u128(9)), order, "某办法".to_owned(), by(AUTHOR))
    }

    fn take(from: LawProposal, step: &str, note: &str, who: u128) -> Refused<LawProposal> {
        match step {
            "confirm" => from.confirm(note, by(who), ChangeSetId(Uuid::from_u128(3))),
            "return" => from.give_back(note, by(who)),
            _ => from.withdraw(note, by(who)),
        }
    }

    #[rstest]
    #[case("confirm", "", OTHER, Ok("confirmed"))]
    #[case("return", "日期不符", OTHER, Ok("returned"))]
    #[case("withdraw", "误录", AUTHOR, Ok("withdrawn"))]
    #[case("confirm", "", AUTHOR, Err("law_proposal.own"))]
    #[case("return", "不", AUTHOR, Err("law_proposal.own_return"))]
    #[case("withdraw", "不", OTHER, Err("law_proposal.of_another"))]
    #[case("return", " ", OTHER, Err("law_proposal.note"))]
    #[case("withdraw", "", AUTHOR, Err("law_proposal.note"))]
    fn two_people_make_law(
        #[case] step: &str,
        #[case] note: &str,
        #[case] who: u128,
        #[case] expected: Result<&str, &str>,
    ) {
        let done = take(proposal(), step, note, who);
        let told = done.as_ref().map(|done| done.state.as_str()).map_err(|refusal| refusal.code);
        assert_eq!(told, expected);
        let Ok(done) = done else { return };
        for again in ["confirm", "return", "withdraw"] {
            for who in [AUTHOR, OTHER] {
                let late = take(done.clone(), again, "迟", who).unwrap_err();
                assert_eq!(late.code, "law_proposal.ended");
            }
        }
    }

    #[test]
    fn a_note_has_a_limit() {
        let long = "长".repeat(NOTE_CHARS_MAX + 1);
        assert_eq!(
            take(proposal(), "confirm", &long, OTHER).unwrap_err().code,
            "law_proposal.note"
        );
    }

    #[test]
    fn it_is_kept_as_it_was_written() {
        let json = serde_json::to_string(&proposal()).unwrap();
        assert!(json.contains(r#""kind":"repeal""#), "{json}");
        assert_eq!(serde_json::from_str::<LawProposal>(&json).unwrap(), proposal());
    }
}
