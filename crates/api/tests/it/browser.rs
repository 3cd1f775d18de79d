//! A browser of the tests: it keeps the cookie, sends what a browser sends, and reads answers.

use api::{Api, Config, Guide, Vitals};
use app::Actor;
use app::access::{Gate, Settings, activate, renew_activation};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use domain::officer::Officer;
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::Arc;
use testkit::World;
use tower::ServiceExt as _;

pub(crate) const PASSWORD: &str = "秋天 a long walk 2026";

struct Well;

impl Vitals for Well {
    fn ailments(&self) -> Vec<String> {
        Vec::new()
    }
    fn numbers(&self) -> String {
        "huanzhi_test 1\n".to_owned()
    }
}

/// A site as the tests see it.
pub(crate) struct Site {
    pub(crate) world: World,
    pub(crate) gate: Arc<Gate>,
    pub(crate) api: Api,
    pub(crate) router: Router,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }
}

impl Site {
    pub(crate) async fn new() -> Self {
        Self::with(Config { tls: false, rate: 1_000, burst: 1_000, ..Config::default() }, None)
            .await
    }

    pub(crate) async fn with(config: Config, guide: Option<Guide>) -> Self {
        let world = World::new().await;
        let settings = Settings {
            memory_kib: 8,
            passes: 1,
            second_factor_required: false,
            ..Settings::default()
        };
        let gate = Arc::new(Gate::new(settings).unwrap());
        let api = Api::new(world.cx.clone(), gate.clone(), config, guide, Box::new(Well));
        let router = api::router(api.clone());
        Self { world, gate, api, router }
    }

    /// Sends a request from this machine.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.respond(request).await;
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// The same with the body still streaming.
    pub(crate) async fn respond(&self, mut request: Request<Body>) -> axum::response::Response {
        if request.extensions().get::<ConnectInfo<SocketAddr>>().is_none() {
            request
                .extensions_mut()
                .insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 50_000))));
        }
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(request(Method::GET, path, None, None)).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(request(Method::POST, path, None, Some(body))).await
    }

    /// Logs an officer in, who gets a password first.
    pub(crate) async fn browser(&self, officer: &Officer) -> Browser<'_> {
        let setup = Actor::Service("setup");
        let token = renew_activation(&self.world.cx, &self.gate, &setup, officer.id)
            .await
            .unwrap()
            .unwrap();
        activate(&self.world.cx, &self.gate, &token, PASSWORD, "::1").await.unwrap();
        let body = serde_json::json!({ "name": officer.account, "password": PASSWORD });
        let answer = self.post("/api/v1/session", &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let cookie = answer.header("set-cookie").split(';').next().unwrap().to_owned();
        Browser { site: self, cookie }
    }
}

/// Somebody who has logged in.
pub(crate) struct Browser<'a> {
    site: &'a Site,
    pub(crate) cookie: String,
}

impl Browser<'_> {
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, Some(body)).await
    }

    pub(crate) async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        self.site.send(request(method, path, Some(&self.cookie), body)).await
    }
}

/// A request as our own page sends it.
pub(crate) fn request(
    method: Method,
    path: &str,
    cookie: Option<&str>,
    body: Option<&Value>,
) -> Request<Body> {
    let mut request =
        Request::builder().method(method).uri(path).header("sec-fetch-site", "same-origin");
    if let Some(cookie) = cookie {
        request = request.header(header::COOKIE, cookie);
    }
    match body {
        Some(body) => request
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(serde_json::to_vec(body).unwrap())),
        None => request.body(Body::empty()),
    }
    .unwrap()
}
