//! Fines asked over the wire: old and new questions, both laws, counts from cases, range tables, daily penalties.

use crate::browser::Site;
use axum::http::StatusCode;
use serde_json::{Value, json};
use testkit::Procedure;

const CALCULATE: &str = "/api/v1/discretion/calculate";

fn facts(table: &Value) -> serde_json::Map<String, Value> {
    let first = |factor: &Value| {
        (factor["id"].as_str().unwrap().to_owned(), factor["options"][0]["id"].clone())
    };
    table["factors"].as_array().unwrap().iter().map(first).collect()
}

#[tokio::test]
async fn an_old_question_is_answered_as_before_and_says_more() {
    let site = Site::new().await;
    let handler = site.browser(&site.world.people.handler).await;
    let sets = handler.get("/api/v1/benchmarks").await.json();
    let hunan = &sets["items"][0];
    let table = hunan["tables"].as_array().unwrap().iter().find(|t| t["id"] == "HN-7-1").unwrap();
    let today = site.world.cx.now().date().to_string();
    let asked = json!({ "item_code": "eco-1107-water", "act_on": today, "facts": facts(table) });
    let answer = handler.post(CALCULATE, &asked).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.json());
    let answer = answer.json();
    assert_eq!(
        (&answer["amount_fen"], &answer["range"]["max_fen"]),
        (&json!(10_000_000), &json!(100_000_000))
    );
    assert_eq!(answer["digest"].as_str().unwrap().len(), 64);
    assert_eq!(handler.post(CALCULATE, &asked).await.json(), answer, "same question, same answer");
}

#[tokio::test]
async fn an_act_of_before_the_code_is_computed_under_both_laws() {
    let site = Site::new().await;
    let handler = site.browser(&site.world.people.handler).await;
    let mut asked = json!({ "item_code": "eco-1095-1", "act_on": "2026-08-01", "base_fen": 1_000_000_000_i64, "base_found": "竣工决算审计报告" });
    let prepared = handler.post("/api/v1/discretion/prepare", &asked).await.json();
    assert_eq!(prepared["act"], "old_unless_code_is_lighter", "{prepared}");
    let sides = prepared["sides"].as_array().unwrap();
    assert_eq!((&sides[0]["law"], &sides[1]["law"]), (&json!("old"), &json!("code")));
    let mut all = facts(&sides[0]["table"]);
    all.extend(facts(&sides[1]["table"]));
    asked["facts"] = Value::Object(all);
    let answer = handler.post(CALCULATE, &asked).await.json();
    // Old: 20 % × 10,000,000 × 5 % = 100,000; code: 200,000. The code is not lighter.
    assert_eq!(
        (&answer["amount_fen"], &answer["other_fen"]),
        (&json!(10_000_000), &json!(20_000_000)),
        "{answer}"
    );
    assert_eq!(
        (&answer["sides"][0]["law"], &answer["sides"][0]["chosen"]),
        (&json!("old"), &json!(true))
    );
    assert_eq!(answer["law"]["legal_review"], true);
    let said = answer["trace"].to_string();
    assert!(said.contains("竣工决算审计报告") && said.contains("两部法律分别计算"), "{said}");
}

#[tokio::test]
async fn a_range_table_of_guangdong_is_computed_by_itself() {
    let site = Site::new().await;
    let handler = site.browser(&site.world.people.handler).await;
    let version = "guangdong-2022@2022-1";
    let sets = handler.get(&format!("/api/v1/benchmarks?set={version}")).await.json();
    assert_eq!(
        (sets["items"].as_array().unwrap().len(), &sets["items"][0]["certainty"]),
        (1, &json!("sample"))
    );
    let mut asked = json!({ "benchmark": version, "table": "GD-2.9", "act_on": site.world.cx.now().date(), "facts": { "f1": "2", "f2": "2" } });
    let answer = handler.post(CALCULATE, &asked).await.json();
    assert_eq!(answer["amount_fen"], json!(35_000_000), "{answer}");
    assert!(answer["range"]["article"].as_str().unwrap().contains("水污染防治法"));
    asked["adjustment"] = json!({ "change": { "kind": "lower_half", "by": 31_000_000 }, "ground": "economic_hardship", "reason": "经营困难" });
    let refused = handler.post(CALCULATE, &asked).await;
    assert_eq!(refused.code(), "discretion.hardship_is_no_ground");
    asked["adjustment"]["ground"] = json!("harm_reduced");
    let answer = handler.post(CALCULATE, &asked).await.json();
    assert_eq!(
        (&answer["amount_fen"], &answer["before_departure_fen"]),
        (&json!(31_000_000), &json!(35_000_000))
    );
}

#[tokio::test]
async fn earlier_cases_of_the_party_are_counted() {
    let site = Site::new().await;
    let procedure = Procedure(&site.world);
    let noticed = crate::resources::noticed_and_waited(&site, &procedure).await;
    let case = procedure.decided(procedure.rechecked(noticed).await).await;
    let handler = site.browser(&site.world.people.handler).await;
    let act_on = site.world.cx.now().date().tomorrow().unwrap();
    site.world.clock.advance_days(2);
    let handler = {
        drop(handler);
        site.browser(&site.world.people.handler).await
    };
    let asked = json!({ "item_code": case.item, "act_on": act_on, "party_code": case.party.code });
    let prepared = handler.post("/api/v1/discretion/prepare", &asked).await.json();
    let side = &prepared["sides"][0];
    let counted = &side["counts"]["violations"];
    assert_eq!((&counted["count"], &counted["proposes"]), (&json!(2), &json!("2")), "{prepared}");
    assert_eq!(counted["cases"][0]["cause"], json!(case.cause));
    let mut chosen = facts(&side["table"]);
    let mut asked = asked.clone();
    asked["facts"] = Value::Object(chosen.clone());
    assert_eq!(handler.post(CALCULATE, &asked).await.code(), "discretion.count_deviates");
    chosen.remove("violations");
    asked["facts"] = Value::Object(chosen);
    let answer = handler.post(CALCULATE, &asked).await;
    assert_eq!(answer.status, StatusCode::OK, "the count answers for itself: {}", answer.json());
}

#[tokio::test]
async fn a_daily_penalty_counts_from_the_day_after_service() {
    let site = Site::new().await;
    let handler = site.browser(&site.world.people.handler).await;
    let asked = json!({
        "act": "over_standard", "original_fine": 10_000_000, "decided_on": "2026-09-05", "daily_decision_on": "2026-10-10",
        "rounds": [{ "order_served_on": "2026-09-01", "recheck_on": "2026-09-11", "finding": "continues" }],
    });
    let answer = handler.post("/api/v1/discretion/daily", &asked).await.json();
    assert_eq!(
        (&answer["days"], &answer["amount_fen"]),
        (&json!(10), &json!(100_000_000)),
        "{answer}"
    );
    assert_eq!(answer["amount_capitals"], "壹佰万元整");
}
