//! `law/search`, `law/citing`: words in all texts, and what rests on an article.

use super::cases::CaseLink;
use super::common::{all, word};
use super::law::{Labelled, now};
use super::lists::ListName;
use crate::extract::{Json, Query};
use crate::officer::Officer;
use crate::{Api, Problem};
use app::Law;
use app::library::{ArticleView, cases_citing};
use axum::extract::State;
use domain::Date;
use domain::citing::{CitedPlace, Citing, CitingKind};
use domain::law::{Act, ArticleNumber, FoundIn, Hit, HitAt, Piece, Rank, Standing, Words};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Hits of one search at most.
pub(crate) const HITS_MAX: usize = 60;
/// Hits of one act at most, unless only that act is searched.
const OF_ACT_MAX: usize = 5;

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct SearchQuery {
    /// Words, all of which must occur; quotation marks keep a phrase together. A citation leads to its article.
    q: String,
    /// Only in this act: its id. Then up to 60 of its places are told, else up to 5 of each act and 60 altogether.
    #[serde(default)]
    act: Option<String>,
    /// Only in acts of this rank: `law`, `regulation`, `rule`, `interpretation` or `document`.
    #[serde(default)]
    rank: Option<String>,
    /// Only in what stands like this on the day: `in_force`, `repealed` or `not_yet`.
    #[serde(default)]
    state: Option<String>,
    /// The day that `state` speaks of, today unless told; without `state`, only in what was in force on this day.
    #[serde(default)]
    on: Option<String>,
}

/// How the library is narrowed; an empty text means that nothing was chosen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Narrowed {
    pub(crate) rank: Option<Rank>,
    pub(crate) standing: Option<Standing>,
    /// The day that is asked for.
    pub(crate) on: Date,
}

impl Narrowed {
    pub(crate) fn of(
        rank: Option<&str>,
        state: Option<&str>,
        on: Option<&str>,
        today: Date,
    ) -> Result<Self, Problem> {
        let said = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(str::to_owned);
        let (rank, state, on) = (said(rank), said(state), said(on));
        let rank = rank.map(|word| named(word, "rank")).transpose()?;
        let standing = state.map(|word| named(word, "state")).transpose()?;
        let on: Option<Date> = on.map(|word| named(word, "on")).transpose()?;
        let in_force = on.map(|_| Standing::InForce);
        Ok(Self { rank, standing: standing.or(in_force), on: on.unwrap_or(today) })
    }

    /// Whether an act is among what is asked for.
    pub(crate) fn lets(&self, act: &Act) -> bool {
        self.rank.is_none_or(|rank| act.rank == rank)
            && self.standing.is_none_or(|standing| act.standing(self.on).is(standing))
    }
}

fn named<T: DeserializeOwned>(word: String, field: &str) -> Result<T, Problem> {
    let unknown = |error: serde_json::Error| {
        let zh = format!("筛选条件不符合格式：{error}");
        Problem::bad_request("http.query", &zh, &format!("the filter does not fit: {error}"))
            .field(field)
    };
    serde_json::from_value(serde_json::Value::String(word)).map_err(unknown)
}

/// Searches as both the API and the portal do.
pub(crate) fn found(
    law: &Law,
    words: &str,
    act: Option<&str>,
    Narrowed { rank, standing, on }: Narrowed,
) -> domain::law::Found {
    let act = act.filter(|act| !act.is_empty());
    let of_act_max = if act.is_some() { HITS_MAX } else { OF_ACT_MAX };
    let asked = domain::law::Query { words, act, rank, standing, max: HITS_MAX, of_act_max };
    law.library.search(&law.acts, &asked, on)
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
    /// `33`, `33-1`; null where the title or a passage was found.
    #[schema(value_type = Option<String>)]
    article: Option<ArticleNumber>,
    /// `title`, `article` or `passage`.
    kind: &'static str,
    /// `第…条`; empty for a title.
    place: String,
    excerpt: Vec<PieceBody>,
    standing: Labelled,
    certainty: Labelled,
    link: String,
}

impl From<Piece> for PieceBody {
    fn from(Piece { text, hit }: Piece) -> Self {
        Self { text, hit }
    }
}

impl HitBody {
    pub(crate) fn of(law: &Law, hit: Hit, today: Date) -> Self {
        let Hit { version, at, excerpt, .. } = hit;
        let key = version.imprint.key();
        let (kind, article, place, link) = match at {
            HitAt::Title => ("title", None, String::new(), format!("/public/law/{key}")),
            HitAt::Article(number) => {
                ("article", Some(number), number.zh(), format!("/public/law/{key}/{number}"))
            }
            HitAt::Passage(block) => {
                ("passage", None, String::new(), format!("/public/law/{key}#b{block}"))
            }
        };
        Self {
            act: version.imprint.act.clone(),
            act_name: version.imprint.title.clone(),
            version: version.imprint.version.clone(),
            article,
            kind,
            place,
            excerpt: all(excerpt),
            standing: Labelled::standing(version.standing(&law.acts, today)),
            certainty: Labelled::certainty(version.certainty(&law.acts)),
            link,
        }
    }
}

/// The place somebody typed, as it reads.
#[derive(Serialize, ToSchema)]
pub(crate) struct SearchPlace {
    act: String,
    /// `33`, `33-1`.
    #[schema(value_type = String)]
    article: ArticleNumber,
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

/// What was found in one act, the best first.
#[derive(Serialize, ToSchema)]
pub(crate) struct FoundInBody {
    act: String,
    /// Its title, with the words marked.
    title: Vec<PieceBody>,
    en: String,
    rank: Labelled,
    /// How the act stands today.
    standing: Labelled,
    certainty: Labelled,
    /// How many places there are altogether.
    total: usize,
    hits: Vec<HitBody>,
}

impl FoundInBody {
    fn of(law: &Law, group: FoundIn, today: Date) -> Option<Self> {
        let act = law.acts.get(&group.act)?;
        let hits = group.hits.into_iter().map(|hit| HitBody::of(law, hit, today));
        Some(Self {
            title: all(group.title),
            en: act.en.clone(),
            rank: Labelled::of(word(&act.rank), act.rank.words()),
            standing: Labelled::standing(act.standing(today)),
            certainty: Labelled::certainty(act.certainty),
            total: group.total,
            hits: hits.collect(),
            act: group.act,
        })
    }
}

#[derive(Serialize, ToSchema)]
pub(crate) struct SearchBody {
    /// The place, where a citation was typed.
    place: Option<SearchPlace>,
    /// By act; the act with the best place first.
    acts: Vec<FoundInBody>,
    total: usize,
    /// Nothing has all the words; these come near.
    near: bool,
}

/// Searches all texts. What is in force on the day and ranks high comes first among equals.
#[utoipa::path(get, path = "/api/v1/law/search", tag = "law", params(SearchQuery), responses((status = 200, body = SearchBody)))]
pub(crate) async fn search(
    State(api): State<Api>,
    _officer: Officer,
    Query(query): Query<SearchQuery>,
) -> Result<Json<SearchBody>, Problem> {
    let (law, today) = now(&api);
    let (rank, state, on) = (query.rank.as_deref(), query.state.as_deref(), query.on.as_deref());
    let narrowed = Narrowed::of(rank, state, on, today)?;
    let said = law.acts.said(&query.q);
    let place = said.map(|place| app::library::view(&law, &place, narrowed.on, today).into());
    let found = found(&law, &query.q, query.act.as_deref(), narrowed);
    let groups = found.acts.into_iter().filter_map(|group| FoundInBody::of(&law, group, today));
    let (total, near) = (found.total, found.near);
    Ok(Json(SearchBody { place, acts: groups.collect(), total, near }))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct CitingQuery {
    act: String,
    /// `33`, `33-1`; the whole act unless told.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    article: Option<ArticleNumber>,
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

/// The name of what rests on an article; a list is called as people call it.
pub(crate) fn called(law: &Law, kind: CitingKind, code: &str, name: Words) -> Words {
    match law.lists.by_name(code).filter(|_| kind == CitingKind::List) {
        Some(version) => {
            let ListName { title, title_en, .. } = ListName::of(version);
            Words::new(title, title_en)
        }
        None => name,
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
        let name = called(law, thing.kind, &thing.code, thing.name);
        Self {
            kind: Labelled::of(thing.kind.as_str().to_owned(), thing.kind.words()),
            places: thing.places.iter().map(|cited| CitedBody::of(law, cited)).collect(),
            code: thing.code,
            zh: name.zh,
            en: name.en,
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
