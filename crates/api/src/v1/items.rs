//! `items`: the catalogue of enforcement items, each beside the text of its articles, confirmed or corrected by people.

use super::common::{ms, word};
use crate::extract::{Items, Json, Query, page_after};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::Law;
use app::items::{self, ItemFilter};
use axum::extract::State;
use domain::item::{Department, Item, ItemKind, Review};
use domain::law::{Citation, Words};
use domain::region::Level;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

#[derive(Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ItemQuery {
    /// Part of a code, a name, the competent body, or an article.
    pub(super) q: Option<String>,
    /// `city`, `county` or `town`.
    #[param(value_type = Option<String>)]
    pub(super) level: Option<Level>,
    /// `confirmed` or `unreviewed`.
    pub(super) review: Option<String>,
    /// `penalty`, `coercion` or `inspection`.
    #[param(value_type = Option<String>)]
    pub(super) kind: Option<ItemKind>,
    /// Only those on this list version.
    pub(super) list: Option<String>,
    /// Rows, 1 to 200; all of them unless told.
    pub(super) page_size: Option<String>,
    pub(super) cursor: Option<String>,
    /// Of an export: `xlsx`, `csv` or `json`.
    pub(super) format: Option<String>,
}

impl ItemQuery {
    pub(super) fn filter(&self) -> Result<ItemFilter, Problem> {
        let confirmed = match self.review.as_deref().unwrap_or_default() {
            "" => None,
            "confirmed" => Some(true),
            "unreviewed" => Some(false),
            _ => {
                let (zh, en) = ("review 为 confirmed 或 unreviewed", "confirmed or unreviewed");
                return Err(Problem::bad_request("http.query", zh, en).field("review"));
            }
        };
        Ok(ItemFilter {
            words: self.q.clone().unwrap_or_default(),
            level: self.level,
            confirmed,
            kind: self.kind,
            list: self.list.clone().filter(|list| !list.is_empty()),
        })
    }
}

/// An article that is cited.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CitationBody {
    /// As data, for instance `eco_code:1086.1`.
    pub(crate) citation: String,
    pub(crate) zh: String,
    pub(crate) en: String,
    /// Its page for the public.
    pub(crate) href: String,
    /// How sure the text is.
    pub(crate) certainty: String,
}

/// Citations in words.
pub(crate) fn cited(law: &Law, citations: &[Citation]) -> Vec<CitationBody> {
    let body = |citation: &Citation| {
        let words = law.acts.words(citation);
        let Words { zh, en } =
            words.unwrap_or_else(|| Words::new(citation.to_string(), citation.to_string()));
        CitationBody {
            citation: citation.to_string(),
            zh,
            en,
            href: format!("/public/law/{}/{}", citation.act, citation.article),
            certainty: law.acts.get(&citation.act).map(|a| word(&a.certainty)).unwrap_or_default(),
        }
    };
    citations.iter().map(body).collect()
}

#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ItemBody {
    code: String,
    name: String,
    /// A translation without legal force.
    name_en: String,
    kind: String,
    /// The articles it rests on today.
    basis: String,
    duty: Vec<CitationBody>,
    penalty: Vec<CitationBody>,
    /// Articles before 2026-08-15.
    penalty_before: Vec<CitationBody>,
    first_responsible: String,
    /// `ecology`, `designated`, or the name of another department.
    department: String,
    /// The competent body in the words of the article.
    subject: String,
    /// Statutory ranges by id.
    ranges: Vec<String>,
    /// How sure the row is.
    certainty: String,
    /// What stands beside it until it is official.
    label: String,
    /// `unreviewed` or `confirmed`.
    review: String,
    reviewed_by: Option<String>,
    reviewed_at: Option<i64>,
    review_note: Option<String>,
}

impl ItemBody {
    pub(crate) fn of(law: &Law, item: Item) -> Self {
        let penalty = cited(law, &item.penalty);
        let basis: Vec<&str> = penalty.iter().map(|one| one.zh.as_str()).collect();
        let review = if item.review.is_confirmed() { "confirmed" } else { "unreviewed" };
        let (reviewed_by, reviewed_at, review_note) = match item.review {
            Review::Unreviewed => (None, None, None),
            Review::Confirmed { name, at, note, .. } => (Some(name), ms(Some(at)), Some(note)),
        };
        Self {
            basis: basis.join("、"),
            duty: cited(law, &item.duty),
            penalty_before: cited(law, &item.penalty_before),
            penalty,
            code: item.code,
            name: item.name.zh,
            name_en: item.name.en,
            kind: word(&item.kind),
            first_responsible: word(&item.first_responsible),
            department: match item.department {
                Department::Ecology => "ecology".to_owned(),
                Department::Designated => "designated".to_owned(),
                Department::Other(name) => name,
            },
            subject: item.subject,
            ranges: item.ranges,
            certainty: word(&item.certainty),
            label: item.certainty.label().zh,
            review: review.to_owned(),
            reviewed_by,
            reviewed_at,
            review_note,
        }
    }
}

/// The catalogue of enforcement items.
#[utoipa::path(get, path = "/api/v1/items", tag = "items", params(ItemQuery), responses((status = 200, body = Items<ItemBody>)))]
pub(crate) async fn list(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<ItemQuery>,
) -> Result<Json<Items<ItemBody>>, Problem> {
    let paged = query.page_size.is_some() || query.cursor.is_some();
    let slice = page_after(query.page_size.as_deref(), query.cursor.as_deref())?;
    let slice = paged.then_some(slice);
    let listed = items::list(api.cx(), officer.actor(), &query.filter()?, slice.as_ref())?;
    let law = api.cx().law();
    Ok(Items::of(listed, |item| ItemBody::of(&law, item)))
}
