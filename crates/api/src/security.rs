//! What protects the browser: where requests may come from, and what pages may do.

use crate::{Api, Problem};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Scripts and styles come from this host alone, none of them inline. Pictures may be `blob:` and `data:` (evidence
/// before upload, signatures, map tiles), workers `blob:` (the map).
const CONTENT_SECURITY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; \
    img-src 'self' blob: data:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; \
    worker-src 'self' blob:; manifest-src 'self'; object-src 'none'; frame-src 'self' blob:; frame-ancestors 'none'; \
    base-uri 'none'; form-action 'self'";

const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];
const TWO_YEARS: &str = "max-age=63072000; includeSubDomains";
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Puts the headers on every answer; a handler may have set a stricter one.
pub(crate) async fn headers(State(api): State<Api>, request: Request, next: Next) -> Response {
    let api_path = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if api.config().tls {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(TWO_YEARS));
    }
    if api_path {
        // What is about people stays out of caches unless a handler says otherwise.
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

/// Refuses changes that another site's page asks for in the officer's name.
pub(crate) async fn same_origin(request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || own(request.headers()) {
        return next.run(request).await;
    }
    let (zh, en) = ("拒绝来自其他网站的请求", "requests of other sites are refused");
    Problem::new(StatusCode::FORBIDDEN, "http.cross_site", zh, en).into_response()
}

/// A browser always says where a request comes from; a program that is no browser says nothing.
fn own(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let site = text(SEC_FETCH_SITE).is_none_or(|site| matches!(site, "same-origin" | "none"));
    let host = text(header::HOST);
    let origin = text(header::ORIGIN).is_none_or(|origin| {
        let of_origin = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
        of_origin.is_some() && of_origin == host
    });
    site && origin
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(&[], true)]
    #[case(&[("sec-fetch-site", "same-origin")], true)]
    #[case(&[("sec-fetch-site", "none")], true)]
    #[case(&[("sec-fetch-site", "same-site")], false)]
    #[case(&[("sec-fetch-site", "cross-site")], false)]
    #[case(&[("host", "hbj.example:8080"), ("origin", "http://hbj.example:8080")], true)]
    #[case(&[("host", "hbj.example"), ("origin", "https://hbj.example.evil")], false)]
    #[case(&[("host", "hbj.example"), ("origin", "null")], false)]
    #[case(&[("origin", "https://hbj.example")], false)]
    #[case(&[("host", "a"), ("origin", "https://a"), ("sec-fetch-site", "cross-site")], false)]
    fn changes_come_from_our_own_pages(
        #[case] given: &[(&'static str, &'static str)],
        #[case] fits: bool,
    ) {
        let pairs = given
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        assert_eq!(own(&pairs.collect()), fits);
    }
}
