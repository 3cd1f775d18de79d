//! The law library for anybody: list and search, an act, an article with what rests on it. Addresses stay for ever; one that
//! names a version (`act@version`) always says the same.

use super::page::Page;
use super::render;
use crate::extract::{Path, Query};
use crate::v1::law::{VersionQuery, chosen, lead};
use crate::{Api, Problem};
use app::Law;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::Date;
use domain::law::{
    Act, Block, Citation, HeadingLevel, Hit, HitAt, Piece, Rank, Standing, Version, Words,
};
use serde::Deserialize;
use std::sync::Arc;

/// Hits on the page at most.
const HITS_MAX: usize = 50;

/// What the list may be asked with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    lang: Option<String>,
    q: Option<String>,
    act: Option<String>,
    /// Only what is in force today.
    current: Option<String>,
}

/// How something stands, as printed.
struct Mark {
    words: String,
    /// `good`, `warn` or `soft`.
    tone: &'static str,
}

fn mark(standing: Standing, page: &Page) -> Mark {
    let tone = match standing {
        Standing::InForce => "good",
        Standing::NotYet | Standing::Superseded | Standing::Elsewhere => "warn",
        Standing::Repealed => "soft",
    };
    Mark { words: pick(page, &standing.words()), tone }
}

fn pick(page: &Page, words: &Words) -> String {
    page.t(&words.zh, &words.en).to_owned()
}

struct ActLine {
    href: String,
    title: String,
    english: String,
    standing: Mark,
    since: String,
}

struct RankGroup {
    words: String,
    acts: Vec<ActLine>,
}

struct HitLine {
    href: String,
    act: String,
    place: String,
    standing: Mark,
    excerpt: Vec<Piece>,
}

struct ActChoice {
    id: String,
    title: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "law_home.html")]
struct Home {
    page: Page,
    words: String,
    current: bool,
    choices: Vec<ActChoice>,
    direct: Option<HitLine>,
    hits: Vec<HitLine>,
    total: usize,
    near: bool,
    groups: Vec<RankGroup>,
}

/// `/public/law`: every act, or what a search found.
pub(crate) async fn home(
    State(api): State<Api>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let page = Page::of(asked.lang.as_deref(), "/public/law");
    let (law, today) = (api.cx().law(), api.cx().now().date());
    let words: String = asked.q.unwrap_or_default().trim().chars().take(100).collect();
    let current = asked.current.is_some();
    let act = asked.act.filter(|act| !act.is_empty());
    let query = domain::law::Query {
        words: &words,
        act: act.as_deref(),
        in_force_on: current.then_some(today),
        max: HITS_MAX,
    };
    let found = law.library.search(&law.acts, &query, today);
    let direct = law.acts.said(&words).and_then(|place| direct(&law, &place, &page, today));
    let choices = law.acts.iter().map(|known| ActChoice {
        id: known.id.clone(),
        title: known.short().to_owned(),
        chosen: act.as_deref() == Some(&known.id),
    });
    let choices = choices.collect();
    let groups = if words.is_empty() { groups(&law, &page, today) } else { Vec::new() };
    let hits = found.hits.into_iter().map(|hit| hit_line(&law, hit, &page, today)).collect();
    let (total, near) = (found.total, found.near);
    render(&Home { page, words, current, choices, direct, hits, total, near, groups })
}

fn groups(law: &Law, page: &Page, today: Date) -> Vec<RankGroup> {
    let ranks = [Rank::Law, Rank::Regulation, Rank::Rule, Rank::Interpretation, Rank::Document];
    let line = |act: &Act| ActLine {
        href: page.link(&format!("/public/law/{}", act.id)),
        title: act.zh.clone(),
        english: act.en.clone(),
        standing: mark(act.standing(today), page),
        since: act.effective_from.map(|day| day.to_string()).unwrap_or_default(),
    };
    let group = |rank: Rank| {
        let mut acts: Vec<&Act> = law.acts.iter().filter(|act| act.rank == rank).collect();
        acts.sort_by_key(|act| !act.in_force(today));
        RankGroup { words: pick(page, &rank.words()), acts: acts.into_iter().map(line).collect() }
    };
    ranks.into_iter().map(group).collect()
}

/// The article that a typed citation names.
fn direct(law: &Law, place: &Citation, page: &Page, today: Date) -> Option<HitLine> {
    let view = app::library::view(law, place, today, today);
    let text = view.text.clone().ok()?;
    Some(HitLine {
        href: page.link(&view.link()?),
        act: law.acts.get(&place.act)?.zh.clone(),
        place: place.place_zh(),
        standing: mark(view.standing?, page),
        excerpt: vec![Piece { text: text.chars().take(200).collect(), hit: false }],
    })
}

fn hit_line(law: &Law, hit: Hit, page: &Page, today: Date) -> HitLine {
    let Hit { version, at, excerpt, .. } = hit;
    let key = version.imprint.key();
    let (place, path) = match at {
        HitAt::Title => (String::new(), format!("/public/law/{key}")),
        HitAt::Article(number) => {
            (whole(&version.imprint.act, number).place_zh(), format!("/public/law/{key}/{number}"))
        }
        HitAt::Passage(_) => (String::new(), format!("/public/law/{key}")),
    };
    HitLine {
        href: page.link(&path),
        act: version.imprint.title.clone(),
        place,
        standing: mark(version.standing(&law.acts, today), page),
        excerpt,
    }
}

fn whole(act: &str, article: u16) -> Citation {
    Citation { act: act.to_owned(), article, paragraph: None, point: None }
}

/// What the head of an act and of an article says of a version.
struct Imprint {
    standing: Mark,
    /// None for an official text.
    caution: Option<String>,
    rank: String,
    number: String,
    issuer: String,
    from: String,
    until: String,
    /// Title and address of the act that took its place.
    next: Option<(String, String)>,
    source: String,
}

fn imprint(law: &Law, act: &Act, version: &Version, page: &Page, today: Date) -> Imprint {
    let certainty = version.certainty(&law.acts);
    let next = act.replaced_by.as_deref().and_then(|id| law.acts.get(id));
    let known = &version.imprint;
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    Imprint {
        standing: mark(version.standing(&law.acts, today), page),
        caution: (!certainty.is_law()).then(|| pick(page, &certainty.label())),
        rank: pick(page, &act.rank.words()),
        number: known.number.clone().unwrap_or_default(),
        issuer: known.issuer.clone().unwrap_or_default(),
        from: day(known.effective_from),
        until: day(version.until.or(act.effective_to)),
        next: next.map(|next| (next.zh.clone(), page.link(&format!("/public/law/{}", next.id)))),
        source: known.source.clone(),
    }
}

/// An entry of the contents.
enum Content {
    Heading(&'static str, String),
    Article { href: String, place: String, lead: String },
    Passage(usize, String),
}

struct VersionLine {
    href: String,
    version: String,
    from: String,
    standing: Mark,
    shown: bool,
}

#[derive(Template)]
#[template(path = "law_act.html")]
struct ActPage {
    page: Page,
    title: String,
    imprint: Imprint,
    history: Vec<String>,
    versions: Vec<VersionLine>,
    contents: Vec<Content>,
}

/// `/public/law/{act}`: an act, in the version in force or the one that the address names.
pub(crate) async fn act(
    State(api): State<Api>,
    Path(key): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let page = Page::of(asked.lang.as_deref(), &format!("/public/law/{key}"));
    let (law, today) = (api.cx().law(), api.cx().now().date());
    let (act, version) = find(&law, &key, today)?;
    let contents = version.text.blocks.iter().enumerate().map(|(index, block)| match block {
        Block::Heading(heading) => Content::Heading(level(heading.level), heading.words.clone()),
        Block::Article(article) => Content::Article {
            href: page.link(&format!("/public/law/{key}/{}", article.number)),
            place: whole(&act.id, article.number).place_zh(),
            lead: lead(article),
        },
        Block::Passage { text } => Content::Passage(index, text.clone()),
    });
    let versions = law.library.versions(&act.id).rev().map(|known| VersionLine {
        href: page.link(&format!("/public/law/{}", known.imprint.key())),
        version: known.imprint.version.clone(),
        from: known.imprint.effective_from.map(|day| day.to_string()).unwrap_or_default(),
        standing: mark(known.standing(&law.acts, today), &page),
        shown: known.imprint.version == version.imprint.version,
    });
    let (contents, versions) = (contents.collect(), versions.collect());
    render(&ActPage {
        title: version.imprint.title.clone(),
        imprint: imprint(&law, act, &version, &page, today),
        history: version.text.history.clone(),
        versions,
        contents,
        page,
    })
}

const fn level(level: HeadingLevel) -> &'static str {
    match level {
        HeadingLevel::Part | HeadingLevel::Subpart => "part",
        HeadingLevel::Chapter | HeadingLevel::Other => "chapter",
        HeadingLevel::Section => "section",
    }
}

/// The act and version of an address: `act` or `act@version`.
fn find<'a>(law: &'a Law, key: &str, today: Date) -> Result<(&'a Act, Arc<Version>), Problem> {
    let (id, version) = key.split_once('@').map_or((key, None), |(id, name)| (id, Some(name)));
    let act = law.acts.get(id).ok_or_else(Problem::not_found)?;
    let query = VersionQuery::named(version.map(str::to_owned));
    Ok((act, chosen(law, id, &query, today)?))
}

struct UseLine {
    kind: String,
    name: String,
    cited_as: String,
}

#[derive(Template)]
#[template(path = "law_article.html")]
struct ArticlePage {
    page: Page,
    act_href: String,
    act_title: String,
    place: String,
    caption: String,
    headings: Vec<String>,
    imprint: Imprint,
    paragraphs: Vec<domain::law::Paragraph>,
    /// The address with its version.
    lasting: String,
    citation: String,
    uses: Vec<UseLine>,
    previous: Option<String>,
    next: Option<String>,
}

/// `/public/law/{act}/{article}`.
pub(crate) async fn article(
    State(api): State<Api>,
    Path((key, number)): Path<(String, u16)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let page = Page::of(asked.lang.as_deref(), &format!("/public/law/{key}/{number}"));
    let (law, today) = (api.cx().law(), api.cx().now().date());
    let (act, version) = find(&law, &key, today)?;
    let article = version.text.article(number).ok_or_else(Problem::not_found)?;
    let place = whole(&act.id, number);
    let uses = law.citing(&act.id, Some(number)).into_iter().map(|thing| UseLine {
        kind: pick(&page, &thing.kind.words()),
        name: pick(&page, &thing.name),
        cited_as: thing
            .places
            .iter()
            .map(|cited| {
                let at = page.t(&cited.place.place_zh(), &cited.place.place_en()).to_owned();
                format!("{} · {at}", pick(&page, &cited.cited_as.words()))
            })
            .collect::<Vec<_>>()
            .join("；"),
    });
    let neighbour = |other: Option<u16>| {
        let other = other.filter(|&other| version.text.article(other).is_some())?;
        Some(page.link(&format!("/public/law/{key}/{other}")))
    };
    let headings = version.text.headings_of(number);
    let (previous, next) = (neighbour(number.checked_sub(1)), neighbour(number.checked_add(1)));
    let uses = uses.collect();
    render(&ArticlePage {
        act_href: page.link(&format!("/public/law/{key}")),
        act_title: version.imprint.title.clone(),
        place: place.place_zh(),
        caption: article.caption.clone().unwrap_or_default(),
        headings: headings.iter().map(|over| over.words.clone()).collect(),
        imprint: imprint(&law, act, &version, &page, today),
        paragraphs: article.paragraphs.clone(),
        lasting: format!("/public/law/{}/{number}", version.imprint.key()),
        citation: format!("《{}》{}", version.imprint.title, place.place_zh()),
        uses,
        previous,
        next,
        page,
    })
}
