//! What a county lays over the list above it, and what of it no longer fits.

use super::lists::ListName;
use app::Law;
use domain::item::{Conflict, ListVersion, Overlay, Wording};
use domain::law::Words;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An item in a county's own words; what is left out stays as the list above has it.
#[derive(Clone, Serialize, Deserialize, ToSchema)]
pub(crate) struct WordingBody {
    /// Code of the item.
    code: String,
    /// Its name; goes together with `name_en`.
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    name_en: Option<String>,
    /// The body that carries it out.
    #[serde(default)]
    subject: Option<String>,
}

impl From<WordingBody> for Wording {
    fn from(body: WordingBody) -> Self {
        let WordingBody { code, name, name_en, subject } = body;
        let said = name.is_some() || name_en.is_some();
        let name = said.then(|| Words::new(name.unwrap_or_default(), name_en.unwrap_or_default()));
        Self { code, name, subject }
    }
}

impl From<Wording> for WordingBody {
    fn from(words: Wording) -> Self {
        let (name, name_en) = words.name.map(|Words { zh, en }| (zh, en)).unzip();
        Self { code: words.code, name, name_en, subject: words.subject }
    }
}

/// An item in the county's words, with what the list above said when they were chosen.
#[derive(Serialize, ToSchema)]
pub(crate) struct RefinementBody {
    now: WordingBody,
    was: WordingBody,
}

/// An override that no longer fits the list above.
#[derive(Serialize, ToSchema)]
pub(crate) struct ConflictBody {
    code: String,
    name: String,
    name_en: String,
    /// `added_above`, `dropped_gone`, `refined_gone` or `refined_changed`.
    kind: String,
    zh: String,
    en: String,
}

/// What a county lays over the list above it.
#[derive(Serialize, ToSchema)]
pub(crate) struct OverlayBody {
    /// The version above on which it was drawn up.
    drawn_over: Option<ListName>,
    /// The version of which this is the same overlay, over a later version above.
    continues: Option<String>,
    added: Vec<String>,
    dropped: Vec<String>,
    refined: Vec<RefinementBody>,
    conflicts: Vec<ConflictBody>,
}

impl OverlayBody {
    pub(super) fn of(law: &Law, version: &ListVersion) -> Option<Self> {
        let Overlay { drawn_over, added, dropped, refined, continues } = version.over.clone()?;
        let refinement = |one: domain::item::Refinement| RefinementBody {
            now: one.now.into(),
            was: one.was.into(),
        };
        let conflicts = law.lists.conflicts(version).into_iter();
        Some(Self {
            drawn_over: law.lists.by_name(&drawn_over).map(ListName::of),
            continues,
            added,
            dropped,
            refined: refined.into_iter().map(refinement).collect(),
            conflicts: conflicts.map(|conflict| conflict_body(law, conflict)).collect(),
        })
    }
}

fn conflict_body(law: &Law, conflict: Conflict) -> ConflictBody {
    let Words { zh, en } = conflict.kind.words();
    let name = law.item(&conflict.code).map(|item| item.name.clone());
    let Words { zh: name, en: name_en } = name.unwrap_or_default();
    let kind = super::common::word(&conflict.kind);
    ConflictBody { code: conflict.code, name, name_en, kind, zh, en }
}
