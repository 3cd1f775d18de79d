//! Each request: its id, its peer, its log line, its numbers. The outermost layer.

use crate::Api;
use crate::officer::Peer;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Instant;
use tracing::Instrument as _;
use uuid::Uuid;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The id of a request, for those who ask about it.
#[derive(Debug, Clone)]
pub(crate) struct RequestId(pub(crate) String);

/// Names the request before anything else sees it. The id is always our own, so that nobody writes into our logs.
pub(crate) async fn name(State(api): State<Api>, mut request: Request, next: Next) -> Response {
    let id = api.cx().id::<Uuid>().to_string();
    let peer = peer(&api, &request);
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    request.extensions_mut().insert(RequestId(id.clone()));
    request.extensions_mut().insert(peer);
    request.extensions_mut().insert(api.clone());
    let span = tracing::info_span!("request", %id, %method, path = request.uri().path());
    let begun = Instant::now();
    let _under_way = api.0.metrics.begin();
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = begun.elapsed();
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    let status = response.status().as_u16();
    api.0.metrics.done(&method, route.as_deref().unwrap_or(""), status, took);
    span.in_scope(|| tracing::info!(status, ms = took.as_millis() as u64, "answered"));
    response
}

/// Whoever connected; behind trusted proxies, the last address that none of them is.
fn peer(api: &Api, request: &Request) -> Peer {
    let connected = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let connected = connected.map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    let trusted = |address: &IpAddr| api.config().trusted_proxies.contains(address);
    if !trusted(&connected) {
        return Peer(connected);
    }
    let forwarded = request.headers().get_all(FORWARDED_FOR).iter();
    let named: Vec<IpAddr> = forwarded
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map_while(|address| address.trim().parse().ok())
        .collect();
    Peer(named.into_iter().rfind(|address| !trusted(address)).unwrap_or(connected))
}
