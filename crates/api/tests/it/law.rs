//! The law library over HTTP: articles, search, what rests on them, a repeal, and the pages for everybody.

use crate::browser::Site;
use axum::http::StatusCode;
use serde_json::{Value, json};

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
    let marked =
        |pieces: &Value| pieces.as_array().unwrap().iter().any(|piece| piece["hit"] == true);
    assert!(marked(&found["acts"][0]["hits"][0]["excerpt"]));
    let said = get(
        "/api/v1/law/search?q=%E8%A1%8C%E6%94%BF%E5%A4%84%E7%BD%9A%E6%B3%95%E7%AC%AC33%E6%9D%A1",
    )
    .await;
    assert_eq!(said["place"]["article"], "33");
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
    assert!(
        found.contains("<mark>暗管</mark>") && !found.contains("href=\"/public/law/water_law\"")
    );
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

/// 水污染防治 as it stands in an address.
const WATER: &str = "%E6%B0%B4%E6%B1%A1%E6%9F%93%E9%98%B2%E6%B2%BB";

#[tokio::test]
async fn a_search_is_narrowed_by_act_rank_and_state_on_a_day() {
    let site = Site::new().await;
    let session = site.browser(&site.world.people.handler).await;
    let acts = async |asked: &str| -> Vec<String> {
        let found = session.get(&format!("/api/v1/law/search?q={WATER}{asked}")).await.json();
        let groups = found["acts"].as_array().unwrap().iter();
        groups.map(|group| group["act"].as_str().unwrap().to_owned()).collect()
    };
    let has = |acts: &[String], act: &str| acts.iter().any(|known| known == act);
    assert!(has(&acts("").await, "water_law"));
    assert!(has(&acts("&state=repealed").await, "water_law"));
    assert!(!has(&acts("&state=in_force").await, "water_law"));
    assert!(has(&acts("&on=2026-08-14").await, "water_law"), "a day alone means in force on it");
    assert!(!has(&acts("&on=2026-08-15").await, "water_law"));
    assert!(has(&acts("&state=not_yet&on=2026-08-14").await, "eco_code"));
    assert!(!has(&acts("&rank=rule").await, "water_law"));
    assert_eq!(acts("&act=water_law&rank=&state=&on=").await, ["water_law"]);
    let rows = session.get("/api/v1/law/acts?rank=rule&state=in_force").await.json();
    for row in rows["items"].as_array().unwrap() {
        assert_eq!(
            (&row["rank"]["code"], &row["standing"]["code"]),
            (&json!("rule"), &json!("in_force"))
        );
    }
    for (odd, field) in [("state=gone", "state"), ("on=2026-13-01", "on"), ("rank=king", "rank")] {
        let refused = session.get(&format!("/api/v1/law/search?q=a&{odd}")).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{odd}");
        assert_eq!(refused.json()["field"], field);
    }
}

#[tokio::test]
async fn the_portal_narrows_by_its_address() {
    let site = Site::new().await;
    let page = async |asked: &str| site.get(&format!("/public/law?{asked}")).await.text();
    let link = "href=\"/public/law/water_law\"";
    assert!(page(&format!("q={WATER}&state=repealed")).await.contains(link));
    let current = page(&format!("q={WATER}&state=in_force")).await;
    assert!(!current.contains(link) && current.contains("value=\"in_force\" selected"));
    assert!(page(&format!("q={WATER}&on=2026-08-14")).await.contains("value=\"2026-08-14\""));
    let rules = page("rank=rule").await;
    assert!(!rules.contains(link) && rules.contains("href=\"/public/law/order_28\""));
    let some = page("q=%E7%BD%9A%E6%AC%BE&state=in_force").await;
    let all_of_it = "act=eco_code&#38;state=in_force\"";
    assert!(some.contains(all_of_it), "the way to all places of an act");
    let english = page("q=%E7%BD%9A%E6%AC%BE&lang=en").await;
    assert!(english.contains("On the day") && english.contains("lang=en"));
}
