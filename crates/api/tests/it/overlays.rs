//! A county lays its own over the city's list; the city publishes anew, and the county sees what no longer fits.

use crate::browser::{Browser, Site};
use crate::resources::upload as form;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// The people of one body who see an adjustment through.
struct Desk<'a> {
    proposes: Browser<'a>,
    reviews: Browser<'a>,
    publishes: Browser<'a>,
}

/// Those of 三河, and those of the city.
async fn desks(site: &Site) -> (Desk<'_>, Desk<'_>) {
    let people = &site.world.people;
    let county = Desk {
        proposes: site.browser(&people.handler).await,
        reviews: site.browser(&people.reviewer).await,
        publishes: site.browser(&people.head).await,
    };
    let city = Desk {
        proposes: site.browser(&people.city_handler).await,
        reviews: site.browser(&people.city_reviewer).await,
        publishes: site.browser(&people.city_head).await,
    };
    (county, city)
}

async fn ok(browser: &Browser<'_>, path: &str, body: &Value) -> Value {
    let answer = browser.post(path, body).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    answer.json()
}

async fn paper(site: &Site, browser: &Browser<'_>, number: &mut u32) -> Value {
    *number += 1;
    let meta =
        json!({ "id": format!("01890a5d-ac96-774b-bcce-{number:012x}"), "name": "文件.pdf" });
    let answer =
        site.send(form(&browser.cookie, "/api/v1/enclosures", &meta, b"%PDF-1.7\n%\n")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    json!([answer.json()["id"]])
}

/// From the proposal to the publication; gives the name of the version.
async fn published(
    site: &Site,
    desk: &Desk<'_>,
    numbers: &mut u32,
    mut proposal: Value,
    from: &str,
) -> String {
    proposal["documents"] = paper(site, &desk.proposes, numbers).await;
    let path = format!("/api/v1/adjustments/{}", proposal["id"].as_str().unwrap());
    ok(&desk.proposes, "/api/v1/adjustments", &proposal).await;
    let opinion = json!({ "revision": 1, "agreed": true, "opinion": "合法", "document": "法审1号",
        "documents": paper(site, &desk.reviews, numbers).await });
    ok(&desk.reviews, &format!("{path}/review"), &opinion).await;
    for (revision, step) in [(2, "file"), (3, "copy")] {
        let sent = json!({ "revision": revision, "number": "备1号", "body": "人民政府", "on": "2026-09-16",
            "documents": paper(site, &desk.proposes, numbers).await });
        ok(&desk.proposes, &format!("{path}/{step}"), &sent).await;
    }
    let publish = json!({ "revision": 4, "place": "公示栏", "effective_from": from,
        "documents": paper(site, &desk.publishes, numbers).await });
    let done = ok(&desk.publishes, &format!("{path}/publish"), &publish).await;
    done["version"].as_str().unwrap().to_owned()
}

fn proposal(nth: u8, territory: &str, items: &[String]) -> Value {
    json!({ "id": format!("01890a5d-ac96-774b-bcce-b302099b80{nth:02x}"), "title": "调整清单", "trigger": "enacted",
        "reason": "法典施行", "basis": ["eco_code:1242"], "document": "环法〔2026〕1号", "level": "county",
        "territory": territory, "sample": true, "items": items })
}

#[tokio::test]
async fn a_county_supplements_and_refines_and_a_new_version_of_the_city_flows_through() {
    let site = Site::new().await;
    let (county, city) = desks(&site).await;
    let mut numbers = 0;
    let common = city.proposes.get("/api/v1/lists/county-sample-2026-08").await.json();
    let codes = |page: &Value| -> Vec<String> {
        let rows = page["rows"].as_array().unwrap().iter();
        rows.map(|row| row["code"].as_str().unwrap().to_owned()).collect()
    };
    let mut own = codes(&common);
    own.retain(|code| code != "eco-1103");
    own.push("eco-1087-1".to_owned());

    let body = "廊坊市生态环境局三河市分局";
    let mut asked = proposal(1, "1310/131082/", &own);
    asked["refinements"] =
        json!([{ "code": "eco-1100", "subject": body }, { "code": "eco-9", "subject": body }]);
    asked["documents"] = paper(&site, &county.proposes, &mut numbers).await;
    let wrong = county.proposes.post("/api/v1/adjustments", &asked).await;
    assert_eq!(
        (wrong.code().as_str(), wrong.json()["field"].clone()),
        ("list.refinement", json!("refinements"))
    );
    asked["refinements"] = json!([{ "code": "eco-1100", "subject": body }]);
    let first = published(&site, &county, &mut numbers, asked, "2026-09-20").await;
    let page = county.proposes.get(&format!("/api/v1/lists/{first}")).await.json();
    assert_eq!(page["over"]["added"], json!(["eco-1087-1"]), "{page}");
    assert_eq!(page["over"]["dropped"], json!(["eco-1103"]));
    assert_eq!(page["layers"]["eco-1100"], "refined");
    assert_eq!((&page["conflicts"], &page["effective_to"]), (&json!(0), &Value::Null));

    let mut refined = proposal(2, "1310/", &codes(&common));
    refined["refinements"] = json!([{ "code": "eco-1100", "subject": body }]);
    refined["documents"] = paper(&site, &city.proposes, &mut numbers).await;
    let refused = city.proposes.post("/api/v1/adjustments", &refined).await;
    assert_eq!(refused.code(), "adjustment.refinement", "{}", refused.text());

    let mut newer = codes(&common);
    newer.retain(|code| code != "eco-1103" && code != "eco-1102");
    newer.push("eco-1087-1".to_owned());
    newer.push("eco-1104-1".to_owned());
    let common_next =
        published(&site, &city, &mut numbers, proposal(3, "1310/", &newer), "2026-10-10").await;
    let before = county.proposes.get(&format!("/api/v1/lists/{first}")).await.json();
    assert_eq!((&before["effective_to"], &before["conflicts"]), (&json!("2026-10-10"), &json!(0)));
    let then = county.proposes.get(&format!("/api/v1/lists/{first}.2026-10-10")).await.json();
    assert_eq!(then["above"]["version"], json!(common_next), "{then}");
    assert_eq!(then["over"]["continues"], json!(first));
    let kinds: Vec<(&str, &str)> = then["over"]["conflicts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["code"].as_str().unwrap(), one["kind"].as_str().unwrap()))
        .collect();
    assert_eq!(kinds, [("eco-1087-1", "added_above"), ("eco-1103", "dropped_gone")]);
    let listed = codes(&then);
    let names = |code: &str| listed.iter().any(|one| one == code);
    assert!(names("eco-1104-1") && !names("eco-1102") && names("eco-1100"));
    assert_eq!(then["layers"]["eco-1100"], "refined");
    let diff = format!("/api/v1/lists/{first}.2026-10-10/diff?from={first}");
    let diff = county.proposes.get(&diff).await.json();
    assert_eq!(
        (&diff["added"][0]["code"], &diff["removed"][0]["code"]),
        (&json!("eco-1104-1"), &json!("eco-1102"))
    );
    jurisdiction_follows(&site).await;
}

/// Each item from its day on, by the list of that day.
async fn jurisdiction_follows(site: &Site) {
    let duty = site.browser(&site.world.people.duty_officer).await;
    for (item, day, allowed) in [
        ("eco-1103", "2026-09-19", true),
        ("eco-1103", "2026-09-20", false),
        ("eco-1102", "2026-10-09", true),
        ("eco-1102", "2026-10-10", false),
        ("eco-1104-1", "2026-10-10", true),
    ] {
        let told = duty
            .get(&format!("/api/v1/jurisdiction?item={item}&place=131082&on={day}"))
            .await
            .json();
        assert_eq!(told["allowed"], allowed, "{item} {day}: {told}");
    }
}
