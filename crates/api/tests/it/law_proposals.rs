//! What becomes law over HTTP: proposed by one reviewer of the city, confirmed by another, and every way in which it does not.

use crate::browser::{Answer, Browser, Site};
use axum::http::StatusCode;
use serde_json::{Value, json};

const FIRST: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
const SECOND: &str = "01890a5d-ac96-774b-bcce-b302099a8058";

fn repeal(id: &str, act: &str) -> Value {
    json!({ "id": id, "act": act, "on": "2027-01-01", "by": null, "source": "测试，不是法律" })
}

/// Takes a step of a proposal at a revision.
async fn step(who: &Browser<'_>, id: &str, step: &str, revision: u32, note: &str) -> Answer {
    let body = json!({ "revision": revision, "note": note });
    who.post(&format!("/api/v1/law/proposals/{id}/{step}"), &body).await
}

#[tokio::test]
async fn a_repeal_by_two_opens_a_change_set_that_is_worked_through() {
    let site = Site::new().await;
    let people = &site.world.people;
    let (one, other) = (
        site.browser(&people.city_reviewer).await,
        site.browser(&people.second_city_reviewer).await,
    );
    let body = repeal(FIRST, "order_28");
    let shown = one.post("/api/v1/law/repeals/preview", &body).await.json();
    let rows = shown["rows"].as_array().unwrap().len();
    let counts = shown["counts"].as_array().unwrap();
    assert_eq!(counts.len(), 9, "every kind, also those of which there is none");
    let counted: u64 = counts.iter().filter_map(|count| count["count"].as_u64()).sum();
    assert!(rows > 0 && counted == rows as u64);

    let proposed = one.post("/api/v1/law/repeals", &body).await.json();
    assert_eq!((&proposed["state"], &proposed["own"]), (&json!("waiting"), &json!(true)));
    let act = one.get("/api/v1/law/acts/order_28").await.json();
    assert_eq!(act["effective_to"], Value::Null, "the library knows nothing of it yet");
    let portal = site.get("/public/law/order_28").await.text();
    assert!(!portal.contains("2027-01-01"), "nor does the portal");

    let waiting = other.get("/api/v1/work").await.json();
    let item = &waiting["items"][0];
    assert_eq!((&item["kind"], &item["action"]), (&json!("law_proposal"), &json!("confirm_law")));
    assert_eq!(item["id"], FIRST);
    let page = other.get(&format!("/api/v1/law/proposals/{FIRST}")).await.json();
    assert_eq!((&page["may_confirm"], &page["why_not"]), (&json!(true), &Value::Null));
    assert_eq!(page["effect"]["rows"].as_array().unwrap().len(), rows);

    let done = step(&other, FIRST, "confirm", 1, "已核对公布文本").await.json();
    assert_eq!(done["proposal"]["state"], "confirmed");
    let set = done["change_set"]["id"].as_str().unwrap();
    assert_eq!(done["change_set"]["rows"].as_u64(), Some(rows as u64));
    let act = one.get("/api/v1/law/acts/order_28").await.json();
    assert_eq!(act["effective_to"], "2027-01-01");
    let page = one.get(&format!("/api/v1/law/proposals/{FIRST}")).await.json();
    assert_eq!((&page["change_set"], &page["effect"]), (&json!(set), &Value::Null));
    let told: Vec<&str> = page["record"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|line| line["kind"].as_str())
        .collect();
    assert_eq!(told, ["law_proposal.confirmed", "law_proposal.made"]);

    let county = site.browser(&people.reviewer).await;
    let base = format!("/api/v1/change-sets/{set}");
    let page = county.get(&base).await.json();
    assert_eq!((&page["may_work"], &page["occasion"]), (&json!(true), &json!("repealed")));
    let work =
        json!({ "revision": 1, "outcome": "not_affected", "note": "仍按原规定办理", "link": null });
    let settled = county.post(&format!("{base}/rows/1/settle"), &work).await;
    assert_eq!(settled.json()["row"]["state"], "not_affected");
    let again = county.post(&format!("{base}/rows/1/settle"), &work).await;
    assert!(again.status.is_client_error());
}

#[tokio::test]
async fn nobody_makes_law_alone_or_for_a_county() {
    let site = Site::new().await;
    let people = &site.world.people;
    let one = site.browser(&people.city_reviewer).await;
    let county = site.browser(&people.reviewer).await;
    let handler = site.browser(&people.city_handler).await;

    for path in ["/api/v1/law/repeals", "/api/v1/law/repeals/preview"] {
        let refused = county.post(path, &repeal(FIRST, "order_28")).await;
        assert_eq!(refused.code(), "law_proposal.of_the_city", "{path}");
        assert!(refused.json()["basis"].as_str().unwrap().contains("平台设计约定"));
        assert_eq!(refused.json()["field"], "act");
        let forbidden = handler.post(path, &repeal(FIRST, "order_28")).await;
        assert_eq!(forbidden.status, StatusCode::FORBIDDEN, "{path}");
    }
    let unsourced = json!({ "id": FIRST, "act": "order_28", "on": "2027-01-01", "source": " " });
    let refused = one.post("/api/v1/law/repeals", &unsourced).await;
    assert_eq!(
        (refused.code().as_str(), &refused.json()["field"]),
        ("law.source_missing", &json!("source"))
    );

    assert!(one.post("/api/v1/law/repeals", &repeal(FIRST, "order_28")).await.status.is_success());
    let twice = one.post("/api/v1/law/repeals", &repeal(FIRST, "order_28")).await.json();
    assert_eq!(twice["revision"], 1, "sent twice, proposed once");
    let second = one.post("/api/v1/law/repeals", &repeal(SECOND, "order_28")).await;
    assert_eq!(second.code(), "law_proposal.waiting");

    let own = step(&one, FIRST, "confirm", 1, "").await;
    assert_eq!((own.code().as_str(), &own.json()["field"]), ("law_proposal.own", &json!("id")));
    assert!(own.json()["zh"].as_str().unwrap().contains("另一名"));
    assert_eq!(step(&one, FIRST, "return", 1, "不对").await.code(), "law_proposal.own_return");
    for ending in ["confirm", "return", "withdraw"] {
        let refused = step(&county, FIRST, ending, 1, "不对").await;
        assert_eq!(refused.code(), "law_proposal.of_the_city", "{ending}");
        let forbidden = step(&handler, FIRST, ending, 1, "不对").await;
        assert_eq!(forbidden.status, StatusCode::FORBIDDEN, "{ending}");
    }
    let read = handler.get("/api/v1/law/proposals").await;
    assert_eq!(read.status, StatusCode::FORBIDDEN);
    let seen = county.get(&format!("/api/v1/law/proposals/{FIRST}")).await.json();
    assert_eq!(seen["may_confirm"], false, "a county reads it");
}

#[tokio::test]
async fn a_proposal_ends_once() {
    let site = Site::new().await;
    let people = &site.world.people;
    let (one, other) = (
        site.browser(&people.city_reviewer).await,
        site.browser(&people.second_city_reviewer).await,
    );
    one.post("/api/v1/law/repeals", &repeal(FIRST, "order_28")).await;
    let stale = step(&other, FIRST, "confirm", 7, "").await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert_eq!(step(&other, FIRST, "withdraw", 1, "不对").await.code(), "law_proposal.of_another");
    for ending in
        [step(&other, FIRST, "return", 1, " ").await, step(&one, FIRST, "withdraw", 1, "").await]
    {
        assert_eq!(
            (ending.code().as_str(), &ending.json()["field"]),
            ("law_proposal.note", &json!("note"))
        );
    }
    let withdrawn = step(&one, FIRST, "withdraw", 1, "文号有误").await.json();
    assert_eq!(
        (&withdrawn["state"], &withdrawn["note"]),
        (&json!("withdrawn"), &json!("文号有误"))
    );
    for (who, ending) in [(&other, "confirm"), (&other, "return"), (&one, "withdraw")] {
        assert_eq!(
            step(who, FIRST, ending, 2, "迟").await.code(),
            "law_proposal.ended",
            "{ending}"
        );
    }
    assert_eq!(step(&other, FIRST, "confirm", 1, "").await.status, StatusCode::CONFLICT);

    one.post("/api/v1/law/repeals", &repeal(SECOND, "order_28")).await;
    let returned = step(&other, SECOND, "return", 1, "尚未公布").await.json();
    assert_eq!((&returned["state"], &returned["change_set"]), (&json!("returned"), &Value::Null));
    let listed = one.get("/api/v1/law/proposals").await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 2);
    let waiting = one.get("/api/v1/law/proposals?state=waiting").await.json();
    assert!(waiting["items"].as_array().unwrap().is_empty());
    let act = one.get("/api/v1/law/acts/order_28").await.json();
    assert_eq!(act["effective_to"], Value::Null);
    let missing = one.get("/api/v1/law/proposals/01890a5d-ac96-774b-bcce-b302099a9999").await;
    assert_eq!(missing.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_text_with_an_inserted_article_is_entered_and_shown_everywhere() {
    let site = Site::new().await;
    let people = &site.world.people;
    let (one, other) = (
        site.browser(&people.city_reviewer).await,
        site.browser(&people.second_city_reviewer).await,
    );
    let text = |words: &str| {
        json!({
            "id": FIRST, "act": "test_rule", "new_act": { "zh": "测试办法", "en": "Test Rule", "rank": "rule" },
            "adopted_on": "2026-09-01", "effective_from": "2026-09-10", "source": "测试文本，不是法律", "text": words
        })
    };
    let faulty = text("第一条 甲\n第三条 乙");
    let shown = one.post("/api/v1/law/texts/preview", &faulty).await.json();
    assert_eq!(shown["faults"][0]["line"], 2);
    let refused = one.post("/api/v1/law/texts", &faulty).await;
    assert_eq!(
        (refused.code().as_str(), &refused.json()["field"]),
        ("law.text_unreadable", &json!("text"))
    );

    let body =
        text("第一条 甲。\n第一条之一 有下列情形之一的：\n（一）倾倒乙；\n（二）丙。\n第二条 丁。");
    let shown = one.post("/api/v1/law/texts/preview", &body).await.json();
    assert_eq!(shown["changed"], json!(["1", "1-1", "2"]));
    one.post("/api/v1/law/texts", &body).await;
    assert_eq!(one.get("/api/v1/law/acts/test_rule").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get("/public/law/test_rule").await.status, StatusCode::NOT_FOUND);
    let page = other.get(&format!("/api/v1/law/proposals/{FIRST}")).await.json();
    assert!(page["text"]["text"].as_str().unwrap().contains("第一条之一"));
    step(&other, FIRST, "confirm", 1, "").await;

    let article = one.get("/api/v1/law/acts/test_rule/articles/1-1").await.json();
    assert_eq!(article["citation"], "《测试办法》第一条之一");
    assert_eq!((&article["previous"], &article["next"]), (&json!("1"), &json!("2")));
    assert_eq!(article["link"], "/public/law/test_rule@2026-09-01/1-1");
    let contents = one.get("/api/v1/law/acts/test_rule").await.json();
    assert_eq!(contents["contents"][1]["place"], "第一条之一");
    let portal = site.get("/public/law/test_rule@2026-09-01/1-1").await.text();
    assert!(portal.contains("《测试办法》第一条之一") && portal.contains("倾倒乙"));
    assert!(portal.contains("href=\"/public/law/test_rule@2026-09-01/2\""), "the next one");
    let found = one.get("/api/v1/law/search?q=%E6%B5%8B%E8%AF%95%E5%8A%9E%E6%B3%95%E7%AC%AC1%E6%9D%A1%E4%B9%8B1").await.json();
    assert_eq!(found["place"]["article"], "1-1");
    let found = one.get("/api/v1/law/search?q=%E5%80%BE%E5%80%92%E4%B9%99").await.json();
    assert_eq!(found.to_string().matches("\"article\":\"1-1\"").count(), 1, "{found}");
    let citing = one.get("/api/v1/law/citing?act=test_rule&article=1-1").await;
    assert_eq!(citing.status, StatusCode::OK);
    let odd = one.get("/api/v1/law/acts/test_rule/articles/1-0").await;
    assert_eq!(odd.status, StatusCode::NOT_FOUND);
}
