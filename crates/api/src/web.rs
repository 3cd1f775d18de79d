//! The built web files, inside the binary: console at `/`, field app at `/field/`.

use crate::Problem;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
struct Dist;

/// Everything that no route takes: a file, or the app it belongs to. Names are looked up in a table made at build time,
/// so no path leads out of it.
pub(crate) async fn fallback(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if path.starts_with("api/") || path.starts_with("log/") || path.starts_with("public/") {
        return Problem::not_found().into_response();
    }
    if let Some(file) = Dist::get(path).filter(|_| !path.ends_with(".html")) {
        return serve(path, file, &headers);
    }
    // A page may have a dot in its name: `benchmarks/langfang.2026-1` is none of our kinds of file.
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_file = name.contains('.') && media_type(name) != OTHER_MEDIA;
    if is_file && !path.ends_with(".html") {
        return Problem::not_found().into_response();
    }
    let (app, page) = if path == "field" || path.starts_with("field/") {
        ("field/", "field/index.html")
    } else {
        ("", "index.html")
    };
    match Dist::get(page) {
        Some(file) => serve(page, file, &headers),
        None => not_built(app),
    }
}

fn serve(path: &str, file: EmbeddedFile, asked: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", hex::encode(&file.metadata.sha256_hash()[..16]));
    let cache = if hashed(path) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    let known = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known
        .is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag))
    {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(path)));
    if path.ends_with("sw.js") {
        headers.insert("service-worker-allowed", HeaderValue::from_static("/field/"));
    }
    (headers, Body::from(file.data)).into_response()
}

/// The build names files in `assets/` by their content; such a name never means anything else.
fn hashed(path: &str) -> bool {
    path.starts_with("assets/") || path.starts_with("field/assets/")
}

const OTHER_MEDIA: &str = "application/octet-stream";

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "geojson" => "application/geo+json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        _ => OTHER_MEDIA,
    }
}

fn not_built(app: &str) -> Response {
    let page = format!(
        "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>环执</title>\
         <h1>网页尚未构建</h1><p>请在工程目录运行 <code>cargo xtask web</code>，然后重新构建本程序。</p>\
         <p lang=\"en\">The web app <code>/{app}</code> is not built: run <code>cargo xtask web</code>, then build this \
         program again.</p></html>"
    );
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (StatusCode::SERVICE_UNAVAILABLE, headers, page).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn no_path_leads_out() {
        for path in [
            "/../Cargo.toml",
            "/%2e%2e/Cargo.toml",
            "/assets/../../Cargo.toml",
            "//etc/passwd.txt",
            "/.env",
        ] {
            let response = fallback(path.parse().unwrap(), HeaderMap::new()).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[tokio::test]
    async fn apps_answer_for_their_own_paths() {
        for path in ["/", "/cases/1", "/field", "/field/tasks/2"] {
            let response = fallback(path.parse().unwrap(), HeaderMap::new()).await;
            assert_ne!(response.status(), StatusCode::NOT_FOUND, "{path}");
            let media = response.headers().get(header::CONTENT_TYPE).unwrap().to_str().unwrap();
            assert!(media.starts_with("text/html"), "{path}: {media}");
        }
        let api = fallback("/api/v1/nothing".parse().unwrap(), HeaderMap::new()).await;
        assert_eq!(api.status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn hashed_files_are_kept_for_ever_and_pages_never() {
        assert!(hashed("assets/index-abc.js") && hashed("field/assets/a.js"));
        assert!(!hashed("index.html") && !hashed("field/sw.js"));
    }
}
