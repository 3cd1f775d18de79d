//! The life of a session over HTTP, the words of problems, and what the browser is told.

use crate::browser::{PASSWORD, Site, request};
use api::Config;
use axum::http::{Method, StatusCode, header};
use serde_json::json;

#[tokio::test]
async fn a_session_lives_in_a_strict_cookie_and_ends() {
    let site = Site::new().await;
    let browser = site.browser(&site.world.people.handler).await;
    let session = browser.get("/api/v1/session").await.json();
    assert_eq!(session["officer"]["display"], "周承办");
    assert_eq!(session["officer"]["roles"], json!(["handler"]));
    assert_eq!(session["officer"]["agency"]["level"], "county");
    let may =
        |action: &str| session["permissions"].as_array().unwrap().iter().any(|one| one == action);
    assert!(may("case.propose") && !may("case.decide") && !may("account.manage"));

    let ended = browser.send(Method::DELETE, "/api/v1/session", None).await;
    assert_eq!(ended.status, StatusCode::NO_CONTENT);
    assert!(ended.header("set-cookie").contains("Max-Age=0"));
    let after = browser.get("/api/v1/session").await;
    assert_eq!((after.status, after.code().as_str()), (StatusCode::UNAUTHORIZED, "session.none"));
}

#[tokio::test]
async fn with_tls_the_cookie_is_bound_to_the_host_and_the_browser_told_to_stay() {
    let site = Site::with(Config::default(), None).await;
    let officer = &site.world.people.handler;
    let browser = site.browser(officer).await;
    assert!(browser.cookie.starts_with("__Host-huanzhi="));
    let body = json!({ "name": officer.account, "password": PASSWORD });
    let answer = site.post("/api/v1/session", &body).await;
    let cookie = answer.header("set-cookie");
    for part in ["; Path=/", "; HttpOnly", "; SameSite=Strict", "; Secure"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert!(answer.header("strict-transport-security").starts_with("max-age=63072000"));
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_bind_the_browser() {
    let site = Site::new().await;
    for path in ["/", "/public/", "/api/v1/session", "/healthz", "/no/such.file"] {
        let answer = site.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'self'") && policy.contains("script-src 'self';"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe-eval"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert!(answer.header("permissions-policy").contains("camera=(self)"), "{path}");
        assert_eq!(answer.header("x-request-id").len(), 36, "{path}");
        assert!(answer.headers.get("strict-transport-security").is_none(), "not without TLS");
    }
    assert_eq!(site.get("/api/v1/session").await.header("cache-control"), "no-store");
}

#[tokio::test]
async fn problems_speak_the_readers_language_and_name_the_request() {
    let site = Site::new().await;
    let body = json!({ "name": "nobody", "password": "wrong password" });
    let zh = site.post("/api/v1/session", &body).await;
    assert_eq!(zh.status, StatusCode::UNAUTHORIZED);
    assert_eq!(zh.header("content-type"), "application/problem+json");
    let problem = zh.json();
    assert_eq!(problem["type"], "about:blank");
    assert_eq!((&problem["code"], &problem["status"]), (&json!("session.wrong"), &json!(401)));
    assert_eq!(problem["detail"], problem["zh"]);
    assert_eq!(problem["request_id"], zh.header("x-request-id"));

    let mut english = request(Method::POST, "/api/v1/session", None, Some(&body));
    english.headers_mut().insert(header::ACCEPT_LANGUAGE, "en-GB,en;q=0.9".parse().unwrap());
    let en = site.send(english).await;
    assert_eq!(en.json()["detail"], en.json()["en"]);
    assert_eq!(en.header("content-language"), "en");
}

#[tokio::test]
async fn changes_that_another_site_asks_for_are_refused() {
    let site = Site::new().await;
    let browser = site.browser(&site.world.people.handler).await;
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let mut asked = request(Method::DELETE, "/api/v1/session", Some(&browser.cookie), None);
        asked.headers_mut().insert(name, value.parse().unwrap());
        asked.headers_mut().insert("host", "hbj.example".parse().unwrap());
        let answer = site.send(asked).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::FORBIDDEN, "http.cross_site"),
            "{name}"
        );
    }
    assert_eq!(browser.get("/api/v1/session").await.status, StatusCode::OK, "still in");
}

#[tokio::test]
async fn bodies_are_json_and_say_so() {
    let site = Site::new().await;
    let body = json!({ "name": "a", "password": "b" });
    let mut form = request(Method::POST, "/api/v1/session", None, Some(&body));
    form.headers_mut().insert(header::CONTENT_TYPE, "text/plain".parse().unwrap());
    let answer = site.send(form).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (StatusCode::UNSUPPORTED_MEDIA_TYPE, "http.media_type")
    );
    let answer = site.post("/api/v1/session", &json!({ "name": 1 })).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::BAD_REQUEST, "http.json"));
    let answer = site.send(request(Method::PATCH, "/api/v1/session", None, None)).await;
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (StatusCode::METHOD_NOT_ALLOWED, "http.method")
    );
    let answer = site.get("/api/v1/nothing").await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::NOT_FOUND, "http.not_found"));
}

#[tokio::test]
async fn what_is_not_known_is_refused_with_its_parameter_and_what_there_is() {
    let site = Site::new().await;
    let handler = site.browser(&site.world.people.handler).await;
    for (asked, field, known) in [
        ("cases?stage=zzz", "stage", "filing_proposed"),
        ("cases/export?stage=zzz", "stage", "not_filed"),
        ("leads?state=x", "state", "dispatched"),
        ("tasks?state=x", "state", "returned"),
        ("inspections?state=x", "state", "submitted"),
        ("designations?state=x", "state", "accepted"),
        ("adjustments?stage=x", "stage", "reviewed"),
        ("corrections?state=x", "state", "undone"),
        ("change-sets?state=x", "state", "closed"),
        ("loggers?state=x", "state", "offline"),
        ("work?state=x", "state", "done"),
        ("cases?cursor=junk", "cursor", "next"),
        ("cases?page_size=many", "page_size", "200"),
        ("cases?mine=maybe", "mine", "是或否"),
    ] {
        let answer = handler.get(&format!("/api/v1/{asked}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{asked}: {}", answer.text());
        let told = answer.json();
        assert_eq!((&told["code"], &told["field"]), (&json!("http.query"), &json!(field)));
        assert!(told["zh"].as_str().unwrap().contains(known), "{asked}: {}", told["zh"]);
    }
    for asked in ["cases?stage=", "cases?stage=not_filed", "leads?state=open", "work"] {
        let answer = handler.get(&format!("/api/v1/{asked}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{asked}: {}", answer.text());
    }
    // Wildcards stand for themselves.
    for (q, found) in [("%25", 0), ("_", 0), ("!", 0), ("三河", 1)] {
        let answer = handler.get(&format!("/api/v1/enterprises?q={}", encoded(q))).await.json();
        assert_eq!(answer["items"].as_array().unwrap().len(), found, "{q}");
    }
}

/// Chinese in an address; what is written as it goes over the wire stays.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii() { (b as char).to_string() } else { format!("%{b:02X}") })
        .collect()
}

#[tokio::test]
async fn a_body_that_does_not_fit_is_told_in_chinese_by_field_and_rule() {
    let site = Site::new().await;
    for (body, field, zh) in [
        (json!({ "name": "a" }), "password", "缺少“password”，请补充"),
        (json!({ "name": 1, "password": "b" }), "name", "“name”应为文本，现为整数 1"),
        (json!({ "name": null, "password": "b" }), "name", "“name”应为文本，现为空值"),
    ] {
        let answer = site.post("/api/v1/session", &body).await;
        let told = answer.json();
        let said = (&told["code"], &told["field"], &told["zh"]);
        assert_eq!(said, (&json!("http.json"), &json!(field), &json!(zh)));
    }
}
