//! Over the wire: an amount cannot be typed, and what a fine is composed of is answered piece by piece.

use crate::browser::Site;
use axum::http::StatusCode;
use serde_json::{Value, json};
use testkit::Procedure;

const CALCULATE: &str = "/api/v1/discretion/calculate";

/// The mildest answers to every side of a question, and the question with them.
async fn mildest(handler: &crate::browser::Browser<'_>, asked: &Value) -> Value {
    let prepared = handler.post("/api/v1/discretion/prepare", asked).await.json();
    let mut facts = serde_json::Map::new();
    for side in prepared["sides"].as_array().unwrap() {
        for factor in side["table"]["factors"].as_array().unwrap() {
            let first = factor["options"][0]["id"].clone();
            facts.insert(factor["id"].as_str().unwrap().to_owned(), first);
        }
    }
    let mut whole = asked.clone();
    whole["facts"] = Value::Object(facts);
    whole
}

#[tokio::test]
async fn an_amount_in_the_body_is_no_amount_of_the_decision() {
    let site = Site::new().await;
    let procedure = Procedure(&site.world);
    let noticed = crate::resources::noticed_and_waited(&site, &procedure).await;
    let told = noticed.steps().noticed.unwrap().notice.fine.unwrap().0;
    let case = procedure.rechecked(noticed).await;
    let head = site.browser(&site.world.people.head).await;
    let path = format!("/api/v1/cases/{}/decide", case.id);
    let typed = json!({ "revision": case.revision, "fine_fen": 100, "amount_fen": 100, "fine": 100,
        "calculation": { "amount_fen": 100 }, "decision": { "fine_fen": 100 } });
    let answer = head.post(&path, &typed).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.json());
    let page = answer.json();
    assert_eq!((&page["fine_fen"], &page["decision"]["fine_fen"]), (&json!(told), &json!(told)));
    assert_eq!(head.post(&path, &typed).await.status, StatusCode::CONFLICT, "sent again");
    let again = json!({ "revision": page["revision"], "fine_fen": 100 });
    assert_eq!(head.post(&path, &again).await.code(), "case.not_in_this_stage");
}

#[tokio::test]
async fn what_is_asked_for_a_fine_is_told_beforehand() {
    let site = Site::new().await;
    let handler = site.browser(&site.world.people.handler).await;
    let today = site.world.cx.now().date().to_string();
    let asked = json!({ "item_code": "eco-1107-water", "act_on": today, "party_code": site.world.plant.enterprise.credit_code.to_string() });
    let prepared = handler.post("/api/v1/discretion/prepare", &asked).await.json();
    let side = &prepared["sides"][0];
    assert_eq!(
        (&side["departures"]["aggravate"], &side["departures"]["mitigate"]),
        (&json!("20"), &json!("50")),
        "{side}"
    );
    assert_eq!(side["counts"]["first_offence"]["count"], json!(0));
    let exemptions = prepared["exemptions"].as_array().unwrap();
    assert_eq!(exemptions.len(), 4);
    let first = exemptions.iter().find(|one| one["id"] == "first_slight_corrected").unwrap();
    assert_eq!(
        (first["must"].clone(), first["conditions"].as_array().unwrap().len()),
        (json!(false), 3)
    );

    // The checklist over the wire: unanswered, without evidence, whole.
    let mut exempt = asked.clone();
    exempt["exemption"] = json!("first_slight_corrected");
    assert_eq!(handler.post(CALCULATE, &exempt).await.code(), "discretion.exemption_condition");
    let all = |evidence: &str| {
        let point = json!({ "proven": true, "evidence": evidence });
        json!({ "first": point, "slight": point, "corrected": point })
    };
    exempt["conditions"] = all("");
    assert_eq!(handler.post(CALCULATE, &exempt).await.code(), "discretion.exemption_evidence");
    exempt["conditions"] = all("现场检查笔录、复查照片");
    let answer = handler.post(CALCULATE, &exempt).await.json();
    assert_eq!(
        (&answer["outcome"], &answer["exemption"], &answer["amount_fen"]),
        (&json!("no_penalty"), &json!("first_slight_corrected"), &json!(0)),
        "{answer}"
    );
}

#[tokio::test]
async fn the_higher_of_several_norms_counts_and_all_are_shown() {
    let site = Site::new().await;
    let handler = site.browser(&site.world.people.handler).await;
    let today = site.world.cx.now().date().to_string();
    let lower = json!({ "item_code": "eco-1107-water", "act_on": today });
    let mut asked = mildest(&handler, &lower).await;
    let other = json!({ "item_code": "eco-1102", "violation": "no_permit", "act_on": today });
    let other = mildest(&handler, &other).await;
    asked["also"] =
        json!([{ "item_code": "eco-1102", "violation": "no_permit", "facts": other["facts"] }]);
    let answer = handler.post(CALCULATE, &asked).await.json();
    assert_eq!(answer["amount_fen"], json!(20_000_000), "{answer}");
    let norms = answer["norms"].as_array().unwrap();
    let shown: Vec<_> =
        norms.iter().map(|n| (n["amount_fen"].as_i64().unwrap(), n["chosen"] == true)).collect();
    assert_eq!(shown, [(10_000_000, false), (20_000_000, true)]);
    // Two departures the same way, the second beyond what is left.
    let lighter = |by: i64, ground: &str| json!({ "change": { "kind": "lighten", "by": by }, "ground": ground, "reason": "见案卷" });
    let mut departed = mildest(&handler, &lower).await;
    departed["adjustment"] = lighter(15_000_000, "harm_reduced");
    departed["further"] = json!([lighter(6_000_000, "confessed")]);
    let refused = handler.post(CALCULATE, &departed).await.json();
    assert_eq!(
        (&refused["code"], &refused["field"]),
        (&json!("discretion.adjustment_too_far"), &json!("further.0.change"))
    );
}

#[tokio::test]
async fn complaints_and_successions_are_resources() {
    let site = Site::new().await;
    let procedure = Procedure(&site.world);
    let case = procedure.filed().await;
    let handler = site.browser(&site.world.people.handler).await;
    let path = format!("/api/v1/cases/{}/complaints", case.id);
    let today = site.world.cx.now().date().to_string();
    let order = json!({ "number": "12345-2026-8", "channel": "city_hotline", "received_on": today, "about": "夜间异味" });
    let entered = handler.post(&path, &order).await;
    assert_eq!(entered.status, StatusCode::OK, "{}", entered.json());
    let entered = entered.json();
    assert_eq!(handler.post(&path, &order).await.code(), "complaint.known");
    let verify = format!("/api/v1/complaints/{}/verify", entered["id"].as_str().unwrap());
    let found = json!({ "revision": entered["revision"], "verified": true, "finding": "属实" });
    assert_eq!(handler.post(&verify, &found).await.json()["verified"], json!(true));
    assert_eq!(handler.get(&path).await.json()["items"].as_array().unwrap().len(), 1);

    let rows = handler.get("/api/v1/successions").await.json();
    let rows = rows["items"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["state"] == "open" && row["certainty"] == "unreviewed"));
    let review = json!({ "revision": 0, "holds": true, "reason": "逐项比对一致" });
    let path = "/api/v1/successions/water-83-2/review";
    assert_eq!(handler.post(path, &review).await.status, StatusCode::FORBIDDEN);
    let reviewer = site.browser(&site.world.people.reviewer).await;
    assert_eq!(reviewer.post(path, &review).await.json()["state"], json!("confirmed"));
    assert_eq!(reviewer.post(path, &review).await.status, StatusCode::CONFLICT);
}
