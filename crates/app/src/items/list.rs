//! Lists items.

use crate::{Action, Actor, Cx, Error, Law, Listed, Page};
use domain::item::{Item, ItemKind, ListVersion};
use domain::region::Level;

/// Which items are asked for; what is none or empty means all.
#[derive(Debug, Clone, Default)]
pub struct ItemFilter {
    /// Part of a code, a name, a subject, or the number of an article.
    pub words: String,
    /// First responsible level.
    pub level: Option<Level>,
    /// Whether a person has confirmed it.
    pub confirmed: Option<bool>,
    /// Kind of power.
    pub kind: Option<ItemKind>,
    /// Only those on this list version.
    pub list: Option<String>,
}

impl ItemFilter {
    fn takes(&self, item: &Item, list: Option<&ListVersion>, law: &Law) -> bool {
        let words = self.words.trim().to_lowercase();
        let cited = || {
            item.penalty.iter().chain(&item.duty).any(|citation| {
                citation.to_string().contains(&words)
                    || law.acts.words(citation).is_some_and(|known| known.zh.contains(&words))
            })
        };
        let found = words.is_empty()
            || item.code.contains(&words)
            || item.name.zh.contains(&words)
            || item.name.en.to_lowercase().contains(&words)
            || item.subject.contains(&words)
            || cited();
        found
            && self.level.is_none_or(|level| item.first_responsible == level)
            && self.confirmed.is_none_or(|confirmed| item.review.is_confirmed() == confirmed)
            && self.kind.is_none_or(|kind| item.kind == kind)
            && (self.list.is_none() || list.is_some_and(|list| list.names(&item.code)))
    }
}

/// Lists items by code; without a page, all of them.
pub fn list(
    cx: &Cx,
    actor: &Actor,
    filter: &ItemFilter,
    page: Option<&Page>,
) -> Result<Listed<Item>, Error> {
    cx.authorize(actor, Action::ItemList)?;
    let law = cx.law();
    let version = filter.list.as_deref().and_then(|name| law.lists.by_name(name));
    let mut items: Vec<Item> =
        law.items().filter(|item| filter.takes(item, version, &law)).cloned().collect();
    let Some(page) = page else { return Ok(Listed { items, next: None }) };
    items.sort_by(|a, b| a.code.cmp(&b.code));
    if let Some(after) = &page.after {
        items.retain(|item| item.code > *after);
    }
    Ok(Listed::cut(items, page, |item| item.code.clone()))
}
