//! Every route keeps its policy: nobody gets in without a session, and nobody without the role.

use crate::browser::{Site, request};
use api::{Policy, Route, document, route_table};
use app::{Action, Actor};
use axum::http::{Method, StatusCode};
use domain::officer::Role;
use serde_json::json;
use testkit::an_officer;

/// A path with something in each place.
fn filled(route: &Route) -> String {
    let id = "01890a5d-ac96-774b-bcce-b302099a8057";
    let parts = route.path.split('/').map(|part| match part {
        "{*rest}" => "0/000",
        "{name}" => "portal.css",
        part if part.starts_with('{') => id,
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

fn method(route: &Route) -> Method {
    route.method.parse().unwrap()
}

#[tokio::test]
async fn without_a_session_only_public_routes_answer() {
    let site = Site::new().await;
    let (mut public, mut guarded) = (0, 0);
    for route in route_table() {
        let body = json!({});
        let body = matches!(route.method, "POST" | "PUT").then_some(&body);
        let answer = site.send(request(method(&route), &filled(&route), None, body)).await;
        match route.policy {
            Policy::Public => {
                public += 1;
                assert_ne!(answer.code(), "session.none", "{} {}", route.method, route.path);
            }
            Policy::Own | Policy::Any(_) => {
                guarded += 1;
                assert_eq!(
                    answer.status,
                    StatusCode::UNAUTHORIZED,
                    "{} {}",
                    route.method,
                    route.path
                );
            }
        }
    }
    assert!(guarded > 60 && public > 10, "{guarded} {public}");
}

#[tokio::test]
async fn without_the_role_nothing_is_done() {
    let site = Site::new().await;
    let people = &site.world.people;
    let all = [
        &people.duty_officer,
        &people.field_officer,
        &people.handler,
        &people.reviewer,
        &people.head,
    ];
    let admins = [Role::SystemAdmin, Role::SecurityAdmin, Role::Auditor];
    let admins = admins
        .into_iter()
        .zip(70..)
        .map(|(role, n)| an_officer(n, &site.world.sanhe, "管理员", &[role]));
    let admins: Vec<_> = admins.collect();
    register(&site, &admins).await;
    let mut refused = 0;
    for officer in all.into_iter().chain(&admins) {
        let browser = site.browser(officer).await;
        let actor = site.world.as_actor(officer);
        for route in route_table() {
            let Policy::Any(actions) = route.policy else { continue };
            let may = |action: &Action| site.world.cx.authorize(&actor, *action).is_ok();
            if actions.iter().any(may) {
                continue;
            }
            let body = json!({});
            let body = matches!(route.method, "POST" | "PUT").then_some(&body);
            let answer = browser.send(method(&route), &filled(&route), body).await;
            let told = (answer.status, answer.code());
            assert_eq!(
                told,
                (StatusCode::FORBIDDEN, "http.forbidden".to_owned()),
                "{:?} {}",
                officer.roles,
                route.path
            );
            refused += 1;
        }
    }
    assert!(refused > 200, "{refused}");
}

async fn register(site: &Site, officers: &[domain::officer::Officer]) {
    let registry = app::plants::Registry { officers: officers.to_vec(), ..Default::default() };
    app::plants::register(&site.world.cx, &Actor::Service("setup"), &registry).await.unwrap();
}

#[test]
fn the_document_tells_every_route_of_the_api_and_its_permission() {
    let document = serde_json::to_value(document()).unwrap();
    // A stream and tiles are no shapes of JSON; docs/log-format.md describes the tiles.
    let told = |path: &str| {
        path.starts_with("/api/v1/") && !path.ends_with("/live") && !path.contains("{*")
    };
    for route in route_table().iter().filter(|route| told(&route.path)) {
        let operation = &document["paths"][&route.path][route.method.to_lowercase()];
        assert!(operation.is_object(), "{} {}", route.method, route.path);
        let told = !operation["x-action"].is_null();
        assert_eq!(told, route.policy != Policy::Public, "{}", route.path);
        assert!(operation["responses"]["default"].is_object(), "{}", route.path);
    }
}
