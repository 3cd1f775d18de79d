//! The record as a public log (C2SP tlog-tiles): checkpoint and tiles, for anybody; every entry for the auditor.

use crate::officer::Officer;
use crate::{Api, Problem};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};

/// `/log/checkpoint`.
pub(crate) async fn checkpoint(State(api): State<Api>) -> Result<impl IntoResponse, Problem> {
    let note = app::record::checkpoint(api.cx()).await?;
    let headers =
        [(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    Ok((headers, note))
}

/// `/log/tile/<level or entries>/<index>[.p/<width>]`. No tile ever changes, not even a partial one.
pub(crate) async fn tile(
    State(api): State<Api>,
    Path(rest): Path<String>,
) -> Result<Response, Problem> {
    let path = format!("tile/{rest}");
    let bytes = app::record::tile(api.cx(), &path).await?.ok_or_else(Problem::not_found)?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, Body::from(bytes)).into_response())
}

/// `/api/v1/record/tile/<level or entries>/<index>[.p/<width>]`: the same tiles with every entry, for the auditor.
pub(crate) async fn whole_tile(
    State(api): State<Api>,
    officer: Officer,
    Path(rest): Path<String>,
) -> Result<Response, Problem> {
    let path = format!("tile/{rest}");
    let bytes = app::record::whole_tile(api.cx(), officer.actor(), &path).await?;
    let bytes = bytes.ok_or_else(Problem::not_found)?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, Body::from(bytes)).into_response())
}
