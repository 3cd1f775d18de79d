//! None goes round the gate: requests that begin a dispatch, an inspection, a filing or a decision with a body, an officer,
//! a place or a time that may not, each refused with the reason, the article and the body that may.

use crate::browser::{Answer, Browser, Site};
use app::plants::{Registry, register};
use domain::lead::Lead;
use domain::officer::Officer;
use domain::{Date, Timestamp};
use serde_json::{Value, json};
use testkit::{Procedure, an_officer};

const EVE: Date = Date::constant(2026, 8, 14);
const OWN: &str = "廊坊市生态环境局三河市分局";
const BUREAU: &str = "廊坊市生态环境局";

fn order(site: &Site, lead: &Lead, officers: [&Officer; 2]) -> Value {
    json!({ "lead_id": lead.id, "officer_ids": officers.map(|officer| officer.id), "instruction": "到现场核实",
        "due_at": site.world.cx.now().plus_millis(86_400_000).as_millis() })
}

fn and(mut body: Value, more: Value) -> Value {
    if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
        body.extend(more);
    }
    body
}

fn assert_refused(answer: &Answer, code: &str, article: Option<&str>, may: &str) {
    assert_eq!(answer.code(), code, "{}", answer.text());
    assert_eq!(answer.json()["basis"].as_str(), article, "{}", answer.text());
    assert!(answer.text().contains(may), "{may} is not named: {}", answer.text());
}

#[tokio::test]
async fn officers_are_sent_only_by_and_for_the_body_that_may() {
    let site = Site::new().await;
    let (world, people) = (&site.world, &site.world.people);
    let lead = Procedure(world).lead().await;
    let duty = site.browser(&people.duty_officer).await;
    let city = site.browser(&people.city_duty).await;
    let own = [&people.field_officer, &people.second_field_officer];
    let send = async |who: &Browser<'_>, body: Value| who.post("/api/v1/tasks", &body).await;

    let foreign = [&people.of_bazhou, &people.second_of_bazhou];
    let sent = send(&city, order(&site, &lead, foreign)).await;
    assert_refused(&sent, "jurisdiction.outside_area", Some("行政处罚法第二十二条"), OWN);
    let above = [&people.city_handler, &people.second_city_handler];
    let sent = send(&city, order(&site, &lead, above)).await;
    assert_refused(&sent, "jurisdiction.county_first", None, OWN);
    let sent = send(&city, and(order(&site, &lead, above), json!({ "occasion": "audit" }))).await;
    assert_refused(&sent, "jurisdiction.operation_missing", None, "");
    let without = [&people.field_officer, &people.uncertified];
    let sent = send(&duty, order(&site, &lead, without)).await;
    assert_refused(&sent, "officer.not_certified", Some("行政处罚法第四十二条"), "");
    let taken = and(order(&site, &lead, own), json!({ "occasion": "taken_over" }));
    let sent = send(&duty, taken).await;
    assert_refused(&sent, "jurisdiction.no_designation", Some("行政处罚法第二十五条"), "");

    let town = world.cx.law().lists.agencies().get("LF-131082109").unwrap().clone();
    let of_town = [21, 22].map(|n| an_officer(n, &town, "岳镇", &people.handler.roles));
    let registry =
        Registry { agencies: vec![town], officers: of_town.to_vec(), ..Registry::default() };
    register(&world.cx, &app::Actor::Service("setup"), &registry).await.unwrap();
    let sent = send(&duty, order(&site, &lead, [&of_town[0], &of_town[1]])).await;
    assert_refused(&sent, "jurisdiction.not_delegated", Some("行政处罚法第二十四条"), OWN);

    let now = world.cx.now();
    world.clock.set(Timestamp::start_of(EVE).plus_millis(36_000_000));
    let sent = send(&duty, order(&site, &lead, own)).await;
    let code = "jurisdiction.branch_not_in_own_name";
    assert_refused(&sent, code, Some("生态环境法典第五十三条"), BUREAU);
    world.clock.set(now);

    // What a body says about agency, place and grounds counts for nothing.
    let claims = json!({ "agency_id": world.bazhou.id, "agency": "LF-131081", "territory": "1310/131081/",
        "place": "131081", "in_name_of": world.bureau.id, "grounds": { "agency": world.bazhou.id, "list": "forged" } });
    let sent = send(&duty, and(order(&site, &lead, own), claims)).await.json();
    assert_eq!(sent["grounds"]["agency"]["name"], OWN);
    assert_eq!(sent["grounds"]["list"], "county-sample-2026-08");
}

#[tokio::test]
async fn each_later_step_is_asked_again_on_its_own_day() {
    let site = Site::new().await;
    let (world, people) = (&site.world, &site.world.people);
    let go = Procedure(world);
    let field = site.browser(&people.field_officer).await;
    let handler = site.browser(&people.handler).await;
    let head = site.browser(&people.head).await;
    // The same request on a day before the branch had power, and with certificates that are over.
    let before_and_after = async |who: &Browser<'_>, path: &str, body: &Value, certified: bool| {
        let now = world.cx.now();
        world.clock.set(Timestamp::start_of(EVE).plus_millis(36_000_000));
        let early = who.post(path, body).await;
        let code = "jurisdiction.branch_not_in_own_name";
        assert_refused(&early, code, Some("生态环境法典第五十三条"), BUREAU);
        world.clock.set(now);
        if certified {
            // A day of a session is long; the certificates end later than that, so the officers are asked for directly.
            let forged = and(body.clone(), json!({ "grounds": { "agency": world.bazhou.id } }));
            let none =
                and(forged, json!({ "handler_ids": [people.handler.id, people.uncertified.id] }));
            let answer = who.post(path, &none).await;
            assert_refused(&answer, "officer.not_certified", Some("行政处罚法第四十二条"), "");
        }
    };
    let task = go.task(&go.lead().await).await;
    let begin = json!({ "task_id": task.id });
    before_and_after(&field, "/api/v1/inspections", &begin, false).await;
    let signed = go.complete(go.draft(&task).await).await;
    let submit = format!("/api/v1/inspections/{}/submit", signed.id);
    before_and_after(&field, &submit, &json!({ "revision": signed.revision }), false).await;
    let own = world.as_actor(&people.field_officer);
    let inspection =
        app::inspections::submit(&world.cx, &own, signed.id, signed.revision).await.unwrap();

    let propose = json!({ "inspection_id": inspection.id, "item_code": inspection.item, "cause": "涉嫌超标排放案",
        "summary": "超标", "handler_ids": [people.handler.id, people.second_handler.id] });
    before_and_after(&handler, "/api/v1/cases", &propose, true).await;
    let town_item = and(propose.clone(), json!({ "item_code": "eco-1131-1" }));
    let answer = handler.post("/api/v1/cases", &town_item).await;
    assert!(answer.code().starts_with("jurisdiction."), "{}", answer.text());
    let actor = world.as_actor(&people.handler);
    let case = app::cases::propose(&world.cx, &actor, go.proposal(&inspection)).await.unwrap();
    let approve = format!("/api/v1/cases/{}/approve-filing", case.id);
    before_and_after(&head, &approve, &json!({ "revision": case.revision }), false).await;
    let stranger = site.browser(&people.city_head).await;
    let answer = stranger.post(&approve, &json!({ "revision": case.revision })).await;
    assert_refused(
        &answer,
        "jurisdiction.officer_of_another_body",
        Some("行政处罚法第四十二条"),
        OWN,
    );
    let away = site.browser(&people.bazhou_head).await;
    let answer = away.post(&approve, &json!({ "revision": case.revision })).await;
    assert_eq!(answer.code(), "http.not_found", "{}", answer.text());
}

#[tokio::test]
async fn a_decision_is_asked_again_with_everybody_who_acted() {
    let site = Site::new().await;
    let (world, people) = (&site.world, &site.world.people);
    let go = Procedure(world);
    let case = go.noticed(go.examined(false).await).await;
    world.clock.advance_days(8);
    let case = go.rechecked(case).await;
    let head = site.browser(&people.head).await;
    let decide = format!("/api/v1/cases/{}/decide", case.id);
    let body = json!({ "revision": case.revision, "fine_fen": 1, "grounds": { "list": "forged" } });
    let now = world.cx.now();
    world.clock.set(Timestamp::start_of(EVE).plus_millis(36_000_000));
    let early = head.post(&decide, &body).await;
    let code = "jurisdiction.branch_not_in_own_name";
    assert_refused(&early, code, Some("生态环境法典第五十三条"), BUREAU);
    world.clock.set(now);
    let other = site.browser(&people.city_head).await;
    let answer = other.post(&decide, &body).await;
    assert_refused(
        &answer,
        "jurisdiction.officer_of_another_body",
        Some("行政处罚法第四十二条"),
        OWN,
    );

    let admin = an_officer(31, &world.sanhe, "安管", &[domain::officer::Role::SecurityAdmin]);
    let registry = Registry { officers: vec![admin.clone()], ..Registry::default() };
    register(&world.cx, &app::Actor::Service("setup"), &registry).await.unwrap();
    let admin = site.browser(&admin).await;
    let certificate = |until: &str| {
        json!({ "revision": 1, "certificate": { "number": people.handler.certificate.as_ref().unwrap().number,
            "valid_from_on": "2022-01-01", "valid_to_on": until } })
    };
    let path = format!("/api/v1/accounts/{}/certificate", people.handler.id);
    let made = admin.post(&path, &certificate("2026-09-15")).await;
    assert_eq!(made.status, axum::http::StatusCode::OK, "{}", made.text());
    assert_eq!(made.json()["agency"]["name"], world.sanhe.name, "whose officer it is");
    let wrong = admin.post(&path, &certificate("2021-01-01")).await;
    assert!(wrong.status.is_client_error());
    let answer = head.post(&decide, &body).await;
    let code = "jurisdiction.acted_without_certificate";
    assert_refused(&answer, code, Some("行政处罚法第四十二条"), &people.handler.name);
}
