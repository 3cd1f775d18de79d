//! Problem details (RFC 9457): the only place where a refusal becomes an answer.

use crate::language::Language;
use crate::request_id::RequestId;
use app::Error;
use axum::Json;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::Refusal;
use serde::Serialize;
use utoipa::ToSchema;

/// Why a request was not done. It becomes words in [`speak`], which knows the reader's language.
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    refusal: Box<Refusal>,
    retry_after: Option<u32>,
}

/// The body of every error: RFC 9457 with the members of this platform.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemBody {
    /// Always `about:blank`: `code` tells what it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What the status means.
    title: &'static str,
    /// The HTTP status.
    status: u16,
    /// Stable code, for instance `case.defence_period_open`.
    code: &'static str,
    /// What is wrong and the way out, in the language of `Accept-Language`.
    detail: String,
    /// The same in Chinese.
    zh: String,
    /// The same in English.
    en: String,
    /// The article it rests on.
    basis: Option<&'static str>,
    /// The field at fault.
    field: Option<String>,
    /// For those who ask the bureau about it.
    request_id: Option<String>,
}

impl Problem {
    /// A problem of the HTTP layer itself.
    pub(crate) fn new(status: StatusCode, code: &'static str, zh: &str, en: &str) -> Self {
        Self { status, refusal: Box::new(Refusal::new(code, zh, en)), retry_after: None }
    }

    pub(crate) fn retry_after(self, seconds: u32) -> Self {
        Self { retry_after: Some(seconds.max(1)), ..self }
    }

    pub(crate) fn field(self, field: &str) -> Self {
        Self { refusal: Box::new(self.refusal.field(field)), ..self }
    }

    pub(crate) fn no_session() -> Self {
        let (zh, en) = ("请先登录", "log in first");
        Self::new(StatusCode::UNAUTHORIZED, "session.none", zh, en)
    }

    pub(crate) fn forbidden() -> Self {
        let (zh, en) = ("您没有此项权限", "you may not do this");
        Self::new(StatusCode::FORBIDDEN, "http.forbidden", zh, en)
    }

    pub(crate) fn not_found() -> Self {
        let (zh, en) =
            ("没有找到，或者不在您的辖区内", "there is no such thing, or none you may see");
        Self::new(StatusCode::NOT_FOUND, "http.not_found", zh, en)
    }

    pub(crate) fn bad_request(code: &'static str, zh: &str, en: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, zh, en)
    }

    pub(crate) fn broken(error: &dyn std::fmt::Display) -> Self {
        tracing::error!(%error, "request failed");
        let (zh, en) = (
            "系统出错，请稍后再试；如仍不行，请把请求编号告知系统管理员",
            "something broke; try again, and if it stays so, give the request id to the administrator",
        );
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "http.broken", zh, en)
    }

    /// The status it answers with.
    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// What is wrong, in the reader's language.
    pub(crate) fn words(&self, language: Language) -> &str {
        language.pick(&self.refusal.zh, &self.refusal.en)
    }

    fn body(self, language: Language, request_id: Option<String>) -> ProblemBody {
        let detail = self.words(language).to_owned();
        let Refusal { code, basis, field, zh, en } = *self.refusal;
        ProblemBody {
            kind: "about:blank",
            title: self.status.canonical_reason().unwrap_or("Problem"),
            status: self.status.as_u16(),
            code,
            detail,
            zh,
            en,
            basis,
            field,
            request_id,
        }
    }
}

/// Refusals of the gate say who is not in; every other refusal is a rule that says no.
fn status_of(code: &str) -> StatusCode {
    match code {
        "session.too_many" => StatusCode::TOO_MANY_REQUESTS,
        "session.wrong" | "session.code_required" | "session.code_wrong" | "session.locked" => {
            StatusCode::UNAUTHORIZED
        }
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let status = status_of(refusal.code);
        let retry_after = (status == StatusCode::TOO_MANY_REQUESTS).then_some(60);
        Self { status, refusal: Box::new(refusal), retry_after }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) => (*refusal).into(),
            Error::Forbidden(_) => Self::forbidden(),
            Error::NotFound(_) => Self::not_found(),
            Error::Stale(_) => Self::new(
                StatusCode::CONFLICT,
                "stale",
                "内容已被他人更新，请刷新后重试",
                "somebody else changed it first; fetch it again",
            ),
            Error::Broken(error) => Self::broken(&format!("{error:#}")),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Gives every problem its words, and bare errors of the router their problem.
pub(crate) async fn speak(request: Request, next: Next) -> Response {
    let language = Language::of(request.headers());
    let machine = request.uri().path().starts_with("/api/");
    let method_and_path = (!machine).then(|| request.uri().path().to_owned());
    let request_id = request.extensions().get::<RequestId>().map(|id| id.0.clone());
    let mut response = next.run(request).await;
    let Some(problem) = problem_in(&mut response) else { return response };
    match method_and_path {
        Some(path) if path.starts_with("/public") || path.starts_with("/guide") => {
            let page = crate::portal::problem_page(&problem, language);
            (problem.status, keep(response.headers()), page).into_response()
        }
        _ => answer(problem, language, request_id, response.headers()),
    }
}

fn answer(
    problem: Problem,
    language: Language,
    request_id: Option<String>,
    before: &HeaderMap,
) -> Response {
    let (status, retry_after) = (problem.status, problem.retry_after);
    let mut headers = keep(before);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = retry_after {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    let mut response = (status, Json(problem.body(language, request_id))).into_response();
    response.headers_mut().extend(headers);
    response
}

/// Headers that say something about the request stay; those of the old, empty body go.
fn keep(before: &HeaderMap) -> HeaderMap {
    let stays = |name: &&header::HeaderName| {
        !matches!(**name, header::CONTENT_TYPE | header::CONTENT_LENGTH)
    };
    before.iter().filter(|(name, _)| stays(name)).map(|(n, v)| (n.clone(), v.clone())).collect()
}

fn problem_in(response: &mut Response) -> Option<Problem> {
    if let Some(problem) = response.extensions_mut().remove::<Problem>() {
        return Some(problem);
    }
    // What the router itself answers without a body of ours.
    match response.status() {
        StatusCode::NOT_FOUND => Some(Problem::not_found()),
        StatusCode::METHOD_NOT_ALLOWED => Some(Problem::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "http.method",
            "此地址不支持该方法",
            "this address does not know that method",
        )),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Problem::too_large()),
        StatusCode::INTERNAL_SERVER_ERROR => Some(Problem::broken(&"a handler panicked")),
        _ => None,
    }
}

impl Problem {
    pub(crate) fn too_large() -> Self {
        let (zh, en) = ("内容超过大小上限", "the content is larger than allowed");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "http.too_large", zh, en)
    }

    pub(crate) fn media_type(zh: &str, en: &str) -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "http.media_type", zh, en)
    }
}
