//! Items, lists and adjustments, as the console and a tester with nothing but HTTP use them.

use crate::browser::{Answer, Browser, Site};
use crate::resources::upload as form;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};

async fn ok(browser: &Browser<'_>, path: &str, body: Value) -> Value {
    let answer = browser.post(path, &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    answer.json()
}

fn count(answer: &Answer) -> usize {
    answer.json()["items"].as_array().map_or_else(|| panic!("{}", answer.text()), Vec::len)
}

#[tokio::test]
async fn the_catalogue_is_searched_and_a_row_confirmed_beside_its_text() {
    let site = Site::new().await;
    let reviewer = site.browser(&site.world.people.reviewer).await;
    let all = count(&reviewer.get("/api/v1/items").await);
    assert!(all > 183, "{all}");
    assert_eq!(count(&reviewer.get("/api/v1/items?review=unreviewed").await), all);
    assert_eq!(count(&reviewer.get("/api/v1/items?review=confirmed").await), 0);
    let first = reviewer.get("/api/v1/items?page_size=50").await.json();
    assert_eq!(first["items"].as_array().unwrap().len(), 50);
    let next = first["next"].as_str().unwrap();
    let second = reviewer.get(&format!("/api/v1/items?page_size=200&cursor={next}")).await;
    assert_eq!(count(&second), all - 50);
    assert!(count(&reviewer.get("/api/v1/items?q=1107").await) >= 2);
    assert_eq!(count(&reviewer.get("/api/v1/items?level=city&kind=penalty").await), 1);
    assert_eq!(count(&reviewer.get("/api/v1/items?list=city-sample-2026-08").await), 17);
    let wrong = reviewer.get("/api/v1/items?review=maybe").await;
    assert_eq!((wrong.status, wrong.code().as_str()), (StatusCode::BAD_REQUEST, "http.query"));

    let path = "/api/v1/items/eco-1136-2";
    let page = reviewer.get(path).await.json();
    assert_eq!((&page["item"]["review"], &page["revision"]), (&json!("unreviewed"), &json!(0)));
    assert!(page["clauses"][0]["text"].as_str().unwrap().contains("前款"), "{page}");
    assert_eq!(page["clauses"][1]["para"], 1, "the paragraph it refers to stands beside it");
    assert!(page["clauses"][0]["doubts"].as_array().unwrap().len() >= 2);
    assert_eq!(page["item"]["penalty"][0]["href"], "/public/law/eco_code/1136");
    let fines = page["clauses"][0]["fines"].as_array().unwrap();
    assert_eq!(fines[0]["zh"], "2万元以上20万元以下", "{fines:?}");
    assert!(!page["candidates"].as_array().unwrap().is_empty());
    let open = reviewer.post(&format!("{path}/confirm"), &json!({ "revision": 0 })).await;
    assert_eq!(open.code(), "item.duty_open");
    let duty = &page["candidates"][0]["cited"]["citation"];
    let both = json!({ "revision": 0, "duty": [duty], "duty_in_clause": true });
    let both = reviewer.post(&format!("{path}/confirm"), &both).await;
    assert_eq!(both.status, StatusCode::BAD_REQUEST);
    let word = json!({ "revision": 0, "note": "已核对", "duty": [duty] });
    let confirmed = ok(&reviewer, &format!("{path}/confirm"), word).await;
    assert_eq!(&confirmed["item"]["duty"][0]["citation"], duty);
    assert_eq!(confirmed["item"]["review"], "confirmed");
    assert_eq!(confirmed["item"]["reviewed_by"], "王法制");
    assert_eq!(confirmed["item"]["certainty"], "working_copy", "no surer than its text");
    assert_eq!(confirmed["record"][0]["kind"], "item.confirmed");
    let stale = reviewer.post(&format!("{path}/confirm"), &json!({ "revision": 9 })).await;
    assert_eq!(stale.code(), "item.confirmed_already");

    let handler = site.browser(&site.world.people.handler).await;
    let denied = handler.post(&format!("{path}/confirm"), &json!({ "revision": 1 })).await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
    assert_eq!(site.get("/api/v1/items").await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(reviewer.get("/api/v1/items/nothing").await.status, StatusCode::NOT_FOUND);
}

const PDF: &[u8] = b"%PDF-1.7\n%\n";

/// A paper that this person has handed in.
async fn paper_of(site: &Site, browser: &Browser<'_>, number: u8) -> String {
    let meta = json!({ "id": format!("01890a5d-ac96-774b-bcce-b302099a90{number:02x}"), "name": "请示.pdf" });
    let answer = site.send(form(&browser.cookie, "/api/v1/enclosures", &meta, PDF)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_paper_is_taken_by_what_it_is() {
    let site = Site::new().await;
    let handler = site.browser(&site.world.people.handler).await;
    let path = "/api/v1/enclosures";
    let meta = json!({ "id": "01890a5d-ac96-774b-bcce-b302099a9099", "name": "请示.pdf" });
    let html = b"<!DOCTYPE html><script>alert(1)</script>";
    let refused = site.send(form(&handler.cookie, path, &meta, html)).await;
    assert_eq!(refused.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let slash = json!({ "id": "01890a5d-ac96-774b-bcce-b302099a9099", "name": "../请示.pdf" });
    let refused = site.send(form(&handler.cookie, path, &slash, PDF)).await;
    assert_eq!(refused.code(), "enclosure.name");
    let mut heavy = PDF.to_vec();
    heavy.resize((20 << 20) + 1, 0);
    let refused = site.send(form(&handler.cookie, path, &meta, &heavy)).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    let duty = site.browser(&site.world.people.duty_officer).await;
    let refused = site.send(form(&duty.cookie, path, &meta, PDF)).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_adjustment_goes_step_by_step_over_http() {
    let site = Site::new().await;
    let people = &site.world.people;
    let handler = site.browser(&people.handler).await;
    let reviewer = site.browser(&people.reviewer).await;
    let head = site.browser(&people.head).await;
    let id = "01890a5d-ac96-774b-bcce-b302099a8099";
    let path = format!("/api/v1/adjustments/{id}");
    let proposal = json!({ "id": id, "title": "补充清单", "trigger": "enacted", "reason": "法典施行",
        "basis": ["eco_code:1242"], "document": "三环法〔2026〕1号", "level": "county", "territory": "1310/131082/",
        "sample": true, "items": ["eco-1100", "eco-1087-1"] });
    let bare = handler.post("/api/v1/adjustments", &proposal).await;
    assert_eq!(bare.code(), "enclosure.missing");
    let mut proposal = proposal;
    proposal["documents"] = json!([paper_of(&site, &handler, 1).await]);
    let page = ok(&handler, "/api/v1/adjustments", proposal).await;
    assert_eq!((&page["stage"], &page["actions"]), (&json!("proposed"), &json!(["withdraw"])));
    assert_eq!(page["diff"]["added"][0]["code"], "eco-1087-1");
    assert_eq!(page["unreviewed"].as_array().unwrap().len(), 2);
    let file = &page["steps"][0]["papers"][0];
    assert_eq!(
        (&file["name"], &file["media_type"]),
        (&json!("请示.pdf"), &json!("application/pdf"))
    );
    let shown = reviewer.get(file["href"].as_str().unwrap()).await;
    assert_eq!((shown.header("content-type"), shown.body.as_slice()), ("application/pdf", PDF));
    assert!(shown.header("content-disposition").contains("%E8%AF%B7%E7%A4%BA.pdf"));
    let foreign = site.browser(&people.of_bazhou).await;
    let hidden = foreign.get(file["href"].as_str().unwrap()).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    let mut opinion =
        json!({ "revision": 1, "agreed": true, "opinion": "合法", "document": "法审1号" });
    let bare = reviewer.post(&format!("{path}/review"), &opinion).await;
    assert_eq!(bare.code(), "enclosure.missing");
    opinion["documents"] = json!([paper_of(&site, &reviewer, 2).await]);
    ok(&reviewer, &format!("{path}/review"), opinion).await;
    let announcement = paper_of(&site, &head, 3).await;
    let sent = [paper_of(&site, &handler, 4).await, paper_of(&site, &handler, 5).await];
    let paper = |revision: usize| {
        json!({ "revision": revision, "number": "三政备1号", "body": "三河市人民政府", "on": "2026-09-16",
        "documents": [sent[revision - 2]] })
    };
    let publish = |revision| {
        json!({ "revision": revision, "place": "公示栏", "effective_from": "2026-09-16",
        "documents": [announcement] })
    };
    let publish_path = format!("{path}/publish");
    let early = head.post(&publish_path, &publish(2)).await;
    assert_eq!(early.code(), "adjustment.stage");
    ok(&handler, &format!("{path}/file"), paper(2)).await;
    let copied = ok(&handler, &format!("{path}/copy"), paper(3)).await;
    assert_eq!((&copied["stage"], &copied["due_on"]), (&json!("copied"), &json!("2026-10-20")));
    let done = ok(&head, &publish_path, publish(4)).await;
    assert_eq!(done["version"], "county-131082-2026-09-16");
    assert_eq!((&done["in_force"], done["steps"].as_array().unwrap().len()), (&json!(true), 5));

    let lists = handler.get("/api/v1/lists").await.json();
    let own = lists["items"].as_array().unwrap().iter();
    let own = own.filter(|list| list["adjustment_id"] == id).collect::<Vec<_>>();
    assert_eq!((own.len(), &own[0]["label"]), (1, &json!("样例，非现行有效规定")));
    let diff = handler
        .get("/api/v1/lists/county-131082-2026-09-16/diff?from=county-sample-2026-08")
        .await
        .json();
    assert_eq!(diff["added"][0]["code"], "eco-1087-1");
    assert_eq!(count(&handler.get("/api/v1/adjustments?stage=published").await), 1);
    let elsewhere = site.browser(&people.of_bazhou).await;
    assert_eq!(elsewhere.get(&path).await.status, StatusCode::NOT_FOUND);
    assert!(count(&handler.get("/api/v1/cleanups?years=3").await) > 0);
    assert_eq!(handler.get("/api/v1/cleanups?years=0").await.status, StatusCode::BAD_REQUEST);
    assert_eq!(count(&handler.get("/api/v1/delegations").await), 1);
}

fn upload(cookie: &str, path: &str, bytes: Vec<u8>) -> Request<Body> {
    Request::post(path)
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/octet-stream")
        .body(Body::from(bytes))
        .unwrap()
}

#[tokio::test]
async fn a_workbook_goes_out_and_comes_back() {
    let site = Site::new().await;
    let reviewer = site.browser(&site.world.people.reviewer).await;
    let book = reviewer.get("/api/v1/items/export").await;
    assert!(book.header("content-type").contains("spreadsheetml"));
    assert!(book.body.starts_with(b"PK"));
    let dry = "/api/v1/items/import?dry_run=true";
    let seen = site.send(upload(&reviewer.cookie, dry, book.body)).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.text());
    let all = count(&reviewer.get("/api/v1/items").await);
    assert_eq!(seen.json()["unchanged"], all, "{}", seen.text());
    assert_eq!(seen.json()["faults"], json!([]));
    let no_book = site.send(upload(&reviewer.cookie, dry, b"code,name".to_vec())).await;
    assert_eq!(no_book.code(), "workbook.unreadable");
    let huge = site.send(upload(&reviewer.cookie, dry, vec![0; 3 << 20])).await;
    assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);

    let csv = reviewer.get("/api/v1/items/export?format=csv").await.text();
    assert!(csv.contains("\"eco-1100\"") && csv.starts_with('\u{feff}'));
    let open = reviewer.get("/api/v1/lists/city-sample-2026-08/export?format=json").await.json();
    assert_eq!(open["items"].as_array().unwrap().len(), 17);
    let list = reviewer.get("/api/v1/lists/county-sample-2026-08/export").await.body;
    let handler = site.browser(&site.world.people.handler).await;
    let draft = "/api/v1/lists/draft?level=county&territory=1310/131082/";
    let read = site.send(upload(&handler.cookie, draft, list)).await;
    assert_eq!(read.status, StatusCode::OK, "{}", read.text());
    assert_eq!(read.json()["codes"].as_array().unwrap().len(), 16);
    assert_eq!(read.json()["preview"]["added"], json!([]));
}
