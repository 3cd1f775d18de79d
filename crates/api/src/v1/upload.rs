//! A file with what is said of it, as `multipart/form-data`: the part `meta`, then the part `file`. And a file on its way out.

use crate::limits::busy;
use crate::{Api, Problem};
use axum::body::Body;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;

/// What came.
pub(crate) struct Upload<M> {
    pub(crate) meta: M,
    pub(crate) bytes: Vec<u8>,
}

/// Reads a form whose file has at most `limit` bytes.
pub(crate) async fn read<M: DeserializeOwned>(
    api: &Api,
    request: Request,
    limit: usize,
) -> Result<Upload<M>, Problem> {
    // A bounded number of files is in memory at the same time, whatever comes in.
    let _place = api.0.uploads.try_acquire().map_err(|_| busy().retry_after(5))?;
    let form = Multipart::from_request(request, api).await;
    let mut form = form.map_err(|_| not_multipart())?;
    let (mut meta, mut file) = (None, None);
    while let Some(mut field) = form.next_field().await.map_err(|error| broken_form(&error))? {
        match field.name() {
            Some("meta") => meta = Some(parse(&part(&mut field, api.config().json_bytes).await?)?),
            Some("file") => file = Some(part(&mut field, limit).await?),
            _ => return Err(incomplete()),
        }
    }
    match (meta, file) {
        (Some(meta), Some(bytes)) => Ok(Upload { meta, bytes }),
        _ => Err(incomplete()),
    }
}

async fn part(field: &mut Field<'_>, limit: usize) -> Result<Vec<u8>, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| broken_form(&error))? {
        if bytes.len() + chunk.len() > limit {
            return Err(Problem::too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn parse<M: DeserializeOwned>(meta: &[u8]) -> Result<M, Problem> {
    serde_json::from_slice(meta).map_err(|error| {
        let zh = format!("meta 不符合格式：{error}");
        Problem::bad_request("http.json", &zh, &format!("meta does not fit: {error}")).field("meta")
    })
}

fn not_multipart() -> Problem {
    Problem::media_type("请以 multipart/form-data 提交", "send multipart/form-data")
}

fn broken_form(error: &MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Problem::too_large();
    }
    let (zh, en) = ("上传内容不完整，请重试", "the upload is not complete; send it again");
    Problem::bad_request("http.multipart", zh, en)
}

fn incomplete() -> Problem {
    let (zh, en) = ("须有 meta 和 file 两部分", "the form has the parts `meta` and `file`");
    Problem::bad_request("http.multipart", zh, en)
}

/// The bytes of a file that came as an upload. The type was found in them and is one of a few that browsers only show;
/// `nosniff` and no script besides.
pub(crate) fn shown(media_type: String, disposition: String, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CONTENT_DISPOSITION, disposition),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; sandbox; frame-ancestors 'self'".to_owned(),
        ),
    ];
    (headers, Body::from(bytes)).into_response()
}
