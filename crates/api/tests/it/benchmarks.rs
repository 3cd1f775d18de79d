//! Benchmark sets over the wire: who may, what is refused, workbooks out and in, and the way into force.

use crate::browser::{Browser, Site};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use testkit::Procedure;

const SETS: &str = "/api/v1/benchmark-sets";
const HUNAN: &str = "hunan-2021@2021-1";

/// A copy of the sample as a bureau's own, without a fault.
pub(crate) async fn sound(by: &Browser<'_>, version: &str) -> Value {
    let mut content = by.get(&format!("{SETS}/copies/{HUNAN}")).await.json();
    content["set"]["id"] = json!("langfang");
    content["set"]["version"] = json!(version);
    content["rounding_basis"] = json!("不足一分的舍去");
    content
}

pub(crate) async fn written(by: &Browser<'_>, content: &Value, revision: u32) -> Value {
    let body = json!({ "content": content, "revision": revision });
    let answer = by.post(SETS, &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()
}

async fn step(by: &Browser<'_>, set: &Value, step: Value) -> crate::browser::Answer {
    let mut body = step;
    body["revision"] = set["revision"].clone();
    by.post(&format!("{SETS}/{}/steps", set["code"].as_str().unwrap()), &body).await
}

pub(crate) async fn taken(by: &Browser<'_>, set: &Value, asked: Value) -> Value {
    let answer = step(by, set, asked).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()
}

fn upload(by: &Browser<'_>, path: &str, bytes: Vec<u8>) -> Request<Body> {
    Request::post(format!("{SETS}/{path}"))
        .header(header::COOKIE, &by.cookie)
        .header(header::CONTENT_TYPE, "application/octet-stream")
        .body(Body::from(bytes))
        .unwrap()
}

#[tokio::test]
async fn a_set_goes_out_as_a_workbook_and_comes_back_the_same() {
    let site = Site::new().await;
    let reviewer = site.browser(&site.world.people.city_reviewer).await;
    let draft = written(&reviewer, &sound(&reviewer, "2026-1").await, 0).await;
    let book = reviewer.get(&format!("{SETS}/copies/langfang@2026-1/workbook")).await;
    assert!(book.header("content-type").contains("spreadsheetml"));
    assert!(book.header("content-disposition").contains("langfang.2026-1.xlsx"));
    let taken = site.send(upload(&reviewer, "import?dry_run=true", book.body.clone())).await;
    assert_eq!(taken.code(), "benchmark.exists", "a new set needs a new version");
    let dry = upload(&reviewer, "import?dry_run=true&revision=1", book.body.clone());
    let seen = site.send(dry).await.json();
    assert_eq!((&seen["faults"], &seen["written"]), (&json!([]), &Value::Null), "{seen}");
    assert_eq!(seen["read"]["digest"], draft["digest"], "byte for byte");
    let done = site.send(upload(&reviewer, "import?revision=1", book.body.clone())).await.json();
    assert_eq!(
        (&done["written"]["state"], &done["written"]["revision"]),
        (&json!("draft"), &json!(2))
    );
    let stale = site.send(upload(&reviewer, "import?revision=1", book.body)).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.text());
    // The other sample, with its range tables, comes back as it went out.
    let book = reviewer.get(&format!("{SETS}/copies/guangdong-2022@2022-1/workbook")).await;
    let seen = site.send(upload(&reviewer, "import?dry_run=true&revision=1", book.body)).await;
    assert_eq!(seen.status, StatusCode::OK, "{}", seen.text());
    let cells: Vec<Value> = seen.json()["faults"].as_array().unwrap().clone();
    assert!(cells.iter().all(|fault| fault["cell"].as_str().unwrap().contains('!')), "{cells:?}");
}

#[tokio::test]
async fn a_faulty_workbook_is_refused_by_its_cells_and_changes_nothing() {
    let site = Site::new().await;
    let reviewer = site.browser(&site.world.people.city_reviewer).await;
    let mut content = sound(&reviewer, "2026-1").await;
    // A heavier option that weighs less, in the first table.
    content["set"]["tables"][0]["factors"][1]["options"][2]["weights"][0] = json!(1);
    written(&reviewer, &content, 0).await;
    let book = reviewer.get(&format!("{SETS}/copies/langfang@2026-1/workbook")).await.body;
    let dry = upload(&reviewer, "import?dry_run=true&revision=1", book.clone());
    let seen = site.send(dry).await.json();
    assert_eq!(seen["faults"][0]["cell"], "表1!H20", "{seen}");
    assert_eq!(seen["read"], Value::Null);
    let refused = site.send(upload(&reviewer, "import?revision=1", book)).await;
    assert_eq!(refused.code(), "benchmark.import_faulty");
    assert!(refused.text().contains("表1!H20"), "{}", refused.text());
    let stands = reviewer.get(&format!("{SETS}/langfang.2026-1")).await.json();
    assert_eq!(stands["revision"], 1, "nothing was written");
    // The template names what is to be filled in; what is no workbook is said to be none.
    let template = reviewer.get(&format!("{SETS}/template")).await.body;
    let empty = site.send(upload(&reviewer, "import?dry_run=true", template)).await.json();
    assert_eq!(empty["faults"][0]["cell"], "基准!B2", "{empty}");
    let none = site.send(upload(&reviewer, "import", b"code,name".to_vec())).await;
    assert_eq!(none.code(), "workbook.unreadable");
    let mut other = Workbook::new();
    other.add_worksheet().write_string(0, 0, "编码").unwrap();
    let other = other.save_to_buffer().unwrap();
    let other = site.send(upload(&reviewer, "import?dry_run=true", other)).await.json();
    assert_eq!(other["faults"][0]["cell"], "基准!A1");
    let huge = site.send(upload(&reviewer, "import", vec![0; 3 << 20])).await;
    assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn a_fault_of_json_is_named_by_its_path() {
    let site = Site::new().await;
    let reviewer = site.browser(&site.world.people.city_reviewer).await;
    let good = sound(&reviewer, "2026-1").await;
    for (path, value, named) in [
        ("/set/tables/2/columns/0/start", json!("x"), "content.set.tables[2].columns[0].start"),
        (
            "/set/tables/1/factors/0/options/1/weights/0",
            json!(true),
            "content.set.tables[1].factors[0].options[1].weights[0]",
        ),
        ("/set/rules/rounding", json!("jiao"), "content.set.rules.rounding"),
        ("/set/tables/0/method", json!("sums"), "content.set.tables[0].method"),
    ] {
        let mut content = good.clone();
        *content.pointer_mut(path).unwrap() = value;
        let refused = reviewer.post(SETS, &json!({ "content": content, "revision": 0 })).await;
        assert_eq!(
            (refused.code().as_str(), &refused.json()["field"]),
            ("http.json", &json!(named))
        );
    }
}

/// Who asks, how, and what comes of it.
#[tokio::test]
async fn only_the_citys_reviewers_write_and_only_its_head_activates() {
    let site = Site::new().await;
    let people = &site.world.people;
    let reviewer = site.browser(&people.city_reviewer).await;
    let county = site.browser(&people.reviewer).await;
    let handler = site.browser(&people.handler).await;
    let duty = site.browser(&people.duty_officer).await;
    let content = sound(&reviewer, "2026-1").await;
    let body = json!({ "content": content, "revision": 0 });
    assert_eq!(site.post(SETS, &body).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(handler.post(SETS, &body).await.status, StatusCode::FORBIDDEN);
    assert_eq!(county.post(SETS, &body).await.code(), "benchmark.of_the_city");
    let draft = written(&reviewer, &content, 0).await;
    assert_eq!(reviewer.post(SETS, &body).await.code(), "benchmark.exists");
    let agree = json!({ "step": "review", "agrees": true, "opinion": "同意" });
    for (asked, by, code) in [
        (json!({ "step": "check" }), &handler, "forbidden"),
        (json!({ "step": "check" }), &county, "benchmark.of_the_city"),
        (json!({ "step": "activate", "from": "2027-01-01" }), &reviewer, "forbidden"),
        (agree.clone(), &reviewer, "benchmark.not_in_this_state"),
    ] {
        let refused = step(by, &draft, asked.clone()).await;
        assert!(refused.code().contains(code), "{asked}: {}", refused.text());
    }
    for path in [
        "",
        "/langfang.2026-1",
        &format!("/copies/{HUNAN}"),
        "/template",
        &format!("/copies/{HUNAN}/workbook"),
        &format!("/diff?after={HUNAN}&before=langfang@2026-1"),
    ] {
        let path = format!("{SETS}{path}");
        assert_eq!(handler.get(&path).await.status, StatusCode::OK, "{path}");
        assert_eq!(site.get(&path).await.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    let checks = format!("{SETS}/checks");
    assert_eq!(handler.post(&checks, &body).await.json()["passes"], true);
    let replays = format!("{SETS}/langfang.2026-1/replays");
    assert_eq!(handler.post(&replays, &json!({})).await.status, StatusCode::OK);
    assert_eq!(duty.post(&checks, &body).await.status, reads(&duty).await);
    assert_eq!(handler.get(&format!("{SETS}/langfang.2099-1")).await.status, StatusCode::NOT_FOUND);
}

/// What somebody who may or may not read sets is answered.
async fn reads(by: &Browser<'_>) -> StatusCode {
    by.get(SETS).await.status
}

#[tokio::test]
async fn two_versions_are_compared_cell_by_cell_and_by_like_cases() {
    let site = Site::new().await;
    let author = site.browser(&site.world.people.city_reviewer).await;
    let mut content = sound(&author, "2026-1").await;
    // The mildest form of excess into water weighs 2 % instead of nothing, and one table is gone.
    content["set"]["tables"][16]["factors"][0]["options"][0]["weights"][0] = json!(2);
    content["set"]["tables"].as_array_mut().unwrap().remove(22);
    written(&author, &content, 0).await;
    let of = |query: &str| format!("{SETS}/diff?{query}");
    let none = author.get(&of("after=langfang@2026-1")).await;
    assert_eq!(none.code(), "benchmark.nothing_in_force");
    let path = of(&format!("before={HUNAN}&after=langfang@2026-1"));
    let found = author.get(&path).await.json();
    let tables = found["tables"].as_array().unwrap();
    assert_eq!(tables.len(), 2, "{found}");
    let [changed, gone] = [&tables[0], &tables[1]];
    assert_eq!((&changed["kind"], &gone["kind"]), (&json!("changed"), &json!("removed")));
    let change = &changed["changes"][0];
    assert!(change["cell"].as_str().unwrap().ends_with("/1/1"), "{change}");
    assert_eq!((&change["before"], &change["after"]), (&json!("0"), &json!("2")));
    let water = |effect: &&Value| {
        effect["violation"] == "water_over_standard" && effect["old_law"] == false
    };
    let effects = found["effects"].as_array().unwrap();
    let like = &effects.iter().find(water).unwrap()["likes"][0];
    assert_eq!((&like["before_fen"], &like["after_fen"]), (&json!(10_000_000), &json!(12_000_000)));
    let same = author.get(&of("before=langfang@2026-1&after=langfang@2026-1")).await.json();
    let nothing = [&same["tables"], &same["set"], &same["effects"]];
    assert_eq!(nothing, [&json!([]), &json!([]), &json!([])]);
    let unknown = author.get(&of("before=nobody@1&after=langfang@2026-1")).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_replay_tells_its_lines_and_then_what_came_of_it() {
    let site = Site::new().await;
    // The days of the procedure end sessions, so whoever asks comes afterwards.
    Procedure(&site.world).closed().await;
    let author = site.browser(&site.world.people.city_reviewer).await;
    written(&author, &sound(&author, "2026-1").await, 0).await;
    let told = author.post(&format!("{SETS}/langfang.2026-1/replays"), &json!({})).await.text();
    let lines: Vec<Value> = told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0], json!({ "done": 1, "total": 1 }));
    let result = &lines[1]["result"];
    assert_eq!((&result["cases"], &result["all"]["tally"]["stay"]), (&json!(1), &json!(1)));
    assert_eq!(result["counties"][0]["sample"]["before"]["median"], "0", "{result}");
    assert_eq!(result["towns"][0]["sample"]["after"]["fines"], 1, "{result}");
    let unknown = author.post(&format!("{SETS}/nobody.1/replays"), &json!({})).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_set_is_reviewed_by_another_and_in_force_from_its_day() {
    let site = Site::new().await;
    let people = &site.world.people;
    let author = site.browser(&people.city_reviewer).await;
    let other = site.browser(&people.second_city_reviewer).await;
    let head = site.browser(&people.city_head).await;
    let draft = written(&author, &sound(&author, "2026-1").await, 0).await;
    let checked = taken(&author, &draft, json!({ "step": "check" })).await;
    let agree = json!({ "step": "review", "agrees": true, "opinion": "同意" });
    assert_eq!(step(&author, &checked, agree.clone()).await.code(), "benchmark.reviewed_by_author");
    let stale = step(&other, &draft, agree.clone()).await;
    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.text());
    let reviewed = taken(&other, &checked, agree).await;
    let past = json!({ "step": "activate", "from": "2026-09-15" });
    assert_eq!(step(&head, &reviewed, past).await.code(), "benchmark.from_past");
    let active = taken(&head, &reviewed, json!({ "step": "activate", "from": "2026-09-17" })).await;
    assert_eq!((&active["state"], &active["from"]), (&json!("activated"), &json!("2026-09-17")));
    // The day before it is the sample that answers, on the day itself the set.
    let before = version(&author).await;
    site.world.clock.advance_days(1);
    let (author, head) =
        (site.browser(&people.city_reviewer).await, site.browser(&people.city_head).await);
    assert_eq!((before, version(&author).await), (json!(HUNAN), json!("langfang@2026-1")));
    let changed =
        json!({ "content": sound(&author, "2026-1").await, "revision": active["revision"] });
    assert_eq!(author.post(SETS, &changed).await.code(), "benchmark.not_in_this_state");
    let until = json!({ "step": "retire", "until": "2026-09-18" });
    assert_eq!(taken(&head, &active, until).await["state"], "retired");
}

/// Which version answers a question of excess water today.
async fn version(by: &Browser<'_>) -> Value {
    let mut asked = json!({ "item_code": "eco-1107-water", "act_on": "2026-09-16" });
    let prepared = by.post("/api/v1/discretion/prepare", &asked).await.json();
    let factors = prepared["sides"][0]["table"]["factors"].as_array().unwrap().clone();
    let first = |factor: &Value| {
        (factor["id"].as_str().unwrap().to_owned(), factor["options"][0]["id"].clone())
    };
    asked["facts"] = factors.iter().map(first).collect::<serde_json::Map<_, _>>().into();
    let answer = by.post("/api/v1/discretion/calculate", &asked).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.json()["benchmark"]["version"].clone()
}

/// A fault of each kind: where it is put, and the flaw that must name it.
const FAULTS: &[(&str, &str, &str, &str)] = &[
    ("benchmark.gap", "/set/tables/0/factors/3/options/1/zh", "\"4个月以上不足6个月\"", "duration"),
    (
        "benchmark.overlap",
        "/set/tables/0/factors/3/options/1/zh",
        "\"2个月以上不足6个月\"",
        "duration",
    ),
    ("benchmark.sum_above", "/set/tables/0/factors/1/options/2/weights/0", "60", "column/1"),
    ("benchmark.not_monotone", "/set/tables/0/factors/1/options/2/weights/0", "1", "site/3/1"),
    ("benchmark.negative", "/set/tables/0/factors/1/options/0/weights/0", "-1", "site/1/1"),
    ("benchmark.below_minimum", "/set/tables/16/columns/0/start", "1", "serves/"),
    ("benchmark.does_not_fit", "/set/tables/16/columns/0/start", "50", "serves/"),
    ("benchmark.rounding_missing", "/rounding_basis", "\"\"", "rounding_basis"),
    ("benchmark.source_missing", "/set/tables/0/inherits", "false", "site/1/1/at"),
    ("benchmark.source_missing", "/set/tables/0/at", "\" \"", "at"),
    ("benchmark.source_missing", "/set/source", "{\"zh\":\"\",\"en\":\"\"}", "source"),
    ("benchmark.start_missing", "/set/tables/0/columns/0/start", "null", "column/1"),
    ("benchmark.id_twice", "/set/tables/0/factors/1/id", "\"eia_document\"", "eia_document"),
    ("benchmark.code_twice", "/set/tables/1/code", "\"HN-1\"", "code"),
    ("benchmark.width", "/set/tables/1/factors/0/options/0/weights", "[0]", "eia_document/1"),
    ("benchmark.window_unknown", "/set/tables/0/factors/4/window", "\"ever\"", "violations"),
    ("benchmark.violation_unknown", "/serves/0/violation", "\"nothing\"", "serves/1"),
    ("benchmark.range_unknown", "/serves/0/range", "\"eco_code:9999\"", "serves/1"),
    ("benchmark.table_unknown", "/serves/0/table", "\"HN-99\"", "serves/1"),
    ("benchmark.dates", "/set/effective_to", "\"2020-01-01\"", "effective_to"),
    ("benchmark.words_missing", "/set/tables/0/factors/0/options/0/zh", "\"\"", "eia_document/1"),
];

#[tokio::test]
async fn a_fault_of_each_kind_is_named_by_its_cell_and_goes_no_further() {
    let site = Site::new().await;
    let author = site.browser(&site.world.people.city_reviewer).await;
    let mut good = sound(&author, "2026-1").await;
    good["set"]["effective_from"] = json!("2026-01-01");
    let mut revision = 0;
    for (code, path, value, cell) in FAULTS {
        let mut content = good.clone();
        put(&mut content, path, serde_json::from_str(value).unwrap());
        let draft = written(&author, &content, revision).await;
        revision += 1;
        let flaws = draft["flaws"].as_array().unwrap();
        let named = |flaw: &&Value| {
            flaw["code"] == *code && flaw["cell"].as_str().is_some_and(|at| at.starts_with(cell))
        };
        assert!(flaws.iter().any(|flaw| named(&flaw)), "{code} at {path}: {flaws:?}");
        let refused = step(&author, &draft, json!({ "step": "check" })).await;
        assert_eq!(refused.code(), "benchmark.faulty", "{code} at {path}");
    }
    let mended = written(&author, &good, revision).await;
    taken(&author, &mended, json!({ "step": "check" })).await;
}

fn put(content: &mut Value, path: &str, value: Value) {
    let (around, name) = path.rsplit_once('/').unwrap();
    let around = content.pointer_mut(around).unwrap();
    match around {
        Value::Array(rows) => rows[name.parse::<usize>().unwrap()] = value,
        other => other[name] = value,
    }
}

/// Two rows of a range table changed places in their fines: the graver one is named, in the editor and in the workbook.
#[tokio::test]
async fn a_graver_row_with_a_lower_fine_is_named_by_its_cell() {
    let site = Site::new().await;
    let reviewer = site.browser(&site.world.people.city_reviewer).await;
    let mut content = reviewer.get(&format!("{SETS}/copies/guangdong-2022@2022-1")).await.json();
    content["rounding_basis"] = json!("不足一分的舍去");
    let tables = content["set"]["tables"].as_array_mut().unwrap();
    let table = tables.iter_mut().find(|table| table["code"] == "GD-2.9").unwrap();
    assert_eq!(table["factors"][0]["order"], "lightest_first");
    let fines = table["rows"][0]["fines"].take();
    table["rows"][0]["fines"] = std::mem::replace(&mut table["rows"][1]["fines"], fines);
    let body = json!({ "content": content, "revision": 0 });
    let found = reviewer.post(&format!("{SETS}/checks"), &body).await.json();
    let flaws = found["flaws"].as_array().unwrap();
    let fallen = flaws.iter().find(|flaw| flaw["code"] == "benchmark.not_monotone").unwrap();
    assert_eq!(
        (&fallen["table"], &fallen["cell"], &fallen["severity"]),
        (&json!("GD-2.9"), &json!("row/2/1"), &json!("error"))
    );
    // Kinds without an order are said to have none, and stop nobody.
    let open = flaws.iter().find(|flaw| flaw["code"] == "benchmark.order_undeclared").unwrap();
    assert_eq!(open["severity"], "warning");
}

#[tokio::test]
async fn what_a_table_may_serve_is_listed_in_words() {
    let site = Site::new().await;
    let handler = site.browser(&site.world.people.handler).await;
    let path = format!("{SETS}/choices");
    assert_eq!(site.get(&path).await.status, StatusCode::UNAUTHORIZED);
    let choices = handler.get(&path).await.json();
    let water = choices["violations"].as_array().unwrap();
    let water = water.iter().find(|one| one["code"] == "water_over_standard").unwrap();
    assert_eq!(water["item_code"], "eco-1107-water");
    let ranges = choices["ranges"].as_array().unwrap();
    assert!(ranges.iter().any(|one| one["zh"].as_str().unwrap().contains("生态环境法典")));
    assert!(ranges.iter().all(|one| !one["maximum"].as_str().unwrap().is_empty()));
}
