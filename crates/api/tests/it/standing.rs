//! Over the wire: an amount stands on the rules of its day, and nothing a party says makes its penalty heavier.

use crate::benchmarks::{sound, taken, written};
use crate::browser::{Browser, Site};
use crate::resources::noticed_and_waited;
use axum::http::StatusCode;
use domain::case::Case;
use serde_json::{Value, json};
use testkit::Procedure;

/// A set of the city in which excess into water begins five per cent heavier, in force from tomorrow.
async fn a_heavier_set(site: &Site) {
    let people = &site.world.people;
    let author = site.browser(&people.city_reviewer).await;
    let other = site.browser(&people.second_city_reviewer).await;
    let head = site.browser(&people.city_head).await;
    let mut content = sound(&author, "2026-9").await;
    for table in content["set"]["tables"].as_array_mut().unwrap() {
        if !table["code"].as_str().unwrap().starts_with("HN-7") {
            continue;
        }
        let printed =
            format!("{}（超过100%的按100%计算）", table["printed"].as_str().unwrap_or_default());
        table["printed"] = json!(printed);
        for option in table["factors"][0]["options"].as_array_mut().unwrap() {
            for weight in option["weights"].as_array_mut().unwrap() {
                let old: i64 = weight.to_string().trim_matches('"').parse().unwrap();
                *weight = json!((old + 5).to_string());
            }
        }
    }
    let draft = written(&author, &content, 0).await;
    let checked = taken(&author, &draft, json!({ "step": "check" })).await;
    let agree = json!({ "step": "review", "agrees": true, "opinion": "同意" });
    let reviewed = taken(&other, &checked, agree).await;
    let tomorrow = site.world.cx.now().date().tomorrow().unwrap();
    taken(&head, &reviewed, json!({ "step": "activate", "from": tomorrow })).await;
}

async fn step(by: &Browser<'_>, case: &Value, name: &str, body: Value) -> crate::browser::Answer {
    let mut body = body;
    body["revision"] = case["revision"].clone();
    by.post(&format!("/api/v1/cases/{}/{name}", case["id"].as_str().unwrap()), &body).await
}

async fn done(by: &Browser<'_>, case: &Value, name: &str, body: Value) -> Value {
    let answer = step(by, case, name, body).await;
    assert_eq!(answer.status, StatusCode::OK, "{name}: {}", answer.text());
    answer.json()
}

/// The circumstances of a question, as they are sent.
fn question(go: &Procedure<'_>, case: &Case, grave: bool) -> Value {
    let asked = go.question(case, grave);
    json!({ "item_code": asked.item, "act_on": asked.act_on, "facts": asked.facts.choices,
        "tier": asked.facts.tier, "deviations": asked.facts.deviations })
}

fn why_not<'a>(case: &'a Value, code: &str) -> &'a Value {
    let actions = case["actions"].as_array().unwrap();
    &actions.iter().find(|action| action["code"] == code).unwrap()["why_not"]
}

#[tokio::test]
async fn a_new_set_stops_the_decision_until_the_fine_is_computed_anew() {
    let site = Site::new().await;
    let go = Procedure(&site.world);
    let case = go.rechecked(noticed_and_waited(&site, &go).await).await;
    let told = case.steps().noticed.unwrap().notice.fine.unwrap().0;
    a_heavier_set(&site).await;
    site.world.clock.advance_days(1);
    let (people, path) = (&site.world.people, format!("/api/v1/cases/{}", case.id));
    let (handler, head) = (site.browser(&people.handler).await, site.browser(&people.head).await);
    let page = head.get(&path).await.json();
    assert_eq!(why_not(&page, "decide")["code"], "case.rules_changed");
    let refused = step(&head, &page, "decide", json!({})).await;
    assert_eq!(refused.code(), "case.rules_changed");
    let said = refused.json();
    assert_eq!(said["basis"], "行政处罚法第三十七条", "{said}");
    assert!(refused.text().contains("重新计算"), "{said}");

    let back = done(&handler, &page, "compute-anew", json!({})).await;
    assert_eq!(back["stage"], "recheck");
    let bare = json!({ "points": [], "opinion": "复核。" });
    assert_eq!(step(&handler, &back, "recheck", bare.clone()).await.code(), "case.rules_changed");
    let mut anew = bare;
    anew["discretion"] = question(&go, &case, false);
    anew["band_reason"] = json!("见案卷");
    let rechecked = done(&handler, &back, "recheck", anew).await;
    assert_eq!(rechecked["calculation"]["amount_fen"], json!(told), "never above the notice");
    assert_eq!(rechecked["calculation"]["benchmark"]["version"], "langfang@2026-9");
    assert!(rechecked["calculation"]["trace"].to_string().contains("不得加重"));
    let decided = done(&head, &rechecked, "decide", json!({})).await;
    assert_eq!(decided["decision"]["fine_fen"], json!(told));
}

#[tokio::test]
async fn a_case_back_from_its_notice_is_not_concluded_heavier_by_defence() {
    let site = Site::new().await;
    let (go, people) = (Procedure(&site.world), &site.world.people);
    let noticed = noticed_and_waited(&site, &go).await;
    let (served_on, path) = (
        noticed.steps().noticed.unwrap().notice.service.on,
        format!("/api/v1/cases/{}", noticed.id),
    );
    let handler = site.browser(&people.handler).await;
    let page = handler.get(&path).await.json();
    assert_eq!(
        step(&handler, &page, "reinvestigate", json!({ "reason": " " })).await.code(),
        "case.text_missing_or_too_long"
    );
    let reason = json!({ "reason": "复查发现另一处未经处理的排水" });
    let back = done(&handler, &page, "reinvestigate", reason).await;
    assert_eq!(back["stage"], "investigating");
    assert_eq!(back["earlier_notices"][0]["number"], page["notice"]["number"]);

    let mut report = json!({ "facts_found": "另查明一处外排口。", "opinion": "建议处罚。", "measure": "fine",
        "evidence_ids": [page["evidence"][0]["id"]], "discretion": question(&go, &noticed, true), "band_reason": "见案卷" });
    let refused = step(&handler, &back, "conclude", report.clone()).await;
    assert_eq!(
        (refused.code().as_str(), &refused.json()["basis"]),
        ("case.heavier_without_new_facts", &json!("行政处罚法第四十五条第二款"))
    );
    let today = site.world.cx.now().date();
    let found = |found_on, found_by: &str| json!([{ "found_on": found_on, "found_by": found_by, "fact": "西侧另有一处外排口", "proof": "现场检查笔录（2026-9）" }]);
    for (facts, code) in [
        (found(today, "defence"), "case.heavier_without_new_facts"),
        (found(today, "hearing"), "case.heavier_without_new_facts"),
        (found(served_on, "inspection"), "case.new_fact_day_wrong"),
    ] {
        report["new_facts"] = facts;
        assert_eq!(step(&handler, &back, "conclude", report.clone()).await.code(), code);
    }
    report["new_facts"] = found(today, "inspection");
    let concluded = done(&handler, &back, "conclude", report).await;
    assert_eq!(concluded["report"]["new_facts"][0]["found_by"], "inspection");

    let examiner = site.browser(&people.examiner).await;
    let pass = json!({ "result": "pass", "opinion": "同意。", "approves": concluded["calculation"]["deviations"] });
    let examined = done(&examiner, &concluded, "examine", pass).await;
    let reviewer = site.browser(&people.reviewer).await;
    let checks = json!({ "subject": true, "qualification": true, "procedure": true, "facts": true, "law": true, "documents": true, "crime": true });
    let agree = json!({ "result": "agree", "opinion": "同意。", "checks": checks });
    let due = done(&reviewer, &examined, "review", agree).await;
    let service = json!({ "method": "direct", "served_on": today, "receiver": "何守诚", "relation": "法定代表人",
        "place": "当事人住所", "server_ids": [people.handler.id, people.second_handler.id] });
    let issued = done(&handler, &due, "issue-notice", json!({})).await;
    let again = done(&handler, &issued, "serve-notice", service).await;
    // Another number, a higher fine, no answer yet and the whole period before it.
    assert_ne!(again["notice"]["number"], page["notice"]["number"]);
    assert!(again["notice"]["fine_fen"].as_i64() > page["notice"]["fine_fen"].as_i64());
    assert_eq!(again["defence"], Value::Null);
    assert_eq!(why_not(&again, "recheck")["code"], "case.defence_period_open");
}
