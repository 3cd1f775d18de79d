//! What a county lays over the list above it (补充、细化): items of its own, items it leaves out, words of its own. The list
//! itself stays that of the city, so that a new version of it flows through, and what no longer fits is named.

use super::{Item, Items, LIST_ITEMS_MAX, ListVersion};
use crate::law::Words;
use crate::{Refusal, Refused};
use serde::{Deserialize, Serialize};

/// The words that a county uses for an item; what is left out stays as the list above has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// Code of the item.
    pub code: String,
    /// Its name.
    #[serde(default)]
    pub name: Option<Words>,
    /// The body that carries it out.
    #[serde(default)]
    pub subject: Option<String>,
}

/// One item in a county's own words, with what the list above said when they were chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refinement {
    /// The words.
    pub now: Wording,
    /// The same fields as the list above had them.
    pub was: Wording,
}

/// What a county lays over the list above it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overlay {
    /// The version above on which it was drawn up.
    pub drawn_over: String,
    /// Items that the list above does not name.
    pub added: Vec<String>,
    /// Items of the list above that are left out.
    pub dropped: Vec<String>,
    /// Items in words of its own.
    pub refined: Vec<Refinement>,
    /// The version of which this is the same overlay, over a later version above.
    #[serde(skip)]
    pub continues: Option<String>,
}

/// Why an override no longer fits the list above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConflictKind {
    /// The list above names now what the county had added.
    AddedAbove,
    /// The list above no longer names what the county leaves out.
    DroppedGone,
    /// The list above no longer names what the county put in its own words; the item is gone here too.
    RefinedGone,
    /// The list above says it otherwise than when the county chose its words.
    RefinedChanged,
}

/// An override that somebody must look at again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Code of the item.
    pub code: String,
    /// Why.
    pub kind: ConflictKind,
}

impl ConflictKind {
    /// In words.
    pub fn words(self) -> Words {
        let (zh, en) = match self {
            Self::AddedAbove => (
                "上级清单已列入该事项，本级补充不再需要，内容以上级为准",
                "the list above names it now; the county's addition is no longer needed",
            ),
            Self::DroppedGone => (
                "上级清单已取消该事项，本级剔除不再起作用",
                "the list above no longer names it; leaving it out has no effect any more",
            ),
            Self::RefinedGone => (
                "上级清单已取消该事项，本级细化随之失效",
                "the list above no longer names it; the county's words have nothing to rest on",
            ),
            Self::RefinedChanged => (
                "上级清单已改变该事项的内容，本级细化可能不再适用",
                "the list above says it otherwise now; the county's words may no longer fit",
            ),
        };
        Words::new(zh, en)
    }
}

impl Wording {
    /// The item in these words.
    pub fn apply(&self, item: &Item) -> Item {
        Item {
            name: self.name.clone().unwrap_or_else(|| item.name.clone()),
            subject: self.subject.clone().unwrap_or_else(|| item.subject.clone()),
            ..item.clone()
        }
    }

    /// The same fields as an item has them.
    fn of(&self, item: &Item) -> Self {
        Self {
            code: self.code.clone(),
            name: self.name.as_ref().map(|_| item.name.clone()),
            subject: self.subject.as_ref().map(|_| item.subject.clone()),
        }
    }

    /// Checks words for items of a list.
    ///
    /// # Errors
    /// `list.refinement` for an item that is not listed or stands twice, for no words at all or too many.
    pub fn check(all: &[Self], listed: &[String]) -> Refused<()> {
        for (index, wording) in all.iter().enumerate() {
            let code = &wording.code;
            let twice = all[..index].iter().any(|earlier| earlier.code == *code);
            let words = [
                wording.name.as_ref().map(|name| name.zh.as_str()),
                wording.name.as_ref().map(|name| name.en.as_str()),
                wording.subject.as_deref(),
            ];
            let mut said = words.into_iter().flatten().peekable();
            let none = said.peek().is_none();
            let wrong = said.any(|text| !(1..=200).contains(&text.trim().chars().count()));
            if twice || none || wrong || !listed.contains(code) {
                return Err(Refusal::new(
                    "list.refinement",
                    format!("“{code}”的细化须对应清单中的一个事项，填写中英文名称或者实施主体，每项1至200字，且不得重复。"),
                    format!("`{code}`: a refinement is for one listed item and gives a name in both languages or a body, 1 to 200 characters each."),
                )
                .field("refinements"));
            }
        }
        Ok(())
    }
}

impl Overlay {
    /// What a list is, seen as laid over the one above it.
    pub fn between(
        above: &ListVersion,
        listed: &[String],
        words: &[Wording],
        items: &Items,
    ) -> Self {
        let refined = words.iter().filter_map(|now| {
            let item = above.item(&now.code, items)?;
            Some(Refinement { was: now.of(item), now: now.clone() })
        });
        Self {
            drawn_over: above.version.clone(),
            added: listed.iter().filter(|code| !above.names(code)).cloned().collect(),
            dropped: above.items.iter().filter(|code| !listed.contains(code)).cloned().collect(),
            refined: refined.collect(),
            continues: None,
        }
    }

    /// The codes that result over a list.
    pub fn codes(&self, above: &ListVersion) -> Vec<String> {
        let kept = above.items.iter().filter(|code| !self.dropped.contains(code));
        let added = self.added.iter().filter(|code| !above.names(code));
        kept.chain(added).take(LIST_ITEMS_MAX).cloned().collect()
    }

    /// The items that result over a list: in the county's words, else as above, else as the county published them.
    pub fn contents(&self, own: &ListVersion, above: &ListVersion, items: &Items) -> Vec<Item> {
        let mut contents = Vec::new();
        for code in self.codes(above) {
            let source = if above.names(&code) { above } else { own };
            let Some(item) = source.item(&code, items) else { continue };
            match self.refined.iter().find(|one| one.now.code == code) {
                Some(one) => contents.push(one.now.apply(item)),
                None if source.snapshot.iter().any(|kept| kept.code == code) => {
                    contents.push(item.clone());
                }
                None => {}
            }
        }
        contents
    }

    /// What no longer fits the list above.
    pub fn conflicts(&self, above: &ListVersion, items: &Items) -> Vec<Conflict> {
        let mut conflicts = Vec::new();
        let mut name = |code: &String, kind| conflicts.push(Conflict { code: code.clone(), kind });
        for code in self.added.iter().filter(|code| above.names(code)) {
            name(code, ConflictKind::AddedAbove);
        }
        for code in self.dropped.iter().filter(|code| !above.names(code)) {
            name(code, ConflictKind::DroppedGone);
        }
        for Refinement { now, was } in &self.refined {
            match above.item(&now.code, items).filter(|_| above.names(&now.code)) {
                None if !self.added.contains(&now.code) => {
                    name(&now.code, ConflictKind::RefinedGone);
                }
                Some(item) if now.of(item) != *was => name(&now.code, ConflictKind::RefinedChanged),
                Some(_) | None => {}
            }
        }
        conflicts
    }
}
