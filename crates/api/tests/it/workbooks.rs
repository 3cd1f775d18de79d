//! Workbooks as people make them: each fault is told by its cell, and nothing is imported.

use crate::browser::{Answer, Site};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::item::{Items, rows_of};
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use serde_json::json;

/// A sheet with the headings and two rows that are right, then whatever is done to it.
fn book(spoil: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let items = Items::shipped().unwrap();
    let rows = rows_of([items.get("eco-1087-1").unwrap(), items.get("eco-1090-1").unwrap()]);
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (number, row) in (0_u32..).zip(&rows) {
        for (column, cell) in (0_u16..).zip(row) {
            sheet.write_string(number, column, cell).unwrap();
        }
    }
    spoil(sheet);
    book.save_to_buffer().unwrap()
}

async fn dry(site: &Site, cookie: &str, bytes: Vec<u8>) -> Answer {
    let request = Request::post("/api/v1/items/import?dry_run=true")
        .header(header::COOKIE, cookie)
        .header(header::CONTENT_TYPE, "application/octet-stream")
        .body(Body::from(bytes))
        .unwrap();
    site.send(request).await
}

type Spoil = fn(&mut Worksheet);

/// What people do to a sheet, and the cells that are named.
const SPOILT: [(&str, Spoil, &[&str]); 6] = [
    (
        "merged",
        |sheet| {
            sheet.merge_range(1, 0, 2, 0, "eco-1087-1", &Format::new()).unwrap();
        },
        &["A3"],
    ),
    (
        "twice",
        |sheet| {
            sheet.write_string(2, 0, "eco-1087-1").unwrap();
        },
        &["A3"],
    ),
    (
        "full width",
        |sheet| {
            sheet.write_string(1, 0, "eco-１０８７-1").unwrap();
        },
        &["A2"],
    ),
    (
        "a date for a level",
        |sheet| {
            sheet.write_number(1, 7, 45_000).unwrap();
        },
        &["H2"],
    ),
    (
        "text for a citation",
        |sheet| {
            sheet.write_string(2, 5, "第1090条").unwrap();
        },
        &["F3"],
    ),
    (
        "no heading",
        |sheet| {
            sheet.write_string(0, 1, "说明").unwrap();
        },
        &["B1"],
    ),
];

#[tokio::test]
async fn what_people_do_to_a_sheet_is_told_by_its_cell() {
    let site = Site::new().await;
    let reviewer = site.browser(&site.world.people.reviewer).await;
    for (name, spoil, cells) in SPOILT {
        let answer = dry(&site, &reviewer.cookie, book(spoil)).await;
        assert_eq!(answer.status, StatusCode::OK, "{name}: {}", answer.text());
        let seen = answer.json();
        let told = seen["faults"].as_array().unwrap().iter();
        let told: Vec<&str> = told.map(|fault| fault["cell"].as_str().unwrap()).collect();
        assert!(cells.iter().all(|cell| told.contains(cell)), "{name}: {told:?}");
        assert_eq!((&seen["changed"], &seen["added"]), (&json!([]), &json!([])), "{name}");
    }
    let waiting = reviewer.get("/api/v1/corrections").await.json();
    assert_eq!(waiting["items"], json!([]), "nothing was imported");
}

#[tokio::test]
async fn spaces_do_no_harm_and_a_formula_is_none_of_ours() {
    let site = Site::new().await;
    let reviewer = site.browser(&site.world.people.reviewer).await;
    let spaced = book(|sheet| {
        sheet.write_string(1, 0, " eco-1087-1\u{3000} ").unwrap();
    });
    let seen = dry(&site, &reviewer.cookie, spaced).await.json();
    assert_eq!((&seen["faults"], &seen["unchanged"]), (&json!([]), &json!(2)), "{seen}");
    let computed = book(|sheet| {
        sheet.write_formula(2, 1, "=A3").unwrap();
    });
    let refused = dry(&site, &reviewer.cookie, computed).await;
    assert_eq!(
        (refused.code().as_str(), &refused.json()["field"]),
        ("workbook.formula", &json!("B3"))
    );
}

#[tokio::test]
async fn the_wrong_sheet_and_fifty_thousand_rows_are_refused() {
    let site = Site::new().await;
    let reviewer = site.browser(&site.world.people.reviewer).await;
    let mut two = Workbook::new();
    two.add_worksheet().write_string(0, 0, "填表说明").unwrap();
    two.add_worksheet().write_string(0, 0, "编码").unwrap();
    let seen = dry(&site, &reviewer.cookie, two.save_to_buffer().unwrap()).await.json();
    assert_eq!(seen["faults"][0]["cell"], "A1", "the first sheet is read, and is none");
    let long = book(|sheet| {
        for row in 3..50_000 {
            sheet.write_string(row, 0, format!("eco-{row}")).unwrap();
        }
    });
    let answer = dry(&site, &reviewer.cookie, long).await;
    let told = answer.status == StatusCode::PAYLOAD_TOO_LARGE
        || !answer.json()["faults"].as_array().unwrap().is_empty();
    assert!(told, "{}", answer.text());
}
