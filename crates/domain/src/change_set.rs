//! Change sets (清理): everything that rests on a law that was repealed or amended, one row each, worked through by people.

use crate::citing::{CitedPlace, CitingKind};
use crate::law::{ArticleNumber, Words};
use crate::region::Territory;
use crate::{ChangeSetId, Date, OfficerId, Refusal, Refused, Timestamp};
use serde::{Deserialize, Serialize};

/// Characters of a note at most.
const NOTE_CHARS_MAX: usize = 500;

/// What happened to the act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Occasion {
    /// It was repealed.
    Repealed {
        /// First day no longer in force.
        on: Date,
        /// Id of the act that took its place, where one did.
        by: Option<String>,
    },
    /// A new version of its text was entered.
    NewVersion {
        /// The new version.
        version: String,
        /// Its first day.
        on: Date,
        /// Articles whose words differ from the version before, or that are gone; only what cites these is listed.
        changed: Vec<ArticleNumber>,
    },
}

impl Occasion {
    /// The first day of what is new.
    pub const fn on(&self) -> Date {
        match self {
            Self::Repealed { on, .. } | Self::NewVersion { on, .. } => *on,
        }
    }

    /// The name in tables and addresses.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Repealed { .. } => "repealed",
            Self::NewVersion { .. } => "new_version",
        }
    }
}

/// A change set, without its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeSet {
    /// Identity.
    pub id: ChangeSetId,
    /// Id of the act.
    pub act: String,
    /// Title of the act.
    pub title: String,
    /// What happened to it.
    pub occasion: Occasion,
    /// Who entered it.
    pub opened_by: OfficerId,
    /// The name.
    pub opened_by_name: String,
    /// When.
    pub opened_at: Timestamp,
    /// How many rows there are.
    pub rows: u32,
    /// How many of them wait.
    pub open: u32,
    /// When the last row was settled.
    pub closed_at: Option<Timestamp>,
    /// Revision of this entry.
    pub revision: u32,
}

/// What was made of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was changed.
    Done,
    /// It may stay as it is.
    NotAffected,
}

/// Where a row stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RowState {
    /// It waits.
    Open,
    /// Somebody settled it.
    Settled {
        /// How.
        outcome: Outcome,
        /// Why, or what was done.
        note: String,
        /// Where that can be seen, an address within the platform.
        link: Option<String>,
        /// Who.
        by: OfficerId,
        /// The name.
        by_name: String,
        /// When.
        at: Timestamp,
    },
}

impl RowState {
    /// The name in tables and addresses.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Settled { outcome: Outcome::Done, .. } => "done",
            Self::Settled { outcome: Outcome::NotAffected, .. } => "not_affected",
        }
    }
}

/// One thing that rests on the act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeRow {
    /// Its set.
    pub set: ChangeSetId,
    /// Its place in the set, from 1.
    pub position: u32,
    /// What it is.
    pub kind: CitingKind,
    /// Which one of its kind; the id of a case.
    pub code: String,
    /// Its name.
    pub name: Words,
    /// What it cites of the act.
    pub places: Vec<CitedPlace>,
    /// Where it is; only cases have a place, and only those who may see the case see the row.
    pub territory: Option<Territory>,
    /// Where it stands.
    pub state: RowState,
    /// How often it was settled or opened again.
    pub revision: u32,
}

/// How a row is settled.
#[derive(Debug, Clone)]
pub struct Settlement {
    /// How.
    pub outcome: Outcome,
    /// Why, or what was done.
    pub note: String,
    /// Where that can be seen.
    pub link: Option<String>,
    /// Who.
    pub by: OfficerId,
    /// The name.
    pub by_name: String,
    /// When.
    pub at: Timestamp,
}

impl ChangeSet {
    /// Settles a row; with the last one the set closes.
    pub fn settle(self, row: ChangeRow, settlement: Settlement) -> Refused<(Self, ChangeRow)> {
        let Settlement { outcome, note, link, by, by_name, at } = settlement;
        if row.state != RowState::Open {
            return Err(Refusal::new(
                "change_set.row_settled",
                "该项已处理；如需更改，请先退回待处理",
                "this row is settled; open it again to change it",
            ));
        }
        let note = note.trim().to_owned();
        if !(1..=NOTE_CHARS_MAX).contains(&note.chars().count()) {
            return Err(Refusal::new(
                "change_set.note_missing",
                format!("请写明如何处理或者为何不受影响（1至{NOTE_CHARS_MAX}字）"),
                format!("say what was done or why nothing is needed, in 1 to {NOTE_CHARS_MAX} characters"),
            )
            .field("note"));
        }
        let link = link.map(|link| link.trim().to_owned()).filter(|link| !link.is_empty());
        if link.as_ref().is_some_and(|link| {
            !link.starts_with('/') || link.starts_with("//") || link.len() > 200
        }) {
            return Err(Refusal::new(
                "change_set.link_outside",
                "链接应为本平台内以“/”开头的地址",
                "the link must be an address of this platform that begins with `/`",
            )
            .field("link"));
        }
        let state = RowState::Settled { outcome, note, link, by, by_name, at };
        let open = self.open.saturating_sub(1);
        let closed_at = (open == 0).then_some(at);
        Ok((Self { open, closed_at, ..self }, ChangeRow { state, ..row }))
    }

    /// Opens a settled row again, and the set with it.
    pub fn reopen(self, row: ChangeRow) -> Refused<(Self, ChangeRow)> {
        if row.state == RowState::Open {
            return Err(Refusal::new(
                "change_set.row_open",
                "该项尚未处理，无需退回",
                "this row waits already",
            ));
        }
        let open = self.open + 1;
        Ok((Self { open, closed_at: None, ..self }, ChangeRow { state: RowState::Open, ..row }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use uuid::Uuid;

    fn set(rows: u32) -> ChangeSet {
        ChangeSet {
            id: ChangeSetId(Uuid::from_u128(1)),
            act: "water_law".to_owned(),
            title: "中华人民共和国水污染防治法".to_owned(),
            occasion: Occasion::Repealed { on: date(2026, 8, 15), by: Some("eco_code".to_owned()) },
            opened_by: OfficerId(Uuid::from_u128(2)),
            opened_by_name: "张三".to_owned(),
            opened_at: Timestamp::from_millis(0),
            rows,
            open: rows,
            closed_at: None,
            revision: 1,
        }
    }

    fn row(position: u32) -> ChangeRow {
        ChangeRow {
            set: ChangeSetId(Uuid::from_u128(1)),
            position,
            kind: CitingKind::Item,
            code: "eco-1107-water".to_owned(),
            name: Words::new("超标排放水污染物", "discharge over standard"),
            places: Vec::new(),
            territory: None,
            state: RowState::Open,
            revision: 1,
        }
    }

    fn settlement(note: &str, link: Option<&str>) -> Settlement {
        Settlement {
            outcome: Outcome::Done,
            note: note.to_owned(),
            link: link.map(str::to_owned),
            by: OfficerId(Uuid::from_u128(2)),
            by_name: "张三".to_owned(),
            at: Timestamp::from_millis(5),
        }
    }

    #[test]
    fn the_last_row_closes_the_set_and_opening_one_opens_it() {
        let (set, first) = set(2).settle(row(1), settlement("已改", Some("/items/x"))).unwrap();
        assert_eq!((set.open, set.closed_at, first.state.as_str()), (1, None, "done"));
        let (set, second) = set.settle(row(2), settlement("不涉及", None)).unwrap();
        assert_eq!((set.open, set.closed_at), (0, Some(Timestamp::from_millis(5))));
        assert_eq!(
            set.clone().settle(second.clone(), settlement("再", None)).unwrap_err().code,
            "change_set.row_settled"
        );
        let (set, second) = set.reopen(second).unwrap();
        assert_eq!((set.open, set.closed_at, second.state.as_str()), (1, None, "open"));
        assert_eq!(set.reopen(second).unwrap_err().code, "change_set.row_open");
    }

    #[test]
    fn a_row_is_not_settled_without_a_word() {
        let code = |note, link| set(1).settle(row(1), settlement(note, link)).unwrap_err().code;
        assert_eq!(code("  ", None), "change_set.note_missing");
        assert_eq!(code("好", Some("https://example.org")), "change_set.link_outside");
        assert_eq!(code("好", Some("//example.org")), "change_set.link_outside");
    }
}
