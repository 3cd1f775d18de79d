//! Limits: bodies, requests of one peer, proxies that are believed.

use crate::browser::{Site, request};
use api::Config;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode};
use serde_json::json;
use std::net::SocketAddr;

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused() {
    let config = Config { tls: false, json_bytes: 2_000, ..Config::default() };
    let site = Site::with(config, None).await;
    let answer =
        site.post("/api/v1/session", &json!({ "name": "a".repeat(3_000), "password": "b" })).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (StatusCode::PAYLOAD_TOO_LARGE, "http.too_large")
    );
}

#[tokio::test]
async fn one_peer_is_slowed_and_told_when_to_come_again_while_others_go_on() {
    let config = Config { tls: false, rate: 1, burst: 3, ..Config::default() };
    let site = Site::with(config, None).await;
    let from = |peer: [u8; 4]| {
        let mut asked = request(Method::GET, "/api/v1/session", None, None);
        asked.extensions_mut().insert(ConnectInfo(SocketAddr::from((peer, 1))));
        asked
    };
    for _ in 0..3 {
        assert_eq!(site.send(from([10, 0, 0, 1])).await.status, StatusCode::UNAUTHORIZED);
    }
    let slowed = site.send(from([10, 0, 0, 1])).await;
    assert_eq!(
        (slowed.status, slowed.code().as_str()),
        (StatusCode::TOO_MANY_REQUESTS, "http.too_many")
    );
    assert_eq!(slowed.header("retry-after"), "1");
    assert_eq!(site.send(from([10, 0, 0, 2])).await.status, StatusCode::UNAUTHORIZED);
    site.world.clock.advance_ms(1_000);
    assert_eq!(site.send(from([10, 0, 0, 1])).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn forwarded_addresses_count_only_from_trusted_proxies() {
    let trusted = "10.0.0.1".parse().unwrap();
    let config = Config {
        tls: false,
        rate: 1,
        burst: 1,
        trusted_proxies: vec![trusted],
        ..Config::default()
    };
    let site = Site::with(config, None).await;
    let via = |proxy: [u8; 4], client: &str| {
        let mut asked = Request::get("/api/v1/session")
            .header("x-forwarded-for", client)
            .body(Body::empty())
            .unwrap();
        asked.extensions_mut().insert(ConnectInfo(SocketAddr::from((proxy, 1))));
        asked
    };
    // Behind the proxy each client is itself, whatever it wrote in front.
    assert_eq!(
        site.send(via([10, 0, 0, 1], "1.1.1.1, 2.2.2.2")).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        site.send(via([10, 0, 0, 1], "9.9.9.9, 3.3.3.3")).await.status,
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        site.send(via([10, 0, 0, 1], "8.8.8.8, 2.2.2.2")).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
    // Anybody else is where the connection comes from.
    assert_eq!(site.send(via([10, 0, 0, 9], "4.4.4.4")).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        site.send(via([10, 0, 0, 9], "5.5.5.5")).await.status,
        StatusCode::TOO_MANY_REQUESTS
    );
}
