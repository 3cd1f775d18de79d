//! `/healthz`: whether the platform can do its work, for those who watch over it.

use crate::{Api, Problem};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// 200 `{"status":"ok"}`, or 503 with what ails.
pub(crate) async fn health(State(api): State<Api>) -> Result<(StatusCode, Json<Value>), Problem> {
    let mut ailments = api.0.vitals.ailments();
    if let Err(error) = app::record::checkpoint(api.cx()).await {
        tracing::error!(%error, "health: the store does not answer");
        ailments.push("store: does not answer".to_owned());
    }
    if ailments.is_empty() {
        return Ok((StatusCode::OK, Json(json!({ "status": "ok" }))));
    }
    Ok((StatusCode::SERVICE_UNAVAILABLE, Json(json!({ "status": "ailing", "ailments": ailments }))))
}
