//! Bodies, queries and path parts of requests; what does not parse is a problem with words.

use crate::{Api, Problem, misfit};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A JSON body, either way.
#[derive(Debug)]
pub(crate) struct Json<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Api> for Json<T> {
    type Rejection = Problem;
    async fn from_request(request: Request, api: &Api) -> Result<Self, Problem> {
        if !is_json(request.headers()) {
            let (zh, en) = ("请以 application/json 提交", "send application/json");
            return Err(Problem::media_type(zh, en));
        }
        let limit = api.config().json_bytes;
        let bytes = axum::body::to_bytes(request.into_body(), limit).await;
        // The only cause but the limit is a client that hung up, who reads no answer.
        let bytes = bytes.map_err(|_| Problem::too_large())?;
        parse(&bytes).map(Self)
    }
}

/// What does not fit is named by its path, for instance `content.set.tables[3].factors[0].options[1].weights[0]`.
fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        misfit::problem("http.json", &error.path().to_string(), &error.inner().to_string())
    })?;
    reader.end().map_err(|error| misfit::problem("http.json", "", &error.to_string()))?;
    Ok(value)
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = value.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

/// The query.
#[derive(Debug)]
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let query = axum::extract::Query::try_from_uri(&parts.uri).map_err(|error| {
            let told = error.body_text();
            let told = told.rsplit_once("query string: ").map_or(told.as_str(), |(_, told)| told);
            let (path, told) = told.split_once(": ").unwrap_or(("", told));
            misfit::problem("http.query", path, told)
        })?;
        Ok(Self(query.0))
    }
}

/// The parts of the path. An id that is none names nothing.
#[derive(Debug)]
pub(crate) struct Path<T>(pub(crate) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let path = axum::extract::Path::from_request_parts(parts, state).await;
        path.map(|path| Self(path.0)).map_err(|_| Problem::not_found())
    }
}

/// Where in a list to read.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(crate) struct PageQuery {
    /// Rows, 1 to 200; 50 unless told.
    pub(crate) page_size: Option<String>,
    /// `next` of the page before.
    pub(crate) cursor: Option<String>,
}

impl PageQuery {
    /// As use cases take it.
    pub(crate) fn page(&self) -> Result<app::Page, Problem> {
        page(self.page_size.as_deref(), self.cursor.as_deref())
    }
}

/// The page asked for, of a list whose cursor is an id.
pub(crate) fn page(size: Option<&str>, cursor: Option<&str>) -> Result<app::Page, Problem> {
    let page = page_after(size, cursor)?;
    let id = |after: &String| after.parse::<uuid::Uuid>().is_ok();
    if page.after.as_ref().is_some_and(|after| !id(after)) {
        return Err(no_cursor());
    }
    Ok(page)
}

/// The page asked for, of a list whose cursor is a code or a number.
pub(crate) fn page_after(size: Option<&str>, cursor: Option<&str>) -> Result<app::Page, Problem> {
    let size = match size.filter(|size| !size.is_empty()) {
        None => 50,
        Some(size) => {
            size.parse().ok().filter(|size| (1..=200).contains(size)).ok_or_else(|| {
                let (zh, en) = ("page_size 为1至200", "page_size is 1 to 200");
                Problem::bad_request("http.query", zh, en).field("page_size")
            })?
        }
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.:/".contains(c);
    let after = cursor.filter(|cursor| !cursor.is_empty());
    if after.is_some_and(|cursor| cursor.len() > 200 || !cursor.chars().all(plain)) {
        return Err(no_cursor());
    }
    Ok(app::Page { after: after.map(str::to_owned), size })
}

fn no_cursor() -> Problem {
    let zh = "cursor 无效，请使用上一页返回的 next";
    let en = "that is no cursor; use `next` of the page before";
    Problem::bad_request("http.query", zh, en).field("cursor")
}

/// A parameter that is one of the known words; absent or empty asks for all.
pub(crate) fn one_of(name: &str, asked: Option<String>, known: &[&str]) -> Result<String, Problem> {
    let asked = asked.unwrap_or_default();
    if asked.is_empty() || known.contains(&asked.as_str()) {
        return Ok(asked);
    }
    let words = known.join("、");
    let zh = format!("参数 {name} 没有“{asked}”这个值，可用：{words}");
    let en = format!("there is no {name} “{asked}”; known: {}", known.join(", "));
    Err(Problem::bad_request("http.query", &zh, &en).field(name))
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Items<T> {
    /// The rows.
    pub(crate) items: Vec<T>,
    /// Cursor of the next page; null at the end.
    pub(crate) next: Option<String>,
}

impl<T> Items<T> {
    /// Rows as they go over the wire.
    pub(crate) fn of<R>(listed: app::Listed<R>, row: impl FnMut(R) -> T) -> Json<Self> {
        Json(Self { items: listed.items.into_iter().map(row).collect(), next: listed.next })
    }

    /// A list that is always read whole.
    pub(crate) fn all(items: Vec<T>) -> Json<Self> {
        Json(Self { items, next: None })
    }
}
