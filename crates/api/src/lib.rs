//! HTTP: the JSON API with its OpenAPI document, live events, the public portal, the log, and the embedded web files.
//!
//! A request passes, from outside in: its id and peer (`request_id`), headers for the browser and the origin check
//! (`security`), words for whatever went wrong (`error`), limits (`limits`), the route table with the policy of each
//! route (`routes`), a handler that turns it into one use case of `app`. Nothing here decides anything about the law.

mod error;
mod extract;
mod health;
mod language;
mod limits;
mod live;
mod log;
mod metrics;
mod misfit;
mod officer;
mod openapi;
mod portal;
mod request_id;
mod routes;
mod security;
mod sheet;
mod sniff;
mod state;
mod v1;
mod web;
mod workbook;

pub use error::Problem;
pub use openapi::document;
pub use routes::{Policy, Route};
pub use state::{Api, Config, Guide, GuideUser, Vitals};

use app::Action;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use routes::Routes;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

/// The router, complete: serve it with `into_make_service_with_connect_info::<SocketAddr>()`.
pub fn router(api: Api) -> Router {
    let limit = DefaultBodyLimit::max(api.config().json_bytes);
    let (router, _) = table().router.split_for_parts();
    router
        .fallback(web::fallback)
        .layer(limit)
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(api.clone(), limits::limit))
        .layer(from_fn(security::same_origin))
        .layer(from_fn(error::speak))
        .layer(from_fn_with_state(api.clone(), security::headers))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(api.clone(), request_id::name))
        .with_state(api)
}

/// Every route with its policy, for tests and for the generated list.
pub fn route_table() -> Vec<Route> {
    table().table
}

fn table() -> Routes {
    use Policy::{Any, Public};
    let anything = &[Action::WorkList, Action::JobList, Action::AuditList, Action::AccountManage];
    v1::routes(Routes::new(openapi::base()))
        .page(Any(anything), "/api/v1/live", get(live::live))
        .page(Public, "/api/openapi.json", get(openapi::serve))
        .page(Public, "/healthz", get(health::health))
        .page(Public, "/metrics", get(metrics::metrics))
        .page(Public, "/log/checkpoint", get(log::checkpoint))
        .page(Public, "/log/tile/{*rest}", get(log::tile))
        .page(Public, "/log/keys", get(portal::keys))
        .page(Any(&[Action::RecordList]), "/api/v1/record/tile/{*rest}", get(log::whole_tile))
        .page(Public, "/public/", get(portal::home))
        .page(Public, "/public", get(portal::to_home))
        .page(Public, "/public/notices/{id}", get(portal::notice))
        .page(Public, "/public/notices/{id}/decision.pdf", get(portal::decision))
        .page(Public, "/public/notices/{id}/proof", get(portal::proof))
        .page(Public, "/public/law", get(portal::law_home::home))
        .page(Public, "/public/law/{act}", get(portal::law::act))
        .page(Public, "/public/law/{act}/{article}", get(portal::law::article))
        .page(Public, "/public/lists", get(portal::lists::index))
        .page(Public, "/public/lists/{agency}", get(portal::lists::power_list))
        .page(Public, "/public/lists/{agency}/{file}", get(portal::open_lists::open_data))
        .page(Public, "/public/verify", get(portal::verify))
        .page(Public, "/public/static/{name}", get(portal::asset))
        .page(Public, "/guide", get(portal::guide))
        .page(Public, "/robots.txt", get(portal::robots))
}
