//! `law/acts`: the library – acts, their versions, their texts by article.

use super::common::word;
use super::law_search::Narrowed;
use crate::extract::{Items, Json, Path, Query};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::Law;
use axum::extract::State;
use domain::Date;
use domain::law::{Act, Article, ArticleNumber, Block, Citation, Standing, Version};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Characters of an article shown in the contents.
const LEAD_CHARS: usize = 60;

/// A word with its name in both languages.
#[derive(Serialize, ToSchema)]
pub(crate) struct Labelled {
    pub(crate) code: String,
    pub(crate) zh: String,
    pub(crate) en: String,
}

impl Labelled {
    pub(crate) fn of(code: String, words: domain::law::Words) -> Self {
        Self { code, zh: words.zh, en: words.en }
    }

    pub(crate) fn standing(standing: Standing) -> Self {
        Self::of(word(&standing), standing.words())
    }

    pub(crate) fn certainty(certainty: domain::law::Certainty) -> Self {
        Self::of(word(&certainty), certainty.label())
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct VersionRow {
    /// The day of adoption or last amendment, a year, or `undated`.
    version: String,
    effective_from: Option<String>,
    /// First day of the next version or of the repeal.
    effective_to: Option<String>,
    articles: u16,
    standing: Labelled,
}

fn version_row(law: &Law, version: &Version, today: Date) -> VersionRow {
    let repealed = law.acts.get(&version.imprint.act).and_then(|act| act.effective_to);
    VersionRow {
        version: version.imprint.version.clone(),
        effective_from: day(version.imprint.effective_from),
        effective_to: day(version.until.or(repealed)),
        articles: version.imprint.articles,
        standing: Labelled::standing(version.standing(&law.acts, today)),
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ActRow {
    id: String,
    zh: String,
    en: String,
    rank: Labelled,
    standing: Labelled,
    certainty: Labelled,
    effective_from: Option<String>,
    effective_to: Option<String>,
    /// The act that took its place.
    replaced_by: Option<String>,
    replaced_by_name: Option<String>,
    /// From new to old.
    versions: Vec<VersionRow>,
}

fn act_row(law: &Law, act: &Act, today: Date) -> ActRow {
    let next = act.replaced_by.as_deref().and_then(|id| law.acts.get(id));
    ActRow {
        id: act.id.clone(),
        zh: act.zh.clone(),
        en: act.en.clone(),
        rank: Labelled::of(word(&act.rank), act.rank.words()),
        standing: Labelled::standing(act.standing(today)),
        certainty: Labelled::certainty(act.certainty),
        effective_from: day(act.effective_from),
        effective_to: day(act.effective_to),
        replaced_by: act.replaced_by.clone(),
        replaced_by_name: next.map(|next| next.zh.clone()),
        versions: law
            .library
            .versions(&act.id)
            .rev()
            .map(|version| version_row(law, version, today))
            .collect(),
    }
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ActQuery {
    /// `law`, `regulation`, `rule`, `interpretation` or `document`; all unless told.
    #[serde(default)]
    rank: Option<String>,
    /// How it stands on the day: `in_force`, `repealed` or `not_yet`; all unless told.
    #[serde(default)]
    state: Option<String>,
    /// The day that `state` speaks of, today unless told; without `state`, what was in force on this day.
    #[serde(default)]
    on: Option<String>,
}

/// The acts of the library.
#[utoipa::path(get, path = "/api/v1/law/acts", tag = "law", params(ActQuery), responses((status = 200, body = Items<ActRow>)))]
pub(crate) async fn acts(
    State(api): State<Api>,
    _officer: Officer,
    Query(query): Query<ActQuery>,
) -> Result<Json<Items<ActRow>>, Problem> {
    let (law, today) = now(&api);
    let (rank, state, on) = (query.rank.as_deref(), query.state.as_deref(), query.on.as_deref());
    let narrowed = Narrowed::of(rank, state, on, today)?;
    let found = law.acts.iter().filter(|act| narrowed.lets(act));
    Ok(Items::all(found.map(|act| act_row(&law, act, today)).collect()))
}

#[derive(Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct VersionQuery {
    /// A version by its name.
    version: Option<String>,
    /// Or the version of this day; today unless told.
    #[param(value_type = Option<String>)]
    on: Option<Date>,
}

/// A heading, an article by its first words, or a passage.
#[derive(Serialize, ToSchema)]
pub(crate) struct LawContents {
    /// `heading`, `article` or `passage`.
    kind: &'static str,
    /// Of a heading: `part`, `subpart`, `chapter`, `section` or `other`.
    level: Option<String>,
    /// Of an article: `33`, `33-1`.
    #[schema(value_type = Option<String>)]
    number: Option<ArticleNumber>,
    /// Of an article: `第三十三条`.
    place: Option<String>,
    words: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ActBody {
    #[serde(flatten)]
    row: ActRow,
    version: VersionRow,
    title: String,
    document_number: Option<String>,
    issuer: Option<String>,
    adopted_on: Option<String>,
    source: String,
    /// How sure the text of this version is.
    text_certainty: Labelled,
    history: Vec<String>,
    contents: Vec<LawContents>,
}

/// An act with the contents of one version.
#[utoipa::path(get, path = "/api/v1/law/acts/{act}", tag = "law", params(("act" = String, Path), VersionQuery), responses((status = 200, body = ActBody)))]
pub(crate) async fn act(
    State(api): State<Api>,
    _officer: Officer,
    Path(id): Path<String>,
    Query(query): Query<VersionQuery>,
) -> Result<Json<ActBody>, Problem> {
    let (law, today) = now(&api);
    let act = law.acts.get(&id).ok_or_else(Problem::not_found)?;
    let version = chosen(&law, &id, &query, today)?;
    let imprint = version.imprint.clone();
    Ok(Json(ActBody {
        row: act_row(&law, act, today),
        version: version_row(&law, &version, today),
        title: imprint.title,
        document_number: imprint.number,
        issuer: imprint.issuer,
        adopted_on: day(imprint.adopted),
        source: imprint.source,
        text_certainty: Labelled::certainty(version.certainty(&law.acts)),
        history: version.text.history.clone(),
        contents: version.text.blocks.iter().map(content).collect(),
    }))
}

fn content(block: &Block) -> LawContents {
    match block {
        Block::Heading(heading) => LawContents {
            kind: "heading",
            level: Some(word(&heading.level)),
            number: None,
            place: None,
            words: heading.words.clone(),
        },
        Block::Article(article) => LawContents {
            kind: "article",
            level: None,
            number: Some(article.number),
            place: Some(article.number.zh()),
            words: lead(article),
        },
        Block::Passage { text } => {
            let words = text.clone();
            LawContents { kind: "passage", level: None, number: None, place: None, words }
        }
    }
}

/// The caption, or the first words.
pub(crate) fn lead(article: &Article) -> String {
    let words = article.words();
    let caption = article.caption.clone();
    let first: String = words.chars().take_while(|&sign| sign != '\n').take(LEAD_CHARS).collect();
    let cut = if first.len() < words.len() { "…" } else { "" };
    caption.map_or(format!("{first}{cut}"), |caption| format!("【{caption}】{first}{cut}"))
}

impl VersionQuery {
    /// A version by its name; the latest one where none is named.
    pub(crate) const fn named(version: Option<String>) -> Self {
        Self { version, on: None }
    }
}

/// The version asked for: by name, of a day, or the latest one that has begun.
pub(crate) fn chosen(
    law: &Law,
    act: &str,
    query: &VersionQuery,
    today: Date,
) -> Result<Arc<Version>, Problem> {
    let library = &law.library;
    let found = match (&query.version, query.on) {
        (Some(version), _) => library.version(act, version),
        (None, Some(on)) => library.as_of(act, on),
        (None, None) => library.as_of(act, today).or(library.versions(act).next_back()),
    };
    found.cloned().ok_or_else(Problem::not_found)
}

#[derive(Serialize, ToSchema)]
pub(crate) struct LawPoint {
    number: u8,
    text: String,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ParagraphBody {
    text: String,
    points: Vec<LawPoint>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct ArticleBody {
    act: String,
    act_name: String,
    version: VersionRow,
    /// `33`, `33-1`.
    #[schema(value_type = String)]
    number: ArticleNumber,
    /// `《…》第…条`.
    citation: String,
    caption: Option<String>,
    /// The headings above, the outermost first.
    headings: Vec<String>,
    paragraphs: Vec<ParagraphBody>,
    certainty: Labelled,
    source: String,
    replaced_by: Option<String>,
    replaced_by_name: Option<String>,
    #[schema(value_type = Option<String>)]
    previous: Option<ArticleNumber>,
    #[schema(value_type = Option<String>)]
    next: Option<ArticleNumber>,
    /// The address in the portal that says the same for ever.
    link: String,
    /// The versions that have this article, from new to old.
    versions: Vec<VersionRow>,
}

/// One article of a version.
#[utoipa::path(get, path = "/api/v1/law/acts/{act}/articles/{article}", tag = "law", params(("act" = String, Path), ("article" = String, Path), VersionQuery), responses((status = 200, body = ArticleBody)))]
pub(crate) async fn article(
    State(api): State<Api>,
    _officer: Officer,
    Path((id, number)): Path<(String, ArticleNumber)>,
    Query(query): Query<VersionQuery>,
) -> Result<Json<ArticleBody>, Problem> {
    let (law, today) = now(&api);
    let act = law.acts.get(&id).ok_or_else(Problem::not_found)?;
    let version = chosen(&law, &id, &query, today)?;
    let article = version.text.article(number).ok_or_else(Problem::not_found)?;
    let (previous, next_article) = version.text.neighbours(number);
    let next = act.replaced_by.as_deref().and_then(|next| law.acts.get(next));
    let place = Citation { act: id.clone(), article: number, paragraph: None, point: None };
    let with_it =
        law.library.versions(&id).rev().filter(|known| known.text.article(number).is_some());
    Ok(Json(ArticleBody {
        act_name: act.zh.clone(),
        version: version_row(&law, &version, today),
        number,
        citation: law.acts.words(&place).map_or_else(String::new, |words| words.zh),
        caption: article.caption.clone(),
        headings: version.text.headings_of(number).iter().map(|over| over.words.clone()).collect(),
        paragraphs: article
            .paragraphs
            .iter()
            .map(|paragraph| ParagraphBody {
                text: paragraph.text.clone(),
                points: paragraph
                    .points
                    .iter()
                    .map(|point| LawPoint { number: point.number, text: point.text.clone() })
                    .collect(),
            })
            .collect(),
        certainty: Labelled::certainty(version.certainty(&law.acts)),
        source: version.imprint.source.clone(),
        replaced_by: act.replaced_by.clone(),
        replaced_by_name: next.map(|next| next.zh.clone()),
        previous,
        next: next_article,
        link: format!("/public/law/{}/{number}", version.imprint.key()),
        versions: with_it.map(|known| version_row(&law, known, today)).collect(),
        act: id,
    }))
}

/// The law at this moment, and today.
pub(crate) fn now(api: &Api) -> (Arc<Law>, Date) {
    (api.cx().law(), api.cx().now().date())
}

fn day(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}
