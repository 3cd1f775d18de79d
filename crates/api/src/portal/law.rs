//! The law library for anybody: an act, an article with what rests on it. Addresses stay for ever; one that names a version
//! (`act@version`) always says the same.

use super::law_home::Asked;
use super::page::Page;
use super::render;
use crate::extract::{Path, Query};
use crate::v1::law::{VersionQuery, chosen, lead};
use crate::v1::law_search::called;
use crate::{Api, Problem};
use app::Law;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use domain::Date;
use domain::law::{Act, ArticleNumber, Block, Citation, HeadingLevel, Standing, Version, Words};
use std::sync::Arc;

/// How something stands, as printed.
pub(super) struct Mark {
    pub(super) words: String,
    /// `good`, `warn` or `soft`.
    pub(super) tone: &'static str,
}

pub(super) fn mark(standing: Standing, page: &Page) -> Mark {
    let tone = match standing {
        Standing::InForce => "good",
        Standing::NotYet | Standing::Superseded | Standing::Elsewhere => "warn",
        Standing::Repealed => "soft",
    };
    Mark { words: pick(page, &standing.words()), tone }
}

pub(super) fn pick(page: &Page, words: &Words) -> String {
    page.t(&words.zh, &words.en).to_owned()
}

fn whole(act: &str, article: ArticleNumber) -> Citation {
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
            place: article.number.zh(),
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
    Path((key, number)): Path<(String, ArticleNumber)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let page = Page::of(asked.lang.as_deref(), &format!("/public/law/{key}/{number}"));
    let (law, today) = (api.cx().law(), api.cx().now().date());
    let (act, version) = find(&law, &key, today)?;
    let article = version.text.article(number).ok_or_else(Problem::not_found)?;
    let place = whole(&act.id, number);
    let uses = law.citing(&act.id, Some(number)).into_iter().map(|thing| UseLine {
        kind: pick(&page, &thing.kind.words()),
        name: pick(&page, &called(&law, thing.kind, &thing.code, thing.name)),
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
    let (previous, next) = version.text.neighbours(number);
    let link = |other: ArticleNumber| page.link(&format!("/public/law/{key}/{other}"));
    let headings = version.text.headings_of(number);
    let (previous, next) = (previous.map(link), next.map(link));
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
