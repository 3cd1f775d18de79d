//! The question of jurisdiction, operations, designations and deadlines over HTTP, as a tester without a screen asks them.

use crate::browser::Site;
use axum::http::StatusCode;
use serde_json::json;
use testkit::Procedure;

#[tokio::test]
async fn may_i_is_answered_with_grounds_or_the_article_and_the_body_that_may() {
    let site = Site::new().await;
    let duty = site.browser(&site.world.people.duty_officer).await;
    let ask = async |rest: &str| {
        let path = format!("/api/v1/jurisdiction?item=eco-1107-water&place=131082109{rest}");
        duty.get(&path).await.json()
    };
    let yes = ask("&on=2026-08-15").await;
    assert_eq!(yes["allowed"], true);
    assert_eq!(yes["grounds"]["list"], "county-sample-2026-08");
    assert_eq!(yes["grounds"]["is_law"], false);
    let no = ask("&on=2026-08-14&agency=LF-131082").await;
    assert_eq!(no["refusal"]["code"], "jurisdiction.branch_not_in_own_name");
    assert_eq!(no["refusal"]["basis"], "生态环境法典第五十三条");
    assert_eq!(no["body_that_may"]["name"], "廊坊市生态环境局");
    assert_eq!(no["levels"].as_array().map(Vec::len), Some(3));
    let audit = ask("&agency=LF&occasion=audit").await;
    assert_eq!(audit["refusal"]["code"], "jurisdiction.operation_missing");
    let expired = format!("&officer={}", site.world.people.uncertified.id);
    assert_eq!(ask(&expired).await["refusal"]["code"], "officer.not_certified");

    let near = (0..2_000).find_map(|step| {
        let lon = 116.80 + f64::from(step) * 0.000_5;
        let point =
            domain::region::Position { lon, lat: 39.90, ..site.world.plant.enterprise.location };
        let law = site.world.cx.law();
        (law.ground().candidates(&point, None).unwrap().len() >= 2).then_some(lon)
    });
    let path = format!("/api/v1/jurisdiction?item=eco-1107-water&lon={}&lat=39.9", near.unwrap());
    let doubtful = duty.get(&path).await.json();
    assert_eq!(doubtful["allowed"], false);
    assert_eq!(doubtful["refusal"]["code"], "jurisdiction.boundary_choice");
    assert_eq!(doubtful["boundary"]["near"], true);
    assert!(doubtful["candidates"].as_array().is_some_and(|places| places.len() >= 2));

    for (query, field) in [
        ("item=eco-1107-water&lon=116.8", "lon"),
        ("item=eco-1107-water&place=moon", "place"),
        ("item=eco-1107-water&place=131082&agency=moon", "agency"),
        ("item=eco-1107-water&place=131082&occasion=moon", "occasion"),
        ("item=eco-1107-water&place=131082&on=moon", "on"),
    ] {
        let answer = duty.get(&format!("/api/v1/jurisdiction?{query}")).await;
        assert_eq!(
            (answer.status, &answer.json()["field"]),
            (StatusCode::BAD_REQUEST, &json!(field))
        );
    }
}

#[tokio::test]
async fn an_operation_is_registered_approved_and_ended() {
    let site = Site::new().await;
    let people = &site.world.people;
    let duty = site.browser(&people.city_duty).await;
    let head = site.browser(&people.city_head).await;
    let plan = json!({ "name": "秋季稽查", "kind": "audit", "from_on": "2026-09-15", "to_on": "2026-09-30",
        "area": ["131082"], "agencies": ["LF-131081"], "basis": "廊环执法〔2026〕8号" });
    let made = duty.post("/api/v1/operations", &plan).await.json();
    assert_eq!((&made["state"], &made["area"][0]["name"]), (&json!("waiting"), &json!("三河市")));
    let code = made["code"].as_str().unwrap();
    let path = format!("/api/v1/operations/{code}/approve");
    assert_eq!(duty.post(&path, &json!({ "revision": 1 })).await.status, StatusCode::FORBIDDEN);
    let approved = head.post(&path, &json!({ "revision": 1 })).await.json();
    assert_eq!(approved["state"], "running");
    let again = head.post(&path, &json!({ "revision": 1 })).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    let ask = format!(
        "/api/v1/jurisdiction?item=eco-1107-water&place=131082&agency=LF&occasion=audit&operation={code}"
    );
    assert_eq!(duty.get(&ask).await.json()["allowed"], true);
    let end = json!({ "revision": 2, "reason": "任务完成" });
    let ended = head.post(&format!("/api/v1/operations/{code}/end"), &end).await.json();
    assert_eq!(ended["state"], "over");
    assert_eq!(
        duty.get("/api/v1/operations").await.json()["items"].as_array().map(Vec::len),
        Some(1)
    );
    let small = site.browser(&people.duty_officer).await;
    let refused = small.post("/api/v1/operations", &plan).await;
    assert_eq!(refused.code(), "operation.city_only");
}

#[tokio::test]
async fn a_matter_is_sent_once_and_answered() {
    let site = Site::new().await;
    let people = &site.world.people;
    let lead = Procedure(&site.world).lead().await;
    let duty = site.browser(&people.duty_officer).await;
    let other = site.browser(&people.of_bazhou).await;
    let send = json!({ "id": "01890a5d-ac96-774b-bcce-b302099a8099", "lead_id": lead.id, "kind": "transfer",
        "to": "LF-131081", "reason": "行为发生地在霸州市" });
    let sent = duty.post("/api/v1/designations", &send).await.json();
    assert_eq!((&sent["state"], &sent["actions"]), (&json!("transferred"), &json!([])));
    let id = sent["id"].as_str().unwrap();
    let row = other.get("/api/v1/designations?state=transferred").await.json();
    assert_eq!(row["items"][0]["actions"], json!(["accept", "refer"]));
    let accept = format!("/api/v1/designations/{id}/accept");
    assert_eq!(duty.post(&accept, &json!({ "revision": 1 })).await.code(), "designation.not_yours");
    let taken = other.post(&accept, &json!({ "revision": 1 })).await.json();
    assert_eq!(taken["holder"]["name"], "廊坊市生态环境局霸州市分局");
    let back =
        json!({ "lead_id": lead.id, "kind": "transfer", "to": "LF-131082", "reason": "退回" });
    let again = other.post("/api/v1/designations", &back).await;
    assert_eq!(again.code(), "designation.transferred_once");
    assert_eq!(again.json()["basis"], "生态环境行政处罚办法第十六条");
}

#[tokio::test]
async fn a_deadline_is_counted_day_by_day() {
    let site = Site::new().await;
    let duty = site.browser(&site.world.people.duty_officer).await;
    let told = duty.get("/api/v1/deadline?key=defence&from=2026-09-16").await.json();
    assert_eq!((&told["due_on"], &told["provisional"]), (&json!("2026-09-22"), &json!(false)));
    assert_eq!(told["days"].as_array().map(Vec::len), Some(7));
    assert_eq!(told["days"][4]["kind"], "worked_weekend");
    let later = duty.get("/api/v1/deadline?key=decision&from=2026-11-23&granted=2").await.json();
    assert_eq!((&later["provisional"], &later["granted"]), (&json!(true), &json!(2)));
    let hours = duty.get("/api/v1/deadline?key=late_approval&from=2026-09-16T10:20").await.json();
    assert_eq!(hours["ends_at"], json!(1_789_614_000_000_i64));
    let none = duty.get("/api/v1/deadline?key=late_fine&from=2026-09-16").await;
    assert_eq!(none.code(), "calendar.period_missing");
    let span = duty.get("/api/v1/calendar?from=2026-09-28&to=2026-10-11").await.json();
    assert_eq!(span["workdays"], 6);
    let wide = duty.get("/api/v1/calendar?from=2020-01-01&to=2026-01-01").await;
    assert_eq!(wide.code(), "calendar.range");
    let periods = duty.get("/api/v1/periods").await.json();
    assert!(periods["items"].as_array().is_some_and(|rows| rows.len() >= 40));
}
