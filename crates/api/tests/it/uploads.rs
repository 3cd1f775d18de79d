//! Evidence in pieces, as `curl` would send it.

use crate::browser::{Answer, Browser, Site};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use testkit::{Procedure, a_png};

const KIND: &str = "application/offset+octet-stream";

async fn patch(
    browser: &Browser<'_>,
    site: &Site,
    id: &str,
    offset: &str,
    kind: &str,
    piece: &[u8],
) -> Answer {
    let request = Request::patch(format!("/api/v1/uploads/{id}"))
        .header(header::COOKIE, &browser.cookie)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, kind)
        .header("upload-offset", offset)
        .body(Body::from(piece.to_vec()))
        .unwrap();
    site.send(request).await
}

#[tokio::test]
async fn a_file_is_announced_sent_in_pieces_and_completed() {
    let config = api::Config { tls: false, piece_bytes: 40, ..api::Config::default() };
    let site = Site::with(config, None).await;
    let go = Procedure(&site.world);
    let draft = go.draft(&go.task(&go.lead().await).await).await;
    let browser = site.browser(&site.world.people.field_officer).await;
    let (photo, bytes) = (go.photo(), a_png());
    let meta = json!({
        "id": photo.id.to_string(), "kind": "photo", "taken_at": photo.taken_at.as_millis(), "device_clock_at": 1, "location": null,
        "caption": "总排口", "sha256": photo.sha256, "size": bytes.len(),
    });
    let announce = format!("/api/v1/inspections/{}/uploads", draft.id);
    let begun = browser.post(&announce, &meta).await.json();
    assert_eq!(
        (&begun["offset"], &begun["piece_bytes"], &begun["evidence"]),
        (&json!(0), &json!(40), &Value::Null)
    );

    let id = photo.id.to_string();
    let small = &bytes[..40];
    for (offset, kind, piece, status, code) in [
        ("x", KIND, small, StatusCode::BAD_REQUEST, "upload.offset_missing"),
        (
            "0",
            "application/octet-stream",
            small,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "http.media_type",
        ),
        ("0", KIND, &bytes[..41], StatusCode::BAD_REQUEST, "upload.piece_broken"),
        ("0", KIND, &[][..], StatusCode::BAD_REQUEST, "upload.piece_broken"),
        ("1", KIND, small, StatusCode::UNPROCESSABLE_ENTITY, "upload.wrong_offset"),
    ] {
        let answer = patch(&browser, &site, &id, offset, kind, piece).await;
        assert_eq!((answer.status, answer.code().as_str()), (status, code));
    }
    for (number, piece) in bytes.chunks(40).enumerate() {
        let answer = patch(&browser, &site, &id, &(number * 40).to_string(), KIND, piece).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let told = browser.get(&format!("/api/v1/uploads/{id}")).await.json();
        assert_eq!(told["offset"], json!(number * 40 + piece.len()));
    }
    let complete = format!("/api/v1/uploads/{id}/complete");
    let kept = browser.post(&complete, &json!({})).await.json();
    assert_eq!((&kept["sha256"], &kept["media_type"]), (&json!(photo.sha256), &json!("image/png")));
    assert!(kept["log_index"].is_u64());
    let again = browser.post(&announce, &meta).await.json();
    assert_eq!((&again["offset"], &again["evidence"]["id"]), (&json!(bytes.len()), &json!(id)));
    assert_eq!(browser.get(&format!("/api/v1/uploads/{id}")).await.status, StatusCode::NOT_FOUND);
}
