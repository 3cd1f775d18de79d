//! The public portal: decisions for anybody to read, print and verify. Server-rendered; nothing needs a script to be read.

pub(crate) mod law;
pub(crate) mod law_home;
pub(crate) mod lists;
pub(crate) mod open_lists;
mod page;
mod row;

use crate::extract::{Path, Query, page as page_of};
use crate::language::Language;
use crate::officer::Peer;
use crate::state::GuideUser;
use crate::v1::documents;
use crate::{Api, Problem};
use app::notices::{self, NoticePage};
use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::NoticeId;
use domain::notice::NoticeState;
use page::Page;
use row::Row;
use serde::Deserialize;

/// What every page of the portal may be asked with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    lang: Option<String>,
    q: Option<String>,
    cursor: Option<String>,
}

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    page: Page,
    words: String,
    rows: Vec<Row>,
    next: Option<String>,
}

/// Decisions on one page of the list.
const ROWS: &str = "20";

/// `/public/`: the list, or what a search found.
pub(crate) async fn home(
    State(api): State<Api>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let page = Page::of(asked.lang.as_deref(), "/public/");
    let words: String = asked.q.unwrap_or_default().trim().chars().take(100).collect();
    let slice = page_of(Some(ROWS), asked.cursor.as_deref())?;
    let listed = notices::list_public(api.cx(), &words, &slice).await?;
    let next = listed.next.map(|cursor| page.search(&words, &cursor));
    let rows = listed.items.iter().map(|notice| Row::of(notice, page.language)).collect();
    render(&Home { page, words, rows, next })
}

/// `/public` without its slash.
pub(crate) async fn to_home() -> Redirect {
    Redirect::permanent("/public/")
}

#[derive(Template)]
#[template(path = "notice.html")]
struct NoticeTemplate {
    page: Page,
    row: Row,
    line: u64,
    key: String,
    withdrawn: Option<(String, String)>,
}

/// `/public/notices/{id}`.
pub(crate) async fn notice(
    State(api): State<Api>,
    Path(id): Path<NoticeId>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let page = Page::of(asked.lang.as_deref(), &format!("/public/notices/{id}"));
    let NoticePage { notice, line, .. } = notices::read_public(api.cx(), id).await?;
    let row = Row::of(&notice, page.language);
    let withdrawn = match notice.state {
        NoticeState::Published => None,
        NoticeState::Withdrawn { reason, at } => Some((reason, row::moment(at, page.language))),
    };
    // People count from one.
    render(&NoticeTemplate { page, row, line: line + 1, key: first_key(&api)?, withdrawn })
}

/// The Ed25519 line, which browsers can check.
fn first_key(api: &Api) -> Result<String, Problem> {
    Ok(app::record::keys(api.cx())?.into_iter().next().unwrap_or_default())
}

/// `/public/notices/{id}/decision.pdf`: the published, redacted file.
pub(crate) async fn decision(
    State(api): State<Api>,
    Path(id): Path<NoticeId>,
) -> Result<Response, Problem> {
    let pdf = notices::published_file(api.cx(), id).await?;
    Ok(documents::answer(pdf, &format!("decision-{id}.pdf")))
}

/// `/public/notices/{id}/proof`: the self-contained proof (C2SP tlog-proof).
pub(crate) async fn proof(
    State(api): State<Api>,
    Path(id): Path<NoticeId>,
) -> Result<Response, Problem> {
    let found = notices::read_public(api.cx(), id).await?;
    let name = format!("attachment; filename=\"decision-{id}.tlog-proof\"");
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, found.proof).into_response())
}

#[derive(Template)]
#[template(path = "verify.html")]
struct Verify {
    page: Page,
    key: String,
    keys: Vec<String>,
}

/// `/public/verify`: a file and its proof, checked in the reader's browser.
pub(crate) async fn verify(
    State(api): State<Api>,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let page = Page::of(asked.lang.as_deref(), "/public/verify");
    let keys = app::record::keys(api.cx())?;
    render(&Verify { page, key: first_key(&api)?, keys })
}

/// `/log/keys`: the keys that sign checkpoints, one line each.
pub(crate) async fn keys(State(api): State<Api>) -> Result<String, Problem> {
    Ok(app::record::keys(api.cx())?.join("\n") + "\n")
}

#[derive(Template)]
#[template(path = "guide.html")]
struct GuideTemplate {
    page: Page,
    users: Vec<GuideUser>,
    hj212: Option<String>,
}

/// `/guide`: only in the demonstration, and only for this machine, because it shows passwords.
pub(crate) async fn guide(
    State(api): State<Api>,
    Peer(peer): Peer,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let here = peer.to_canonical().is_loopback();
    let guide = api.0.guide.clone().filter(|_| here).ok_or_else(Problem::not_found)?;
    let page = Page::of(asked.lang.as_deref(), "/guide");
    let users =
        guide.users.into_iter().map(|user| GuideUser { role: role(&user.role, &page), ..user });
    let users = users.collect();
    render(&GuideTemplate { page, users, hj212: guide.hj212 })
}

/// What a role is called; its name where it has no words here.
fn role(name: &str, page: &Page) -> String {
    let (zh, en) = match name {
        "system_admin" => ("系统管理员", "system administrator"),
        "security_admin" => ("安全管理员", "security administrator"),
        "auditor" => ("审计管理员", "auditor"),
        "duty_officer" => ("值班员", "duty officer"),
        "field_officer" => ("外勤执法人员", "field officer"),
        "handler" => ("案件承办人", "handler"),
        "reviewer" => ("法制审核人员", "reviewer"),
        "head" => ("单位负责人", "head"),
        other => (other, other),
    };
    page.t(zh, en).to_owned()
}

/// `/robots.txt`: the portal may be indexed, nothing else.
pub(crate) async fn robots() -> &'static str {
    "User-agent: *\nAllow: /public/\nDisallow: /\n"
}

const TOKENS: &str = include_str!("../../../../web/src/styles/tokens.css");
const STYLE: &str = include_str!("../../static/portal.css");
const VERIFY: &str = include_str!("../../static/verify.js");

/// `/public/static/{name}`.
pub(crate) async fn asset(Path(name): Path<String>) -> Result<Response, Problem> {
    let (media, text) = match name.as_str() {
        "tokens.css" => ("text/css; charset=utf-8", TOKENS),
        "portal.css" => ("text/css; charset=utf-8", STYLE),
        "verify.js" => ("text/javascript; charset=utf-8", VERIFY),
        _ => return Err(Problem::not_found()),
    };
    Ok(([(header::CONTENT_TYPE, media), (header::CACHE_CONTROL, "public, max-age=3600")], text)
        .into_response())
}

#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemTemplate {
    page: Page,
    status: u16,
    words: String,
}

/// A problem as a page, for those who read and do not program.
pub(crate) fn problem_page(problem: &Problem, language: Language) -> Html<String> {
    let words = problem.words(language).to_owned();
    let page = Page::plain(language);
    let status = problem.status().as_u16();
    Html(ProblemTemplate { page, status, words: words.clone() }.render().unwrap_or(words))
}

fn render(template: &impl Template) -> Result<Response, Problem> {
    let html = template.render().map_err(|error| Problem::broken(&error))?;
    Ok(Html(html).into_response())
}
