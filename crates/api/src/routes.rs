//! The table of routes: each with the policy that guards it. There is no other way to add one.

use crate::officer::{self, Officer};
use crate::{Api, Problem};
use app::Action;
use app::access::Use;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::SecurityRequirement;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

/// Who may call a route at all; the use case behind it looks at the thing itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// Everybody, without a session.
    Public,
    /// Everybody with a session, even before the second factor is confirmed: the own account.
    Own,
    /// Whoever may do one of these.
    Any(&'static [Action]),
}

/// One route as registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// HTTP method, upper case.
    pub method: &'static str,
    /// Path with `{names}`.
    pub path: String,
    /// Who may call it.
    pub policy: Policy,
}

/// The router as it grows, with its table.
pub(crate) struct Routes {
    pub(crate) router: OpenApiRouter<Api>,
    pub(crate) table: Vec<Route>,
}

impl Routes {
    /// No routes yet; `document` is what the OpenAPI document starts from.
    pub(crate) fn new(document: utoipa::openapi::OpenApi) -> Self {
        Self { router: OpenApiRouter::with_openapi(document), table: Vec::new() }
    }

    /// Adds a handler that is part of the OpenAPI document.
    pub(crate) fn add(
        mut self,
        policy: Policy,
        (schemas, mut paths, methods): UtoipaMethodRouter<Api>,
    ) -> Self {
        for (path, item) in &mut paths.paths {
            for (method, operation) in operations(item) {
                describe(operation, policy);
                operation.operation_id = Some(operation_id(method, path));
                self.table.push(Route { method, path: path.clone(), policy });
            }
        }
        let methods = methods.route_layer(from_fn_with_state(policy, guard));
        self.router = self.router.routes((schemas, paths, methods));
        self
    }

    /// Adds a handler for people or tools that do not read the OpenAPI document: pages, streams, tiles.
    pub(crate) fn page(mut self, policy: Policy, path: &str, get: MethodRouter<Api>) -> Self {
        self.table.push(Route { method: "GET", path: path.to_owned(), policy });
        let get = get.route_layer(from_fn_with_state(policy, guard));
        self.router = self.router.route(path, get);
        self
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let PathItem { get, put, post, patch, delete, .. } = item;
    let named = [("GET", get), ("PUT", put), ("POST", post), ("PATCH", patch), ("DELETE", delete)];
    named.into_iter().filter_map(|(name, operation)| operation.as_mut().map(|found| (name, found)))
}

/// A name that no other operation has, for generated clients: `post_tasks_id_accept`.
fn operation_id(method: &str, path: &str) -> String {
    let words = path.strip_prefix("/api/v1").unwrap_or(path).split('/');
    let words = words.map(|word| word.trim_matches(['{', '}']).replace('-', "_"));
    let id = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_");
    format!("{}_{id}", method.to_lowercase())
}

fn describe(operation: &mut Operation, policy: Policy) {
    operation.responses.responses.insert("default".to_owned(), crate::openapi::problem());
    let names: Vec<&str> = match policy {
        Policy::Public => {
            operation.security = Some(Vec::new());
            return;
        }
        Policy::Own => vec![Action::AccountOwn.as_str()],
        Policy::Any(actions) => actions.iter().map(|action| action.as_str()).collect(),
    };
    operation.security = Some(vec![SecurityRequirement::new("session", [""; 0])]);
    operation.extensions = Some(ExtensionsBuilder::new().add("x-action", names).build());
}

/// Lets through whom the policy lets through, and hands the officer on to the handler.
async fn guard(State(policy): State<Policy>, mut request: Request, next: Next) -> Response {
    let actions = match policy {
        Policy::Public => return next.run(request).await,
        Policy::Own => &[Action::AccountOwn][..],
        Policy::Any(actions) => actions,
    };
    let how = if request.uri().path().ends_with("/live") { Use::Watch } else { Use::Work };
    let Some(api) = request.extensions().get::<Api>().cloned() else {
        return Problem::broken(&"router without state").into_response();
    };
    let token = officer::token(&api, request.headers());
    let officer = match officer::of(&api, token, how).await {
        Ok(officer) => officer,
        Err(problem) => return problem.into_response(),
    };
    if policy != Policy::Own && officer.session.second_factor_due {
        return second_factor_due().into_response();
    }
    let may = |action: &Action| api.cx().authorize(&officer.session.actor, *action).is_ok();
    if !actions.iter().any(may) {
        return Problem::forbidden().into_response();
    }
    request.extensions_mut().insert::<Officer>(officer);
    next.run(request).await
}

fn second_factor_due() -> Problem {
    Problem::new(
        axum::http::StatusCode::FORBIDDEN,
        "session.second_factor_due",
        "请先绑定动态验证码",
        "set up your second factor first",
    )
}
