//! A delegation is taken back while a town has matters in hand: each is shown, chosen for, and goes on only as chosen.

use crate::browser::{Browser, Site};
use crate::resources::upload as form;
use app::Actor;
use app::cases;
use axum::http::StatusCode;
use domain::case::{Case, StageName};
use domain::lead::Lead;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use testkit::{People, Procedure, Town, YANJIAO_DELEGATION, a_png, pass};

const PAGE: &str = "/api/v1/delegations/delegation-yanjiao";

/// The town with two cases, a task and a lead; the county's people are set aside.
struct Story {
    site: Site,
    county: People,
    town: Town,
    first: Case,
    second: Case,
    sent: Lead,
    open: Lead,
}

impl Story {
    async fn begin() -> Self {
        assert!(PAGE.ends_with(YANJIAO_DELEGATION));
        let mut site = Site::new().await;
        let town = Town::settle(&site.world).await;
        let county = std::mem::replace(&mut site.world.people, town.people.clone());
        let go = Procedure(&site.world);
        let first = go.filed().await;
        next_day(&site).await;
        let go = Procedure(&site.world);
        let second = go.filed().await;
        next_day(&site).await;
        let sent = Procedure(&site.world).lead().await;
        Procedure(&site.world).task(&sent).await;
        next_day(&site).await;
        let open = Procedure(&site.world).lead().await;
        Self { site, county, town, first, second, sent, open }
    }

    async fn withdraw(&self) -> Value {
        let city = self.site.browser(&self.county.city_head).await;
        let ended = json!({ "on": "2026-09-25", "document": "冀政办〔2026〕12号（测试）" });
        let answer = city.post(&format!("{PAGE}/withdraw"), &ended).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        answer.json()
    }

    /// To the day on which the delegation ends, with what is due then; whoever was logged in no longer is.
    async fn the_day(&self) {
        self.site.world.clock.advance_days(6);
        self.site.world.run_jobs().await;
    }
}

async fn next_day(site: &Site) {
    site.world.clock.advance_days(1);
    Procedure(&site.world).within().await;
}

async fn choose(
    browser: &Browser<'_>,
    lead: impl std::fmt::Display,
    revision: u32,
    course: &str,
) -> crate::browser::Answer {
    let order = json!({ "revision": revision, "course": course, "reason": "已调查取证，便于衔接" });
    browser.post(&format!("{PAGE}/matters/{lead}"), &order).await
}

fn row(page: &Value, key: &str, value: impl ToString) -> Value {
    let rows = page["matters"].as_array().unwrap_or_else(|| panic!("{page}"));
    let found = rows.iter().find(|row| row[key] == value.to_string());
    found.unwrap_or_else(|| panic!("{page}")).clone()
}

fn lead_of(page: &Value, case: &Case) -> String {
    row(page, "case_id", case.id)["lead_id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_is_in_hand_is_shown_before_and_after_with_stage_handlers_and_deadline() {
    let story = Story::begin().await;
    let head = story.site.browser(&story.county.head).await;
    let before = head.get(&format!("{PAGE}?on=2026-09-25")).await.json();
    assert_eq!((&before["ends_on"], &before["in_force"]), (&json!("2026-09-25"), &json!(true)));
    assert_eq!(before["actions"], json!(["withdraw"]), "{before}");
    assert_eq!(before["matters"].as_array().map(Vec::len), Some(4), "{before}");
    let case = row(&before, "case_id", story.first.id);
    assert_eq!(
        (&case["stage"], &case["handlers"]),
        (&json!("investigating"), &json!(["戚镇办", "谢镇办"]))
    );
    assert!(
        case["due_at"].is_i64() && case["no_finish"].is_null() && case["no_hand_over"].is_null(),
        "{case}"
    );
    assert_eq!(case["heir"]["name"], "廊坊市生态环境局三河市分局");
    let task = row(&before, "lead_id", story.sent.id);
    assert_eq!(
        (&task["stage"], &task["no_finish"]["code"]),
        (&json!("task"), &json!("disposition.not_filed"))
    );
    assert_eq!(row(&before, "lead_id", story.open.id)["stage"], "lead");
    let early = choose(&head, story.open.id, 0, "hand_over").await;
    assert_eq!(early.code(), "disposition.not_withdrawn");

    story.withdraw().await;
    let after = head.get(PAGE).await.json();
    assert_eq!((&after["undecided"], &after["actions"]), (&json!(4), &json!(["choose"])));
    let work = head.get("/api/v1/work").await.json();
    let waiting = work["items"].as_array().unwrap().iter().find(|one| one["kind"] == "delegation");
    let waiting = waiting.unwrap_or_else(|| panic!("{work}"));
    assert!(waiting["subtitle"].as_str().unwrap().contains("4件"), "{waiting}");
    let own = story.site.browser(&story.town.people.head).await;
    assert_eq!(own.get(PAGE).await.json()["actions"], json!([]));
    assert_eq!(
        choose(&own, story.open.id, 0, "hand_over").await.code(),
        "disposition.not_the_towns"
    );

    for stranger in [&story.town.neighbour, &story.county.bazhou_head] {
        let stranger = story.site.browser(stranger).await;
        assert_eq!(stranger.get(PAGE).await.status, StatusCode::NOT_FOUND);
        let tried = choose(&stranger, story.open.id, 0, "hand_over").await;
        assert_eq!(tried.status, StatusCode::NOT_FOUND, "{}", tried.text());
    }
    let handler = story.site.browser(&story.county.handler).await;
    let denied = choose(&handler, story.open.id, 0, "hand_over").await;
    assert_eq!(denied.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_town_finishes_what_it_was_left_and_nothing_else() {
    let story = Story::begin().await;
    story.withdraw().await;
    let head = story.site.browser(&story.county.head).await;
    let page = head.get(PAGE).await.json();
    let lead = lead_of(&page, &story.first);
    let refused = choose(&head, story.sent.id, 0, "finish").await;
    assert_eq!(refused.code(), "disposition.town_may_not");
    let empty = json!({ "revision": 0, "course": "finish", "reason": " " });
    let empty = head.post(&format!("{PAGE}/matters/{lead}"), &empty).await;
    assert_eq!(empty.code(), "disposition.reason");
    let chosen = choose(&head, &lead, 0, "finish").await.json();
    let choice = row(&chosen, "lead_id", &lead)["disposition"].clone();
    assert_eq!((&choice["chosen"]["by"], &choice["revision"]), (&json!("冯局长"), &json!(1)));
    let stale = choose(&head, &lead, 0, "hand_over").await;
    assert_eq!((stale.status, chosen["undecided"].clone()), (StatusCode::CONFLICT, json!(3)));

    // The town goes on to the decision; of the other case nobody has said anything.
    let (world, go) = (&story.site.world, Procedure(&story.site.world));
    let (first, second) = (noticed(&go, &story.first).await, noticed(&go, &story.second).await);
    story.the_day().await;
    world.clock.advance_days(8);
    let (first, second) = (go.rechecked(first).await, go.rechecked(second).await);
    let own = story.site.browser(&story.town.people.head).await;
    let decide = |case: &Case| {
        let (path, body) =
            (format!("/api/v1/cases/{}/decide", case.id), json!({ "revision": case.revision }));
        let own = &own;
        async move { own.post(&path, &body).await }
    };
    let blocked = decide(&second).await;
    assert_eq!(blocked.code(), "jurisdiction.withdrawal_undecided");
    assert!(blocked.json()["zh"].as_str().unwrap().contains("/delegations/delegation-yanjiao"));
    let decided = decide(&first).await;
    assert_eq!(decided.status, StatusCode::OK, "{}", decided.text());
    assert_eq!(decided.json()["stage"], "decided");
    let head = story.site.browser(&story.county.head).await;
    let left = head.get(PAGE).await.json();
    assert_eq!(row(&left, "case_id", first.id)["open"], false, "what is decided is carried out");

    let start = world.as_actor(&story.town.people.field_officer);
    let task = store_task(&story).await;
    let begun = app::inspections::begin(&world.cx, &start, world.cx.id(), task).await;
    assert!(
        matches!(begun, Err(app::Error::Refused(refusal)) if refusal.code == "jurisdiction.withdrawal_undecided")
    );
}

async fn store_task(story: &Story) -> domain::TaskId {
    let duty = story.site.browser(&story.town.people.duty_officer).await;
    let lead = duty.get(&format!("/api/v1/leads/{}", story.sent.id)).await.json();
    lead["task_id"].as_str().unwrap_or_else(|| panic!("{lead}")).parse().unwrap()
}

/// From the filing to the prior notice.
async fn noticed(go: &Procedure<'_>, case: &Case) -> Case {
    let world = go.0;
    let actor = |officer| world.as_actor(officer);
    let report = go.report(case, false).await;
    let handler: Actor = actor(&world.people.handler);
    let case = cases::conclude(&world.cx, &handler, case.id, case.revision, report).await.unwrap();
    let examiner = actor(&world.people.examiner);
    let pass = pass(&case);
    let case = cases::examine(&world.cx, &examiner, case.id, case.revision, pass).await.unwrap();
    go.noticed(case).await
}

#[tokio::test]
async fn what_goes_to_the_county_goes_on_its_day_and_is_finished_there() {
    let mut story = Story::begin().await;
    story.withdraw().await;
    let head = story.site.browser(&story.county.head).await;
    let page = head.get(PAGE).await.json();
    let lead = lead_of(&page, &story.second);
    let due = row(&page, "lead_id", &lead)["due_at"].clone();
    assert_eq!(choose(&head, &lead, 0, "finish").await.status, StatusCode::OK);
    let again = choose(&head, &lead, 1, "hand_over").await;
    assert_eq!(again.status, StatusCode::OK, "{}", again.text());
    let kept = row(&again.json(), "lead_id", &lead);
    assert_eq!(kept["disposition"]["before"][0]["course"], "finish");
    assert!(kept["disposition"]["carried_out_at"].is_null(), "not before its day");

    story.the_day().await;
    let head = story.site.browser(&story.county.head).await;
    let moved = row(&head.get(PAGE).await.json(), "lead_id", &lead);
    assert!(moved["disposition"]["carried_out_at"].is_i64(), "{moved}");
    assert_eq!((&moved["due_at"], &moved["open"]), (&due, &json!(false)), "the clock ran on");
    let late = choose(&head, &lead, 3, "finish").await;
    assert_eq!(late.code(), "disposition.carried_out");

    // Once its day has come, a matter goes at once: the team is called back, and the county sends its own.
    let duty = story.site.browser(&story.county.duty_officer).await;
    let order = |officers: [&domain::officer::Officer; 2]| {
        json!({ "lead_id": story.sent.id, "officer_ids": officers.map(|one| one.id.to_string()),
            "due_at": story.site.world.cx.now().plus_millis(86_400_000).as_millis(), "instruction": "核实" })
    };
    let mut open = order([&story.county.field_officer, &story.county.second_field_officer]);
    open["lead_id"] = json!(story.open.id);
    let blocked = duty.post("/api/v1/tasks", &open).await;
    assert_eq!(blocked.code(), "jurisdiction.withdrawal_undecided", "{}", blocked.text());
    for lead in [story.sent.id, story.open.id] {
        let gone = choose(&head, lead, 0, "hand_over").await;
        assert!(row(&gone.json(), "lead_id", lead)["disposition"]["carried_out_at"].is_i64());
    }
    let sent = order([&story.county.field_officer, &story.county.second_field_officer]);
    assert_eq!(duty.post("/api/v1/tasks", &sent).await.status, StatusCode::OK);
    assert_eq!(duty.post("/api/v1/tasks", &open).await.status, StatusCode::OK);

    // The case is taken over by the county's handlers, who finish it; the town only reads.
    let handler = story.site.browser(&story.county.handler).await;
    let path = format!("/api/v1/cases/{}", story.second.id);
    let page = handler.get(&path).await.json();
    assert_eq!(page["handovers"][0]["kind"], "withdrawal");
    let ids = [&story.county.handler, &story.county.second_handler].map(|one| one.id.to_string());
    let take = json!({ "revision": page["revision"], "handler_ids": ids });
    let town = story.site.browser(&story.town.people.handler).await;
    assert_eq!(town.post(&format!("{path}/take-over"), &take).await.status, StatusCode::FORBIDDEN);
    let taken = handler.post(&format!("{path}/take-over"), &take).await;
    assert_eq!(taken.status, StatusCode::OK, "{}", taken.text());
    // What the county finds itself joins the evidence of the town; the town adds nothing any more.
    let bytes = a_png();
    let now = story.site.world.cx.now().as_millis();
    let meta = json!({ "id": "01890a5d-ac96-774b-bcce-b302099a9071", "kind": "photo", "taken_at": now,
        "device_clock_at": now, "caption": "复核现场", "sha256": hex::encode(Sha256::digest(&bytes)) });
    let path = format!("{path}/evidence");
    let send = |browser: &Browser<'_>| story.site.send(form(&browser.cookie, &path, &meta, &bytes));
    assert_eq!(send(&town).await.status, StatusCode::FORBIDDEN);
    let kept = send(&handler).await;
    assert_eq!(kept.status, StatusCode::OK, "{}", kept.text());
    let page = handler.get(path.trim_end_matches("/evidence")).await.json();
    assert_eq!(page["evidence"].as_array().map(Vec::len), Some(2), "beside the town's photo");
    let own = format!("/api/v1/cases/{}/evidence", story.first.id);
    let early = story.site.send(form(&town.cookie, &own, &meta, &bytes)).await;
    assert_eq!(early.code(), "case.evidence_not_now", "{}", early.text());

    story.site.world.people = story.county.clone();
    let world = &story.site.world;
    let actor = world.as_actor(&story.county.handler);
    let case = cases::read(&world.cx, &actor, story.second.id).await.unwrap().row.case;
    let go = Procedure(world);
    let case = noticed(&go, &case).await;
    // The party's days for a defence, and the National Day holidays among them.
    world.clock.advance_days(16);
    let decided = go.decided(go.rechecked(case).await).await;
    assert_eq!((decided.stage.name(), decided.agency), (StageName::Decided, world.sanhe.id));
}
