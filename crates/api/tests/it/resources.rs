//! The thread from lead to public notice, as the two web apps drive it over HTTP.

use crate::browser::{Browser, Site};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use testkit::{Procedure, a_png};

fn items(answer: &crate::browser::Answer) -> Vec<Value> {
    answer.json()["items"].as_array().cloned().unwrap_or_else(|| panic!("{}", answer.text()))
}

async fn ok(browser: &Browser<'_>, path: &str, body: Value) -> Value {
    let answer = browser.post(path, &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
    answer.json()
}

#[tokio::test]
async fn a_lead_is_listed_read_judged_again_and_dispatched() {
    let site = Site::new().await;
    let lead = Procedure(&site.world).lead().await;
    let duty = site.browser(&site.world.people.duty_officer).await;
    let work = items(&duty.get("/api/v1/work").await);
    assert_eq!((&work[0]["kind"], &work[0]["action"]), (&json!("lead"), &json!("dispatch_lead")));
    let rows = items(&duty.get("/api/v1/leads?state=open").await);
    assert_eq!(rows.len(), 1);
    assert_eq!(
        (&rows[0]["worst"]["value"], &rows[0]["worst"]["limit"]),
        (&json!("71.4"), &json!("50"))
    );
    assert!((rows[0]["worst"]["ratio"].as_f64().unwrap() - 1.428).abs() < 1e-9);
    assert_eq!(rows[0]["territory_name"], "燕郊镇");
    let path = format!("/api/v1/leads/{}", lead.id);
    let page = duty.get(&path).await.json();
    assert_eq!(page["inputs"]["limit"]["value"], "50");
    assert_eq!(page["record"][0]["kind"], "lead.raised");
    assert_eq!(page["actions"], json!(["dispatch", "close", "replay"]));
    assert_eq!(ok(&duty, &format!("{path}/replay"), json!({})).await["same"], true);

    let candidates = items(&duty.get(&format!("{path}/candidates")).await);
    let expired = candidates.iter().find(|one| one["officer"]["name"] == "钱无证").unwrap();
    assert_eq!(
        (&expired["eligible"], &expired["reasons"][0]["code"]),
        (&json!(false), &json!("officer.not_certified"))
    );
    let people = &site.world.people;
    let order = json!({ "id": "01890a5d-ac96-774b-bcce-b302099a8057", "lead_id": lead.id,
        "officer_ids": [people.field_officer.id, people.second_field_officer.id],
        "due_at": site.world.cx.now().as_millis() + 86_400_000, "instruction": "核实" });
    let task = ok(&duty, "/api/v1/tasks", order.clone()).await;
    assert_eq!(task["state"], "dispatched");
    assert_eq!(
        ok(&duty, "/api/v1/tasks", order).await["number"],
        task["number"],
        "sent twice, dispatched once"
    );
    let close = json!({ "verdict": "false_alarm", "reason": "误报", "revision": 1 });
    let late = duty.post(&format!("{path}/close"), &close).await;
    assert_eq!(
        (late.status, late.code().as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, "lead.not_open")
    );

    let elsewhere = site.browser(&people.of_bazhou).await;
    assert_eq!(
        elsewhere.get(&path).await.status,
        StatusCode::NOT_FOUND,
        "another county knows nothing of it"
    );
    assert!(items(&elsewhere.get("/api/v1/leads").await).is_empty());
}

#[tokio::test]
async fn a_stale_revision_is_a_conflict() {
    let site = Site::new().await;
    let procedure = Procedure(&site.world);
    let task = procedure.task(&procedure.lead().await).await;
    let officer = site.browser(&site.world.people.field_officer).await;
    let path = format!("/api/v1/tasks/{}/accept", task.id);
    let stale = officer.post(&path, &json!({ "revision": task.revision + 7 })).await;
    assert_eq!((stale.status, stale.code().as_str()), (StatusCode::CONFLICT, "stale"));
    let accepted = ok(&officer, &path, json!({ "revision": task.revision })).await;
    assert_eq!(accepted["state"], "accepted");
}

pub(crate) fn upload(cookie: &str, path: &str, meta: &Value, file: &[u8]) -> Request<Body> {
    let mut form = Vec::new();
    let part = |name: &str, media: &str| {
        format!(
            "--edge\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"x\"\r\ncontent-type: {media}\r\n\r\n"
        )
    };
    form.extend_from_slice(part("meta", "application/json").as_bytes());
    form.extend_from_slice(meta.to_string().as_bytes());
    form.extend_from_slice(format!("\r\n{}", part("file", "image/svg+xml")).as_bytes());
    form.extend_from_slice(file);
    form.extend_from_slice(b"\r\n--edge--\r\n");
    Request::post(path)
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge")
        .body(Body::from(form))
        .unwrap()
}

#[tokio::test]
async fn evidence_is_taken_by_what_it_is_and_by_its_digest() {
    use sha2::{Digest as _, Sha256};
    let site = Site::new().await;
    let procedure = Procedure(&site.world);
    let draft = procedure.draft(&procedure.task(&procedure.lead().await).await).await;
    let officer = site.browser(&site.world.people.field_officer).await;
    let path = format!("/api/v1/inspections/{}/evidence", draft.id);
    let now = site.world.cx.now().as_millis();
    let meta = |bytes: &[u8], id: u8| {
        json!({ "id": format!("01890a5d-ac96-774b-bcce-b302099a80{id:02x}"), "kind": "photo", "taken_at": now, "device_clock_at": 1,
            "location": { "lon": 116.8, "lat": 39.9, "accuracy_m": 5.0, "source": "gnss" }, "caption": "总排口",
            "sha256": hex::encode(Sha256::digest(bytes)) })
    };
    let png = a_png();
    let kept = site.send(upload(&officer.cookie, &path, &meta(&png, 1), &png)).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.text());
    assert_eq!(
        (&kept.json()["media_type"], &kept.json()["location"]["source"]),
        (&json!("image/png"), &json!("gnss"))
    );
    assert!(kept.json()["log_index"].is_u64());
    let again = site.send(upload(&officer.cookie, &path, &meta(&png, 1), &png)).await;
    assert_eq!(again.json()["log_index"], kept.json()["log_index"], "sent twice, kept once");

    let html = b"<!DOCTYPE html><script>alert(1)</script>";
    let refused = site.send(upload(&officer.cookie, &path, &meta(html, 2), html)).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (StatusCode::UNSUPPORTED_MEDIA_TYPE, "http.media_type")
    );
    let differs = site.send(upload(&officer.cookie, &path, &meta(b"other", 3), &png)).await;
    assert_eq!(differs.code(), "evidence.digest_differs");

    let file = officer
        .get(&format!("/api/v1/evidence/{}/file", kept.json()["id"].as_str().unwrap()))
        .await;
    assert_eq!((file.header("content-type"), &file.body), ("image/png", &png));
    assert!(file.header("content-security-policy").contains("sandbox"));
    let withdraw = format!("/api/v1/evidence/{}/withdraw", kept.json()["id"].as_str().unwrap());
    let withdrawn = officer.post(&withdraw, &json!({ "reason": "拍摄对象有误" })).await;
    assert_eq!(withdrawn.status, StatusCode::NO_CONTENT, "{}", withdrawn.text());
    let page = officer.get(&format!("/api/v1/inspections/{}", draft.id)).await.json();
    assert_eq!(page["evidence"][0]["withdrawn"], "拍摄对象有误");

    let elsewhere = site.browser(&site.world.people.of_bazhou).await;
    let hidden = elsewhere
        .get(&format!("/api/v1/evidence/{}/file", kept.json()["id"].as_str().unwrap()))
        .await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_file_beyond_the_limit_is_refused() {
    let config = api::Config { tls: false, file_bytes: 1_000, ..api::Config::default() };
    let site = Site::with(config, None).await;
    let procedure = Procedure(&site.world);
    let draft = procedure.draft(&procedure.task(&procedure.lead().await).await).await;
    let officer = site.browser(&site.world.people.field_officer).await;
    let meta = json!({ "id": "01890a5d-ac96-774b-bcce-b302099a8001", "kind": "photo", "taken_at": 1, "device_clock_at": 1, "sha256": "" });
    let path = format!("/api/v1/inspections/{}/evidence", draft.id);
    let refused = site.send(upload(&officer.cookie, &path, &meta, &[0; 2_000])).await;
    assert_eq!(
        (refused.status, refused.code().as_str()),
        (StatusCode::PAYLOAD_TOO_LARGE, "http.too_large")
    );
}

#[tokio::test]
async fn an_inspection_is_written_and_tells_what_is_missing() {
    let site = Site::new().await;
    let procedure = Procedure(&site.world);
    let task = procedure.task(&procedure.lead().await).await;
    let officer = site.browser(&site.world.people.field_officer).await;
    let id = "01890a5d-ac96-774b-bcce-b302099a8057";
    let draft = ok(&officer, "/api/v1/inspections", json!({ "id": id, "task_id": task.id })).await;
    let mut record = draft["record"].clone();
    record["findings"]["violations"] = json!("超标");
    let body = json!({ "revision": draft["revision"], "record": record });
    let path = format!("/api/v1/inspections/{id}");
    let written = officer.send(axum::http::Method::PUT, &path, Some(&body)).await.json();
    assert_eq!(written["record"]["findings"]["violations"], "超标");
    assert!(!written["missing"].as_array().unwrap().is_empty());
    let submit =
        officer.post(&format!("{path}/submit"), &json!({ "revision": written["revision"] })).await;
    assert_eq!(submit.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(submit.code(), written["missing"][0]["code"].as_str().unwrap());
    let sign = json!({ "role": "inspector", "name": "孙外勤", "officer_id": null, "image_png_base64": "bm90IGEgcG5n", "signed_at": 1, "refused": null });
    assert_eq!(officer.post(&format!("{path}/signatures"), &sign).await.code(), "http.signature");
}

#[tokio::test]
async fn a_case_goes_to_the_public_over_http() {
    let site = Site::new().await;
    let procedure = Procedure(&site.world);
    let case = procedure.rechecked(noticed_and_waited(&site, &procedure).await).await;
    let case = procedure.decided(case).await;
    site.world.run_jobs().await;
    let handler = site.browser(&site.world.people.handler).await;
    let path = format!("/api/v1/cases/{}", case.id);
    let page = handler.get(&path).await.json();
    assert_eq!((&page["stage"], &page["overdue"]), (&json!("decided"), &json!(false)));
    assert!(page["calculation"]["trace"].as_array().unwrap().len() > 2);
    assert_eq!(page["stage_line"].as_array().unwrap().len(), 14);
    assert!(page["decision"]["number"].is_string() && page["notice"]["served_on"].is_string());
    let pdf = page["documents"][0]["pdf"].as_str().unwrap().to_owned();
    assert_eq!(handler.get(&pdf).await.header("content-type"), "application/pdf");

    let revision = &page["revision"];
    let unread = json!({ "revision": revision, "sha256": "0".repeat(64) });
    let refused = handler.post(&format!("{path}/publish"), &unread).await;
    assert_eq!(refused.code(), "clearance.text_differs");
    let read = ok(&handler, &format!("{path}/clearance"), json!({})).await;
    assert!(read["texts"].as_array().unwrap().len() > 5 && read["publish_by_on"].is_string());
    let file = handler.post(&format!("{path}/clearance/file"), &json!({})).await;
    assert_eq!(file.header("content-type"), "application/pdf");
    let order = json!({ "revision": revision, "words": [], "sha256": read["sha256"] });
    let published = ok(&handler, &format!("{path}/publish"), order).await;
    assert_eq!(published["publication"], Value::Null, "a job does it");
    site.world.run_jobs().await;
    let page = handler.get(&path).await.json();
    let url = page["publication"]["url"].as_str().unwrap().to_owned();
    let listed = site.get("/public/").await.text();
    assert!(listed.contains(&url), "{listed}");
    let notice = site.get(&url).await;
    assert_eq!(notice.status, StatusCode::OK);
    assert!(notice.text().contains(page["decision"]["number"].as_str().unwrap()));
    let file = site.get(&format!("{url}/decision.pdf")).await;
    assert_eq!(file.header("content-type"), "application/pdf");
    let proof = site.get(&format!("{url}/proof")).await;
    assert!(proof.text().starts_with("c2sp.org/tlog-proof@v1"), "{}", proof.text());

    let head = site.browser(&site.world.people.head).await;
    let id = url.rsplit('/').next().unwrap();
    let withdraw = json!({ "revision": page["publication"]["revision"], "reason": "决定已被撤销" });
    ok(&head, &format!("/api/v1/notices/{id}/withdraw"), withdraw).await;
    let gone = site.get(&url).await;
    assert!(gone.status == StatusCode::OK && gone.text().contains("决定已被撤销"));
    assert_eq!(site.get(&format!("{url}/decision.pdf")).await.status, StatusCode::NOT_FOUND);
}

pub(crate) async fn noticed_and_waited(
    site: &Site,
    procedure: &Procedure<'_>,
) -> domain::case::Case {
    let case = procedure.noticed(procedure.examined(false).await).await;
    site.world.clock.advance_days(8);
    case
}

#[tokio::test]
async fn the_rest_of_the_desk_answers() {
    let site = Site::new().await;
    let handler = site.browser(&site.world.people.handler).await;
    let plant = &site.world.plant;
    for path in [
        "cases",
        "tasks",
        "inspections",
        "enterprises",
        "outlets",
        "officers",
        "agencies",
        "items",
        "benchmarks",
        "notices",
        "loggers",
    ] {
        let answer = handler.get(&format!("/api/v1/{path}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.text());
        items(&answer);
    }
    let outlet = handler.get(&format!("/api/v1/outlets/{}", plant.outlet.id)).await.json();
    assert_eq!(
        (&outlet["mn"], &outlet["factors"][0]["name"]),
        (&json!(plant.logger.mn.as_str()), &json!("化学需氧量"))
    );
    let mn = &plant.logger.mn;
    let readings = handler
        .get(&format!("/api/v1/readings?mn={mn}&kind=hour&from=2026-09-15&to=2026-09-16"))
        .await;
    assert_eq!(readings.json()["limits"][0]["value"], "50", "{}", readings.text());
    let wrong =
        handler.get(&format!("/api/v1/readings?mn={mn}&kind=hour&from=yesterday&to=0")).await;
    assert_eq!((wrong.status, &wrong.json()["field"]), (StatusCode::BAD_REQUEST, &json!("from")));
    assert_eq!(handler.get("/api/v1/cases?page_size=0").await.code(), "http.query");
    let boundaries = handler.get("/api/v1/map/boundaries").await;
    assert_eq!(boundaries.json()["type"], "FeatureCollection");
    let points = handler.get("/api/v1/map/enterprises").await.json();
    assert_eq!(points[0]["name"], plant.enterprise.name);
}

#[tokio::test]
async fn the_lists_of_the_desk_go_out_as_workbooks_filtered_as_asked() {
    let site = Site::new().await;
    let procedure = Procedure(&site.world);
    procedure.filed().await;
    let duty = site.browser(&site.world.people.duty_officer).await;
    let handler = site.browser(&site.world.people.handler).await;
    let officer = site.browser(&site.world.people.field_officer).await;
    for (browser, noun, filter, line) in [
        (&duty, "leads", "state=dispatched", "\"已派发\",\"三河市燕灵食品加工有限公司\""),
        (&officer, "tasks", "mine=true", "\"已完成\",\"三河市燕灵食品加工有限公司\""),
        (&handler, "cases", "q=燕灵", "三河市燕灵食品加工有限公司"),
        (&duty, "enterprises", "q=燕灵", "\"三河市燕灵食品加工有限公司\",\"91131082MA0TE0T01"),
    ] {
        let path =
            format!("/api/v1/{noun}/export?{}", filter.replace("燕灵", "%E7%87%95%E7%81%B5"));
        let file = browser.get(&path).await;
        assert_eq!(file.status, StatusCode::OK, "{noun}: {}", file.text());
        assert!(
            file.header("content-type").contains("spreadsheetml") && file.body.starts_with(b"PK")
        );
        let text = browser.get(&format!("{path}&format=csv")).await.text();
        assert_eq!(text.trim_end().lines().count(), 2, "{noun}: {text}");
        assert!(text.contains(line), "{noun}: {text}");
        let json = browser.get(&format!("{path}&format=json")).await.json();
        assert_eq!(json["items"].as_array().unwrap().len(), 1, "{noun}");
    }
    let none = duty.get("/api/v1/leads/export?state=open&format=csv").await.text();
    assert_eq!(none.trim_end().lines().count(), 1, "only the heading: {none}");
    let wrong = duty.get("/api/v1/leads/export?format=pdf").await;
    assert_eq!((wrong.status, wrong.code().as_str()), (StatusCode::BAD_REQUEST, "http.query"));
}
