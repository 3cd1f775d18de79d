//! Live events: of the own territory only, and no longer than the session.

use crate::browser::{Site, request};
use api::Config;
use axum::body::Body;
use axum::http::{Method, StatusCode};
use futures::StreamExt as _;
use testkit::Procedure;

async fn listen(site: &Site, cookie: &str) -> impl futures::Stream<Item = String> + Unpin + use<> {
    let response = site.respond(request(Method::GET, "/api/v1/live", Some(cookie), None)).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let body: Body = response.into_body();
    body.into_data_stream().map(|chunk| String::from_utf8(chunk.unwrap().to_vec()).unwrap())
}

#[tokio::test]
async fn a_screen_hears_of_its_own_territory_and_of_no_other() {
    let site = Site::new().await;
    let here = site.browser(&site.world.people.duty_officer).await;
    let elsewhere = site.browser(&site.world.people.of_bazhou).await;
    let mut own = listen(&site, &here.cookie).await;
    let mut other = listen(&site, &elsewhere.cookie).await;
    assert_eq!(own.next().await.unwrap(), ": open\n\n");
    assert_eq!(other.next().await.unwrap(), ": open\n\n");
    Procedure(&site.world).lead().await;
    let heard = own.next().await.unwrap();
    assert!(
        heard.contains("event: lead\n") && heard.contains("\"kind\":\"lead.raised\""),
        "{heard}"
    );
    site.api.end_streams();
    assert_eq!(other.next().await, None, "nothing but the end");
    assert_eq!(own.next().await, None);
}

#[tokio::test]
async fn a_stream_ends_with_its_session() {
    let heartbeat = std::time::Duration::from_millis(5);
    let site = Site::with(Config { tls: false, heartbeat, ..Config::default() }, None).await;
    let browser = site.browser(&site.world.people.duty_officer).await;
    let mut stream = listen(&site, &browser.cookie).await;
    assert_eq!(stream.next().await.unwrap(), ": open\n\n");
    assert_eq!(stream.next().await.unwrap(), ": alive\n\n");
    browser.send(Method::DELETE, "/api/v1/session", None).await;
    let mut beats = 0;
    while let Some(beat) = stream.next().await {
        beats += 1;
        assert!(beat == ": alive\n\n" && beats < 1_000, "{beat}");
    }
}
