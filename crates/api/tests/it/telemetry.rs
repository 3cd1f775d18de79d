//! Loggers with their own codes, frames by what became of them, doubts and the lead made of them, over HTTP.

use crate::browser::Site;
use app::telemetry::{Content, Draft, Intake, Message, Said, Settings, start};
use axum::http::StatusCode;
use domain::reading::{FrameFault, Measured, Reading, ReadingKind};
use serde_json::{Value, json};
use testkit::an_hour;

async fn intake(site: &Site) -> Intake {
    // Judging goes on by itself; it ends with the intake.
    start(&site.world.cx, Settings::default()).await.unwrap().0
}

async fn keep(site: &Site, intake: &Intake, said: Said) {
    let (received_at, peer) = (site.world.cx.now(), "127.0.0.1:1".into());
    intake.accept(Draft { received_at, peer, raw: b"raw".to_vec(), said }).await.unwrap();
}

fn message(site: &Site, reading: Reading) -> Said {
    Said::Message(Message {
        mn: Some(site.world.plant.logger.mn.clone()),
        password: Some("123456".to_owned()),
        command: 2061,
        sent_at: None,
        findings: Vec::new(),
        unknown: Vec::new(),
        part: None,
        content: Content::Readings(vec![reading]),
    })
}

#[tokio::test]
async fn a_logger_is_read_and_its_codes_are_mapped_by_who_may() {
    let site = Site::new().await;
    let people = &site.world.people;
    let duty = site.browser(&people.duty_officer).await;
    let logger = &site.world.plant.logger;
    let path = format!("/api/v1/loggers/{}", logger.id);
    let page = duty.get(&path).await.json();
    assert_eq!((&page["mn"], &page["edition"]), (&json!(logger.mn), &json!(2017)));
    assert_eq!((&page["mappings"], &page["actions"]), (&json!([]), &json!(["map"])));
    let factors = duty.get("/api/v1/factors").await.json();
    assert!(factors["items"].as_array().unwrap().iter().any(|one| one["code"] == "w01018"));

    let mapping = json!({ "code": "d20105", "factor": "w01018", "times": "1000", "unit": "g/L",
        "source": "厂家来函", "effective_from_on": "2026-09-01", "effective_to_on": null,
        "revision": logger.revision });
    let with = |field: &str, value: Value| {
        let mut changed = mapping.clone();
        changed[field] = value;
        changed
    };
    let maps = format!("{path}/mappings");
    let handler = site.browser(&people.handler).await;
    assert_eq!(handler.post(&maps, &mapping).await.status, StatusCode::FORBIDDEN);
    let elsewhere = site.browser(&people.of_bazhou).await;
    assert_eq!(elsewhere.get(&path).await.status, StatusCode::NOT_FOUND);
    let odd = duty.post(&maps, &with("times", json!("many"))).await;
    assert_eq!((odd.code(), odd.json()["field"].clone()), ("mapping.times".into(), json!("times")));
    assert_eq!(duty.post(&maps, &with("source", json!(" "))).await.code(), "mapping.text");
    assert_eq!(
        duty.post(&maps, &with("factor", json!("x9"))).await.code(),
        "mapping.unknown_factor"
    );

    let mapped = duty.post(&maps, &mapping).await;
    assert_eq!(mapped.status, StatusCode::OK, "{}", mapped.text());
    let row = &mapped.json()["mappings"][0];
    assert_eq!((&row["factor_name"], &row["times"]), (&json!("化学需氧量"), &json!("1000")));
    assert_eq!(duty.post(&maps, &mapping).await.status, StatusCode::CONFLICT, "stale");
    let end = json!({ "code": "d20105", "last_on": "2026-10-01", "revision": logger.revision + 1 });
    let ended = duty.post(&format!("{maps}/end"), &end).await.json();
    assert_eq!(ended["mappings"][0]["effective_to_on"], "2026-10-01");
    assert_eq!(ended["record"].as_array().unwrap().len(), 3, "registered, mapped, ended");
}

#[tokio::test]
async fn frames_are_listed_by_what_became_of_them() {
    let site = Site::new().await;
    let hour = an_hour(&site.world, site.world.cx.now().plus_millis(-3_600_000), "12.5");
    let (intake, mn) = (intake(&site).await, site.world.plant.logger.mn.clone());
    keep(&site, &intake, message(&site, hour.clone())).await;
    keep(&site, &intake, message(&site, hour)).await;
    keep(&site, &intake, Said::Nothing { fault: FrameFault::BadCrc, mn: Some(mn.clone()) }).await;
    let duty = site.browser(&site.world.people.duty_officer).await;
    let mut counts = Vec::new();
    for which in ["", "&verdict=accepted", "&verdict=rejected", "&fault=bad_crc", "&fault=too_long"]
    {
        let listed = duty.get(&format!("/api/v1/frames?mn={mn}{which}")).await.json();
        counts.push(listed["items"].as_array().unwrap().len());
    }
    assert_eq!(counts, [3, 1, 2, 1, 0]);
}

#[tokio::test]
async fn doubts_are_shown_with_figures_and_become_a_lead_by_hand() {
    let site = Site::new().await;
    let people = &site.world.people;
    let hour = an_hour(&site.world, site.world.cx.now().plus_millis(-5 * 3_600_000), "41.4");
    let intake = intake(&site).await;
    for nth in 0..6 {
        let value = Measured::Valid { value: "60".parse().unwrap() };
        let at = hour.at.plus_millis(nth * 600_000);
        let minute = Reading { kind: ReadingKind::Minute, at, value, ..hour.clone() };
        keep(&site, &intake, message(&site, minute)).await;
    }
    keep(&site, &intake, message(&site, hour)).await;
    let duty = site.browser(&people.duty_officer).await;
    let outlet = site.world.plant.outlet.id;
    let found = duty.get(&format!("/api/v1/outlets/{outlet}/doubts")).await.json();
    let doubt = &found["items"][0];
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    let shown = |field: &str| doubt[field].as_str().unwrap_or_default().to_owned();
    assert_eq!(
        [shown("kind"), shown("said"), shown("expected"), shown("unit")],
        ["hour_against_minutes", "41.4", "60", "mg/L"]
    );
    assert_eq!((&doubt["readings_valid"], &found["actions"]), (&json!(6), &json!(["open"])));

    let order = json!({ "id": "01890a5d-ac96-774b-bcce-b302099a8057", "outlet_id": outlet,
        "from": found["from"], "to": found["to"], "reason": "须核查数采仪参数",
        "doubts": [{ "kind": doubt["kind"], "factor": doubt["factor"], "at": doubt["at"] }] });
    let field = site.browser(&people.field_officer).await;
    assert_eq!(field.post("/api/v1/leads", &order).await.status, StatusCode::FORBIDDEN);
    let opened = duty.post("/api/v1/leads", &order).await;
    assert_eq!(opened.status, StatusCode::OK, "{}", opened.text());
    let lead = opened.json();
    assert_eq!(
        (&lead["kind"], &lead["worst"], &lead["inputs"]),
        (&json!("doubts"), &Value::Null, &Value::Null)
    );
    assert_eq!(
        (&lead["doubts"][0]["said"], &lead["item"]["code"]),
        (&json!("41.4"), &json!("eco-1088"))
    );
    assert_eq!(lead["actions"], json!(["dispatch", "close"]));
    let listed = duty.get("/api/v1/leads?state=open").await.json();
    assert_eq!(listed["items"][0]["title"], lead["title"]);
    let work = duty.get("/api/v1/work").await.json();
    let subtitle = work["items"][0]["subtitle"].as_str().unwrap();
    assert!(subtitle.ends_with("数据疑点"), "{subtitle}");
}
