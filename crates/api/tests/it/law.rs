//! The law library over HTTP: articles, search, what rests on them, a repeal, and the pages for everybody.

use crate::browser::Site;
use axum::http::StatusCode;
use serde_json::json;

#[tokio::test]
async fn an_article_is_found_read_and_cited() {
    let site = Site::new().await;
    let session = site.browser(&site.world.people.handler).await;
    let get = async |path: &str| session.get(path).await.json();
    let acts = get("/api/v1/law/acts").await;
    assert!(acts["items"].as_array().unwrap().len() > 60);
    let act = get("/api/v1/law/acts/civil_procedure_law?version=2021-12-24").await;
    assert_eq!(act["version"]["effective_to"], "2024-01-01");
    assert_eq!(act["version"]["standing"]["code"], "repealed");
    let article = get("/api/v1/law/acts/penalty_law/articles/33").await;
    assert_eq!(article["citation"], "《中华人民共和国行政处罚法》第三十三条");
    assert_eq!(article["paragraphs"].as_array().unwrap().len(), 3);
    assert_eq!(article["link"], "/public/law/penalty_law@2021-01-22/33");
    let old = get("/api/v1/law/acts/water_law/articles/83?on=2026-08-01").await;
    assert_eq!(
        (&old["replaced_by"], &old["version"]["standing"]["code"]),
        (&json!("eco_code"), &json!("repealed"))
    );
    let found =
        get("/api/v1/law/search?q=%E7%AF%A1%E6%94%B9%20%E8%87%AA%E5%8A%A8%E7%9B%91%E6%B5%8B").await;
    assert!(found["total"].as_u64().unwrap() > 0);
    assert!(
        found["hits"][0]["excerpt"].as_array().unwrap().iter().any(|piece| piece["hit"] == true)
    );
    let said = get(
        "/api/v1/law/search?q=%E8%A1%8C%E6%94%BF%E5%A4%84%E7%BD%9A%E6%B3%95%E7%AC%AC33%E6%9D%A1",
    )
    .await;
    assert_eq!(said["place"]["article"], 33);
    let citing = get("/api/v1/law/citing?act=penalty_law&article=44").await;
    assert!(
        citing["things"]
            .as_array()
            .unwrap()
            .iter()
            .any(|thing| thing["kind"]["code"] == "document")
    );
    for missing in ["/api/v1/law/acts/no_such", "/api/v1/law/acts/penalty_law/articles/999"] {
        let answer = session.get(missing).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{missing}");
    }
}

#[tokio::test]
async fn a_repeal_opens_a_change_set_that_is_worked_through() {
    let site = Site::new().await;
    let reviewer = site.browser(&site.world.people.reviewer).await;
    let body = json!({
        "id": "01890a5d-ac96-774b-bcce-b302099a8057", "act": "order_28", "on": "2027-01-01", "by": null
    });
    let shown = reviewer.post("/api/v1/law/repeals/preview", &body).await.json();
    let rows = shown["rows"].as_array().unwrap().len();
    let set = reviewer.post("/api/v1/law/repeals", &body).await.json();
    assert_eq!(set["rows"].as_u64().unwrap(), rows as u64);
    let base = "/api/v1/change-sets/01890a5d-ac96-774b-bcce-b302099a8057";
    let page = reviewer.get(base).await.json();
    assert_eq!((&page["may_work"], &page["occasion"]), (&json!(true), &json!("repealed")));
    let listed = reviewer.get("/api/v1/change-sets").await.json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    if rows > 0 {
        let work = json!({ "revision": 1, "outcome": "not_affected", "note": "仍按原规定办理", "link": null });
        let done = reviewer.post(&format!("{base}/rows/1/settle"), &work).await;
        assert_eq!(done.json()["row"]["state"], "not_affected");
        let again = reviewer.post(&format!("{base}/rows/1/settle"), &work).await;
        assert!(again.status.is_client_error());
    }
    let unreadable = json!({
        "id": "01890a5d-ac96-774b-bcce-b302099a8058", "act": "order_28", "adopted_on": "2027-01-01",
        "effective_from": "2027-02-01", "source": "测试", "text": "第一条 甲\n第三条 乙"
    });
    let shown = reviewer.post("/api/v1/law/texts/preview", &unreadable).await.json();
    assert_eq!(shown["faults"][0]["line"], 2);
    let refused = reviewer.post("/api/v1/law/texts", &unreadable).await;
    assert_eq!(refused.code(), "law.text_unreadable");
}

#[tokio::test]
async fn everybody_reads_the_library_without_a_script() {
    let site = Site::new().await;
    let home = site.get("/public/law").await.text();
    assert!(home.contains("href=\"/public/law/penalty_law\"") && home.contains("现行有效"));
    let act = site.get("/public/law/penalty_law").await.text();
    assert!(act.contains("/public/law/penalty_law/86") && act.contains("第一章"));
    let article = site.get("/public/law/penalty_law@2021-01-22/33").await.text();
    assert!(
        article.contains("违法行为轻微并及时改正")
            && article.contains("《中华人民共和国行政处罚法》第三十三条")
    );
    let rights = site.get("/public/law/penalty_law/44").await.text();
    assert!(rights.contains("行政处罚事先告知书"), "what rests on it is listed");
    let repealed = site.get("/public/law/water_law/83").await.text();
    assert!(repealed.contains("已失效") && repealed.contains("href=\"/public/law/eco_code\""));
    let code = site.get("/public/law/eco_code/1107").await.text();
    assert!(code.contains("工作文本"), "what is not official says so");
    let rebuilt = site.get("/public/law/order_30/44").await.text();
    assert!(rebuilt.contains("不得引用原文"));
    let found = site.get("/public/law?q=%E6%9A%97%E7%AE%A1&current=1").await.text();
    assert!(found.contains("<mark>暗管</mark>"));
    let nothing = site.get("/public/law?q=%3Cscript%3E").await.text();
    assert!(nothing.contains("没有找到") && !nothing.contains("<script>"));
    let english = site.get("/public/law/penalty_law?lang=en").await.text();
    assert!(english.contains("in force") && english.contains("/public/law/penalty_law/1?lang=en"));
    for page in [home, act, article, found] {
        assert!(!page.contains("style=\"") && !page.contains("onclick"));
    }
    for missing in
        ["/public/law/no_such", "/public/law/penalty_law/999", "/public/law/penalty_law@1999-01-01"]
    {
        assert_eq!(site.get(missing).await.status, StatusCode::NOT_FOUND, "{missing}");
    }
}
