//! `law/search`, `law/citing`: words in all texts, and what rests on an article.

use super::cases::CaseLink;
use super::common::word;
use super::law::{Labelled, now};
use crate::extract::{Json, Query};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::Law;
use app::library::{ArticleView, cases_citing};
use axum::extract::State;
use domain::Date;
use domain::citing::{CitedPlace, Citing};
use domain::law::{Citation, Hit, HitAt};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Hits of one search at most.
const HITS_MAX: usize = 50;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchQuery {
    /// Words, all of which must occur; quotation marks keep a phrase together. A citation leads to its article.
    q: String,
    /// Only in this act.
    #[serde(default)]
    act: Option<String>,
    /// Only in what was in force on this day.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    on: Option<Date>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct PieceBody {
    text: String,
    hit: bool,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct HitBody {
    act: String,
    act_name: String,
    version: String,
    /// Null where the title or a passage was found.
    article: Option<u16>,
    /// `title`, `article` or `passage`.
    kind: &'static str,
    /// `第…条`; empty for a title.
    place: String,
    excerpt: Vec<PieceBody>,
    standing: Labelled,
    certainty: Labelled,
    link: String,
}

impl HitBody {
    pub(crate) fn of(law: &Law, hit: Hit, today: Date) -> Self {
        let Hit { version, at, excerpt, .. } = hit;
        let key = version.imprint.key();
        let (kind, article, place, link) = match at {
            HitAt::Title => ("title", None, String::new(), format!("/public/law/{key}")),
            HitAt::Article(number) => {
                let place = place(&version.imprint.act, number).place_zh();
                ("article", Some(number), place, format!("/public/law/{key}/{number}"))
            }
            HitAt::Passage(block) => {
                ("passage", None, String::new(), format!("/public/law/{key}#b{block}"))
            }
        };
        let pieces =
            excerpt.into_iter().map(|piece| PieceBody { text: piece.text, hit: piece.hit });
        Self {
            act: version.imprint.act.clone(),
            act_name: version.imprint.title.clone(),
            version: version.imprint.version.clone(),
            article,
            kind,
            place,
            excerpt: pieces.collect(),
            standing: Labelled::standing(version.standing(&law.acts, today)),
            certainty: Labelled::certainty(version.certainty(&law.acts)),
            link,
        }
    }
}

fn place(act: &str, article: u16) -> Citation {
    Citation { act: act.to_owned(), article, paragraph: None, point: None }
}

/// The place somebody typed, as it reads.
#[derive(Serialize, ToSchema)]
pub(crate) struct SearchPlace {
    act: String,
    article: u16,
    /// `《…》第…条第…款`.
    words: String,
    /// What it says; null where the text is not on file or has no such place.
    text: Option<String>,
    /// Why it says nothing.
    why_not: Option<String>,
    version: Option<String>,
    standing: Option<Labelled>,
    certainty: Option<Labelled>,
    link: Option<String>,
    /// What it is to the thing that cites it.
    cited_as: Option<Labelled>,
}

impl From<ArticleView> for SearchPlace {
    fn from(view: ArticleView) -> Self {
        let link = view.link();
        Self {
            act: view.place.act.clone(),
            article: view.place.article,
            words: view.words,
            why_not: view.text.as_ref().err().map(ToString::to_string),
            text: view.text.ok(),
            version: view.version.map(|version| version.imprint.version.clone()),
            standing: view.standing.map(Labelled::standing),
            certainty: view.certainty.map(Labelled::certainty),
            link,
            cited_as: view.cited_as.map(|cited| Labelled::of(word(&cited), cited.words())),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SearchBody {
    /// The place, where a citation was typed.
    place: Option<SearchPlace>,
    hits: Vec<HitBody>,
    total: usize,
    /// Nothing has all the words; these come near.
    near: bool,
}

/// Searches all texts.
#[utoipa::path(get, path = "/api/v1/law/search", tag = "law", params(SearchQuery), responses((status = 200, body = SearchBody)))]
pub(crate) async fn search(
    State(api): State<Api>,
    _officer: Officer,
    Query(query): Query<SearchQuery>,
) -> Result<Json<SearchBody>, Problem> {
    let (law, today) = now(&api);
    let said = law.acts.said(&query.q);
    let asked = domain::law::Query {
        words: &query.q,
        act: query.act.as_deref().filter(|act| !act.is_empty()),
        in_force_on: query.on,
        max: HITS_MAX,
    };
    let found = law.library.search(&law.acts, &asked, today);
    let on = query.on.unwrap_or(today);
    Ok(Json(SearchBody {
        place: said.map(|place| app::library::view(&law, &place, on, today).into()),
        hits: found.hits.into_iter().map(|hit| HitBody::of(&law, hit, today)).collect(),
        total: found.total,
        near: found.near,
    }))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CitingQuery {
    act: String,
    /// The whole act unless told.
    #[serde(default)]
    article: Option<u16>,
}

#[derive(Serialize, ToSchema)]
pub(crate) struct CitedBody {
    citation: String,
    words: String,
    cited_as: Labelled,
}

impl CitedBody {
    pub(crate) fn of(law: &Law, cited: &CitedPlace) -> Self {
        let words = law.acts.words(&cited.place).map(|words| words.zh);
        Self {
            words: words.unwrap_or_else(|| cited.place.to_string()),
            citation: cited.place.to_string(),
            cited_as: Labelled::of(word(&cited.cited_as), cited.cited_as.words()),
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct CitingBody {
    kind: Labelled,
    code: String,
    zh: String,
    en: String,
    places: Vec<CitedBody>,
}

impl CitingBody {
    pub(crate) fn of(law: &Law, thing: Citing) -> Self {
        Self {
            kind: Labelled::of(thing.kind.as_str().to_owned(), thing.kind.words()),
            places: thing.places.iter().map(|cited| CitedBody::of(law, cited)).collect(),
            code: thing.code,
            zh: thing.name.zh,
            en: thing.name.en,
        }
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct CitingAnswer {
    things: Vec<CitingBody>,
    /// The newest cases of the officer's territory.
    cases: Vec<CaseLink>,
    more_cases: bool,
}

/// What rests on an act or an article: items, ranges, violations, tables, periods, documents and cases.
#[utoipa::path(get, path = "/api/v1/law/citing", tag = "law", params(CitingQuery), responses((status = 200, body = CitingAnswer)))]
pub(crate) async fn citing(
    State(api): State<Api>,
    officer: Officer,
    Query(query): Query<CitingQuery>,
) -> Result<Json<CitingAnswer>, Problem> {
    let law = api.cx().law();
    law.acts.get(&query.act).ok_or_else(Problem::not_found)?;
    let things = law.citing(&query.act, query.article);
    let (cases, more_cases) =
        cases_citing(api.cx(), officer.actor(), &query.act, query.article).await?;
    Ok(Json(CitingAnswer {
        things: things.into_iter().map(|thing| CitingBody::of(&law, thing)).collect(),
        cases: cases.iter().map(CaseLink::of).collect(),
        more_cases,
    }))
}
